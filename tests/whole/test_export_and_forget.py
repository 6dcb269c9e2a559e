"""Everything kept about a person can be handed out, and be forgotten so that nobody reads it again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert

from config.operations.export_words import COLUMNS, TABLES
from sync.kept_about import ABOUT, NOBODY
from sync.schema import metadata
from sync.store import Store
from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
UNITS = '[[units]]\nid = "u"\nleader = "boss"\n'
PERSON = {"person", "address", "mailbox", "subject", "whom", "employee", "leader"}
ROWS: dict[str, dict[str, Any]] = {
    "home_series": {
        "person": "e1",
        "series": "s",
        "pattern": [1],
        "first": TUESDAY,
        "accepted": True,
    },
    "told": {
        "person": "e1",
        "finding_key": "on_site_conflict:e1:2026-12-01",
        "reopen": "x",
        "first_shown": MONDAY,
        "how": "passed",
        "at": NOW,
    },
    "listed": {"subject": "boss", "finding_key": "average_exceeded:e1", "times": 2},
    "slot": {"kind": "week", "subject": "e1", "period": "2026-W50", "taken_at": NOW},
    "audit": {"at": NOW, "who": "root", "what": "explain", "whom": "e1", "why": "asked"},
    "requests": {"what": "pause", "subject": "e1@x.example", "by": "root", "at": NOW},
}
"""What a short run of two people leaves no row in."""


def meet(place: Installation, person: str) -> None:
    place.add("Hjemmearbejde fast", TUESDAY, person=person, name="home")
    start = datetime(2026, 12, 8, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", start, person=person, name="meeting")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Two people with a note each, and a row about one of them in every table that can have one."""
    place = Installation(
        tmp_path, MONDAY, employees=("boss", "e1", "e2"), units=UNITS, more=DELIVERY
    )
    meet(place, "e1")
    meet(place, "e2")
    place.sync()
    store = Store.open(f"sqlite:///{tmp_path / 'hjemmedag.db'}")
    with store.transaction() as db:
        for table, values in ROWS.items():
            db.execute(insert(metadata.tables[table]).values(values))
    store.close()
    return place


def speaks_of(place: Installation, person: str) -> set[str]:
    """Every table and column of the store in which a person's id or mailbox stands."""
    return set(_speaks_of(place.folder / "hjemmedag.db", person))


def _speaks_of(store: Path, person: str) -> Iterator[str]:
    with closing(sqlite3.connect(store)) as db:
        for table in metadata.sorted_tables:
            for column in table.columns:
                query = f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}" LIKE ?'  # noqa: S608
                if db.execute(query, (f"%{person}%",)).fetchone()[0]:
                    yield f"{table.name}.{column.name}"


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_is_handed_out_or_speaks_of_nobody(table: str) -> None:
    assert (table in ABOUT) != (table in NOBODY)
    assert table in ABOUT or not PERSON & {c.name for c in metadata.tables[table].columns}


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("table", sorted(ABOUT))
def test_every_table_and_column_has_words_for_its_reader(table: str, language: str) -> None:
    assert TABLES[language][table]
    if language == "da":
        assert {c.name for c in metadata.tables[table].columns} <= set(COLUMNS["da"])


def test_whatever_names_a_person_is_handed_out(place: Installation) -> None:
    answer = place.run("export", "e1", "--format", "json").json

    tables = {place.partition(".")[0] for place in speaks_of(place, "e1")}
    assert tables >= {"mailbox", "day", "on_site", "entry", "shown", *ROWS}
    assert {t for t in tables if not answer["store"][t]} == set()
    assert [e["desired"]["day"] for e in answer["store"]["entry"]] == ["2026-12-08"]
    assert answer["organisation"]["mailbox"] == "e1@x.example"
    assert answer["organisation"]["working_days"][0] == "monday"


def test_nobody_else_is_handed_out(place: Installation) -> None:
    answer = place.run("export", "e1", "--format", "json")

    assert "e2" not in answer.out


@pytest.mark.parametrize(
    ("language", "word"), [("da", "Hvem der har slået dig op"), ("en", "home")]
)
def test_the_text_is_in_the_persons_language(place: Installation, language: str, word: str) -> None:
    place.employee_keys = f'language = "{language}"'
    place.configure()

    answer = place.run("export", "e1@x.example")

    assert (answer.code, answer.err) == (0, "")
    assert word in answer.out
    assert "2026-12-08" in answer.out


def test_that_somebody_was_handed_out_is_written_down(place: Installation) -> None:
    place.run("export", "e1", "--reason", "asked for it")

    rows = place.run("export", "e1", "--format", "json").json["store"]["audit"]

    assert [(r["what"], r["why"]) for r in rows] == [
        ("explain", "asked"),
        ("export", "asked for it"),
        ("export", None),
    ]


def test_an_agreement_in_the_register_is_handed_out(place: Installation) -> None:
    place.register = (
        '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-01-01\n'
        'pattern = [["tuesday"]]\n'
    )
    place.configure()

    [row] = place.run("export", "e1", "--format", "json").json["register"]

    assert (row["table"], row["pattern"]) == ("individual_agreements", [["tuesday"]])


def test_an_overview_that_names_a_person_is_named(place: Installation) -> None:
    place.sync(as_of=date(2026, 12, 3))

    answer = place.run("export", "e1", "--format", "json").json

    assert [o["to"] for o in answer["overviews_naming"]] == ["boss"]


def test_whoever_is_unknown_is_said_to_be(place: Installation) -> None:
    answer = place.run("export", "nobody")

    assert (answer.code, answer.out) == (2, "")
    assert "unknown" in answer.err
