"""Fixed home work beside the agreements it rests on, and what only looks fixed (K1, K2, K5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy.model import Employee
from tests.oracle.agreed import (
    holds,
    individual_agreement,
    is_agreed,
    local_agreement,
    own_agreements,
)
from tests.oracle.day_status import home_days, home_days_ahead, weeks_with
from tests.oracle.world import Said, World, to

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def local_agreement_missing(world: World, who: Employee) -> Iterator[Said]:
    """Fixed home days without a local agreement of the person's unit and staff group."""
    fixed = home_days_ahead(world, who, "fixed")
    days = tuple(d for d in fixed if local_agreement(world, who, d) is None)
    if days:
        yield _about(who, "local_agreement_missing", days, "K2", "hr")


def individual_agreement_missing(world: World, who: Employee) -> Iterator[Said]:
    """Fixed home days on which a local agreement is in force and no individual one is."""
    fixed = home_days_ahead(world, who, "fixed")
    framed = [d for d in fixed if local_agreement(world, who, d) is not None]
    days = tuple(d for d in framed if individual_agreement(world, who, d) is None)
    if days:
        yield _about(who, "individual_agreement_missing", days, "K5", "employee")


def agreement_deviation(world: World, who: Employee) -> Iterator[Said]:
    """Fixed days off the agreed weekdays in three of the six weeks, and one still to come."""
    for row in own_agreements(world, who):
        fixed = [day for day in home_days(world, who, "fixed") if holds(row, day)]
        off = [day for day in fixed if not is_agreed(world, who, day)]
        days = tuple(day for day in off if day >= world.as_of)
        if days and weeks_with(world, who, off) >= 3:
            pattern = tuple(sorted(week) for week in row.pattern)
            yield _about(
                who, "agreement_deviation", days, "K5", "employee", row.valid_from, pattern
            )


def looks_fixed(world: World, who: Employee) -> Iterator[Said]:
    """Ad hoc days on one weekday in four of the six weeks, and one still to come."""
    for number, name in enumerate(WEEKDAYS, 1):
        days = [day for day in home_days(world, who, "ad_hoc") if day.isoweekday() == number]
        ahead = [day for day in days if day >= world.as_of]
        if ahead and weeks_with(world, who, days) >= 4:
            yield _about(who, "looks_fixed", (), "K1", "employee", name)


def _about(
    who: Employee,
    rule: str,
    days: tuple[date, ...],
    clause: str,
    audience: str,
    anchor: object = None,
    reopen: object = None,
) -> Said:
    key = f"{rule}:{who.id}" if anchor is None else f"{rule}:{who.id}:{anchor}"
    return Said(rule, "question", who.id, days, clause, key, to(audience), (), reopen)
