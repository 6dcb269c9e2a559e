"""How things stand is shown as it is; what is held is shown, and exactly that is released."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from config.operations import asking
from sync.store import writer_lock
from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
PEOPLE = tuple(f"e{n}" for n in range(1, 7))
BRAKE = "[brake]\nmax_share = 0.2\nmin_entries = 2\nmin_people = 50\n"
UNITS = '[[units]]\nid = "u"\nleader = "e1"\n'


def meet(place: Installation, person: str, day: date = TUESDAY) -> None:
    place.add("Hjemmearbejde fast", day, person=person, name=f"home-{day}")
    start = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", start, person=person, name=f"meeting-{day}")


def call_off(place: Installation, person: str, day: date = TUESDAY) -> None:
    (place.mailbox(person) / f"meeting-{day}.ics").unlink()


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Six people with a note each; three of the meetings are called off: too many at once."""
    place = Installation(tmp_path, MONDAY, employees=PEOPLE, units=UNITS, more=BRAKE)
    for person in PEOPLE:
        meet(place, person)
    place.sync()
    return place


@pytest.fixture
def held(place: Installation) -> Installation:
    for person in PEOPLE[:3]:
        call_off(place, person)
    assert place.run("sync").code == 3
    return place


def stored(place: Installation, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(place.folder / "hjemmedag.db")) as db:
        return db.execute(query).fetchall()


def test_what_is_held_is_shown_by_kind_and_unit_with_ids(held: Installation) -> None:
    answer = held.run("confirm")
    shown = held.run("confirm", "--format", "json")

    assert (answer.code, shown.code) == (3, 3)
    assert "u: 3 removed – e1, e2, e3" in answer.out
    assert shown.json["held"]["digest"] in answer.out
    assert [(c["what"], c["person"], c["unit"]) for c in shown.json["changes"]] == [
        ("removed", person, "u") for person in PEOPLE[:3]
    ]


def test_status_says_that_something_is_held(held: Installation) -> None:
    text, answer = held.run("status").out, held.run("status", "--format", "json").json

    assert "HELD" in text
    assert answer["held"]["entries"] == 3
    assert f"hjemmedag confirm {answer['held']['digest']}" in text
    assert answer["notes"] == {"standing": 6, "pending": 3}


def test_what_was_shown_is_released(held: Installation) -> None:
    digest = held.run("confirm", "--format", "json").json["held"]["digest"]

    answer = held.run("confirm", digest)

    assert (answer.code, "released: 3" in answer.out) == (0, True)
    assert held.run("sync").code == 0
    assert [len(held.notes(p)) for p in PEOPLE] == [0, 0, 0, 1, 1, 1]
    assert held.run("confirm").out.strip() == "Nothing is held."


def test_what_came_since_is_held_again(held: Installation) -> None:
    digest = held.run("confirm", "--format", "json").json["held"]["digest"]
    for person in PEOPLE[3:]:
        call_off(held, person)

    held.run("confirm", digest)
    again = held.run("sync")

    assert again.code == 3
    left = held.run("confirm", "--format", "json").json
    assert left["held"]["digest"] != digest
    assert {c["person"] for c in left["changes"]} >= set(PEOPLE[3:])


def test_a_digest_that_nothing_is_held_under_releases_nothing(held: Installation) -> None:
    answer = held.run("confirm", "000000000000")

    assert (answer.code, "nothing is held as" in answer.err) == (2, True)
    assert held.run("sync").code == 3


def test_without_a_store_status_says_so_and_nothing_is_asked(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY)

    status = place.run("status", "--format", "json")
    paused = place.run("pause", "--all")

    assert (status.code, status.json["store"], status.json["mailboxes"]["known"]) == (0, None, 0)
    assert (paused.code, "no store yet" in paused.err) == (2, True)
    assert list(tmp_path.glob("*.db*")) == []


def test_status_names_who_fails_and_why_without_an_address(place: Installation) -> None:
    place.mailbox("e2").rename(place.folder / "away")
    place.run("sync")

    answer = place.run("status", "--format", "json")
    [one] = answer.json["troubled"]

    assert (one["person"], one["failures"]) == ("e2", 1)
    assert "neither the folder" in one["reason"]
    assert "@" not in answer.out + place.run("status").out


def test_names_are_shown_when_asked_for_and_that_is_written_down(place: Installation) -> None:
    place.mailbox("e2").rename(place.folder / "away")
    place.run("sync")
    place.employee_keys = 'name = "Anna Å. And"'
    place.configure()

    assert "Anna" not in place.run("status").out
    assert stored(place, "SELECT * FROM audit") == []
    assert "Anna Å. And" in place.run("status", "--names").out
    assert stored(place, "SELECT what, whom FROM audit") == [("status", "e2")]


def test_status_counts_gates_by_unit(place: Installation) -> None:
    ahead = datetime.now().astimezone().date() + timedelta(days=100)
    place.units = UNITS + f'[[units]]\nid = "v"\nparent = "u"\nactivation_date = {ahead}\n'
    place.units += (
        '[[employees]]\nid = "f1"\nmailbox = "f1@x.example"\nconnection = "files"\nunit = "v"\n'
    )
    place.configure()

    gates = {g["name"]: g for g in place.run("status", "--format", "json").json["gates"]}

    assert gates["informed_on"] == {"name": "informed_on", "open": 2, "units": 2, "next": None}
    assert (gates["activation_date"]["open"], gates["activation_date"]["next"]) == (1, str(ahead))


def test_a_request_beside_a_pass_waits_for_the_next_one(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.3)
    with writer_lock(f"sqlite:///{place.folder / 'hjemmedag.db'}"):
        answer = place.run("pause", "e1")
        waiting = place.run("status", "--format", "json").json["requests"]

    assert (answer.code, "at the next tick" in answer.out) == (0, True)
    assert [(w["what"], w["subject"]) for w in waiting] == [("pause", "e1")]
    meet(place, "e1", TUESDAY + timedelta(days=1))
    place.sync()
    assert len(place.notes("e1")) == 1
    assert place.run("status", "--format", "json").json["requests"] == []
    assert stored(place, "SELECT answer FROM requests") == [("paused: 1 mailboxes",)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("pause",), "either MAILBOX or --all"),
        (("pause", "e1", "--all"), "either MAILBOX or --all"),
        (("resume",), "either MAILBOX or --all"),
        (("pause", "nobody"), "unknown"),
        (("pause", "e1", "--until", "2020-01-01"), "has come already"),
        (("pause", "e1", "--until", "soon"), "is no date"),
        (("resync", "nobody@x.example"), "unknown"),
    ],
)
def test_words_that_cannot_be_taken_are_said_to_be(
    place: Installation, words: tuple[str, ...], says: str
) -> None:
    answer = place.run(*words)

    assert (answer.code, answer.out) == (2, "")
    assert says in answer.err


def test_status_does_not_wait_for_whoever_writes(place: Installation) -> None:
    store = place.folder / "hjemmedag.db"
    with closing(sqlite3.connect(store, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE mailbox SET failures = 1")
        began = time.monotonic()
        answer = place.run("status", "--format", "json")
        took = time.monotonic() - began
        writer.execute("ROLLBACK")

    assert (answer.code, answer.json["troubled"], took < 2) == (0, [], True)
