"""S5: a first pass over calendar files, beside vdirsyncer copying the same files to another folder."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from benchmarks.corpus import folders
from benchmarks.harness import Figure, NotMeasured
from benchmarks.whole_programs import (
    EVENTS,
    MAILBOXES,
    beside_vdirsyncer,
    compare_programs,
    cpu_of_program,
)

SETTINGS = """
[service]
organisation = "organisation.toml"
informed_on = 2026-01-05
activation_date = 2026-01-05
[store]
url = "sqlite:///hjemmedag.db"
[connections.calendars]
{connection}
[brake]
max_share = 1
"""
FILES = 'kind = "files"\npath = "calendars"'
PAIR = """
[general]
status_path = "{to}/status"
[pair bench]
a = "here"
b = "there"
collections = ["from a"]
[storage here]
{source}
[storage there]
type = "filesystem"
path = "{to}/copy"
fileext = ".ics"
"""
SOURCE = 'type = "filesystem"\npath = "{root}/calendars"\nfileext = ".ics"'


def figures() -> list[Figure | NotMeasured]:
    """The figures, or why not; both sides are whole processes, started anew for every round."""
    program = beside_vdirsyncer("S5", "S5 whole")
    if not isinstance(program, Path):
        return [*program]
    with tempfile.TemporaryDirectory() as folder:
        places = [
            _installation(Path(folder, name), n) for name, n in (("full", EVENTS), ("bare", 0))
        ]
        full, bare = places
        an_event, whole = compare_programs(
            (partial(_ours, full), partial(_ours, bare)),
            (partial(_theirs, full, program), partial(_theirs, bare, program)),
        )
    what = f"a first `sync` of {MAILBOXES * EVENTS:,} files in {MAILBOXES} mailboxes"
    other = "vdirsyncer copying them to another folder"
    return [
        Figure("S5", f"{what}, an event ÷ {other}, an event", an_event, goal=0.1, step_one=0.5),
        Figure("S5 whole", f"{what} ÷ {other}, with the start of both programs", whole),
    ]


def people(addresses: Iterable[str]) -> str:
    """An organisation of one unit."""
    lines = "".join(
        f'[[employees]]\nid = "p{n}"\nmailbox = "{address}"\nconnection = "calendars"\nunit = "u"\n'
        for n, address in enumerate(addresses)
    )
    return f'[[units]]\nid = "u"\n{lines}'


def first_pass(root: Path, **more: str) -> float:
    """CPU seconds of a pass with an empty store."""
    for store in root.glob("hjemmedag.db*"):
        store.unlink()
    code = "from config.cli import main; main()"
    words = ["sync", "--config", str(root / "hjemmedag.toml"), "--as-of", "2026-11-30"]
    return cpu_of_program([sys.executable, "-c", code, *words], **more)


def first_copy(root: Path, program: Path, source: str) -> float:
    """CPU seconds of vdirsyncer's copy of a storage to an empty folder, once it knows what is there."""
    to = root / "vdirsyncer"
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    (to / "config").write_text(PAIR.format(source=source, to=to))
    words = [str(program), "-c", str(to / "config")]
    cpu_of_program([*words, "discover"], answer="y\n" * MAILBOXES)
    return cpu_of_program([*words, "sync"])


def _installation(root: Path, events: int) -> Path:
    addresses = folders(root / "calendars", MAILBOXES, events)
    (root / "organisation.toml").write_text(people(addresses))
    (root / "hjemmedag.toml").write_text(SETTINGS.format(connection=FILES))
    return root


def _ours(root: Path) -> float:
    """Notes of the round before are taken away first."""
    for note in (root / "calendars").glob("*/hjemmedag-*.ics"):
        note.unlink()
    return first_pass(root)


def _theirs(root: Path, program: Path) -> float:
    return first_copy(root, program, SOURCE.format(root=root))
