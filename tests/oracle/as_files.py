"""A world written down as people would: the three configuration files, every calendar as .ics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from pathlib import Path
from random import Random

from policy.model import Employee, Unit
from policy.workdays import WEEKDAYS
from tests.installation import Installation
from tests.oracle.as_calendars import PLACE, calendar_of
from tests.oracle.world import World

CALL_IN_KEYS = {"start": "from", "end": "to"}


def installed(folder: Path, world: World, draw: Random) -> Installation:
    """The world as an installation; a mailbox is a folder of files or one export."""
    units = "".join(_unit(world, unit) for unit in world.organisation.units.values())
    people = "".join(_employee(who) for who in world.organisation.employees)
    place = Installation(
        folder,
        world.as_of,
        service=f"horizon_weeks = {world.horizon}",
        units=units + people + "".join(_tables("parameters", world.organisation.parameters)),
        employees=(),
        register="".join(
            table
            for kind in fields(world.register)
            for table in _tables(kind.name, getattr(world.register, kind.name))
        ),
    )
    for who in world.organisation.employees:
        _write_calendar(place, who.id, calendar_of(world, who, draw), draw)
    return place


def _write_calendar(
    place: Installation, person: str, events: list[list[str]], draw: Random
) -> None:
    """Each inner list: the components of one UID."""
    draw.shuffle(events)
    mailbox = place.mailbox(person)
    if draw.random() < 0.5:
        mailbox.mkdir(parents=True)
        for number, components in enumerate(events):
            (mailbox / f"{number}.ics").write_bytes(_calendar(components))
    else:
        mailbox.parent.mkdir(exist_ok=True)
        export = _calendar(line for components in events for line in components)
        mailbox.with_name(f"{mailbox.name}.ics").write_bytes(export)


def _calendar(lines: Iterable[str]) -> bytes:
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//oracle//EN")
    return "\r\n".join([*head, *lines, "END:VCALENDAR", ""]).encode()


def _unit(world: World, unit: Unit) -> str:
    """A top unit also names the room that meetings are held in; a unit that is read later opens later."""
    values: dict[str, object] = dict(unit.values)
    if unit.parent is None:
        values["places"] = (PLACE,)
    if "read_from" in values:
        values["activation_date"] = values["read_from"]
    return _table("units", {"id": unit.id, "parent": unit.parent, **values})


def _employee(who: Employee) -> str:
    keys = ("id", "mailbox", "connection", "unit", "staff_group")
    row = {key: getattr(who, key) for key in keys}
    return _table("employees", {**row, "working_days": sorted(who.working_days)})


def _tables(name: str, rows: Iterable[object]) -> Iterable[str]:
    for row in rows:
        values = {f.name: getattr(row, f.name) for f in fields(row)}  # type: ignore[arg-type]
        if name == "call_ins":
            clocks = {CALL_IN_KEYS[key]: _clock(values.pop(key)) for key in CALL_IN_KEYS}
            values |= clocks
        yield _table(name, values)


def _table(name: str, values: Mapping[str, object]) -> str:
    lines = (
        f"{key} = {_toml(key, value)}" for key, value in values.items() if value not in (None, ())
    )
    return "\n".join([f"[[{name}]]", *lines, ""])


def _toml(key: str, value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Fraction):
        return f'"{value}"'
    if isinstance(value, frozenset):
        value = sorted(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml("weekday", item) for item in value) + "]"
    if isinstance(value, int) and key == "weekday":
        return f'"{WEEKDAYS[value]}"'
    return str(value) if isinstance(value, int | date) else f'"{value}"'


def _clock(minutes: object) -> str | None:
    return f"{minutes // 60:02}:{minutes % 60:02}" if isinstance(minutes, int) else None
