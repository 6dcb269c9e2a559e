"""Units, people and what holds where: the nearest unit upwards that sets a key decides it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from policy.model import Contact, Employee, Parameter, Unit

GATES = ("informed_on", "read_from", "activation_date", "leaders_from")
ADDING_KEYS = frozenset({"places", "local_days_off", "local_working_days"})
"""Keys whose values add up along the way upwards; every other key replaces."""

KEYS: Mapping[str, type] = {
    "time_zone": str,
    "country": str,
    "places": tuple,
    "on_site_days": tuple,
    "local_days_off": tuple,
    "local_working_days": tuple,
    "home_work": str,
    "max_home_share": object,
    "lead_weeks": int,
    "working_environment": bool,
    "detail": str,
    "summary": str,
    "informed_on": date,
    "read_from": date,
    "activation_date": date,
    "leaders_from": date,
    "agreements_from_calendar": bool,
}
"""What a unit may set (contract, organisation.toml): key and the type of its value here.

``on_site_days`` mixes ``int`` weekdays (Monday 0) and ``date``; the other day lists hold dates.
"""


@dataclass(frozen=True)
class Organisation:
    """All units, people, contacts and dated parameters; ``defaults`` stand above the top unit."""

    units: Mapping[str, Unit]
    employees: tuple[Employee, ...]
    contacts: tuple[Contact, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    defaults: Mapping[str, object] = field(default_factory=dict)

    @cached_property
    def people(self) -> Mapping[str, Employee]:
        """Employees by id."""
        return {e.id: e for e in self.employees}

    def upwards(self, unit: str) -> Iterator[Unit]:
        """The unit and those above it, nearest first."""
        at: str | None = unit
        while at is not None:
            yield self.units[at]
            at = self.units[at].parent

    def value(self, unit: str, key: str, day: date) -> object | None:
        """What holds for ``key`` on ``day``: the nearest unit upwards that sets it decides.

        In one unit a dated parameter in force comes before the unit's own value, and the one
        that began last before the others; values of keys that add up are all kept.
        """
        found = list(self._set_values(unit, key, day))
        if key in ADDING_KEYS:
            return tuple(item for value in found for item in _items(value))
        return found[0] if found else None

    def _set_values(self, unit: str, key: str, day: date) -> Iterator[object]:
        for at in self.upwards(unit):
            yield from self._set_here(at, key, day)
        if key in self.defaults:
            yield self.defaults[key]

    def _set_here(self, unit: Unit, key: str, day: date) -> tuple[object, ...]:
        """What the unit itself gives ``key`` on ``day``: one value, or all where they add up."""
        own = (unit.values[key],) if key in unit.values else ()
        dated = [p.value for p in self._dated.get((unit.id, key), ()) if _in_force(p, day)]
        if key in ADDING_KEYS:
            return (*own, *dated)
        return (dated[-1],) if dated else own

    @cached_property
    def _dated(self) -> Mapping[tuple[str, str], tuple[Parameter, ...]]:
        found: dict[tuple[str, str], tuple[Parameter, ...]] = {}
        for parameter in sorted(self.parameters, key=_beginning):
            at = (parameter.unit, parameter.key)
            found[at] = (*found.get(at, ()), parameter)
        return found

    def deciding(self, unit: str, key: str, day: date) -> tuple[Parameter, ...]:
        """Where :meth:`value` comes from: the row that decides, or all where values add up.

        A unit's own value is a row without dates; ``unit`` is "" where it holds for all units.
        """
        found: list[Parameter] = []
        for at in self.upwards(unit):
            rows = self._dated.get((at.id, key), ())
            dated = [p for p in rows if _in_force(p, day)]
            own = [Parameter(at.id, key, at.values[key])] if key in at.values else []
            found += [*own, *dated] if key in ADDING_KEYS else (dated[-1:] or own)
        if key in self.defaults:
            found.append(Parameter("", key, self.defaults[key]))
        return tuple(found if key in ADDING_KEYS else found[:1])

    def day_off(self, unit: str, day: date, public_holiday: bool) -> bool:
        """Whether nobody of the unit works on ``day``; weekends are not decided here.

        From the top unit down: a public holiday belongs to the unit that sets the country,
        ``local_days_off`` sets the day off, ``local_working_days`` cancels a holiday or day off
        of its own or a higher unit.
        """
        way = list(self.upwards(unit))
        country = next((u for u in way if self._set_here(u, "country", day)), None)
        off = public_holiday and country is None
        for at in reversed(way):
            if at is country and public_holiday:
                off = True
            if self._lists(at, "local_days_off", day):
                off = True
            if self._lists(at, "local_working_days", day):
                off = False
        return off

    def _lists(self, unit: Unit, key: str, day: date) -> bool:
        return any(day in _items(value) for value in self._set_here(unit, key, day))

    def text(self, unit: str, key: str, day: date) -> str:
        """A value that is one word (``home_work``, ``country``, ``time_zone``, …); "" if unset."""
        value = self.value(unit, key, day)
        return value if isinstance(value, str) else ""

    def gate(self, unit: str, key: str) -> date | None:
        """A date of ``GATES`` as it holds for the unit, with the contract's fall-backs."""
        value = self.value(unit, key, date.max)
        if isinstance(value, date):
            return value
        activation = self.value(unit, "activation_date", date.max)
        if key == "leaders_from":
            return activation + timedelta(weeks=4) if isinstance(activation, date) else None
        if key == "read_from" and not isinstance(activation, date):
            return self.gate(unit, "informed_on")
        return activation if isinstance(activation, date) and key in GATES else None

    def leader_of(self, employee: Employee) -> str | None:
        """The person's leader, else the nearest ``units.leader`` upwards; never the person."""
        return self.leader_at(employee.unit, employee)

    def leader_at(self, unit: str, employee: Employee | None = None) -> str | None:
        """The nearest ``units.leader`` from ``unit`` upwards; an employee's own leader first."""
        own = (employee.leader,) if employee else ()
        named = (*own, *(u.leader for u in self.upwards(unit)))
        others = (x for x in named if x in self.people and (not employee or x != employee.id))
        return next(others, None)

    def contacts_of(self, unit: str, role: str) -> tuple[Contact, ...]:
        """All contacts with ``role`` at the nearest unit upwards that has any."""
        for at in self.upwards(unit):
            found = tuple(c for c in self.contacts if c.unit == at.id and c.role == role)
            if found:
                return found
        return ()


def _beginning(parameter: Parameter) -> tuple[date, str]:
    return parameter.valid_from or date.min, repr(parameter.value)


def _in_force(parameter: Parameter, day: date) -> bool:
    return (parameter.valid_from is None or parameter.valid_from <= day) and (
        parameter.valid_to is None or day <= parameter.valid_to
    )


def _items(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
