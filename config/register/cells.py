"""Writes the values of a register row as the cells of a table, in one language, so that they read back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from config.csv_tables import Cell, csv_cell
from config.day_values import DANISH, ENGLISH
from config.people_named import PEOPLE, Directory
from config.register.rows import Plain, PlainRow
from config.register.words import VALUES

WORDS = {"reading", "counts", "scope"}


@dataclass(frozen=True, slots=True)
class Style:
    """How cells are written: in which language, with names beside ids where there is a directory.

    ``comma``: what parts a list, and ``read``: how a cell is read again.
    """

    language: str
    directory: Directory | None = None
    comma: str = ", "
    read: Callable[[str], Cell] = csv_cell

    def cell(self, key: str, value: Plain) -> str | int | date:
        """One value; dates and whole numbers stay what they are."""
        if isinstance(value, int | date):
            return value
        if key in WORDS:
            return VALUES[str(value)].of(self.language)
        if key == "pattern":
            return self._weeks(value)
        if isinstance(value, list):
            names = self._names().get(key, str)
            return self._list([names(str(item)) for item in value])
        if key == "max_days_per_week" and self.language == "da":
            return str(value).replace(".", ",")
        return self._names().get(key, str)(value)

    def cells(self, row: PlainRow) -> Mapping[str, str | int | date]:
        """All values of a row by key."""
        return {key: self.cell(key, value) for key, value in row.items()}

    def _names(self) -> Mapping[str, Callable[[str], str]]:
        if self.directory is None:
            return {}
        units = dict.fromkeys(("unit", "units"), self.directory.unit)
        return {**dict.fromkeys(PEOPLE, self.directory.person), **units}

    def _weeks(self, value: Plain) -> str:
        names = ENGLISH if self.language == "en" else DANISH
        weeks = value if isinstance(value, list) else []
        spoken = (" ".join(names[ENGLISH.index(day)] for day in week) for week in weeks)
        return " / ".join(spoken).strip(" ") if len(weeks) > 1 else "".join(spoken)

    def _list(self, items: list[str]) -> str:
        """A list in one cell, parted by ``|`` where the usual way would not read back."""
        usual = self.comma.join(items)
        return usual if self.read(usual).parts() == items else "|".join(items) + "|"
