"""Unfolds a series: the rule in local time, with moved, changed and deleted occurrences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from dateutil import rrule

from tests.simulators.graph.asked import bad
from tests.simulators.graph.event import Event
from tests.simulators.graph.zones import When, instant

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
INDEX = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
FREQUENCIES = {
    "daily": rrule.DAILY,
    "weekly": rrule.WEEKLY,
    "absoluteMonthly": rrule.MONTHLY,
    "relativeMonthly": rrule.MONTHLY,
    "absoluteYearly": rrule.YEARLY,
    "relativeYearly": rrule.YEARLY,
}


@dataclass(frozen=True)
class Occurrence:
    """One occurrence: by its original start (None: no series); ``changed``: what differs."""

    event: Event
    original: When | None
    start: When
    end: When
    changed: Mapping[str, Any] | None = field(default=None)

    @property
    def kind(self) -> str:
        """Graph's ``type``."""
        if self.original is None:
            return "seriesMaster" if self.event.recurring else "singleInstance"
        return "occurrence" if self.changed is None else "exception"

    def within(self, first: datetime, last: datetime) -> bool:
        """Whether it touches ``[first, last)``."""
        begins, ends = (instant(when, self.event.zone) for when in (self.start, self.end))
        return begins < last and (ends > first or begins == ends >= first)


def itself(event: Event) -> Occurrence:
    """An event as it stands; of a series its master."""
    return Occurrence(event, None, event.start, event.end)


def occurrences(event: Event, first: datetime, last: datetime) -> Iterator[Occurrence]:
    """What of an event touches ``[first, last)``, moved occurrences by where they now are."""
    if not event.recurring:
        one = itself(event)
        if one.within(first, last):
            yield one
        return
    for one in _by_rule(event, last):
        differs = one.original in event.deleted or one.original in event.changes
        if not differs and one.within(first, last):
            yield one
    for original in event.changes:
        moved = _changed(event, original)
        if moved.within(first, last):
            yield moved


def occurrence_at(event: Event, original: When) -> Occurrence | None:
    """One occurrence by its original start, if it is there and not deleted."""
    if original in event.deleted:
        return None
    if original in event.changes:
        return _changed(event, original)
    limit = instant(original, event.zone) + timedelta(seconds=1)
    return next((one for one in _by_rule(event, limit) if one.original == original), None)


def _changed(event: Event, original: When) -> Occurrence:
    changed = event.changes[original]
    length = instant(event.end, event.zone) - instant(event.start, event.zone)
    start = changed.get("start", original)
    return Occurrence(event, original, start, changed.get("end", start + length), changed)


def _by_rule(event: Event, last: datetime) -> Iterator[Occurrence]:
    for day in rule_dates(event.fields["recurrence"]):
        start, end = _on(event, day)
        if instant(start, event.zone) >= last:
            return
        yield Occurrence(event, start, start, end)


def _on(event: Event, day: date) -> tuple[When, When]:
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return day, day + timedelta(days=event.end.toordinal() - event.start.toordinal())
    first, last = (t.astimezone(event.zone).replace(tzinfo=None) for t in (event.start, event.end))
    begins = datetime.combine(day, first.time())
    both = (begins, begins + (last - first))
    start, end = (t.replace(tzinfo=event.zone).astimezone(UTC) for t in both)
    return start, end


def rule_dates(recurrence: Mapping[str, Any]) -> Iterator[date]:
    """The local dates of a rule, in order; without an end for ever. A 400 for no rule."""
    try:
        pattern, bounds = recurrence["pattern"], recurrence["range"]
        start = date.fromisoformat(bounds["startDate"])
        words: dict[str, Any] = {"dtstart": datetime(start.year, start.month, start.day)}  # noqa: DTZ001
        words |= {"interval": pattern.get("interval") or 1, **_days(pattern)}
        if bounds["type"] == "numbered":
            words["count"] = bounds["numberOfOccurrences"]
        elif bounds["type"] == "endDate":
            words["until"] = datetime.fromisoformat(bounds["endDate"])
        rule = rrule.rrule(FREQUENCIES[pattern["type"]], **words)
    except (KeyError, TypeError, ValueError):
        raise bad("The recurrence is not complete.", "ErrorPropertyValidationFailure") from None
    return (moment.date() for moment in rule)


def _days(pattern: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    days = [DAYS.index(name.lower()) for name in pattern.get("daysOfWeek") or ()]
    kind = pattern["type"]
    if kind == "weekly":
        found |= {
            "byweekday": days,
            "wkst": DAYS.index(pattern.get("firstDayOfWeek", "sunday").lower()),
        }
    elif kind.startswith("relative"):
        found |= {"byweekday": days, "bysetpos": INDEX[pattern.get("index", "first")]}
    elif kind.startswith("absolute"):
        found["bymonthday"] = pattern["dayOfMonth"]
    if kind.endswith("Yearly"):
        found["bymonth"] = pattern["month"]
    return found
