"""Workbooks that are damaged, disguised or far too large end in one sentence, and soon."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest

from config import workbook_file
from tests.unit.workbooks import read, with_part, workbook

ROW = ("anna", "2026-01-05", "mandag")
SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"
SECONDS = 20


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return workbook(tmp_path / "register.xlsx", [ROW])


def told(path: Path) -> str:
    """The one problem, which comes soon."""
    begun = time.monotonic()
    register, problems = read(path)
    assert time.monotonic() - begun < SECONDS
    assert register.individual_agreements == ()
    (found,) = problems
    return found


def test_a_file_that_is_half_saved_is_told_wherever_it_is_cut(path: Path) -> None:
    whole = path.read_bytes()
    for share in range(12):
        path.write_bytes(whole[: len(whole) * share // 12])
        assert "is being saved just now" in told(path)


def test_a_part_with_changed_bytes_is_told(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        at = archive.getinfo(SHEET).header_offset + 60
    whole[at : at + 20] = b"\x00" * 20
    path.write_bytes(bytes(whole))

    assert "cannot be opened" in told(path)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "has a password or is of the old kind"),
        (b"employee;valid_from\r\n", "cannot be opened"),
        (b"PK\x05\x06" + b"\0" * 18, "cannot be opened"),
        (b"x" * (workbook_file.MAX_FILE + 1), "larger than 10 MB"),
    ],
    ids=["ole", "csv", "empty-zip", "large"],
)
def test_what_is_no_workbook_is_told(path: Path, content: bytes, expected: str) -> None:
    path.write_bytes(content)

    assert expected in told(path)


@pytest.mark.parametrize("suffix", [".xlsm", ".xls", ".xlsb", ".ods"])
def test_other_kinds_are_refused_in_words(path: Path, suffix: str) -> None:
    assert f"workbooks of kind {suffix} are not read; save it as .xlsx" in told(
        path.rename(path.with_suffix(suffix))
    )


def test_macros_under_a_plain_name_are_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert "holds macros" in told(path)


def test_the_mark_of_an_open_workbook_is_no_register(path: Path) -> None:
    assert "the mark of an open workbook" in told(path.rename(path.with_name("~$register.xlsx")))


def test_a_workbook_that_is_open_in_excel_is_read_as_it_was_saved(path: Path) -> None:
    path.with_name("~$register.xlsx").write_bytes(b"x" * 165)

    assert read(path)[1] == []


def test_a_bomb_is_not_unpacked(path: Path) -> None:
    bomb = HEAD + b" " * (workbook_file.MAX_UNPACKED + 1) + TAIL
    with_part(path, SHEET, lambda _: bomb)

    assert path.stat().st_size < 200_000
    assert "unpacks to more than 30 MB" in told(path)


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(path: Path) -> None:
    bomb = HEAD + b" " * 40_000_000 + TAIL
    with_part(path, SHEET, lambda _: bomb)
    lying = path.read_bytes().replace(len(bomb).to_bytes(4, "little"), (900).to_bytes(4, "little"))
    path.write_bytes(lying)

    assert "cannot be opened" in told(path)


def test_thousands_of_parts_are_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(workbook_file.MAX_PARTS):
            archive.writestr(f"x/{number}", b"")

    assert "unpacks to more" in told(path)


@pytest.mark.parametrize("dtd", ["entities", "outside"])
def test_entities_come_to_nothing(path: Path, dtd: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("HEMMELIGT", encoding="utf-8")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    named = {
        "entities": f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>',
        "outside": f'<!DOCTYPE x [<!ENTITY a11 SYSTEM "{secret.as_uri()}">]>',
    }[dtd]
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>'
    with_part(path, SHEET, lambda _: named.encode() + HEAD + cell + TAIL)

    assert "HEMMELIGT" not in " ".join(read(path)[1])
    told(path)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', None),
        (b'<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "reaches row 1048576"),
        (b'<row r="999999999"><c r="A999999999"><v>1</v></c></row>', "has no end"),
        (b"<row/>" * 1_200_000, "has no end"),
    ],
    ids=["far-corner", "far-down", "beyond", "many-empty"],
)
def test_sheets_without_an_end_are_bounded(path: Path, rows: bytes, expected: str | None) -> None:
    def far(part: bytes) -> bytes:
        return part.replace(b"</sheetData>", rows + b"</sheetData>")

    with_part(path, SHEET, far)
    if expected is None:
        assert [a.employee for a in read(path)[0].individual_agreements] == ["anna"]
    else:
        assert expected in told(path)


def test_a_size_that_the_sheet_only_claims_hides_no_row(path: Path) -> None:
    workbook(path, [ROW, ("bo", *ROW[1:])])
    with_part(path, SHEET, lambda part: part.replace(b'ref="A1:D3"', b'ref="A1:B2"'))

    assert [a.employee for a in read(path)[0].individual_agreements] == ["anna", "bo"]


def test_a_string_that_is_not_there_is_told(path: Path) -> None:
    cell = b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'
    with_part(path, SHEET, lambda _: HEAD + cell + TAIL)

    assert "cannot be opened" in told(path)


def test_a_workbook_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert told(tmp_path / "register.xlsx") == "register.xlsx: there is no such file"


def test_bytes_changed_at_random_bring_nothing_down(path: Path) -> None:
    whole = path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for number, (name, content) in enumerate(parts.items()):
        for step in range(6):
            path.write_bytes(whole)
            at = (number * 7919 + step * 104_729) % len(content)
            changed = content[:at] + b"\xff<" + content[at + 2 :]
            with_part(path, name, lambda _, changed=changed: changed)  # type: ignore[misc]
            read(path)
