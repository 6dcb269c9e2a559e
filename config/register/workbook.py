"""Writes a register as a workbook that HR can keep: headings, drop-downs, date formats and a guide."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from config.csv_tables import sheet_cell
from config.people_named import PEOPLE, UNITS, Directory
from config.register.cells import Style
from config.register.file import SHAPE
from config.register.guide import EXAMPLES, HOW, SAYS, TITLE
from config.register.rows import PlainRow
from config.register.words import EXAMPLE, GUIDE, HEADINGS, LISTS, TABLES
from policy.organisation import Organisation

ROOM = 2_000
"""Rows below the last one that have drop-downs already."""

DATES = {"valid_from", "valid_to", "review_by", "withdrawn_on", "decided_on", "explained_on"}
DATES |= {"raised_on", "settled_on", "date"}
WORDS_OF: Mapping[str, tuple[str, ...]] = {
    "reading": ("all-weeks", "active-weeks"),
    "counts": ("fixed", "all"),
    "scope": ("fixed", "all"),
}
WIDE = {"reason": 44, "pattern": 30, "employee": 26, "leader": 26, "decided_by": 26, "units": 24}
GREY = Font(italic=True, color="767676")
SHADE = PatternFill("solid", fgColor="DDE7EE")
DATE_FORMAT = {"da": "dd-mm-yyyy", "en": "yyyy-mm-dd"}


@dataclass(frozen=True, slots=True)
class Lists:
    """What the drop-downs offer: ids, or names with ids."""

    people: tuple[str, ...]
    units: tuple[str, ...]


def lists_of(organisation: Organisation, directory: Directory | None) -> Lists:
    """Everybody and every unit of the organisation, in order."""
    person = directory.person if directory else str
    unit = directory.unit if directory else str
    return Lists(
        tuple(sorted((person(e.id) for e in organisation.employees), key=str.casefold)),
        tuple(sorted((unit(u) for u in organisation.units), key=str.casefold)),
    )


def style_of(language: str, directory: Directory | None) -> Style:
    """How cells of a workbook are written."""
    return Style(language, directory, "; ", sheet_cell)


def workbook_bytes(
    rows: Mapping[str, Sequence[PlainRow]], style: Style, lists: Lists, *, examples: bool
) -> bytes:
    """A workbook with a sheet per table; with ``examples`` each begins with a row to look at."""
    book = Workbook()
    book.remove(book.active)
    language = style.language
    _write_guide(book.create_sheet(GUIDE.of(language)), language)
    columns = _write_lists(book.create_sheet(LISTS.of(language)), style, lists)
    for table, keys in SHAPE.items():
        sheet = book.create_sheet(TABLES[table].of(language), index=len(book.sheetnames) - 1)
        _write_sheet(sheet, table, keys, rows.get(table, ()), style, examples=examples)
        _add_lists(sheet, keys, columns, language)
    book.active = 0 if examples else 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_guide(sheet: Any, language: str) -> None:  # noqa: ANN401 – openpyxl has no types
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    sheet.append([TITLE.of(language)])
    sheet["A1"].font = Font(bold=True, size=14)
    for word in HOW:
        sheet.append([None, word.of(language)])
    for table, keys in SHAPE.items():
        sheet.append([])
        sheet.append([TABLES[table].of(language)])
        sheet.cell(sheet.max_row, 1).font = Font(bold=True)
        for key in keys:
            sheet.append([HEADINGS[key].of(language), SAYS[key].of(language)])
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")


def _write_lists(sheet: Any, style: Style, lists: Lists) -> dict[str, str]:  # noqa: ANN401
    """The hidden sheet of all lists; where each key's list stands."""
    sheet.sheet_state = "hidden"
    patterns = tuple(str(style.cell("pattern", [list(days)])) for days in _usual_weeks())
    words = {k: tuple(str(style.cell(k, v)) for v in vs) for k, vs in WORDS_OF.items()}
    every = {
        **dict.fromkeys(PEOPLE, lists.people),
        **dict.fromkeys(UNITS, lists.units),
        "pattern": patterns,
        **words,
    }
    places: dict[tuple[str, ...], str] = {}
    for items in every.values():
        if items and items not in places:
            letter = get_column_letter(len(places) + 1)
            for number, item in enumerate(items, start=1):
                _put(sheet.cell(number, len(places) + 1), item)
            places[items] = f"'{sheet.title}'!${letter}$1:${letter}${len(items)}"
    return {key: places[items] for key, items in every.items() if items}


def _usual_weeks() -> list[tuple[str, ...]]:
    """Every weekday, and every two of them: what a pattern mostly is."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    return [*((day,) for day in days), *combinations(days, 2)]


def _write_sheet(
    sheet: Any,  # noqa: ANN401
    table: str,
    keys: Sequence[str],
    rows: Sequence[PlainRow],
    style: Style,
    *,
    examples: bool,
) -> None:
    for at, key in enumerate(keys, start=1):
        head = sheet.cell(1, at)
        _put(head, HEADINGS[key].of(style.language))
        head.font, head.fill = Font(bold=True), SHADE
        head.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(at)].width = WIDE.get(key, 18)
    sheet.row_dimensions[1].height = 32
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.freeze_panes = "A2"
    if examples:
        _write_example(sheet, table, keys, style)
    for number, row in enumerate(rows, start=sheet.max_row + 1):
        for key, value in style.cells(row).items():
            _put(sheet.cell(number, keys.index(key) + 1), _dated(key, value), style.language)
    _format_dates(sheet, keys, style.language)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(keys))}{max(sheet.max_row, 2)}"


def _write_example(sheet: Any, table: str, keys: Sequence[str], style: Style) -> None:  # noqa: ANN401
    plain = Style(style.language, None, style.comma, style.read)
    for key, value in plain.cells(EXAMPLES[table]).items():  # type: ignore[arg-type]  # plain values
        at = keys.index(key) + 1
        shown = f"{EXAMPLE.of(style.language)}: {value}" if at == 1 else _dated(key, value)
        _put(sheet.cell(2, at), shown, style.language)
        sheet.cell(2, at).font = GREY


def _dated(key: str, value: object) -> object:
    return date.fromisoformat(value) if key in DATES and isinstance(value, str) else value


def _put(cell: Any, value: object, language: str = "en") -> None:  # noqa: ANN401
    """A value as it is: no text becomes a formula."""
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.alignment = Alignment(wrap_text="\n" in value, vertical="top")
    elif isinstance(value, date):
        cell.number_format = DATE_FORMAT[language]
        cell.alignment = Alignment(horizontal="left", vertical="top")


def _format_dates(sheet: Any, keys: Sequence[str], language: str) -> None:  # noqa: ANN401
    """Dates that are typed later look like those that stand there."""
    for at, key in enumerate(keys, start=1):
        if key in DATES:
            sheet.column_dimensions[get_column_letter(at)].number_format = DATE_FORMAT[language]


def _add_lists(sheet: Any, keys: Sequence[str], places: Mapping[str, str], language: str) -> None:  # noqa: ANN401
    last = sheet.max_row + ROOM
    for at, key in enumerate(keys, start=1):
        letter = get_column_letter(at)
        # What is typed may be more than the list has: several units, other patterns, text dates.
        rule = DataValidation(allow_blank=True, showErrorMessage=key in WORDS_OF)
        if key in places:
            rule.type, rule.formula1 = "list", places[key]
        rule.promptTitle, rule.prompt = HEADINGS[key].of(language), SAYS[key].of(language)
        rule.showInputMessage = True
        rule.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(rule)
