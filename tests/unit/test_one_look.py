"""What a pass asks of a changed mailbox beyond its window: one look over EWS, few requests over Graph."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from connectors import graph_requests
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.model import Employee, EntryKind, Unit
from policy.organisation import Organisation
from policy.register import Register
from sync import records
from sync.pull import Pulled, keep, read
from sync.review import Explained, explain, review
from sync.second_look import MOST
from sync.series_rows import series_of
from sync.service import Service, people
from sync.store import Store
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, TUESDAY
from tests.conformance.evidence import Answer
from tests.simulators.ews import faults as ews_faults
from tests.simulators.ews.owner import weekly_on
from tests.simulators.ews_desk import ews_desk
from tests.simulators.graph.faults import error
from tests.simulators.graph_desk import graph_desk

BO, BOSS, ROOM = "bo@example.dk", "boss@example.dk", "lokale4@example.dk"
DAY, HOUR, WEEK = timedelta(days=1), timedelta(hours=1), timedelta(weeks=1)
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=COPENHAGEN)
LATE = TUESDAY + 2 * WEEK + DAY
"""A series that begins here shows two weeks in the window."""


@dataclass
class Place:
    """Anna's calendar on a server, a service that keeps what it says, and what the server heard."""

    desk: Any
    service: Service
    store: Store
    items: list[list[str]] = field(default_factory=list)
    events: list[tuple[str, str]] = field(default_factory=list)

    @property
    def over_ews(self) -> bool:
        return hasattr(self.desk.server, "exchange")

    def keep(self) -> Pulled:
        """One pass over Anna's mailbox."""
        self.items.clear()
        self.events.clear()
        with self.store.transaction() as db:
            known = records.mailboxes(db)
        anna = next(p for p in people(self.service) if p.id == "anna")
        (result,) = read(self.service, [anna], known)
        return keep(self.service, self.store, result, believe_empty=False)

    def kinds(self) -> dict[date, EntryKind]:
        """The kinds of the home days that are kept."""
        with self.store.transaction() as db:
            return {f.day: f.home.kind for f in records.facts(db, "anna") if f.home}

    def home(self, first: date) -> None:
        """Anna writes whole home days, one a week without an end."""
        owner = self.desk.owner(ANNA.address)
        if self.over_ews:
            owner.add("Hjemmearbejde", first, first + DAY, recurrence=weekly_on(first, None))
        else:
            owner.add_weekly("Hjemmearbejde", first, None)

    def accepted(self) -> list[bool]:
        """Of each home series that is kept, whether the leader accepted it."""
        with self.store.transaction() as db:
            return [one.accepted for one in series_of(db, "anna")]

    def change(self) -> None:
        """Anna writes something that matters to nobody."""
        self.desk.add(ANNA.address, "Frokost", TEN + 3 * HOUR, TEN + 4 * HOUR)

    def lose(self) -> None:
        """From now on the server has none of the entries that are asked about."""
        if self.over_ews:
            gone = ews_faults.inside("ErrorItemNotFound")
            self.desk.server.exchange.faults.add("GetItem", gone, times=-1)
        else:
            self.desk.tenant.faults.add("get", error(404, "ErrorItemNotFound"), times=-1)

    def watch(self) -> None:
        """Note the ids of each GetItem, and of each GET of an event its id and what it selects."""
        if self.over_ews:
            self.desk.server.exchange.watch = lambda asked, _: self._note(asked)
        else:
            self.desk.tenant.watch = lambda call, _: self._note_call(call)

    def _note(self, asked: bytes) -> None:
        ids = etree.fromstring(asked).find(".//{*}GetItem/{*}ItemIds")
        if ids is not None:
            self.items.append([value for one in ids for value in one.attrib.values()])

    def _note_call(self, call: Any) -> None:
        if "events" in call.segments and call.method == "GET":
            self.events.append((call.segments[-1], call.query["$select"]))


