"""Unfolds a series: the rule in local time, with moved, changed and deleted occurrences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dateutil import rrule

from tests.simulators.ews.item import Item
from tests.simulators.ews.soap import Element, local, text_of
from tests.simulators.ews.zones import zone_of

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
INDEX = {"First": 1, "Second": 2, "Third": 3, "Fourth": 4, "Last": -1}
GROUPS = {"Day": DAYS, "Weekday": DAYS[:5], "WeekendDay": DAYS[5:]}
FREQUENCIES = {
    "DailyRecurrence": rrule.DAILY,
    "WeeklyRecurrence": rrule.WEEKLY,
    "AbsoluteMonthlyRecurrence": rrule.MONTHLY,
    "RelativeMonthlyRecurrence": rrule.MONTHLY,
    "AbsoluteYearlyRecurrence": rrule.YEARLY,
    "RelativeYearlyRecurrence": rrule.YEARLY,
}


@dataclass(frozen=True)
class Occurrence:
    """One occurrence: by its original start; ``changed``: what is different from the master."""

    original: datetime
    start: datetime
    end: datetime
    changed: dict[str, Element] | None = None


def zone_of_item(item: Item, otherwise: ZoneInfo) -> ZoneInfo:
    """The zone that an item's local times are in."""
    zone = item.fields.get("StartTimeZone")
    return zone_of(None if zone is None else zone.get("Id"), otherwise)


def occurrences(
    item: Item, first: datetime, last: datetime, mailbox_zone: ZoneInfo
) -> Iterator[Occurrence]:
    """The occurrences that touch ``[first, last)``, moved ones by where they now are."""
    for one in _by_rule(item, last, mailbox_zone):
        if one.original in item.deleted or one.original in item.exceptions:
            continue
        if one.start < last and one.end > first:
            yield one
    for original, changed in item.exceptions.items():
        moved = Occurrence(original, *_times(item, original, changed), changed)
        if moved.start < last and moved.end > first:
            yield moved


def occurrence_at(item: Item, original: datetime, mailbox_zone: ZoneInfo) -> Occurrence | None:
    """One occurrence by its original start, if it is there and not deleted."""
    if original in item.deleted:
        return None
    if original in item.exceptions:
        changed = item.exceptions[original]
        return Occurrence(original, *_times(item, original, changed), changed)
    limit = original + timedelta(seconds=1)
    return next((o for o in _by_rule(item, limit, mailbox_zone) if o.original == original), None)


def nth_original(item: Item, number: int, mailbox_zone: ZoneInfo) -> datetime | None:
    """The original start of the nth occurrence of the rule, from 1."""
    never = datetime(2100, 1, 1, tzinfo=UTC)
    for count, one in enumerate(_by_rule(item, never, mailbox_zone), start=1):
        if count == number:
            return one.original
    return None


def _times(
    item: Item, original: datetime, changed: dict[str, Element]
) -> tuple[datetime, datetime]:
    start, end = changed.get("Start"), changed.get("End")
    begins = datetime.fromisoformat(start.text) if start is not None else original
    ends = datetime.fromisoformat(end.text) if end is not None else None
    return begins, ends or begins + (item.end - item.start)


def _by_rule(item: Item, last: datetime, mailbox_zone: ZoneInfo) -> Iterator[Occurrence]:
    zone = zone_of_item(item, mailbox_zone)
    start, end = (moment.astimezone(zone).replace(tzinfo=None) for moment in (item.start, item.end))
    for day in rule_dates(item.fields["Recurrence"]):
        begins = datetime.combine(day, start.time(), zone).astimezone(UTC)
        if begins >= last:
            return
        ends = (datetime.combine(day, start.time()) + (end - start)).replace(tzinfo=zone)
        yield Occurrence(begins, begins, ends.astimezone(UTC))


def rule_dates(recurrence: Element) -> Iterator[date]:
    """The local dates of a rule, in order; without an end for ever."""
    pattern, bounds = recurrence[0], recurrence[1]
    start = _date(text_of(bounds, "t:StartDate") or "")
    words: dict[str, object] = {"dtstart": datetime(start.year, start.month, start.day)}  # noqa: DTZ001
    words["interval"] = int(text_of(pattern, "t:Interval") or 1)
    words |= _days(pattern)
    if count := text_of(bounds, "t:NumberOfOccurrences"):
        words["count"] = int(count)
    if until := text_of(bounds, "t:EndDate"):
        words["until"] = datetime.combine(_date(until), datetime.max.time())
    rule = rrule.rrule(FREQUENCIES[local(pattern)], **words)  # type: ignore[arg-type]
    return (moment.date() for moment in rule)


def _days(pattern: Element) -> dict[str, object]:
    found: dict[str, object] = {}
    names = (text_of(pattern, "t:DaysOfWeek") or "").split()
    days = [DAYS.index(day) for name in names for day in GROUPS.get(name, (name,))]
    if index := text_of(pattern, "t:DayOfWeekIndex"):
        found |= {"byweekday": days, "bysetpos": INDEX[index]}
    elif days:
        found["byweekday"] = days
    if number := text_of(pattern, "t:DayOfMonth"):
        found["bymonthday"] = int(number)
    if month := text_of(pattern, "t:Month"):
        found["bymonth"] = MONTHS.index(month) + 1
    return found


def _date(text: str) -> date:
    """An xs:date; Exchange may put an offset behind it."""
    return date.fromisoformat(text[:10])
