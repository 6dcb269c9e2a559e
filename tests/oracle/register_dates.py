"""What the register itself gives cause to ask: caps, ends and reviews (K4, K5, K7, P3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from policy.model import Employee
from policy.register import LocalAgreement
from tests.oracle.agreed import (
    decision_holds,
    holds,
    local_agreement,
    local_holds,
    own_agreements,
    own_decisions,
)
from tests.oracle.weeks import a_year_after, days_ahead, within_the_lead
from tests.oracle.world import TWO, Said, World, to


def cap_on(world: World, who: Employee, day: date) -> Fraction:
    """How many days a week may be agreed on average."""
    local = local_agreement(world, who, day)
    if local is None or local.max_days_per_week is None:
        return TWO
    return local.max_days_per_week


def agreement_over_cap(world: World, who: Employee) -> Iterator[Said]:
    """An agreed pattern above the cap, for an agreement in force on a day ahead."""
    for row in own_agreements(world, who):
        agreed = Fraction(sum(len(week) for week in row.pattern), len(row.pattern))
        over = [d for d in days_ahead(world) if holds(row, d) and agreed > cap_on(world, who, d)]
        if over:
            pattern = tuple(sorted(week) for week in row.pattern)
            told = (pattern, cap_on(world, who, over[0]))
            yield _over_cap(who.id, f"{who.id}:{row.valid_from}", told)


def local_caps_over_two(world: World) -> Iterator[Said]:
    """A local agreement whose cap exceeds two, in force on a day ahead."""
    for row in world.register.local_agreements:
        live = any(local_holds(row, day) for day in days_ahead(world))
        if live and row.max_days_per_week is not None and row.max_days_per_week > TWO:
            yield _over_cap(row.id, row.id, row.max_days_per_week)


def _over_cap(subject: str, rest: str, reopen: object) -> Said:
    key = f"agreement_over_cap:{rest}"
    audience = to("leader", "hr")
    return Said("agreement_over_cap", "question", subject, (), "K4", key, audience, (), reopen)


def agreement_expiring(world: World, who: Employee) -> Iterator[Said]:
    """An individual agreement whose last day lies within the lead."""
    for row in own_agreements(world, who):
        last = row.valid_to
        if last is not None and within_the_lead(world, last) and holds(row, last):
            yield _hint("agreement_expiring", who.id, last, "K5", "leader", "employee")


def local_agreements_expiring(world: World) -> Iterator[Said]:
    """A local agreement whose last day lies within the lead."""
    for row in world.register.local_agreements:
        if row.valid_to is not None and within_the_lead(world, row.valid_to):
            yield _hint("agreement_expiring", row.id, row.valid_to, "K7", "hr")


def review_due(world: World, who: Employee) -> Iterator[Said]:
    """A review date within the lead, of an agreement or a decision that then still holds."""
    for agreement in own_agreements(world, who):
        review = agreement.review_by or a_year_after(agreement.valid_from)
        if within_the_lead(world, review) and holds(agreement, review):
            yield _hint("review_due", who.id, review, "K5", "leader", "employee")
    for decision in own_decisions(world, who):
        review = decision.review_by or a_year_after(decision.decided_on)
        if within_the_lead(world, review) and decision_holds(decision, review):
            yield _hint("review_due", who.id, review, "P3", "leader")


def local_reviews_due(world: World) -> Iterator[Said]:
    """A review date within the lead, of a local agreement that then still holds."""
    for row in world.register.local_agreements:
        review = row.review_by or a_year_after(row.valid_from)
        if within_the_lead(world, review) and local_holds(row, review):
            yield _hint("review_due", row.id, review, "K7", "hr")


def _hint(rule: str, subject: str, day: date, clause: str, *audience: str) -> Said:
    key = f"{rule}:{subject}:{day}"
    return Said(rule, "hint", subject, (), clause, key, to(*audience), (), day)


def units_named(rows: tuple[LocalAgreement, ...], agreement: str) -> tuple[str, ...]:
    """The units under which a finding about a local agreement stands."""
    return next(row.units for row in rows if row.id == agreement)
