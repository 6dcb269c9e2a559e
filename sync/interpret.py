"""The bridge in: from calendar entries to what they say about each day – evidence, never text."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from connectors.model import CalendarEvent, JoinLink, Response, Role, ShowAs
from policy.days import Part, compose
from policy.lexicon import NO_CUT, Cut, Lexicon, Meaning, Reading
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
from sync.notes import SUBJECTS

FIXED_FROM_WEEKS = 4
LOWER = {Evidence.SURE: Evidence.LIKELY, Evidence.LIKELY: Evidence.POSSIBLE}


@dataclass(frozen=True, slots=True)
class Reader:
    """All that reading one person's calendar depends on, beside the entries themselves."""

    lexicon: Lexicon
    zone: ZoneInfo
    start: date
    end: date
    own_names: frozenset[str]
    places: Callable[[date], tuple[str, ...]]
    service_address: str
    elsewhere_is_home: bool = False


@dataclass(frozen=True, slots=True)
class SeenSeries:
    """A home series in the window; ``series`` and ``rule`` are digests.

    ``asked``: the id of the event by which its calendar is asked about it. ``first``/``last``: of
    its days in the window; ``last`` None where it has no end. ``invited``: the owner invites others
    to it.
    """

    asked: str
    series: str
    rule: str
    weekdays: tuple[int, ...]
    first: date
    last: date | None
    invited: bool


@dataclass(frozen=True, slots=True)
class Interpretation:
    """What a snapshot says: facts by day, our own entries, and how many others were seen."""

    days: tuple[DayFacts, ...]
    managed: tuple[CalendarEvent, ...]
    events_seen: int
    series: tuple[SeenSeries, ...] = ()


@dataclass(slots=True)
class _Page:
    """The parts that fall on one day."""

    home: list[Part] = field(default_factory=list)
    absence: list[Part] = field(default_factory=list)
    presence: list[Part] = field(default_factory=list)
    on_site: list[OnSite] = field(default_factory=list)
    corrected: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """How one entry was read; ``reading`` is None where its text was not looked at."""

    event: CalendarEvent
    reading: Reading | None
    meaning: Meaning
    reason: str
    evidence: Evidence | None = None
    evidence_reason: str = ""


def interpret(events: Iterable[CalendarEvent], reader: Reader) -> Interpretation:
    """Read every entry of a window and lay its parts on the days it covers."""
    pages: dict[date, _Page] = defaultdict(_Page)
    at_home: dict[str, list[CalendarEvent]] = {}
    managed, seen = [], 0
    for event in events:
        if event.managed_key is not None:
            managed.append(event)
            continue
        seen += 1
        read = read_event(event, reader)
        if read is not None:
            _lay(read, reader, pages)
            if read.meaning is Meaning.HOME and event.series is not None:
                at_home.setdefault(event.series.id, []).append(event)
    days = tuple(_composed(day, page) for day, page in sorted(pages.items()))
    series = tuple(_seen_series(events, reader) for _, events in sorted(at_home.items()))
    return Interpretation(days, tuple(managed), seen, tuple(s for s in series if s))


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
    )


def _composed(day: date, page: _Page) -> DayFacts:
    facts = compose(day, page.home, page.absence, page.presence, page.on_site)
    return replace(facts, corrected=tuple(sorted(page.corrected))) if page.corrected else facts


def read_event(event: CalendarEvent, reader: Reader) -> ReadEvent | None:
    """What one entry says; None for one that is skipped (ours, cancelled, declined, uncertain)."""
    if _skipped(event, reader):
        return None
    oof_day = event.all_day and event.show_as is ShowAs.OOF
    if event.private:
        meaning = Meaning.ABSENCE if oof_day else Meaning.NOTHING
        return ReadEvent(event, None, meaning, "absence-oof" if oof_day else "private")
    own = event.role is Role.ORGANIZER
    reading = reader.lexicon.read(
        event.subject,
        event.location,
        event.categories,
        own_names=reader.own_names,
        own_entry=own and not event.others,
    )
    evidence, why = _evidence(event, reading, reader)
    meaning, reason = _meaning(event, reading, reader, own=own, on_site=evidence is not None)
    if meaning in (Meaning.HOME, Meaning.ABSENCE):
        evidence, why = None, ""
    return ReadEvent(event, reading, meaning, reason, evidence, why)


