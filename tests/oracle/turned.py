"""The same world turned: rows in another order, everything some weeks later, a day more or less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from policy.organisation import Organisation
from policy.register import Register
from tests.oracle.oracle import Diary, Entry, World

T = TypeVar("T")


def in_another_order(world: World, draw: Random) -> World:
    """The same rows, entries and meetings, shuffled."""
    units = dict(_shuffled(tuple(world.organisation.units.items()), draw))
    parameters = _shuffled(world.organisation.parameters, draw)
    rows = {f.name: _shuffled(getattr(world.register, f.name), draw) for f in fields(Register)}
    return replace(
        world,
        organisation=replace(world.organisation, units=units, parameters=parameters),
        register=Register(**rows),
        diary={day: _diary(one, draw) for day, one in _shuffled(tuple(world.diary.items()), draw)},
    )


def _diary(one: Diary, draw: Random) -> Diary:
    rows = {f.name: _shuffled(getattr(one, f.name), draw) for f in fields(Diary)}
    return Diary(**rows)


def _shuffled(rows: tuple[T, ...], draw: Random) -> tuple[T, ...]:
    return tuple(draw.sample(rows, len(rows)))


def with_entry(world: World, day: date, entry: Entry) -> World:
    """One more home entry."""
    one = world.diary[day]
    return _with_day(world, day, replace(one, home=(*one.home, entry)))


def without_home(world: World, day: date) -> World:
    """The day without any home entry."""
    return _with_day(world, day, replace(world.diary[day], home=()))


def without_entry(world: World, day: date, number: int) -> World:
    """The day without one of its home entries."""
    home = world.diary[day].home
    return _with_day(world, day, replace(world.diary[day], home=home[:number] + home[number + 1 :]))


def without_any_home(world: World) -> World:
    """Nobody works at home at all."""
    return replace(world, diary={d: replace(one, home=()) for d, one in world.diary.items()})


def _with_day(world: World, day: date, one: Diary) -> World:
    return replace(world, diary={**world.diary, day: one})


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
        read_from=world.read_from and world.read_from + by,
        diary={day + by: one for day, one in world.diary.items()},
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
