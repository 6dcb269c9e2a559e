"""A leader of 18 in two units, over Christmas and week 53, with a crash at every step of a due day."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from icalendar import Calendar

from config.bootstrap import build
from sync.runner import run_pass
from sync.service import Service
from tests.crash.test_crash import in_child, scratch
from tests.installation import Installation

W51 = date(2026, 12, 14)
TEAM = tuple(f"e{n:02d}" for n in range(1, 19))
UNITS = """
[[units]]
id = "top"
leader = "boss"
local_days_off = [2026-12-24, 2026-12-28, 2026-12-29, 2026-12-30, 2026-12-31]
[[units]]
id = "u"
name = "KiF Vest"
parent = "top"
[[units]]
id = "v"
name = "KiF Øst"
parent = "top"
"""
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
__all__ = ["scratch"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def installed(folder: Path) -> Installation:
    place = Installation(folder, W51, employees=("boss", *TEAM), units=UNITS, more=DELIVERY)
    organisation = folder / "organisation.toml"
    head, *people = organisation.read_text(encoding="utf-8").split("[[employees]]")
    moved = [p.replace('unit = "u"', 'unit = "v"') if n > 11 else p for n, p in enumerate(people)]
    organisation.write_text("[[employees]]".join([head, *moved]), encoding="utf-8")
    for number, person in enumerate(TEAM):
        weekday = timedelta(days=number % 5)
        place.add("Hjemmearbejde ad hoc", W51 + weekday, None, "RRULE:FREQ=WEEKLY", person=person)
    return place


def passes(folder: Path, *days: date) -> None:
    for day in days:
        run_pass(build(folder / "hjemmedag.toml", day))


def overviews(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((folder / "calendars" / "boss@x.example").glob("*.ics")):
        entry = Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]
        yield str(entry["SUMMARY"]), str(entry["DESCRIPTION"])


def test_every_week_of_a_long_christmas_has_its_one_overview(scratch: Path) -> None:
    place = installed(scratch / "place")
    seen: dict[str, set[str]] = {}
    for offset in range(30):
        passes(place.folder, W51 - timedelta(days=5) + timedelta(days=offset))
        for subject, text in overviews(place.folder):
            seen.setdefault(subject, set()).add(text)

    weeks = [s.removeprefix("Ugeoverblik: hjemmearbejde i ") for s in seen]
    assert weeks == [
        "uge 51 (14.–18. december)",
        "uge 52 (21.–23. december)",
        "uge 1 (4.–8. januar)",
        "uge 2 (11.–15. januar)",
    ]
    assert all(len(texts) == 1 for texts in seen.values())
    first = next(iter(seen["Ugeoverblik: hjemmearbejde i uge 51 (14.–18. december)"]))
    assert (
        "KiF Vest\nHjemme, af 11\nmandag 3 · tirsdag 2 · onsdag 2 · torsdag 2 · fredag 2" in first
    )
    assert "KiF Øst\nHjemme, af 7\nmandag 1 · tirsdag 2 · onsdag 2 · torsdag 1 · fredag 1" in first


def test_a_crash_at_every_step_of_the_due_day_changes_nothing(scratch: Path) -> None:
    start, calm, run = (scratch / name for name in ("start", "calm", "run"))
    installed(start)
    wednesday, thursday = date(2026, 12, 9), date(2026, 12, 10)
    passes(start, wednesday)
    shutil.copytree(start, calm)
    passes(calm, thursday)
    expected = list(overviews(calm))
    assert len(expected) == 1
    shutil.copytree(start, run)
    service = build(run / "hjemmedag.toml", thursday)

    def again(service: Service) -> None:
        run_pass(service)

    for number in count(1):
        killed = in_child(service, again, kill_at=number)
        in_child(service, again)
        assert list(overviews(run)) == expected, f"boundary {number}"
        if not killed:
            break
        shutil.rmtree(run)
        shutil.copytree(start, run)
    assert number > 5
