"""One series becomes its occurrences in a window, by recurring-ical-events, in wall time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from itertools import islice

from dateutil.rrule import rrulestr  # type: ignore[import-untyped]  # ships no types
from icalendar import Event
from icalendar.prop import vDDDLists, vDDDTypes, vRecur
from recurring_ical_events.adapters.event import EventAdapter
from recurring_ical_events.occurrence import Occurrence
from recurring_ical_events.series import Series as LibrarySeries

from connectors.ics_effort import EXPANSION_EFFORT, MOVE_EFFORT, SEARCH_EFFORT
from connectors.ics_lines import digest
from connectors.ics_reach import DAYS, Rule
from connectors.ics_times import Span, UnfitError
from connectors.model import Series, When
from connectors.zones import in_zone

INSTANCES_CAP = 2_000
"""A series with more occurrences than this in one window is refused."""
WEEKS_CAP = 60
"""The weeks of a series are counted up to here."""
_MARGIN = timedelta(days=3)
_SLACK = 14
"""Days that a moved start stays before the window: it counts as an occurrence even off the rule."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A master with its checked rules. RDATE may carry an end of its own."""

    uid: str
    span: Span
    sequence: int
    rules: tuple[Rule, ...]
    rdates: tuple[tuple[When, When | None], ...]
    exdates: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class Exceptional:
    """An occurrence that was changed; ``original`` is its RECURRENCE-ID."""

    index: int
    span: Span
    sequence: int
    original: When
    and_future: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence: what shapes it (None: the master), when, and where it first stood."""

    index: int | None
    start: When
    end: When
    original: When


def expand(
    master: Recurring, changes: list[Exceptional], first: date, last: date, home: tzinfo
) -> list[Found]:
    """The occurrences that may touch the dates ``[first, last)``; the caller cuts exactly."""
    frame = _Frame(master.span, home)
    opens, closes = _wall_of(first) - _MARGIN, _wall_of(last) + _MARGIN
    adapters = [_master_adapter(master, changes, frame, opens)]
    adapters += [_change_adapter(change, frame) for change in changes]
    series = _Series(adapters)
    hits = list(islice(series.between(opens, closes), INSTANCES_CAP + 1))
    if len(hits) > INSTANCES_CAP:
        raise UnfitError(f"its series has more than {INSTANCES_CAP} occurrences in the window")
    return [_found(hit, changes, frame) for hit in hits]


def has_ended(master: Recurring, first: date, home: tzinfo) -> bool:
    """Whether the rules alone, without exceptions, end safely before the date ``first``."""
    frame = _Frame(master.span, home)
    start, end = frame.wall(master.span.start), frame.wall(master.span.end)
    opens = _wall_of(first) - _MARGIN - _length(start, end)
    ends = [_wall_of(start), *(_wall_of(rule.until) for rule in master.rules if rule.until)]
    return not master.rdates and len(ends) > len(master.rules) and max(ends) < opens


def days_looked_through(
    master: Recurring, changes: list[Exceptional], first: date, last: date, home: tzinfo
) -> int:
    """What expanding the series costs, in days that its rules must look through one by one."""
    frame = _Frame(master.span, home)
    start, end = frame.wall(master.span.start), frame.wall(master.span.end)
    opens, closes = _wall_of(first) - _MARGIN - _length(start, end), _wall_of(last)
    days = EXPANSION_EFFORT
    for rule in master.rules:
        begin = _wall_of(start) + _lead(rule, start, opens)
        until = closes if rule.until is None else min(closes, _wall_of(rule.until))
        sparse = rule.freq in {"MONTHLY", "YEARLY"} and all(nth for nth, _ in rule.weekdays())
        days += max(0, (until - begin).days) // (16 if sparse else 1)
        days += SEARCH_EFFORT if rule.searched and rule.freq != "WEEKLY" else 0
    return days + MOVE_EFFORT * sum(_days_moved(c) for c in changes if c.and_future)


def _days_moved(change: Exceptional) -> int:
    return abs((_wall_of(change.span.start).date() - _wall_of(change.original).date()).days)


def describe(master: Recurring, home: tzinfo) -> Series:
    """What the series is like, exceptions ignored."""
    frame = _Frame(master.span, home)
    endless = any(rule.endless for rule in master.rules)
    weeks = 0 if endless else len(_weeks(master, frame))
    return Series(digest(master.uid), endless, weeks, _pattern(master, frame))


class _Frame:
    """Wall time in the zone of the series' start: there its rule is true through summer time."""

    def __init__(self, span: Span, home: tzinfo) -> None:
        self.dates = span.all_day
        zone = span.start.tzinfo if isinstance(span.start, datetime) else None
        self.zone = zone or home
        self.clock = span.start.time() if isinstance(span.start, datetime) else None
        self.home = home

    def wall(self, value: When) -> When:
        """A moment as it stands in this frame, of its own type."""
        return in_zone(value, self.zone) if isinstance(value, datetime) else value

    def original(self, value: When) -> When:
        """A RECURRENCE-ID or RDATE in the type of the series' start."""
        if not self.dates:
            if isinstance(value, datetime):
                return in_zone(value, self.zone)
            return datetime.combine(value, self.clock) if self.clock else value
        if not isinstance(value, datetime):
            return value
        at_midnight = not any((value.hour, value.minute, value.second))
        return value.date() if at_midnight else value.astimezone(self.home).date()

    def moment(self, value: When) -> When:
        """Back from wall time."""
        return value.replace(tzinfo=self.zone) if isinstance(value, datetime) else value


