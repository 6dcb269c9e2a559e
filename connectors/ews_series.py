"""What a series is like, by the recurrence that Exchange tells; its rule takes the iCalendar path."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from connectors.ews_names import T_, Element
from connectors.ews_parse import Raw, raw_item, times_of
from connectors.ics_lines import digest
from connectors.ics_rules import read_rule
from connectors.ics_series import Recurring, describe
from connectors.ics_times import Span, UnfitError
from connectors.model import CalendarEvent, Mailbox, Series
from connectors.zones import zone_named

_DAYS = {
    "Monday": "MO",
    "Tuesday": "TU",
    "Wednesday": "WE",
    "Thursday": "TH",
    "Friday": "FR",
    "Saturday": "SA",
    "Sunday": "SU",
    "Day": "MO,TU,WE,TH,FR,SA,SU",
    "Weekday": "MO,TU,WE,TH,FR",
    "WeekendDay": "SA,SU",
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_INDEX = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
_SHORTEST_MONTH = 28


def series_of(master: Element, mailbox: Mailbox) -> Series:
    """What a master says of its series; raises UnfitError or OddItemError where it cannot be read."""
    return describe(recurring(master, raw_item(master), mailbox), mailbox.zone)


def recurring(master: Element, raw: Raw, mailbox: Mailbox) -> Recurring:
    """A master in the terms of the iCalendar path, its times in its own zone."""
    recurrence = master.find(f"{T_}Recurrence")
    if recurrence is None or len(recurrence) < 2:
        raise UnfitError("its series has no rule")
    start, end, uncertain = times_of(raw, mailbox)
    zone = zone_named(raw.zone) if raw.zone else None
    if isinstance(start, datetime) and isinstance(end, datetime):
        zone = zone or mailbox.zone
        start, end = start.astimezone(zone), end.astimezone(zone)
    rule = read_rule(rule_text(recurrence), start, mailbox.zone)
    return Recurring(raw.uid, Span(start, end, uncertain), 0, (rule,), (), ())


def rule_text(recurrence: Element) -> str:
    """The recurrence as an RRULE."""
    pattern, bounds = recurrence[0], recurrence[1]
    name = pattern.tag[len(T_) :]
    read = _PATTERNS.get(name)
    if read is None:
        raise UnfitError("its series repeats in a way that is not known here")
    words = [*read(pattern), f"INTERVAL={pattern.findtext(f'{T_}Interval') or 1}"]
    if until := bounds.findtext(f"{T_}EndDate"):
        words.append(f"UNTIL={until[:10].replace('-', '')}")
    if count := bounds.findtext(f"{T_}NumberOfOccurrences"):
        words.append(f"COUNT={count}")
    return ";".join(words)


def guesses(events: Iterable[tuple[CalendarEvent, Raw]]) -> dict[str, Series]:
    """A series for every UID, by what the window itself shows of it.

    The weeks that are seen are the fewest that the rule can fall in.
    """
    seen: dict[str, set[tuple[int, int]]] = {}
    clocks: dict[str, str] = {}
    for event, raw in events:
        if raw.unfolded and raw.uid:
            seen.setdefault(raw.uid, set()).add(event.start.isocalendar()[:2])
            if raw.kind == "Occurrence" or raw.uid not in clocks:
                clocks[raw.uid] = _clock(event)
    return {
        uid: Series(digest(uid), endless=False, weeks=len(weeks), pattern=clocks[uid], guessed=True)
        for uid, weeks in seen.items()
    }


def in_series(event: CalendarEvent, raw: Raw, known: dict[str, Series]) -> CalendarEvent:
    """The event with the series it belongs to."""
    return replace(event, series=known.get(raw.uid)) if raw.unfolded else event


def _clock(event: CalendarEvent) -> str:
    """Time of day and length: they change when the owner moves the series."""
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return "all-day"
    minutes = round((event.end.timestamp() - event.start.timestamp()) / 60)
    return f"{event.start:%H:%M} {minutes} min"


def _daily(_: Element) -> list[str]:
    return ["FREQ=DAILY"]


def _weekly(pattern: Element) -> list[str]:
    week_start = _DAYS.get(pattern.findtext(f"{T_}FirstDayOfWeek") or "Monday", "MO")
    return ["FREQ=WEEKLY", f"BYDAY={_days(pattern)}", f"WKST={week_start}"]


def _monthly(pattern: Element) -> list[str]:
    return ["FREQ=MONTHLY", *_day_of_month(pattern)]


def _monthly_by_week(pattern: Element) -> list[str]:
    return ["FREQ=MONTHLY", *_nth(pattern)]


def _yearly(pattern: Element) -> list[str]:
    return ["FREQ=YEARLY", _month(pattern), *_day_of_month(pattern)]


def _yearly_by_week(pattern: Element) -> list[str]:
    return ["FREQ=YEARLY", _month(pattern), *_nth(pattern)]


_PATTERNS = {
    "DailyRecurrence": _daily,
    "WeeklyRecurrence": _weekly,
    "AbsoluteMonthlyRecurrence": _monthly,
    "RelativeMonthlyRecurrence": _monthly_by_week,
    "AbsoluteYearlyRecurrence": _yearly,
    "RelativeYearlyRecurrence": _yearly_by_week,
}


def _days(pattern: Element) -> str:
    names = (pattern.findtext(f"{T_}DaysOfWeek") or "").split()
    if not names or any(name not in _DAYS for name in names):
        raise UnfitError("its series names no weekdays")
    return ",".join(_DAYS[name] for name in names)


def _nth(pattern: Element) -> list[str]:
    index = _INDEX.get(pattern.findtext(f"{T_}DayOfWeekIndex") or "First", 1)
    return [f"BYDAY={_days(pattern)}", f"BYSETPOS={index}"]


def _day_of_month(pattern: Element) -> list[str]:
    """Exchange takes the last day of a month that is too short, iCalendar none."""
    day = int(pattern.findtext(f"{T_}DayOfMonth") or 1)
    if day <= _SHORTEST_MONTH:
        return [f"BYMONTHDAY={day}"]
    days = ",".join(str(number) for number in range(_SHORTEST_MONTH, day + 1))
    return [f"BYMONTHDAY={days}", "BYSETPOS=-1"]


def _month(pattern: Element) -> str:
    name = pattern.findtext(f"{T_}Month") or ""
    if name not in _MONTHS:
        raise UnfitError("its series names no month")
    return f"BYMONTH={_MONTHS.index(name) + 1}"
