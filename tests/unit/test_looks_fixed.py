"""Ad hoc days that fall alike: asked once a weekday, of the employee, and of nobody else (K1)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from policy.model import EntryKind, Finding
from policy.ruleset import TOLD_ONCE
from tests.unit.cases import HALF, case, day, found, home


def habits(days: Iterable[int], kind: EntryKind = EntryKind.AD_HOC) -> list[Finding]:
    return found(case({day(n): home(kind) for n in days})).get("looks_fixed", [])


def test_four_of_six_tuesdays_and_one_ahead_are_asked_about() -> None:
    [finding] = habits([-20, -13, -6, 1, 8])

    assert finding.key == "looks_fixed:e1:tuesday"
    assert finding.days == ()
    assert [*map(str, finding.to)] == ["employee"]
    assert (finding.clause, str(finding.severity), finding.period) == ("K1", "question", True)
    assert finding.facts == {"weekday": 1, "weeks_seen": 4}


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([-13, -6, 1, 8], id="three of the six, one after"),
        pytest.param([-27, -20, -13, -6], id="none ahead"),
        pytest.param([-41, -13, -6, 1], id="the seventh week back does not count"),
        pytest.param([-20, -13, -5, 2], id="on different weekdays"),
    ],
)
def test_less_is_no_matter(days: list[int]) -> None:
    assert habits(days) == []


def test_each_weekday_is_a_question_of_its_own() -> None:
    days = [-20, -13, -6, 1, -18, -11, -4, 3]

    assert [f.key for f in habits(days)] == ["looks_fixed:e1:thursday", "looks_fixed:e1:tuesday"]


def test_four_weeks_back_and_one_ahead_are_enough() -> None:
    assert habits([-27, -20, -13, -6, 15])


def test_fixed_days_are_no_habit_and_halves_are_one() -> None:
    assert habits([-20, -13, -6, 1], EntryKind.FIXED) == []
    halves = {day(n): home(EntryKind.AD_HOC, HALF) for n in (-20, -13, -6, 1)}
    assert found(case(halves))["looks_fixed"]


def test_no_leader_ever_hears_of_it_and_it_is_told_once() -> None:
    assert "looks_fixed" in TOLD_ONCE
    assert all(len(f.to) == 1 for f in habits([-20, -13, -6, 1]))
