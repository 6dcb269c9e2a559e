"""S5: the first whole pass over calendar files and over Graph, beside vdirsyncer copying as many files."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.cloud_server import APP, SECRET, tenant
from benchmarks.corpus import folders
from benchmarks.harness import Figure, NotMeasured, Ratio

MAILBOXES, EVENTS, ROUNDS = 30, 300, 7
VARIABLE = "HJEMMEDAG_VDIRSYNCER"
"""Names the vdirsyncer to measure against; it lives in an environment of its own."""

CLOUD = """
[service]
organisation = "organisation.toml"
informed_on = 2026-01-05
activation_date = 2026-01-05
[store]
url = "sqlite:///hjemmedag.db"
[connections.files]
kind = "graph"
url = "{graph}"
authority = "{authority}"
ca_file = "{ca_file}"
client_id = "{app}"
client_secret = "env:GRAPH_SECRET"
[brake]
max_share = 1
"""
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
        why = f"needs vdirsyncer in another environment, named by {VARIABLE}"
        return [NotMeasured(name, why) for name in ("S5", "S5 (Graph)")]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _installation(root)
        ratio = _ratio(lambda: _ours(root), root, program)
        (root / "organisation.toml").write_text(
            _people(f"p{n}@x.example" for n in range(MAILBOXES))
        )
        cloud = _ratio(lambda: _over_graph(root), root, program)
    files = (
        f"a first `sync` of {MAILBOXES * EVENTS:,} files in {MAILBOXES} mailboxes ÷ vdirsyncer "
        "copying them to another folder, whole processes"
    )
    graph = (
        f"a first `sync` over Graph of {MAILBOXES * EVENTS:,} events in {MAILBOXES} mailboxes, its "
        "notes written ÷ vdirsyncer copying as many files, whole processes"
    )
    return [
        Figure("S5", files, ratio, goal=0.1, step_one=0.5),
        Figure("S5 (Graph)", graph, cloud, goal=0.02, step_one=0.1),
    ]


def _ratio(ours: Callable[[], float], root: Path, program: str) -> Ratio:
    ratios = [ours() / _theirs(root, program) for _ in range(ROUNDS + 1)][1:]
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))


def _installation(root: Path) -> None:
    addresses = folders(root / "calendars", MAILBOXES, EVENTS)
    (root / "organisation.toml").write_text(_people(addresses))
    (root / "hjemmedag.toml").write_text(SETTINGS)


def _people(addresses: Iterable[str]) -> str:
    people = "".join(
        f'[[employees]]\nid = "p{n}"\nmailbox = "{address}"\nconnection = "files"\nunit = "u"\n'
        for n, address in enumerate(addresses)
    )
    return f'[[units]]\nid = "u"\n{people}'


def _ours(root: Path) -> float:
    """A pass with an empty store; notes of the round before are taken away first."""
    for note in (root / "calendars").glob("*/hjemmedag-*.ics"):
        note.unlink()
    return _pass(root)


def _over_graph(root: Path) -> float:
    """The same over Graph; each round has a server of its own, without notes."""
    with tenant(MAILBOXES, EVENTS) as (graph, authority, ca_file):
        settings = CLOUD.format(graph=graph, authority=authority, ca_file=ca_file, app=APP)
        (root / "hjemmedag.toml").write_text(settings)
        return _pass(root)


def _pass(root: Path) -> float:
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
    environment = {**os.environ, "GRAPH_SECRET": SECRET}
    subprocess.run(  # noqa: S603
        words, input=answer, text=True, check=True, capture_output=True, env=environment
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
