"""More than two fixed home days a week over a calendar month, only where a unit asks (AT)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy.case import Case
from policy.model import EntryKind, Finding, HomeFacts
from tests.unit.cases import HALF, case, found, home

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
TODAY = date(2026, 12, 7)
ON = {"working_environment": True}
WEEKDAYS = [d for d in (FIRST + timedelta(days=n) for n in range(31)) if d.isoweekday() < 6]


def heavy(one: Case) -> list[Finding]:
    return found(one).get("working_environment", [])


def month(days: int, kind: EntryKind = EntryKind.FIXED) -> dict[date, HomeFacts]:
    """The last ``days`` working days of December at home."""
    return {d: home(kind) for d in WEEKDAYS[-days:]}


def test_nine_fixed_days_of_december_are_more_than_two_a_week() -> None:
    [finding] = heavy(case(month(9), today=TODAY, unit=ON))

    assert finding.key == "working_environment:e1:2026-12"
    assert finding.days == ()
    assert [*map(str, finding.to)] == ["employee", "leader"]
    assert (finding.clause, str(finding.severity), finding.period) == ("AT", "hint", True)
    assert finding.facts == {"month": "2026-12", "days": "9", "per_week": "63/31"}


def test_eight_are_not() -> None:
    assert heavy(case(month(8), today=TODAY, unit=ON)) == []


def test_a_unit_that_does_not_ask_hears_nothing() -> None:
    assert heavy(case(month(20), today=TODAY)) == []
    off = {"working_environment": False}
    assert heavy(case(month(20), today=TODAY, unit=off)) == []


def test_ad_hoc_days_do_not_count_and_halves_are_halves() -> None:
    ad_hoc = month(20, EntryKind.AD_HOC)
    halves = {d: home(share=HALF) for d in WEEKDAYS[-17:]}

    assert heavy(case(ad_hoc, today=TODAY, unit=ON)) == []
    assert heavy(case(halves, today=TODAY, unit=ON)) == []
    more = halves | {WEEKDAYS[-18]: home(share=HALF)}
    assert heavy(case(more, today=TODAY, unit=ON))


@pytest.mark.parametrize(
    ("today", "judged"),
    [
        pytest.param(date(2026, 12, 1), False, id="its end lies beyond the horizon"),
        pytest.param(date(2026, 12, 7), True, id="its last day is the horizon's"),
        pytest.param(date(2027, 1, 4), False, id="it is over"),
    ],
)
def test_a_month_is_judged_whole_and_while_it_lasts(today: date, judged: bool) -> None:
    assert bool(heavy(case(month(12), today=today, unit=ON))) is judged


def test_a_month_without_a_fixed_day_ahead_is_not_spoken_of() -> None:
    first_half = {d: home() for d in WEEKDAYS[:14]}

    assert heavy(case(first_half, today=date(2026, 12, 28), unit=ON)) == []
    ahead = first_half | {WEEKDAYS[-1]: home()}
    assert heavy(case(ahead, today=date(2026, 12, 28), unit=ON))
