"""Writes workbooks for tests as HR would make them, and as nobody should."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from config.problems import Report
from config.register.file import read_register
from policy.model import Employee, Unit
from policy.organisation import Organisation
from policy.register import Register

AGREEMENTS = "Individuelle aftaler"
HEADINGS = ("Medarbejder", "Gyldig fra", "Mønster", "Gyldig til")
PEOPLE = {"anna": "Anna And", "bo": "Bo Bæk", "cilie": "cilie", "1042": "Dan Dal"}
ORGANISATION = Organisation(
    {"nord": Unit("nord", "Område Nord"), "syd": Unit("syd", "syd", "nord")},
    tuple(Employee(id_, f"{id_}@x.dk", "files", "nord", name) for id_, name in PEOPLE.items()),
)


def workbook(
    path: Path,
    rows: Sequence[Sequence[object]],
    *,
    title: str = AGREEMENTS,
    headings: Sequence[object] = HEADINGS,
    change: Callable[[Any], None] | None = None,
) -> Path:
    """A workbook with one sheet; ``change`` is given the sheet before it is saved."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append(list(headings))
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    book.save(path)
    return path


def read(path: Path) -> tuple[Register, list[str]]:
    """What a register gives beside the organisation above, and all that is wrong with it."""
    report = Report(path.parent)
    register = read_register(path, ORGANISATION, report)
    return register, [str(problem) for problem in report]


def with_part(path: Path, part: str, replace: Callable[[bytes], bytes]) -> None:
    """The workbook with one of its parts rewritten."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, replace(content) if name == part else content)
