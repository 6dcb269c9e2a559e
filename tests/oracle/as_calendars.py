"""One person's diary as calendar components: words for kinds and halves, series, zones of every sort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar
from zoneinfo import ZoneInfo

from policy.model import Employee
from tests.oracle.units import setting
from tests.oracle.world import Diary, Entry, Meeting, World

T = TypeVar("T")
PLACE = "Lokale 3"
LINK = "DESCRIPTION:https://teams.microsoft.com/l/meetup-join/19%3a1"
TENTATIVE = "STATUS:TENTATIVE"
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
HOME = ("Hjemmearbejde", "Arbejder hjemme", "Hjemmearbejdsdag", "WFH")
KINDS = {"fixed": "fast", "ad_hoc": "ad hoc", "open": ""}
AWAY = ("Ferie", "Afspadsering", "Syg")
HERE = ("På kontoret", "Kontordag", "Hjemmearbejde aflyst")
CUTS = {
    (None, None): ("",),
    (None, 720): ("formiddag", "til kl. 12"),
    (720, None): ("eftermiddag", "fra kl. 12"),
    (None, 780): ("til kl. 13",),
    (None, 600): ("til kl. 10",),
    (660, None): ("fra kl. 11",),
    (900, None): ("fra kl. 15",),
    (600, 960): ("kl. 10-16",),
}
MEETINGS: dict[str, tuple[tuple[str, ...], ...]] = {
    "sure": (
        ("SUMMARY:Møde (fysisk)",),
        ("SUMMARY:Retsmøde",),
        ("SUMMARY:Projektmøde på Teams", "CATEGORIES:Fysisk møde"),
    ),
    "likely": (
        ("SUMMARY:Projektmøde", f"LOCATION:{PLACE}"),
        ("SUMMARY:Retsmøde", TENTATIVE),
    ),
    "possible": (
        ("SUMMARY:Projektmøde", f"LOCATION:{PLACE}", LINK),
        ("SUMMARY:Projektmøde", f"LOCATION:{PLACE.upper()}", TENTATIVE),
    ),
}
NOISE = (
    ("SUMMARY:Hjemmearbejde", "STATUS:CANCELLED"),
    ("SUMMARY:Hjemmebesøg",),
    ("SUMMARY:Projektmøde",),
    ("SUMMARY:Hjemmearbejde", "CLASS:PRIVATE"),
    ("SUMMARY:Projektmøde", LINK),
)
Event = list[str]


class Writer:
    """Writes one person's calendar; ``events`` holds the components of one UID each."""

    def __init__(self, world: World, who: Employee, draw: Random) -> None:
        self._draw = draw
        named = setting(world, who.unit, "time_zone", world.as_of)
        self._zone = str(named or "Europe/Copenhagen")
        self._who = who.id
        self._uids = 0
        self.events: list[Event] = []

    def add(
        self, lines: Iterable[str], start: date, days: int = 1, *, rule: Iterable[str] = ()
    ) -> str:
        """An all-day event; its UID is given back."""
        uid = self._uid()
        self.events.append(_event(uid, [*_dates(start, days), *lines, *rule]))
        return uid

    def add_timed(self, lines: Iterable[str], day: date, hours: tuple[int, int]) -> None:
        """Hours of a local day, written in some zone or in none."""
        start, end = (self._moment(day, minutes) for minutes in hours)
        form = self.chosen(("utc", "floating", self._zone, "Asia/Tokyo", "Africa/Nairobi"))
        times = [f"DTSTART{_wire(start, form)}", f"DTEND{_wire(end, form)}"]
        self.events.append(_event(self._uid(), [*times, *lines]))

    def add_exception(self, uid: str, lines: Iterable[str], instead_of: date, day: date) -> None:
        """One occurrence of a series, moved to another day."""
        moved = [f"RECURRENCE-ID;VALUE=DATE:{instead_of:%Y%m%d}", *_dates(day, 1), *lines]
        mine = next(event for event in self.events if f"UID:{uid}" in event)
        mine += _event(uid, moved)

    def chosen(self, ways: Sequence[T]) -> T:
        """One way to say it."""
        return self._draw.choice(ways)

    def _moment(self, day: date, minutes: int) -> datetime:
        zone = ZoneInfo(self._zone)
        midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        return midnight + timedelta(minutes=minutes)

    def _uid(self) -> str:
        self._uids += 1
        return f"{self._uids}-{self._who}@x.example"