class _Occurrence(Occurrence):  # type: ignore[misc]  # the library ships no types
    def __init__(
        self,
        adapter: EventAdapter,
        start: When | None = None,
        end: When | None = None,
        sequence: int = -1,
    ) -> None:
        super().__init__(adapter, start, end, sequence)
        self.adapter = adapter


class _Series(LibrarySeries):  # type: ignore[misc]  # the library ships no types
    def occurrence(
        self, adapter: EventAdapter, start: When | None = None, end: When | None = None
    ) -> _Occurrence:
        return _Occurrence(adapter, start, end, self.sequence)


class _Adapter(EventAdapter):  # type: ignore[misc]  # the library ships no types
    index: int | None = None


def _master_adapter(
    master: Recurring, changes: list[Exceptional], frame: _Frame, opens: datetime
) -> _Adapter:
    start, end = frame.wall(master.span.start), frame.wall(master.span.end)
    if len(master.rules) == 1 and not any(change.and_future for change in changes):
        lead = _lead(master.rules[0], start, opens - _length(start, end))
        start, end = start + lead, end + lead
    event = _event(master.uid, start, end, master.sequence)
    if master.rules:
        event["RRULE"] = [vRecur.from_ical(rule.text) for rule in master.rules]
    rdates = [_rdate(begin, finish, frame) for begin, finish in master.rdates]
    if rdates:
        event["RDATE"] = vDDDLists(rdates)
    exdates = [_exdate(value, frame) for value in master.exdates]
    if exdates:
        event["EXDATE"] = vDDDLists(exdates)
    return _Adapter(event)


def _change_adapter(change: Exceptional, frame: _Frame) -> _Adapter:
    start, end = frame.wall(change.span.start), frame.wall(change.span.end)
    event = _event("", start, end, change.sequence)
    original = vDDDTypes(frame.original(change.original))
    if change.and_future:
        original.params["RANGE"] = "THISANDFUTURE"
    event["RECURRENCE-ID"] = original
    adapter = _Adapter(event)
    adapter.index = change.index
    return adapter


def _event(uid: str, start: When, end: When, sequence: int) -> Event:
    event = Event()
    event["UID"] = uid
    event["DTSTART"], event["DTEND"] = vDDDTypes(start), vDDDTypes(max(start, end, key=_wall_of))
    event["SEQUENCE"] = sequence
    return event


def _lead(rule: Rule, start: When, until: datetime) -> timedelta:
    """How far the start of an old daily or weekly rule may be moved up without changing its days.

    Whole intervals keep the rhythm, and the moved start itself lies before the window.
    """
    if rule.count is not None or rule.freq not in {"DAILY", "WEEKLY"}:
        return timedelta()
    stride = rule.interval * (1 if rule.freq == "DAILY" else 7)
    idle = (until - _MARGIN - _wall_of(start)).days - _SLACK
    return timedelta(days=max(0, idle // stride * stride))


def _rdate(begin: When, finish: When | None, frame: _Frame) -> When | tuple[When, When]:
    start = frame.original(begin)
    if isinstance(finish, datetime) and isinstance(start, datetime):
        return start, in_zone(finish, frame.zone)
    return start


def _exdate(value: When, frame: _Frame) -> When:
    # A date among the EXDATEs of a timed series means whatever falls on that date.
    return value if not isinstance(value, datetime) else frame.original(value)


def _found(hit: _Occurrence, changes: list[Exceptional], frame: _Frame) -> Found:
    adapter = hit.adapter
    moved = adapter.move_recurrences_by
    if adapter.index is None:
        return Found(None, frame.moment(hit.start), frame.moment(hit.end), frame.moment(hit.start))
    change = next(change for change in changes if change.index == adapter.index)
    original = frame.original(change.original)
    if change.and_future and hit.start != adapter.start:
        start = hit.start
        return Found(
            adapter.index, frame.moment(start), frame.moment(hit.end), frame.moment(start - moved)
        )
    return Found(adapter.index, change.span.start, change.span.end, frame.moment(original))


def _weeks(master: Recurring, frame: _Frame) -> set[tuple[int, int]]:
    """The ISO weeks that the rules and single dates fall in, counted up to a cap."""
    start = _wall_of(frame.wall(master.span.start))
    weeks = {_week(start), *(_week(_wall_of(frame.original(day))) for day, _ in master.rdates)}
    for rule in master.rules:
        for day in islice(rrulestr(rule.text, dtstart=start), INSTANCES_CAP):
            weeks.add(_week(day))
            if len(weeks) >= WEEKS_CAP:
                return weeks
    return weeks


def _week(day: datetime) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _pattern(master: Recurring, frame: _Frame) -> str:
    """The rules with the start's weekday, time of day and length; no calendar text."""
    start, end = frame.wall(master.span.start), frame.wall(master.span.end)
    clock = f" {start:%H:%M}" if isinstance(start, datetime) else ""
    words = [rule.text for rule in master.rules]
    if master.rdates:
        days = sorted(_wall_of(frame.original(day)).isoformat() for day, _ in master.rdates)
        words.append(f"RDATE={digest(' '.join(days))}")
    minutes = _length(start, end) // timedelta(minutes=1)
    return f"{' + '.join(sorted(words))} @ {DAYS[start.weekday()]}{clock} {minutes} min"


def _length(start: When, end: When) -> timedelta:
    return _wall_of(end) - _wall_of(start)


def _wall_of(value: When) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime(value.year, value.month, value.day)  # noqa: DTZ001 – wall time throughout
