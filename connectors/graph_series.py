"""What a series is like, by the recurrence that Graph tells; its rule takes the iCalendar path."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, tzinfo

from connectors.graph_parse import times_of
from connectors.graph_wire import Event, Pattern, Recurrence
from connectors.ics_rules import read_rule
from connectors.ics_series import Recurring, describe
from connectors.ics_times import Span, UnfitError
from connectors.model import CalendarEvent, Mailbox, Series
from connectors.zones import zone_named

Events = dict[str, tuple[CalendarEvent, Event]]
OF = "#"
"""In the id of an occurrence, between its own and that of its series; Graph's ids have none."""
_DAYS = {
    name: name[:2].upper()
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}
_INDEX = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
_SHORTEST_MONTH = 28


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


def in_series(found: Events) -> Events:
    """The events, by id, with the series they belong to, by what the window itself shows of it.

    Of an occurrence the id tells its series too: asking about one asks about the series at once.
    """
    masters = {i: raw.series_master_id for i, (_, raw) in sorted(found.items()) if raw.unfolded}
    looks: dict[str, _Look] = {}
    for identity, master in masters.items():
        if master:
            looks.setdefault(master, _Look()).add(*found[identity])
    series = {master: look.guess(master) for master, look in looks.items()}
    described: Events = {}
    for identity, (event, raw) in found.items():
        if master := masters.get(identity):
            whole = f"{identity}{OF}{master}"
            described[whole] = (replace(event, id=whole, series=series[master]), raw)
        else:
            described[identity] = (event, raw)
    return described


def asked_by(identity: str) -> str:
    """Graph's id of what is asked for by the id of an event: itself, or its series."""
    return identity.rpartition(OF)[2]


class _Look:
    """A series as a window shows it."""

    def __init__(self) -> None:
        self._clock = ""
        self._weeks: set[tuple[int, int]] = set()

    def add(self, event: CalendarEvent, raw: Event) -> None:
        """One occurrence more."""
        self._weeks.add(event.start.isocalendar()[:2])
        if raw.type == "occurrence" or not self._clock:
            self._clock = _clock(event)

    def guess(self, identity: str) -> Series:
        """The weeks that are seen are the fewest that the rule can fall in."""
        weeks = len(self._weeks)
        return Series(identity, endless=False, weeks=weeks, pattern=self._clock, guessed=True)


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
