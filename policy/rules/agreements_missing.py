"""Fixed home work without the agreements it rests on: the local one (K2), the individual one (K5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from policy.case import Case
from policy.model import Audience, DayStatus, Finding, Severity, key_of


@dataclass(frozen=True, slots=True)
class LocalAgreementMissing:
    """Fires on fixed home days that no local agreement covers; for those who keep agreements."""

    name: str = "local_agreement_missing"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """At most one finding a person."""
        days = [d for d in case.fixed_days if case.local(d.day) is None]
        if days:
            yield _finding(self.name, case, days, "K2", Audience.HR)


@dataclass(frozen=True, slots=True)
class IndividualAgreementMissing:
    """Fires on fixed home days with a local agreement in force and no individual one.

    ``agreed``: all of them stand in series that the leader accepted, so it seems to be agreed.
    """

    name: str = "individual_agreement_missing"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """At most one finding a person."""
        framed = (d for d in case.fixed_days if case.local(d.day))
        days = [d for d in framed if case.individual(d.day) is None]
        if days:
            agreed = all(d.home and d.home.series in case.accepted for d in days)
            facts = {"agreed": True} if agreed else {}
            yield _finding(self.name, case, days, "K5", Audience.EMPLOYEE, facts)


def _finding(
    rule: str,
    case: Case,
    days: Sequence[DayStatus],
    clause: str,
    to: Audience,
    more: Mapping[str, object] = MappingProxyType({}),
) -> Finding:
    """``repeated``: every one of the days comes from a series, none from a word alone."""
    return Finding(
        rule=rule,
        severity=Severity.QUESTION,
        subject=case.employee.id,
        days=tuple(d.day for d in days),
        clause=clause,
        key=key_of(rule, case.employee.id),
        to=(to,),
        facts={
            "weekdays": sorted({d.day.weekday() for d in days}),
            "repeated": all(d.home and d.home.series for d in days),
            **more,
        },
        period=True,
    )
