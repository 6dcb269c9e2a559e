"""``simulate``: other rules over the same calendars, or over nobody's, and never a name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Answer, Installation
from tests.whole.crowd import at

MONDAY = date(2026, 11, 30)
NORD = tuple(f"nora-{n}" for n in range(6))
SYD = tuple(f"sven-{n}" for n in range(3))
UNITS = """
[[units]]
id = "u"
name = "Område Nord"
places = ["Lokale 1"]
[[units]]
id = "lille"
parent = "u"
name = "Den Lille Afdeling"
""" + "".join(
    f'[[employees]]\nid = "{p}"\nmailbox = "{p}@x.example"\nconnection = "files"\nunit = "lille"\n'
    for p in SYD
)
REGISTER = """
[[local_agreements]]
id = "LA-U"
units = ["u"]
valid_from = 2025-01-06
"""


def day(week: int, weekday: int) -> date:
    return MONDAY + timedelta(weeks=week, days=weekday)


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Four of six with three fixed days a week, one with an ad hoc Tuesday, one without any."""
    place = Installation(
        tmp_path,
        MONDAY,
        employees=NORD,
        units=UNITS,
        register=REGISTER,
        employee_keys='name = "Nora Holm"',
    )
    for who in SYD:
        place.mailbox(who).mkdir()
    for who in (*NORD[:4], *SYD):
        for week in range(4):
            for weekday in (0, 1, 2):
                place.add("Fast hjemmearbejde", day(week, weekday), person=who)
    place.add("Hjemmearbejde (ad hoc)", day(1, 1), person=NORD[4])
    return place


def tried(place: Installation, *settings: str) -> dict[str, Any]:
    words = [word for one in settings for word in ("--set", one)]
    answer: dict[str, Any] = place.run("simulate", *words, "--format", "json").json
    return answer


def rules(answer: dict[str, Any], unit: str = "u") -> dict[str, Any]:
    [found] = [u for u in answer["units"] if u["id"] == unit]
    return {r["rule"]: r for r in found["rules"]}


def test_a_higher_cap_lets_the_question_about_the_average_go(place: Installation) -> None:
    found = rules(tried(place, "u.max_days_per_week=3"))

    average = found["average_exceeded"]
    assert average["before"] == {"findings": 4, "people": 4}
    assert average["after"] == {"findings": 0, "people": 0}
    assert average["go"] == {"findings": 4, "people": 4}
    assert found["agreement_over_cap"]["come"] == {"findings": 1, "people": 0}


def test_it_says_so_in_words(place: Installation) -> None:
    text = place.run("simulate", "--set", "u.max_days_per_week=3").out

    assert "Område Nord, højst hjemmedage om ugen i gennemsnit: 2 → 3" in text
    assert "6 medarbejdere er talt med. Ændringen gælder dem alle." in text
    assert "spørgsmålet falder bort hos 4 af 6." in text
    assert "Ikke vist: Den Lille Afdeling" in text


def test_a_group_under_five_is_left_out_and_said_so(place: Installation) -> None:
    answer = tried(place, "u.max_days_per_week=3")

    assert answer["left_out"] == ["lille"]
    assert [u["id"] for u in answer["units"]] == ["u"]


@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_nobody_is_named(place: Installation, form: str) -> None:
    place.mailbox(NORD[5]).rmdir()

    answer = place.run("simulate", "--set", "u.on_site_days=tuesday", "--format", form)

    assert answer.code == 1
    assert not re.search(r"(?i)nora|sven|holm|x\.example", answer.out)


def test_small_numbers_of_an_employees_own_questions_are_not_said(place: Installation) -> None:
    many = rules(tried(place, "u.on_site_days=tuesday"))["on_site_day"]
    few = rules(tried(place, "u.on_site_days=2026-12-02"))["on_site_day"]

    assert (many["exact"], many["come"]) == (True, {"findings": 17, "people": 5})
    assert (few["exact"], few["come"]) == (False, {"findings": None, "people": "under 5"})


