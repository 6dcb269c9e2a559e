"""Whole exports as each program writes them, each carried in several ways."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator

from tests.corpus.ical import (
    ANDROID,
    APPLE,
    EVOLUTION,
    EXCHANGE,
    GOOGLE,
    NEXTCLOUD,
    NOTES,
    OUTLOOK,
    event,
    text,
    zone,
)
from tests.corpus.shape import Sample, shape

DAYS = ("2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15")
HOMES = tuple(f"{day} Hjemmearbejde – fast (på Ærø)" for day in DAYS)
SUBJECT = "Hjemmearbejde – fast (på Ærø)"
ROMANCE = ";TZID=Romance Standard Time:"
ALARM = ["BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "DESCRIPTION:Reminder", "END:VALARM"]


def _folded(content: str) -> bytes:
    lines = content.encode().split(b"\r\n")
    return b"\r\n".join(b"\r\n ".join(re.findall(rb".{1,13}", line, re.DOTALL)) for line in lines)


CARRIED: dict[str, Callable[[str], bytes]] = {
    "as_written": lambda content: content.encode(),
    "lf": lambda content: content.replace("\r\n", "\n").encode(),
    "cr": lambda content: content.replace("\r\n", "\r").encode(),
    "marked": lambda content: codecs.BOM_UTF8 + content.encode(),
    "cp1252": lambda content: content.encode("cp1252"),
    "utf_16": lambda content: codecs.BOM_UTF16_LE + content.encode("utf-16-le"),
    "utf_16_big": lambda content: codecs.BOM_UTF16_BE + content.encode("utf-16-be"),
    "folded_in_letters": _folded,
    "nuls": lambda content: content.replace("\r\n", "\0\r\n").encode(),
    "doubled_cr": lambda content: content.replace("\r\n", "\r\r\n").encode(),
}


def _carried(content: str, *read: str) -> Iterator[Sample]:
    for name, carry in CARRIED.items():
        yield Sample(name, (carry(content),), read)


@shape("Outlook", "as it was written")
def outlook_export() -> Iterator[Sample]:
    """Outlook's export: Windows zone from 1601, all-day flag, HTML beside the text."""
    series = event(
        f"DTSTART{ROMANCE}20261124T000000",
        f"DTEND{ROMANCE}20261125T000000",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "CLASS:PUBLIC",
        "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
        "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
        "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>Aftalt: ja\\; se &lt\\;</p></body></html>",
        *ALARM,
        uid="040000008200E00074C5B7101A82E00800000000A0",
        subject=SUBJECT,
    )
    head = ["METHOD:PUBLISH", "X-MS-OLK-FORCEINSPECTOROPEN:TRUE", "X-WR-RELCALID:{0000}"]
    yield from _carried(text(zone("Romance Standard Time"), series, head=head), *HOMES)


@shape("Exchange", "as it was written")
def exchange_invitation() -> Iterator[Sample]:
    """An invitation by Exchange, with one occurrence moved."""
    common = [
        "ORGANIZER;CN=Chef Chefsen:mailto:chef@example.dk",
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN=Anna:mailto:a@example.dk",
        "LOCATION;LANGUAGE=da-DK:Lokale 2",
        "CLASS:PUBLIC",
        "PRIORITY:5",
        "TRANSP:OPAQUE",
        "X-MICROSOFT-CDO-APPT-SEQUENCE:0",
        "X-MICROSOFT-CDO-OWNERAPPTID:-1",
        "X-MICROSOFT-CDO-INSTTYPE:1",
    ]
    series = event(
        f"DTSTART{ROMANCE}20261124T100000",
        f"DTEND{ROMANCE}20261124T110000",
        "RRULE:FREQ=WEEKLY;UNTIL=20261208T090000Z;INTERVAL=1;BYDAY=TU;WKST=MO",
        *common,
        *ALARM,
        uid="040000008200E00074C5B7101A82E00800000000B0",
        subject="Enhedsmøde – øst",
    )
    moved = event(
        f"RECURRENCE-ID{ROMANCE}20261201T100000",
        f"DTSTART{ROMANCE}20261202T130000",
        f"DTEND{ROMANCE}20261202T140000",
        "SEQUENCE:1",
        *common,
        uid="040000008200E00074C5B7101A82E00800000000B0",
        subject="Enhedsmøde – øst",
    )
    content = text(
        zone("Romance Standard Time"), series, moved, prodid=EXCHANGE, head=["METHOD:REQUEST"]
    )
    yield from _carried(
        content,
        "2026-11-24 10:00-11:00 Enhedsmøde – øst",
        "2026-12-02 13:00-14:00 Enhedsmøde – øst",
        "2026-12-08 10:00-11:00 Enhedsmøde – øst",
    )


