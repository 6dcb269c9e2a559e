"""Reads the sheets of a workbook into the same rows as TOML and CSV; every problem names its cell."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from openpyxl.utils import column_index_from_string, get_column_letter

from config.csv_tables import Cell, is_example, sheet_cell, wrong_columns
from config.problems import Report, Row, SheetRow
from config.table_names import Names, folded
from config.workbook_file import DAMAGED, Sheet, SheetCell, Workbook, open_workbook

MAX_ROWS = 20_000
MAX_COLUMNS = 64
MAX_EMPTY = 100_000
NO_END = "the sheet {} has no end; delete the empty rows below the table"
LAST_ROW = 1_048_576
PARTS = re.compile(r"([A-Z]+)(\d+)")

Cells = Sequence[SheetCell]
"""A row's cells as openpyxl gives them, from column A on."""


class _TooLargeError(Exception):
    """A sheet has more rows than a register has."""


def read_workbook(
    path: Path, shape: Mapping[str, Iterable[str]], report: Report, names: Names
) -> dict[str, tuple[Row, ...]] | None:
    """The rows of every table's sheet; a missing sheet is an empty table."""
    book = open_workbook(path, report)
    if book is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _Reader(path, book, shape, report, names).read()
    except _TooLargeError as error:
        report.file(path, str(error))
    except Exception:  # noqa: BLE001 – whatever a damaged file brings openpyxl to, it is one problem
        report.file(path, DAMAGED)
    return None


class _Reader:
    def __init__(
        self,
        path: Path,
        book: Workbook,
        shape: Mapping[str, Iterable[str]],
        report: Report,
        names: Names,
    ) -> None:
        self._path, self._book, self._report, self._names = path, book, report, names
        self._shape = {table: list(keys) for table, keys in shape.items()}
        self._file = report.name(path)

    def read(self) -> dict[str, tuple[Row, ...]] | None:
        found: dict[str, tuple[Row, ...]] = {}
        for place, sheet in enumerate(self._book.shown.worksheets):
            table = self._names.table(sheet.title)
            if table in found:
                self._report.file(self._path, f"two sheets are the table {table}: keep one")
            elif table in self._shape:
                found[table] = tuple(_Sheet(self, sheet.title, table, place).rows())
            elif folded(sheet.title) not in self._names.aside:
                self._check_stranger(sheet)
        if not found:
            self._report.file(self._path, self._names.unknown("sheet", "", self._shape))
            return None
        return {table: found.get(table, ()) for table in self._shape}

    def _check_stranger(self, sheet: Sheet) -> None:
        """A sheet of HR's own may be there, but not one with our headings under another name."""
        sheet.reset_dimensions()
        first = next(sheet.iter_rows(max_col=MAX_COLUMNS), ())
        known = {self._names.key(text, HEADS) for text in _texts(first)} & HEADS
        if len(known) > 1:
            self._report.file(self._path, self._names.unknown("sheet", sheet.title, self._shape))


HEADS = frozenset({"employee", "valid_from", "pattern", "units", "decided_on", "decided_by"})
"""Headings that nobody writes above something else."""


