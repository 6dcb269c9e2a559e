"""Calendar files to measure on: the same bytes on every run, shaped like what Outlook exports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

TODAY = date(2026, 11, 30)
SUBJECTS = (
    *("Hjemmearbejde", "Teammøde", "Hjemmebesøg hos klient", "Kontormøde (fysisk)", "Ferie"),
    *("Sagsgennemgang", "Retsmøde", "Telefonvagt", "Hjemme til kl. 12", "Kontordag", "Frokost"),
)
WEEKLY_ONE_IN = 20
BODY = "Kære alle\\n\\nDagsorden: 1) siden sidst 2) sager 3) eventuelt. " * 8


def export(events: int, seed: int = 1) -> bytes:
    """One calendar with so many entries around today; one in twenty is a weekly series."""
    chance = random.Random(seed)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN"]
    for number in range(events):
        lines += _event(chance, number)
    return _bytes([*lines, "END:VCALENDAR"])


def single(number: int, seed: int = 1) -> bytes:
    """A calendar file with one entry."""
    event = _event(random.Random(f"{seed}/{number}"), number)
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN"]
    return _bytes([*head, *event, "END:VCALENDAR"])


def daily_series(count: int, first: date) -> bytes:
    """Daily series without end that began on ``first``."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bench//bench//EN"]
    for number in range(count):
        start = datetime.combine(first, time(8, number % 60))
        lines += _entry(number, "Morgenmøde", start, timedelta(minutes=15), ["RRULE:FREQ=DAILY"])
    return _bytes([*lines, "END:VCALENDAR"])


def folders(root: Path, mailboxes: int, events: int) -> list[str]:
    """Mailboxes that are folders with a file for each entry; returns their addresses."""
    addresses = [f"p{n}@bench.example" for n in range(mailboxes)]
    for seed, address in enumerate(addresses):
        (root / address).mkdir(parents=True)
        for number in range(events):
            (root / address / f"e{number}.ics").write_bytes(single(number, seed))
    return addresses


def _event(chance: random.Random, number: int) -> Iterator[str]:
    day = TODAY + timedelta(days=chance.randrange(-365, 180))
    start = datetime.combine(day, time(chance.randrange(8, 16)))
    more = ["RRULE:FREQ=WEEKLY"] if number % WEEKLY_ONE_IN == 0 else []
    people = [f"ATTENDEE;CN=Person {n};PARTSTAT=ACCEPTED:mailto:a{n}@x.example" for n in range(4)]
    more += [] if number % 3 else ["ORGANIZER:mailto:boss@x.example", *people]
    yield from _entry(number, chance.choice(SUBJECTS), start, timedelta(hours=1), more)


def _entry(
    number: int, subject: str, start: datetime, length: timedelta, more: list[str]
) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:e{number}@bench.example",
        "DTSTAMP:20260101T000000Z",
        f"DTSTART;TZID=Europe/Copenhagen:{start:%Y%m%dT%H%M%S}",
        f"DTEND;TZID=Europe/Copenhagen:{start + length:%Y%m%dT%H%M%S}",
        f"SUMMARY:{subject}",
        f"DESCRIPTION:{BODY}",
        "LOCATION:Mødelokale 2",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "X-MICROSOFT-CDO-IMPORTANCE:1",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "TRIGGER:-PT15M",
        "END:VALARM",
        *more,
        "END:VEVENT",
    ]


def _bytes(lines: list[str]) -> bytes:
    return "\r\n".join([*map(_folded, lines), ""]).encode()


def _folded(line: str) -> str:
    return "\r\n ".join(line[i : i + 70] for i in range(0, len(line), 70))
