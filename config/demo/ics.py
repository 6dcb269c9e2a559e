"""Writes an entry as Outlook, Exchange, Apple, Google or Nextcloud would write it (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from config.demo.entries import Entry, Moved, boundaries, day_of
from config.demo.people import BY_ID, Person
from config.demo.zones import WINDOWS_NAMES, timezone_lines

JOIN_LINK = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_demo%40thread.v2/0"
EXCHANGE_UID = "040000008200E00074C5B7101A82E008"


@dataclass(frozen=True, slots=True)
class Flavour:
    """What sets one program's files apart. ``utc``: single timed entries stand in UTC.

    ``quoted``: zone names stand in quotes.
    """

    prodid: str
    head: tuple[str, ...] = ()
    microsoft: bool = False
    utc: bool = False
    quoted: bool = False


FLAVOURS = {
    "exchange": Flavour("Microsoft Exchange Server 2010", ("METHOD:PUBLISH",), microsoft=True),
    "outlook": Flavour(
        "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN",
        ("METHOD:PUBLISH", "X-WR-CALNAME:Kalender"),
        microsoft=True,
        quoted=True,
    ),
    "apple": Flavour("-//Apple Inc.//macOS 15.1//EN", ("CALSCALE:GREGORIAN",)),
    "google": Flavour(
        "-//Google Inc//Google Calendar 70.9054//EN",
        ("CALSCALE:GREGORIAN", "METHOD:PUBLISH"),
        utc=True,
    ),
    "nextcloud": Flavour("-//IDN nextcloud.com//Calendar app 5.0.2//EN", ("CALSCALE:GREGORIAN",)),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Whose calendar an entry is written into, and around which date."""

    owner: Person
    as_of: date

    @property
    def flavour(self) -> Flavour:
        """How the owner's program writes."""
        return FLAVOURS[self.owner.flavour]

    def tzid(self, entry: Entry) -> str:
        """The zone's name as the owner's program writes it."""
        zone = entry.zone or self.owner.zone
        return WINDOWS_NAMES[zone] if self.flavour.microsoft else zone


def uid_of(page: Page, entry: Entry) -> str:
    """A UID that stays the same from build to build; one for all who share a meeting."""
    seed = entry.meeting or "|".join(
        (page.owner.id, entry.subject, str(entry.week), str(entry.weekday), entry.at)
    )
    digest = hashlib.sha256(seed.encode()).hexdigest()
    if page.flavour.microsoft or entry.meeting:
        return f"{EXCHANGE_UID}{digest[:40].upper()}"
    suffix = "@google.com" if page.flavour.utc else ""
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:28]}{suffix}"


def document(page: Page, entries: Iterable[Entry]) -> str:
    """One VCALENDAR with the entries and the zones they name, CRLF, folded at 75 octets."""
    entries = tuple(entries)
    zones = sorted({page.tzid(e) for e in entries if e.at})
    lines = ["BEGIN:VCALENDAR", f"PRODID:{page.flavour.prodid}", "VERSION:2.0", *page.flavour.head]
    for zone in zones:
        lines.extend(timezone_lines(zone))
    for entry in entries:
        lines.extend(event_lines(page, entry))
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in folded(line))


def event_lines(page: Page, entry: Entry) -> Iterator[str]:
    """The VEVENT of an entry and one for each occurrence that was moved or changed."""
    day = day_of(page.as_of, entry.week, entry.weekday)
    start, end = boundaries(day, entry.at, entry.days)
    rule = tuple(_recurrence(page, entry, start))
    yield from _event(page, entry, entry.subject, (start, end), rule)
    for change in entry.moved:
        yield from _changed(page, entry, change)


def _changed(page: Page, entry: Entry, change: Moved) -> Iterator[str]:
    original = day_of(page.as_of, change.week, change.weekday)
    start, _ = boundaries(original, entry.at, entry.days)
    target = day_of(page.as_of, change.to_week, change.to_weekday)
    span = boundaries(target, change.at or entry.at, entry.days)
    which = (_stamp(page, entry, "RECURRENCE-ID", start),)
    yield from _event(page, entry, change.subject or entry.subject, span, which)


