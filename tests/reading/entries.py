"""Labelled calendar entries, one a line in ``lines/*.txt``: real calendar files, read by ``check``.

A line is ``expected ¦ subject ¦ circumstances``; ``README.md`` of the folder says what each may hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests.whole.crowd import at, checked, on

FOLDER = Path(__file__).parent / "lines"
MONDAY = date(2026, 11, 30)
DAY = MONDAY + timedelta(days=2)
OWNER = 'name = "Maria Kirstine Nygaard"\ninitials = ["MKN"]'
PLACES = ("Mødelokale 1", "Mødelokale 2", "Storebælt", "Kantinen")
SHOWN = {
    "free": "FREE",
    "oof": "OOF",
    "elsewhere": "WORKINGELSEWHERE",
    "unsure": "TENTATIVE",
}
ANSWERS = {"tentative": "TENTATIVE", "unanswered": "NEEDS-ACTION", "declined": "DECLINED"}
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_Zm9v%40thread.v2/0"
LINKS = {
    "teams": f"DESCRIPTION:Deltag i mødet: {TEAMS}",
    "xteams": f"X-MICROSOFT-SKYPETEAMSMEETINGURL:{TEAMS}",
    "safelink": "DESCRIPTION:https://eur01.safelinks.protection.outlook.com/?url="
    "https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19%253ameeting&data=05",
    "zoom": "DESCRIPTION:Join Zoom Meeting https://us02web.zoom.us/j/81234567890?pwd=abc",
    "meet": "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
    "webex": "DESCRIPTION:https://agency.webex.com/agency/j.php?MTID=m1234567890abcdef",
    "skype": "DESCRIPTION:https://meet.lync.com/agency/mkn/ABCD1234",
    "conference": "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.agency.example/1234",
    "vdx": "DESCRIPTION:https://rooms.vconf.dk/4512345@rooms.vconf.dk",
    "url": "URL:https://video.agency.example/meet/4512",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One labelled entry and where it stands."""

    origin: str
    expected: frozenset[str]
    subject: str
    circumstances: tuple[str, ...]

    @property
    def half(self) -> str:
        """``tuning`` or ``held``, by the digest of its subject: alike entries stay together."""
        digest = hashlib.sha256(self.subject.casefold().encode()).digest()
        return "held" if digest[0] % 2 else "tuning"

    @property
    def home(self) -> bool:
        return bool(self.expected & {"home", "half", "home~"})

    @property
    def share(self) -> str | None:
        """The share a home day has; None where the entry leaves it open."""
        return "1" if "home" in self.expected else "1/2" if "half" in self.expected else None

    @property
    def kind(self) -> str:
        return "fixed" if "fixed" in self.expected else "ad_hoc"

    @property
    def evidence(self) -> str:
        return next((e for e in ("sure", "likely", "possible") if e in self.expected), "")

    def __str__(self) -> str:
        return f"{self.origin}: {self.subject} ¦ {'; '.join(self.circumstances)}"


def entries(*names: str) -> list[Entry]:
    """Those of the named files, in their order."""
    found = []
    for name in names:
        lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if line and not line.startswith("#"):
                found.append(_entry(f"{name}:{number}", line))
    return found


def _entry(origin: str, line: str) -> Entry:
    expected, subject, *rest = (part.strip() for part in line.split("¦"))
    circumstances = tuple(part.strip() for part in rest[0].split("; ")) if rest else ()
    return Entry(origin, frozenset(expected.split()), subject, circumstances)


def read_by_check(folder: Path, labelled: Iterable[Entry]) -> list[tuple[Entry, dict[str, Any]]]:
    """Each entry with what ``check`` says of its day, in a mailbox where it stands alone."""
    chosen = list(labelled)
    places = ", ".join(f'"{place}"' for place in PLACES)
    employees = checked(
        folder,
        MONDAY,
        {str(n): [_written(entry, f"case-{n}@x.example")] for n, entry in enumerate(chosen)},
        units=f'[[units]]\nid = "u"\nplaces = [{places}]\n',
        employee_keys=OWNER,
    )
    return [(entry, on(employees[str(n)], DAY)) for n, entry in enumerate(chosen)]


def _written(entry: Entry, me: str) -> tuple[Any, ...]:
    start, end = _when(entry.circumstances)
    lines = [line for word in entry.circumstances for line in _lines(word, me)]
    answer = next((ANSWERS[w] for w in entry.circumstances if w in ANSWERS), "ACCEPTED")
    role = "OPT-PARTICIPANT" if "optional" in entry.circumstances else "REQ-PARTICIPANT"
    own = [f"ATTENDEE;ROLE={role};PARTSTAT={answer}:mailto:{me}"]
    guests = own if any(line.startswith("ORGANIZER") for line in lines) else []
    return (_escaped(entry.subject), start, end, *lines, *guests)


def _when(circumstances: tuple[str, ...]) -> tuple[Any, Any]:
    for word in circumstances:
        if hours := re.fullmatch(r"(\d+)(?::(\d\d))?-(\d+)(?::(\d\d))?", word):
            first, minutes, last, more = (int(group or 0) for group in hours.groups())
            return at(DAY, first + minutes / 60), at(DAY, last + more / 60)
        if word.startswith("days="):
            return DAY, DAY + timedelta(days=int(word[5:]))
    return DAY, None


def _lines(word: str, me: str) -> list[str]:
    name, _, value = word.partition(":")
    if word in SHOWN:
        return [f"X-MICROSOFT-CDO-BUSYSTATUS:{SHOWN[word]}"]
    if name == "at":
        return [f"LOCATION:{_escaped(value)}"]
    if name == "cat":
        return [f"CATEGORIES:{_escaped(value)}"]
    if name == "link":
        return [LINKS[value]]
    return _people(word, me) + _rule(word)


def _people(word: str, me: str) -> list[str]:
    if word.startswith("from="):
        return ["ORGANIZER:mailto:chef@x.example", "ATTENDEE:mailto:chef@x.example"]
    if word.startswith("with="):
        guests = [f"ATTENDEE:mailto:guest{n}@x.example" for n in range(int(word[5:]))]
        return [f"ORGANIZER:mailto:{me}", *guests]
    if word == "room":
        return ["ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:room@x.example"]
    return []


def _rule(word: str) -> list[str]:
    if word == "weekly":
        return ["RRULE:FREQ=WEEKLY"]
    if word.startswith("weeks="):
        return [f"RRULE:FREQ=WEEKLY;COUNT={word[6:]}"]
    return {"private": ["CLASS:PRIVATE"], "cancelled": ["STATUS:CANCELLED"]}.get(word, [])


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
