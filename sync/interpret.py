"""The bridge in: from calendar entries to what they say about each day – evidence, never text."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from connectors.model import CalendarEvent
from policy.days import Part, compose
from policy.lexicon import Cut, Meaning
from policy.model import (
    WHOLE_DAY,
    DayFacts,
    EntryKind,
    Evidence,
    Kind,
    OnSite,
    Span,
)
from policy.workdays import DAY, dates
from sync.corrected import corrections
from sync.reading import Reader, ReadEvent, local, read_event

__all__ = [
    "Interpretation",
    "ReadEvent",
    "Reader",
    "Readings",
    "SeenSeries",
    "covered_days",
    "interpret",
    "laid",
    "opaque",
    "read_event",
]

FIXED_FROM_WEEKS = 4
Readings = Iterable[tuple[CalendarEvent, ReadEvent | None]]
"""Entries beside what each says; None for one that is skipped."""


@dataclass(frozen=True, slots=True)
class SeenSeries:
    """A home series in the window; ``series`` and ``rule`` are digests.

    ``asked``: the id of the event by which its calendar is asked about it. ``first``/``last``: of
    its days in the window; ``last`` None where it has no end. ``invited``: the owner invites others
    to it. ``guessed``: its rule is not known, only what the window shows.
    """

    asked: str
    series: str
    rule: str
    weekdays: tuple[int, ...]
    first: date
    last: date | None
    invited: bool
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a snapshot says: facts by day, our own entries, and how many others were seen.

    ``readings``: every entry and what it says, so that nothing is read twice.
    """

    days: tuple[DayFacts, ...]
    managed: tuple[CalendarEvent, ...]
    events_seen: int
    series: tuple[SeenSeries, ...] = ()
    readings: tuple[tuple[CalendarEvent, ReadEvent | None], ...] = field(default=(), repr=False)


@dataclass(slots=True)
class _Page:
    """The parts that fall on one day."""

    home: list[Part] = field(default_factory=list)
    absence: list[Part] = field(default_factory=list)
    presence: list[Part] = field(default_factory=list)
    on_site: list[OnSite] = field(default_factory=list)
    corrected: set[str] = field(default_factory=set)


def interpret(events: Iterable[CalendarEvent], reader: Reader) -> Interpretation:
    """Read every entry of a window and lay its parts on the days it covers."""
    return laid(((event, read_event(event, reader)) for event in events), reader)


def laid(readings: Readings, reader: Reader) -> Interpretation:
    """What entries that were read say together."""
    kept = tuple(readings)
    pages: dict[date, _Page] = defaultdict(_Page)
    at_home: dict[str, list[CalendarEvent]] = {}
    managed = tuple(event for event, _ in kept if event.managed_key is not None)
    for event, read in kept:
        if read is not None:
            _lay(read, reader, pages)
            if read.meaning is Meaning.HOME and event.series is not None:
                at_home.setdefault(event.series.id, []).append(event)
    days = tuple(_composed(day, page) for day, page in sorted(pages.items()))
    found = (_seen_series(events, reader) for _, events in sorted(at_home.items()))
    series = tuple(one for one in found if one)
    return Interpretation(days, managed, len(kept) - len(managed), series, kept)


def _seen_series(events: list[CalendarEvent], reader: Reader) -> SeenSeries | None:
    """What the home occurrences of one series say together; None where none touches the window."""
    series = events[0].series
    days = sorted({day for event in events for day in covered_days(event, reader)})
    if series is None or not days:
        return None
    return SeenSeries(
        asked=events[0].id,
        series=opaque(series.id),
        rule=opaque(series.pattern),
        weekdays=tuple(sorted({day.weekday() for day in days})),
        first=days[0],
        last=None if series.endless else days[-1],
        invited=any(event.others for event in events),
        guessed=series.guessed,
    )


def _composed(day: date, page: _Page) -> DayFacts:
    facts = compose(day, page.home, page.absence, page.presence, page.on_site)
    return replace(facts, corrected=tuple(sorted(page.corrected))) if page.corrected else facts


SAYS = (Meaning.HOME, Meaning.ABSENCE, Meaning.PRESENCE)


