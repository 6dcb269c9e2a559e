"""An invented month: made-up people in the real units, so that a change can be tried on nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from random import Random

from connectors.model import CalendarEvent, JoinLink, Mailbox, Series, Snapshot
from policy.model import Employee, Window
from policy.organisation import Organisation
from policy.register import IndividualAgreement, Register
from policy.ruleset import window_of
from policy.workdays import DAY, WEEK, dates
from sync.pull import Read
from sync.service import Person, Service
from sync.trial import Invented

KINDS = {
    "one day": 24,
    "two days": 26,
    "three and one": 8,
    "more than agreed": 8,
    "not agreed": 6,
    "ad hoc": 18,
    "never": 10,
}
"""How invented people work from home, out of a hundred."""
BEGUN = 12
"""Weeks before the window in which invented agreements began."""
NOWHERE = "sqlite://"


@dataclass(frozen=True, slots=True)
class Month:
    """A service full of invented people, and their calendars as they would have been read."""

    service: Service
    agreements: tuple[IndividualAgreement, ...]
    results: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class Habit:
    """Weekdays at home for each week of a cycle; ``agreed``: as many of them as are agreed."""

    kind: str
    weeks: tuple[frozenset[int], ...]
    agreed: tuple[frozenset[int], ...] | None


def invent(service: Service, invented: Invented) -> Month:
    """Invented people in every unit that has people; the same seed gives the same month."""
    window = window_of(service.today(service.zone), service.horizon_weeks, None)
    results, agreements = [], []
    for employee in _employees(service.book.organisation, invented.people):
        chance = Random(f"{invented.seed}:{employee.id}")  # noqa: S311 - an example, no secret
        habit = _habit(chance)
        start = window.start - BEGUN * WEEK
        if habit.agreed is not None:
            agreements.append(IndividualAgreement(employee.id, start, habit.agreed))
        events = tuple(_events(employee, habit, window, chance, service))
        person = Person(employee, Mailbox(employee.mailbox, service.zone), window, "da", None)
        results.append(Read(person, Snapshot(events, (), "", service.clock())))
    people = tuple(r.person.employee for r in results)
    return Month(with_people(service, people, agreements), tuple(agreements), tuple(results))


def with_people(
    service: Service, people: Sequence[Employee], agreements: Sequence[IndividualAgreement]
) -> Service:
    """The service with these people in place of the real ones, and no rows about the real ones."""
    organisation, register = service.book.organisation, service.book.register
    book = replace(
        service.book,
        organisation=replace(
            organisation, employees=tuple(e for e in people if e.unit in organisation.units)
        ),
        register=Register(
            register.local_agreements,
            tuple(agreements),
            call_ins=tuple(c for c in register.call_ins if c.unit is not None),
        ),
    )
    return replace(service, book=book, store_url=NOWHERE)


def _employees(organisation: Organisation, number: int) -> Iterator[Employee]:
    """``number`` people for each unit, of the staff groups that its real people are of."""
    groups: dict[str, list[str | None]] = (
        {} if organisation.employees else {key: [None] for key in organisation.units}
    )
    for one in organisation.employees:
        groups.setdefault(one.unit, []).append(one.staff_group)
    for unit, known in groups.items():
        for n in range(1, number + 1):
            name = f"{unit}-{n}"
            group = known[n % len(known)]
            yield Employee(name, f"{name}@invented.example", "", unit, staff_group=group)


def _habit(chance: Random) -> Habit:
    [kind] = chance.choices(tuple(KINDS), tuple(KINDS.values()))
    first, second, third = chance.sample(range(5), 3)
    two = frozenset((first, second))
    habits: dict[str, tuple[tuple[frozenset[int], ...], tuple[frozenset[int], ...] | None]] = {
        "one day": ((frozenset((first,)),), (frozenset((first,)),)),
        "two days": ((two,), (two,)),
        "three and one": (
            (two | {third}, frozenset((first,))),
            (two | {third}, frozenset((first,))),
        ),
        "more than agreed": ((two | {third}, two), (two,)),
        "not agreed": ((two,), None),
        "ad hoc": ((frozenset((first,)),), None),
        "never": ((frozenset(),), None),
    }
    return Habit(kind, *habits[kind])


def _events(
    employee: Employee, habit: Habit, window: Window, chance: Random, service: Service
) -> Iterator[CalendarEvent]:
    """Home days, now and then a physical meeting or a meeting with a link, and a week away."""
    away = frozenset(_away(window, chance))
    for n, day in enumerate(dates(window.start, window.end)):
        week = habit.weeks[(n // 7) % len(habit.weeks)]
        seldom = habit.kind == "ad hoc" and chance.random() < 0.4
        name = f"{employee.id}-{day}"
        if day in away:
            yield CalendarEvent(f"{name}-away", "Ferie", day, day + DAY)
        elif day.weekday() in week and not seldom:
            yield _home(name, employee, day, ad_hoc=habit.kind == "ad hoc")
        elif day.weekday() < 5 and habit.kind != "never" and chance.random() < 0.03:
            yield _home(name, employee, day, ad_hoc=True)
        if day.weekday() < 5 and chance.random() < 0.12:
            yield _meeting(name, day, chance, service)


def _away(window: Window, chance: Random) -> Iterator[date]:
    """A third have a week's holiday, everybody now and then a day."""
    if chance.random() < 1 / 3:
        first = window.start + chance.randrange(10) * WEEK
        yield from dates(first, first + WEEK)
    yield from (day for day in dates(window.start, window.end) if chance.random() < 0.01)


def _home(name: str, employee: Employee, day: date, *, ad_hoc: bool) -> CalendarEvent:
    if ad_hoc:
        return CalendarEvent(f"{name}-home", "Hjemmearbejde (ad hoc)", day, day + DAY)
    series = Series(
        f"{employee.id}-{day.weekday()}", endless=True, weeks=0, pattern=str(day.weekday())
    )
    return CalendarEvent(f"{name}-home", "Hjemmearbejde", day, day + DAY, series=series)


def _meeting(name: str, day: date, chance: Random, service: Service) -> CalendarEvent:
    hour = chance.randrange(8, 15)
    start, end = (
        datetime.combine(day, time(h), service.zone).astimezone(UTC) for h in (hour, hour + 1)
    )
    physical = chance.random() < 0.5
    return CalendarEvent(
        f"{name}-meeting",
        "Møde (fysisk)" if physical else "Møde",
        start,
        end,
        others=True,
        join_link=JoinLink.NO if physical else JoinLink.YES,
    )
