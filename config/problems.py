"""Collects every problem of the configuration files, so that one report names them all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

SHOWN = 24


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: where it stands, what is wrong and what is allowed.

    ``where`` counts entries from 1: ``employees[3].unit`` is the third employee's unit.
    """

    file: str
    where: str
    line: int | None
    message: str
    rank: int = 0
    """Where it stands in a file without lines."""

    def __str__(self) -> str:
        """``organisation.toml:12: employees[3].unit: unknown unit "x". Known units: a, b.``"""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.where, self.message) if part)


class ConfigurationError(Exception):
    """The configuration cannot be used; ``problems`` holds all that was found, one line each."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True, slots=True)
class Row:
    """One table of a file as it stands there: its values and where they stand.

    ``index`` counts from 1 in an array of tables and is None for a single table.
    """

    file: str
    table: str
    index: int | None
    values: Mapping[str, object]
    line: int | None = None
    lines: Mapping[str, int] = field(default_factory=dict)

    def where(self, key: str = "") -> str:
        """``employees[3].unit``, or ``service.language`` in a single table."""
        place = self.table if self.index is None else f"{self.table}[{self.index}]"
        return ".".join(part for part in (place, key) if part)

    def place(self) -> str:
        """``employees[3] (line 12)``: how another row's problem points to this one."""
        return self.where() if self.line is None else f"{self.where()} (line {self.line})"

    def line_of(self, key: str = "") -> int | None:
        """The line of ``key``, else of the row."""
        return self.lines.get(key, self.line)

    def rank(self) -> int:
        """By what the rows of a file without lines are put in order."""
        return 0


@dataclass(frozen=True, slots=True)
class SheetRow(Row):
    """A row of a workbook's sheet, whose problems name a cell; ``columns``: letter and heading by key.

    ``place_in_book`` is the place of the row among all rows of the workbook.
    """

    sheet: str = ""
    number: int = 0
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    place_in_book: int = 0

    def where(self, key: str = "") -> str:
        """``Individuelle aftaler!D7 (Mønster)``; a key without a column stands at the row's start."""
        letter, heading = self.columns.get(key, ("A", key))
        return f"{self.sheet}!{letter}{self.number}" + (f" ({heading})" if heading else "")

    def rank(self) -> int:
        """By sheet, then by row."""
        return self.place_in_book


class Report:
    """Takes problems from all files; ``base`` is the folder that file names are shown from."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._problems: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        """The problems in the order of the files, then of the lines."""
        order = {file: n for n, file in reversed(list(enumerate(p.file for p in self._problems)))}
        return iter(sorted(self._problems, key=lambda p: (order[p.file], p.line or 0, p.rank)))

    def name(self, path: Path) -> str:
        """How ``path`` is shown: from the configuration's folder where it lies inside."""
        return str(path.relative_to(self._base) if path.is_relative_to(self._base) else path)

    def file(self, path: Path, message: str, line: int | None = None) -> None:
        """A problem with a file as a whole."""
        self._problems.append(Problem(self.name(path), "", line, message))

    def row(self, row: Row, key: str, message: str) -> None:
        """A problem with ``key`` of a row; ``key`` "" means the row as a whole."""
        self._problems.append(
            Problem(row.file, row.where(key), row.line_of(key), message, row.rank())
        )

    def raise_if_any(self) -> None:
        """Raises ConfigurationError with all problems, or does nothing."""
        if self._problems:
            raise ConfigurationError(self)


def quoted(value: object) -> str:
    """A value as a message shows it: in quotes, on one line, cut after 60 characters."""
    text = " ".join(str(value).split())
    return f'"{text[:60]}…"' if len(text) > 60 else f'"{text}"'


def unknown(what: str, value: str, known: Iterable[str]) -> str:
    """``unknown unit "nor". Did you mean "nord"? Known units: nord, syd.``"""
    allowed = sorted(known)
    meant = did_you_mean(value, allowed)
    return f"unknown {what} {quoted(value)}.{meant} Known {plural(what)}: {listed(allowed)}."


def did_you_mean(value: str, allowed: Iterable[str]) -> str:
    """`` Did you mean "nord"?`` where one of ``allowed`` is close, else nothing."""
    close = get_close_matches(value, list(allowed), n=1)
    return f' Did you mean "{close[0]}"?' if close else ""


def plural(what: str) -> str:
    """``key`` → ``keys``, ``person`` → ``people``, ``country`` → ``countries``."""
    if what == "person":
        return "people"
    return f"{what[:-1]}ies" if what.endswith("ry") else f"{what}s"


def listed(values: Iterable[str]) -> str:
    """The first of a list, and how many there are where it is long."""
    every = list(values)
    more = f" … ({len(every)} in all)" if len(every) > SHOWN else ""
    return (", ".join(every[:SHOWN]) or "none") + more
