"""Everything kept about a person can be handed out, and be forgotten so that nobody reads it again."""

from __future__ import annotations

import re
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
        "pattern": {"rule": "r", "weekdays": [1]},
        "first": TUESDAY,
        "accepted": True,
    },
    "subscription": {
        "person": "e1",
        "connection": "files",
        "remote_id": "s",
        "client_state": "x",
        "expires_at": NOW,
        "renew_at": NOW,
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
    # Not inside a digest: those are letters and figures, too.
    alone = re.compile(rf"(?<![0-9a-z]){person}(?![0-9a-z])")
    with closing(sqlite3.connect(store)) as db:
        for table in metadata.sorted_tables:
            for column in table.columns:
                rows = db.execute(f'SELECT "{column.name}" FROM "{table.name}"')  # noqa: S608
                if any(alone.search(str(value)) for (value,) in rows):
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

    assert not re.search(r"\be2\b", answer.out)


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


def test_nothing_speaks_of_whoever_is_forgotten(place: Installation) -> None:
    assert speaks_of(place, "e1")

    answer = place.run("forget", "e1")

    assert (answer.code, answer.err) == (0, "")
    assert place.notes("e1") == []
    assert len(place.notes("e2")) == 1
    assert speaks_of(place, "e1") == set()


def test_whoever_is_forgotten_is_not_read_again(place: Installation) -> None:
    place.run("forget", "e1@x.example")

    assert [e["id"] for e in place.check()["employees"]] == ["boss", "e2"]
    assert place.sync()["mailboxes"] == 2
    assert place.run("explain", "e1", "2026-12-08").code == 2
    assert speaks_of(place, "e1") <= {"audit.whom", "audit.what"}


def test_a_new_id_for_the_same_mailbox_is_kept_out_too(place: Installation) -> None:
    place.run("forget", "e1")
    units = place.units
    place.units = (
        units + '[[employees]]\nid = "new"\nmailbox = "e1@x.example"\n'
        'connection = "files"\nunit = "u"\n'
    )
    place.employees = ("boss", "e2")
    place.configure()

    assert place.sync()["mailboxes"] == 2


def test_whoever_is_forgotten_is_handed_out_as_digests(place: Installation) -> None:
    place.run("forget", "e1")

    store = place.run("export", "e1", "--format", "json").json["store"]

    assert {table: len(rows) for table, rows in store.items() if rows} == {
        "forgotten": 2,
        "audit": 1,
    }


def test_the_log_of_look_ups_keeps_its_rows_without_the_name(place: Installation) -> None:
    place.run("forget", "e1", "--reason", "asked")

    with closing(sqlite3.connect(place.folder / "hjemmedag.db")) as db:
        rows = db.execute("SELECT what, whom, why FROM audit ORDER BY id").fetchall()

    assert [(what, why) for what, _, why in rows] == [("explain", "asked"), ("forget", "asked")]
    assert all(len(whom) == 64 for _, whom, _ in rows)


def test_a_note_that_its_reader_has_edited_stays(place: Installation) -> None:
    [note] = place.notes("e1")
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("SUMMARY:", "SUMMARY:Min egen "), encoding="utf-8")

    answer = place.run("forget", "e1")

    assert (answer.code, place.notes("e1")) == (0, [note])
    assert speaks_of(place, "e1") == set()
    assert place.sync()["failed"] == []


def test_a_note_that_cannot_be_reached_is_tried_again(place: Installation) -> None:
    away = place.folder / "away"
    place.mailbox("e1").rename(away)

    first = place.run("forget", "e1")
    still = speaks_of(place, "e1")
    away.rename(place.mailbox("e1"))
    place.sync()

    assert first.code == 1
    assert "every pass tries again" in first.err
    assert {t.partition(".")[0] for t in still} == {"mailbox", "entry", "shown"}
    assert place.notes("e1") == []
    assert speaks_of(place, "e1") == set()


def test_whoever_has_left_can_be_forgotten(place: Installation) -> None:
    place.employees = ("boss", "e2")
    place.configure()

    assert place.run("forget", "e1").code == 0
    assert place.notes("e1") == []
    assert speaks_of(place, "e1") == set()


def test_a_leader_goes_on_getting_overviews_and_is_not_read(place: Installation) -> None:
    place.run("forget", "boss")

    place.sync(as_of=date(2026, 12, 3))

    assert len(place.notes("boss")) == 1
    assert not [t for t in speaks_of(place, "boss") if t.startswith(("mailbox", "day", "told"))]


def test_to_come_back_one_has_to_ask(place: Installation) -> None:
    place.run("forget", "e1")

    back = place.run("forget", "--undo", "e1")

    assert (back.code, "takes part again" in back.out) == (0, True)
    assert place.sync()["notices"]["created"] == 1
    again = place.run("forget", "--undo", "e1")
    assert (again.code, "was not forgotten" in again.err) == (2, True)


def test_an_old_copy_brings_nobody_back(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    place.run("forget", "e1")

    place.run("restore", str(copy))

    # The copy knows a note that is gone since: its row goes once somebody has looked.
    assert not [t for t in speaks_of(place, "e1") if t.startswith(("day", "told", "on_site"))]
    assert place.sync()["mailboxes"] == 2
    assert speaks_of(place, "e1") == set()
    assert place.notes("e1") == []


def test_a_store_that_cannot_say_who_is_forgotten_lets_nobody_be_read(place: Installation) -> None:
    (place.folder / "hjemmedag.db").write_bytes(b"no database")

    answer = place.run("check")

    assert (answer.code, answer.out) == (2, "")
    assert "store.url" in answer.err
