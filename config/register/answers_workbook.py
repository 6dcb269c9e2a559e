"""The workbook of HR's answers: read back, and written, four columns of text."""

from __future__ import annotations

import io
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from config.problems import Report
from config.register.words import Line, Word
from config.workbook_file import open_workbook

OURS = "hjemmedag"
MAX_ROWS = 100_000
SHEET = Word("Til HR", "For HR")
HEAD = (
    Word("Hvad", "What"),
    Word("Hvor", "Where"),
    Word("Række", "Row"),
    Word("Sådan svarer I", "How to answer"),
)
NOTHING = Word("Der er intet at svare på.", "There is nothing to answer.")


class NotOursError(Exception):
    """A file of the answers' name that somebody else made."""


def standing_in(path: Path) -> tuple[Line, ...]:
    """The lines that stand in the file; raises NotOursError where somebody else made it."""
    book = open_workbook(path, Report(path.parent))
    if book is None or book.shown.properties.creator != OURS:
        raise NotOursError
    try:
        rows = list(islice(book.shown.worksheets[0].iter_rows(max_col=4), 1, MAX_ROWS))
    except Exception as error:  # whatever a damaged file brings openpyxl to
        raise NotOursError from error
    found = [tuple(str(cell.value or "") for cell in row) for row in rows]
    return tuple((a, b, c, d) for a, b, c, d in found if b or c or d)


def workbook_of(lines: tuple[Line, ...], language: str) -> bytes:
    """The workbook of these lines."""
    book = Workbook()
    book.properties.creator = OURS
    sheet = book.active
    sheet.title = SHEET.of(language)
    shown = lines or ((NOTHING.of(language), "", "", ""),)
    for number, row in enumerate((tuple(w.of(language) for w in HEAD), *shown), start=1):
        for at, text in enumerate(row, start=1):
            _put(sheet.cell(number, at), text, bold=number == 1)
    for letter, width in zip("ABCD", (30, 44, 60, 70), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(cell: Any, text: str, *, bold: bool) -> None:  # noqa: ANN401 – openpyxl has no types
    """A text, which never becomes a formula."""
    if text:
        cell.value, cell.data_type = text, "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)