def test_rooms_are_looked_for_anew_in_the_calendars_that_were_read(place: Installation) -> None:
    for who in NORD[:5]:
        place.add("Hjemmearbejde (ad hoc)", day(2, 3), person=who)
        place.add("Møde", at(day(2, 3), 10), None, "LOCATION:Lokale 7", person=who)

    found = rules(tried(place, "u.places=Lokale 7|Lokale 8"))

    assert found["on_site_conflict"]["before"]["people"] == 0
    assert found["on_site_conflict"]["come"] == {"findings": 5, "people": 5}


def test_other_units_keep_what_they_have(place: Installation) -> None:
    answer = tried(place, "lille.counts=all")

    assert all(r["come"]["findings"] == r["go"]["findings"] == 0 for r in rules(answer).values())
    [unit] = [u for u in answer["units"] if u["id"] == "u"]
    assert unit["touched"] == 0


def test_another_register_is_tried_beside_the_real_one(place: Installation, tmp_path: Path) -> None:
    other = tmp_path / "prøve.toml"
    other.write_text("", encoding="utf-8")

    answer = place.run("simulate", "--register", str(other), "--format", "json").json

    assert answer["files"] == {"register": "prøve.toml"}
    assert rules(answer)["local_agreement_missing"]["come"] == {"findings": 4, "people": 4}
    assert rules(answer)["individual_agreement_missing"]["go"] == {"findings": 4, "people": 4}


def test_another_organisation_cannot_carve_out_a_group(place: Installation, tmp_path: Path) -> None:
    text = (place.folder / "organisation.toml").read_text(encoding="utf-8")
    moved = text.replace('mailbox = "nora-0@x.example"\nconnection = "files"\nunit = "u"',
                         'mailbox = "nora-0@x.example"\nconnection = "files"\nunit = "lille"')  # fmt: skip
    other = tmp_path / "anden.toml"
    other.write_text(moved, encoding="utf-8")

    answer = place.run("simulate", "--organisation", str(other), "--format", "json").json

    assert moved != text
    assert [(u["id"], u["people"], u["touched"]) for u in answer["units"]] == [("u", 6, 1)]


def test_a_register_as_csv_is_read_like_everywhere(place: Installation, tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "local_agreements.csv").write_text(
        "id;units;valid_from;max_days_per_week\nLA-U;u;2025-01-06;3\n", encoding="utf-8"
    )

    answer = place.run("simulate", "--register", str(folder), "--format", "json").json

    assert rules(answer)["average_exceeded"]["go"]["people"] == 4


