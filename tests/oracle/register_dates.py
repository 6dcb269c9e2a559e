"""What the register itself gives cause to ask: caps, ends and reviews (K4, K5, K7, P3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction

from policy.model import Employee
from policy.register import LocalAgreement
from tests.oracle.agreed import (
    decision_holds,
    holds,
    individual_agreement,
    local_agreement,
    local_holds,
    own_agreements,
    own_decisions,
)
from tests.oracle.units import way_up
from tests.oracle.weeks import A_DAY, a_year_after, days_ahead, within_the_lead
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
    """An individual agreement that the register ends within the lead, and none follows on it."""
    for row in own_agreements(world, who):
        ends = {day_before(row.withdrawn_on): row.withdrawn_on, row.valid_to: row.valid_to}
        for last, date_named in ends.items():
            if date_named is None or last is None or last < world.as_of:
                continue
            near = within_the_lead(world, (who.unit,), date_named)
            first_end = holds(row, last) and not holds(row, last + A_DAY)
            if near and first_end and individual_agreement(world, who, last + A_DAY) is None:
                yield _hint("agreement_expiring", who.id, date_named, "K5", "leader", "employee")


def day_before(day: date | None) -> date | None:
    """The last day in force of what is withdrawn on a day."""
    return None if day is None else day - A_DAY


def local_agreements_expiring(world: World) -> Iterator[Said]:
    """A local agreement whose last day lies within the lead, and none follows on all of it."""
    for row in world.register.local_agreements:
        last = row.valid_to
        if last is None or not within_the_lead(world, row.units, last):
            continue
        groups = row.staff_groups or ("everybody",)
        uncovered = [
            (unit, group)
            for unit in row.units
            for group in groups
            if not covered_on(world, unit, group, last + A_DAY)
        ]
        if uncovered:
            yield _hint("agreement_expiring", row.id, last, "K7", "hr")


def covered_on(world: World, unit: str, group: str, day: date) -> bool:
    """Whether some local agreement of the unit, or one above, covers the group on a day."""
    return any(
        local_holds(row, day)
        and (not row.staff_groups or group in row.staff_groups)
        and set(row.units) & set(way_up(world, unit))
        for row in world.register.local_agreements
    )


def review_due(world: World, who: Employee) -> Iterator[Said]:
    """A review date within the lead, of an agreement or a decision that then still holds.

    A decision's key names the day it was made where its review falls on the date of another one.
    """
    taken: list[date] = []
    for agreement in own_agreements(world, who):
        review = agreement.review_by or a_year_after(agreement.valid_from)
        if within_the_lead(world, (who.unit,), review) and holds(agreement, review):
            taken.append(review)
            yield _hint("review_due", who.id, review, "K5", "leader", "employee")
    due: list[tuple[date, date]] = []
    for decision in own_decisions(world, who):
        review = decision.review_by or a_year_after(decision.decided_on)
        if within_the_lead(world, (who.unit,), review) and decision_holds(decision, review):
            due.append((review, decision.decided_on))
    for review, made in due:
        alone = review not in taken and [r for r, _ in due].count(review) == 1
        said = _hint("review_due", who.id, review, "P3", "leader")
        yield said if alone else replace(said, key=f"{said.key}:{made}")


def local_reviews_due(world: World) -> Iterator[Said]:
    """A review date within the lead, of a local agreement that then still holds."""
    for row in world.register.local_agreements:
        review = row.review_by or a_year_after(row.valid_from)
        if within_the_lead(world, row.units, review) and local_holds(row, review):
            yield _hint("review_due", row.id, review, "K7", "hr")


def _hint(rule: str, subject: str, day: date, clause: str, *audience: str) -> Said:
    key = f"{rule}:{subject}:{day}"
    return Said(rule, "hint", subject, (), clause, key, to(*audience), (), day)


def units_named(rows: tuple[LocalAgreement, ...], agreement: str) -> tuple[str, ...]:
    """The units under which a finding about a local agreement stands."""
    return next(row.units for row in rows if row.id == agreement)
