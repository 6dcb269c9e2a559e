"""What one calendar entry says: its meaning, and whether it needs its owner on site."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from connectors.model import CalendarEvent, JoinLink, Response, Role, ShowAs
from policy.lexicon import NO_CUT, Lexicon, Meaning, Reading
from policy.model import Evidence
from sync.notes import SUBJECTS

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
class ReadEvent:
    """How one entry was read; ``reading`` is None where its text was not looked at."""

    event: CalendarEvent
    reading: Reading | None
    meaning: Meaning
    reason: str
    evidence: Evidence | None = None
    evidence_reason: str = ""


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
    online = event.categories and any(c.strip().casefold() == "online" for c in event.categories)
    if online or event.role is Role.OPTIONAL:
        return None, ""
    found: Evidence | None = None
    why = reading.on_site_rule
    if reading.on_site:
        found = Evidence.SURE
    elif event.room or (event.location and _in_places(event, reader)):
        no_link = event.join_link is JoinLink.NO and not reading.online
        found, why = (Evidence.LIKELY, "room") if no_link else (Evidence.POSSIBLE, "room-hybrid")
    unsure = event.response in (Response.TENTATIVE, Response.NONE)
    if found and (unsure or event.show_as is ShowAs.TENTATIVE):
        found = LOWER.get(found)
    return found, why if found else ""


def _in_places(event: CalendarEvent, reader: Reader) -> bool:
    """A listed room stands in the location as words of its own, case and spacing aside."""
    places = reader.places(_first_day(event, reader.zone))
    return any(_place_form(place).search(event.location) for place in places if place.strip())


@lru_cache(maxsize=1024)
def _place_form(place: str) -> re.Pattern[str]:
    """ "Lokale 3" is "LOKALE3", but neither "lokale 31" nor "mødelokale 3"."""
    letters = r"\s*".join(re.escape(letter) for letter in "".join(place.split()))
    return re.compile(rf"(?<!\w){letters}(?!\w)", re.IGNORECASE)


def _first_day(event: CalendarEvent, zone: ZoneInfo) -> date:
    start = event.start
    return local(start, zone).date() if isinstance(start, datetime) else start


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """The moment on the wall of ``zone``, where connectors mostly have put it already."""
    return moment if moment.tzinfo is zone else moment.astimezone(zone)
