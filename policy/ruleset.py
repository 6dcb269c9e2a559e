"""All rules in the order of the policy's table, and what they say about a person or the register."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from policy.case import Book, Case
from policy.model import Finding, Window
from policy.rules.agreement_over_cap import AgreementOverCap
from policy.rules.agreements_missing import IndividualAgreementMissing, LocalAgreementMissing
from policy.rules.average_exceeded import AverageExceeded
from policy.rules.on_site_conflict import OnSiteConflict
from policy.rules.on_site_day import OnSiteDay
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


RULES: tuple[Rule, ...] = (
    OnSiteConflict(),
    OnSiteDay(),
    LocalAgreementMissing(),
    IndividualAgreementMissing(),
    AgreementOverCap(),
    AverageExceeded(),
)
REGISTER_RULES: tuple[RegisterRule, ...] = (AgreementOverCap(),)


def evaluate(case: Case) -> tuple[Finding, ...]:
    """Everything the rules find about one person, in the order of the table, then by key."""
    found: list[Finding] = []
    for rule in RULES:
        found += sorted(rule.evaluate(case), key=lambda f: f.key)
    return tuple(found)


def evaluate_register(book: Book, window: Window) -> tuple[Finding, ...]:
    """Everything the rules find about the register's own rows."""
    return tuple(f for rule in REGISTER_RULES for f in rule.evaluate_register(book, window))


def window_of(today: date, horizon_weeks: int, read_from: date | None) -> Window:
    """The read window around ``today``; a week cut by ``read_from`` is not read."""
    this_monday = monday_of(today)
    start, end = this_monday - LOOK_BACK_WEEKS * WEEK, this_monday + horizon_weeks * WEEK
    first = start
    if read_from is not None and read_from > start:
        first = monday_of(read_from) + (WEEK if read_from.weekday() else NO_TIME)
    return Window(today, start, end, min(first, end))