@shape("Google", "as it was written")
def google_export() -> Iterator[Sample]:
    """Google's export: UTC for single entries, names of zones for series, one day taken out."""
    head = [
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Anna",
        "X-WR-TIMEZONE:Europe/Copenhagen",
    ]
    single = event(
        "DTSTART:20261126T120000Z",
        "DTEND:20261126T130000Z",
        "CREATED:20261101T080000Z",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        uid="1@google.com",
        subject="Sparring – Åse",
    )
    series = event(
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=TU",
        "EXDATE;VALUE=DATE:20261201",
        "TRANSP:TRANSPARENT",
        uid="2@google.com",
        subject=SUBJECT,
    )
    read = (HOMES[0], "2026-11-26 13:00-14:00 Sparring – Åse", *HOMES[2:])
    yield from _carried(text(single, series, prodid=GOOGLE, head=head), *read)


@shape("Apple", "as it was written")
def apple_export() -> Iterator[Sample]:
    """Apple's export: a zone with its names, from one day on another hour, travel time."""
    block = zone("Europe/Copenhagen", "+0100", "+0200", since="1996")
    start = ";TZID=Europe/Copenhagen:"
    series = event(
        f"DTSTART{start}20261124T090000",
        f"DTEND{start}20261124T150000",
        "RRULE:FREQ=WEEKLY;INTERVAL=1",
        "TRANSP:OPAQUE",
        "SEQUENCE:1",
        "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT15M",
        'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Ærø: hus; 2":geo:54.8,10.4',
        *ALARM,
        uid="A1B2C3D4-0000",
        subject=SUBJECT,
    )
    later = event(
        f"RECURRENCE-ID;RANGE=THISANDFUTURE{start}20261208T090000",
        f"DTSTART{start}20261208T110000",
        f"DTEND{start}20261208T150000",
        "SEQUENCE:2",
        uid="A1B2C3D4-0000",
        subject=SUBJECT,
    )
    read = [f"{day} {'09' if day < '2026-12-08' else '11'}:00-15:00 {SUBJECT}" for day in DAYS]
    yield from _carried(text(block, series, later, prodid=APPLE), *read)


@shape("HCL Notes", "as it was written")
def notes_export() -> Iterator[Sample]:
    """Notes' export: a series as a list of periods, its own zone, an empty property."""
    dates = ",".join(f"{day.replace('-', '')}T100000/{day.replace('-', '')}T110000" for day in DAYS)
    series = event(
        'DTSTART;TZID="W. Europe":20261124T100000',
        'DTEND;TZID="W. Europe":20261124T110000',
        f'RDATE;VALUE=PERIOD;TZID="W. Europe":{dates}',
        "CLASS:PUBLIC",
        "LOCATION:",
        "X-LOTUS-UPDATE-SEQ:1",
        "X-LOTUS-APPTTYPE:3",
        uid="7B1D0001-Lotus_Notes_Generated",
        subject="Enhedsmøde – øst",
    )
    read = [f"{day} 10:00-11:00 Enhedsmøde – øst" for day in DAYS]
    yield from _carried(text(zone("W. Europe", since="1950"), series, prodid=NOTES), *read)


