"""Fixed days off the agreed weekdays: three of six weeks make a question, two are life (K5)."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from policy.model import EntryKind, Finding
from tests.unit.cases import START, TODAY, case, day, found, home, own

TUESDAYS = own([1])


def deviations(days: Iterable[int], *rows: object) -> list[Finding]:
    homes = {day(n): home() for n in days}
    return found(case(homes, *(rows or (TUESDAYS,)))).get("agreement_deviation", [])


def test_three_of_the_six_weeks_and_a_day_ahead_are_asked_about() -> None:
    [finding] = deviations([-12, -5, 2, 9])

    assert finding.days == (day(2), day(9))
    assert finding.key == f"agreement_deviation:e1:{START}"
    assert [*map(str, finding.to)] == ["employee"]
    assert (finding.clause, str(finding.severity), finding.period) == ("K5", "question", True)
    assert finding.facts["weekdays"] == [2]
    assert finding.facts["weeks_off"] == 3
    assert finding.facts["pattern"] == [[1]]


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([-5, 2], id="two weeks are not enough"),
        pytest.param([-6, -5, -4, 2], id="two days of one week are one week"),
        pytest.param([-19, -12, -5], id="nothing ahead"),
        pytest.param([-12, -5, 9, 16], id="weeks after this one do not count"),
        pytest.param([-40, -12, 2], id="the seventh week back does not count"),
        pytest.param([-13, -6, 1, 8], id="the agreed day is no deviation"),
    ],
)
def test_less_is_no_matter(days: list[int]) -> None:
    assert deviations(days) == []


def test_the_first_of_the_six_weeks_and_the_end_of_this_one_count() -> None:
    assert deviations([-35, -12, 4])
    assert deviations([-33, -14, 2])


def test_a_day_that_is_not_fixed_is_no_deviation() -> None:
    homes = {day(n): home(EntryKind.AD_HOC) for n in (-12, -5, 2, 9)}
    undecided = {day(n): home(EntryKind.OPEN) for n in (-12, -5, 2, 9)}

    assert "agreement_deviation" not in found(case(homes, TUESDAYS))
    assert "agreement_deviation" not in found(case(undecided, TUESDAYS))


def test_each_week_is_held_against_its_own_week_of_the_cycle() -> None:
    turning = own([1], [3])

    assert deviations([-27, -18, -13, -4, 1, 10], turning) == []
    assert deviations([-34, -20, -6, 8], turning)


def test_only_days_with_the_agreement_in_force_are_held_against_it() -> None:
    until_yesterday = own([1], valid_to=day(-1))
    from_today = own([3], start=TODAY)

    assert deviations([-12, -5, 2, 9], until_yesterday, from_today) == []


def test_another_pattern_asks_again() -> None:
    [before] = deviations([-12, -5, 2, 9])
    [after] = deviations([-12, -5, 2, 9], own([0]))

    assert before.reopen != after.reopen
