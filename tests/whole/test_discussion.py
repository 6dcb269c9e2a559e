"""``discussion UNIT``: half a year in counts, kept by passes, and nobody's name in it."""

from __future__ import annotations

import re
import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation
from tests.whole.crowd import at

MONDAY = date(2026, 11, 30)
DECEMBER = date(2026, 12, 7)
TEAM = tuple(f"nora-{n}" for n in range(6))
FEW = tuple(f"sven-{n}" for n in range(4))
UNITS = """
[[units]]
id = "u"
name = "Område Nord"
[[units]]
id = "lille"
parent = "u"
name = "Den Lille Afdeling"
home_work = "ad_hoc"
[[units]]
id = "other"
name = "Et andet sted"
[[parameters]]
unit = "u"
key = "on_site_days"
value = ["wednesday"]
valid_from = 2026-01-01
decided_by = "nora-0"
discussed_on = 2025-12-04
[[parameters]]
unit = "u"
key = "home_work"
value = "none"
valid_to = 2026-06-30
[[parameters]]
unit = "other"
key = "max_home_share"
value = "4/5"
""" + "".join(
    f'[[employees]]\nid = "{p}"\nmailbox = "{p}@x.example"\nconnection = "files"\nunit = "lille"\n'
    for p in FEW
)
REGISTER = """
[[local_agreements]]
id = "LA-U"
units = ["u"]
valid_from = 2026-02-02
organisation = "HK Stat"
[[local_agreements]]
id = "LA-OTHER"
units = ["other"]
valid_from = 2026-02-02
"""


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Two of six with fixed days and no individual agreement, and all of a group of four."""
    place = Installation(
        tmp_path,
        MONDAY,
        employees=TEAM,
        units=UNITS,
        register=REGISTER,
        employee_keys='name = "Nora Holm"',
    )
    for who in FEW:
        place.mailbox(who).mkdir()
    for who in (*TEAM[:2], *FEW):
        place.add("Fast hjemmearbejde", DECEMBER + timedelta(days=1), person=who)
    return place


def sheet(place: Installation, unit: str = "u", as_of: date = MONDAY) -> dict[str, Any]:
    answer: dict[str, Any] = place.run("discussion", unit, "--format", "json", as_of=as_of).json
    return answer


def numbers(answer: dict[str, Any], rule: str, unit: str = "u") -> list[Any]:
    [found] = [u for u in answer["units"] if u["id"] == unit]
    lines = {r["rule"]: r["people"] for r in found["rules"]}
    lines |= {c["correction"]: c["people"] for c in found["corrections"]}
    return lines.get(rule, [])


def test_a_pass_counts_how_many_people_a_rule_speaks_of(place: Installation) -> None:
    place.sync()

    answer = sheet(place)

    assert answer["months"] == ["2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11"]
    assert numbers(answer, "individual_agreement_missing") == [None] * 5 + [2]
    assert answer["units"][0]["people"] == [None] * 5 + [6]


def test_a_second_pass_and_another_day_count_nobody_twice(place: Installation) -> None:
    place.sync()
    place.sync()
    place.sync(as_of=DECEMBER)
    place.sync(as_of=DECEMBER + timedelta(days=1))

    found = numbers(sheet(place, as_of=DECEMBER), "individual_agreement_missing")

    assert found == [None] * 4 + [2, 2]


def test_a_month_keeps_the_largest_number_of_its_days(place: Installation) -> None:
    place.sync(as_of=DECEMBER)
    place.add("Fast hjemmearbejde", DECEMBER + timedelta(days=10), person=TEAM[2])
    place.sync(as_of=DECEMBER + timedelta(days=1))
    for who in TEAM[:3]:
        for path in place.mailbox(who).glob("event-*.ics"):
            path.unlink()
    place.sync(as_of=DECEMBER + timedelta(days=2))

    found = numbers(sheet(place, as_of=DECEMBER), "individual_agreement_missing")

    assert found == [None] * 5 + [3]


def test_a_month_in_which_nobody_was_asked_says_none_and_not_nothing(place: Installation) -> None:
    place.sync()
    place.sync(as_of=date(2027, 1, 4))

    found = numbers(sheet(place, as_of=date(2027, 1, 4)), "individual_agreement_missing")

    assert found == [None, None, None, 2, None, 0]


def test_a_group_under_five_is_never_counted(place: Installation) -> None:
    place.sync()

    assert [u["id"] for u in sheet(place)["units"]] == ["u", "lille"]
    [small] = [u for u in sheet(place)["units"] if u["id"] == "lille"]
    assert small == {
        "id": "lille",
        "few": True,
        "people": [None] * 6,
        "rules": [],
        "corrections": [],
    }
    assert "lille" not in {row[0] for row in kept(place)}
    assert "Her er under 5 medarbejdere" in place.run("discussion", "lille").out


def kept(place: Installation) -> list[tuple[str, str, str, int]]:
    db = sqlite3.connect(place.folder / "hjemmedag.db")
    try:
        rows: list[tuple[str, str, str, int]] = db.execute(
            "SELECT unit, month, rule, count FROM unit_month ORDER BY 1, 2, 3"
        ).fetchall()
    finally:
        db.close()
    return rows


def test_what_is_kept_names_nobody(place: Installation) -> None:
    place.sync()

    assert kept(place) == [
        ("u", "2026-11", "individual_agreement_missing", 2),
        ("u", "2026-11", "people", 6),
    ]


def test_small_numbers_of_an_employees_own_questions_are_not_said(place: Installation) -> None:
    wednesday = DECEMBER + timedelta(days=2)
    for who in TEAM[:3]:
        place.add("Hjemmearbejde (ad hoc)", wednesday, person=who)
    place.sync()
    assert numbers(sheet(place), "on_site_day")[-1] == "under 5"

    for who in TEAM[3:]:
        place.add("Hjemmearbejde (ad hoc)", wednesday, person=who)
    place.sync(as_of=DECEMBER)

    assert numbers(sheet(place, as_of=DECEMBER), "on_site_day")[-2:] == ["under 5", 6]


def test_readings_that_people_corrected_are_counted_each_in_its_month(place: Installation) -> None:
    not_home, online = "CATEGORIES:Ikke hjemmearbejde", "CATEGORIES:Online"
    for who in TEAM:
        weekly = "RRULE:FREQ=WEEKLY;COUNT=8"
        place.add("Hjemmearbejde (ad hoc)", date(2026, 11, 3), None, weekly, person=who)
        place.add("Hjemmearbejde", date(2026, 11, 5), None, not_home, person=who)
        place.add("Kontordag", date(2026, 11, 6), None, not_home, person=who)
        place.add("Møde (fysisk)", at(date(2026, 11, 9), 10), None, online, person=who)
        place.add("Møde", at(date(2026, 11, 9), 13), None, online, person=who)
    place.sync()

    answer = sheet(place)

    assert numbers(answer, "corrected-ad-hoc")[-1] == 6
    assert numbers(answer, "corrected-not-home")[-1] == 6
    assert numbers(answer, "corrected-online")[-1] == 6
    assert numbers(answer, "corrected-fixed") == []


def test_words_that_changed_no_reading_correct_nothing(place: Installation) -> None:
    for who in TEAM:
        place.add("Hjemmearbejde (ad hoc)", date(2026, 11, 3), person=who)
        place.add("Kontordag", date(2026, 11, 6), None, "CATEGORIES:Ikke hjemmearbejde", person=who)
        place.add("Møde", at(date(2026, 11, 9), 13), None, "CATEGORIES:Online", person=who)
    place.sync()

    [unit] = [u for u in sheet(place)["units"] if u["id"] == "u"]

    assert unit["corrections"] == []


def test_it_says_what_holds_who_decided_and_when_it_was_discussed(place: Installation) -> None:
    answer = sheet(place)

    by_key = {(p["unit"], p["key"]): p for p in answer["parameters"]}
    assert set(by_key) == {("u", "on_site_days"), ("lille", "home_work")}
    assert by_key["u", "on_site_days"] == {
        "unit": "u",
        "key": "on_site_days",
        "value": [2],
        "valid_from": "2026-01-01",
        "valid_to": None,
        "decided_by": "nora-0",
        "discussed_on": "2025-12-04",
    }
    assert [(a["id"], a["review_by"]) for a in answer["agreements"]] == [("LA-U", "2027-02-02")]
    text = place.run("discussion", "u").out
    assert "onsdag (fra 1.1.2026, besluttet af Nora Holm, drøftet 4.12.2025)" in text


def test_what_begins_later_stands_apart_with_its_dates(place: Installation) -> None:
    organisation = place.folder / "organisation.toml"
    coming = (
        '[[parameters]]\nunit = "lille"\nkey = "home_work"\nvalue = "none"\n'
        "valid_from = 2027-02-01\nvalid_to = 2027-02-12\n"
        'decided_by = "nora-0"\ndiscussed_on = 2026-11-04\n'
    )
    organisation.write_text(organisation.read_text(encoding="utf-8") + coming, encoding="utf-8")

    answer = sheet(place)
    assert ("lille", "ad_hoc") in {(p["unit"], p["value"]) for p in answer["parameters"][1:]}
    assert [(p["unit"], p["value"]) for p in answer["parameters_ahead"]] == [("lille", "none")]
    text = place.run("discussion", "u").out
    later = text[text.index("Det gælder senere") :]
    assert "(fra 1.2.2027 til 12.2.2027, besluttet af Nora Holm, drøftet 4.11.2026)" in later


def test_the_unit_above_is_said_for_the_unit_below(place: Installation) -> None:
    answer = sheet(place, "lille")

    assert [(p["unit"], p["key"]) for p in answer["parameters"]] == [
        ("lille", "home_work"),
        ("u", "on_site_days"),
    ]
    assert [a["id"] for a in answer["agreements"]] == ["LA-U"]


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_it_reads_no_calendar_and_writes_nothing(place: Installation, form: str) -> None:
    place.sync()
    shutil.rmtree(place.folder / "calendars")
    before = (place.folder / "hjemmedag.db").read_bytes()

    answer = place.run("discussion", "u", "--format", form)

    assert answer.code == 0
    assert (place.folder / "hjemmedag.db").read_bytes() == before
    assert place.look_ups() == []
    assert not re.search(r"nora-[1-9]|sven|x\.example", answer.out)


def test_without_a_store_nothing_has_been_counted(place: Installation) -> None:
    answer = place.run("discussion", "u")

    assert answer.code == 0
    assert "Her er endnu ikke talt noget" in answer.out
    assert not (place.folder / "hjemmedag.db").exists()


def test_an_unknown_unit_is_wrong_input(place: Installation) -> None:
    answer = place.run("discussion", "uu", "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert 'unknown unit "uu"' in answer.err


def test_a_dry_run_counts_nobody(place: Installation) -> None:
    place.sync()
    place.sync("--dry-run", as_of=DECEMBER)

    assert {row[1] for row in kept(place)} == {"2026-11"}


def test_a_pass_that_is_held_counts_nobody_until_it_is_let_through(place: Installation) -> None:
    place.more = "[brake]\nmax_share = 0.01\nmin_entries = 1\nmin_people = 1\n"
    place.configure()
    place.sync()
    for path in place.folder.glob("calendars/*/event-*.ics"):
        path.unlink()

    held = place.sync(as_of=DECEMBER)
    assert held["held"]
    assert {row[1] for row in kept(place)} == {"2026-11"}

    place.sync("--confirm", as_of=DECEMBER)
    assert {row[1] for row in kept(place)} == {"2026-11", "2026-12"}


def test_counts_are_dropped_after_24_months(place: Installation) -> None:
    place.sync()
    place.sync(as_of=date(2028, 10, 31))
    assert {row[1] for row in kept(place)} == {"2026-11", "2028-10"}

    place.sync(as_of=date(2028, 11, 1))

    assert {row[1] for row in kept(place)} == {"2028-10", "2028-11"}


def test_the_page_is_for_printing_in_either_language(place: Installation) -> None:
    place.sync()
    danish = place.run("discussion", "u", "--format", "html").out
    place.service = 'language = "en"'
    place.configure()
    english = place.run("discussion", "u", "--format", "html").out

    assert '<html lang="da">' in danish
    assert '<html lang="en">' in english
    assert "size: A4" in danish
    for page in (danish, english):
        assert not re.search(r"<td[^>]*>\s*</td>", page)
        assert "<script" not in page
