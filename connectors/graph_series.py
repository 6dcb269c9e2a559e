"""What a series is like, by the recurrence that Graph tells; its rule takes the iCalendar path."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo
from threading import Lock

from connectors.graph_parse import OddEventError, times_of
from connectors.graph_wire import Event, Pattern, Recurrence
from connectors.ics_rules import read_rule
from connectors.ics_series import Recurring, describe
from connectors.ics_times import Span, UnfitError
from connectors.model import CalendarEvent, Mailbox, Role, Series
from connectors.zones import zone_named

MASTERS = 10
"""So many series are asked about in one read; the others are described by what the window shows."""
KEPT = timedelta(hours=24)
"""How long a series that looks the same is not asked about again."""
_DAYS = {
    name: name[:2].upper()
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
_INDEX = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_SHORTEST_MONTH = 28
Fetch = Callable[[str], Event | None]


def series_of(master: Event, mailbox: Mailbox) -> Series:
    """What a master says of its series; raises UnfitError or OddEventError where it cannot be read."""
    if master.recurrence is None:
        raise UnfitError("its series has no rule")
    start, end, uncertain = times_of(master, mailbox)
    if isinstance(start, datetime) and isinstance(end, datetime):
        zone = _zone(master, master.recurrence, mailbox)
        start, end = start.astimezone(zone), end.astimezone(zone)
    rule = read_rule(rule_text(master.recurrence), start, mailbox.zone)
    span = Span(start, end, uncertain)
    described = describe(Recurring(master.id, span, 0, (rule,), (), ()), mailbox.zone)
    return replace(described, id=master.id)


def _zone(master: Event, recurrence: Recurrence, mailbox: Mailbox) -> tzinfo:
    """For attendees the recurrence's zone may be empty."""
    names = (recurrence.range.recurrence_time_zone, master.original_start_time_zone)
    known = (zone_named(name) for name in names if name)
    return next((zone for zone in known if zone), mailbox.zone)


def rule_text(recurrence: Recurrence) -> str:
    """The recurrence as an RRULE."""
    pattern, bounds = recurrence.pattern, recurrence.range
    read = _PATTERNS.get(pattern.type or "")
    if read is None:
        raise UnfitError("its series repeats in a way that is not known here")
    words = [*read(pattern), f"INTERVAL={pattern.interval or 1}"]
    if bounds.type == "endDate":
        words.append(f"UNTIL={(bounds.end_date or '')[:10].replace('-', '')}")
    elif bounds.type == "numbered":
        words.append(f"COUNT={bounds.number_of_occurrences}")
    return ";".join(words)


class SeriesKnown:
    """What the owners' own series are like: each master is asked for once for every change."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, datetime, Series | None]] = {}
        self._lock = Lock()

    def described(
        self,
        found: Iterable[tuple[CalendarEvent, Event]],
        mailbox: Mailbox,
        now: datetime,
        fetch: Fetch,
    ) -> list[CalendarEvent]:
        """The events with the series they belong to.

        ``fetch`` gives a master by its id. Series of meetings, and private ones, are not asked about.
        """
        pairs = list(found)
        looks = _looks(pairs)
        asked = 0
        series: dict[str, Series] = {}
        for identity, look in looks.items():
            known = self._known.get(identity)
            fresh = known is not None and known[0] == look.etag and now - known[1] < KEPT
            if look.own and not fresh and asked < MASTERS:
                asked += 1
                known = (look.etag, now, _described(fetch(identity), mailbox))
                with self._lock:
                    self._known[identity] = known
            told = known[2] if known and look.own else None
            series[identity] = told or look.guess(identity)
        return [
            replace(event, series=series[raw.series_master_id])
            if raw.unfolded and raw.series_master_id
            else event
            for event, raw in pairs
        ]


class _Look:
    """A series as a window shows it. ``own``: nobody is invited, and it is not private."""

    def __init__(self, event: CalendarEvent) -> None:
        self.own = event.role is Role.ORGANIZER and not (event.others or event.private)
        self.etag = self.clock = ""
        self._weeks: set[tuple[int, int]] = set()

    def add(self, event: CalendarEvent, raw: Event) -> None:
        """One occurrence more."""
        self._weeks.add(event.start.isocalendar()[:2])
        if raw.type == "occurrence" or not self.clock:
            self.clock, self.etag = _clock(event), raw.etag

    def guess(self, identity: str) -> Series:
        """The weeks that are seen are the fewest that the rule can fall in."""
        return Series(identity, endless=False, weeks=len(self._weeks), pattern=self.clock)


def _looks(pairs: Iterable[tuple[CalendarEvent, Event]]) -> dict[str, _Look]:
    looks: dict[str, _Look] = {}
    for event, raw in pairs:
        if raw.unfolded and raw.series_master_id:
            looks.setdefault(raw.series_master_id, _Look(event)).add(event, raw)
    return looks


def _described(master: Event | None, mailbox: Mailbox) -> Series | None:
    try:
        return series_of(master, mailbox) if master else None
    except (UnfitError, OddEventError, ValueError):
        return None


def _clock(event: CalendarEvent) -> str:
    """Time of day and length: they change when the owner moves the series."""
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return "all-day"
    minutes = round((event.end.timestamp() - event.start.timestamp()) / 60)
    return f"{event.start:%H:%M} {minutes} min"


def _weekly(pattern: Pattern) -> list[str]:
    week_start = _DAYS.get((pattern.first_day_of_week or "sunday").lower(), "SU")
    return ["FREQ=WEEKLY", f"BYDAY={_days(pattern)}", f"WKST={week_start}"]


def _days(pattern: Pattern) -> str:
    names = [name.lower() for name in pattern.days_of_week or ()]
    if not names or any(name not in _DAYS for name in names):
        raise UnfitError("its series names no weekdays")
    return ",".join(_DAYS[name] for name in names)


def _nth(pattern: Pattern) -> list[str]:
    index = _INDEX.get((pattern.index or "first").lower(), 1)
    return [f"BYDAY={_days(pattern)}", f"BYSETPOS={index}"]


def _day_of_month(pattern: Pattern) -> list[str]:
    """Exchange takes the last day of a month that is too short, iCalendar none."""
    day = pattern.day_of_month or 1
    if day <= _SHORTEST_MONTH:
        return [f"BYMONTHDAY={day}"]
    days = ",".join(str(number) for number in range(_SHORTEST_MONTH, day + 1))
    return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def _month(pattern: Pattern) -> str:
    return f"BYMONTH={pattern.month or 1}"


_PATTERNS: dict[str, Callable[[Pattern], list[str]]] = {
    "daily": lambda _: ["FREQ=DAILY"],
    "weekly": _weekly,
    "absoluteMonthly": lambda p: ["FREQ=MONTHLY", *_day_of_month(p)],
    "relativeMonthly": lambda p: ["FREQ=MONTHLY", *_nth(p)],
    "absoluteYearly": lambda p: ["FREQ=YEARLY", _month(p), *_day_of_month(p)],
    "relativeYearly": lambda p: ["FREQ=YEARLY", _month(p), *_nth(p)],
}
