"""Agreements that end and agreements or decisions to be looked at again, some weeks ahead (K5, K7, P3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from policy.case import Book, Case
from policy.model import Audience, Finding, Severity, Window, key_of
from policy.register import IndividualAgreement, LocalAgreement, SuitabilityDecision
from policy.workdays import DAY, WEEK

LEAD_WEEKS = 6
OWN_TO = (Audience.LEADER, Audience.EMPLOYEE)


@dataclass(frozen=True, slots=True)
class AgreementExpiring:
    """Fires for an agreement whose end lies within the lead, unless another one follows on it.

    One that is withdrawn before its first day never held, and does not end.
    """

    name: str = "agreement_expiring"
    lead_weeks: int = LEAD_WEEKS

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding for each of the person's agreements that ends."""
        lead = _lead(case.book, (case.employee.unit,), case.window.today, self.lead_weeks)
        for agreement in case.book.register.individuals(case.employee.id):
            last = agreement.last_day
            if last is None or not _within(case.window.today, lead, last, agreement.end):
                continue
            if agreement.in_force(last) and case.individual(last + DAY) is None:
                facts = {"about": "individual", "last_day": last.isoformat()}
                yield _finding(self.name, agreement.employee, agreement.end, "K5", OWN_TO, facts)

    def evaluate_register(self, book: Book, window: Window) -> Iterator[Finding]:
        """One finding for each local agreement that ends; its subject is the agreement."""
        for agreement in book.register.local_agreements:
            last = agreement.valid_to
            lead = _lead(book, agreement.units, window.today, self.lead_weeks)
            if last and _within(window.today, lead, last, last) and not _followed(book, agreement):
                yield _about_local(self.name, agreement, last, {"last_day": last.isoformat()})


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """Fires for an agreement or decision in force that is to be looked at again within the lead."""

    name: str = "review_due"
    lead_weeks: int = LEAD_WEEKS

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding for each of the person's agreements and decisions whose review is due.

        The key of a decision that shares its date with another row has ``decided_on``, too.
        """
        today, person = case.window.today, case.employee.id
        lead = _lead(case.book, (case.employee.unit,), today, self.lead_weeks)
        agreements = [a for a in case.book.register.individuals(person) if _due(a, today, lead)]
        decisions = [d for d in case.decisions if _due(d, today, lead)]
        for agreement in agreements:
            facts = {"about": "individual"}
            yield _finding(self.name, person, agreement.review, "K5", OWN_TO, facts)
        on = Counter([*(a.review for a in agreements), *(d.review for d in decisions)])
        for decision in decisions:
            made = decision.decided_on
            facts = {"about": "decision", "decided_on": made.isoformat()}
            found = _finding(self.name, person, decision.review, "P3", (Audience.LEADER,), facts)
            if on[decision.review] > 1:
                found = replace(found, key=f"{found.key}:{made}")
            yield found

    def evaluate_register(self, book: Book, window: Window) -> Iterator[Finding]:
        """One finding for each local agreement whose review is due."""
        for agreement in book.register.local_agreements:
            lead = _lead(book, agreement.units, window.today, self.lead_weeks)
            if _due(agreement, window.today, lead):
                yield _about_local(self.name, agreement, agreement.review, {})


def _lead(book: Book, units: tuple[str, ...], today: date, default: int) -> int:
    """Weeks ahead; of an agreement's units the one that wants to know first decides."""
    found = (book.organisation.value(unit, "lead_weeks", today) for unit in units)
    return max(weeks if isinstance(weeks, int) else default for weeks in found)


def _within(today: date, lead: int, last: date, end: date | None) -> bool:
    """Whether it is still in force and the date in the register lies within the lead."""
    return end is not None and today <= last and end <= today + lead * WEEK


def _due(
    row: IndividualAgreement | LocalAgreement | SuitabilityDecision, today: date, lead: int
) -> bool:
    return today <= row.review <= today + lead * WEEK and row.in_force(row.review)


def _followed(book: Book, ending: LocalAgreement) -> bool:
    """Whether every unit and staff group of it is covered on the day after by another one."""
    assert ending.valid_to is not None
    after, organisation = ending.valid_to + DAY, book.organisation
    ways = [tuple(u.id for u in organisation.upwards(unit)) for unit in ending.units]
    groups = ending.staff_groups or (None,)
    return all(book.register.local(way, group, after) for way in ways for group in groups)


def _about_local(
    rule: str, agreement: LocalAgreement, on: date, facts: Mapping[str, object]
) -> Finding:
    facts = {"about": "local", "units": list(agreement.units), **facts}
    return _finding(rule, agreement.id, on, "K7", (Audience.HR,), facts)


def _finding(
    rule: str,
    subject: str,
    on: date | None,
    clause: str,
    to: tuple[Audience, ...],
    facts: Mapping[str, object],
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.HINT,
        subject=subject,
        days=(),
        clause=clause,
        key=key_of(rule, subject, on),
        to=to,
        facts={**facts, "date": str(on)},
        reopen=str(on),
        period=True,
    )
