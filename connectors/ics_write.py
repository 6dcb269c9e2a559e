"""A note becomes the bytes of an iCalendar file, the same bytes for the same note."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event

from connectors.errors import Rejected
from connectors.ics_lines import Item
from connectors.ics_parse import KEY_PROPERTY
from connectors.model import Notice

PRODUCT = "-//Hjemmedag//Hjemmedag//DA"
_UNSAFE = re.compile(r"[^a-z0-9._-]")
# RFC 5545 forbids control characters in text; white space among them is kept as such.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Edition:
    """What of a file changes although the note does not: made, last written, how many times."""

    created: datetime
    written: datetime
    sequence: int = 0

    def next(self, now: datetime) -> Edition:
        """The edition after this one."""
        return Edition(self.created, now, self.sequence + 1)


def first_edition(now: datetime) -> Edition:
    """The edition of a new file."""
    return Edition(now, now)


def edition_of(item: Item, fallback: datetime) -> Edition:
    """The edition that a standing file shows."""
    written = _utc(item.text("DTSTAMP")) or fallback
    raw = item.text("SEQUENCE").strip()
    sequence = int(raw) if raw.isdecimal() and len(raw) < 7 else 0
    return Edition(_utc(item.text("CREATED")) or written, written, sequence)


def render(notice: Notice, edition: Edition) -> bytes:
    """The whole file: one all-day event, Free, private, without alarm, attendee or category.

    Raises Rejected for a subject with characters that no calendar file can carry.
    """
    if not is_carried(notice.subject) or not is_carried(notice.key + notice.uid):
        raise Rejected(
            "the note's subject, key or UID holds characters that iCalendar cannot carry"
        )
    event = Event()
    event.add("UID", notice.uid)
    event.add("DTSTAMP", edition.written)
    event.add("CREATED", edition.created)
    event.add("LAST-MODIFIED", edition.written)
    event.add("SEQUENCE", edition.sequence)
    event.add("SUMMARY", notice.subject)
    event.add("DESCRIPTION", plain(notice.body))
    event.add("DTSTART", notice.day)
    event.add("DTEND", notice.end)
    event.add("TRANSP", "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    event.add("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE")
    event.add(KEY_PROPERTY, notice.key)
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", PRODUCT)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def file_name(uid: str) -> str:
    """The name of a note's file: safe on every file system, one to one with the UID."""
    safe = _UNSAFE.sub("-", uid.lower())[:80]
    mark = "" if safe == uid else "-" + hashlib.sha256(uid.encode()).hexdigest()[:12]
    return f"hjemmedag-{safe}{mark}.ics"


def is_carried(text: str) -> bool:
    """Whether iCalendar can carry a text as it is."""
    return not any(
        (_CONTROLS.match(c) and not c.isspace()) or "\ud800" <= c <= "\udfff" for c in text
    )


def plain(body: str) -> str:
    """A text of several lines without what iCalendar cannot carry; line ends are LF."""
    text = body.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode()


def _utc(raw: str) -> datetime | None:
    try:
        return datetime.strptime(raw.strip(), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None
