"""The same organisation turned: rows in another order, everything some weeks later, a day more or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from policy.organisation import Organisation
from policy.register import Register
from tests.oracle.agreed import is_agreed
from tests.oracle.weeks import a_year_after
from tests.oracle.world import Diary, Entry, World

T = TypeVar("T")
REVIEWED = ("local_agreements", "individual_agreements", "suitability_decisions")


def in_another_order(world: World, draw: Random) -> World:
    """The same people, rows, days, entries and meetings, shuffled."""
    organisation = world.organisation
    rows = {f.name: _shuffled(getattr(world.register, f.name), draw) for f in fields(Register)}
    diaries = {
        person: {day: _diary(one, draw) for day, one in _shuffled(tuple(diary.items()), draw)}
        for person, diary in _shuffled(tuple(world.diaries.items()), draw)
    }
    return replace(
        world,
        organisation=replace(
            organisation,
            units=dict(_shuffled(tuple(organisation.units.items()), draw)),
            employees=_shuffled(organisation.employees, draw),
            parameters=_shuffled(organisation.parameters, draw),
        ),
        register=Register(**rows),
        diaries=diaries,
    )


def _diary(one: Diary, draw: Random) -> Diary:
    rows = {f.name: _shuffled(getattr(one, f.name), draw) for f in fields(Diary)}
    return Diary(**rows)


def _shuffled(rows: tuple[T, ...], draw: Random) -> tuple[T, ...]:
    return tuple(draw.sample(rows, len(rows)))


def with_entry(world: World, person: str, day: date, entry: Entry) -> World:
    """One more home entry."""
    one = world.diaries[person][day]
    return with_day(world, person, day, replace(one, home=(*one.home, entry)))


def without_home(world: World, person: str, day: date) -> World:
    """The day without any home entry."""
    return with_day(world, person, day, replace(world.diaries[person][day], home=()))


def without_entry(world: World, person: str, day: date, number: int) -> World:
    """The day without one of its home entries."""
    one = world.diaries[person][day]
    left = one.home[:number] + one.home[number + 1 :]
    return with_day(world, person, day, replace(one, home=left))


def with_day(world: World, person: str, day: date, one: Diary) -> World:
    """One day of one calendar as it is given."""
    return with_diary(world, person, {**world.diaries[person], day: one})


def with_diary(world: World, person: str, diary: Mapping[date, Diary]) -> World:
    """One calendar as it is given."""
    return replace(world, diaries={**world.diaries, person: diary})


def without_any_home(world: World) -> World:
    """Nobody works at home at all."""
    nobody = {
        person: {day: replace(one, home=()) for day, one in diary.items()}
        for person, diary in world.diaries.items()
    }
    return replace(world, diaries=nobody)


def keeping_the_agreement(world: World, person: str, draw: Random) -> World:
    """At home on agreed days alone, on most of them; all else in the calendar stays."""
    who = world.organisation.people[person]
    kept = {
        day: replace(one, home=(Entry(),) if agreed and draw.random() < 0.9 else ())
        for day, one in world.diaries[person].items()
        for agreed in [is_agreed(world, who, day)]
    }
    return with_diary(world, person, kept)


def reviewed_by_date(world: World) -> World:
    """The same reviews, each by a date of its own instead of twelve months, which are no weeks."""
    rows = {name: _by_date(getattr(world.register, name)) for name in REVIEWED}
    return replace(world, register=replace(world.register, **rows))


def _by_date(rows: tuple[T, ...]) -> tuple[T, ...]:
    dated = []
    for row in rows:
        begins = getattr(row, "valid_from", None) or getattr(row, "decided_on", date.min)
        review = getattr(row, "review_by", None) or a_year_after(begins)
        dated.append(replace(row, review_by=review))  # type: ignore[type-var]
    return tuple(dated)


def later(world: World, by: timedelta) -> World:
    """Every date of the world moved by the same time, in a world without public holidays."""
    organisation, register = world.organisation, world.register
    units = {
        name: replace(unit, values={k: moved(v, by) for k, v in unit.values.items()})
        for name, unit in organisation.units.items()
    }
    rows = {f.name: _rows(getattr(register, f.name), by) for f in fields(Register)}
    return replace(
        world,
        organisation=Organisation(
            units,
            organisation.employees,
            (),
            _rows(organisation.parameters, by),
            organisation.defaults,
        ),
        register=Register(**rows),
        holidays={},
        as_of=world.as_of + by,
        diaries={
            person: {day + by: one for day, one in diary.items()}
            for person, diary in world.diaries.items()
        },
    )


def _rows(rows: tuple[T, ...], by: timedelta) -> tuple[T, ...]:
    return tuple(_row(row, by) for row in rows)


def _row(row: T, by: timedelta) -> T:
    values: Mapping[str, object] = {
        f.name: moved(getattr(row, f.name), by)
        for f in fields(row)  # type: ignore[arg-type]
    }
    return type(row)(**values)


def moved(value: object, by: timedelta) -> object:
    """A date later; of a tuple every date; of a week's name (2026-W36) the week; all else as it is."""
    if isinstance(value, date):
        return value + by
    if isinstance(value, tuple):
        return tuple(moved(item, by) for item in value)
    if isinstance(value, str) and value[4:6] == "-W":
        year, week, _ = (date.fromisocalendar(int(value[:4]), int(value[6:]), 1) + by).isocalendar()
        return f"{year}-W{week:02}"
    return value
