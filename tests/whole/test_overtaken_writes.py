"""What changes while a write is under way or waits for its turn: nothing of it is lost or overruled."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from connectors.memory import Memory
from connectors.model import Mailbox, Notice, RemoteRef
from policy.model import Employee
from sync import requests
from sync.forgotten import forgotten_in
from sync.hours import Maintenance, Rhythm
from sync.lanes import Threads
from tests.workplace import MONDAY, NOON, STEP, Workplace, scratch

__all__ = ["scratch"]

ONE_AT_A_TIME = Rhythm(budgets={"memory": 1})
PEOPLE = ("e1", "e2", "e3")


class Slow(Memory):
    """A server that takes its time over every note, until a test lets it answer."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = threading.Event()
        self.may_answer = threading.Event()

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        remote = super().put(mailbox, notice, known)
        self.asked.set()
        assert self.may_answer.wait(20)
        return remote


@pytest.fixture
def place(scratch: Path) -> Iterator[Workplace]:
    """Three notes are due; the server has taken the first and not answered yet."""
    calendars = Slow()
    lanes = Threads(idle=0.1, at_most=0.3)
    place = Workplace(scratch, PEOPLE, calendars=calendars, lanes=lanes, rhythm=ONE_AT_A_TIME)
    calendars._clock = place.clock
    place.change(forgotten=lambda: forgotten_in(place.service.store_url))
    for person in PEOPLE:
        place.meet(person)
    deadline = time.monotonic() + 20
    while not calendars.asked.is_set():
        place.tick()
        assert time.monotonic() < deadline
    yield place
    calendars.may_answer.set()
    lanes.stop(5)
    place.store.close()


def ask(place: Workplace, what: str, subject: str | None = None) -> None:
    """An operator's wish, seen to at the next tick."""
    with place.store.transaction() as db:
        requests.ask(db, what, subject, None, "operator", place.clock.now)
    place.tick()


def go_on(place: Workplace) -> None:
    """The server answers; ticks until nothing is under way, and some more."""
    place.calendars.may_answer.set()
    deadline = time.monotonic() + 20
    while place.lanes.in_flight():
        place.clock.go(STEP)
        place.tick()
        assert time.monotonic() < deadline
    place.run(60 * STEP, 6 * STEP)


def standing(place: Workplace) -> list[str]:
    return [person for person in PEOPLE if place.notes(person)]


def test_whoever_is_forgotten_meanwhile_keeps_no_note(place: Workplace) -> None:
    [first] = standing(place)

    ask(place, "forget", first)
    go_on(place)

    assert first not in standing(place)
    assert len(standing(place)) == 2


def test_whoever_leaves_meanwhile_keeps_no_note(place: Workplace) -> None:
    [first] = standing(place)

    book = place.service.book
    stay = tuple(Employee(p, f"{p}@x.example", "memory", "u") for p in PEOPLE if p != first)
    organisation = type(book.organisation)(
        book.organisation.units, stay, defaults=book.organisation.defaults
    )
    place.change(book=type(book)(organisation, book.register, book.holidays))
    place.tick()
    go_on(place)

    assert first not in standing(place)
    assert len(standing(place)) == 2


def test_a_pause_of_all_stops_what_waits_for_its_turn(place: Workplace) -> None:
    before = standing(place)

    ask(place, "pause")
    go_on(place)

    assert standing(place) == before


def test_read_only_stops_what_waits_for_its_turn(place: Workplace) -> None:
    before = standing(place)

    place.change(rhythm=Rhythm(budgets={"memory": 1}, read_only=True))
    go_on(place)

    assert standing(place) == before


def test_maintenance_stops_what_waits_for_its_turn(place: Workplace) -> None:
    before = standing(place)

    window = Maintenance(NOON, datetime.combine(date(2027, 1, 1), NOON.timetz()))
    place.change(rhythm=Rhythm(budgets={"memory": 1}, maintenance=(window,)))
    place.calendars.may_answer.set()
    time.sleep(0.3)

    assert standing(place) == before


def test_a_write_that_nothing_overtook_is_shown_as_it_was_decided(place: Workplace) -> None:
    go_on(place)

    assert [place.notes(p) for p in PEOPLE] == [[f"{MONDAY.replace(month=12, day=8)}"]] * 3
