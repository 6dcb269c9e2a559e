"""Other days of the same week that would break no rule: an offer, never a demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from policy.case import Case
from policy.model import DayStatus, Status
from policy.ruleset import evaluate
from policy.workdays import week_of

MOST = 2


def alternatives(case: Case, day: date) -> tuple[date, ...]:
    """Up to two days of ``day``'s week to which its home work could move."""
    fitting = _fitting(case, day, (d for d in week_of(day) if d != day))
    return tuple(islice(fitting, MOST))


def fit(case: Case, day: date, others: Sequence[date]) -> bool:
    """Whether the home work of ``day`` could move to each of ``others`` without a new finding."""
    return len(list(_fitting(case, day, others))) == len(others)


def _fitting(case: Case, day: date, others: Iterable[date]) -> Iterator[date]:
    before = {f.key for f in evaluate(case)}
    for other in others:
        target = case.days.get(other)
        free = target is not None and other >= case.window.today and _free(target)
        if free and all(f.key in before for f in evaluate(_moved(case, day, case.days[other]))):
            yield other


def _free(day: DayStatus) -> bool:
    return day.available and day.status is Status.UNKNOWN and not day.presence and not day.on_site


def _moved(case: Case, day: date, target: DayStatus) -> Case:
    source = case.days[day]
    days = dict(case.days)
    days[day] = replace(source, status=Status.UNKNOWN, reason="none", home=None)
    days[target.day] = replace(target, status=Status.HOME, reason=source.reason, home=source.home)
    return replace(case, days=days)
