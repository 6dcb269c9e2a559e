"""The leader's assessment that tasks are unsuited: the leader speaks first (K8, K9)."""

from __future__ import annotations

from collections.abc import Iterator

from policy.model import Employee
from policy.register import SuitabilityDecision
from tests.oracle.agreed import decision_holds, has_come, own_decisions
from tests.oracle.day_status import home_days_ahead
from tests.oracle.weeks import days_ahead
from tests.oracle.world import Said, World, to


def tasks_unsuited(world: World, who: Employee) -> Iterator[Said]:
    """Home days under a decision that has been explained and is not with HR."""
    for row in own_decisions(world, who):
        if not has_come(row.explained_on, world) or with_hr(world, row):
            continue
        home = home_days_ahead(world, who, "" if row.scope == "all" else "fixed")
        days = tuple(day for day in home if decision_holds(row, day))
        if days:
            key = f"tasks_unsuited:{who.id}:{row.decided_on}"
            yield Said("tasks_unsuited", "question", who.id, days, "K8", key, to("employee"))


def with_hr(world: World, row: SuitabilityDecision) -> bool:
    """Raised without being settled."""
    return has_come(row.raised_on, world) and not has_come(row.settled_on, world)


def reason_missing(world: World, who: Employee) -> Iterator[Said]:
    """A decision that holds on a day ahead and has no reason, or has not been explained yet."""
    for row in own_decisions(world, who):
        live = any(decision_holds(row, day) for day in days_ahead(world))
        if live and (not row.reason or not has_come(row.explained_on, world)):
            key = f"reason_missing:{who.id}:{row.decided_on}"
            yield Said("reason_missing", "question", who.id, (), "K8", key, to("leader"))
