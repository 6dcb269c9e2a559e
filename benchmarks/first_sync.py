"""S5: the first whole pass over calendar files, beside vdirsyncer copying the same files."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.corpus import folders
from benchmarks.harness import Figure, NotMeasured, Ratio

MAILBOXES, EVENTS, ROUNDS = 30, 300, 7
VARIABLE = "HJEMMEDAG_VDIRSYNCER"
"""Names the vdirsyncer to measure against; it lives in an environment of its own."""

SETTINGS = """
[service]
organisation = "organisation.toml"
informed_on = 2026-01-05
activation_date = 2026-01-05
[store]
url = "sqlite:///hjemmedag.db"
[connections.files]
kind = "files"
path = "calendars"
[brake]
max_share = 1
"""
PAIR = """
[general]
status_path = "{to}/status"
[pair bench]
a = "here"
b = "there"
collections = ["from a"]
[storage here]
type = "filesystem"
path = "{root}/calendars"
fileext = ".ics"
[storage there]
type = "filesystem"
path = "{to}/copy"
fileext = ".ics"
"""


def figures() -> list[Figure | NotMeasured]:
    """One figure, or why not; both sides are whole processes, started anew for every round."""
    program = os.environ.get(VARIABLE, "")
    if not program:
        return [NotMeasured("S5", f"needs vdirsyncer in another environment, named by {VARIABLE}")]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _installation(root)
        ratios = [_ours(root) / _theirs(root, program) for _ in range(ROUNDS + 1)][1:]
    ratio = Ratio(statistics.median(ratios), min(ratios), max(ratios))
    what = (
        f"a first `sync` of {MAILBOXES * EVENTS:,} files in {MAILBOXES} mailboxes ÷ vdirsyncer "
        "copying them to another folder, whole processes"
    )
    return [Figure("S5", what, ratio, goal=0.1, step_one=0.5)]


def _installation(root: Path) -> None:
    addresses = folders(root / "calendars", MAILBOXES, EVENTS)
    people = "".join(
        f'[[employees]]\nid = "p{n}"\nmailbox = "{address}"\nconnection = "files"\nunit = "u"\n'
        for n, address in enumerate(addresses)
    )
    (root / "organisation.toml").write_text(f'[[units]]\nid = "u"\n{people}')
    (root / "hjemmedag.toml").write_text(SETTINGS)


def _ours(root: Path) -> float:
    """A pass with an empty store; notes of the round before are taken away first."""
    for note in (root / "calendars").glob("*/hjemmedag-*.ics"):
        note.unlink()
    for store in root.glob("hjemmedag.db*"):
        store.unlink()
    code = "from config.cli import main; main()"
    words = ["sync", "--config", str(root / "hjemmedag.toml"), "--as-of", "2026-11-30"]
    return _child([sys.executable, "-c", code, *words])


def _theirs(root: Path, program: str) -> float:
    to = root / "vdirsyncer"
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    (to / "config").write_text(PAIR.format(root=root, to=to))
    _child([program, "-c", str(to / "config"), "discover"], answer="y\n" * MAILBOXES)
    return _child([program, "-c", str(to / "config"), "sync"])


def _child(words: list[str], answer: str = "") -> float:
    """CPU seconds of a process and all it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(words, input=answer, text=True, check=True, capture_output=True)  # noqa: S603
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
