"""More than two fixed home days a week over a month: the working-environment rules then apply (AT)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from policy.case import Case
from policy.model import Audience, Finding, Kind, Severity, key_of
from policy.workdays import DAY, dates


@dataclass(frozen=True, slots=True)
class WorkingEnvironment:
    """Fires, where a unit asks for it, for months with more than ``per_week`` fixed days a week.

    A month counts as its days divided by seven. Only whole months that are read are judged.
    """

    name: str = "working_environment"
    per_week: Fraction = Fraction(2)

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding a month that holds a fixed home day from today on."""
        for first, last in _months(case):
            if case.value(self.name, last) is True:
                fixed = [d for d in dates(first, last + DAY) if _fixed(case, d)]
                days = sum((_fixed(case, d) for d in fixed), Fraction(0))
                per_week = days / Fraction((last - first).days + 1, 7)
                if per_week > self.per_week:
                    found = self._finding(case.employee.id, first, days, per_week)
                    yield replace(found, basis=tuple(fixed))

    def _finding(self, person: str, first: date, days: Fraction, per_week: Fraction) -> Finding:
        month = f"{first:%Y-%m}"
        return Finding(
            rule=self.name,
            severity=Severity.HINT,
            subject=person,
            days=(),
            clause="AT",
            key=key_of(self.name, person, month),
            to=(Audience.EMPLOYEE, Audience.LEADER),
            facts={"month": month, "days": str(days), "per_week": str(per_week)},
            period=True,
        )


def _months(case: Case) -> Iterator[tuple[date, date]]:
    """First and last day of each month with a fixed day ahead, none of its days cut off."""
    ahead = {d.day.replace(day=1) for d in case.fixed_days}
    for first in sorted(ahead):
        last = (first + 31 * DAY).replace(day=1) - DAY
        if case.window.read_from <= first and last < case.window.end:
            yield first, last


def _fixed(case: Case, day: date) -> Fraction:
    home = case.days[day].home
    return home.fixed_share if home and home.kind is Kind.FIXED else Fraction(0)
