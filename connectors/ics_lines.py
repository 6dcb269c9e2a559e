"""The bytes of an iCalendar file become loose items, whatever state the file is in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from connectors.quoted_printable import decode_quoted

SIZE_CAP = 20 * 1024 * 1024
"""A calendar file above this many bytes is refused."""

_WANTED = frozenset(
    (
        *("UID", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE"),
        *("RECURRENCE-ID", "SEQUENCE", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SUMMARY"),
        *("LOCATION", "DESCRIPTION", "X-ALT-DESC", "URL", "CONFERENCE", "CATEGORIES", "CLASS"),
        *("STATUS", "TRANSP", "ORGANIZER", "ATTENDEE", "X-GOOGLE-CONFERENCE", "X-HJEMMEDAG-KEY"),
        *("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"),
        *("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-SKYPETEAMSMEETINGURL"),
        *("X-MICROSOFT-SKYPETEAMSPROPERTIES", "X-GOOGLE-HANGOUT"),
        *("X-MICROSOFT-ONLINEMEETINGCONFLINK", "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK"),
        *("X-MICROSOFT-ONLINEMEETINGINFORMATION", "X-MICROSOFT-ONLINEMEETINGTOOLBARCONFLINK"),
    )
)
_EMPTY_IS_NONE = frozenset(
    ("DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
)
"""Notes and phones write these without a value and mean: there is none."""
_LINE = re.compile(r"([A-Za-z0-9-]+)([;:].*)", re.DOTALL)
# The lookbehind pins a match to the first break of a run; without it blank lines cost a square.
_FOLD = re.compile(rb"(?<!\n)\n+[ \t]")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_PARAMETERS = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:])*)')


@dataclass(slots=True)
class Around:
    """What a VCALENDAR says for all its items; a file may hold several."""

    method: str = ""
    zones: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """One VEVENT: the raw tails (``;parameters:value``) of the properties that anybody asks for."""

    around: Around = field(default_factory=Around)
    tails: dict[str, list[str]] = field(default_factory=dict)
    damage: str = ""

    def first(self, name: str) -> str | None:
        """The raw tail of the first such property."""
        found = self.tails.get(name)
        return found[0] if found else None

    def all(self, name: str) -> list[str]:
        """The raw tails of all such properties."""
        return self.tails.get(name, [])

    def text(self, name: str) -> str:
        """The text of the first such property, unescaped; empty if there is none."""
        tail = self.first(name)
        return unescape(split_tail(tail)[1]) if tail else ""

    def word(self, name: str) -> str:
        """The text in capitals, as for enumerated values."""
        return self.text(name).strip().upper()

    @property
    def digest(self) -> str:
        """Digest of all that was kept of the item; the order of its properties is nothing."""
        lines = sorted(name + tail for name, tails in self.tails.items() for tail in tails)
        return digest("\n".join(lines))


@dataclass(slots=True)
class CalendarText:
    """One file taken apart: its events, and what is amiss."""

    items: list[Item] = field(default_factory=list)
    begun: bool = False
    ended: bool = False
    stray: bool = False


def digest(text: str) -> str:
    """A short opaque name for a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def take_apart(content: bytes) -> CalendarText:
    """Split a file into events and time zones; a damaged event is kept and says so."""
    calendar = CalendarText()
    scanner = _Scanner(calendar)
    matching = _LINE.match
    for line in _lines(content):
        match = matching(line)
        if match is None:
            continue
        name = match[1].upper()
        if name not in _WANTED:
            scanner.take(name, match[2], line)
        elif scanner.item is not None and not scanner.depth:
            # Nearly all lines go this way; a call for each would double the time.
            if match[2][-1] != ":" or name not in _EMPTY_IS_NONE:
                scanner.item.tails.setdefault(name, []).append(match[2])
        elif scanner.zone is not None:
            scanner.zone.append(line)
        elif scanner.item is None:
            scanner.loose = True
    scanner.finish()
    return calendar


def split_tail(tail: str) -> tuple[dict[str, str], str]:
    """Parameters (quotes off) and raw value of a tail; a quoted colon does not end them."""
    position, parameters = 0, {}
    while match := _PARAMETERS.match(tail, position):
        parameters[match[1].upper()] = match[2].replace('"', "")
        position = match.end()
    return parameters, tail[tail.find(":", position) + 1 :] if ":" in tail[position:] else ""


def unescape(text: str) -> str:
    """Undo the escapes of an RFC 5545 TEXT value."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


class _Scanner:
    def __init__(self, calendar: CalendarText) -> None:
        self.calendar = calendar
        self.around = Around()
        self.item: Item | None = None
        self.zone: list[str] | None = None
        self.depth = 0
        self.loose = False

    def take(self, name: str, tail: str, line: str) -> None:
        if name == "BEGIN":
            self._begin(tail[1:].strip().upper(), line)
        elif name == "END":
            self._end(tail[1:].strip().upper(), line)
        elif self.zone is not None:
            self.zone.append(line)
        elif name == "METHOD" and self.item is None:
            self.around.method = tail[1:].strip().upper()

    def finish(self) -> None:
        self._break_off("the file ends inside this entry")

    def _begin(self, what: str, line: str) -> None:
        self.loose = False
        if what in {"VEVENT", "VCALENDAR", "VTIMEZONE", "VTODO", "VJOURNAL", "VFREEBUSY"}:
            self._break_off("its end is missing")
            if what == "VCALENDAR":
                self.calendar.begun, self.around = True, Around()
            elif what == "VEVENT":
                self.item, self.depth = Item(self.around), 0
                self.calendar.items.append(self.item)
            elif what == "VTIMEZONE":
                self.zone = [line]
                self.around.zones.append(self.zone)
        elif self.item is not None:
            self.depth += 1
        elif self.zone is not None:
            self.zone.append(line)

    def _end(self, what: str, line: str) -> None:
        if what == "VCALENDAR":
            self._break_off("its end is missing")
            self.calendar.ended = True
        elif what == "VEVENT":
            self.calendar.stray |= self.loose
            self.item = None
        elif self.item is not None:
            self.depth = max(0, self.depth - 1)
        elif self.zone is not None:
            self.zone.append(line)
            if what == "VTIMEZONE":
                self.zone = None
        self.loose = False

    def _break_off(self, damage: str) -> None:
        if self.item is not None:
            self.item.damage = damage
        self.item = self.zone = None


def _lines(content: bytes) -> Iterator[str]:
    plain = _as_eight_bit(content).replace(b"\0", b"")
    plain = decode_quoted(plain.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    # Unfold before decoding: some writers fold in the middle of a character.
    plain = _FOLD.sub(b"", plain)
    try:
        # Not splitlines(): it also breaks at characters that belong to the text.
        yield from plain.decode().split("\n")
    except UnicodeDecodeError:
        yield from map(_decode, plain.split(b"\n"))


def _as_eight_bit(content: bytes) -> bytes:
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode("utf-8", "replace")
    if content[:12:2] == b"\0" * 6 and 0 not in content[1:12:2]:
        return content.decode("utf-16-be", "replace").encode("utf-8", "replace")
    if content[1:12:2] == b"\0" * 6 and 0 not in content[:12:2]:
        return content.decode("utf-16-le", "replace").encode("utf-8", "replace")
    return content


def _decode(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")
