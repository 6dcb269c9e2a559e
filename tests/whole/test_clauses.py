"""Each clause of the framework paper at work, through real calendar files and the command.

``docs/reference/clauses.md`` tells these examples; a test there holds the page to the names here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar

from tests.installation import Installation
from tests.whole.crowd import at

MONDAY = date(2026, 11, 30)
WEEK = timedelta(weeks=1)
FAST, AD_HOC = "Hjemmearbejde fast", "Hjemmearbejde ad hoc"
FRAME = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2026-06-01\n{more}\n'
OWN = (
    '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-10-19\n'
    "pattern = {pattern}\n{more}\n"
)
DECISION = (
    '[[suitability_decisions]]\nemployee = "e1"\ndecided_by = "boss"\n'
    "decided_on = 2026-11-10\n{more}\n"
)
UNION = '[[contacts]]\nunit = "u"\nrole = "union"\nname = "{name}"\naddress = "{name}@x.example"\n'


def frame(more: str = "") -> str:
    return FRAME.format(more=more)


def own(*weekdays: str, more: str = "") -> str:
    return OWN.format(pattern=[list(weekdays)], more=more)


def decision(more: str = "") -> str:
    return DECISION.format(more=more)


def place(folder: Path, **settings: Any) -> Installation:
    return Installation(folder, MONDAY, **settings)


def day(week: int, weekday: int) -> date:
    """A weekday (Monday 0), so many weeks after the week of 30 November."""
    return MONDAY + week * WEEK + timedelta(days=weekday)


def add(here: Installation, subject: str, weekday: int, weeks: range, person: str = "e1") -> None:
    for week in weeks:
        here.add(subject, day(week, weekday), person=person, name=f"h-{day(week, weekday)}")


def found(here: Installation, as_of: date | None = None, person: str = "e1") -> dict[str, Any]:
    return here.findings(person, as_of)


def note(here: Installation, person: str = "e1") -> str:
    """The words of the only note in a calendar."""
    (path,) = here.notes(person)
    return str(Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]["DESCRIPTION"])


def said(finding: Mapping[str, Any]) -> tuple[str, list[str], list[str]]:
    return finding["clause"], finding["to"], finding["days"]


def test_k1_a_meeting_on_an_ad_hoc_day_is_a_question_and_no_agreement_is_asked_for(
    tmp_path: Path,
) -> None:
    here = place(tmp_path)
    here.add(AD_HOC, day(0, 1))
    here.add("Møde (fysisk)", at(day(0, 1), 10), at(day(0, 1), 12))

    (finding,) = found(here).values()
    assert said(finding) == ("K1", ["employee"], ["2026-12-01"])
    assert (finding["rule"], finding["severity"]) == ("on_site_conflict", "question")


def test_k1_days_that_fall_alike_are_asked_about_once_and_never_again(tmp_path: Path) -> None:
    here = place(tmp_path)
    add(here, AD_HOC, 1, range(-4, 3))

    finding = found(here)["looks_fixed"]
    assert said(finding) == ("K1", ["employee"], [])
    assert finding["key"] == "looks_fixed:e1:tuesday"
    assert here.sync()["notices"]["created"] == 1
    assert "Er tirsdag blevet din faste hjemmedag?" in note(here)

    here.notes()[0].unlink()
    assert here.sync()["notices"]["told"] == 1
    for week in range(-4, 3):
        (here.mailbox() / f"h-{day(week, 1)}.ics").unlink()
    here.sync()
    add(here, AD_HOC, 1, range(-4, 3))
    assert here.sync()["notices"]["created"] == 0
    assert found(here)["looks_fixed"] == finding


def test_k2_fixed_days_that_no_local_agreement_covers_are_hr_s_matter(tmp_path: Path) -> None:
    here = place(tmp_path, register=frame("valid_to = 2026-12-10"))
    add(here, FAST, 1, range(1, 3))
    add(here, FAST, 3, range(1, 2))

    finding = found(here)["local_agreement_missing"]
    assert said(finding) == ("K2", ["hr"], ["2026-12-15"])
    assert here.sync()["notices"]["created"] == 1
    assert "individuel aftale" in note(here)


def test_k3_nothing_is_said_of_too_few_home_days_and_no_calendar_ends_an_agreement(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, register=frame() + own("tuesday", "thursday"))
    here.add("Ikke hjemmearbejde", day(0, 1), None, "STATUS:CANCELLED")

    assert found(here) == {}
    here.add("Hjemmearbejde", day(1, 1))
    (employee,) = here.check()["employees"]
    assert employee["findings"] == []
    assert [d["kind"] for d in employee["days"] if d["status"] == "home"] == ["fixed"]


def test_k4_an_average_above_two_and_a_pattern_above_the_cap(tmp_path: Path) -> None:
    here = place(tmp_path, register=frame() + own("monday", "tuesday", "friday"))

    finding = found(here)["agreement_over_cap"]
    assert (finding["clause"], finding["to"]) == ("K4", ["leader", "hr"])
    assert (finding["facts"]["per_week"], finding["facts"]["cap"]) == ("3", "2")

    agreed = place(tmp_path / "two", register=frame() + own("tuesday", "thursday"))
    for weekday in (0, 1, 3):
        add(agreed, FAST, weekday, range(4))
    over = found(agreed)["average_exceeded"]
    assert (over["clause"], over["facts"]["last_week"]) == ("K4", "2026-W51")
    assert (over["facts"]["per_week"], over["facts"]["cap"]) == ("9/4", "2")


def test_k5_fixed_days_off_the_agreed_weekdays_three_weeks_of_six(tmp_path: Path) -> None:
    here = place(tmp_path, register=frame() + own("tuesday", "thursday"))
    add(here, FAST, 1, range(-3, 2))
    add(here, FAST, 4, range(-2, 2))

    finding = found(here)["agreement_deviation"]
    assert said(finding) == ("K5", ["employee"], ["2026-12-04", "2026-12-11"])
    assert finding["key"] == "agreement_deviation:e1:2026-10-19"
    assert (finding["facts"]["weekdays"], finding["facts"]["weeks_off"]) == ([4], 3)
    here.sync()
    assert "andre ugedage end dem, der står i din aftale" in note(here)


def test_k5_an_agreement_that_ends_is_told_six_weeks_ahead(tmp_path: Path) -> None:
    ends = own("tuesday", more="valid_to = 2027-01-10")
    here = place(tmp_path, register=frame() + ends)

    finding = found(here)["agreement_expiring"]
    assert said(finding) == ("K5", ["leader", "employee"], [])
    assert finding["facts"]["last_day"] == "2027-01-10"
    assert found(here, as_of=MONDAY - timedelta(days=2)) == {}
    assert here.check()["undeliverable"] == [{"key": finding["key"], "to": "leader"}]
    assert here.sync()["notices"]["created"] == 1
    assert note(here).startswith("Din aftale om hjemmearbejde gælder til og med den 10. januar.")


def test_k6_a_sure_meeting_on_a_fixed_day(tmp_path: Path) -> None:
    here = place(tmp_path, register=frame() + own("tuesday"))
    here.add("Hjemmearbejde", day(1, 1))
    here.add("Retsmøde", at(day(1, 1), 10), at(day(1, 1), 12))

    finding = found(here)["on_site_conflict"]
    assert said(finding) == ("K6", ["employee"], ["2026-12-08"])
    assert finding["severity"] == "conflict"


def test_k7_the_nearest_local_agreement_decides_and_comes_up_for_review(tmp_path: Path) -> None:
    units = '[[units]]\nid = "top"\n[[units]]\nid = "u"\nparent = "top"\n'
    above = frame("max_days_per_week = 1\nreview_by = 2027-06-01").replace('["u"]', '["top"]')
    here = place(
        tmp_path,
        units=units,
        register=above
        + frame("review_by = 2026-12-18").replace('"LA"', '"LB"')
        + own("tuesday", "thursday"),
    )

    answer = here.check()
    assert answer["employees"][0]["findings"] == []
    (unit,) = answer["units"]
    (finding,) = unit["findings"]
    assert (unit["id"], finding["key"]) == ("u", "review_due:LB:2026-12-18")
    assert said(finding) == ("K7", ["hr"], [])
    assert answer["undeliverable"] == [{"key": finding["key"], "to": "hr"}]


def test_k8_the_leader_accounts_for_a_decision_before_the_employee_hears_of_it(
    tmp_path: Path,
) -> None:
    here = place(tmp_path, register=frame() + own("thursday") + decision())
    add(here, FAST, 3, range(1, 2))

    finding = found(here)["reason_missing"]
    assert said(finding) == ("K8", ["leader"], [])
    assert finding["facts"]["missing"] == ["reason", "explained_on"]
    assert "tasks_unsuited" not in found(here)
    assert here.sync()["notices"]["created"] == 0

    explained = 'reason = "Vagter"\nexplained_on = 2026-11-12'
    here.register = frame() + own("thursday") + decision(explained)
    here.configure()
    told = found(here)
    assert said(told["tasks_unsuited"]) == ("K8", ["employee"], ["2026-12-10"])
    assert "reason_missing" not in told


@pytest.fixture
def unsuited(tmp_path: Path) -> Installation:
    explained = 'reason = "Vagter"\nexplained_on = 2026-11-12'
    here = place(
        tmp_path,
        units='[[units]]\nid = "u"\n' + UNION.format(name="Tove") + UNION.format(name="Per"),
        register=frame() + own("thursday") + decision(explained),
    )
    add(here, FAST, 3, range(1, 3))
    return here


def test_k9_the_note_names_every_union_representative_and_the_way_to_hr(
    unsuited: Installation,
) -> None:
    assert unsuited.sync()["notices"]["created"] == 1

    words = note(unsuited)
    assert words.startswith("Torsdag den 10. december står som fast hjemmedag. Den 12. november")
    assert "Kontakt: Tove (Tove@x.example), Per (Per@x.example)." in words
    assert "Område HR eller direktoratets HR" in words
    assert "Vagter" not in words


def test_k9_while_a_decision_is_raised_nothing_reaches_the_employee(
    unsuited: Installation,
) -> None:
    calm = unsuited.register
    unsuited.register = calm.replace("explained_on", "raised_on = 2026-11-20\nexplained_on")
    unsuited.configure()
    assert found(unsuited) == {}

    unsuited.register = unsuited.register + "settled_on = 2026-11-27\n"
    unsuited.configure()
    assert "tasks_unsuited" in found(unsuited)


def test_k8_one_note_a_decision_and_never_a_second(unsuited: Installation) -> None:
    unsuited.sync()
    unsuited.notes()[0].unlink()
    assert unsuited.sync()["notices"]["told"] == 1

    add(unsuited, FAST, 3, range(3, 4))
    for later in (MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK):
        assert unsuited.sync(as_of=later)["notices"]["created"] == 0


def test_k10_fixed_and_ad_hoc_stand_in_one_week(tmp_path: Path) -> None:
    here = place(tmp_path, register=frame() + own("tuesday", "thursday"))
    for weekday, subject in ((1, "Hjemmearbejde"), (3, "Hjemmearbejde"), (4, AD_HOC)):
        add(here, subject, weekday, range(3))

    (employee,) = here.check()["employees"]
    home = [d["kind"] for d in employee["days"] if d["status"] == "home"]
    assert home == ["fixed", "fixed", "ad_hoc"] * 3
    assert employee["findings"] == []


def test_p1_the_note_asks_whether_the_task_can_be_solved_as_well_online(tmp_path: Path) -> None:
    here = place(tmp_path, register=frame() + own("tuesday"))
    here.add("Hjemmearbejde", day(1, 1))
    here.add("Møde (fysisk)", at(day(1, 1), 10), at(day(1, 1), 12))
    here.sync()

    assert "spørge arrangøren, om opgaven kan løses lige så godt online" in note(here)


def test_p2_the_workplace_decides_whether_home_work_is_used_and_from_when(tmp_path: Path) -> None:
    dated = (
        '[[parameters]]\nunit = "u"\nkey = "home_work"\nvalue = "none"\n'
        'valid_from = 2026-12-07\ndecided_by = "Direktionen"\ndiscussed_on = 2026-11-02\n'
    )
    here = place(tmp_path, units='[[units]]\nid = "u"\n' + dated)
    add(here, AD_HOC, 1, range(2))

    assert said(found(here)["on_site_day"]) == ("P2", ["employee"], ["2026-12-08"])


def test_p3_a_decision_is_looked_at_again_after_a_year(tmp_path: Path) -> None:
    explained = 'reason = "Vagter"\nexplained_on = 2026-11-12'
    here = place(tmp_path, register=decision(explained))

    assert found(here) == {}
    finding = found(here, as_of=date(2027, 10, 4))["review_due"]
    assert said(finding) == ("P3", ["leader"], [])
    assert (finding["facts"]["date"], finding["facts"]["decided_on"]) == (
        "2027-11-10",
        "2026-11-10",
    )


def test_p4_many_at_home_at_once_is_told_in_counts_of_five_or_more(tmp_path: Path) -> None:
    people = tuple(f"e{n}" for n in range(1, 8))
    units = '[[units]]\nid = "u"\nmax_home_share = "3/5"\n'
    here = place(tmp_path, units=units, employees=people)
    for person in people[:5]:
        add(here, AD_HOC, 3, range(1, 2), person)
    add(here, AD_HOC, 1, range(1, 2), "e1")
    here.add("Ferie", day(1, 3), person="e7")

    answer = here.check()
    assert all(employee["findings"] == [] for employee in answer["employees"])
    (unit,) = answer["units"]
    (finding,) = unit["findings"]
    assert said(finding) == ("P4", ["leader"], ["2026-12-10"])
    assert (finding["key"], finding["severity"]) == ("coverage_low:u:2026-12-10", "hint")
    assert finding["facts"] == {
        "home": 5,
        "available": 6,
        "share": "5/6",
        "max_home_share": "3/5",
    }
    assert answer["undeliverable"] == [{"key": finding["key"], "to": "leader"}]

    for person in ("e5", "e6"):
        here.add("Ferie", day(1, 3), person=person)
    assert here.check()["units"] == []


def test_p4_whoever_could_not_be_read_is_not_counted(tmp_path: Path) -> None:
    people = tuple(f"e{n}" for n in range(1, 6))
    units = '[[units]]\nid = "u"\nmax_home_share = "1/2"\n'
    here = place(tmp_path, units=units, employees=people)
    for person in people[:4]:
        add(here, AD_HOC, 3, range(1, 2), person)
    here.mailbox("e5").rmdir()

    answer = here.check()
    assert answer["failed"]
    assert answer["units"] == []


def test_at_more_than_two_fixed_days_a_week_over_a_month_where_a_unit_asks(tmp_path: Path) -> None:
    here = place(tmp_path, units='[[units]]\nid = "u"\nworking_environment = true\n')
    for weekday in (0, 1, 3):
        add(here, FAST, weekday, range(1, 5))

    finding = found(here, as_of=date(2026, 12, 7))["working_environment"]
    assert said(finding) == ("AT", ["employee", "leader"], [])
    assert finding["facts"] == {"month": "2026-12", "days": "12", "per_week": "84/31"}

    here.units = '[[units]]\nid = "u"\n'
    here.configure()
    assert "working_environment" not in found(here, as_of=date(2026, 12, 7))
