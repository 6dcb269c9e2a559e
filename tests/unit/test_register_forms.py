"""A register reads back the same from TOML, CSV and a workbook, whoever wrote it, in both languages."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.arguments import InputError
from config.register.rows import number, rows_of
from config.register.words import HEADINGS, IS_EXAMPLE, TABLES
from config.register.writing import Form, write_register, write_template
from config.values import number as read_number
from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)
from tests.hostile import WORDS
from tests.unit.workbooks import ORGANISATION, PEOPLE, read

FORMS = ("register.toml", "register.xlsx", "register")
SIGNS = "abcæøåÆØÅ=+-@';,\"()#/& 0123456789<>.:_{}%!?’”–½"
DAYS = st.dates(date(1900, 3, 1), date(2200, 12, 31))
PERHAPS_DAY = st.none() | DAYS


def _texts(signs: str = SIGNS) -> st.SearchStrategy[str]:
    lines = st.text(signs, min_size=1, max_size=12).map(str.strip).filter(bool)
    return lines.filter(lambda text: not IS_EXAMPLE.match(text))


TEXTS = _texts()
PROSE = st.lists(TEXTS.map(lambda t: " ".join(t.split())), min_size=1, max_size=3).map("\n".join)
NUMBERS = st.sampled_from(
    ["2", "2.5", "5/2", "7/3", "0.125", "1.23456/99999", "999999", "0.1"]
).map(read_number) | st.builds(Fraction, st.integers(1, 99_999), st.integers(1, 99_999))
WEEK = st.frozensets(st.integers(0, 6), max_size=3)
PATTERNS = st.lists(WEEK, min_size=1, max_size=4).filter(any).map(tuple)
PERSON = st.sampled_from(sorted(PEOPLE))


@st.composite
def local_agreements(draw: st.DrawFn) -> tuple[LocalAgreement, ...]:
    """Each for a staff group of its own, so that no two meet."""
    groups = draw(st.lists(TEXTS, max_size=4, unique_by=str.casefold))
    ids = draw(st.lists(TEXTS, min_size=len(groups), max_size=len(groups), unique_by=str.casefold))
    return tuple(
        LocalAgreement(
            id_,
            draw(st.sampled_from([("nord",), ("syd",), ("nord", "syd")])),
            date(2000, 1, 1),
            draw(st.none() | TEXTS),
            (group,),
            draw(st.none() | TEXTS),
            draw(PERHAPS_DAY.filter(lambda day: day is None or day.year >= 2000)),
            draw(st.none() | NUMBERS),
            draw(st.none() | st.integers(1, 52)),
            draw(st.sampled_from([None, "all-weeks", "active-weeks"])),
            draw(st.sampled_from([None, "fixed", "all"])),
            draw(PERHAPS_DAY),
        )
        for id_, group in zip(ids, groups, strict=True)
    )


@st.composite
def individual_agreements(draw: st.DrawFn) -> tuple[IndividualAgreement, ...]:
    """One after the other for each person."""
    found = []
    for person in draw(st.lists(PERSON, max_size=3, unique=True)):
        start = date(2020, 1, 1)
        for length in draw(st.lists(st.integers(0, 900), max_size=3)):
            end = start + timedelta(days=length)
            leader = draw(st.none() | PERSON)
            pattern = draw(PATTERNS)
            withdrawn = draw(st.sampled_from([None, end]))
            review = draw(PERHAPS_DAY)
            found.append(
                IndividualAgreement(person, start, pattern, leader, end, withdrawn, review)
            )
            start = end + timedelta(days=1)
    return tuple(found)


DECISIONS = st.builds(
    SuitabilityDecision,
    PERSON,
    TEXTS,
    st.just(date(2026, 2, 2)),
    st.none() | PROSE,
    PERHAPS_DAY,
    st.sampled_from([None, date(2026, 2, 2), date(2199, 1, 1)]),
    st.sampled_from(["fixed", "all"]),
    PERHAPS_DAY,
    st.sampled_from([None, date(2026, 2, 3)]),
    st.none() | TEXTS,
    st.sampled_from([None, date(2026, 3, 3)]),
)
HOURS = st.sampled_from([(None, None), (0, 1), (540, 720), (600, None), (None, 1440)])
CALL_INS = st.tuples(DAYS, st.booleans(), HOURS).map(
    lambda drawn: CallIn(
        drawn[0], "anna" if drawn[1] else None, None if drawn[1] else "nord", *drawn[2]
    )
)
REGISTERS = st.builds(
    Register,
    local_agreements(),
    individual_agreements(),
    st.lists(DECISIONS, max_size=3).map(tuple),
    st.lists(CALL_INS, max_size=3).map(tuple),
)


@pytest.mark.parametrize("form", FORMS)
@given(register=REGISTERS, language=st.sampled_from(["da", "en"]), names=st.booleans())
@settings(max_examples=40, deadline=None)
def test_out_and_in_again_is_the_same(
    form: str, register: Register, language: str, names: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / form
        write_register(register, path, Form(ORGANISATION, language, names))

        assert read(path) == (register, [])


@given(register=REGISTERS, order=st.permutations(FORMS))
@settings(max_examples=15, deadline=None)
def test_through_all_forms_one_after_the_other_it_is_the_same(
    register: Register, order: list[str]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = register
        for form in order:
            path = Path(folder) / form
            write_register(found, path, Form(ORGANISATION, "da"))
            found, problems = read(path)
            assert problems == []

        assert found == register


@given(NUMBERS)
def test_every_number_that_can_be_read_can_be_written(value: Fraction) -> None:
    assert read_number(number(value)) == value


@pytest.mark.parametrize("word", ["formula", "plus", "minus", "at"])
def test_a_text_that_would_be_a_formula_is_none_and_reads_back(tmp_path: Path, word: str) -> None:
    hostile = WORDS[word]
    register = Register(
        suitability_decisions=(SuitabilityDecision("anna", hostile, date(2026, 1, 1), hostile),)
    )
    for form in FORMS:
        write_register(register, tmp_path / form, Form(ORGANISATION, "da"))
        assert read(tmp_path / form) == (register, [])
    text = (tmp_path / "register" / "suitability_decisions.csv").read_text("utf-8-sig")
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    hostile_cells = [c for row in book["Afgørelser"].iter_rows() for c in row if c.value == hostile]

    assert [cell.data_type for cell in hostile_cells] == ["s", "s"]
    assert f";'{hostile[0]}" in text or f";\"'{hostile[0]}" in text


def test_what_a_form_cannot_hold_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    bar = LocalAgreement("L", ("nord",), date(2026, 1, 1), staff_groups=("A|B",))
    register = Register((bar,))
    write_register(register, tmp_path / "register.toml", Form(ORGANISATION, "da"))

    for form in FORMS[1:]:
        with pytest.raises(InputError, match="cannot hold the register"):
            write_register(register, tmp_path / form, Form(ORGANISATION, "da"))

    assert [path.name for path in tmp_path.iterdir()] == ["register.toml"]


def test_what_was_there_is_kept_beside_and_what_is_the_same_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "register.toml"
    path.write_text("# HR's own words\n", encoding="utf-8")
    form = Form(ORGANISATION, "da")

    first = write_register(Register(), path, form)
    again = write_register(Register(), path, form)

    assert (first, again) == ((path,), ())
    assert path.with_name("register.toml.bak").read_text("utf-8") == "# HR's own words\n"


@pytest.mark.parametrize("mark", ["~$register.xlsx", ".~lock.register.xlsx#"])
def test_a_workbook_that_somebody_has_open_is_not_written_over(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).write_bytes(b"x")

    with pytest.raises(InputError, match="is open in Excel"):
        write_register(Register(), tmp_path / "register.xlsx", Form(ORGANISATION, "da"))


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_template_offers_lists_and_formats_and_reads_as_nothing(
    tmp_path: Path, language: str
) -> None:
    path = tmp_path / "skabelon.xlsx"
    write_template(path, Form(ORGANISATION, language, names=True))
    book = openpyxl.load_workbook(path)

    assert read(path) == (Register(), [])
    assert [s.title for s in book][1:5] == [TABLES[t].of(language) for t in rows_of(Register())]
    assert [s.title for s in book if s.sheet_state == "hidden"] == [book.worksheets[-1].title]
    for table, sheet in zip(rows_of(Register()), book.worksheets[1:5], strict=True):
        assert sheet.freeze_panes == "A2", table
        assert sheet.auto_filter.ref, table
        assert sheet["A2"].value.startswith(("Eksempel: ", "Example: "))
    sheet = book[TABLES["individual_agreements"].of(language)]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    assert {cell for cell, rule in rules.items() if rule.type == "list"} == {"A2", "C2", "D2"}
    offered = [book.worksheets[-1].cell(n, 1).value for n in range(1, 5)]
    assert offered == ["Anna And (anna)", "Bo Bæk (bo)", "cilie", "Dan Dal (1042)"]
    assert sheet.column_dimensions["B"].width > 12
    assert sheet["B2"].is_date


def test_every_heading_has_one_name_in_each_language() -> None:
    for language in ("da", "en"):
        names = [word.of(language).casefold() for word in HEADINGS.values()]
        assert len(names) == len(set(names))
