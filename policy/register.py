"""What has been agreed and decided, and what of it is in force on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from policy.workdays import DAY, monday_of

CAP = Fraction(2)
AVERAGING_WEEKS = 4
REVIEW_AFTER_YEARS = 1


@dataclass(frozen=True, slots=True)
class LocalAgreement:
    """The frame for fixed home work in some units (K2). None = the agreement does not say."""

    id: str
    units: tuple[str, ...]
    valid_from: date
    organisation: str | None = None
    staff_groups: tuple[str, ...] = ()
    owner: str | None = None
    valid_to: date | None = None
    max_days_per_week: Fraction | None = None
    averaging_weeks: int | None = None
    reading: str | None = None
    counts: str | None = None
    review_by: date | None = None

    @property
    def cap(self) -> Fraction:
        """Days a week that may be agreed on average; two where the agreement is silent (K4)."""
        return CAP if self.max_days_per_week is None else self.max_days_per_week

    @property
    def review(self) -> date:
        """When the agreement is to be looked at again."""
        return self.review_by or _a_year_after(self.valid_from)

    def in_force(self, day: date) -> bool:
        """``valid_to`` is the last day in force."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def covers(self, staff_group: str | None) -> bool:
        """An empty list of staff groups covers everybody."""
        return not self.staff_groups or staff_group in self.staff_groups


@dataclass(frozen=True, slots=True)
class IndividualAgreement:
    """What employee and leader agreed (K5): weekdays (Monday 0) for each week of the cycle."""

    employee: str
    valid_from: date
    pattern: tuple[frozenset[int], ...]
    leader: str | None = None
    valid_to: date | None = None
    withdrawn_on: date | None = None
    review_by: date | None = None

    @property
    def review(self) -> date:
        """When the agreement is to be looked at again."""
        return self.review_by or _a_year_after(self.valid_from)

    def in_force(self, day: date) -> bool:
        """``valid_to`` is the last day in force, ``withdrawn_on`` the first day not."""
        return (
            self.valid_from <= day
            and (self.valid_to is None or day <= self.valid_to)
            and (self.withdrawn_on is None or day < self.withdrawn_on)
        )

    @property
    def last_day(self) -> date | None:
        """The last day in force; None while it is open."""
        before = self.withdrawn_on and self.withdrawn_on - DAY
        return min((d for d in (self.valid_to, before) if d), default=None)

    @property
    def end(self) -> date | None:
        """The date in the register that ends it: ``valid_to`` or ``withdrawn_on``."""
        return self.valid_to if self.last_day == self.valid_to else self.withdrawn_on

    def weekdays(self, day: date) -> frozenset[int]:
        """The agreed weekdays of ``day``'s week; the cycle starts in the week of ``valid_from``."""
        weeks = (monday_of(day) - monday_of(self.valid_from)) // timedelta(weeks=1)
        return self.pattern[weeks % len(self.pattern)]

    def names(self, day: date) -> bool:
        """Whether the agreement is in force on ``day`` and names it."""
        return self.in_force(day) and day.weekday() in self.weekdays(day)

    @property
    def per_week(self) -> Fraction:
        """Agreed days a week over the agreement's own cycle."""
        return Fraction(sum(len(week) for week in self.pattern), len(self.pattern))


@dataclass(frozen=True, slots=True)
class SuitabilityDecision:
    """A leader's assessment that tasks are unsuited to home work (K8), and where it stands (K9)."""

    employee: str
    decided_by: str
    decided_on: date
    reason: str | None = None
    explained_on: date | None = None
    valid_to: date | None = None
    scope: str = "fixed"
    review_by: date | None = None
    raised_on: date | None = None
    raised_to: str | None = None
    settled_on: date | None = None

    @property
    def review(self) -> date:
        """When the decision is to be looked at again."""
        return self.review_by or _a_year_after(self.decided_on)

    def in_force(self, day: date) -> bool:
        """From ``decided_on`` to ``valid_to``, both included."""
        return self.decided_on <= day and (self.valid_to is None or day <= self.valid_to)

    def explained(self, today: date) -> bool:
        """Whether the leader has accounted for it; a date ahead is only planned."""
        return self.explained_on is not None and self.explained_on <= today

    def under_discussion(self, today: date) -> bool:
        """Whether it was raised with HR and is not settled yet (K9)."""
        raised = self.raised_on is not None and self.raised_on <= today
        return raised and (self.settled_on is None or self.settled_on > today)


@dataclass(frozen=True, slots=True)
class CallIn:
    """A date on which somebody is asked to come in; minutes after midnight where it is timed."""

    date: date
    employee: str | None = None
    unit: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True)
class Register:
    """All agreements, decisions and call-ins, in the order of the file."""

    local_agreements: tuple[LocalAgreement, ...] = ()
    individual_agreements: tuple[IndividualAgreement, ...] = ()
    suitability_decisions: tuple[SuitabilityDecision, ...] = ()
    call_ins: tuple[CallIn, ...] = ()

    def local(
        self, units_upwards: Iterable[str], staff_group: str | None, day: date
    ) -> LocalAgreement | None:
        """The local agreement in force for a staff group: a unit's own beats one from above."""
        live = [a for a in self.local_agreements if a.in_force(day) and a.covers(staff_group)]
        for unit in units_upwards:
            for agreement in sorted(live, key=lambda a: not a.staff_groups):
                if unit in agreement.units:
                    return agreement
        return None

    @cached_property
    def _by_employee(self) -> Mapping[str, tuple[IndividualAgreement, ...]]:
        found: dict[str, tuple[IndividualAgreement, ...]] = {}
        for agreement in self.individual_agreements:
            found[agreement.employee] = (*found.get(agreement.employee, ()), agreement)
        return found

    def individuals(self, employee: str) -> tuple[IndividualAgreement, ...]:
        """All agreements of one person, in the order of the file."""
        return self._by_employee.get(employee, ())

    def individual(self, employee: str, day: date) -> IndividualAgreement | None:
        """The person's agreement in force on ``day``."""
        return next((a for a in self.individuals(employee) if a.in_force(day)), None)

    def decisions(self, employee: str) -> tuple[SuitabilityDecision, ...]:
        """All decisions about one person's tasks, in the order of the file."""
        return self._decisions_by_employee.get(employee, ())

    @cached_property
    def _decisions_by_employee(self) -> Mapping[str, tuple[SuitabilityDecision, ...]]:
        found: dict[str, tuple[SuitabilityDecision, ...]] = {}
        for decision in self.suitability_decisions:
            found[decision.employee] = (*found.get(decision.employee, ()), decision)
        return found


def _a_year_after(day: date) -> date:
    """The same date a year on; of 29 February the day before its missing twin."""
    year = day.year + REVIEW_AFTER_YEARS
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
