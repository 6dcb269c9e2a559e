"""What holds in a unit on a day: the nearest unit upwards that sets a key decides it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from policy.model import Employee
from tests.oracle.world import World


def way_up(world: World, unit: str) -> list[str]:
    """The unit and those above it, nearest first."""
    way: list[str] = []
    at: str | None = unit
    while at is not None:
        way.append(at)
        at = world.organisation.units[at].parent
    return way


def said_by(world: World, unit: str, key: str, day: date) -> list[object]:
    """What one unit itself says of a key on a day, the strongest first."""
    dated = [
        (p.valid_from or date.min, p.value)
        for p in world.organisation.parameters
        if (p.unit, p.key) == (unit, key)
        and (p.valid_from is None or p.valid_from <= day)
        and (p.valid_to is None or day <= p.valid_to)
    ]
    latest_first = [value for _, value in sorted(dated, key=lambda row: row[0], reverse=True)]
    values = world.organisation.units[unit].values
    return latest_first + ([values[key]] if key in values else [])


def setting(world: World, unit: str, key: str, day: date) -> object:
    """What holds for the unit."""
    for at in way_up(world, unit):
        for value in said_by(world, at, key, day):
            return value
    return world.organisation.defaults.get(key)


def read_from(world: World, who: Employee) -> date | None:
    """The first day that is evidence for the person's unit."""
    gate = setting(world, who.unit, "read_from", world.as_of)
    return gate if isinstance(gate, date) else None


def listed(world: World, unit: str, key: str, day: date) -> bool:
    """Whether one unit itself lists the day."""
    return any(day in value for value in said_by(world, unit, key, day) if isinstance(value, tuple))


@lru_cache(maxsize=5000)
def nobody_works(world: World, unit: str, day: date) -> bool:
    """A holiday or day off that no local working day of the same or a lower unit cancels."""
    way = way_up(world, unit)
    setters = [n for n, at in enumerate(way) if said_by(world, at, "country", day)]
    country = setting(world, unit, "country", day)
    off = [n for n, at in enumerate(way) if listed(world, at, "local_days_off", day)]
    if day in world.holidays.get(str(country), frozenset()):
        off.append(setters[0] if setters else len(way))
    work = [n for n, at in enumerate(way) if listed(world, at, "local_working_days", day)]
    return any(not any(w <= n for w in work) for n in off)
