"""The sheet for the local committee: half a year in counts, what is set and agreed, and by whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from policy.comparison import SMALLEST_GROUP
from policy.model import Parameter
from policy.organisation import ADDING_KEYS, Organisation
from policy.register import LocalAgreement
from policy.ruleset import RULES
from sync import months
from sync.corrected import CORRECTIONS
from sync.overview import KNOWN_TO_LEADERS
from sync.service import Service, people

HALF_A_YEAR = 6
UNDER = -1
"""In place of a number from one to four, where it could point at somebody."""


@dataclass(frozen=True, slots=True)
class Line:
    """One rule or correction, a number of people for each month; None: nobody was counted then."""

    name: str
    numbers: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One unit in counts. ``few``: under five people take part now, so that nobody is counted."""

    unit: str
    few: bool
    people: tuple[int | None, ...]
    rules: tuple[Line, ...]
    corrections: tuple[Line, ...]

    @property
    def counted(self) -> bool:
        """Whether there is any month with counts."""
        return any(number is not None for number in self.people)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a unit has set, who decided it and when it was discussed, as far as it was written down."""

    unit: str
    key: str
    value: object
    valid_from: date | None = None
    valid_to: date | None = None
    decided_by: str | None = None
    discussed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the committee has before it; ``months`` are "2026-12", oldest first.

    ``ahead``: dated values that begin after ``as_of``.
    """

    as_of: date
    unit: str
    months: tuple[str, ...]
    sections: tuple[Section, ...]
    settings: tuple[Setting, ...]
    agreements: tuple[LocalAgreement, ...]
    ahead: tuple[Setting, ...] = ()


def discuss(service: Service, db: Connection, unit: str) -> Sheet:
    """The sheet of a unit and the units below it, from what is kept; no calendar is read."""
    organisation, today = service.book.organisation, service.today(service.zone)
    half_year = months.months_before(today, HALF_A_YEAR)
    below = tuple(_below(organisation, unit))
    taking_part = [p.employee.unit for p in people(service)]
    sections = (_section(u, taking_part.count(u), half_year, months.counts(db, u)) for u in below)
    peopled = {e.unit for e in organisation.employees}
    family = {*below, *(u.id for u in organisation.upwards(unit))}
    return Sheet(
        as_of=today,
        unit=unit,
        months=half_year,
        sections=tuple(s for s in sections if s.counted or s.unit in peopled),
        settings=tuple(_settings(organisation, unit, below, today)),
        agreements=tuple(
            a
            for a in service.book.register.local_agreements
            if family & {*a.units} and (a.valid_to is None or today <= a.valid_to)
        ),
        ahead=tuple(_ahead(organisation, family, today)),
    )


def _section(
    unit: str, people_now: int, half_year: Sequence[str], kept: Mapping[tuple[str, str], int]
) -> Section:
    here = {rule for month, rule in kept if month in half_year} - {months.PEOPLE}
    order = [*(r.name for r in RULES), *sorted(here)]
    rules = [r for r in dict.fromkeys(order) if r in here and r not in CORRECTIONS]
    return Section(
        unit=unit,
        few=people_now < SMALLEST_GROUP,
        people=tuple(kept.get((month, months.PEOPLE)) for month in half_year),
        rules=tuple(_line(rule, half_year, kept) for rule in rules),
        corrections=tuple(_line(c, half_year, kept) for c in CORRECTIONS if c in here),
    )


def _line(name: str, half_year: Sequence[str], kept: Mapping[tuple[str, str], int]) -> Line:
    return Line(name, tuple(_number(name, month, kept) for month in half_year))


def _number(name: str, month: str, kept: Mapping[tuple[str, str], int]) -> int | None:
    """A small number is said only where leader or HR are told the question anyway."""
    if (month, months.PEOPLE) not in kept:
        return None
    number = kept.get((month, name), 0)
    hidden = name not in KNOWN_TO_LEADERS and 0 < number < SMALLEST_GROUP
    return UNDER if hidden else number


def _below(organisation: Organisation, unit: str) -> Iterator[str]:
    """The unit and those below it, in the order of the organisation."""
    for one in organisation.units:
        if any(u.id == unit for u in organisation.upwards(one)):
            yield one


def _settings(
    organisation: Organisation, unit: str, below: Sequence[str], today: date
) -> Iterator[Setting]:
    """What holds for the unit from above and from itself, then what units below set themselves."""
    taken: set[str] = set()
    for at in organisation.upwards(unit):
        own = list(_own(organisation, at.id, today))
        yield from (s for s in own if s.key not in taken or s.key in ADDING_KEYS)
        taken |= {s.key for s in own}
    for one in below:
        if one != unit:
            yield from _own(organisation, one, today)


def _own(organisation: Organisation, unit: str, today: date) -> Iterator[Setting]:
    """What the unit itself sets today; a dated value stands in place of the unit's own."""
    dated: dict[str, list[Setting]] = {}
    begun = sorted(organisation.parameters, key=lambda p: p.valid_from or date.min)
    for p in begun:
        first, last = p.valid_from or date.min, p.valid_to or date.max
        if p.unit == unit and first <= today <= last:
            dated.setdefault(p.key, []).append(_dated(p))
    for key, value in organisation.units[unit].values.items():
        if key in ADDING_KEYS or key not in dated:
            yield Setting(unit, key, value)
    for key, settings in dated.items():
        yield from settings if key in ADDING_KEYS else settings[-1:]


def _ahead(organisation: Organisation, family: Collection[str], today: date) -> Iterator[Setting]:
    """What has been set for a day to come, the nearest first."""
    coming = [p for p in organisation.parameters if p.unit in family]
    for p in sorted(coming, key=lambda p: p.valid_from or date.min):
        if p.valid_from is not None and today < p.valid_from:
            yield _dated(p)


def _dated(p: Parameter) -> Setting:
    return Setting(p.unit, p.key, p.value, p.valid_from, p.valid_to, p.decided_by, p.discussed_on)
