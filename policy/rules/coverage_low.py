"""Many of a unit at home on one day: a matter of cohesion, told to the leader in counts (P4)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from policy.case import Book, Case
from policy.model import Audience, Finding, Severity, Window, key_of
from policy.workdays import dates

SMALLEST_GROUP = 5
"""Groups with fewer people available are never counted: a count would be a name."""


@dataclass(frozen=True, slots=True)
class CoverageLow:
    """Fires where more of a unit's own available people are at home than ``max_home_share``."""

    name: str = "coverage_low"

    def evaluate_unit(
        self, book: Book, unit: str, cases: Sequence[Case], window: Window
    ) -> Iterator[Finding]:
        """One finding a day from today on. ``cases``: the unit's people whose calendars were read."""
        for day in dates(window.today, window.end):
            limit = book.organisation.value(unit, "max_home_share", day)
            at_home = _at_home(cases, day)
            if isinstance(limit, Fraction) and len(at_home) >= SMALLEST_GROUP:
                home, available = sum(at_home), len(at_home)
                if Fraction(home, available) > limit:
                    yield self._finding(unit, day, home, available, limit)

    def _finding(self, unit: str, day: date, home: int, available: int, limit: Fraction) -> Finding:
        share = str(Fraction(home, available))
        return Finding(
            rule=self.name,
            severity=Severity.HINT,
            subject=unit,
            days=(day,),
            clause="P4",
            key=key_of(self.name, unit, day),
            to=(Audience.LEADER,),
            facts={
                "home": home,
                "available": available,
                "share": share,
                "max_home_share": str(limit),
            },
            reopen=share,
        )


def _at_home(cases: Sequence[Case], day: date) -> list[bool]:
    """Of everybody who is available on ``day`` and whose ``day`` is read: whether at home at all."""
    known = (c.days.get(day) for c in cases if c.window.read_from <= day)
    return [d.home is not None for d in known if d and d.available]
