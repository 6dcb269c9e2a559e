"""S3, S4: looking at calendars in which nothing changed, beside a bare look at the same files."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.corpus import TODAY, export, folders
from benchmarks.harness import Figure, compare
from connectors.files import Files
from connectors.model import Mailbox, ReadRequest, Snapshot, Unchanged
from policy.ruleset import window_of

ZONE = ZoneInfo("Europe/Copenhagen")
MAILBOXES, EVENTS, TURNS = 40, 50, 5
SETTLED_SECONDS = 3
"""Files younger than this go into a cursor by content; a poll of those is not what is measured."""


def figures() -> list[Figure]:
    """Folders beside bare stats; a large export beside a small one."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        addresses = folders(root, MAILBOXES, EVENTS)
        (root / "small.ics").write_bytes(export(10))
        (root / "large.ics").write_bytes(export(10_000))
        time.sleep(SETTLED_SECONDS)
        files = Files(root)
        return [_folders(files, root, addresses), _exports(files)]


def _folders(files: Files, root: Path, addresses: Sequence[str]) -> Figure:
    requests = _with_cursors(files, addresses)

    def bare() -> None:
        for _ in range(TURNS):
            for address in addresses:
                with os.scandir(root / address) as entries:
                    for path in sorted(entry.path for entry in entries):
                        os.stat(path)  # noqa: PTH116 – the barest look there is

    ratio = compare(lambda: _poll(files, requests, TURNS), bare)
    what = (
        f"a poll of {MAILBOXES} unchanged folders of {EVENTS} files ÷ scandir and stat of them "
        "(the goals are for Graph and EWS)"
    )
    return Figure("S3-like", what, ratio)


def _exports(files: Files) -> Figure:
    small, large = (_with_cursors(files, [name]) for name in ("small", "large"))
    ratio = compare(lambda: _poll(files, large, 300), lambda: _poll(files, small, 300))
    what = "a poll of an unchanged export of 10,000 entries ÷ one of 10"
    return Figure("S4", what, ratio, goal=1.2, step_one=1.2)


def _with_cursors(files: Files, addresses: Sequence[str]) -> list[ReadRequest]:
    window = window_of(TODAY, 4, None)
    first = [ReadRequest(Mailbox(a, ZONE), window.start, window.end) for a in addresses]
    requests = []
    for result in files.read(first):
        assert isinstance(result.outcome, Snapshot), result.outcome
        cursor = result.outcome.cursor
        requests.append(ReadRequest(result.mailbox, window.start, window.end, cursor))
    return requests


def _poll(files: Files, requests: Sequence[ReadRequest], turns: int) -> None:
    for _ in range(turns):
        for result in files.read(requests):
            assert isinstance(result.outcome, Unchanged), result.outcome
