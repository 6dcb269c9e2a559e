"""Days people are asked in, and agreements that are missing or too wide (policy 3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation
from tests.whole.crowd import Entry

MONDAY = date(2026, 11, 30)
DAY = MONDAY + timedelta(days=1)
FAST, AD_HOC = "Hjemmearbejde fast", "Hjemmearbejde"
TREE = '[[units]]\nid = "top"\n{top}\n[[units]]\nid = "u"\nparent = "top"\n{own}\n{more}\n'
LOCAL = '[[local_agreements]]\nid = "{id}"\nunits = ["{unit}"]\nvalid_from = 2025-01-06\n{more}\n'
OWN = '[[individual_agreements]]\nemployee = "e1"\nvalid_from = {start}\npattern = {pattern}\n{more}\n'


def tree(top: str = "", own: str = "", more: str = "") -> str:
    return TREE.format(top=top, own=own, more=more)


def local(more: str = "", unit: str = "u", name: str = "LA") -> str:
    return LOCAL.format(id=name, unit=unit, more=more)


def own(*pattern: Sequence[str], more: str = "", start: date = MONDAY) -> str:
    return OWN.format(start=start, pattern=[list(week) for week in pattern], more=more)


def place(folder: Path, *entries: Entry, **settings: Any) -> Installation:
    made = Installation(folder, MONDAY, **({"units": tree()} | settings))
    for entry in entries:
        made.add(*entry)
    return made


def rule(found: Installation, name: str, *, on: date | None = None) -> list[dict[str, Any]]:
    (employee,) = found.check(on)["employees"]
    return [f for f in employee["findings"] if f["rule"] == name]


SOURCES = {
    "a weekday": ({"own": 'on_site_days = ["tuesday"]'}, "", "P2", "P2"),
    "a date": ({"own": "on_site_days = [2026-12-01]"}, "", "P2", "P2"),
    "another day": ({"own": 'on_site_days = ["monday", 2026-12-02]'}, "", None, None),
    "from above": ({"top": 'on_site_days = ["tuesday"]'}, "", "P2", "P2"),
    "replaced below": (
        {"top": 'on_site_days = ["tuesday"]', "own": 'on_site_days = ["friday"]'},
        "",
        None,
        None,
    ),
    "no home work": ({"own": 'home_work = "none"'}, "", "P2", "P2"),
    "only ad hoc": ({"own": 'home_work = "ad_hoc"'}, "", None, "P2"),
    "called in": ({}, 'employee = "e1"', "P2", "K6"),
    "unit called in": ({}, 'unit = "u"', "P2", "K6"),
    "everybody above called in": ({}, 'unit = "top"', "P2", "K6"),
    "called in for the morning": (
        {},
        'employee = "e1"\nfrom = "08:00"\nto = "10:00"',
        "P2",
        "K6",
    ),
    "called in for the evening": ({}, 'employee = "e1"\nfrom = "18:00"\nto = "20:00"', None, None),
    "called in on a closed day": ({"own": 'home_work = "none"'}, 'unit = "u"', "P2", "K6"),
}


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("kind", [AD_HOC, FAST])
def test_a_home_day_on_which_the_workplace_asks_people_in(
    tmp_path: Path, name: str, kind: str
) -> None:
    units, call_in, for_ad_hoc, for_fixed = SOURCES[name]
    register = f"[[call_ins]]\ndate = 2026-12-01\n{call_in}\n" if call_in else ""

    found = rule(
        place(tmp_path, (kind, DAY), units=tree(**units), register=register), "on_site_day"
    )

    clause = for_fixed if kind == FAST else for_ad_hoc
    assert [(f["clause"], f["severity"], f["to"]) for f in found] == [
        (clause, "question", ["employee"])
    ] * bool(clause)
    assert [f["key"] for f in found] == ["on_site_day:e1:2026-12-01"] * bool(clause)


def test_an_old_week_is_judged_by_the_rules_of_its_time(tmp_path: Path) -> None:
    dated = (
        '[[parameters]]\nunit = "top"\nkey = "home_work"\nvalue = "none"\n'
        "valid_from = 2026-12-08\nvalid_to = 2026-12-09\n"
    )
    days = [DAY + timedelta(days=n) for n in (0, 6, 7, 8, 9)]

    found = rule(
        place(tmp_path, *((AD_HOC, d) for d in days), units=tree(more=dated)), "on_site_day"
    )

    assert [f["days"] for f in found] == [["2026-12-08"], ["2026-12-09"]]


MISSING = {
    "no local agreement": ("", "local_agreement_missing"),
    "for others": (local('staff_groups = ["betjente"]'), "local_agreement_missing"),
    "for another unit": (local(unit="v"), "local_agreement_missing"),
    "ended the day before": (local("valid_to = 2026-11-30"), "local_agreement_missing"),
    "ends on the day": (local("valid_to = 2026-12-01"), "individual_agreement_missing"),
    "local only": (local(), "individual_agreement_missing"),
    "local from above": (local(unit="top"), "individual_agreement_missing"),
    "both": (local() + own(["tuesday"]), None),
    "individual only": (own(["tuesday"]), "local_agreement_missing"),
    "withdrawn that day": (
        local() + own(["tuesday"], more="withdrawn_on = 2026-12-01"),
        "individual_agreement_missing",
    ),
    "withdrawn the day after": (
        local() + own(["tuesday"], more="withdrawn_on = 2026-12-02"),
        None,
    ),
    "agreed for other days": (local() + own(["friday"]), None),
}


@pytest.mark.parametrize("name", MISSING)
def test_fixed_home_work_rests_on_two_agreements(tmp_path: Path, name: str) -> None:
    register, expected = MISSING[name]
    units = tree(more='[[units]]\nid = "v"\n')

    found = place(tmp_path, (FAST, DAY), units=units, register=register)

    (employee,) = found.check()["employees"]
    missing = [f for f in employee["findings"] if f["rule"] != "agreement_expiring"]
    assert [f["rule"] for f in missing] == ([expected] if expected else [])
    for finding in missing:
        assert finding["key"] == f"{expected}:e1"
        assert finding["days"] == ["2026-12-01"]
        is_local = expected == "local_agreement_missing"
        assert finding["clause"] == ("K2" if is_local else "K5")
        assert finding["to"] == (["hr"] if is_local else ["employee"])


def test_no_agreement_is_ever_asked_for_an_ad_hoc_day(tmp_path: Path) -> None:
    every_day = [(AD_HOC, MONDAY + timedelta(days=n)) for n in range(28)]

    (employee,) = place(tmp_path, *every_day).check()["employees"]

    assert employee["findings"] == []


def test_the_agreed_weekdays_of_the_cycle_are_fixed_while_the_agreement_is_in_force(
    tmp_path: Path,
) -> None:
    register = own(
        ["tuesday"], ["thursday"], start=date(2026, 11, 25), more="valid_to = 2026-12-16"
    )
    every_day = [(AD_HOC, MONDAY + timedelta(days=n)) for n in range(28)]

    (employee,) = place(tmp_path, *every_day, register=register).check()["employees"]

    fixed = [d["date"] for d in employee["days"] if d["kind"] == "fixed"]
    assert fixed == ["2026-12-03", "2026-12-08"]


CAPS = {
    "two": ([["tuesday", "friday"]], "", None),
    "three": ([["monday", "tuesday", "friday"]], "", ("2", "3")),
    "three and one": ([["monday", "tuesday", "friday"], ["monday"]], "", None),
    "three and two": ([["monday", "tuesday", "friday"], ["monday", "friday"]], "", ("2", "5/2")),
    "three where three may be": (
        [["monday", "tuesday", "friday"]],
        local("max_days_per_week = 3"),
        None,
    ),
    "two where one and a half may be": (
        [["monday", "friday"]],
        local('max_days_per_week = "3/2"'),
        ("3/2", "2"),
    ),
}


@pytest.mark.parametrize("name", CAPS)
def test_the_agreed_pattern_is_held_against_the_cap_over_its_own_cycle(
    tmp_path: Path, name: str
) -> None:
    pattern, register, expected = CAPS[name]

    found = rule(place(tmp_path, register=register + own(*pattern)), "agreement_over_cap")

    assert [(f["facts"]["cap"], f["facts"]["per_week"]) for f in found] == [expected] * bool(
        expected
    )
    for finding in found:
        assert finding["key"] == "agreement_over_cap:e1:2026-11-30"
        assert (finding["to"], finding["clause"]) == (["leader", "hr"], "K4")
        assert finding["days"] == []


def test_a_local_cap_above_two_stands_under_each_unit_of_the_agreement(tmp_path: Path) -> None:
    register = local('max_days_per_week = "5/2"').replace('["u"]', '["u", "top"]')

    answer = place(tmp_path, register=register).check()

    assert [u["id"] for u in answer["units"]] == ["top", "u"]
    for unit in answer["units"]:
        (finding,) = unit["findings"]
        assert finding["key"] == "agreement_over_cap:LA"
        assert finding["facts"]["cap"] == "5/2"
    assert answer["employees"][0]["findings"] == []


def test_an_agreement_that_is_over_before_today_is_not_spoken_of(tmp_path: Path) -> None:
    ended = own(
        ["monday", "tuesday", "friday"], start=date(2026, 1, 5), more="valid_to = 2026-11-29"
    )
    register = ended + local("max_days_per_week = 3\nvalid_to = 2026-11-29")

    answer = place(tmp_path, register=register).check()

    assert answer["units"] == []
    assert answer["employees"][0]["findings"] == []


def test_what_reaches_nobody_is_listed(tmp_path: Path) -> None:
    register = own(["monday", "tuesday", "friday"])
    found = place(tmp_path, register=register)
    key = "agreement_over_cap:e1:2026-11-30"

    assert found.check()["undeliverable"] == [
        {"key": key, "to": "leader"},
        {"key": key, "to": "hr"},
    ]


def test_the_nearest_leader_and_hr_contact_upwards_are_enough(tmp_path: Path) -> None:
    contact = '[[contacts]]\nunit = "top"\nrole = "hr"\nname = "HR"\naddress = "hr@x.example"\n'
    found = place(
        tmp_path,
        units=tree(top='leader = "e2"', more=contact),
        employees=("e1", "e2"),
        register=own(["monday", "tuesday", "friday"]),
    )

    assert found.check()["undeliverable"] == []


def test_a_leader_is_not_their_own(tmp_path: Path) -> None:
    contact = '[[contacts]]\nunit = "top"\nrole = "hr"\nname = "HR"\naddress = "hr@x.example"\n'
    found = place(
        tmp_path,
        units=tree(own='leader = "e1"', more=contact),
        register=own(["monday", "tuesday", "friday"]),
    )

    assert [u["to"] for u in found.check()["undeliverable"]] == ["leader"]
