"""Who is told what: what is the leader's from the start, what is HR's, and what stays with the employee."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar

from tests.installation import Installation

THURSDAY = date(2026, 12, 3)
W50 = date(2026, 12, 7)
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
HR = '[[contacts]]\nunit = "u"\nrole = "hr"\nname = "HR"\naddress = "hr@x.example"\n'
OTHER = '[[units]]\nid = "other"\n' + HR.replace('"u"', '"other"').replace("hr@", "else@")
UNIT = '[[units]]\nid = "u"\nname = "KiF Vest"\nleader = "boss"\n'
FRAME = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2026-06-01\n'
OWN = (
    '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-10-19\npattern = [["tuesday"]]\n'
)
DECISION = (
    '[[suitability_decisions]]\nemployee = "e1"\ndecided_by = "boss"\ndecided_on = 2026-11-10\n'
)


def place(folder: Path, unit: str = "", size: int = 6, **settings: Any) -> Installation:
    people = ("boss", *(f"e{n}" for n in range(1, size)))
    units = UNIT + unit + "\n" + settings.pop("contacts", "")
    return Installation(folder, THURSDAY, units=units, employees=people, more=DELIVERY, **settings)


def overview(here: Installation, person: str = "boss") -> str:
    """The words of the newest overview in a calendar."""
    texts = {}
    for path in here.notes(person):
        entry = Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]
        if "overblik" in str(entry["SUMMARY"]):
            texts[entry.decoded("DTSTART")] = str(entry["DESCRIPTION"])
    return texts[max(texts)]


def test_a_reason_that_is_missing_stands_in_the_first_overview(tmp_path: Path) -> None:
    here = place(tmp_path, register=FRAME + DECISION)
    here.sync()

    text = overview(here)
    assert "Til dig (1)\n1. Afgørelsen af 10. november: Har du redegjort for baggrunden?" in text
    assert "Medarbejderen får intet fra os før da." in text
    assert here.notes("e1") == []


def test_two_decisions_of_one_day_are_told_apart_by_name(tmp_path: Path) -> None:
    another = DECISION.replace('"e1"', '"e2"')
    here = place(tmp_path, register=FRAME + DECISION + another)
    here.sync()

    text = overview(here)
    assert "1. Afgørelsen af 10. november om e1: Har du redegjort for baggrunden?" in text
    assert "2. Afgørelsen af 10. november om e2: Har du redegjort for baggrunden?" in text


def test_an_end_and_a_review_stand_under_what_is_on_its_way(tmp_path: Path) -> None:
    ends = OWN + "valid_to = 2027-01-10\nreview_by = 2026-12-20\n"
    here = place(tmp_path, register=FRAME + ends)
    here.sync()

    text = overview(here)
    assert "På vej\ne1: aftalen om hjemmearbejde udløber den 10. januar." in text
    assert "e1: se på aftalen om hjemmearbejde sammen igen senest den 20. december." in text
    assert "Til dig" not in text


def test_the_employee_s_note_says_when_the_leader_gets_it_too(tmp_path: Path) -> None:
    here = place(tmp_path, register=FRAME + OWN + "valid_to = 2027-01-10\n")
    here.add("Hjemmearbejde ad hoc", THURSDAY, person="e2")
    here.sync(as_of=THURSDAY - timedelta(days=2))

    (path,) = here.notes("e1")
    words = str(Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]["DESCRIPTION"])
    assert words.rstrip().endswith(
        "Din leder får det også i ugeoverblikket torsdag den 3. december, selv om du sletter noten."
    )
    assert "udløber" not in overview(here)
    here.sync()
    assert "udløber den 10. januar" in overview(here)


def test_without_overviews_the_note_is_the_employee_s_alone(tmp_path: Path) -> None:
    here = place(tmp_path, register=FRAME + OWN + "valid_to = 2027-01-10\n")
    here.more = ""
    here.configure()
    here.sync()

    (path,) = here.notes("e1")
    words = str(Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]["DESCRIPTION"])
    assert words.rstrip().endswith("Noten er kun til dig.")


def test_many_at_home_stand_in_counts_in_the_overview_of_that_week_alone(tmp_path: Path) -> None:
    here = place(tmp_path, 'max_home_share = "1/2"')
    for person in ("e1", "e2", "e3", "e4"):
        here.add("Hjemmearbejde ad hoc", W50 + timedelta(days=3), person=person)
        here.add("Hjemmearbejde ad hoc", W50 + timedelta(days=10), person=person)
    here.sync()

    text = overview(here)
    assert "På vej\nKiF Vest: torsdag den 10. december er 4 af 6 hjemme.\n" in text
    assert "17. december" not in text


def test_a_unit_that_shows_counts_names_nobody(tmp_path: Path) -> None:
    register = FRAME + OWN + "valid_to = 2027-01-10\n" + DECISION
    here = place(tmp_path, 'detail = "counts"', register=register, contacts=HR)
    here.sync()

    text = overview(here)
    assert "KiF Vest: 1 afgørelse uden begrundelse" in text
    assert "KiF Vest: 1 aftale, der snart udløber." in text
    assert "Vil du vide mere, så spørg HR." in text
    assert "e1" not in text


def test_the_end_and_the_review_of_a_local_agreement_are_hr_s(tmp_path: Path) -> None:
    register = FRAME + "valid_to = 2027-01-10\nreview_by = 2026-12-20\n"
    here = place(tmp_path, register=register, contacts=HR)
    here.mailbox("hr").mkdir()

    here.sync()

    text = overview(here, "hr")
    assert "Lokalaftalen LA gælder til og med den 10. januar." in text
    assert "Lokalaftalen LA drøftes igen senest den 20. december." in text
    assert here.notes("boss") == []


def test_rows_that_are_gone_are_a_question_in_hr_s_month_that_names_nobody(tmp_path: Path) -> None:
    here = place(tmp_path, register=FRAME + OWN + DECISION, contacts=HR)
    here.mailbox("hr").mkdir()
    here.sync(as_of=date(2026, 11, 30))
    here.register = ""
    here.configure()

    here.sync(as_of=date(2026, 12, 1))

    text = overview(here, "hr")
    assert "Lokalaftalen LA står ikke længere i registret. Mente I det?" in text
    assert "KiF Vest: 1 individuel aftale står ikke længere i registret. Mente I det?" in text
    assert "KiF Vest: 1 afgørelse står ikke længere i registret. Mente I det?" in text
    assert "e1" not in text


def test_a_workplace_of_another_hr_is_not_asked_about_rows_that_are_gone(tmp_path: Path) -> None:
    here = place(tmp_path, register=FRAME + OWN, contacts=HR + OTHER)
    for person in ("hr", "else"):
        here.mailbox(person).mkdir()
    here.sync(as_of=date(2026, 11, 30))
    here.register = ""
    here.configure()

    here.sync(as_of=date(2026, 12, 1))

    assert "Mente I det?" in overview(here, "hr")
    assert here.notes("else") == []


def test_what_is_only_the_employee_s_never_reaches_an_overview(tmp_path: Path) -> None:
    here = place(tmp_path, register=FRAME + OWN)
    for week in range(-5, 3):
        monday = date(2026, 11, 30) + timedelta(weeks=week)
        here.add("Hjemmearbejde ad hoc", monday + timedelta(days=2), person="e1")
        here.add("Hjemmearbejde fast", monday + timedelta(days=4), person="e1")

    found = here.findings("e1")
    assert {"looks_fixed", "agreement_deviation"} <= set(found)
    for n in range(3):
        here.sync(as_of=THURSDAY + timedelta(weeks=n))
        here.notes("boss")
    assert "Til dig" not in "".join(
        str(Calendar.from_ical(p.read_bytes()).walk("VEVENT")[0]["DESCRIPTION"])
        for p in here.notes("boss")
    )


def test_a_month_above_two_a_week_is_told_to_both(tmp_path: Path) -> None:
    here = place(tmp_path, "working_environment = true", register=FRAME)
    for week in range(1, 5):
        for weekday in (0, 1, 3):
            day = date(2026, 11, 30) + timedelta(weeks=week, days=weekday)
            here.add("Hjemmearbejde fast", day, person="e1")
    here.sync(as_of=THURSDAY + timedelta(weeks=1))

    assert "e1: 12 faste hjemmedage i december 2026" in overview(here)
