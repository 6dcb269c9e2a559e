"""Tasks that a leader finds unsuited to home work: who speaks first, and the employee's way on (K8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policy.case import Case
from policy.model import Audience, DayStatus, Finding, Kind, Severity, key_of
from policy.register import SuitabilityDecision


@dataclass(frozen=True, slots=True)
class TasksUnsuited:
    """Fires on home days under a decision that was explained and is not being discussed with HR."""

    name: str = "tasks_unsuited"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """At most one finding a decision; before ``explained_on`` nothing reaches the employee."""
        today = case.window.today
        for decision in case.decisions:
            if decision.explained(today) and not decision.under_discussion(today):
                days = [d for d in case.home_days if _covered(decision, d)]
                if days:
                    yield self._finding(decision, days)

    def _finding(self, decision: SuitabilityDecision, days: Sequence[DayStatus]) -> Finding:
        assert decision.explained_on is not None
        first = days[0].home
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=decision.employee,
            days=tuple(d.day for d in days),
            clause="K8",
            key=key_of(self.name, decision.employee, decision.decided_on),
            to=(Audience.EMPLOYEE,),
            facts={
                "decided_on": decision.decided_on.isoformat(),
                "explained_on": decision.explained_on.isoformat(),
                "scope": decision.scope,
                "first_day": days[0].day.isoformat(),
                "first_kind": first.kind.value if first else None,
            },
            period=True,
        )


@dataclass(frozen=True, slots=True)
class ReasonMissing:
    """Fires for a decision without a reason, or without the day on which it was explained."""

    name: str = "reason_missing"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding a decision that holds on a day ahead; the leader speaks first."""
        today = case.window.today
        for decision in case.decisions:
            missing = ["reason"] if decision.reason is None else []
            missing += [] if decision.explained(today) else ["explained_on"]
            first = max(today, decision.decided_on)
            if missing and first < case.window.end and decision.in_force(first):
                yield self._finding(decision, missing)

    def _finding(self, decision: SuitabilityDecision, missing: Sequence[str]) -> Finding:
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=decision.employee,
            days=(),
            clause="K8",
            key=key_of(self.name, decision.employee, decision.decided_on),
            to=(Audience.LEADER,),
            facts={"decided_on": decision.decided_on.isoformat(), "missing": list(missing)},
            period=True,
        )


def _covered(decision: SuitabilityDecision, day: DayStatus) -> bool:
    fixed = day.home is not None and day.home.kind is Kind.FIXED
    return decision.in_force(day.day) and (fixed or decision.scope == "all")