@pytest.fixture(params=["ews", "graph"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with ews_desk("calendar-folder") if request.param == "ews" else graph_desk() as desk:
        for address in (ANNA.address, BO, BOSS):
            desk.add_mailbox(address)
        store = Store.open(f"sqlite:///{tmp_path / 'store.db'}")
        found = Place(desk, _service(desk.connector), store)
        found.watch()
        yield found
        store.close()


def _service(connector: Any) -> Service:
    anna = Employee("anna", ANNA.address, "there", "u", leader="boss")
    boss = Employee("boss", BOSS, "there", "u")
    gates = {"informed_on": MONDAY, "read_from": MONDAY}
    unit = Unit("u", values={"agreements_from_calendar": True, **gates})
    book = Book(Organisation({"u": unit}, (anna, boss)), Register(), {})
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    return Service(
        book, Lexicon(Words()), {"there": connector}, "sqlite://", lambda: now, COPENHAGEN
    )


def fill(place: Place) -> None:
    """A home series without an end, one with guests, and a meeting in a room on a home day."""
    place.home(LATE)
    place.desk.add_series(ANNA.address, "Hjemme", TUESDAY, 2, [Answer(BOSS, "ACCEPTED")])
    place.desk.owner(ANNA.address).add_weekly("Træning", TEN - 4 * HOUR, None)
    place.desk.owner(BO).meet("Møde (fysisk)", TEN, TEN + HOUR, [ANNA.address], rooms=[ROOM])


def test_a_changed_mailbox_is_asked_once_about_all_that_matters(place: Place) -> None:
    fill(place)
    assert place.keep() == Pulled()
    if place.over_ews:
        asked = place.desk.server.exchange.counters.operations()
        assert asked[-3:] == ["SyncFolderItems", "FindItem", "GetItem"]
        assert asked.count("GetItem") == 1
        assert [len(ids) for ids in place.items] == [3]
    else:
        selects = [select for _, select in place.events]
        rule, guests, meeting = graph_requests.RULE, graph_requests.DETAILS, graph_requests.DETAILS
        assert sorted(selects[:2]) == sorted([rule, guests])
        assert selects[2:] == [meeting, "body"]
    assert place.kinds()[LATE] is EntryKind.FIXED
    assert place.kinds()[TUESDAY] is EntryKind.OPEN
    assert sorted(place.accepted()) == [False, True]


def test_an_unchanged_calendar_is_asked_nothing_more(place: Place) -> None:
    fill(place)
    place.keep()
    kept = place.kinds()
    assert place.keep() == Pulled()
    assert (place.items, place.events, place.kinds()) == ([], [], kept)


def test_a_server_that_has_lost_the_entries_still_ends_in_a_reading(place: Place) -> None:
    fill(place)
    place.lose()
    assert place.keep() == Pulled()
    assert place.kinds()[LATE] is EntryKind.OPEN
    assert place.accepted() == [False, False]


def test_what_was_accepted_stays_so_where_its_rule_cannot_be_had(place: Place) -> None:
    fill(place)
    place.keep()
    place.lose()
    place.change()
    assert place.keep() == Pulled()
    assert sorted(place.accepted()) == [False, True]


def test_of_more_than_ten_home_series_the_same_ten_are_asked_about(place: Place) -> None:
    for number in range(14):
        place.home(LATE + number % 5 * DAY)
    place.desk.owner(BO).meet("Møde (fysisk)", TEN, TEN + HOUR, [ANNA.address], rooms=[ROOM])
    asked = []
    for _ in range(3):
        place.keep()
        asked.append([*place.items, *place.events])
        place.change()
    if place.over_ews:
        assert [len(ids) for ids in asked[0]] == [MOST]
    else:
        assert [select for _, select in asked[0]] == [graph_requests.RULE] * MOST
    assert asked[1:] == asked[:1] * 2


def test_who_only_looks_on_asks_once_too(place: Place) -> None:
    fill(place)
    anna, _ = people(place.service)
    (reviewed, _) = review(place.service).people
    asked = ([len(ids) for ids in place.items], len(place.events))
    assert asked == (([3], 0) if place.over_ews else ([], 4))
    assert LATE in [status.day for status in reviewed.case.fixed_days]
    assert len(reviewed.case.accepted) == 1
    explained = explain(place.service, anna, LATE)
    assert isinstance(explained, Explained)
    assert len(place.items) == (2 if place.over_ews else 0)
    assert len(place.events) == (0 if place.over_ews else 8)


def test_never_two_requests_for_one_mailbox_are_under_way(place: Place) -> None:
    fill(place)
    place.keep()
    server = place.desk.server.exchange if place.over_ews else place.desk.tenant
    assert server.counters.most_at_once[ANNA.address] == 1
