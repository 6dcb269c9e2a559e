"""CSV as Danish spreadsheets save it: Danish names, words and dates, and no formulas."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.csv_tables import guarded, unguarded
from policy.register import CallIn, IndividualAgreement
from tests.unit.workbooks import read


@pytest.fixture
def register(tmp_path: Path) -> Path:
    folder = tmp_path / "register"
    folder.mkdir()
    return folder


def test_names_words_and_dates_may_be_danish(register: Path) -> None:
    (register / "Lokalaftaler.csv").write_bytes(
        "Aftale;Enheder;Gyldig fra;Højst dage om ugen;Uger, der regnes med;Dage, der regnes med\r\n"
        "L1;Område Nord, syd;1.6.2026;2,5;Aktive uger;alle\r\n".encode("cp1252")
    )
    (register / "individuelle_aftaler.csv").write_text(
        "Medarbejder;Gyldig fra;Mønster;Gyldig til\n"
        "Eksempel: x;;;\n"
        "Anna And;05-01-2026;tirsdag og torsdag / mandag;31-12-9999\n",
        encoding="utf-8-sig",
    )
    (register / "call_ins.csv").write_text("Dato;Enhed\n01-12-2026;Område Nord (nord)\n", "utf-8")

    found, problems = read(register)

    assert problems == []
    (local,) = found.local_agreements
    assert (local.units, local.valid_from) == (("nord", "syd"), date(2026, 6, 1))
    assert (local.max_days_per_week, local.reading, local.counts) == (
        Fraction(5, 2),
        "active-weeks",
        "all",
    )
    pattern = (frozenset({1, 3}), frozenset({0}))
    assert found.individual_agreements == (IndividualAgreement("anna", date(2026, 1, 5), pattern),)
    assert found.call_ins == (CallIn(date(2026, 12, 1), None, "nord"),)


@pytest.mark.parametrize("written", ["31.02.2026", "12/24/2026", "24-12-26", "2026.12.24"])
def test_what_is_no_date_or_may_be_two_is_none(register: Path, written: str) -> None:
    (register / "call_ins.csv").write_text(f"Dato;Enhed\n{written};nord\n", "utf-8")

    (problem,) = read(register)[1]

    assert written in problem


def test_a_table_in_two_files_is_told(register: Path) -> None:
    for name in ("call_ins.csv", "Indkaldelser.csv"):
        (register / name).write_text("Dato;Enhed\n01-12-2026;nord\n", "utf-8")

    found, problems = read(register)

    assert "the table call_ins stands in Indkaldelser.csv already" in problems[0]
    assert len(found.call_ins) == 1


def test_a_heading_close_to_a_danish_one_is_asked_about(register: Path) -> None:
    (register / "call_ins.csv").write_text("Dato;Enhd\n01-12-2026;nord\n", "utf-8")

    assert 'unknown column "Enhd". Did you mean "enhed"?' in read(register)[1][0]


@given(st.text("'=+-@a ", max_size=6).map(str.strip))
def test_a_guarded_text_is_no_formula_and_reads_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@"))