def calendar_of(world: World, who: Employee, draw: Random) -> list[Event]:
    """The person's whole window; every list holds the components of one UID."""
    writer = Writer(world, who, draw)
    diary = world.diaries[who.id]
    rest = {day: list(one.home) for day, one in diary.items()}
    for weekday in range(7):
        if draw.random() < 0.7:
            _series(writer, rest, weekday)
    for day, one in diary.items():
        for entry in rest[day]:
            _write(writer, HOME, day, entry)
        for entry in one.presence:
            _write(writer, HERE, day, replace(entry, kind="open"))
        for meeting in one.meetings:
            _meet(writer, day, meeting)
        if draw.random() < 0.1:
            writer.add_timed(draw.choice(NOISE), day, (8 * 60, 16 * 60))
    _absences(writer, diary)
    return writer.events


def said(home: tuple[str, ...], entry: Entry, writer: Writer) -> str:
    """The subject line."""
    half = "½" if entry.half else ""
    cut = writer.chosen(CUTS[entry.cut])
    words = (writer.chosen(home), KINDS[entry.kind], half, cut)
    return f"SUMMARY:{' '.join(word for word in words if word)}"


def _write(writer: Writer, words: tuple[str, ...], day: date, entry: Entry) -> None:
    line = said(words, entry, writer)
    if entry.hours is None:
        writer.add([line], day)
    else:
        writer.add_timed([line], day, entry.hours)


def _meet(writer: Writer, day: date, meeting: Meeting) -> None:
    lines = writer.chosen(MEETINGS[meeting.evidence])
    if (meeting.start, meeting.end) == (0, 24 * 60):
        writer.add(lines, day)
    else:
        writer.add_timed(lines, day, (meeting.start, meeting.end))


def _series(writer: Writer, rest: dict[date, list[Entry]], weekday: int) -> None:
    """The plain fixed days of a weekday as one series without a word, one of them moved."""
    plain = [day for day, entries in rest.items() if entries == [Entry("fixed")]]
    days = [day for day in plain if day.weekday() == weekday]
    if not days or days[-1] - days[0] < 3 * A_WEEK:
        return
    missing = [day for day in _every_week(days[0], days[-1]) if day not in days]
    others = [day for day in plain if day not in days]
    line = f"SUMMARY:{writer.chosen(HOME)}"
    moved = list(zip(missing[:1], others[:1], strict=False))
    gone = [day for day in missing if day not in dict(moved)]
    rule = [f"RRULE:FREQ=WEEKLY;UNTIL={days[-1]:%Y%m%d}"]
    rule += [f"EXDATE;VALUE=DATE:{day:%Y%m%d}" for day in gone]
    uid = writer.add([line], days[0], rule=rule)
    for instead_of, day in moved:
        writer.add_exception(uid, [line], instead_of, day)
    for day in [*days, *dict(moved).values()]:
        rest[day] = []


def _every_week(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += A_WEEK


def _absences(writer: Writer, diary: Mapping[date, Diary]) -> None:
    """Whole days that follow each other as one entry, everything else day by day."""
    whole = (Entry(),)
    for day, one in diary.items():
        if one.absence != whole:
            for entry in one.absence:
                _write(writer, AWAY, day, replace(entry, kind="open"))
        elif diary.get(day - A_DAY, Diary()).absence != whole:
            length = 1
            while diary.get(day + length * A_DAY, Diary()).absence == whole:
                length += 1
            writer.add([f"SUMMARY:{writer.chosen(AWAY)}"], day, length)


def _event(uid: str, lines: Iterable[str]) -> Event:
    return ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20260101T000000Z", *lines, "END:VEVENT"]


def _dates(start: date, days: int) -> list[str]:
    end = start + days * A_DAY
    return [f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}"]


def _wire(moment: datetime, form: str) -> str:
    if form == "utc":
        return f":{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    if form == "floating":
        return f":{moment:%Y%m%dT%H%M%S}"
    return f";TZID={form}:{moment.astimezone(ZoneInfo(form)):%Y%m%dT%H%M%S}"
