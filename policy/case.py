"""All that the rules may look at: one person's judged days beside register and organisation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from policy.days import judge
from policy.model import DayFacts, DayStatus, Employee, Kind, Status, Window
from policy.organisation import Organisation
from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)
from policy.workdays import dates

Holidays = Mapping[str, frozenset[date]]
"""Public holidays by country code."""
REMEMBERED = 50_000
"""So many units' days a book remembers to be off or not: those of 700 units in one read window."""


@dataclass(frozen=True)
class Book:
    """What holds for everybody: the organisation, the register and the public holidays."""

    organisation: Organisation
    register: Register
    holidays: Holidays

    @cached_property
    def _days_off(self) -> dict[tuple[str, date], bool]:
        return {}

    def day_off(self, unit: str, day: date) -> bool:
        """Whether ``day`` is a public holiday or a local day off of the unit (weekends aside)."""
        known = self._days_off.get((unit, day))
        if known is None:
            if len(self._days_off) >= REMEMBERED:
                self._days_off.clear()  # a service runs for years, and the days go by
            known = self._days_off[unit, day] = self._is_day_off(unit, day)
        return known

    def _is_day_off(self, unit: str, day: date) -> bool:
        country = self.organisation.text(unit, "country", day)
        public = day in self.holidays.get(country, frozenset())
        return self.organisation.day_off(unit, day, public)


@dataclass(frozen=True)
class Case:
    """One person within one read window; ``days`` has an entry for every day of it.

    ``accepted``: home series (opaque ids) that the leader accepted, where the unit asks for them.
    """

    book: Book
    employee: Employee
    window: Window
    days: Mapping[date, DayStatus]
    accepted: frozenset[str] = frozenset()

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The person's unit and those above, nearest first."""
        return tuple(u.id for u in self.book.organisation.upwards(self.employee.unit))

    @cached_property
    def home_days(self) -> tuple[DayStatus, ...]:
        """Home days from today on; findings are made for no others."""
        return tuple(
            d for d in self.days.values() if d.status is Status.HOME and d.day >= self.window.today
        )

    @property
    def fixed_days(self) -> tuple[DayStatus, ...]:
        """The fixed ones among them."""
        return tuple(d for d in self.home_days if d.home and d.home.kind is Kind.FIXED)

    @property
    def decisions(self) -> tuple[SuitabilityDecision, ...]:
        """Every decision about the person's tasks, whether in force or not."""
        return self.book.register.decisions(self.employee.id)

    def local(self, day: date) -> LocalAgreement | None:
        """The local agreement that covers the person on ``day``."""
        return self.book.register.local(self.units, self.employee.staff_group, day)

    def individual(self, day: date) -> IndividualAgreement | None:
        """The person's own agreement in force on ``day``."""
        return self.book.register.individual(self.employee.id, day)

    def value(self, key: str, day: date) -> object | None:
        """A parameter as it holds for the person's unit on ``day``."""
        return self.book.organisation.value(self.employee.unit, key, day)

    def call_ins(self, day: date) -> tuple[CallIn, ...]:
        """Call-ins on ``day`` for the person or for a unit the person belongs to."""
        return tuple(
            c
            for c in self.book.register.call_ins
            if c.date == day and (c.employee == self.employee.id or c.unit in self.units)
        )


def case_of(
    book: Book,
    employee: Employee,
    window: Window,
    facts: Iterable[DayFacts],
    accepted: frozenset[str] = frozenset(),
) -> Case:
    """Judge every day of the window from what was read; days that nobody read are unknown."""
    known = {f.day: f for f in facts}
    days = {
        day: _judged(book, employee, known.get(day) or DayFacts(day))
        for day in dates(window.start, window.end)
    }
    return Case(book, employee, window, days, accepted)


def _judged(book: Book, employee: Employee, facts: DayFacts) -> DayStatus:
    agreement = book.register.individual(employee.id, facts.day)
    return judge(
        facts,
        working_day=facts.day.weekday() in employee.working_days,
        day_off=book.day_off(employee.unit, facts.day),
        agreed=agreement is not None and agreement.names(facts.day),
    )
