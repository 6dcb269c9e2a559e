"""The whole loop over a server – read, judge, write the notes that are due – for as many as an agency has."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import cloud_server, exchange_server
from benchmarks.corpus import TODAY
from benchmarks.first_cloud_sync import GRAPH
from benchmarks.first_sync import SETTINGS, people
from benchmarks.harness import Figure, NotMeasured, Ratio, cpu_of
from config.bootstrap import build
from sync.runner import run_pass

PEOPLE, FEW, EVENTS = 4_500, 450, 6
PATIENCE = 600.0
"""Seconds; a machine that is busy with other things is not waited for without an end."""
EWS = """
kind = "ews"
url = "{url}"
auth = "basic"
user = "svc"
password = "env:EWS_PASSWORD"
"""


class LateError(Exception):
    """The figure takes too long here."""


def figures() -> list[Figure | NotMeasured]:
    """For each server two figures from a loop over everybody, one over a tenth, and the tenth's next."""
    os.environ.update(EWS_PASSWORD=exchange_server.PASSWORD, GRAPH_SECRET=cloud_server.SECRET)
    found: list[Figure | NotMeasured] = []
    for name, server in (("EWS", _exchange), ("Graph", _cloud)):
        with server() as connection, tempfile.TemporaryDirectory() as folder:
            found += _figures(name, SETTINGS.format(connection=connection), Path(folder))
    return found


@contextmanager
def _exchange() -> Iterator[str]:
    with exchange_server.exchange(people=PEOPLE + FEW) as url:
        yield EWS.format(url=url)


@contextmanager
def _cloud() -> Iterator[str]:
    with cloud_server.tenant(PEOPLE + FEW, EVENTS, at_odds=True) as (graph, authority, ca_file):
        yield GRAPH.format(graph=graph, authority=authority, ca_file=ca_file, app=cloud_server.APP)


def _figures(name: str, settings: str, folder: Path) -> list[Figure | NotMeasured]:
    late = time.monotonic() + PATIENCE
    try:
        tenth = _loop(folder / "tenth", settings, range(PEOPLE, PEOPLE + FEW), late)
        after = _loop(folder / "tenth", settings, range(PEOPLE, PEOPLE + FEW), late)
        whole = _loop(folder / "whole", settings, range(PEOPLE), late)
    except LateError:
        return [NotMeasured(f"Loop ({name})", f"took more than {PATIENCE:.0f} s here")]
    what = (
        f"the whole loop over {name}, {PEOPLE:,} mailboxes read and judged and a note written in each "
        f"÷ ten times one of {FEW} (one round)"
    )
    rest = (
        f"the pass after it, which sees its own notes and writes nothing, {FEW} ÷ {FEW} (one round)"
    )
    return [
        Figure(f"Loop ({name})", what, _once(whole / (10 * tenth)), goal=1.15, step_one=1.5),
        Figure(f"Loop, next ({name})", rest, _once(after / tenth)),
    ]


def _loop(folder: Path, settings: str, numbers: range, late: float) -> float:
    """CPU seconds of one pass; the first in a folder writes to everybody, the next to nobody."""
    first = not folder.exists()
    if first:
        folder.mkdir()
        (folder / "organisation.toml").write_text(people(f"p{n}@x.example" for n in numbers))
        (folder / "hjemmedag.toml").write_text(settings)
    service = build(folder / "hjemmedag.toml", TODAY)

    def step(*_: object) -> None:
        if time.monotonic() > late:
            raise LateError

    def one_pass() -> None:
        result = run_pass(service, confirm=True, step=step)
        assert not result.failed
        assert result.mailboxes == len(numbers)
        assert result.notices.created == (len(numbers) if first else 0)
        assert result.notices.updated == 0

    return cpu_of(one_pass)


def _once(value: float) -> Ratio:
    return Ratio(value, value, value)
