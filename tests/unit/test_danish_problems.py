"""HR reads in Danish what is wrong with a register, whatever it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.danish_problems import in_danish
from config.problems import Problem, Report
from config.register.file import read_register
from tests.unit.workbooks import ORGANISATION, workbook

ENGLISH = re.compile(
    r"\b(is|not|the|known|unknown|write|allowed|must|there|same|day|save|needs)\b", re.I
)
NEVER = re.compile(r"konflikt|advarsel|overtrædelse|tjek|fejl|du skal|du mangler|!", re.I)
INDIVIDUAL = '[[individual_agreements]]\nemployee = "anna"\nvalid_from = 2026-01-05\n'
PATTERN = 'pattern = [["mandag"]]\n'
LOCAL = '[[local_agreements]]\nid = "L1"\nunits = ["nord"]\nvalid_from = 2026-01-01\n'
CALL_IN = "[[call_ins]]\ndate = 2026-12-01\n"
WRONG = [
    INDIVIDUAL,
    INDIVIDUAL + PATTERN + INDIVIDUAL + PATTERN,
    INDIVIDUAL + PATTERN + "valid_to = 2026-01-09\n" + INDIVIDUAL.replace("05", "07") + PATTERN,
    INDIVIDUAL.replace("anna", "ana") + PATTERN,
    INDIVIDUAL.replace('"anna"', "1") + PATTERN,
    INDIVIDUAL.replace('"anna"', '"a\\tb"') + PATTERN,
    INDIVIDUAL.replace("2026-01-05", '"2026-02-30"') + PATTERN,
    INDIVIDUAL.replace("2026-01-05", '"i morgen"') + PATTERN,
    INDIVIDUAL.replace("2026-01-05", "1026-01-05") + PATTERN,
    INDIVIDUAL + PATTERN + "valid_to = 2026-01-01\n",
    INDIVIDUAL + PATTERN + "witdrawn_on = 2026-01-01\n",
    INDIVIDUAL + 'pattern = [["mandg"]]\n',
    INDIVIDUAL + 'pattern = [["mondy"]]\n',
    INDIVIDUAL + "pattern = [[]]\n",
    INDIVIDUAL + 'pattern = ["mandag"]\n',
    INDIVIDUAL + "pattern = 1\n",
    LOCAL + LOCAL,
    LOCAL + 'max_days_per_week = "to"\n',
    LOCAL + "averaging_weeks = 99\n",
    LOCAL + 'reading = "alle"\n',
    LOCAL + 'counts = "fixd"\n',
    LOCAL + 'staff_groups = "AC"\n',
    LOCAL.replace('"nord"', ""),
    LOCAL.replace("nord", "øst"),
    CALL_IN,
    CALL_IN + 'employee = "anna"\nfrom = "25:00"\n',
    CALL_IN + 'employee = "anna"\nfrom = "12:00"\nto = "09:00"\n',
    "[local_agreements]\nid = 1\n",
    "local_agreements = [1]\n",
    "[[aftaler]]\n",
    "[[",
]


def problems(path: Path) -> list[Problem]:
    """What is wrong with a register."""
    report = Report(path.parent)
    read_register(path, ORGANISATION, report)
    return list(report)


def check(found: list[Problem]) -> None:
    """Every problem has Danish words, none of them one that never appears."""
    assert found
    for problem in found:
        message = in_danish(problem).message
        assert message != problem.message, message
        assert not NEVER.search(message), message
        quoted = re.sub(r'"[^"]*"|”[^”]*”|: [\w, ()-]+\.|\[\[.*', "", message)
        if "TOML" not in message and "CSV" not in message:
            assert not ENGLISH.search(quoted), message


@pytest.mark.parametrize("text", WRONG)
def test_problems_of_a_text_are_danish(tmp_path: Path, text: str) -> None:
    path = tmp_path / "register.toml"
    path.write_text(text, encoding="utf-8")

    check(problems(path))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("call_ins.csv", "Dato;Hvem\n2026-12-01;anna\n"),
        ("call_ins.csv", "Dato;Dato\n2026-12-01;anna\n"),
        ("call_ins.csv", "Dato;Medarbejder\n2026-12-01;anna;x\n"),
        ("call_ins.csv", 'Dato;Medarbejder\n"2026'),
        ("andet.csv", "x\n"),
        ("note.txt", "x\n"),
    ],
)
def test_problems_of_a_folder_are_danish(tmp_path: Path, name: str, text: str) -> None:
    folder = tmp_path / "register"
    folder.mkdir()
    (folder / name).write_text(text, encoding="utf-8")

    check(problems(folder))


def test_problems_of_workbooks_are_danish(tmp_path: Path) -> None:
    row = ("anna", "2026-01-05", "mandag")
    book = workbook(
        tmp_path / "a.xlsx",
        [(*row, "=X"), ("bo", "#N/A", "mandg", None, "x"), ("ana", *row[1:])],
        change=lambda sheet: sheet.merge_cells("A4:A5"),
    )
    check(problems(book))
    check(problems(workbook(tmp_path / "b.xlsx", [], title="Ark1", headings=("x",))))
    check(
        problems(workbook(tmp_path / "c.xlsx", [], headings=("Medarbjder", "Mønster", "Mønster")))
    )
    (tmp_path / "d.xlsx").write_bytes(book.read_bytes()[:900])
    check(problems(tmp_path / "d.xlsx"))
    for name in ("x.xlsx", "x.xlsm", "~$x.xlsx", "x.csv", "x.toml"):
        check(problems(tmp_path / name))


def test_a_cell_is_named_in_danish_as_it_is_in_english(tmp_path: Path) -> None:
    book = workbook(tmp_path / "register.xlsx", [("anna", "2026-01-05", "mandag", "2026-01-01")])

    (found,) = problems(book)

    assert str(in_danish(found)) == (
        "register.xlsx: Individuelle aftaler!D2 (Gyldig til): 2026-01-01 ligger før ”Gyldig fra”"
        " (2026-01-05). Det går ikke."
    )
