"""A home day on which the workplace has asked people to be in: call-ins, closed days, home_work (P2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy.case import Case
from policy.model import (
    WHOLE_DAY,
    Audience,
    DayStatus,
    Finding,
    Kind,
    Severity,
    Span,
    key_of,
)
from policy.register import CallIn
from policy.rules.on_site_conflict import may_touch


@dataclass(frozen=True, slots=True)
class OnSiteDay:
    """Fires for a call-in, a date or weekday in ``on_site_days``, or a ``home_work`` that excludes it."""

    name: str = "on_site_day"

    def evaluate(self, case: Case) -> Iterator[Finding]:
        """One finding a home day, for the first source that holds."""
        for day in case.home_days:
            source = _source(case, day)
            if source is not None:
                yield self._finding(case.employee.id, day, source)

    def _finding(self, person: str, day: DayStatus, source: dict[str, str]) -> Finding:
        fixed = day.home is not None and day.home.kind is Kind.FIXED
        return Finding(
            rule=self.name,
            severity=Severity.QUESTION,
            subject=person,
            days=(day.day,),
            clause="K6" if fixed and source["source"] == "call_in" else "P2",
            key=key_of(self.name, person, day.day),
            to=(Audience.EMPLOYEE,),
            facts=source,
            reopen=repr(sorted(source.items())),
        )


def _source(case: Case, day: DayStatus) -> dict[str, str] | None:
    binding = [c for c in case.call_ins(day.day) if _binds(c, day)]
    call_in = min(binding, key=_hours, default=None)
    if call_in is not None:
        return {"source": "call_in", "from": _clock(call_in.start), "to": _clock(call_in.end)}
    closed = case.value("on_site_days", day.day)
    if isinstance(closed, tuple) and day.day in closed:
        return {"source": "on_site_days", "value": "date"}
    if isinstance(closed, tuple) and day.day.weekday() in closed:
        return {"source": "on_site_days", "value": "weekday"}
    home_work = case.value("home_work", day.day)
    kind = day.home.kind if day.home else None
    if home_work == "none" or (home_work == "ad_hoc" and kind is Kind.FIXED):
        return {"source": "home_work", "value": str(home_work)}
    return None


def _binds(call_in: CallIn, day: DayStatus) -> bool:
    """A timed call-in binds only where it overlaps the home span, or may overlap it."""
    if call_in.start is None and call_in.end is None:
        return True
    return may_touch(day.home, Span(*_hours(call_in)))


def _hours(call_in: CallIn) -> tuple[int, int]:
    return call_in.start or WHOLE_DAY.start, call_in.end or WHOLE_DAY.end


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"
