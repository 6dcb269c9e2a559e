"""What has been agreed or decided and is in force on a day."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from policy.model import Employee
from policy.register import IndividualAgreement, LocalAgreement, SuitabilityDecision
from tests.oracle.units import way_up
from tests.oracle.weeks import A_WEEK, monday
from tests.oracle.world import World


def local_holds(row: LocalAgreement, day: date) -> bool:
    """``valid_to`` is the last day in force."""
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


@lru_cache(maxsize=5000)
def local_agreement(world: World, who: Employee, day: date) -> LocalAgreement | None:
    """A unit's own beats one from above; in one unit, the one that names the staff group."""
    for unit in way_up(world, who.unit):
        live = [r for r in world.register.local_agreements if unit in r.units]
        live = [r for r in live if local_holds(r, day)]
        for row in [r for r in live if who.staff_group in r.staff_groups] + live:
            if not row.staff_groups or who.staff_group in row.staff_groups:
                return row
    return None


def holds(row: IndividualAgreement, day: date) -> bool:
    """``valid_to`` is the last day in force, ``withdrawn_on`` the first day not."""
    if day < row.valid_from or (row.valid_to is not None and day > row.valid_to):
        return False
    return row.withdrawn_on is None or day < row.withdrawn_on


def own_agreements(world: World, who: Employee) -> list[IndividualAgreement]:
    """The person's rows, in force or not."""
    return [row for row in world.register.individual_agreements if row.employee == who.id]


@lru_cache(maxsize=5000)
def individual_agreement(world: World, who: Employee, day: date) -> IndividualAgreement | None:
    """The person's own agreement in force."""
    for row in own_agreements(world, who):
        if holds(row, day):
            return row
    return None


@lru_cache(maxsize=5000)
def named_weekdays(row: IndividualAgreement, a_monday: date) -> frozenset[int]:
    """The weekdays (Monday 0) that the agreement names in that week of its cycle."""
    week, cycle_week = monday(row.valid_from), 0
    while week < a_monday:
        week, cycle_week = week + A_WEEK, (cycle_week + 1) % len(row.pattern)
    return row.pattern[cycle_week]


def is_agreed(world: World, who: Employee, day: date) -> bool:
    """Whether an individual agreement in force names the day in that week of its cycle."""
    row = individual_agreement(world, who, day)
    return row is not None and day.isoweekday() - 1 in named_weekdays(row, monday(day))


def own_decisions(world: World, who: Employee) -> list[SuitabilityDecision]:
    """The assessments of the person's tasks, in force or not."""
    return [row for row in world.register.suitability_decisions if row.employee == who.id]


def decision_holds(row: SuitabilityDecision, day: date) -> bool:
    """From the day of the decision; ``valid_to`` is the last day in force."""
    return row.decided_on <= day and (row.valid_to is None or day <= row.valid_to)


def has_come(day: date | None, world: World) -> bool:
    """Whether what the register dates has happened by today."""
    return day is not None and day <= world.as_of
