"""Fixed days that keep falling off the agreed weekdays: does the agreement still fit (K5)?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policy.case import Case
from policy.model import Audience, DayStatus, Finding, Kind, Severity, key_of
from policy.register import IndividualAgreement
from policy.workdays import monday_of, pattern_weeks


@dataclass(frozen=True, slots=True)
class AgreementDeviation:
    """Fires on fixed days off the agreed weekdays in ``weeks`` of the last six weeks, and ahead."""

    name: str = "agreement_deviation"
    weeks: int = 3

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """At most one finding for each of the person's agreements."""
        for agreement in case.book.register.individuals(case.employee.id):
            off = [d for d in case.days.values() if _off(agreement, d)]
            ahead = [d for d in off if d.day >= case.window.today]
            start, end = pattern_weeks(case.window.today)
            weeks = {monday_of(d.day) for d in off if start <= d.day < end}
            if ahead and len(weeks) >= self.weeks:
                found = self._finding(agreement, ahead, len(weeks))
                yield replace(found, basis=tuple(d.day for d in off if start <= d.day))

    def _finding(
        self, agreement: IndividualAgreement, ahead: Sequence[DayStatus], weeks: int
    ) -> Finding:
        pattern = [sorted(week) for week in agreement.pattern]
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=agreement.employee,
            days=tuple(d.day for d in ahead),
            clause="K5",
            key=key_of(self.name, agreement.employee, agreement.valid_from),
            to=(Audience.EMPLOYEE,),
            facts={
                "valid_from": agreement.valid_from.isoformat(),
                "pattern": pattern,
                "weekdays": sorted({d.day.weekday() for d in ahead}),
                "weeks_off": weeks,
            },
            reopen=repr(pattern),
            period=True,
        )


def _off(agreement: IndividualAgreement, day: DayStatus) -> bool:
    """A fixed day that the agreement, in force on it, does not name."""
    fixed = day.home is not None and day.home.kind is Kind.FIXED
    return fixed and agreement.in_force(day.day) and not agreement.names(day.day)
