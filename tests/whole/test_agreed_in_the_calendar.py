"""A home series that the leader accepted is evidence of an agreement, where the unit asks for it."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.installation import Installation
from tests.whole.crowd import attendee

MONDAY = date(2026, 11, 30)
TUESDAY = MONDAY + timedelta(days=1)
ASKING = '[[units]]\nid = "u"\nleader = "boss"\nagreements_from_calendar = true\n'
NOT_ASKING = '[[units]]\nid = "u"\nleader = "boss"\n'
FRAME = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2026-06-01\n'
WEEKLY, OWNER = "RRULE:FREQ=WEEKLY", "ORGANIZER:mailto:e1@x.example"
BOSS = "boss@x.example"


def place(folder: Path, units: str = ASKING, **settings: Any) -> Installation:
    return Installation(
        folder, MONDAY, units=units, employees=("boss", "e1"), register=FRAME, **settings
    )


def series(here: Installation, *lines: str, first: date = TUESDAY, name: str = "home") -> None:
    here.add("Hjemmearbejde", first, None, WEEKLY, OWNER, *lines, name=name)


def missing(here: Installation) -> Any:
    return here.findings("e1")["individual_agreement_missing"]


def kept(here: Installation) -> list[tuple[Any, ...]]:
    with sqlite3.connect(here.folder / "hjemmedag.db") as db:
        return db.execute("select person, first, last, accepted from home_series").fetchall()


def note(here: Installation) -> str:
    (path,) = here.notes("e1")
    return str(Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]["DESCRIPTION"])


def test_what_the_leader_accepted_seems_agreed(tmp_path: Path) -> None:
    here = place(tmp_path)
    series(here, attendee(BOSS))

    finding = missing(here)
    assert finding["facts"] == {"weekdays": [1], "repeated": True, "agreed": True}
    assert (finding["clause"], finding["to"]) == ("K5", ["employee"])
    here.sync()
    assert note(here).startswith(
        "Det ser ud til, at du og din leder har aftalt din faste hjemmedag"
    )
    assert kept(here) == [("e1", "2026-12-01", None, 1)]


ANSWERS = {
    "nobody was invited": (),
    "not answered": (attendee(BOSS, "NEEDS-ACTION"),),
    "declined": (attendee(BOSS, "DECLINED"),),
    "somebody else accepted": (attendee("bo@x.example"),),
    "a delegate clicked": (
        f'ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY="mailto:bo@x.example":mailto:{BOSS}',
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_anything_less_is_no_evidence(tmp_path: Path, name: str) -> None:
    here = place(tmp_path)
    series(here, *ANSWERS[name])

    assert "agreed" not in missing(here)["facts"]


def test_a_unit_that_does_not_ask_looks_at_nobody_s_answer_and_keeps_no_series(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, NOT_ASKING)
    series(here, attendee(BOSS))

    assert "agreed" not in missing(here)["facts"]
    here.sync()
    assert kept(here) == []


def with_alias(folder: Path) -> Installation:
    """The leader has a second address."""
    boss = (
        f'[[employees]]\nid = "boss"\nmailbox = "{BOSS}"\nconnection = "files"\nunit = "u"\n'
        'aliases = ["chef@x.example"]\n'
    )
    here = Installation(folder, MONDAY, units=ASKING + boss, register=FRAME)
    here.mailbox("boss").mkdir()
    return here


def test_an_alias_of_the_leader_is_the_leader(tmp_path: Path) -> None:
    here = with_alias(tmp_path)
    series(here, attendee("CHEF@x.example"))

    assert missing(here)["facts"]["agreed"]


def test_all_the_days_must_stand_in_accepted_series(tmp_path: Path) -> None:
    here = place(tmp_path)
    series(here, attendee(BOSS))
    series(here, first=TUESDAY + timedelta(days=2), name="other")

    assert "agreed" not in missing(here)["facts"]


def test_declining_later_takes_nothing_back_while_the_series_is_the_same(tmp_path: Path) -> None:
    here = place(tmp_path)
    series(here, attendee(BOSS))
    here.sync()

    series(here, attendee(BOSS, "DECLINED"))
    here.sync()
    assert missing(here)["facts"]["agreed"]
    assert kept(here) == [("e1", "2026-12-01", None, 1)]

    series(here, attendee(BOSS, "DECLINED"), first=TUESDAY + timedelta(days=1))
    here.sync()
    assert "agreed" not in missing(here)["facts"]


def test_an_agreement_in_the_register_is_ended_by_nothing_in_a_calendar(tmp_path: Path) -> None:
    here = place(tmp_path)
    here.register += (
        '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-10-19\n'
        'pattern = [["tuesday"]]\n'
    )
    here.configure()
    series(here, attendee(BOSS, "DECLINED"))
    assert here.findings("e1") == {}

    (here.mailbox("e1") / "home.ics").unlink()
    assert here.findings("e1") == {}


def test_what_was_kept_of_a_series_goes_with_the_series_the_key_and_the_person(
    tmp_path: Path,
) -> None:
    here = place(tmp_path)
    series(here, attendee(BOSS))
    here.sync()
    here.units = NOT_ASKING
    here.configure()
    here.sync()
    assert kept(here) == []

    here.units = ASKING
    here.configure()
    here.sync()
    assert len(kept(here)) == 1
    here.employee_keys = "enrolled = false"
    here.configure()
    here.sync()
    assert kept(here) == []


def test_no_address_of_anybody_who_answered_is_kept(tmp_path: Path) -> None:
    here = with_alias(tmp_path)
    series(here, attendee("chef@x.example"), attendee("kollega@x.example"))
    here.sync()

    stored = b"".join(p.read_bytes() for p in here.folder.glob("hjemmedag.db*"))
    assert b"chef@" not in stored
    assert b"kollega@" not in stored