def _lay(read: ReadEvent, reader: Reader, pages: dict[date, _Page]) -> None:
    corrected = frozenset(_corrected(read, reader))
    if read.meaning not in SAYS and read.evidence is None and not corrected:
        return
    for day, hours in _parts(read.event, reader):
        page = pages[day]
        page.corrected |= corrected
        if read.evidence is not None:
            page.on_site.append(_on_site(read, hours, reader.zone))
        if read.meaning is Meaning.HOME:
            page.home.append(_part(read, hours))
        elif read.meaning is Meaning.ABSENCE:
            page.absence.append(_part(read, hours))
        elif read.meaning is Meaning.PRESENCE:
            page.presence.append(_part(read, hours))


def _corrected(read: ReadEvent, reader: Reader) -> Iterable[str]:
    def again(event: CalendarEvent) -> tuple[Meaning, Evidence | None]:
        other = read_event(event, reader)
        return (other.meaning, other.evidence) if other else (Meaning.NOTHING, None)

    if read.reading is None or not (read.reading.kind or read.event.categories):
        return ()
    regular = _regular(read.event)
    return corrections(read.event, read.reading, read.meaning, regular=regular, again=again)


def _part(read: ReadEvent, hours: Span | None) -> Part:
    series = read.event.series
    return Part(
        hours=hours,
        cut=read.reading.cut if read.reading else Cut(),
        reason=read.reason,
        kind=_kind(read),
        series=opaque(series.id) if series else None,
        pattern=opaque(series.pattern) if series else None,
    )


def _kind(read: ReadEvent) -> EntryKind:
    """By word or category, then by the regularity of its series; the register settles the rest."""
    if read.reading is not None and read.reading.kind is not None:
        return EntryKind.FIXED if read.reading.kind is Kind.FIXED else EntryKind.AD_HOC
    return EntryKind.FIXED if _regular(read.event) else EntryKind.OPEN


def _regular(event: CalendarEvent) -> bool:
    series = event.series
    return series is not None and (series.endless or series.weeks >= FIXED_FROM_WEEKS)


def _on_site(read: ReadEvent, hours: Span | None, zone: ZoneInfo) -> OnSite:
    event, series = read.event, read.event.series
    assert read.evidence is not None
    return OnSite(
        start=local(event.start, zone) if isinstance(event.start, datetime) else event.start,
        end=local(event.end, zone) if isinstance(event.end, datetime) else event.end,
        span=_part(read, hours).span or hours or WHOLE_DAY,
        evidence=read.evidence,
        reason=read.evidence_reason,
        series=opaque(series.id) if series else None,
        pattern=opaque(series.pattern) if series else None,
    )


@lru_cache(maxsize=4096)
def opaque(text: str) -> str:
    """A digest by which two things can be told apart, and nothing else."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def covered_days(event: CalendarEvent, reader: Reader) -> frozenset[date]:
    """The days of the window that an entry touches."""
    return frozenset(day for day, _ in _parts(event, reader))


def _parts(event: CalendarEvent, reader: Reader) -> Iterable[tuple[date, Span | None]]:
    """The days of the window that an entry covers; hours are None for an all-day entry."""
    if isinstance(event.start, datetime) and isinstance(event.end, datetime):
        start, end = local(event.start, reader.zone), local(event.end, reader.zone)
        for day in dates(max(start.date(), reader.start), min(end.date() + DAY, reader.end)):
            span = Span(_minute(start, day), _minute(end, day))
            if span.start < span.end:
                yield day, span
        return
    first, last = _dates(event)
    for day in dates(max(first, reader.start), min(last, reader.end)):
        yield day, None


def _dates(event: CalendarEvent) -> tuple[date, date]:
    assert not isinstance(event.start, datetime)
    assert not isinstance(event.end, datetime)
    return event.start, event.end


def _minute(moment: datetime, day: date) -> int:
    """Minutes after local midnight of ``day``, cut to it."""
    if moment.date() != day:
        return 0 if moment.date() < day else WHOLE_DAY.end
    return moment.hour * 60 + moment.minute