def _event(
    page: Page, entry: Entry, subject: str, span: tuple[date, date], recurrence: tuple[str, ...]
) -> Iterator[str]:
    written = datetime.combine(page.as_of - timedelta(days=20), datetime.min.time(), UTC)
    stamp = f"{written + timedelta(hours=9):%Y%m%dT%H%M%SZ}"
    yield from ("BEGIN:VEVENT", f"UID:{uid_of(page, entry)}", f"DTSTAMP:{stamp}")
    yield from recurrence
    single = not entry.repeat
    yield _stamp(page, entry, "DTSTART", span[0], single=single)
    yield _stamp(page, entry, "DTEND", span[1], single=single)
    yield f"SUMMARY:{escaped(subject)}"
    if entry.location:
        yield f"LOCATION:{escaped(entry.location)}"
    if entry.categories:
        yield "CATEGORIES:" + ",".join(escaped(c) for c in entry.categories)
    yield f"CLASS:{'PRIVATE' if entry.private else 'PUBLIC'}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield from (f"CREATED:{stamp}", f"LAST-MODIFIED:{stamp}", "SEQUENCE:0")
    yield from _people(page, entry)
    yield from _busy(page, entry)
    yield "END:VEVENT"


def _recurrence(page: Page, entry: Entry, start: date) -> Iterator[str]:
    if not entry.repeat:
        return
    end = "" if entry.count is None else f";COUNT={entry.count}"
    if entry.until is not None:
        last = day_of(page.as_of, entry.until, 6)
        end = f";UNTIL={last:%Y%m%d}T225900Z" if entry.at else f";UNTIL={last:%Y%m%d}"
    yield f"RRULE:{entry.repeat}{end}"
    for week, weekday in entry.skip:
        day = day_of(page.as_of, week, weekday)
        at = datetime.combine(day, start.time()) if isinstance(start, datetime) else day
        yield _stamp(page, entry, "EXDATE", at)


def _stamp(page: Page, entry: Entry, name: str, at: date, *, single: bool = False) -> str:
    if not isinstance(at, datetime):
        return f"{name};VALUE=DATE:{at:%Y%m%d}"
    if single and page.flavour.utc:
        local = at.replace(tzinfo=ZoneInfo(entry.zone or page.owner.zone))
        return f"{name}:{local.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    zone = f'"{page.tzid(entry)}"' if page.flavour.quoted else page.tzid(entry)
    return f"{name};TZID={zone}:{at:%Y%m%dT%H%M%S}"


def _people(page: Page, entry: Entry) -> Iterator[str]:
    if not entry.by:
        return
    organizer = BY_ID[entry.by]
    yield f"ORGANIZER;CN={organizer.name}:mailto:{organizer.mailbox}"
    invited = dict.fromkeys((page.owner.id, *entry.guests))
    for person in (BY_ID[i] for i in invited if i != entry.by):
        answer = entry.answer if person is page.owner else "ACCEPTED"
        yield (
            f"ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT={answer};RSVP=TRUE;"
            f"CN={person.name}:mailto:{person.mailbox}"
        )
    text = "Dagsorden følger."
    yield f"DESCRIPTION:{text}" + (f"\\n\\nDeltag i mødet nu: {JOIN_LINK}" if entry.link else "")
    if entry.link and page.flavour.microsoft:
        yield f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{JOIN_LINK}"


def _busy(page: Page, entry: Entry) -> Iterator[str]:
    status = entry.show_as or ("BUSY" if entry.at else "FREE")
    yield f"TRANSP:{'TRANSPARENT' if status == 'FREE' else 'OPAQUE'}"
    if page.flavour.microsoft:
        yield f"X-MICROSOFT-CDO-BUSYSTATUS:{status}"
        yield f"X-MICROSOFT-CDO-ALLDAYEVENT:{'FALSE' if entry.at else 'TRUE'}"
        yield "X-MICROSOFT-DISALLOW-COUNTER:FALSE"


def escaped(text: str) -> str:
    """A TEXT value as RFC 5545 3.3.11 wants it."""
    for plain, safe in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, safe)
    return text


def folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, no character torn, all but the first indented."""
    part, room = "", 75
    for character in line:
        size = len(character.encode())
        if size > room:
            yield part
            part, room = " ", 74
        part += character
        room -= size
    yield part
