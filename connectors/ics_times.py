"""The wire forms of dates and times become dates and aware datetimes in the zone meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from icalendar.prop import vDuration

from connectors.ics_lines import Item
from connectors.model import When
from connectors.vtimezone import Compiled, blocks_by_name, defined
from connectors.zones import zone_named

_VALUE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z?))?", re.IGNORECASE)
_VALUE_DATE = re.compile(r";VALUE=\"?DATE\"?(?:;|$)", re.IGNORECASE)
# Android keeps seconds without the T that sets times apart from days.
_ANDROID_SECONDS = re.compile(r"P(\d{1,9}S)")
_TZID = re.compile(r'TZID=(?:"([^"]*)"|(.*?))(?=;[A-Za-z-]+=|$)', re.IGNORECASE)


LONGEST_YEARS = 30
"""An entry that lasts longer has a year in it that stands for none, such as Outlook's 4501."""


class UnfitError(ValueError):
    """An item cannot be read; the message says why and holds none of its text."""


@dataclass(frozen=True, slots=True)
class Span:
    """When an item lies: dates, or datetimes in its own zone; the end is exclusive."""

    start: When
    end: When
    uncertain: bool = False

    @property
    def all_day(self) -> bool:
        """Whether the span lies on dates."""
        return not isinstance(self.start, datetime)


class ZoneTable:
    """Finds zones for one calendar: by name, else by its own VTIMEZONE rules.

    ``compiled`` is shared by the calendars of one file.
    """

    def __init__(
        self, home: ZoneInfo, blocks: list[list[str]], compiled: Compiled | None = None
    ) -> None:
        self.home = home
        self._blocks = blocks_by_name(blocks)
        self._known: dict[str, tuple[tzinfo, bool]] = {}
        self._compiled: Compiled = {} if compiled is None else compiled

    def zone(self, tzid: str | None) -> tuple[tzinfo, bool]:
        """The zone and whether it is a guess; None (a floating time) is the owner's zone."""
        if tzid is None:
            return self.home, False
        if tzid not in self._known:
            found = zone_named(tzid) or self._from_rules(tzid)
            self._known[tzid] = (found, False) if found else (self.home, True)
        return self._known[tzid]

    def _from_rules(self, tzid: str) -> tzinfo | None:
        blocks = self._blocks.get(tzid.strip().strip('"'), [])
        return next(filter(None, (defined(block, self._compiled) for block in blocks)), None)


def read_time(tail: str, zones: ZoneTable) -> tuple[When, bool]:
    """One date or time and whether its zone was guessed; UnfitError where it is neither."""
    # The value holds no colon, the parameters may: Outlook writes TZID=tzone://Microsoft/Custom.
    parameters, _, value = tail.rpartition(":")
    return _read_value(value.strip(), parameters, zones)


def read_times(tails: list[str], zones: ZoneTable) -> list[tuple[When, When | None]]:
    """The values of EXDATE or RDATE lines; a PERIOD gives its end too."""
    found: list[tuple[When, When | None]] = []
    for tail in tails:
        parameters, _, values = tail.rpartition(":")
        for value in filter(None, map(str.strip, values.split(","))):
            begin, _, rest = value.partition("/")
            start, _ = _read_value(begin, parameters, zones)
            found.append((start, _period_end(start, rest, parameters, zones) if rest else None))
    return found


def read_span(item: Item, zones: ZoneTable) -> Span:
    """Start and end of an item; UnfitError without a usable start or with an end before it."""
    tail = item.first("DTSTART")
    if tail is None:
        raise UnfitError("it has no start")
    start, guessed = read_time(tail, zones)
    end, end_guessed = _read_end(item, start, zones)
    span = _match(start, end, guessed or end_guessed)
    if item.word("X-MICROSOFT-CDO-ALLDAYEVENT") == "TRUE":
        span = _on_dates(span, zones.home)
    if _wall(span.end) < _wall(span.start) and span.end < span.start:
        raise UnfitError("it ends before it starts")
    if span.end.year - span.start.year > LONGEST_YEARS:
        raise UnfitError(f"it lasts longer than {LONGEST_YEARS} years")
    return span


def _read_value(value: str, parameters: str, zones: ZoneTable) -> tuple[When, bool]:
    match = _VALUE.fullmatch(value)
    if not match:
        raise UnfitError("a date or time in it is malformed")
    year, month, day, hour, minute, second, utc = match.groups()
    try:
        midnight = not any(map(int, filter(None, (hour, minute, second))))
        if hour is None or (midnight and _VALUE_DATE.search(parameters)):
            return date(int(year), int(month), int(day)), False
        named = _TZID.search(parameters)
        tzid = "UTC" if utc else (named[1] or named[2] or "") if named else None
        zone, guessed = zones.zone(tzid)
        clock = int(hour), int(minute), min(int(second or 0), 59)
        return datetime(int(year), int(month), int(day), *clock, tzinfo=zone), guessed
    except ValueError as error:
        raise UnfitError("a date or time in it does not exist") from error


def _read_end(item: Item, start: When, zones: ZoneTable) -> tuple[When, bool]:
    tail = item.first("DTEND")
    if tail is not None:
        return read_time(tail, zones)
    length = item.first("DURATION")
    if length is not None:
        return _later(start, length[1:].rpartition(":")[2] or length[1:]), False
    return (start if isinstance(start, datetime) else start + timedelta(days=1)), False


def _later(start: When, raw_duration: str) -> When:
    try:
        raw = _ANDROID_SECONDS.sub(r"PT\1", raw_duration.strip().upper())
        length: timedelta = vDuration.from_ical(raw)  # type: ignore[no-untyped-call]
        if isinstance(start, datetime):
            return start + length
        return start + timedelta(days=max(1, -(-length // timedelta(days=1))))
    except (ValueError, OverflowError) as error:
        raise UnfitError("its duration is malformed") from error


def _period_end(start: When, rest: str, parameters: str, zones: ZoneTable) -> When:
    if rest[:1] in "P+-":
        return _later(start, rest)
    return _read_value(rest, parameters, zones)[0]


def _match(start: When, end: When, guessed: bool) -> Span:
    """Give both ends one type: the start decides."""
    if not isinstance(start, datetime):
        last = _date_after(end) if isinstance(end, datetime) else end
        return Span(start, start + timedelta(days=1) if last == start else last)
    if not isinstance(end, datetime):
        end = datetime(end.year, end.month, end.day, tzinfo=start.tzinfo)
    return Span(start, end, guessed)


def _date_after(end: datetime) -> date:
    whole = (end.hour, end.minute, end.second) == (0, 0, 0)
    return end.date() if whole else end.date() + timedelta(days=1)


def _on_dates(span: Span, home: ZoneInfo) -> Span:
    """Outlook's all-day flag: midnights in the entry's own zone, else in the owner's, are dates."""
    start, end = span.start, span.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return span
    for first, last in ((start, end), (start.astimezone(home), end.astimezone(home))):
        if not any((first.hour, first.minute, last.hour, last.minute)):
            days = first.date(), max(last.date(), first.date() + timedelta(days=1))
            return Span(*days)
    return span


def _wall(value: When) -> datetime:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 – compared, never an instant
