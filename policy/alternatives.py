"""Other days of the same week that would break no rule: an offer, never a demand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policy.case import Case
from policy.model import DayStatus, Status
from policy.ruleset import evaluate
from policy.workdays import week_of

MOST = 2


def alternatives(case: Case, day: date) -> tuple[date, ...]:
    """Up to two days of ``day``'s week to which its home work could move."""
    return tuple(d for _, d in zip(range(MOST), _fitting(case, day), strict=False))


def fits(case: Case, day: date, other: date) -> bool:
    """Whether the home work of ``day`` could move to ``other`` without a new finding."""
    target = case.days.get(other)
    if target is None or other < case.window.today or not _free(target):
        return False
    before = {f.key for f in evaluate(case)}
    return all(f.key in before for f in evaluate(_moved(case, day, target)))


def _fitting(case: Case, day: date) -> Iterator[date]:
    return (d for d in week_of(day) if d != day and fits(case, day, d))


def _free(day: DayStatus) -> bool:
    return day.available and day.status is Status.UNKNOWN and not day.presence and not day.on_site


def _moved(case: Case, day: date, target: DayStatus) -> Case:
    source = case.days[day]
    days = dict(case.days)
    days[day] = replace(source, status=Status.UNKNOWN, reason="none", home=None)
    days[target.day] = replace(target, status=Status.HOME, reason=source.reason, home=source.home)
    return replace(case, days=days)