class _Sheet:
    """One sheet that is a table."""

    def __init__(self, reader: _Reader, title: str, table: str, place: int) -> None:
        self._title, self._table, self._place = title, table, place
        self._report, self._names = reader._report, reader._names
        self._book, self._file = reader._book, reader._file
        self._keys = reader._shape[table]
        self._columns: list[str] = []
        self._letters: dict[str, tuple[str, str]] = {}

    def rows(self) -> Iterator[Row]:
        lines = self._lines()
        first = next(lines, None)
        if first is None:
            return
        self._read_headings(*first)
        self._check_merged(first[0])
        index = 0
        for number, shown, written in lines:
            if is_example(_texts(shown), self._names):
                continue
            index += 1
            row = self._row(index, number)
            given = dict(self._given(row, shown, written))
            yield replace(row, values=given)

    def _row(self, index: int | None, number: int) -> SheetRow:
        return SheetRow(
            self._file,
            self._table,
            index,
            {},
            sheet=self._title,
            number=number,
            columns=self._letters,
            place_in_book=self._place * LAST_ROW * 2 + number,
        )

    def _lines(self) -> Iterator[tuple[int, Cells, Cells]]:
        """Every row with something in it, with its number."""
        views = [view[self._title] for view in (self._book.shown, self._book.written)]
        for view in views:
            view.reset_dimensions()
        pairs = zip(*(v.iter_rows(max_col=MAX_COLUMNS) for v in views), strict=False)
        empty, formatted = None, 0
        for number, (shown, written) in enumerate(pairs, start=1):
            if number > LAST_ROW:
                raise _TooLargeError(NO_END.format(self._title))
            if written is empty:
                continue
            if any(_is_there(cell) for cell in written):
                if number > MAX_ROWS:
                    raise _TooLargeError(
                        f"the sheet {self._title} reaches row {number}; at most {MAX_ROWS} are read"
                    )
                yield number, shown, written
            else:
                # Rows that the sheet does not have are one and the same; others are written there.
                empty, formatted = written, formatted + 1
            if formatted > MAX_EMPTY:
                raise _TooLargeError(NO_END.format(self._title))

    def _read_headings(self, number: int, shown: Cells, written: Cells) -> None:
        texts = _texts(shown)
        self._columns = [self._names.key(text, self._keys) for text in texts]
        head = self._row(None, number)
        for at, message in wrong_columns(self._columns, self._keys, self._names):
            self._say(head, get_column_letter(at + 1), message)
        for at, key in enumerate(self._columns):
            if key in self._keys:
                self._letters.setdefault(key, (get_column_letter(at + 1), texts[at].strip()))

    def _check_merged(self, header: int) -> None:
        for first, last in self._book.merged(self._title):
            a, b = PARTS.fullmatch(first), PARTS.fullmatch(last)
            if a and b and int(b[2]) >= header and column_index_from_string(a[1]) <= MAX_COLUMNS:
                row = self._row(None, int(a[2]))
                self._say(row, a[1], f"the cells {first}:{last} are merged; a row needs its own")

    def _given(self, row: SheetRow, shown: Cells, written: Cells) -> Iterator[tuple[str, object]]:
        for at, (cell, source) in enumerate(zip(shown, written, strict=False)):
            key = self._columns[at] if at < len(self._columns) else ""
            value = self._value(row, get_column_letter(at + 1), cell, source)
            if value is None:
                continue
            if key in self._keys:
                yield key, value
            elif not key:
                self._say(row, get_column_letter(at + 1), "the cell stands below no heading")

    def _value(
        self, row: SheetRow, letter: str, cell: SheetCell, source: SheetCell
    ) -> object | None:
        """What a cell holds; None where it is empty or a problem was reported."""
        if cell.data_type == "e" and cell.value is not None:
            self._say(row, letter, f"the cell shows {cell.value}; write the value itself")
            return None
        if source.data_type == "f" and cell.value is None and cell.data_type != "str":
            self._say(
                row,
                letter,
                "the formula has come to no value yet: save the workbook in Excel, or write the"
                " value itself",
            )
            return None
        return value_of(cell.value)

    def _say(self, row: SheetRow, letter: str, message: str) -> None:
        key = next((key for key, (at, _) in self._letters.items() if at == letter), None)
        if key is None:
            row, key = replace(row, columns={"": (letter, "")}), ""
        self._report.row(row, key, message)


def _is_there(cell: SheetCell) -> bool:
    return cell.value is not None and (not isinstance(cell.value, str) or bool(cell.value.strip()))


def _texts(cells: Cells) -> list[str]:
    """The cells as people see them, up to the last that is not empty."""
    texts = ["" if cell.value is None else str(cell.value) for cell in cells]
    while texts and not texts[-1].strip():
        texts.pop()
    return texts


def value_of(value: object) -> object | None:
    """A cell's value as the checks of all files take it: a date, a time, or a ``Cell``."""
    if isinstance(value, datetime):
        return value.date() if value.time() == time(0) else value
    if isinstance(value, date):
        return value
    if isinstance(value, time | timedelta):
        return Cell(_clock(value), ",")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return sheet_cell("" if value is None else str(value)) or None


def _clock(value: time | timedelta) -> str:
    """To the minute: Excel counts in parts of a day."""
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second + 0.5)
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
