"""People and units as HR writes them in a cell – by name, or by name and id – become ids."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from config.csv_tables import Cell
from config.problems import Row
from policy.organisation import Organisation

PEOPLE = ("employee", "leader", "decided_by")
UNITS = ("unit", "units")
IN_BRACKETS = re.compile(r".*\((.+)\)", re.DOTALL)


class Directory:
    """Who and what there is, by every way to write it."""

    def __init__(self, organisation: Organisation) -> None:
        self._people = {e.id: e.name for e in organisation.employees}
        self._units = {u.id: u.name for u in organisation.units.values()}
        self._by_person = _written(self._people)
        self._by_unit = _written(self._units)

    def with_ids(self, row: Row) -> Row:
        """The row with ids in place of names; what is not known stays as it is written."""
        values = dict(row.values)
        for key in (*PEOPLE, *UNITS):
            value = values.get(key)
            if isinstance(value, Cell):
                known = self._by_person if key in PEOPLE else self._by_unit
                values[key] = _many(value, known) if key == "units" else _one(value, known)
        return replace(row, values=values)

    def person(self, id_: str) -> str:
        """``Anna And (anna)``, which reads back as the id; the id alone where it would not."""
        return _label(id_, self._people, self._by_person)

    def unit(self, id_: str) -> str:
        """``Område Nord (nord)``, as with people."""
        return _label(id_, self._units, self._by_unit)


def _written(named: Mapping[str, str]) -> dict[str, str]:
    """Ids by themselves and by names that only one has, case set aside."""
    times = Counter(word.casefold() for word in (*named, *named.values()))
    found = {name.casefold(): id_ for id_, name in named.items() if times[name.casefold()] == 1}
    return found | {id_.casefold(): id_ for id_ in named}


def _one(value: Cell, known: Mapping[str, str]) -> Cell:
    inside = IN_BRACKETS.fullmatch(value)
    for text in (value, inside[1] if inside else value):
        found = known.get(text.strip().casefold())
        if found is not None:
            return Cell(found, value.separator)
    return value


def _many(value: Cell, known: Mapping[str, str]) -> list[str]:
    return [str(_one(part, known)) for part in value.parts()]


def _label(id_: str, named: Mapping[str, str], known: Mapping[str, str]) -> str:
    name = named.get(id_, id_)
    label = f"{name} ({id_})"
    return label if name != id_ and _one(Cell(label, ","), known) == id_ else id_
