"""Two days a week on average: counted home days beyond what is agreed (K4, policy 4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import islice

from policy.case import Case
from policy.model import Audience, DayStatus, Finding, Severity, key_of
from policy.register import AVERAGING_WEEKS, CAP, LocalAgreement
from policy.workdays import DAY, WEEK, dates, iso_week

SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Terms:
    """What an average is judged by on the Sunday that ends its window."""

    weeks: int
    cap: Fraction = CAP
    reading: str = "all-weeks"
    counts: str = "fixed"
    clause: str = "K4"

    def counted(self, day: DayStatus) -> Fraction:
        """The share of a day that counts; only available days do."""
        if not day.available or day.home is None:
            return Fraction(0)
        return day.home.share if self.counts == "all" else day.home.fixed_share


@dataclass(frozen=True, slots=True)
class AverageExceeded:
    """Fires for the earliest window that is over and holds a counted day from today on."""

    name: str = "average_exceeded"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """At most one finding a person."""
        if not case.home_days:
            return
        ends = (d for d in dates(case.window.start, case.window.end) if d.weekday() == SUNDAY)
        found = (self._judge(case, sunday) for sunday in ends)
        yield from islice((f for f in found if f is not None), 1)

    def _judge(self, case: Case, sunday: date) -> Finding | None:
        terms = terms_of(case, sunday)
        first = sunday + DAY - terms.weeks * WEEK
        if first < case.window.read_from:
            return None
        days = [case.days[d] for d in dates(first, sunday + DAY)]
        counted = [d for d in days if d.home and terms.counted(d)]
        ahead = tuple(d.day for d in counted if d.day >= case.window.today)
        total = sum((terms.counted(d) for d in counted), Fraction(0))
        if not ahead or total <= terms.cap or all(_agreed(case, d.day) for d in counted):
            return None
        weeks = terms.weeks if terms.reading == "all-weeks" else _active_weeks(days)
        if total / weeks <= terms.cap:
            return None
        found = self._finding(case, terms, ahead, sunday, total, weeks)
        return replace(found, basis=tuple(d.day for d in counted))

    def _finding(
        self,
        case: Case,
        terms: Terms,
        days: tuple[date, ...],
        sunday: date,
        total: Fraction,
        weeks: int,
    ) -> Finding:
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=case.employee.id,
            days=days,
            clause=terms.clause,
            key=key_of(self.name, case.employee.id),
            to=(Audience.EMPLOYEE,),
            facts={
                "reading": terms.reading,
                "counts": terms.counts,
                "cap": str(terms.cap),
                "window_weeks": terms.weeks,
                "first_week": iso_week(sunday + DAY - terms.weeks * WEEK),
                "last_week": iso_week(sunday),
                "days": str(total),
                "weeks": str(weeks),
                "per_week": str(total / weeks),
            },
            reopen=repr((terms.reading, str(terms.cap))),
            level=total / weeks,
            period=True,
        )


def terms_of(case: Case, sunday: date) -> Terms:
    """The terms in force on ``sunday``: the local agreement's, over whole cycles of the person's own."""
    local = case.local(sunday)
    agreement = case.individual(sunday)
    cycle = len(agreement.pattern) if agreement else 1
    wanted = (local and local.averaging_weeks) or AVERAGING_WEEKS
    weeks = -(-wanted // cycle) * cycle
    if local is None:
        return Terms(weeks)
    return Terms(
        weeks, local.cap, local.reading or "all-weeks", local.counts or "fixed", _clause(local)
    )


def _clause(local: LocalAgreement) -> str:
    own_terms = local.reading or local.counts or local.cap < CAP
    return local.id if own_terms else "K4"


def _agreed(case: Case, day: date) -> bool:
    agreement = case.individual(day)
    return agreement is not None and agreement.names(day)


def _active_weeks(days: Sequence[DayStatus]) -> int:
    return len({iso_week(d.day) for d in days if d.available})
