"""Reads a folder of CSV files – one per table, as spreadsheets write them – into rows."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from config.problems import Report, Row, listed, unknown
from config.table_names import PLAIN, Names
from config.text_files import read_text

ENCODINGS = ("utf-8-sig", "cp1252")
"""UTF-8 with or without BOM, else what Danish spreadsheets save."""

FIRM_SPACE = re.compile("[\u00a0\u2007\u202f]")
GUARDED = re.compile(r"'+[=+\-@]")
"""What would be a formula in a spreadsheet, behind the mark that makes it a text."""


def guarded(text: str) -> str:
    """A cell's text as a CSV file may hold it: no spreadsheet takes it for a formula."""
    return f"'{text}" if re.match(r"'*[=+\-@]", text) else text


def unguarded(text: str) -> str:
    """The text that ``guarded`` was given."""
    return text[1:] if GUARDED.match(text.lstrip()) else text


class Cell(str):
    """A cell's text; ``separator`` parts a list in it, besides ``|``."""

    __slots__ = ("separator",)
    separator: str

    def __new__(cls, text: str, separator: str) -> Cell:
        """Keep the text without surrounding space; spaces that do not break become plain ones."""
        cell = super().__new__(cls, FIRM_SPACE.sub(" ", text).strip())
        cell.separator = separator
        return cell

    def parts(self) -> list[Cell]:
        """The list that the cell holds: parted by ``|`` where it has one, else by ``separator``."""
        found = self.split("|" if "|" in self else self.separator)
        return [Cell(part, self.separator) for part in found if part.strip()]


def csv_cell(text: str) -> Cell:
    """A cell of a CSV file whose cells are parted by semicolons."""
    return Cell(text, ",")


def sheet_cell(text: str) -> Cell:
    """A workbook's cell, whose list – should it be one – is parted by what stands in it."""
    return Cell(text, next((sign for sign in (";", "\n", ",") if sign in text), ","))


def read_folder(
    folder: Path, shape: Mapping[str, Iterable[str]], report: Report, names: Names = PLAIN
) -> dict[str, tuple[Row, ...]] | None:
    """The rows of ``TABLE.csv`` for every table; a missing file is an empty table."""
    files: dict[str, Path] = {}
    for path in sorted(folder.glob("*.csv")):
        table = names.table(path.stem)
        if table in files:
            report.file(path, f"the table {table} stands in {files[table].name} already")
        files.setdefault(table, path)
    for table in files.keys() - shape.keys():
        report.file(files[table], unknown("table", table, shape))
    if not files.keys() & shape.keys():
        allowed = listed(f"{table}.csv" for table in shape)
        report.file(folder, f"the folder holds no table. Known files: {allowed}.")
        return None
    return {
        table: tuple(_rows(files[table], table, list(shape[table]), report, names))
        if table in files
        else ()
        for table in shape
    }


def _rows(path: Path, table: str, keys: list[str], report: Report, names: Names) -> Iterator[Row]:
    text = read_text(path, report, ENCODINGS)
    lines = iter(_lines(path, text, report)) if text else iter(())
    line, header = next(lines, (1, []))
    columns = [names.key(unguarded(cell).strip(), keys) for cell in header]
    separator = "," if _delimiter(text or "") == ";" else ";"
    head = Row(report.name(path), table, None, {}, line)
    for _, message in wrong_columns(columns, keys, names):
        report.row(head, "", message)
    index = 0
    for at, cells in lines:
        if is_example(cells, names):
            continue
        index += 1
        row = Row(head.file, table, index, _values(columns, cells, keys, separator), at)
        if any(cell.strip() for cell in cells[len(columns) :]):
            report.row(row, "", f"the row has more cells than the {len(columns)} columns")
        yield row


def is_example(cells: Iterable[str], names: Names) -> bool:
    """Whether a row is there to be looked at: its first cell that is not empty says so."""
    return bool(names.example.match(next((cell for cell in cells if cell.strip()), "")))


def _values(
    columns: list[str], cells: list[str], keys: list[str], separator: str
) -> dict[str, object]:
    """What is given: an empty cell is not, an unknown column is reported once, at the top."""
    return {
        column: Cell(unguarded(cell), separator)
        for column, cell in zip(columns, cells, strict=False)
        if cell.strip() and column in keys
    }


def wrong_columns(columns: list[str], keys: list[str], names: Names) -> Iterator[tuple[int, str]]:
    """Every heading that is unknown or stands there twice: its place from 0, what is wrong."""
    for column in sorted({c for c in columns if c and c not in keys}):
        told = unknown("column", column, keys) if names is PLAIN else ""
        yield columns.index(column), told or names.unknown("column", column, keys)
    for column in sorted({c for c in columns if c and columns.count(c) > 1}):
        again = columns.index(column, columns.index(column) + 1)
        yield again, f"the column {column} stands there more than once"


def _lines(path: Path, text: str, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Every line that is not empty, with the number it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        report.file(path, f"this is no valid CSV: {error}", begins)


def _delimiter(text: str) -> str:
    """Semicolon or comma, whichever parts the first line that is not empty."""
    header = next((line for line in text.splitlines() if line.strip()), "")
    return ";" if header.count(";") >= header.count(",") else ","
