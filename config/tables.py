"""Reads a TOML file, a folder of CSV files or a workbook into rows that know where they stand."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from config.csv_tables import read_folder
from config.problems import Report, Row, quoted, unknown
from config.table_names import PLAIN, Names
from config.text_files import read_text
from config.toml_lines import Place, lines_of

Shape = Mapping[str, Iterable[str]]
"""The tables a file may hold, each with its keys."""

Tables = Mapping[str, tuple[Row, ...]]

SPREADSHEETS = {".xlsm", ".xlsb", ".xls", ".xltx", ".xltm", ".ods", ".numbers"}


def read_tables(path: Path, shape: Shape, report: Report, names: Names = PLAIN) -> Tables | None:
    """All rows of a TOML file, a folder of CSV files, or – where tables have other ``names`` – a
    workbook; None where nothing can be read.
    """
    if path.is_dir():
        return read_folder(path, shape, report, names)
    suffix = path.suffix.casefold()
    if suffix == ".csv":
        allowed = ", ".join(f"{table}.csv" for table in shape)
        report.file(path, f"name the folder here, which holds the files {allowed}")
        return None
    if suffix in SPREADSHEETS:
        report.file(path, f"workbooks of kind {suffix} are not read; save it as .xlsx")
        return None
    if suffix == ".xlsx":
        return _workbook(path, shape, report, names)
    document = read_document(path, report)
    if document is None:
        return None
    values, lines = document
    file = report.name(path)
    for key in values:
        if key not in shape:
            problem = unknown("table", key, shape)
            report.row(Row(file, "", None, {}, lines.get((key,))), key, problem)
    return {table: _rows(file, table, values.get(table, []), lines, report) for table in shape}


def _workbook(path: Path, shape: Shape, report: Report, names: Names) -> Tables | None:
    if names is PLAIN:
        report.file(path, "a workbook is read for the register alone; save the tables as CSV")
        return None
    # Few installations have one, and openpyxl takes its time to load.
    from config.workbook_tables import read_workbook

    return read_workbook(path, shape, report, names)


def read_document(
    path: Path, report: Report
) -> tuple[Mapping[str, object], Mapping[Place, int]] | None:
    """A TOML file's values and the lines they stand on; None after a reported problem."""
    text = read_text(path, report)
    if text is None:
        return None
    text = text.replace("\r\n", "\n")
    try:
        return tomllib.loads(text), lines_of(text)
    except tomllib.TOMLDecodeError as error:
        message, line = _syntax(str(error), text)
        report.file(path, f"this is no valid TOML: {message}", line)
    except RecursionError:
        report.file(path, "this is no valid TOML: brackets are nested too deeply")
    return None


def _syntax(message: str, text: str) -> tuple[str, int]:
    """tomllib's message with its position taken out of the words."""
    found = re.search(r" \(at line (\d+), column (\d+)\)$", message)
    if found:
        return f"{message[: found.start()]} (column {found[2]})", int(found[1])
    return message.removesuffix(" (at end of document)") + " (end of file)", text.count("\n") + 1


def _rows(
    file: str, table: str, entries: object, lines: Mapping[Place, int], report: Report
) -> tuple[Row, ...]:
    line = lines.get((table,))
    if not isinstance(entries, list):
        wrong = f"this is an array of tables: write [[{table}]] above each entry"
        report.row(Row(file, table, None, {}, line), "", wrong)
        return ()
    found = []
    for index, entry in enumerate(entries, start=1):
        row = row_at(file, (table, index), entry, lines)
        if isinstance(entry, dict):
            found.append(row)
        else:
            wrong = f"{quoted(entry)} is no table: write [[{table}]] and below it key = value"
            report.row(row, "", wrong)
    return tuple(found)


def row_at(file: str, place: Place, values: object, lines: Mapping[Place, int]) -> Row:
    """The table that stands at ``place``, with the lines of its keys."""
    keys = {str(key): values[key] for key in values} if isinstance(values, dict) else {}
    known = {key: lines[(*place, key)] for key in keys if (*place, key) in lines}
    index = place[-1] if isinstance(place[-1], int) else None
    table = ".".join(str(part) for part in place if not isinstance(part, int))
    return Row(file, table, index, keys, lines.get(place), known)
