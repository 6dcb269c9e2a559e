"""Which meetings on home days a calendar is asked about again, and what the answer does to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from connectors.files import Files
from connectors.memory import Memory
from connectors.model import (
    CalendarEvent,
    Depth,
    Details,
    JoinLink,
    Mailbox,
    Response,
    Role,
    Series,
)
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.model import Employee, Unit
from policy.organisation import Organisation
from policy.register import Register
from sync.review import review
from sync.service import Service
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, TUESDAY
from tests.simulators.ews_desk import ews_desk
from tests.simulators.graph_desk import graph_desk

BO = "bo@example.dk"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=COPENHAGEN)
MEETING = "Møde (fysisk)"


@dataclass
class Place:
    """Anna's calendar on a server, the service that reads it, and how often it was asked again."""

    desk: Any
    looks: Callable[[], int]

    def conflicts(self) -> list[date]:
        """The home days on which Anna seems to be needed on site."""
        return _conflicts(self.desk.connector)

    def meet(self, start: datetime, **guests: Any) -> Any:
        """Bo invites to a meeting on site."""
        return self.desk.owner(BO).meet(MEETING, start, start + HOUR, **guests)


def _conflicts(connector: Any) -> list[date]:
    anna = Employee("anna", ANNA.address, "there", "u")
    unit = Unit("u", values={"informed_on": MONDAY, "read_from": MONDAY})
    now = datetime(2026, 11, 23, 8, tzinfo=UTC)
    book = Book(Organisation({"u": unit}, (anna,)), Register(), {})
    connections = {"there": connector}
    service = Service(book, Lexicon(Words()), connections, "sqlite://", lambda: now, COPENHAGEN)
    (reviewed,) = review(service).people
    found = [f for f in reviewed.findings if f.rule == "on_site_conflict"]
    return sorted(day for finding in found for day in finding.days)


@pytest.fixture(params=["ews", "graph"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    with ews_desk("calendar-folder") if request.param == "ews" else graph_desk() as desk:
        for address in (ANNA.address, BO):
            desk.add_mailbox(address)
        desk.add(ANNA.address, "Hjemmearbejde", TUESDAY, TUESDAY + DAY)
        yield Place(desk, _looks_over_ews(desk) if request.param == "ews" else _over_graph(desk))


def _looks_over_ews(desk: Any) -> Callable[[], int]:
    return lambda: desk.server.exchange.counters.count("GetItem", ANNA.address)


def _over_graph(desk: Any) -> Callable[[], int]:
    asked: list[str] = []
    watched = desk.tenant.watch

    def watch(call: Any, answer: Any) -> None:
        asked.append(call.query.get("$select", ""))
        watched(call, answer)

    desk.tenant.watch = watch
    return lambda: sum("recurrence" in select for select in asked)


def test_a_guest_who_is_required_is_asked_for_once_and_needed(place: Place) -> None:
    place.meet(TEN, required=[ANNA.address])
    assert place.conflicts() == [TUESDAY]
    assert place.looks() == 1


def test_a_guest_who_may_stay_away_is_not_needed(place: Place) -> None:
    place.meet(TEN, required=["lone@example.dk"], optional=[ANNA.address])
    assert place.conflicts() == []


def test_a_meeting_on_another_day_is_asked_about_by_nobody(place: Place) -> None:
    place.meet(TEN + DAY, required=[ANNA.address])
    assert place.conflicts() == []
    assert place.looks() == 0


def test_an_occurrence_that_its_guest_declined_stays_declined() -> None:
    memory = Memory()
    series = Series("weekly", endless=False, weeks=2, pattern="10:00 60 min")
    details = Details(Role.REQUIRED, Response.ACCEPTED, JoinLink.NO, series)
    for week, answer in enumerate((Response.ACCEPTED, Response.DECLINED)):
        start = TEN + week * 7 * DAY
        home = CalendarEvent(f"h{week}", "Hjemmearbejde", start.date(), start.date() + DAY)
        memory.add(ANNA.address, home)
        meeting = CalendarEvent(f"m{week}", MEETING, start, start + HOUR, others=True)
        asked = replace(meeting, role=Role.REQUIRED, response=answer, series=series)
        memory.add(ANNA.address, replace(asked, join_link=JoinLink.UNKNOWN), details)

    assert _conflicts(memory) == [TUESDAY]


class Counting(Files):
    """Remembers what it was asked about."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked: list[Sequence[str]] = []

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """The details, and a line about the question."""
        self.asked.append(ids)
        return super().details(mailbox, ids, depths)


@pytest.mark.parametrize(("role", "expected"), [("REQ", [TUESDAY]), ("OPT", [])])
def test_files_say_everything_at_first_sight_and_are_not_parsed_again(
    tmp_path: Path, role: str, expected: list[date]
) -> None:
    folder = tmp_path / ANNA.address
    folder.mkdir()
    guest = f"ATTENDEE;ROLE={role}-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:{ANNA.address}"
    home = ["SUMMARY:Hjemmearbejde", "DTSTART;VALUE=DATE:20261124", "DTEND;VALUE=DATE:20261125"]
    times = ["DTSTART:20261124T090000Z", "DTEND:20261124T100000Z"]
    meeting = [f"SUMMARY:{MEETING}", *times, f"ORGANIZER:mailto:{BO}", guest]
    for number, lines in enumerate((home, meeting)):
        whole = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{number}"]
        whole += ["DTSTAMP:20261101T000000Z", *lines, "END:VEVENT", "END:VCALENDAR", ""]
        (folder / f"{number}.ics").write_bytes("\r\n".join(whole).encode())
    files = Counting(tmp_path)

    assert _conflicts(files) == expected
    assert files.asked == []
