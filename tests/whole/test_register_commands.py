"""HR's register through the real command: checked, listed, taken in, given out, and answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from connectors.atomic import _temporary_name
from tests.installation import Answer, Installation

MONDAY = date(2026, 11, 30)
LOCAL = '[[local_agreements]]\nid = "L1"\nunits = ["u"]\nvalid_from = 2026-06-01\n'
E1 = (
    '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-06-01\npattern = [["tuesday"]]\n'
)
E2 = E1.replace("e1", "e2")
TUESDAY = date(2026, 12, 8)
FORMS = ["register.toml", "register.xlsx", "register"]


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """e1 has fixed Tuesdays, a local and an individual agreement."""
    place = Installation(tmp_path, MONDAY, employees=("e1", "e2"), register=LOCAL + E1 + E2)
    place.add("Fast hjemmearbejde", TUESDAY)
    return place


def register(place: Installation, *words: str, as_of: date = MONDAY) -> Answer:
    """``hjemmedag register …``"""
    dated = ["--as-of", str(as_of)] if words[0] in ("check", "list", "import") else []
    return place.run("register", *words, *dated)


def keep(place: Installation, text: str) -> None:
    """HR saves register.toml."""
    place.register = text
    place.configure()


def answers(place: Installation) -> list[list[Any]]:
    """The lines of HR's answers, without the head."""
    book = openpyxl.load_workbook(place.folder / "register.svar.xlsx")
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]


def snapshot(place: Installation) -> dict[str, tuple[bytes, int]]:
    """Every file with its bytes and its time."""
    files = (p for p in place.folder.rglob("*") if p.is_file())
    return {str(p): (p.read_bytes(), p.stat().st_mtime_ns) for p in files}


def test_check_says_what_there_is_and_writes_nothing(place: Installation) -> None:
    before = snapshot(place)

    answer = register(place, "check", "--format", "json")

    assert answer.code == 0
    assert answer.json["rows"]["individual_agreements"] == 2
    assert (answer.json["problems"], answer.json["questions"]) == ([], [])
    assert snapshot(place) == before


def test_check_names_all_problems_in_hrs_language_and_leaves_with_2(place: Installation) -> None:
    keep(place, LOCAL.replace('"u"', '"x"') + E1.replace("e1", "nobody"))

    answer = register(place, "check")

    assert answer.code == 2
    assert 'register.toml:3: local_agreements[1].units: Enheden "x" kendes ikke.' in answer.err
    assert 'individual_agreements[1].employee: Medarbejderen "nobody" kendes ikke.' in answer.err


def test_check_speaks_english_where_the_service_does(place: Installation) -> None:
    place.service = 'language = "en"'
    keep(place, E1.replace("e1", "nobody"))

    assert 'unknown person "nobody"' in register(place, "check").err


def test_check_takes_a_file_in_place_of_the_configured_one(place: Installation) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Individuelle aftaler"
    sheet.append(["Medarbejder", "Gyldig fra", "Mønster"])
    sheet.append(["e9", "2026-06-01", "tirsdag"])
    book.save(place.folder / "ny.xlsx")

    answer = register(place, "check", str(place.folder / "ny.xlsx"), "--format", "json")

    assert answer.code == 2
    [problem] = answer.json["problems"]
    assert problem["where"] == "Individuelle aftaler!A2 (Medarbejder)"
    assert problem["file"] == "ny.xlsx"


def test_list_shows_what_is_in_force_that_day_by_id(place: Installation) -> None:
    place.units = '[[units]]\nid = "u"\nname = "Enheden"\n'
    place.employee_keys = 'name = "Et Navn"'
    keep(place, LOCAL + E1 + E2 + "valid_to = 2026-07-31\n")

    now = register(place, "list", "--format", "json").json
    then = register(place, "list", "--format", "json", as_of=date(2026, 7, 1)).json

    assert [row["key"] for row in now["individual_agreements"]] == ["individual:e1:2026-06-01"]
    assert len(then["individual_agreements"]) == 2
    assert "Et Navn" not in register(place, "list").out
    assert "Et Navn (e1)" in register(place, "list", "--names").out


@pytest.mark.parametrize("form", FORMS)
def test_out_and_in_again_changes_nothing(place: Installation, form: str, tmp_path: Path) -> None:
    out = tmp_path / "out" / form
    assert register(place, "export", str(out), "--names").code == 0
    before = snapshot(place)

    answer = register(place, "import", str(out), "--write", "--format", "json").json

    assert (answer["added"], answer["changed"], answer["vanished"]) == ([], [], [])
    assert answer["unchanged"] == 3
    again = register(place, "import", str(out), "--write", "--format", "json").json
    assert again["written"] == []
    assert before.keys() <= snapshot(place).keys()


def test_import_only_shows_until_it_is_told_to_write(place: Installation, tmp_path: Path) -> None:
    new = tmp_path / "ny.toml"
    new.write_text(LOCAL + E1 + "valid_to = 2026-12-31\n", encoding="utf-8")
    before = snapshot(place)

    answer = register(place, "import", str(new))

    assert "ends: individual:e1:2026-06-01" in answer.out
    assert "valid_to: – → 2026-12-31" in answer.out
    assert "gone, and kept until you answer: individual:e2:2026-06-01" in answer.out
    assert "Nothing was written" in answer.out
    assert snapshot(place) == before


