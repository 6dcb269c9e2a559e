"""Reads a folder of CSV files – one per table, as spreadsheets write them – into rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from config.problems import Report, Row, listed, unknown
from config.text_files import read_text

ENCODINGS = ("utf-8-sig", "cp1252")
"""UTF-8 with or without BOM, else what Danish spreadsheets save."""


class Cell(str):
    """A cell's text; ``separator`` parts a list in it, besides ``|``."""

    __slots__ = ("separator",)
    separator: str

    def __new__(cls, text: str, separator: str) -> Cell:
        """Keep the text without surrounding space."""
        cell = super().__new__(cls, text.strip())
        cell.separator = separator
        return cell

    def parts(self) -> list[Cell]:
        """The list that the cell holds: parted by ``|`` where it has one, else by ``separator``."""
        found = self.split("|" if "|" in self else self.separator)
        return [Cell(part, self.separator) for part in found if part.strip()]


def read_folder(
    folder: Path, shape: Mapping[str, Iterable[str]], report: Report
) -> dict[str, tuple[Row, ...]] | None:
    """The rows of ``TABLE.csv`` for every table; a missing file is an empty table."""
    files = {path.stem: path for path in sorted(folder.glob("*.csv"))}
    for table in files.keys() - shape.keys():
        report.file(files[table], unknown("table", table, shape))
    if not files.keys() & shape.keys():
        allowed = listed(f"{table}.csv" for table in shape)
        report.file(folder, f"the folder holds no table. Known files: {allowed}.")
        return None
    return {
        table: tuple(_rows(files[table], list(shape[table]), report)) if table in files else ()
        for table in shape
    }


def _rows(path: Path, keys: list[str], report: Report) -> Iterator[Row]:
    text = read_text(path, report, ENCODINGS)
    lines = iter(_lines(path, text, report)) if text else iter(())
    line, header = next(lines, (1, []))
    columns = [cell.strip() for cell in header]
    separator = "," if _delimiter(text or "") == ";" else ";"
    head = Row(report.name(path), path.stem, None, {}, line)
    _check_columns(head, columns, keys, report)
    for index, (at, cells) in enumerate(lines, start=1):
        row = Row(head.file, path.stem, index, _values(columns, cells, keys, separator), at)
        if any(cell.strip() for cell in cells[len(columns) :]):
            report.row(row, "", f"the row has more cells than the {len(columns)} columns")
        yield row


def _values(
    columns: list[str], cells: list[str], keys: list[str], separator: str
) -> dict[str, object]:
    """What is given: an empty cell is not, an unknown column is reported once, at the top."""
    return {
        column: Cell(cell, separator)
        for column, cell in zip(columns, cells, strict=False)
        if cell.strip() and column in keys
    }


def _check_columns(head: Row, columns: list[str], keys: list[str], report: Report) -> None:
    for column in sorted({c for c in columns if c and c not in keys}):
        report.row(head, "", unknown("column", column, keys))
    for column in sorted({c for c in columns if c and columns.count(c) > 1}):
        report.row(head, "", f"the column {column} stands there more than once")


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
