"""Sheets as HR keeps them: what their cells give, and which cell a problem names."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from policy.register import CallIn, IndividualAgreement, LocalAgreement
from tests.unit.workbooks import AGREEMENTS, HEADINGS, read, with_part, workbook

TUE_THU = (frozenset({1, 3}),)
ANNA = IndividualAgreement("anna", date(2026, 1, 5), TUE_THU)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "register.xlsx"


def one(path: Path, *row: object, **more: Any) -> IndividualAgreement:
    """The one agreement of a sheet with this row, which has no problem."""
    register, problems = read(workbook(path, [row], **more))
    assert problems == []
    (found,) = register.individual_agreements
    return found


def problem(path: Path, *row: object, **more: Any) -> str:
    """The one problem of a sheet with this row."""
    _, problems = read(workbook(path, [row], **more))
    (found,) = problems
    return found


@pytest.mark.parametrize(
    "written",
    [
        date(2026, 1, 5),
        datetime(2026, 1, 5),  # noqa: DTZ001 – a date as Excel has it
        "2026-01-05",
        "05-01-2026",
        "5.1.2026",
        " 05.01.2026\u00a0",
    ],
)
def test_a_date_may_be_one_or_a_text_as_danes_write_it(path: Path, written: object) -> None:
    assert one(path, "anna", written, "tirsdag torsdag") == ANNA


@pytest.mark.parametrize(
    "written",
    ["anna", "ANNA", " anna ", "Anna And", "anna and", "Anna\u00a0And", "Anna And (anna)"],
)
def test_a_person_is_an_id_or_a_name(path: Path, written: str) -> None:
    assert one(path, written, "2026-01-05", "tirsdag torsdag") == ANNA


def test_an_id_of_figures_may_be_a_number(path: Path) -> None:
    assert one(path, 1042, "2026-01-05", "tirsdag torsdag").employee == "1042"
    assert one(path, 1042.0, "2026-01-05", "tirsdag torsdag").employee == "1042"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tirsdag torsdag", ({1, 3},)),
        ("Tirsdag og torsdag", ({1, 3},)),
        ("tirsdag; torsdag", ({1, 3},)),
        ("tirsdag\ntorsdag", ({1, 3},)),
        ("tuesday thursday / monday", ({1, 3}, {0})),
        ("mandag-onsdag / ", ({0, 1, 2}, set())),
    ],
)
def test_a_pattern_is_written_in_words(path: Path, written: str, expected: object) -> None:
    assert one(path, "anna", "2026-01-05", written).pattern == expected


@pytest.mark.parametrize(
    "headings",
    [
        ("employee", "valid_from", "pattern", "valid_to"),
        ("EMPLOYEE ", "Valid from*", "Pattern", "Valid  to:"),
        ("Medarbejder", "gyldig\u00a0fra", "MØNSTER", "Gyldig til"),
    ],
)
@pytest.mark.parametrize("title", ["individual_agreements", "Individual agreements", AGREEMENTS])
def test_headings_and_sheets_are_known_in_both_languages(
    path: Path, headings: tuple[str, ...], title: str
) -> None:
    row = ("anna", "2026-01-05", "tirsdag torsdag")
    assert one(path, *row, headings=headings, title=title) == ANNA


LOCAL = ("Aftale", "Enheder", "Gyldig fra", "Højst dage om ugen", "Gennemsnit over uger")
LOCAL += ("Uger, der regnes med", "Dage, der regnes med", "Personalegrupper")


def test_values_are_known_in_both_languages_and_numbers_as_numbers_or_texts(path: Path) -> None:
    rows = [
        ("L1", "Område Nord; syd", "2026-01-01", 2.5, 6, "aktive uger", "alle", "AC"),
        ("L2", "syd", "2026-01-01", "2,5", "6", "all weeks", "Faste", "HK, Øvrige"),
    ]

    register, problems = read(workbook(path, rows, title="Lokalaftaler", headings=LOCAL))

    assert problems == []
    first, second = register.local_agreements
    assert first == LocalAgreement(
        "L1",
        ("nord", "syd"),
        date(2026, 1, 1),
        staff_groups=("AC",),
        max_days_per_week=Fraction(5, 2),
        averaging_weeks=6,
        reading="active-weeks",
        counts="all",
    )
    assert (second.reading, second.counts) == ("all-weeks", "fixed")
    assert second.max_days_per_week == Fraction(5, 2)
    assert second.staff_groups == ("HK", "Øvrige")


@pytest.mark.parametrize(
    "written", [time(9), time(8, 59, 59, 999_000), timedelta(hours=9), "9:00", "09:00"]
)
def test_a_time_of_day_may_be_one_or_a_text(path: Path, written: object) -> None:
    headings = ("Dato", "Medarbejder", "Fra kl.")
    book = workbook(
        path, [("2026-12-01", "anna", written)], title="Indkaldelser", headings=headings
    )

    register, problems = read(book)

    assert problems == []
    assert register.call_ins == (CallIn(date(2026, 12, 1), "anna", start=540),)


def test_rows_that_are_hidden_filtered_or_empty_change_nothing(path: Path) -> None:
    def tidy(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.auto_filter.ref = "A1:D9"
        sheet.auto_filter.add_filter_column(0, ["bo"])
        for number in range(3, 400):
            sheet.cell(number, 2).number_format = "dd-mm-yyyy"
        sheet.cell(400, 1, " ")
        sheet.cell(500, 1, "bo")
        sheet.cell(500, 2, date(2026, 2, 2))
        sheet.cell(500, 3, "mandag")

    register, problems = read(
        workbook(path, [("anna", "2026-01-05", "tirsdag torsdag")], change=tidy)
    )

    assert problems == []
    assert [a.employee for a in register.individual_agreements] == ["anna", "bo"]


def test_the_example_is_not_read(path: Path) -> None:
    rows = [
        ("Eksempel: anna", "2026-01-05", "mandag"),
        ("example: x",),
        ("bo", "2026-01-05", "mandag"),
    ]

    register, problems = read(workbook(path, rows))

    assert problems == []
    assert [a.employee for a in register.individual_agreements] == ["bo"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("ana", "2026-01-05", "mandag"), 'A2 (Medarbejder): unknown person "ana"'),
        (("anna", "snart", "mandag"), 'B2 (Gyldig fra): "snart" is no date'),
        (("anna", 46027, "mandag"), 'B2 (Gyldig fra): "46027" is no date'),
        (("anna", datetime(2026, 1, 5, 9, 30), "mandag"), "B2 (Gyldig fra):"),  # noqa: DTZ001
        (("anna", "2026-01-05", "mandg"), 'C2 (Mønster): "mandg" is no weekday'),
        (("anna", "2026-01-05", None), "C2 (Mønster): is missing"),
        ((None, "2026-01-05", "mandag"), "A2 (Medarbejder): is missing"),
        (("anna", "2026-01-05", "mandag", "2026-01-01"), "D2 (Gyldig til): 2026-01-01 lies before"),
        (("anna", "2026-01-05", "mandag", None, "x"), "E2: the cell stands below no heading"),
        (
            ("anna", "2026-01-05", "mandag", "=D9"),
            "D2 (Gyldig til): the formula has come to no value",
        ),
        (("anna", "2026-01-05", "mandag", "#N/A"), "D2 (Gyldig til): the cell shows #N/A"),
    ],
)
def test_a_problem_names_its_cell(path: Path, row: tuple[object, ...], expected: str) -> None:
    assert problem(path, *row).startswith(f"register.xlsx: {AGREEMENTS}!{expected}")


def test_all_problems_come_together_in_the_order_of_sheets_and_rows(path: Path) -> None:
    rows = [
        ("anna", "2026-01-05", "mandag"),
        ("anna", "2026-02-05", "tirsdag"),
        ("ingen", "x", "y"),
    ]

    _, problems = read(workbook(path, rows))

    cells = [problem.split("!")[1].split(" ")[0] for problem in problems]
    assert cells == ["B3", "B4", "C4", "A4"]
    assert f"{AGREEMENTS}!A2, from 2026-02-05" in problems[0]


@pytest.mark.parametrize(
    ("headings", "cell", "expected"),
    [
        (
            ("Medarbejder", "Gylding fra", "Mønster"),
            "B1",
            'unknown column "Gylding fra". Did you mean "gyldig fra"?',
        ),
        (
            ("Medarbejder", "Gyldig fra", "Mønster", "Medarbejder"),
            "D1",
            "the column employee stands there more",
        ),
        (
            ("Medarbejder", "Gyldig fra", "Mønster", "employee"),
            "D1",
            "the column employee stands there more",
        ),
    ],
)
def test_headings_are_held_to_the_glossary(
    path: Path, headings: tuple[str, ...], cell: str, expected: str
) -> None:
    _, problems = read(workbook(path, [], headings=headings))

    assert expected in problems[0]
    assert problems[0].startswith(f"register.xlsx: {AGREEMENTS}!{cell}: ")


@pytest.mark.parametrize("area", ["A2:A3", "D2:D3", "C2:D2", "A1:B1"])
def test_merged_cells_are_named(path: Path, area: str) -> None:
    rows = [("anna", "2026-01-05", "mandag"), ("bo", "2026-01-05", "mandag")]
    book = workbook(path, rows, change=lambda sheet: sheet.merge_cells(area))

    _, problems = read(book)

    assert any(f"the cells {area} are merged" in p and f"!{area[:2]}" in p for p in problems)


def test_a_sheet_of_hrs_own_may_be_there_but_no_renamed_table(path: Path) -> None:
    def notes(sheet: Any) -> None:
        sheet.parent.create_sheet("Noter").append(["Husk", "at ringe"])

    def copy(sheet: Any) -> None:
        sheet.parent.create_sheet("Individuelle aftalr").append(list(HEADINGS))

    row = ("anna", "2026-01-05", "mandag")
    assert read(workbook(path, [row], change=notes))[1] == []
    (found,) = read(workbook(path, [row], change=copy))[1]
    assert 'unknown sheet "Individuelle aftalr". Did you mean "individuelle aftaler"?' in found


def test_a_workbook_without_our_sheets_and_one_with_a_table_twice_are_told(path: Path) -> None:
    def twice(sheet: Any) -> None:
        sheet.parent.create_sheet("individual_agreements").append(list(HEADINGS))

    (none,) = read(workbook(path, [], title="Ark1", headings=("x",)))[1]
    (two,) = read(workbook(path, [], change=twice))[1]

    assert "Known sheets: call_ins (Indkaldelser)" in none
    assert "two sheets are the table individual_agreements" in two


def test_a_formula_counts_by_what_it_came_to(path: Path) -> None:
    book = workbook(
        path, [("anna", "2026-01-05", "mandag", "=D9"), ("bo", "2026-01-05", "mandag", "=X")]
    )

    def cached(part: bytes) -> bytes:
        part = part.replace(
            b'<c r="D2"><f>D9</f><v></v></c>', b'<c r="D2" t="str"><f>D9</f><v>2026-12-31</v></c>'
        )
        part = part.replace(
            b'<c r="D2"><f>D9</f><v /></c>', b'<c r="D2" t="str"><f>D9</f><v>2026-12-31</v></c>'
        )
        for empty in (b"<v></v>", b"<v />"):
            part = part.replace(b'<c r="D3"><f>X</f>' + empty, b'<c r="D3" t="str"><f>X</f><v></v>')
        return part

    with_part(book, "xl/worksheets/sheet1.xml", cached)
    register, problems = read(book)

    assert problems == []
    assert [a.valid_to for a in register.individual_agreements] == [date(2026, 12, 31), None]
