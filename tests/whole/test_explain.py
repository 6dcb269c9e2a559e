"""``explain`` lays open, for any finding, clause, dates, entries, word and the parameter that decided."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation
from tests.whole.crowd import at

MONDAY = date(2026, 11, 30)
TUESDAY = MONDAY + timedelta(days=1)
FRAME = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2026-06-01\n'
OWN = (
    '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-10-19\n'
    'pattern = [["tuesday", "thursday"]]\n'
)
DATED = (
    '[[parameters]]\nunit = "top"\nkey = "home_work"\nvalue = "none"\nvalid_from = 2026-12-01\n'
    'decided_by = "Direktionen"\ndiscussed_on = 2026-11-02\n'
)
TREE = '[[units]]\nid = "top"\n[[units]]\nid = "u"\nparent = "top"\n'


def explained(here: Installation, day: date = TUESDAY) -> dict[str, Any]:
    """Findings by rule, as ``explain --format json`` gives them."""
    answer = here.run("explain", "e1", str(day), "--format", "json").json
    return {f["rule"]: f for f in answer["findings"]}


def words(here: Installation, day: date = TUESDAY) -> str:
    return here.run("explain", "e1", str(day)).out


def test_a_closed_workplace_names_the_parameter_its_unit_its_dates_and_who_decided(
    tmp_path: Path,
) -> None:
    here = Installation(tmp_path, MONDAY, units=TREE + DATED)
    here.add("Arbejder hjemme", TUESDAY)

    finding = explained(here)["on_site_day"]
    assert finding["clause"] == "P2"
    assert finding["parameters"] == [
        {
            "key": "home_work",
            "value": "none",
            "unit": "top",
            "valid_from": "2026-12-01",
            "valid_to": None,
            "decided_by": "Direktionen",
            "discussed_on": "2026-11-02",
        }
    ]
    (entry,) = finding["entries"]
    assert (entry["start"], entry["meaning"], entry["word"]) == (
        "2026-12-01",
        "home",
        "Arbejder hjemme",
    )
    text = words(here)
    assert "finding: on_site_day, clause P2, for employee" in text
    assert "rests on 2026-12-01, all day, home, rule" in text
    assert (
        "parameter home_work = none, set in unit top, from 2026-12-01, decided by Direktionen, "
        "discussed on 2026-11-02"
    ) in text


def test_a_meeting_is_laid_open_beside_the_home_day_by_its_times_and_never_by_its_subject(
    tmp_path: Path,
) -> None:
    here = Installation(tmp_path, MONDAY)
    here.add("Hjemmearbejde fast", TUESDAY)
    here.add("Fysisk møde om Kaninbjerg", at(TUESDAY, 10), at(TUESDAY, 12))

    entries = explained(here)["on_site_conflict"]["entries"]
    assert [(e["meaning"], e["evidence"], e["kind"]) for e in entries] == [
        ("home", None, "fixed"),
        ("nothing", "sure", None),
    ]
    assert entries[1]["start"] == "2026-12-01T10:00:00+01:00"
    assert "Kaninbjerg" not in words(here)
    assert "fixed by its own words" in words(here)


def test_a_habit_shows_the_days_that_have_passed_too_whichever_day_is_asked(
    tmp_path: Path,
) -> None:
    here = Installation(tmp_path, MONDAY)
    days = [TUESDAY + timedelta(weeks=n) for n in (-4, -3, -1, 0, 1)]
    for day in days:
        here.add("Hjemmearbejde ad hoc", day)

    finding = explained(here, MONDAY)["looks_fixed"]
    assert [e["start"] for e in finding["entries"]] == [str(d) for d in days]
    assert {e["kind"] for e in finding["entries"]} == {"ad_hoc"}


def test_an_average_shows_every_counted_day_and_the_agreements_it_was_judged_by(
    tmp_path: Path,
) -> None:
    terms = 'reading = "all-weeks"\n'
    here = Installation(tmp_path, MONDAY, register=FRAME + terms + OWN)
    for week in range(-3, 1):
        for weekday in (0, 1, 3):
            here.add("Hjemmearbejde fast", MONDAY + timedelta(weeks=week, days=weekday))

    finding = explained(here)["average_exceeded"]
    assert (finding["clause"], finding["facts"]["first_week"]) == ("LA", "2026-W46")
    assert len(finding["entries"]) == 12
    assert [r["table"] for r in finding["register"]] == [
        "local_agreements",
        "individual_agreements",
    ]
    assert finding["register"][0]["reading"] == "all-weeks"
    assert finding["register"][1]["pattern"] == [["tuesday", "thursday"]]


def test_an_end_shows_the_agreement_and_the_lead_it_is_told_by(tmp_path: Path) -> None:
    units = '[[units]]\nid = "u"\nlead_weeks = 8\n'
    ends = OWN + "valid_to = 2027-01-20\n"
    here = Installation(tmp_path, MONDAY, units=units, register=FRAME + ends)

    finding = explained(here, date(2026, 12, 22))["agreement_expiring"]
    assert [(p["key"], p["value"], p["unit"]) for p in finding["parameters"]] == [
        ("lead_weeks", 8, "u")
    ]
    assert finding["register"] == [
        {
            "table": "individual_agreements",
            "employee": "e1",
            "valid_from": "2026-10-19",
            "pattern": [["tuesday", "thursday"]],
            "valid_to": "2027-01-20",
        }
    ]
    assert "register, individual_agreements: employee e1, valid_from 2026-10-19" in words(here)


def test_a_lead_that_nobody_set_stands_for_all_units(tmp_path: Path) -> None:
    here = Installation(tmp_path, MONDAY, register=FRAME + OWN + "valid_to = 2027-01-10\n")

    assert "parameter lead_weeks = 6, as it is for all units" in words(here)


def test_the_reason_of_a_decision_is_shown_to_nobody(tmp_path: Path) -> None:
    decided = (
        '[[suitability_decisions]]\nemployee = "e1"\ndecided_by = "bo"\ndecided_on = 2026-11-10\n'
        'reason = "Kaninbjerg"\nexplained_on = 2026-11-12\n'
    )
    here = Installation(tmp_path, MONDAY, register=FRAME + OWN + decided)
    here.add("Hjemmearbejde", TUESDAY)

    finding = explained(here)["tasks_unsuited"]
    assert finding["register"][0]["decided_on"] == "2026-11-10"
    assert "Kaninbjerg" not in words(here) + str(finding)


def test_a_local_agreement_of_the_unit_is_explained_with_it(tmp_path: Path) -> None:
    here = Installation(tmp_path, MONDAY, register=FRAME + "review_by = 2026-12-20\n")

    finding = explained(here)["review_due"]
    assert (finding["clause"], finding["to"]) == ("K7", ["hr"])
    assert finding["register"][0]["id"] == "LA"


RULES = {
    "individual_agreement_missing": "agreements_from_calendar",
    "working_environment": "working_environment",
}


@pytest.mark.parametrize("rule", RULES)
def test_the_switch_that_a_rule_asks_is_named(tmp_path: Path, rule: str) -> None:
    units = '[[units]]\nid = "u"\nworking_environment = true\nagreements_from_calendar = true\n'
    here = Installation(tmp_path, date(2026, 12, 7), units=units, register=FRAME)
    for n in range(28):
        here.add("Hjemmearbejde fast", date(2026, 12, 1) + timedelta(days=n))

    finding = explained(here, date(2026, 12, 8))[rule]
    assert [(p["key"], p["value"], p["unit"]) for p in finding["parameters"]] == [
        (RULES[rule], True, "u")
    ]


def test_a_call_in_is_shown_by_the_clock_and_by_the_register_s_own_keys(tmp_path: Path) -> None:
    called = f'[[call_ins]]\ndate = {TUESDAY}\nemployee = "e1"\nfrom = "09:00"\nto = "11:00"\n'
    here = Installation(tmp_path, MONDAY, register=called)
    here.add("Hjemmearbejde", TUESDAY)

    assert explained(here)["on_site_day"]["register"] == [
        {
            "table": "call_ins",
            "date": str(TUESDAY),
            "employee": "e1",
            "from": "09:00",
            "to": "11:00",
        }
    ]
    assert f"call_ins: date {TUESDAY}, employee e1, from 09:00, to 11:00" in words(here)


def test_weekdays_are_called_by_their_names(tmp_path: Path) -> None:
    here = Installation(tmp_path, MONDAY, register=FRAME + OWN)
    for n in range(10):
        here.add("Hjemmearbejde fast", date(2026, 10, 19) + timedelta(weeks=n))

    said = words(here, MONDAY)
    assert "pattern tuesday thursday, weekdays monday, weeks_off 6" in said


def test_the_weeks_of_an_agreed_pattern_stand_apart(tmp_path: Path) -> None:
    weeks = '[["monday", "tuesday", "thursday"], ["monday", "tuesday"]]'
    own = OWN.replace('[["tuesday", "thursday"]]', weeks)
    here = Installation(tmp_path, MONDAY, register=FRAME + own)

    assert "pattern monday tuesday thursday / monday tuesday, cap 2" in words(here)
