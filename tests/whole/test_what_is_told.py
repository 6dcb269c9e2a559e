"""Answers and what re-opens them: averages, periods, several questions in one note (policy 5)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation
from tests.whole.crowd import at

MONDAY = date(2026, 11, 30)
TUESDAY = MONDAY + timedelta(days=8)
NONE = {"created": 0, "updated": 0, "removed": 0, "unchanged": 0, "told": 0}
LOCAL = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n{more}\n'
AGREED = (
    '[[individual_agreements]]\nemployee = "e1"\nvalid_from = 2026-10-19\npattern = [["friday"]]\n'
)
UNSUITED = (
    '[[suitability_decisions]]\nemployee = "e1"\ndecided_by = "boss"\ndecided_on = 2026-11-10\n'
    'explained_on = 2026-11-12\nreason = "X"\n'
)
WEEK = timedelta(weeks=1)


def body(place: Installation) -> str:
    (note,) = place.notes()
    return note.read_bytes().replace(b"\r\n ", b"").decode()


def day_of(place: Installation) -> str:
    return body(place).split("DTSTART;VALUE=DATE:")[1][:8]


def fixed(place: Installation, week: int, *weekdays: int) -> None:
    for weekday in weekdays:
        day = MONDAY + week * WEEK + timedelta(days=weekday)
        place.add("Hjemmearbejde fast", day, name=f"home-{day}")


def unfix(place: Installation, week: int, weekday: int) -> None:
    day = MONDAY + week * WEEK + timedelta(days=weekday)
    (place.mailbox() / f"home-{day}.ics").unlink()


@pytest.fixture
def over(tmp_path: Path) -> Installation:
    """Nine fixed days in four weeks, agreed for other days, so that only the average speaks."""
    place = Installation(tmp_path, MONDAY, register=LOCAL.format(more="") + AGREED)
    for week in range(4):
        fixed(place, week, 0, 1)
    fixed(place, 0, 2)
    return place


def test_the_average_is_one_note_about_a_period(over: Installation) -> None:
    assert over.sync()["notices"] == NONE | {"created": 1}
    assert "SUMMARY:Note om hjemmearbejde" in body(over)
    assert day_of(over) == "20261130"


def test_an_answered_average_comes_back_only_when_it_grows(over: Installation) -> None:
    over.sync()
    over.notes()[0].unlink()
    assert over.sync()["notices"] == NONE | {"told": 1}
    unfix(over, 0, 2)
    fixed(over, 1, 3)
    assert over.sync()["notices"] == NONE
    fixed(over, 2, 3)

    assert over.sync()["notices"] == NONE | {"created": 1}
    assert "10 faste" in body(over)


def test_an_answered_average_that_went_away_and_came_back_is_asked_again(
    over: Installation,
) -> None:
    over.sync()
    over.notes()[0].unlink()
    over.sync()
    unfix(over, 0, 2)
    assert over.sync()["notices"] == NONE
    fixed(over, 0, 2)

    assert over.sync()["notices"] == NONE | {"created": 1}


def test_other_terms_re_open_an_answered_average(over: Installation) -> None:
    over.sync()
    over.notes()[0].unlink()
    over.sync()
    over.register = LOCAL.format(more='reading = "active-weeks"') + AGREED
    over.configure()

    assert over.sync()["notices"] == NONE | {"created": 1}


def test_a_period_note_stands_until_its_week_is_over_and_is_not_asked_again(
    over: Installation,
) -> None:
    over.sync()
    assert over.sync(as_of=MONDAY + timedelta(days=6))["notices"] == NONE | {"unchanged": 1}

    assert over.sync(as_of=MONDAY + WEEK)["notices"] == NONE | {"removed": 1}
    assert over.sync(as_of=MONDAY + WEEK)["notices"] == NONE


def test_the_first_day_of_a_period_note_is_a_working_day_of_the_person(tmp_path: Path) -> None:
    place = Installation(
        tmp_path,
        MONDAY,
        register=LOCAL.format(more=""),
        employee_keys='working_days = ["wednesday", "thursday"]',
    )
    fixed(place, 0, 3)
    place.sync()

    assert day_of(place) == "20261202"


def test_all_that_concerns_a_period_stands_in_one_note(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, register=LOCAL.format(more=""))
    for week in range(4):
        fixed(place, week, 0, 1, 2)

    assert place.sync()["notices"] == NONE | {"created": 1}
    text = body(place)
    assert "individuel aftale" in text
    assert "gennemsnit" in text
    assert text.count("Hvorfor:") == 1
    assert text.count("Har vi læst forkert") == 1
    place.notes()[0].unlink()
    assert place.sync()["notices"] == NONE | {"told": 2}


def test_what_a_note_has_no_words_for_waits_until_it_is_answered(tmp_path: Path) -> None:
    """Mondays agreed until the 13th; Monday to Thursday fixed, found unsuited; Fridays ad hoc."""
    agreed = AGREED.replace("friday", "monday") + "valid_to = 2026-12-13\nreview_by = 2026-12-12\n"
    register = LOCAL.format(more="") + agreed + UNSUITED
    place = Installation(tmp_path, MONDAY, register=register)
    for week in range(-5, 4):
        fixed(place, week, 0, 1, 2, 3)
        place.add("Hjemmearbejde ad hoc", MONDAY + week * WEEK + timedelta(days=4))
    said, answered = [], []
    assert place.sync()["notices"]["created"] == 1
    while place.notes():
        words = body(place)
        said.append(words.split("DESCRIPTION:")[1].split("\r\n")[0].replace("\\n", " "))
        place.notes()[0].unlink()
        answered.append(place.sync()["notices"]["told"])

    assert sum(answered) == len(place.findings("e1")) == 7
    assert max(answered) > 1
    assert len(answered) > 1
    assert all(len(words.split()) <= 120 for words in said)
    assert "individuel aftale" in said[0]
    assert "13. december" not in said[0]
    assert "13. december" in said[-1]


def test_in_company_only_what_a_leader_gets_is_said_to_reach_one(tmp_path: Path) -> None:
    place = Installation(
        tmp_path,
        MONDAY,
        units='[[units]]\nid = "u"\nleader = "boss"\n',
        employees=("boss", "e1"),
        register=LOCAL.format(more=""),
        more='[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n',
    )
    for week in range(-5, 4):
        place.add("Hjemmearbejde fast", MONDAY + week * WEEK, person="e1")
        place.add("Hjemmearbejde ad hoc", MONDAY + week * WEEK + timedelta(days=4), person="e1")
    place.sync()

    (note,) = place.notes("e1")
    words = note.read_bytes().replace(b"\r\n ", b"").decode().replace("\\,", ",")
    assert "Er fredag også blevet en fast hjemmedag?" in words
    assert "Din leders ugeoverblik kan vise spørgsmålet om aftalen, tidligst den " in words
    assert "Resten er kun til dig." in words


@pytest.fixture
def met(tmp_path: Path) -> Installation:
    place = Installation(tmp_path, MONDAY)
    place.add("Hjemmearbejde", TUESDAY, name="home")
    place.add("Møde (fysisk)", at(TUESDAY, 10), at(TUESDAY, 11), name="meeting")
    place.add("Ferie", TUESDAY - timedelta(days=1), name="monday")
    return place


def test_a_note_offers_two_days_of_the_week_that_fit(met: Installation) -> None:
    met.sync()

    assert "onsdag og torsdag" in body(met)


def test_an_offered_day_that_no_longer_holds_is_replaced(met: Installation) -> None:
    met.sync()
    met.add("Ferie", TUESDAY + timedelta(days=1))

    assert met.sync()["notices"] == NONE | {"updated": 1}
    assert "torsdag og fredag" in body(met)


def test_a_better_offer_is_no_reason_to_write_again(met: Installation) -> None:
    met.sync()
    (met.mailbox() / "monday.ics").unlink()

    assert met.sync()["notices"] == NONE | {"unchanged": 1}


def test_a_note_that_offered_nothing_stays_as_it_is(met: Installation) -> None:
    for days in (1, 2, 3):
        met.add("Ferie", TUESDAY + timedelta(days=days), name=f"away-{days}")
    met.sync()
    (met.mailbox() / "away-1.ics").unlink()

    assert met.sync()["notices"] == NONE | {"unchanged": 1}


def test_no_day_with_a_question_of_its_own_is_offered(met: Installation) -> None:
    met.units = '[[units]]\nid = "u"\non_site_days = ["wednesday"]\n'
    met.configure()
    met.sync()

    assert "torsdag og fredag" in body(met)


def test_notes_are_made_from_four_weeks_before(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, service="horizon_weeks = 12")
    for days in (28, 29):
        day = MONDAY + timedelta(days=days)
        place.add("Hjemmearbejde", day)
        place.add("Møde (fysisk)", at(day, 10), at(day, 11))

    assert place.sync()["notices"]["created"] == 1
    assert place.sync(as_of=MONDAY + timedelta(days=1))["notices"] == NONE | {
        "created": 1,
        "unchanged": 1,
    }


def test_a_note_that_passed_is_answered(met: Installation) -> None:
    met.sync()
    met.sync(as_of=TUESDAY + timedelta(days=1))

    assert met.sync(as_of=TUESDAY)["notices"]["told"] == 0


def test_two_notes_are_answered_each_for_itself(met: Installation) -> None:
    other = TUESDAY + timedelta(days=2)
    met.add("Hjemmearbejde", other)
    met.add("Møde (fysisk)", at(other, 10), at(other, 11))
    met.sync()
    next(n for n in met.notes() if b"20261208" in n.read_bytes()).unlink()

    assert met.sync()["notices"] == NONE | {"told": 1, "unchanged": 1}


def test_a_second_question_about_an_answered_day_stands_alone(met: Installation) -> None:
    met.sync()
    met.notes()[0].unlink()
    met.sync()
    met.register = f'[[call_ins]]\ndate = {TUESDAY}\nemployee = "e1"\n'
    met.configure()

    assert met.sync()["notices"] == NONE | {"created": 1}
    text = body(met)
    assert "bedt om at møde ind" in text
    assert "kl. 10" not in text


def test_another_source_re_opens_an_answered_on_site_day(tmp_path: Path) -> None:
    place = Installation(
        tmp_path, MONDAY, units='[[units]]\nid = "u"\non_site_days = ["tuesday"]\n'
    )
    place.add("Hjemmearbejde", TUESDAY)
    place.sync()
    place.notes()[0].unlink()
    place.sync()
    place.units = '[[units]]\nid = "u"\nhome_work = "none"\n'
    place.configure()

    assert place.sync()["notices"] == NONE | {"created": 1}


def test_a_note_moved_to_another_day_is_its_readers(met: Installation) -> None:
    met.sync()
    note = met.notes()[0]
    moved = note.read_bytes().replace(b"20261208", b"20261210").replace(b"20261209", b"20261211")
    note.write_bytes(moved)

    assert met.sync()["notices"] == NONE | {"told": 1}
    assert met.sync()["notices"] == NONE
    assert note.read_bytes() == moved


def test_what_servers_touch_is_no_edit(met: Installation) -> None:
    met.sync()
    note = met.notes()[0]
    touched = note.read_bytes().replace(b"END:VEVENT", b"CATEGORIES:Blue\r\nEND:VEVENT")
    note.write_bytes(touched)

    assert met.sync()["notices"] == NONE | {"unchanged": 1}
    (met.mailbox() / "meeting.ics").unlink()
    assert met.sync()["notices"] == NONE | {"removed": 1}


@pytest.mark.parametrize("language", ["da", "en"])
def test_no_note_holds_a_word_that_accuses_or_a_word_of_the_calendar(
    tmp_path: Path, language: str
) -> None:
    place = Installation(
        tmp_path, MONDAY, service=f'language = "{language}"', register=LOCAL.format(more="")
    )
    fixed(place, 1, 0, 1, 2, 3, 4)
    place.add("Hemmeligt projektmøde (fysisk)", at(TUESDAY, 10), at(TUESDAY, 11))
    place.sync()

    texts: list[Any] = [n.read_bytes().replace(b"\r\n ", b"").decode() for n in place.notes()]
    assert len(texts) == 2
    for text in texts:
        words = text.split("DESCRIPTION:")[1].split("\r\n")[0].replace("\\n", " ")
        assert len(words.split()) <= 120
        for banned in ("konflikt", "advarsel", "overtrædelse", "tjek", "fejl", "du skal"):
            assert banned not in words.lower()
        assert "Hemmeligt" not in text
        for line in ("TRANSP:TRANSPARENT", "CLASS:PRIVATE"):
            assert line in text
        for never in ("ATTENDEE", "ORGANIZER", "CATEGORIES", "BEGIN:VALARM"):
            assert never not in text