def test_all_that_is_wrong_is_said_together(place: Installation, tmp_path: Path) -> None:
    other = tmp_path / "prøve.toml"
    other.write_text('[[local_agreements]]\nid = "X"\nunits = ["v"]\nvalid_from = 2026\n', "utf-8")
    wrong = ("v.counts=all", "u.counts=alt", "u.tid=1", "u.informed_on=2026-01-01", "u.counts", "x")
    words = [word for one in wrong for word in ("--set", one)]

    answer = place.run("simulate", *words, "--register", str(other))

    assert (answer.code, answer.out) == (2, "")
    for said in ('unknown unit "v"', '"alt" is not allowed', 'unknown key "tid"',
                 "no rule looks at it", "“u.counts” is not understood", "“x” is not understood",
                 "local_agreements[1].units", "is no date"):  # fmt: skip
        assert said in answer.err, answer.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to try"),
        (("--set", "u.counts=all", "--set", "u.counts=fixed"), "is set twice"),
        (("--set", "u.counts=all", "--invented", "--people", "4"), "--people"),
        (("--set", "u.max_days_per_week=0"), "u.max_days_per_week"),
        (("--set", "u.max_days_per_week="), "u.max_days_per_week"),
        (("--set", "u.averaging_weeks=53"), "u.averaging_weeks"),
        (("--set", "u.max_home_share=2"), "u.max_home_share"),
        (("--set", "u.on_site_days=tirsdagg"), "u.on_site_days"),
        (("--register", "nowhere.toml"), "nowhere.toml"),
    ],
)
def test_what_cannot_be_tried_is_refused(
    place: Installation, words: tuple[str, ...], said: str
) -> None:
    answer = place.run("simulate", *words, "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert said in answer.err


def test_a_term_needs_an_agreement(place: Installation) -> None:
    place.register = ""
    place.configure()

    answer = place.run("simulate", "--set", "u.counts=all")

    assert answer.code == 2
    assert "no local agreement covers u" in answer.err
    assert "--register FILE" in answer.err


def test_no_calendar_is_read_before_people_were_told(place: Installation) -> None:
    later = (place.folder / "hjemmedag.toml").read_text().replace("2025-01-06", "2999-01-01")
    (place.folder / "hjemmedag.toml").write_text(later)

    gated = place.run("simulate", "--set", "u.max_days_per_week=3")
    nobody = place.run("simulate", "--set", "u.max_days_per_week=3", "--invented")

    assert (gated.code, gated.out) == (2, "")
    assert "informed_on" in gated.err
    assert nobody.code == 0
    assert not (place.folder / "hjemmedag.db").exists()


def test_reading_calendars_is_seen_and_inventing_is_not(place: Installation) -> None:
    place.run(
        "simulate", "--set", "u.counts=all", "--reason", "Forhandling", "--as-of", "2026-11-30"
    )
    place.run("simulate", "--set", "u.counts=all", "--invented")

    assert [(o["what"], o["whom"], o["why"]) for o in place.look_ups()] == [
        ("simulate", "all", "Forhandling")
    ]


def invented(place: Installation, *words: str) -> Answer:
    return place.run(
        "simulate", "--set", "u.max_days_per_week=3", "--invented", "--format", "json", *words
    )


def test_an_invented_month_is_the_same_for_the_same_seed(place: Installation) -> None:
    first, again, other = (invented(place), invented(place), invented(place, "--seed", "2"))

    assert first.out == again.out
    assert first.json["invented"] == {"people": 20, "seed": 1}
    assert {**other.json, "invented": None} != {**first.json, "invented": None}


def test_an_invented_month_has_something_to_try_on_in_every_unit(place: Installation) -> None:
    answer = invented(place, "--people", "40").json

    assert [(u["id"], u["people"]) for u in answer["units"]] == [("lille", 40), ("u", 40)]
    found = rules(answer)
    assert found["average_exceeded"]["go"]["people"] > 0
    assert found["on_site_conflict"]["before"]["people"] > 0
    assert found["on_site_conflict"]["before"] == found["on_site_conflict"]["after"]


def test_the_real_calendars_are_no_matter_to_an_invented_month(place: Installation) -> None:
    before = invented(place).out
    place.add("Fast hjemmearbejde", day(0, 4), person=NORD[5])

    assert invented(place).out == before


@pytest.fixture(params=["files", "rows", "people"])
def another_order(request: pytest.FixtureRequest) -> Callable[[Installation], None]:
    """The same installation, its files, entries or people in another order."""

    def turn(place: Installation) -> None:
        if request.param == "people":
            place.employees = tuple(reversed(place.employees))
            place.configure()
        elif request.param == "rows":
            place.register = place.register.replace(
                'id = "LA-U"\nunits', 'units = ["u"]\nid = "LA-U"\n#'
            )
            place.configure()
        else:
            paths = sorted(place.mailbox(NORD[0]).glob("*.ics"))
            for number, path in enumerate(reversed(paths)):
                path.rename(path.with_name(f"z{number:02}-{path.name}"))

    return turn


def test_order_is_no_matter(
    place: Installation, another_order: Callable[[Installation], None]
) -> None:
    words = ("u.max_days_per_week=5/2", "u.on_site_days=tuesday")
    before = tried(place, *words)

    another_order(place)

    assert json.dumps(tried(place, *words)) == json.dumps(before)


def test_a_page_in_english_where_the_service_speaks_it(place: Installation) -> None:
    place.service = 'language = "en"'
    place.configure()

    page = place.run("simulate", "--set", "u.max_days_per_week=3", "--format", "html").out

    assert page.startswith("<!DOCTYPE html>")
    assert '<html lang="en">' in page
    assert "the question goes away for 4 of 6." in page
    assert page.count('<th scope="col"') == 9
    assert not re.search(r"<td[^>]*>\s*</td>", page)
