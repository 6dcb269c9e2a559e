"""Ends and reviews some weeks ahead: of agreements, local agreements and decisions (K5, K7, P3)."""

from __future__ import annotations

from datetime import date

import pytest

from policy.case import Book
from policy.model import Finding, Unit
from policy.organisation import Organisation
from policy.register import IndividualAgreement, LocalAgreement, Register, SuitabilityDecision
from policy.ruleset import evaluate_register, window_of
from tests.unit.cases import TODAY, book, case, day, found, own

WINDOW = window_of(TODAY, 4, None)
LEAD = 42


def mine(rule: str, *rows: object, **unit: object) -> list[Finding]:
    return found(case({}, *rows, unit=unit)).get(rule, [])


def of_register(rule: str, *rows: object, **unit: object) -> list[Finding]:
    return [f for f in evaluate_register(book(*rows, unit=unit), WINDOW) if f.rule == rule]


def framed(**terms: object) -> LocalAgreement:
    return LocalAgreement("LA", ("u",), date(2026, 10, 5), **terms)  # type: ignore[arg-type]


def test_an_agreement_that_ends_is_told_to_leader_and_employee() -> None:
    [finding] = mine("agreement_expiring", own([1], valid_to=day(30)))

    assert finding.key == f"agreement_expiring:e1:{day(30)}"
    assert [*map(str, finding.to)] == ["leader", "employee"]
    assert (finding.clause, str(finding.severity)) == ("K5", "hint")
    assert (finding.days, finding.period, finding.reopen) == ((), True, str(day(30)))
    assert finding.facts == {
        "about": "individual",
        "date": str(day(30)),
        "last_day": str(day(30)),
    }


def test_a_withdrawal_ahead_is_an_end_too() -> None:
    [finding] = mine("agreement_expiring", own([1], withdrawn_on=day(30)))

    assert finding.key == f"agreement_expiring:e1:{day(30)}"
    assert finding.facts["last_day"] == str(day(29))


def test_of_two_ends_the_first_one_counts() -> None:
    [finding] = mine("agreement_expiring", own([1], valid_to=day(40), withdrawn_on=day(10)))

    assert finding.facts["date"] == str(day(10))


ENDS = {
    "today": ({"valid_to": TODAY}, True),
    "six weeks on": ({"valid_to": day(LEAD)}, True),
    "a day later": ({"valid_to": day(LEAD + 1)}, False),
    "yesterday": ({"valid_to": day(-1)}, False),
    "withdrawn today": ({"withdrawn_on": TODAY}, False),
    "withdrawn tomorrow": ({"withdrawn_on": day(1)}, True),
    "withdrawn on its first day": ({"start": day(10), "withdrawn_on": day(10)}, False),
    "open": ({}, False),
}


@pytest.mark.parametrize("name", ENDS)
def test_an_end_is_spoken_of_within_the_lead(name: str) -> None:
    ends, speaks = ENDS[name]

    assert bool(mine("agreement_expiring", own([1], **ends))) is speaks


def test_the_lead_is_the_unit_s() -> None:
    ending = own([1], valid_to=day(20))

    assert mine("agreement_expiring", ending, lead_weeks=2) == []
    assert mine("agreement_expiring", ending, lead_weeks=3)


def test_an_agreement_that_another_one_follows_does_not_end() -> None:
    ending, next_one = own([1], valid_to=day(20)), own([3], start=day(21))

    assert mine("agreement_expiring", ending, next_one) == []
    assert mine("agreement_expiring", ending, own([3], start=day(22)))


def test_a_local_agreement_that_ends_is_told_to_hr() -> None:
    [finding] = of_register("agreement_expiring", framed(valid_to=day(30)))

    assert finding.key == f"agreement_expiring:LA:{day(30)}"
    assert [*map(str, finding.to)] == ["hr"]
    assert (finding.clause, str(finding.severity)) == ("K7", "hint")
    assert finding.facts["units"] == ["u"]


def test_a_local_agreement_is_followed_only_where_all_it_covers_is_covered() -> None:
    ending = framed(valid_to=day(30), staff_groups=("AC", "HK"))
    for_some = LocalAgreement("LB", ("u",), day(31), staff_groups=("AC",))
    for_all = LocalAgreement("LC", ("u",), day(31))

    assert of_register("agreement_expiring", ending, for_some)
    assert of_register("agreement_expiring", ending, for_all) == []