@pytest.mark.parametrize("target", FORMS)
def test_import_writes_the_configured_form_and_keeps_what_is_gone(
    tmp_path: Path, target: str
) -> None:
    place = Installation(tmp_path, MONDAY, employees=("e1", "e2"), register=LOCAL + E1 + E2)
    register(place, "export", str(place.folder / target)) if target != "register.toml" else None
    settings = place.folder / "hjemmedag.toml"
    settings.write_text(settings.read_text("utf-8").replace("register.toml", target), "utf-8")
    new = tmp_path / "ny.toml"
    new.write_text(LOCAL + E1 + "valid_to = 2026-12-31\n", encoding="utf-8")

    answer = register(place, "import", str(new), "--write", "--format", "json").json

    assert answer["vanished"] == ["individual:e2:2026-06-01"]
    rows = register(place, "list", "--format", "json").json["individual_agreements"]
    ends = {row["employee"]: row.get("valid_to") for row in rows}
    assert ends == {"e1": "2026-12-31", "e2": None}


def test_a_local_agreement_written_over_for_one_staff_group_holds_for_the_other(
    place: Installation, tmp_path: Path
) -> None:
    terms = 'units = ["u"]\nvalid_from = 2026-06-01\nstaff_groups = '
    old = f'[[local_agreements]]\nid = "LA"\n{terms}["ac", "hk"]\n'
    keep(place, old + E1)
    new = tmp_path / "ny.toml"
    new.write_text(old.replace('"LA"', '"NY"').replace('"ac", ', "") + E1, encoding="utf-8")

    answer = register(place, "import", str(new), "--write", "--format", "json").json

    assert (answer["vanished"], answer["replaced"]) == (["local:LA"], [])
    rows = register(place, "list", "--format", "json").json["local_agreements"]
    assert {row["id"]: row["staff_groups"] for row in rows} == {"NY": ["hk"], "LA": ["ac"]}


def test_import_lets_a_row_go_when_it_is_named(place: Installation, tmp_path: Path) -> None:
    place.sync()
    new = tmp_path / "ny.toml"
    new.write_text(LOCAL + E1, encoding="utf-8")

    wrong = register(place, "import", str(new), "--write", "--drop", "individual:e1:2026-06-01")
    register(place, "import", str(new), "--write", "--drop", "individual:e2:2026-06-01")

    assert wrong.code == 2
    assert [r["employee"] for r in listed(place)] == ["e1"]
    place.sync()
    assert [r["employee"] for r in listed(place)] == ["e1"]


def listed(place: Installation) -> list[dict[str, Any]]:
    """The individual agreements in force."""
    found: list[dict[str, Any]] = register(place, "list", "--format", "json").json[
        "individual_agreements"
    ]
    return found


def test_import_refuses_a_register_with_problems_and_writes_nothing(
    place: Installation, tmp_path: Path
) -> None:
    new = tmp_path / "ny.toml"
    new.write_text(LOCAL + E1.replace("e1", "ingen"), encoding="utf-8")
    before = snapshot(place)

    answer = register(place, "import", str(new), "--write")

    assert answer.code == 2
    assert 'Medarbejderen "ingen" kendes ikke' in answer.err
    assert snapshot(place) == before


def test_a_template_is_never_written_over_and_reads_as_an_empty_register(
    place: Installation,
) -> None:
    path = str(place.folder / "skabelon.xlsx")

    assert register(place, "export", path, "--template").code == 0
    assert register(place, "export", path, "--template").code == 2
    assert register(place, "check", path, "--format", "json").json["rows"] == {
        "local_agreements": 0,
        "individual_agreements": 0,
        "suitability_decisions": 0,
        "call_ins": 0,
    }


def test_a_row_that_is_gone_is_a_question_and_no_ending(place: Installation) -> None:
    place.sync()
    keep(place, LOCAL + E2)

    found = place.findings()
    place.sync()

    assert "individual_agreement_missing" not in found
    assert not place.notes()
    [line] = answers(place)
    assert line[0] == "Rækken er væk. Mente I det?"
    assert line[1] == "Individuelle aftaler: individual:e1:2026-06-01"
    assert line[2] == "Medarbejder: e1; Gyldig fra: 2026-06-01; Mønster: tirsdag"
    [row] = [r for r in listed(place) if r["employee"] == "e1"]
    assert row["asked"]


def test_putting_the_row_back_answers_and_the_answers_say_so(place: Installation) -> None:
    place.sync()
    keep(place, LOCAL + E2)
    place.sync()
    keep(place, LOCAL + E2 + E1 + "withdrawn_on = 2026-12-01\n")

    place.sync()

    assert answers(place) == [["Der er intet at svare på.", None, None, None]]
    assert "individual_agreement_missing" in place.findings()


