"""Looks at a register as a whole: what it says, what cannot be used of it, what HR is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from config.configuration import organisation_of
from config.problems import Problem, Report
from config.register.file import read_register
from config.register.recall import recalled, remembered
from config.settings import Settings
from policy.organisation import Organisation
from policy.register import CallIn, Register
from policy.register_memory import Recalled, RegisterRow, begins, ends, keyed

Clock = Callable[[], datetime]

LEAD = timedelta(weeks=6)
"""How long before a review is due it is asked about."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something for HR to answer: ``vanished``, or ``review`` with ``on``: by when."""

    what: str
    key: str
    row: RegisterRow
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A register beside its organisation; ``own``: what it says itself, nothing where it has problems.

    ``recalled``: it, and what vanished from it; ``path``: None where none is configured.
    """

    settings: Settings
    organisation: Organisation
    path: Path | None
    own: Register
    problems: tuple[Problem, ...]
    recalled: Recalled
    today: date

    @property
    def questions(self) -> tuple[Question, ...]:
        """What HR is asked: rows that are gone, then reviews that are due, by key."""
        gone = [Question("vanished", v.key, v.row) for v in self.recalled.asked]
        due = [
            Question("review", key, row, day)
            for key, row in keyed(self.own).items()
            if (day := review_of(row)) and day - LEAD <= self.today and holds(row, self.today)
        ]
        return (*gone, *due)


def look(config_file: Path, file: Path | None, as_of: date | None, clock: Clock) -> Look:
    """The configured register, or ``file`` in its place, beside the organisation.

    Raises ConfigurationError where the settings or the organisation cannot be used.
    """
    settings, organisation = organisation_of(config_file)
    today = as_of or clock().astimezone(settings.time_zone).date()
    path = file or settings.register
    report = Report(settings.base)
    own = read_register(path, organisation, report) if path else Register()
    problems = tuple(report)
    if problems:
        return Look(settings, organisation, path, Register(), problems, Recalled(Register()), today)
    found = recalled(own, remembered(settings.store_url), organisation, today)
    return Look(settings, organisation, path, own, (), found, today)


def review_of(row: RegisterRow) -> date | None:
    """When a row is to be looked at again: a year after it began where it does not say."""
    return None if isinstance(row, CallIn) else row.review_by or _a_year_after(begins(row))


def holds(row: RegisterRow, day: date) -> bool:
    """Whether a row is in force on ``day``; a call-in is until its date has passed."""
    end = ends(row)
    begun = isinstance(row, CallIn) or begins(row) <= day
    return begun and (end is None or day <= end)


def _a_year_after(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
