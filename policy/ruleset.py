"""All rules in the order of the policy's table, and what they say about a person or the register."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from policy.case import Book, Case
from policy.model import Finding, Window
from policy.rules.agreement_deviation import AgreementDeviation
from policy.rules.agreement_over_cap import AgreementOverCap
from policy.rules.agreements_missing import IndividualAgreementMissing, LocalAgreementMissing
from policy.rules.average_exceeded import AverageExceeded
from policy.rules.coverage_low import CoverageLow
from policy.rules.deadlines import AgreementExpiring, ReviewDue
from policy.rules.looks_fixed import LooksFixed
from policy.rules.on_site_conflict import OnSiteConflict
from policy.rules.on_site_day import OnSiteDay
from policy.rules.suitability import ReasonMissing, TasksUnsuited
from policy.rules.working_environment import WorkingEnvironment
from policy.workdays import LOOK_BACK_WEEKS, NO_TIME, WEEK, monday_of


class Rule(Protocol):
    """What every rule can do; ``name`` stands in its findings."""

    @property
    def name(self) -> str: ...

    def evaluate(self, case: Case) -> Iterable[Finding]:
        """Findings about one person."""
        ...


class RegisterRule(Protocol):
    """A rule that also speaks about the register itself."""

    def evaluate_register(self, book: Book, window: Window) -> Iterable[Finding]:
        """Findings whose subject is an agreement."""
        ...


class UnitRule(Protocol):
    """A rule that speaks about a unit as a whole."""

    @property
    def name(self) -> str: ...

    def evaluate_unit(
        self, book: Book, unit: str, cases: Sequence[Case], window: Window
    ) -> Iterable[Finding]:
        """Findings whose subject is the unit."""
        ...


OVER_CAP, EXPIRING, REVIEW = AgreementOverCap(), AgreementExpiring(), ReviewDue()
RULES: tuple[Rule, ...] = (
    OnSiteConflict(),
    OnSiteDay(),
    LocalAgreementMissing(),
    IndividualAgreementMissing(),
    AgreementDeviation(),
    OVER_CAP,
    AverageExceeded(),
    LooksFixed(),
    TasksUnsuited(),
    ReasonMissing(),
    EXPIRING,
    REVIEW,
    WorkingEnvironment(),
)
REGISTER_RULES: tuple[RegisterRule, ...] = (OVER_CAP, EXPIRING, REVIEW)
UNIT_RULES: tuple[UnitRule, ...] = (CoverageLow(),)
TOLD_ONCE = frozenset({"looks_fixed", "tasks_unsuited"})
"""Rules whose question, once answered, is never asked again, though it went and came back."""


def evaluate(case: Case) -> tuple[Finding, ...]:
    """Everything the rules find about one person, in the order of the table, then by key."""
    found: list[Finding] = []
    for rule in RULES:
        found += sorted(rule.evaluate(case), key=lambda f: f.key)
    return tuple(found)


def evaluate_register(book: Book, window: Window) -> tuple[Finding, ...]:
    """Everything the rules find about the register's own rows."""
    return tuple(f for rule in REGISTER_RULES for f in rule.evaluate_register(book, window))


def evaluate_unit(
    book: Book, unit: str, cases: Sequence[Case], window: Window
) -> tuple[Finding, ...]:
    """Everything the rules find about a unit. ``cases``: its own people whose days were read."""
    return tuple(f for r in UNIT_RULES for f in r.evaluate_unit(book, unit, cases, window))


def window_of(today: date, horizon_weeks: int, read_from: date | None) -> Window:
    """The read window around ``today``; a week cut by ``read_from`` is not read."""
    this_monday = monday_of(today)
    start, end = this_monday - LOOK_BACK_WEEKS * WEEK, this_monday + horizon_weeks * WEEK
    first = start
    if read_from is not None and read_from > start:
        first = monday_of(read_from) + (WEEK if read_from.weekday() else NO_TIME)
    return Window(today, start, end, min(first, end))
