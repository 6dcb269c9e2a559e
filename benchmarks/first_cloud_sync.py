"""S5 over Graph: a first pass over mailboxes, beside vdirsyncer reading the same events from CalDAV."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path

from benchmarks.caldav_server import calendars
from benchmarks.cloud_server import APP, SECRET, tenant
from benchmarks.first_sync import SETTINGS, first_copy, first_pass, people
from benchmarks.harness import Figure, NotMeasured
from benchmarks.whole_programs import EVENTS, MAILBOXES, beside_vdirsyncer, compare_programs

GRAPH = """
kind = "graph"
url = "{graph}"
authority = "{authority}"
ca_file = "{ca_file}"
client_id = "{app}"
client_secret = "env:GRAPH_SECRET"
"""
CALDAV = """
type = "caldav"
url = "{url}"
username = "bench"
password = "x"
verify = "{ca_file}"
"""


def figures() -> list[Figure | NotMeasured]:
    """The figures, or why not; servers, all behind TLS, are processes of their own and not counted.

    Both sides get the same appointments, of 300 subjects: the lexicon meets each thirty times. With
    9,000 subjects it meets each once, which no place of work with meetings comes near.
    """
    program = beside_vdirsyncer("S5 (Graph)", "S5 new words (Graph)", "S5 whole (Graph)")
    if not isinstance(program, Path):
        return [*program]
    an_event, whole, new_words = compare_programs(
        (partial(_ours, EVENTS), partial(_ours, 0)),
        (partial(_theirs, program, EVENTS), partial(_theirs, program, 0)),
        also=partial(_ours, EVENTS, own_words=True),
    )
    what = f"a first `sync` over Graph of {MAILBOXES * EVENTS:,} events in {MAILBOXES} mailboxes"
    other = "vdirsyncer copying them from Radicale"
    each = f"{what}, {EVENTS} subjects, an event ÷ {other}, an event"
    return [
        Figure("S5 (Graph)", each, an_event, 0.02, 0.1),
        Figure("S5 new words (Graph)", "the same, every subject another one", new_words),
        Figure("S5 whole (Graph)", f"{what} ÷ {other}, with the start of both programs", whole),
    ]


def _ours(events: int, *, own_words: bool = False) -> float:
    """Each round has a server of its own, without notes."""
    with (
        tempfile.TemporaryDirectory() as folder,
        tenant(MAILBOXES, events, own_words=own_words) as (graph, authority, ca_file),
    ):
        root = Path(folder)
        connection = GRAPH.format(graph=graph, authority=authority, ca_file=ca_file, app=APP)
        (root / "hjemmedag.toml").write_text(SETTINGS.format(connection=connection))
        (root / "organisation.toml").write_text(people(f"p{n}@x.example" for n in range(MAILBOXES)))
        return first_pass(root, GRAPH_SECRET=SECRET)


def _theirs(program: Path, events: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        root, radicale = Path(folder), program.with_name("radicale")
        with calendars(radicale, root, MAILBOXES, events) as (url, ca_file):
            seconds = first_copy(root, program, CALDAV.format(url=url, ca_file=ca_file))
        copied = sum(1 for _ in root.rglob("copy/*/*.ics"))
        assert copied == MAILBOXES * events, copied
        return seconds
