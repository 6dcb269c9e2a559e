"""A home day on which a meeting seems to need its owner on site (K6; K1 for an ad hoc day)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from policy.case import Case
from policy.days import DAY
from policy.model import (
    Audience,
    Cause,
    DayStatus,
    Evidence,
    Finding,
    HomeDay,
    Kind,
    OnSite,
    Severity,
    Span,
    key_of,
)

SPEAKING = (Evidence.SURE, Evidence.LIKELY)


@dataclass(frozen=True, slots=True)
class OnSiteConflict:
    """Fires where the home span overlaps on-site evidence that is sure or likely."""

    name: str = "on_site_conflict"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding a home day, with all the meetings that overlap it."""
        for day in case.home_days:
            meetings = [
                o for o in day.on_site if o.evidence in SPEAKING and may_touch(day.home, o.span)
            ]
            if meetings:
                yield self._finding(case.employee.id, day, meetings)

    def _finding(self, person: str, day: DayStatus, meetings: Sequence[OnSite]) -> Finding:
        home = day.home
        assert home is not None
        sure = any(o.evidence is Evidence.SURE and touches(home, o.span) for o in meetings)
        fixed = home.kind is Kind.FIXED
        told = [_meeting(o) for o in meetings]
        spans = [[s.start, s.end] for s in home.spans]
        return Finding(
            rule=self.name,
            severity=Severity.CONFLICT if sure and fixed else Severity.QUESTION,
            subject=person,
            days=(day.day,),
            clause="K6" if fixed else "K1",
            key=key_of(self.name, person, day.day),
            to=(Audience.EMPLOYEE,),
            facts={"meetings": told, "span": spans, "kind": home.kind.value},
            reopen=repr(([(m["start"], m["end"], m["evidence"]) for m in told], spans)),
            cause=_cause(self.name, person, home, meetings),
        )


def touches(home: HomeDay, span: Span) -> bool:
    """Whether a known home span overlaps ``span``."""
    return any(s.overlaps(span) for s in home.spans)


def may_touch(home: HomeDay | None, span: Span) -> bool:
    """Whether ``span`` overlaps the home hours; a half nobody can place may be anywhere of 06–18."""
    return home is not None and (touches(home, span) or (home.halves and DAY.overlaps(span)))


def _meeting(on_site: OnSite) -> dict[str, str]:
    return {
        "start": on_site.start.isoformat(),
        "end": on_site.end.isoformat(),
        "evidence": on_site.evidence.value,
        "reason": on_site.reason,
    }


def _cause(rule: str, person: str, home: HomeDay, meetings: Sequence[OnSite]) -> Cause | None:
    """A fixed home series against meeting series: told once for all occurrences alike.

    The facts are part of the key, so that an occurrence of another shape is a cause of its own.
    """
    if home.kind is not Kind.FIXED or not home.series or not all(o.series for o in meetings):
        return None
    series = sorted({o.series or "" for o in meetings})
    times = [(o.pattern, _time(o), o.evidence.value) for o in meetings]
    spans = [(s.start, s.end) for s in home.spans]
    facts = repr((home.pattern, spans, times))
    shape = hashlib.sha256(facts.encode()).hexdigest()[:16]
    return Cause(
        key=key_of(rule, person, f"{'+'.join([home.series, *series])}:{shape}"),
        facts=facts,
        series=home.series,
    )


def _time(on_site: OnSite) -> tuple[int, int]:
    if isinstance(on_site.start, datetime):
        return on_site.span.start, on_site.span.end
    return 0, 24 * 60
