"""The same files, people and rows in another order are the same; a second pass writes nothing."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation
from tests.whole.crowd import at

MONDAY = date(2026, 11, 30)
PEOPLE = ("e1", "e2", "e3", "e4", "e5")
SUBJECTS = (
    "Hjemmearbejde",
    "Hjemmearbejde fast",
    "Hjemmearbejde ad hoc formiddag",
    "Hjemmearbejde ½",
    "Møde (fysisk)",
    "Ferie",
    "Fri fra kl. 12",
    "Kontordag",
    "Projektmøde",
)
ROWS = [
    '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n',
    (
        '[[local_agreements]]\nid = "LB"\nunits = ["u"]\nvalid_from = 2025-01-06\n'
        'staff_groups = ["betjente"]\nreading = "active-weeks"\n'
    ),
    (
        '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-09-07\n'
        'pattern = [["tuesday"], ["monday", "friday"]]\n'
    ),
    (
        '[[individual_agreements]]\nemployee = "e2"\nvalid_from = 2026-09-07\n'
        'pattern = [["monday", "tuesday", "friday"]]\n'
    ),
    '[[call_ins]]\ndate = 2026-12-01\nunit = "u"\n',
    '[[call_ins]]\ndate = 2026-12-01\nemployee = "e3"\nfrom = "09:00"\n',
    '[[call_ins]]\ndate = 2026-12-02\nunit = "u"\nfrom = "09:00"\nto = "10:00"\n',
]
PARAMETERS = [
    '[[parameters]]\nunit = "u"\nkey = "home_work"\nvalue = "ad_hoc"\nvalid_from = 2026-12-07\n',
    '[[parameters]]\nunit = "u"\nkey = "home_work"\nvalue = "all"\nvalid_from = 2026-12-14\n',
    '[[parameters]]\nunit = "u"\nkey = "local_days_off"\nvalue = [2026-12-23]\n',
    '[[parameters]]\nunit = "u"\nkey = "local_days_off"\nvalue = [2026-12-24]\n',
]
UNIT = '[[units]]\nid = "u"\n'


def entries(seed: int) -> list[tuple[str, tuple[Any, ...]]]:
    draw = random.Random(seed)
    made: list[tuple[str, tuple[Any, ...]]] = []
    for person in PEOPLE:
        for _ in range(25):
            day = MONDAY + timedelta(days=draw.randrange(-42, 28))
            subject = draw.choice(SUBJECTS)
            if draw.random() < 0.3:
                hour = draw.randrange(6, 14)
                made.append((person, (subject, at(day, hour), at(day, hour + 4))))
            elif draw.random() < 0.2:
                made.append((person, (subject, day, None, "RRULE:FREQ=WEEKLY;COUNT=5")))
            else:
                made.append((person, (subject, day)))
    return made


def installed(folder: Path, seed: int, *, turned: bool) -> Installation:
    step = -1 if turned else 1
    place = Installation(
        folder,
        MONDAY,
        employees=PEOPLE[::step],
        units=UNIT + "".join(PARAMETERS[::step]),
        register="".join(ROWS[::step]),
    )
    for number, (person, entry) in enumerate(entries(seed)):
        path = place.add(*entry, person=person, name=f"entry-{number}")
        if turned:
            path.rename(path.with_name(f"{999 - number}.ics"))
    return place


@pytest.mark.parametrize("seed", range(4))
def test_files_people_and_rows_may_stand_in_any_order(tmp_path: Path, seed: int) -> None:
    one = installed(tmp_path / "one", seed, turned=False)
    other = installed(tmp_path / "other", seed, turned=True)

    first, second = one.check(), other.check()

    people = {e["id"]: e for e in first["employees"]}
    assert {e["id"]: e for e in second["employees"]} == people
    assert any(e["findings"] for e in people.values())
    assert one.sync()["notices"] == other.sync()["notices"]


@pytest.mark.parametrize("seed", range(4, 8))
def test_a_second_pass_writes_nothing_and_a_dry_run_tells_the_truth(
    tmp_path: Path, seed: int
) -> None:
    place = installed(tmp_path, seed, turned=False)
    rehearsed = place.sync("--dry-run")
    first = place.sync()
    calendars = {p: p.read_bytes() for p in (place.folder / "calendars").rglob("*.ics")}

    second = place.sync()

    made = first["notices"]["created"]
    assert rehearsed == first
    assert made > 0
    assert second["notices"] == {
        "created": 0,
        "updated": 0,
        "removed": 0,
        "unchanged": made,
        "told": 0,
    }
    assert {p: p.read_bytes() for p in (place.folder / "calendars").rglob("*.ics")} == calendars
