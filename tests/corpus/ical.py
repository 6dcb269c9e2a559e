"""Writes calendar files line by line, so that a shape shows only what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable

OUTLOOK = "-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN"
EXCHANGE = "Microsoft Exchange Server 2010"
GOOGLE = "-//Google Inc//Google Calendar 70.9054//EN"
APPLE = "-//Apple Inc.//macOS 15.1//EN"
NOTES = "-//HCL Technologies Ltd.//Notes 14.0//EN"
EVOLUTION = "-//Ximian//NONSGML Evolution Calendar//EN"
NEXTCLOUD = "-//IDN nextcloud.com//Calendar app 5.5.1//EN"
ANDROID = "-//Android//Calendar 2026.44//EN"

NOON = "DTSTART;TZID=Europe/Copenhagen:20261124T100000"
TUESDAY = "DTSTART;VALUE=DATE:20261124"


def event(*lines: str, uid: str = "a@example.dk", subject: str = "Møde") -> list[str]:
    """A VEVENT with these lines; an empty ``uid`` or ``subject`` is left out."""
    head = ["BEGIN:VEVENT", *([f"UID:{uid}"] if uid else []), "DTSTAMP:20261101T080000Z"]
    return [*head, *([f"SUMMARY:{subject}"] if subject else []), *lines, "END:VEVENT"]


def timed(start: str, end: str, *lines: str, zone: str = "Europe/Copenhagen") -> list[str]:
    """A VEVENT on 24 November 2026 from ``start`` to ``end`` (HHMM) in a zone."""
    day = f";TZID={zone}:20261124T"
    return event(f"DTSTART{day}{start}00", f"DTEND{day}{end}00", *lines)


def home(*lines: str, uid: str = "h@example.dk", subject: str = "Hjemme") -> list[str]:
    """An all-day VEVENT on 24 November 2026."""
    return event(TUESDAY, "DTEND;VALUE=DATE:20261125", *lines, uid=uid, subject=subject)


def text(*parts: Iterable[str], prodid: str = OUTLOOK, head: Iterable[str] = ()) -> str:
    """A VCALENDAR around the parts, with CRLF."""
    lines = ["BEGIN:VCALENDAR", f"PRODID:{prodid}", "VERSION:2.0", *head]
    for part in parts:
        lines += part
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def calendar(*parts: Iterable[str], prodid: str = OUTLOOK, head: Iterable[str] = ()) -> bytes:
    """The same as UTF-8 bytes."""
    return text(*parts, prodid=prodid, head=head).encode()


def zone(
    tzid: str,
    standard: str = "+0100",
    daylight: str | None = "+0200",
    *more: str,
    since: str = "16010101",
) -> list[str]:
    """A VTIMEZONE as Outlook writes it: European rules between two offsets."""
    summer = daylight or standard
    lines = ["BEGIN:VTIMEZONE", f"TZID:{tzid}", *more, "BEGIN:STANDARD"]
    lines += [f"DTSTART:{since[:4]}1028T030000", "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"]
    lines += [f"TZOFFSETFROM:{summer}", f"TZOFFSETTO:{standard}", "END:STANDARD"]
    if daylight:
        lines += ["BEGIN:DAYLIGHT", f"DTSTART:{since[:4]}0325T020000"]
        lines += ["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"]
        lines += [f"TZOFFSETFROM:{standard}", f"TZOFFSETTO:{daylight}", "END:DAYLIGHT"]
    return [*lines, "END:VTIMEZONE"]
