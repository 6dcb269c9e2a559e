"""Ad hoc days that fall on one weekday again and again: a question for the employee alone (K1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from policy.case import Case
from policy.model import Audience, Finding, Kind, Severity, key_of
from policy.workdays import WEEKDAYS, pattern_weeks


@dataclass(frozen=True, slots=True)
class LooksFixed:
    """Fires on ad hoc days of one weekday in ``weeks`` of the last six weeks, and ahead."""

    name: str = "looks_fixed"
    weeks: int = 4

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """At most one finding a weekday."""
        start, end = pattern_weeks(case.window.today)
        ad_hoc = [d for d in case.days.values() if d.home and d.home.kind is Kind.AD_HOC]
        for weekday in range(len(WEEKDAYS)):
            days = [d for d in ad_hoc if d.day.weekday() == weekday]
            ahead = any(d.day >= case.window.today for d in days)
            weeks = sum(start <= d.day < end for d in days)
            if ahead and weeks >= self.weeks:
                found = self._finding(case.employee.id, weekday, weeks)
                yield replace(found, basis=tuple(d.day for d in days if start <= d.day))

    def _finding(self, person: str, weekday: int, weeks: int) -> Finding:
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=person,
            days=(),
            clause="K1",
            key=key_of(self.name, person, WEEKDAYS[weekday]),
            to=(Audience.EMPLOYEE,),
            facts={"weekday": weekday, "weeks_seen": weeks},
            period=True,
        )