def test_the_review_of_an_agreement_is_told_to_leader_and_employee() -> None:
    [finding] = mine("review_due", own([1], review_by=day(30)))

    assert finding.key == f"review_due:e1:{day(30)}"
    assert [*map(str, finding.to)] == ["leader", "employee"]
    assert (finding.clause, str(finding.severity)) == ("K5", "hint")


def test_the_review_of_a_decision_is_the_leader_s() -> None:
    decided = SuitabilityDecision("e1", "bo", date(2025, 12, 20))

    [finding] = mine("review_due", decided)
    assert finding.key == "review_due:e1:2026-12-20"
    assert [*map(str, finding.to)] == ["leader"]
    assert finding.clause == "P3"
    assert finding.facts["decided_on"] == "2025-12-20"


def test_the_review_of_a_local_agreement_is_hr_s() -> None:
    [finding] = of_register("review_due", framed(review_by=day(30)))

    assert finding.key == f"review_due:LA:{day(30)}"
    assert [*map(str, finding.to)] == ["hr"]
    assert finding.clause == "K7"


@pytest.mark.parametrize(
    ("valid_from", "review"),
    [(date(2025, 12, 15), date(2026, 12, 15)), (date(2024, 2, 29), date(2025, 2, 28))],
)
def test_a_review_is_due_after_twelve_months_where_nobody_says_otherwise(
    valid_from: date, review: date
) -> None:
    assert IndividualAgreement("e1", valid_from, (frozenset({1}),)).review == review
    assert LocalAgreement("LA", ("u",), valid_from).review == review
    assert SuitabilityDecision("e1", "bo", valid_from).review == review


REVIEWS = {
    "today": (TODAY, {}, True),
    "six weeks on": (day(LEAD), {}, True),
    "a day later": (day(LEAD + 1), {}, False),
    "yesterday": (day(-1), {}, False),
    "after the agreement's end": (day(20), {"valid_to": day(19)}, False),
    "on its last day": (day(20), {"valid_to": day(20)}, True),
}


@pytest.mark.parametrize("name", REVIEWS)
def test_a_review_is_spoken_of_within_the_lead(name: str) -> None:
    review, ends, speaks = REVIEWS[name]

    assert bool(mine("review_due", own([1], review_by=review, **ends))) is speaks


def test_the_longest_lead_of_its_units_is_a_local_agreement_s() -> None:
    both = LocalAgreement("LA", ("u", "v"), date(2026, 10, 5), valid_to=day(20))

    def speaks(**leads: dict[str, object]) -> bool:
        units = {unit: Unit(unit, values=values) for unit, values in leads.items()}
        known = Book(Organisation(units, ()), Register((both,)), {})
        return bool(evaluate_register(known, WINDOW))

    assert not speaks(u={"lead_weeks": 2}, v={"lead_weeks": 1})
    assert speaks(u={"lead_weeks": 2}, v={"lead_weeks": 3})
    assert speaks(u={"lead_weeks": 2}, v={})


def test_an_agreement_and_a_decision_that_share_a_date_have_keys_of_their_own() -> None:
    on = day(14)
    made = date(2026, 11, 10)
    decision = SuitabilityDecision("e1", "lead", made, review_by=on)

    reviews = mine("review_due", own([1], review_by=on), decision)
    assert {f.key: f.clause for f in reviews} == {
        f"review_due:e1:{on}": "K5",
        f"review_due:e1:{on}:{made}": "P3",
    }
    [alone] = mine("review_due", decision)
    assert alone.key == f"review_due:e1:{on}"


def test_two_decisions_that_share_a_date_have_keys_of_their_own_in_any_order() -> None:
    on = day(14)
    made = [date(2026, 11, 10), date(2026, 11, 11)]
    rows = [SuitabilityDecision("e1", "lead", d, review_by=on) for d in made]

    keys = {f.key for f in mine("review_due", *rows)}
    assert keys == {f"review_due:e1:{on}:{d}" for d in made}
    assert {f.key for f in mine("review_due", *reversed(rows))} == keys