def test_dropping_the_row_answers_for_good(place: Installation) -> None:
    place.sync()
    keep(place, LOCAL + E2)
    place.sync()

    stands = register(place, "drop", "individual:e2:2026-06-01")
    gone = register(place, "drop", "individual:e1:2026-06-01")

    assert (stands.code, gone.code) == (2, 0)
    assert "individual_agreement_missing" in place.findings()
    place.sync()
    assert answers(place) == [["Der er intet at svare på.", None, None, None]]


def test_an_emptied_register_takes_no_agreement_away(place: Installation) -> None:
    place.sync()
    keep(place, "")

    place.sync()

    assert "local_agreement_missing" not in place.findings()
    assert len(answers(place)) == 3


def test_a_broken_register_stops_the_pass_and_hr_is_told_where(place: Installation) -> None:
    place.sync()
    keep(place, LOCAL + E1.replace("e1", "ingen") + E2)
    before = snapshot(place)

    answer = place.run("sync")

    assert answer.code == 2
    [line] = answers(place)
    assert line[0] == "Kan ikke bruges"
    assert line[1] == "register.toml:6: individual_agreements[1].employee"
    assert 'Medarbejderen "ingen" kendes ikke.' in line[3]
    assert {k: v for k, v in snapshot(place).items() if ".svar." not in k} == before


def test_a_call_in_that_is_gone_has_no_end_to_write(place: Installation) -> None:
    keep(place, LOCAL + E1 + E2 + '[[call_ins]]\ndate = 2026-12-10\nunit = "u"\n')
    place.sync()
    keep(place, LOCAL + E1 + E2)
    place.sync()

    [line] = answers(place)

    assert line[3] == (
        "Den bruges stadig. Sæt rækken ind igen. Skal den helt væk, kan driften fjerne den:"
        " hjemmedag register drop call-in:2026-12-10:unit:u"
    )


def test_reviews_that_are_due_are_asked_about_six_weeks_ahead(place: Installation) -> None:
    keep(place, LOCAL + "review_by = 2027-01-11\n" + E1 + "review_by = 2027-01-12\n" + E2)

    place.sync()

    [line] = answers(place)
    assert line[:2] == ["Drøftes senest 2027-01-11", "Lokalaftaler: local:L1"]


def test_answers_are_written_only_when_they_say_something_new(place: Installation) -> None:
    keep(place, LOCAL + "review_by = 2027-01-11\n" + E1 + E2)
    place.sync()
    path = place.folder / "register.svar.xlsx"
    first = path.stat().st_mtime_ns

    place.sync()
    register(place, "check", "--write-answers")

    assert path.stat().st_mtime_ns == first


def test_nothing_to_say_makes_no_file_and_a_dry_run_neither(place: Installation) -> None:
    place.sync()
    assert not (place.folder / "register.svar.xlsx").exists()

    keep(place, LOCAL + E2)
    place.sync("--dry-run")
    assert not (place.folder / "register.svar.xlsx").exists()


def test_a_file_of_that_name_that_is_hrs_own_is_left_alone(place: Installation) -> None:
    own = place.folder / "register.svar.xlsx"
    openpyxl.Workbook().save(own)
    before = own.read_bytes()
    keep(place, LOCAL + "review_by = 2027-01-11\n" + E1 + E2)

    answer = place.run("sync")

    assert answer.code == 0
    assert "register.svar.xlsx is not ours" in answer.err
    assert own.read_bytes() == before


def test_answers_that_cannot_be_written_are_said_once_and_no_failure(place: Installation) -> None:
    keep(place, LOCAL + "review_by = 2027-01-11\n" + E1 + E2)
    (place.folder / _temporary_name("register.svar.xlsx")).mkdir()  # so that root may not either

    answer = place.run("sync")

    assert answer.code == 0
    assert answer.err.count("register.svar.xlsx cannot be written now") == 1


def test_answers_hold_nothing_of_anybodys_calendar(place: Installation) -> None:
    place.add("Hemmeligt emne", TUESDAY)
    keep(place, LOCAL + "review_by = 2027-01-11\n" + E1 + E2)
    place.sync()

    text = str(answers(place))

    assert "Hemmeligt" not in text
    assert "2026-12-08" not in text


def test_a_register_that_is_a_workbook_on_a_share_works_throughout(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, register=LOCAL + E1)
    place.add("Fast hjemmearbejde", TUESDAY)
    share = tmp_path / "share"
    share.mkdir()
    register(place, "export", str(share / "register.xlsx"))
    settings = place.folder / "hjemmedag.toml"
    text = settings.read_text("utf-8").replace('"register.toml"', '"share/register.xlsx"')
    settings.write_text(text, "utf-8")

    place.sync()
    assert "individual_agreement_missing" not in place.findings()

    book = openpyxl.load_workbook(share / "register.xlsx")
    book["Individuelle aftaler"].delete_rows(2)
    book.save(share / "register.xlsx")
    place.sync()
    assert "individual_agreement_missing" not in place.findings()
    assert (share / "register.svar.xlsx").exists()

    (share / "register.xlsx").write_bytes((share / "register.xlsx").read_bytes()[:3000])
    assert place.run("sync").code == 2
