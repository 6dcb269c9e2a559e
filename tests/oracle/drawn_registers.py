"""Random registers: agreements with cycles and ends, decisions in every stage, call-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from policy.model import Employee
from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)

A_DAY = timedelta(days=1)
Period = tuple[date, date | None]


def a_register(
    draw: Random, days: list[date], today: date, units: list[str], people: Sequence[Employee]
) -> Register:
    """What has been agreed and decided in an organisation, around a day."""
    agreements = [row for who in people for row in individual_agreements(draw, days, who.id)]
    decisions = [row for who in people for row in some_decisions(draw, today, who.id)]
    calls = [a_call_in(draw, days, units, people) for _ in range(draw.randrange(8))]
    return Register(
        tuple(local_agreements(draw, days, units)),
        tuple(agreements),
        tuple(decisions),
        tuple(calls),
    )


def local_agreements(draw: Random, days: list[date], units: list[str]) -> list[LocalAgreement]:
    """For one unit or two; at most one is in force for a unit and staff group on any day."""
    rows: list[LocalAgreement] = []
    left = [unit for unit in units if draw.random() < 0.6]
    while left:
        together = tuple(left.pop() for _ in range(min(len(left), draw.choice((1, 1, 2)))))
        groups: tuple[tuple[str, ...], ...] = draw.choice(
            (((),), ((),), ((), ("guards",)), (("guards",),), (("clerks", "cooks"), ("guards",)))
        )
        for number, group in enumerate(groups):
            for part, period in enumerate(some_periods(draw, days)):
                name = f"L-{together[0]}-{number}-{part}"
                whom = draw.choice((group, group[:1])) if part else group
                rows.append(a_local_agreement(draw, name, together, whom, period, days))
    return rows


def a_local_agreement(
    draw: Random,
    name: str,
    units: tuple[str, ...],
    group: tuple[str, ...],
    period: Period,
    days: list[date],
) -> LocalAgreement:
    cap = draw.choice((None, None, None, Fraction(1), Fraction(3, 2), Fraction(2), Fraction(5, 2)))
    return LocalAgreement(
        name,
        units,
        period[0],
        staff_groups=group,
        valid_to=period[1],
        max_days_per_week=cap,
        averaging_weeks=draw.choice((None, None, None, 1, 2, 3, 5, 6)),
        reading=draw.choice((None, None, "all-weeks", "active-weeks", "active-weeks")),
        counts=draw.choice((None, None, "fixed", "all")),
        review_by=a_review(draw, days, period[0]),
    )


def a_review(draw: Random, days: list[date], begins: date) -> date | None:
    """Mostly left to the default of twelve months."""
    return draw.choice((None, None, max(begins, draw.choice(days))))


def some_periods(draw: Random, days: list[date]) -> list[Period]:
    """One or two stretches of time that do not overlap; some began about a year ago."""
    long_ago = days[0] - draw.randrange(1, 400) * A_DAY
    if draw.random() < 0.6:
        begins = draw.choice((long_ago, long_ago, draw.choice(days)))
        return [(begins, draw.choice((None, None, begins + draw.randrange(500) * A_DAY)))]
    change = draw.choice(days[1:])
    after = change + draw.choice((1, 1, 1, draw.randrange(1, 20))) * A_DAY
    ends = draw.choice((None, after + draw.randrange(40) * A_DAY))
    return [(long_ago, change), (after, ends)]


def individual_agreements(draw: Random, days: list[date], who: str) -> list[IndividualAgreement]:
    if draw.random() < 0.25:
        return []
    return [an_individual_agreement(draw, days, who, p) for p in some_periods(draw, days)]


def an_individual_agreement(
    draw: Random, days: list[date], who: str, period: Period
) -> IndividualAgreement:
    """Some weeks of a cycle may be without a day, but not all."""
    cycle = draw.choice((1, 1, 1, 2, 2, 3, 4, 5))
    lengths = [draw.choice((0, 1, 2, 2, 3, 3)) for _ in range(cycle)]
    if not any(lengths):
        lengths[0] = 2
    begins, ends = period
    return IndividualAgreement(
        who,
        begins,
        tuple(frozenset(draw.sample(range(5), length)) for length in lengths),
        valid_to=ends,
        withdrawn_on=draw.choice((None, None, None, max(begins, draw.choice(days)))),
        review_by=a_review(draw, days, begins),
    )


def some_decisions(draw: Random, today: date, who: str) -> list[SuitabilityDecision]:
    """Mostly none; two were not made on the same day."""
    number = draw.choice((0, 0, 0, 1, 1, 2))
    ages = draw.sample(range(-20, 60), number)
    return [a_decision(draw, today, who, age + draw.choice((0, 300))) for age in ages]


def a_decision(draw: Random, today: date, who: str, age: int) -> SuitabilityDecision:
    """Explained, raised and settled at times of their own, or not at all, or not yet."""
    decided = today - age * A_DAY

    def later(than: date, most: int) -> date:
        return than + draw.randrange(most) * A_DAY

    raised = draw.choice((None, None, later(decided, 60)))
    settled = draw.choice((None, later(raised, 60))) if raised else None
    return SuitabilityDecision(
        who,
        "e1",
        decided,
        reason=draw.choice((None, "the keys", "the keys", "the keys")),
        explained_on=draw.choice((None, decided, decided, later(decided, 40))),
        valid_to=draw.choice((None, None, later(decided, 400), later(max(decided, today), 40))),
        scope=draw.choice(("fixed", "all")),
        review_by=draw.choice((None, None, later(decided, 400))),
        raised_on=raised,
        settled_on=settled,
    )


def a_call_in(
    draw: Random, days: list[date], units: list[str], people: Sequence[Employee]
) -> CallIn:
    one = draw.choice(people).id
    who, unit = draw.choice(((one, None), (None, draw.choice(units))))
    start, end = draw.choice(
        ((None, None), (540, 600), (480, None), (None, 660), (1080, 1200), (960, 1100))
    )
    return CallIn(draw.choice(days), who, unit, start, end)
