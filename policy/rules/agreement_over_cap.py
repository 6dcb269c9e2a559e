"""More agreed than may be agreed: a pattern above the cap, a local cap above two (K4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policy.case import Book, Case
from policy.model import Audience, Finding, Severity, Window, key_of
from policy.register import CAP, IndividualAgreement, LocalAgreement
from policy.workdays import DAY

TO = (Audience.LEADER, Audience.HR)


@dataclass(frozen=True, slots=True)
class AgreementOverCap:
    """Fires for agreements in force on a day from today to the end of the horizon."""

    name: str = "agreement_over_cap"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding for each of the person's agreements whose pattern exceeds the cap."""
        for agreement in case.book.register.individuals(case.employee.id):
            if _ahead(agreement, case.window):
                yield from self._pattern(case, agreement)

    def _pattern(self, case: Case, agreement: IndividualAgreement) -> Iterator[Finding]:
        caps = (_cap(case, day) for day in _days_of_change(case, agreement))
        cap = next((cap for cap in caps if agreement.per_week > cap), None)
        if cap is not None:
            facts: dict[str, object] = {
                "pattern": [sorted(week) for week in agreement.pattern],
                "cap": str(cap),
                "per_week": str(agreement.per_week),
            }
            yield self._finding(agreement.employee, agreement.valid_from, facts)

    def evaluate_register(self, book: Book, window: Window) -> Iterator[Finding]:
        """One finding for each local agreement whose cap exceeds two; its subject is the agreement."""
        for agreement in book.register.local_agreements:
            if agreement.cap > CAP and _ahead(agreement, window):
                facts: dict[str, object] = {
                    "cap": str(agreement.cap),
                    "units": list(agreement.units),
                }
                yield self._finding(agreement.id, None, facts)

    def _finding(self, subject: str, anchor: date | None, facts: dict[str, object]) -> Finding:
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=subject,
            days=(),
            clause="K4",
            key=key_of(self.name, subject, anchor),
            to=TO,
            facts=facts,
            reopen=repr(sorted(facts.items())),
            period=True,
        )


def _cap(case: Case, day: date) -> Fraction:
    local = case.local(day)
    return local.cap if local else CAP


def _days_of_change(case: Case, agreement: IndividualAgreement) -> Iterator[date]:
    """The days ahead with the agreement in force on which another cap may begin, in order."""
    first = max(case.window.today, agreement.valid_from)
    rows = case.book.register.local_agreements
    last = case.window.end - DAY
    ends = {r.valid_to + DAY for r in rows if r.valid_to and r.valid_to < last}
    changes = sorted(d for d in {r.valid_from for r in rows} | ends if first < d <= last)
    return (d for d in (first, *changes) if agreement.in_force(d))


def _ahead(agreement: IndividualAgreement | LocalAgreement, window: Window) -> bool:
    first = max(window.today, agreement.valid_from)
    return first < window.end and agreement.in_force(first)