@shape("Evolution", "as it was written")
def evolution_export() -> Iterator[Sample]:
    """Evolution's export: a zone behind a path, which the file defines too."""
    name = "/freeassociation.sourceforge.net/Europe/Copenhagen"
    series = event(
        f"DTSTART;TZID={name}:20261124T083000",
        f"DTEND;TZID={name}:20261124T160000",
        "RRULE;X-EVOLUTION-ENDDATE=20261208T073000Z:FREQ=WEEKLY;COUNT=3;BYDAY=TU",
        "X-EVOLUTION-CALDAV-ETAG:1",
        *ALARM,
        uid="20261101T080000Z-1@pc",
        subject=SUBJECT,
    )
    block = zone(name, "+0100", "+0200", "X-LIC-LOCATION:Europe/Copenhagen", since="1981")
    read = [f"{day} 08:30-16:00 {SUBJECT}" for day in DAYS[:3]]
    yield from _carried(text(block, series, prodid=EVOLUTION), *read)


@shape("Nextcloud, Thunderbird", "as it was written")
def nextcloud_export() -> Iterator[Sample]:
    """Nextcloud's export: categories, two exceptions, one of them called off."""
    head = ["CALSCALE:GREGORIAN", "X-WR-CALNAME:Personlig", "REFRESH-INTERVAL;VALUE=DURATION:PT4H"]
    day = "VALUE=DATE:202612"
    series = event(
        "DTSTART;VALUE=DATE:20261124",
        "DTEND;VALUE=DATE:20261125",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "CATEGORIES:Hjemmearbejde,Fast\\, aftalt",
        uid="f0e1",
        subject=SUBJECT,
    )
    moved = event(
        f"RECURRENCE-ID;{day}01",
        f"DTSTART;{day}03",
        f"DTEND;{day}04",
        uid="f0e1",
        subject="Hjemmearbejde torsdag",
    )
    off = event(
        f"RECURRENCE-ID;{day}08",
        f"DTSTART;{day}08",
        f"DTEND;{day}09",
        "STATUS:CANCELLED",
        uid="f0e1",
        subject=SUBJECT,
    )
    read = (HOMES[0], "2026-12-03 Hjemmearbejde torsdag", f"{HOMES[2]} (cancelled)", HOMES[3])
    yield from _carried(text(series, moved, off, prodid=NEXTCLOUD, head=head), *read)


@shape("Android, Samsung", "as it was written")
def android_export() -> Iterator[Sample]:
    """A phone's export: lengths without T, an end in UTC on days, no zones."""
    series = event(
        "DTSTART;VALUE=DATE:20261124",
        "DURATION:P86400S",
        "RRULE:FREQ=WEEKLY;UNTIL=20261208T000000Z;WKST=MO;BYDAY=TU",
        "X-ALLDAY:SET",
        "DTEND:",
        uid="",
        subject=SUBJECT,
    )
    single = event("DTSTART:20261126T120000Z", "DURATION:P3600S", uid="", subject="Sparring – Åse")
    content = text(series, single, prodid=ANDROID)
    yield from _carried(content, *HOMES[:3], "2026-11-26 13:00-14:00 Sparring – Åse")


@shape("Outlook", "as it was written")
def outlook_invitation_with_custom_zone() -> Iterator[Sample]:
    """An invitation in a zone that its writer made himself."""
    name = "tzone://Microsoft/Custom"
    meeting = event(
        f"DTSTART;TZID={name}:20261124T040000",
        f"DTEND;TZID={name}:20261124T050000",
        "ORGANIZER;CN=\"Jens: 'chef'; øst\":mailto:jens@example.dk",
        "SEQUENCE:0",
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE",
        "X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY",
        subject="Opkald – Nuuk",
    )
    content = text(zone(name, "-0500", "-0400"), meeting, prodid=OUTLOOK, head=["METHOD:REQUEST"])
    yield from _carried(content, "2026-11-24 10:00-11:00 Opkald – Nuuk")