def _skipped(event: CalendarEvent, reader: Reader) -> bool:
    return (
        event.managed_key is not None
        or event.cancelled
        or event.response is Response.DECLINED
        or event.uncertain
        or event.subject.strip() in SUBJECTS
        or bool(reader.service_address and event.organizer.casefold() == reader.service_address)
    )


def _meaning(
    event: CalendarEvent, reading: Reading, reader: Reader, *, own: bool, on_site: bool
) -> tuple[Meaning, str]:
    """An invitation from somebody else says nothing about where its guest is at home."""
    oof = event.show_as is ShowAs.OOF
    if own and reading.meaning is Meaning.ABSENCE:
        return Meaning.ABSENCE, "absence-oof" if oof else "absence"
    if own and reading.meaning is Meaning.HOME:
        met = on_site and reading.cut == NO_CUT and (event.others or event.room)
        return (Meaning.NOTHING, "room") if met else (Meaning.HOME, reading.rule)
    if own and not event.others and reading.meaning is Meaning.PRESENCE:
        return Meaning.PRESENCE, reading.rule
    if reading.meaning is Meaning.NOTHING and not on_site and event.all_day and oof:
        return Meaning.ABSENCE, "absence-oof"
    elsewhere = event.show_as is ShowAs.WORKING_ELSEWHERE and reader.elsewhere_is_home
    if reading.meaning is Meaning.NOTHING and elsewhere and own and not event.others:
        return Meaning.HOME, "working-elsewhere"
    return (Meaning.NOTHING if not own else reading.meaning), reading.rule


def _evidence(
    event: CalendarEvent, reading: Reading, reader: Reader
) -> tuple[Evidence | None, str]:
    if event.role is Role.OPTIONAL or "online" in {c.strip().casefold() for c in event.categories}:
        return None, ""
    found: Evidence | None = None
    why = reading.on_site_rule
    if reading.on_site:
        found = Evidence.SURE
    elif event.room or _in_places(event.location, reader.places(_first_day(event, reader.zone))):
        no_link = event.join_link is JoinLink.NO and not reading.online
        found, why = (Evidence.LIKELY, "room") if no_link else (Evidence.POSSIBLE, "room-hybrid")
    unsure = event.response in (Response.TENTATIVE, Response.NONE)
    if found and (unsure or event.show_as is ShowAs.TENTATIVE):
        found = LOWER.get(found)
    return found, why if found else ""


def _in_places(location: str, places: Iterable[str]) -> bool:
    """A listed room stands in the location as words of its own, case and spacing aside."""
    return any(_place_form(place).search(location) for place in places if place.strip())


@lru_cache(maxsize=1024)
def _place_form(place: str) -> re.Pattern[str]:
    """ "Lokale 3" is "LOKALE3", but neither "lokale 31" nor "mødelokale 3"."""
    letters = r"\s*".join(re.escape(letter) for letter in "".join(place.split()))
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)


def _lay(read: ReadEvent, reader: Reader, pages: dict[date, _Page]) -> None:
    corrected = frozenset(_corrected(read, reader))
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

    if read.reading is None:
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
        start=event.start.astimezone(zone) if isinstance(event.start, datetime) else event.start,
        end=event.end.astimezone(zone) if isinstance(event.end, datetime) else event.end,
        span=_part(read, hours).span or hours or WHOLE_DAY,
        evidence=read.evidence,
        reason=read.evidence_reason,
        series=opaque(series.id) if series else None,
        pattern=opaque(series.pattern) if series else None,
    )


def opaque(text: str) -> str:
    """A digest by which two things can be told apart, and nothing else."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def covered_days(event: CalendarEvent, reader: Reader) -> frozenset[date]:
    """The days of the window that an entry touches."""
    return frozenset(day for day, _ in _parts(event, reader))


def _parts(event: CalendarEvent, reader: Reader) -> Iterable[tuple[date, Span | None]]:
    """The days of the window that an entry covers; hours are None for an all-day entry."""
    if isinstance(event.start, datetime) and isinstance(event.end, datetime):
        start, end = event.start.astimezone(reader.zone), event.end.astimezone(reader.zone)
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


def _first_day(event: CalendarEvent, zone: ZoneInfo) -> date:
    start = event.start
    return start.astimezone(zone).date() if isinstance(start, datetime) else start
