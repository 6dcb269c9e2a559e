"""Fills each invented mailbox: the person's diary, the unit's meetings, ordinary weeks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from config.demo.diaries_directorate import DIARIES
from config.demo.diaries_regions import GREENLAND, JYLLAND, SJAELLAND
from config.demo.entries import FRI, MON, THU, TUE, WED, Entry, weekly
from config.demo.ics import Page, document, uid_of
from config.demo.people import CONTACTS, PEOPLE, WORKPLACES, Person

ALL_DIARIES = {**DIARIES, **SJAELLAND, **JYLLAND, **GREENLAND}

UNIT_MEETINGS: dict[str, tuple[str, int, str]] = {
    "dir-hr": ("Ugemøde, HR og jura", WED, "9-10"),
    "dir-straf": ("Kontormøde", WED, "10-11"),
    "dir-it": ("Sprintplanlægning", MON, "9.30-10.30"),
    "sjaelland": ("Tavlemøde", MON, "8.45-9"),
    "askelund": ("Koordinering, administration", TUE, "12.30-13"),
    "lindely": ("Behandlingskonference", THU, "9-10"),
    "kif-sund": ("Sagsfordeling", MON, "10-11"),
    "hedemark": ("Koordinering", THU, "12.30-13"),
    "kif-oest": ("Sagsfordeling", WED, "9-10"),
    "kif-vest": ("Sagsfordeling", WED, "10-11"),
    "kif-nuuk": ("Ugemøde", WED, "10-11"),
}
"""Subject, weekday and hours of a weekly meeting with a room and a link: hybrid, no evidence."""

ORDINARY = (
    "Sagsgennemgang",
    "Journalisering",
    "Skrivetid",
    "Høringssvar",
    "Opfølgning på budget",
    "Telefonmøde: kommunen",
    "Statistik til ledelsen",
    "Forberedelse",
    "Sparring",
    "Postgennemgang",
)
PRIVATE = ("Privat aftale", "Frisør", "Skolesamtale", "Bilsyn")
OFFICE_DAYS = (MON, TUE, WED, THU, FRI)


def calendar_files(as_of: date) -> Iterator[tuple[str, str]]:
    """Path below ``calendars/`` and text of every file: folders for most, exports from Outlook."""
    for person in PEOPLE:
        page, entries = Page(person, as_of), tuple(dict.fromkeys(entries_of(person)))
        if person.flavour == "outlook":
            yield f"{person.mailbox}.ics", document(page, entries)
            continue
        for entry in entries:
            name = hashlib.sha256(uid_of(page, entry).encode()).hexdigest()[:16]
            yield f"{person.mailbox}/{name}.ics", document(page, (entry,))
        if person.id in SPOILED:
            yield f"{person.mailbox}/{SPOILED[person.id][0]}", SPOILED[person.id][1]


def shared_mailboxes(as_of: date) -> Iterator[tuple[str, str]]:
    """The postboxes of HR, to which the monthly form goes; they have a calendar of their own."""
    for unit, role, name, local_part in CONTACTS:
        if role == "hr":
            page = Page(Person(local_part, name, unit, "postkasse"), as_of)
            entry = Entry("Netværksmøde for HR", 50, TUE, "13-14")
            yield f"{page.owner.mailbox}/moede.ics", document(page, (entry,))


def entries_of(person: Person) -> Iterator[Entry]:
    """All entries of a person: what the diary names first."""
    yield from ALL_DIARIES[person.id]
    yield from _unit_meeting(person)
    yield from _ordinary_weeks(person)


def _unit_meeting(person: Person) -> Iterator[Entry]:
    if person.unit not in UNIT_MEETINGS:
        return
    subject, weekday, at = UNIT_MEETINGS[person.unit]
    unit = next(w for w in WORKPLACES if w.id == person.unit)
    yield Entry(
        subject,
        37,
        weekday,
        at,
        location=(unit.places or ("Mødelokalet",))[0],
        repeat=weekly(weekday),
        by=unit.leader,
        guests=tuple(p.id for p in PEOPLE if p.unit == person.unit),
        link=True,
        meeting=f"unit-{unit.id}",
    )


def _ordinary_weeks(person: Person) -> Iterator[Entry]:
    """One or two harmless appointments a week, spread by the person's id and never by chance."""
    for week in range(43, 53):
        chance = hashlib.sha256(f"{person.id}{week}".encode()).digest()
        for n in range(1 + chance[0] % 2):
            weekday, hour = OFFICE_DAYS[chance[1 + n] % 5], 8 + chance[4 + n] % 7
            subject = ORDINARY[chance[7 + n] % len(ORDINARY)]
            yield Entry(subject, week, weekday, f"{hour}-{hour + 1}")
        if chance[10] % 4 == 0:
            subject = PRIVATE[chance[11] % len(PRIVATE)]
            yield Entry(subject, week, OFFICE_DAYS[chance[12] % 5], "15-16", private=True)


_BROKEN = (
    "BEGIN:VCALENDAR\r\nPRODID:Microsoft Exchange Server 2010\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nUID:broken@demo\r\nDTSTAMP:20261110T090000Z\r\n"
    "DTSTART;VALUE=DATE:20261345\r\nSUMMARY:Hjemmearbejde\r\n"
    "END:VEVENT\r\nEND:VCALENDAR\r\n"
)
_BOMB = (
    "BEGIN:VCALENDAR\r\nPRODID:-//Synctool//EN\r\nVERSION:2.0\r\n"
    "BEGIN:VEVENT\r\nUID:every-second@demo\r\nDTSTAMP:20261110T090000Z\r\n"
    "DTSTART:20261110T090000Z\r\nDTEND:20261110T090001Z\r\nRRULE:FREQ=SECONDLY\r\n"
    "SUMMARY:Hjemmearbejde\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
SPOILED = {
    "nah": ("0f1e2d3c4b5a6978.ics", _BROKEN),
    "mkn": ("8a7b6c5d4e3f2a1b.ics", _BOMB),
}
"""Files that must be set aside and hide nothing else: a date that is none, a rule without end."""
