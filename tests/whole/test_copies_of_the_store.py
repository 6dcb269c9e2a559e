"""A copy of the store is whole, and taken back it heals from the calendars without doubling a note."""

from __future__ import annotations

import sqlite3
import stat
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sync.store import writer_lock
from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
DAY = timedelta(days=1)


def meet(place: Installation, person: str, day: date) -> None:
    place.add("Hjemmearbejde fast", day, person=person, name=f"home-{day}")
    start = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", start, person=person, name=f"meeting-{day}")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    place = Installation(tmp_path / "place", MONDAY, employees=("e1", "e2"))
    meet(place, "e1", TUESDAY)
    meet(place, "e2", TUESDAY)
    place.sync()
    return place


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608


def days_of_notes(place: Installation, person: str) -> list[str]:
    found = [p.read_text(encoding="utf-8") for p in place.notes(person)]
    return sorted(line for text in found for line in text.split("\n") if "DTSTART" in line)


def test_a_copy_is_whole_and_its_owners_alone(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"

    answer = place.run("backup", str(copy))

    assert (answer.code, answer.err) == (0, "")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert rows(copy, "entry") == rows(place.folder / "hjemmedag.db", "entry") == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["copy.db", "place"]


def test_a_copy_is_made_while_somebody_writes(place: Installation, tmp_path: Path) -> None:
    store = place.folder / "hjemmedag.db"
    with (
        writer_lock(f"sqlite:///{store}"),
        closing(sqlite3.connect(store, isolation_level=None)) as writer,
    ):
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM shown")
        answer = place.run("backup", str(tmp_path / "copy.db"))
        writer.execute("ROLLBACK")

    assert answer.code == 0
    assert rows(tmp_path / "copy.db", "shown") == 2


def test_a_copy_overwrites_nothing(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine")

    answer = place.run("backup", str(copy))

    assert answer.code == 2
    assert "overwrites nothing" in answer.err
    assert copy.read_text() == "mine"


def test_without_a_store_there_is_nothing_to_copy(tmp_path: Path) -> None:
    place = Installation(tmp_path / "place", MONDAY)

    answer = place.run("backup", str(tmp_path / "copy.db"))

    assert (answer.code, list(place.folder.glob("*.db*"))) == (2, [])
    assert "no store yet" in answer.err


@pytest.mark.parametrize("later", ["more notes", "fewer notes", "written anew", "answered"])
def test_an_old_copy_heals_from_the_calendars(
    place: Installation, tmp_path: Path, later: str
) -> None:
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    if later == "more notes":
        meet(place, "e1", TUESDAY + DAY)
    elif later == "fewer notes":
        (place.mailbox("e1") / f"meeting-{TUESDAY}.ics").unlink()
    elif later == "written anew":
        (place.mailbox("e1") / f"meeting-{TUESDAY}.ics").unlink()
        place.sync()
        meet(place, "e1", TUESDAY)
    else:
        place.notes("e1")[0].unlink()
    place.sync()
    stood = {p: days_of_notes(place, p) for p in place.employees}

    answer = place.run("restore", str(copy))
    first = place.sync()
    second = place.sync()

    assert answer.code == 0
    assert (first["failed"], first["held"]) == ([], False)
    if later == "answered":  # the answer is not in the copy, so the question is asked once more
        stood["e1"] = stood["e2"]
    assert {p: days_of_notes(place, p) for p in place.employees} == stood
    assert second["notices"]["unchanged"] == sum(len(days) for days in stood.values())


def test_the_store_as_it_was_stays_beside(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    meet(place, "e1", TUESDAY + DAY)
    place.sync()

    place.run("restore", str(copy))

    [aside] = place.folder.glob("hjemmedag.db.before-*")
    assert rows(aside, "entry") == 3
    assert stat.S_IMODE((place.folder / "hjemmedag.db").stat().st_mode) == 0o600


def test_a_damaged_store_is_replaced_and_stays_beside(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    store = place.folder / "hjemmedag.db"
    store.write_bytes(b"no database " * 500)

    # Who was forgotten since stands in a store that nobody can read: nobody, as far as is known.
    answer = place.run("restore", str(copy))

    assert answer.code == 0, answer.err
    [aside] = place.folder.glob("hjemmedag.db.before-*")
    assert aside.read_bytes() == b"no database " * 500
    assert place.sync()["notices"]["created"] == 0


@pytest.mark.parametrize("content", [b"", b"text", b"SQLite format 3\0" + b"x" * 5000])
def test_what_is_no_copy_is_not_taken(place: Installation, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "copy.db"
    file.write_bytes(content)
    before = (place.folder / "hjemmedag.db").read_bytes()

    answer = place.run("restore", str(file))

    assert answer.code == 2
    assert str(file) in answer.err
    assert (place.folder / "hjemmedag.db").read_bytes() == before


def test_a_copy_cut_short_is_not_taken(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    copy.write_bytes(copy.read_bytes()[:-4096])

    assert place.run("restore", str(copy)).code == 2


def test_nothing_is_taken_back_under_a_service_at_work(place: Installation, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    place.run("backup", str(copy))
    with writer_lock(f"sqlite:///{place.folder / 'hjemmedag.db'}"):
        began = time.monotonic()
        answer = place.run("restore", str(copy))
        took = time.monotonic() - began

    assert (answer.code, took < 1) == (2, True)
    assert "another hjemmedag" in answer.err


def test_migrate_says_from_where_to_where(place: Installation) -> None:
    answer = place.run("migrate", "--check")

    assert (answer.code, "nothing to do" in answer.out) == (0, True)


def test_a_store_of_an_older_version_is_brought_up_to_this_one(
    place: Installation,
) -> None:
    store = place.folder / "hjemmedag.db"
    older(store)

    looked = place.run("migrate", "--check")
    done = place.run("migrate")
    again = place.run("migrate", "--check")

    assert (looked.code, done.code, again.code) == (1, 0, 0)
    assert "From 0003 to 0004" in looked.out
    assert place.sync()["notices"]["unchanged"] == 2


def test_a_store_of_a_later_version_is_left_alone(place: Installation) -> None:
    store = place.folder / "hjemmedag.db"
    with closing(sqlite3.connect(store)) as db, db:
        db.execute("UPDATE alembic_version SET version_num = '9999'")

    answer = place.run("sync", "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert "later version" in answer.err


def older(store: Path) -> None:
    """The same store as the version before left it."""
    from alembic import command
    from sqlalchemy import create_engine

    from sync.store import _alembic

    engine = create_engine(f"sqlite:///{store}")
    try:
        with engine.begin() as connection:
            config = _alembic()
            config.attributes["connection"] = connection
            command.downgrade(config, "0003")
    finally:
        engine.dispose()
