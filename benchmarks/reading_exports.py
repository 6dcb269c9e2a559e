"""S8: from the bytes of an export to the status of every day, beside icalendar parsing them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from benchmarks.corpus import TODAY, export
from benchmarks.harness import Figure, compare
from connectors import ics_parse
from connectors.model import CalendarEvent, Mailbox, When
from policy.case import Book, Case, case_of
from policy.lexicon import Lexicon
from policy.model import Employee, Unit, Window
from policy.organisation import Organisation
from policy.register import Register
from policy.ruleset import window_of
from sync.interpret import Reader, interpret

ZONE = ZoneInfo("Europe/Copenhagen")
MAILBOX = Mailbox("a@x.example", ZONE)
EVENTS = 600


def figures() -> list[Figure]:
    """One figure; it is taken only after both sides gave the same occurrences."""
    content = export(EVENTS)
    window = window_of(TODAY, 4, None)
    assert _ours(content, window) == _theirs(content, window)
    lexicon = Lexicon()
    ratio = compare(
        lambda: day_statuses(content, window, lexicon),
        lambda: icalendar.Calendar.from_ical(content),
    )
    what = f"an export of {EVENTS} entries to day statuses ÷ icalendar.from_ical of the file"
    return [Figure("S8", what, ratio, goal=0.1, step_one=0.35)]


def day_statuses(content: bytes, window: Window, lexicon: Lexicon) -> Case:
    """Everything between a file's bytes and what the rules look at."""
    reader = Reader(lexicon, ZONE, window.start, window.end, frozenset(), lambda day: (), "")
    employee = Employee("a", "a@x.example", "files", "u")
    organisation = Organisation({"u": Unit("u")}, (employee,))
    said = interpret(_events(content, window), reader)
    return case_of(Book(organisation, Register(), {}), employee, window, said.days)


def _events(content: bytes, window: Window) -> tuple[CalendarEvent, ...]:
    source = ics_parse.Source("export.ics", content)
    return ics_parse.parse([source], MAILBOX, window.start, window.end).events


def _ours(content: bytes, window: Window) -> Counter[tuple[str, float, float]]:
    events = _events(content, window)
    return Counter((e.subject, _instant(e.start), _instant(e.end)) for e in events)


def _theirs(content: bytes, window: Window) -> Counter[tuple[str, float, float]]:
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(window.start, window.end)
    return Counter((str(e["SUMMARY"]), _instant(e.start), _instant(e.end)) for e in found)


def _instant(value: When) -> float:
    assert isinstance(value, datetime)
    return value.timestamp()
