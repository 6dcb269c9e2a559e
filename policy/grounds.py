"""What a finding rests on, for whoever asks why: days, parameters and rows of the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from policy.case import Case
from policy.model import Finding, Parameter
from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    SuitabilityDecision,
)
from policy.rules.deadlines import LEAD_WEEKS

RegisterRow = LocalAgreement | IndividualAgreement | SuitabilityDecision | CallIn
KEYS_OF: Mapping[str, tuple[str, ...]] = {
    "on_site_conflict": ("places",),
    "individual_agreement_missing": ("agreements_from_calendar",),
    "agreement_expiring": ("lead_weeks",),
    "review_due": ("lead_weeks",),
    "coverage_low": ("max_home_share",),
    "working_environment": ("working_environment",),
}
"""Which keys of units each rule asks; ``on_site_day`` asks the one that its source names."""
BUILT_IN: Mapping[str, object] = {"lead_weeks": LEAD_WEEKS, "agreements_from_calendar": False}
"""What holds where nobody sets anything."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Sorted days, the parameters that decided, the rows of the register that did."""

    days: tuple[date, ...]
    parameters: tuple[Parameter, ...]
    rows: tuple[RegisterRow, ...]


def grounds(case: Case, finding: Finding) -> Grounds:
    """Why a finding about this person, or about an agreement that covers them, was made."""
    days = finding.basis or finding.days
    on = max(days, default=case.window.today)
    parameters = (p for key in _keys(finding) for p in _deciding(case, key, on))
    return Grounds(days, tuple(parameters), tuple(_rows(case, finding, on)))


def _keys(finding: Finding) -> tuple[str, ...]:
    if finding.rule == "on_site_day":
        source = str(finding.facts["source"])
        return () if source == "call_in" else (source,)
    return KEYS_OF.get(finding.rule, ())


def _deciding(case: Case, key: str, on: date) -> tuple[Parameter, ...]:
    found = case.book.organisation.deciding(case.employee.unit, key, on)
    if not found and key in BUILT_IN:
        return (Parameter("", key, BUILT_IN[key]),)
    return found


def _rows(case: Case, finding: Finding, on: date) -> Iterator[RegisterRow]:
    register, facts = case.book.register, finding.facts
    if finding.subject != case.employee.id:
        yield from (a for a in register.local_agreements if a.id == finding.subject)
    elif finding.rule == "on_site_day":
        yield from case.call_ins(on) if facts["source"] == "call_in" else ()
    elif "decided_on" in facts:
        yield from (d for d in case.decisions if str(d.decided_on) == facts["decided_on"])
    elif finding.rule in ("individual_agreement_missing", "average_exceeded"):
        yield from (row for row in (case.local(on), case.individual(on)) if row)
    else:
        frame = case.local(on) if finding.rule == "agreement_over_cap" else None
        yield from (frame,) if frame else ()
        yield from (a for a in register.individuals(case.employee.id) if _about(a, finding))


def _about(agreement: IndividualAgreement, finding: Finding) -> bool:
    """Whether the anchor of the finding's key is this agreement's."""
    anchors = {
        "agreement_deviation": agreement.valid_from,
        "agreement_over_cap": agreement.valid_from,
        "agreement_expiring": agreement.end,
        "review_due": agreement.review,
    }
    anchor = anchors.get(finding.rule)
    return anchor is not None and finding.key.endswith(f":{anchor}")
