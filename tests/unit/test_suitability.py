"""Tasks that are found unsuited: the leader speaks first, then the employee may go on (K8, K9)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy.model import EntryKind, Finding
from policy.register import SuitabilityDecision
from policy.ruleset import TOLD_ONCE
from tests.unit.cases import TODAY, case, day, found, home

DECIDED, EXPLAINED = date(2026, 11, 10), date(2026, 11, 12)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def decision(**terms: object) -> SuitabilityDecision:
    known = {"reason": "Vagter", "explained_on": EXPLAINED} | terms
    return SuitabilityDecision("e1", "bo", DECIDED, **known)  # type: ignore[arg-type]


def unsuited(*rows: SuitabilityDecision, kind: EntryKind = EntryKind.FIXED) -> list[Finding]:
    homes = {day(n): home(kind) for n in (-5, 3, 10)}
    return found(case(homes, *rows)).get("tasks_unsuited", [])


def asked(row: SuitabilityDecision) -> list[Finding]:
    return found(case({}, row)).get("reason_missing", [])


def test_a_fixed_day_under_an_explained_decision_is_told_once_a_decision() -> None:
    [finding] = unsuited(decision())

    assert finding.days == (day(3), day(10))
    assert finding.key == "tasks_unsuited:e1:2026-11-10"
    assert [*map(str, finding.to)] == ["employee"]
    assert (finding.clause, str(finding.severity), finding.period) == ("K8", "question", True)
    assert finding.facts == {
        "decided_on": "2026-11-10",
        "explained_on": "2026-11-12",
        "scope": "fixed",
        "first_day": "2026-12-03",
        "first_kind": "fixed",
    }
    assert "tasks_unsuited" in TOLD_ONCE


def test_an_ad_hoc_day_is_spoken_of_only_where_the_scope_is_all() -> None:
    assert unsuited(decision(), kind=EntryKind.AD_HOC) == []
    [finding] = unsuited(decision(scope="all"), kind=EntryKind.AD_HOC)
    assert finding.facts["first_kind"] == "ad_hoc"


SILENT = {
    "not explained": {"explained_on": None},
    "explained tomorrow": {"explained_on": TOMORROW},
    "over before the first day": {"valid_to": TODAY},
    "raised": {"raised_on": TODAY},
    "raised, to be settled tomorrow": {"raised_on": YESTERDAY, "settled_on": TOMORROW},
}
SPEAKING = {
    "explained today": {"explained_on": TODAY},
    "without a reason": {"reason": None},
    "to be raised tomorrow": {"raised_on": TOMORROW},
    "settled": {"raised_on": YESTERDAY, "settled_on": TODAY},
    "until the first day": {"valid_to": day(3)},
}


@pytest.mark.parametrize("name", SILENT)
def test_nothing_reaches_the_employee(name: str) -> None:
    assert unsuited(decision(**SILENT[name])) == []


@pytest.mark.parametrize("name", SPEAKING)
def test_the_employee_is_told(name: str) -> None:
    assert unsuited(decision(**SPEAKING[name]))


def test_a_decision_speaks_of_no_day_before_it_was_made() -> None:
    ahead = SuitabilityDecision("e1", "bo", day(8), "Vagter", YESTERDAY)

    [finding] = unsuited(ahead)
    assert finding.days == (day(10),)


def test_the_leader_is_asked_for_what_is_missing() -> None:
    [finding] = asked(decision(reason=None, explained_on=None))

    assert finding.key == "reason_missing:e1:2026-11-10"
    assert [*map(str, finding.to)] == ["leader"]
    assert (finding.clause, str(finding.severity), finding.days) == ("K8", "question", ())
    assert finding.facts == {"decided_on": "2026-11-10", "missing": ["reason", "explained_on"]}


def test_either_of_the_two_is_asked_for_alone() -> None:
    assert asked(decision(reason=None))[0].facts["missing"] == ["reason"]
    assert asked(decision(explained_on=None))[0].facts["missing"] == ["explained_on"]


def test_the_leader_is_asked_until_the_day_on_which_it_is_explained_has_come() -> None:
    assert asked(decision(explained_on=TOMORROW))[0].facts["missing"] == ["explained_on"]
    assert asked(decision(explained_on=TODAY)) == []


def test_a_decision_that_is_over_asks_nobody() -> None:
    assert asked(decision(reason=None, valid_to=YESTERDAY)) == []
    assert asked(decision(reason=None, valid_to=TODAY))


def test_a_decision_ahead_is_asked_about_once_it_begins_within_the_horizon() -> None:
    soon, later = (SuitabilityDecision("e1", "bo", day(n)) for n in (27, 28))

    assert asked(soon)
    assert asked(later) == []
