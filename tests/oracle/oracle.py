"""The policy's sections 2 to 4 once more, slowly and day by day, written from its text alone.

Nothing here is shared with the rules but the rows of the organisation and of the register.
Hours are sets of minutes, agreements and settings are looked up anew for every single day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from policy.model import Employee
from tests.oracle.averages import average_exceeded, working_environment
from tests.oracle.coverage import coverage_low
from tests.oracle.decisions import reason_missing, tasks_unsuited
from tests.oracle.fixed_work import (
    agreement_deviation,
    individual_agreement_missing,
    local_agreement_missing,
    looks_fixed,
)
from tests.oracle.on_site import on_site_conflict, on_site_day
from tests.oracle.register_dates import (
    agreement_expiring,
    agreement_over_cap,
    local_agreements_expiring,
    local_caps_over_two,
    local_reviews_due,
    review_due,
    units_named,
)
from tests.oracle.world import Said, World

RULES: tuple[Callable[[World, Employee], Iterator[Said]], ...] = (
    on_site_conflict,
    on_site_day,
    local_agreement_missing,
    individual_agreement_missing,
    agreement_deviation,
    agreement_over_cap,
    average_exceeded,
    looks_fixed,
    tasks_unsuited,
    reason_missing,
    agreement_expiring,
    review_due,
    working_environment,
)
LOCAL_RULES = (local_caps_over_two, local_agreements_expiring, local_reviews_due)


def findings(world: World, person: str) -> list[Said]:
    """Everything that section 3 finds about a person, in the order of its table, then by key."""
    who = next(e for e in world.organisation.employees if e.id == person)
    return [said for rule in RULES for said in sorted(rule(world, who), key=order)]


def unit_findings(world: World) -> dict[str, list[Said]]:
    """Everything found about units, and about local agreements under each unit they name."""
    about: dict[str, list[Said]] = {
        unit: list(coverage_low(world, unit)) for unit in world.organisation.units
    }
    rows = world.register.local_agreements
    for said in (said for rule in LOCAL_RULES for said in rule(world)):
        for unit in units_named(rows, said.subject):
            about[unit].append(said)
    return {unit: sorted(found, key=order) for unit, found in about.items() if found}


def order(said: Said) -> str:
    """By key."""
    return said.key
