"""Opens a workbook within bounds, or says in one problem why it cannot be read."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import openpyxl

from config.problems import Report
from config.text_files import read_bytes

MAX_FILE = 10_000_000
MAX_UNPACKED = 30_000_000
MAX_PARTS = 1_000
OLE = b"\xd0\xcf\x11\xe0"
"""How files begin that hold an old workbook, or a new one behind a password."""

MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})\"")


class SheetCell(Protocol):
    """A cell as openpyxl gives it; ``data_type``: ``f`` formula, ``e`` error, ``str`` a formula's text."""

    value: object
    data_type: str


class Sheet(Protocol):
    """A sheet as openpyxl gives it."""

    title: str

    def reset_dimensions(self) -> None:
        """Read the rows there are, whatever size the sheet claims to have."""

    def iter_rows(self, *, max_col: int) -> Iterator[Sequence[SheetCell]]:
        """All rows from the first on, each from column A on."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook read twice: ``shown`` has what formulas came to, ``written`` the formulas."""

    shown: Any
    written: Any
    archive: zipfile.ZipFile

    def merged(self, title: str) -> list[tuple[str, str]]:
        """The merged areas of a sheet, by their first and last cell."""
        # openpyxl tells merged areas only where it loads whole sheets, which has no bound.
        part = self.archive.read(self.shown[title]._worksheet_path)
        return [(a.decode(), b.decode()) for a, b in MERGED.findall(part)]


def open_workbook(path: Path, report: Report) -> Workbook | None:
    """The workbook as it was last saved; None after a reported problem."""
    if path.name.startswith(("~$", ".~lock.")):
        report.file(path, "this is the mark of an open workbook; name the workbook itself")
        return None
    content = read_bytes(path, report)
    if content is None:
        return None
    wrong = _outside(content)
    if wrong is not None:
        report.file(path, wrong)
        return None
    try:
        return _opened(content)
    except Exception:  # noqa: BLE001 – whatever a damaged file brings openpyxl to, it is one problem
        report.file(path, DAMAGED)
        return None


DAMAGED = (
    "the workbook cannot be opened: it is damaged, or is being saved just now. Try again; if it"
    " stays so, open it in Excel and save it anew"
)


def _outside(content: bytes) -> str | None:
    """Why these bytes are not taken for a workbook."""
    if content.startswith(OLE):
        return "the workbook has a password or is of the old kind; save it as .xlsx without one"
    if len(content) > MAX_FILE:
        return f"the file is larger than {MAX_FILE // 1_000_000} MB; a register is smaller"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return DAMAGED
    if any(part.filename.casefold().endswith("vbaproject.bin") for part in parts):
        return "the workbook holds macros; save it as .xlsx, which holds none"
    # No part can unpack to more than it declares: zipfile stops there.
    unpacked = sum(p.file_size for p in parts if not p.filename.startswith("xl/media/"))
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
        return (
            f"the workbook unpacks to more than {MAX_UNPACKED // 1_000_000} MB; copy the tables"
            " into a new one"
        )
    return None


def _opened(content: bytes) -> Workbook:
    with warnings.catch_warnings():
        # Drop-downs and styles that openpyxl does not know are nothing to us.
        warnings.simplefilter("ignore")
        shown, written = (
            openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, data_only=values, keep_links=False
            )
            for values in (True, False)
        )
    return Workbook(shown, written, zipfile.ZipFile(io.BytesIO(content)))
