"""Random changes of a file's bytes: the same seed gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable

TOKENS = (
    *(b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"BEGIN:VCALENDAR\r\n", b"END:VCALENDAR\r\n"),
    *(b"BEGIN:VTIMEZONE\r\n", b"END:VTIMEZONE\r\n", b"BEGIN:STANDARD\r\n", b"METHOD:CANCEL\r\n"),
    *(b"RRULE:FREQ=DAILY\r\n", b"RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29\r\n", b"RRULE:"),
    *(b"FREQ=MONTHLY", b";INTERVAL=999", b";COUNT=99999", b";BYSETPOS=-5", b";BYDAY=-53SU"),
    *(b"RDATE:20261124T100000Z\r\n", b"EXDATE;VALUE=DATE:20261124\r\n", b";VALUE=DATE"),
    *(b"RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T090000Z\r\n", b"RECURRENCE-ID:20261201\r\n"),
    *(b"DTSTART:00010101T000000Z\r\n", b"DTSTART:99991231\r\n", b"DTEND:99991231T235959Z\r\n"),
    *(b"DURATION:P99999D\r\n", b"DURATION:-P1W\r\n", b"DURATION:P1W\r\n", b"\r\n ", b"\r\n"),
    *(b";TZID=", b'"', b":", b";", b",", b"\\", b"=", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b"),
    *(b"ENCODING=QUOTED-PRINTABLE:", b"=\r\n", b"Europe/Copenhagen", b"TZOFFSETTO:+2359\r\n"),
    *(b"\xf0\x9f\x8f\xa0", b"\xe2\x80\xa8", b"9" * 40, b"-", b"+", b"/", b"Z", b"T"),
)


def changed(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    """The content after one to twelve changes; at most 100,000 bytes of it."""
    content = content[:100_000]
    for _ in range(dice.randint(1, 12)):
        content = dice.choice(_CHANGES)(content, dice, others)
    return content[:200_000]


Change = Callable[[bytes, random.Random, list[bytes]], bytes]


def _byte(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    where = dice.randint(0, len(content))
    return content[:where] + dice.randbytes(1) + content[where + 1 :]


def _token(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    where = dice.randint(0, len(content))
    return content[:where] + dice.choice(TOKENS) + content[where + dice.randint(0, 8) :]


def _cut(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    where = dice.randint(0, len(content))
    return content[:where] if dice.random() < 0.2 else content[:where] + content[where + 9 :]


def _digit(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    places = [n for n, byte in enumerate(content[:5_000]) if 48 <= byte <= 57]
    if not places:
        return content
    where = dice.choice(places)
    return content[:where] + str(dice.randint(0, 9)).encode() + content[where + 1 :]


def _line(content: bytes, dice: random.Random, others: list[bytes]) -> bytes:
    lines = content.split(b"\n")
    where = dice.randrange(len(lines))
    deed = dice.randrange(4)
    if deed == 0:
        del lines[where]
    elif deed == 1:
        lines.insert(where, dice.choice(lines))
    elif deed == 2:
        lines[where:where] = dice.choice(others).split(b"\n")[:200]
    else:
        lines[where] *= dice.randint(2, 40)
    return b"\n".join(lines)


_CHANGES: tuple[Change, ...] = (_byte, _token, _token, _cut, _digit, _digit, _line, _line)
