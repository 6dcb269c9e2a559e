"""What stands in people's calendars after a pass, and what their answers change."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
NONE = {"created": 0, "updated": 0, "removed": 0, "unchanged": 0, "told": 0}


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - written with a TZID


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """A home day that meets a physical meeting."""
    place = Installation(tmp_path, MONDAY)
    place.add("Hjemmearbejde fast", TUESDAY, name="home")
    place.add("Projektmøde (fysisk)", at(TUESDAY, 10), at(TUESDAY, 12), name="meeting")
    return place


def test_a_note_is_written_once(place: Installation) -> None:
    first = place.sync()
    bytes_then = {p: p.read_bytes() for p in place.mailbox().iterdir()}
    second = place.sync()

    assert first["notices"] == NONE | {"created": 1}
    assert second["notices"] == NONE | {"unchanged": 1}
    assert {p: p.read_bytes() for p in place.mailbox().iterdir()} == bytes_then


def test_nobody_elses_bytes_change(place: Installation) -> None:
    before = {p: p.read_bytes() for p in place.mailbox().iterdir()}

    place.sync()
    place.run("withdraw", "--all")

    assert {p: p.read_bytes() for p in place.mailbox().iterdir()} == before


def test_a_deleted_note_never_comes_back_for_the_same_facts(place: Installation) -> None:
    place.sync()
    place.notes()[0].unlink()

    answers = [place.sync()["notices"] for _ in range(3)]

    assert answers[0] == NONE | {"told": 1}
    assert answers[1:] == [NONE, NONE]
    assert place.notes() == []


def test_a_deleted_note_comes_back_for_new_facts(place: Installation) -> None:
    place.sync()
    place.notes()[0].unlink()
    place.sync()
    place.add("Projektmøde (fysisk)", at(TUESDAY, 13), at(TUESDAY, 14), name="meeting")

    assert place.sync()["notices"]["created"] == 1
    assert len(place.notes()) == 1


def test_it_comes_back_when_it_was_gone_for_a_whole_judgement(place: Installation) -> None:
    place.sync()
    place.notes()[0].unlink()
    place.sync()
    meeting = place.mailbox() / "meeting.ics"
    kept = meeting.read_bytes()
    meeting.unlink()
    place.sync()
    meeting.write_bytes(kept)

    assert place.sync()["notices"]["created"] == 1


def test_moving_the_home_day_takes_the_note_away_in_the_next_pass(place: Installation) -> None:
    place.sync()
    place.add("Hjemmearbejde fast", TUESDAY + timedelta(days=1), name="home")

    assert place.sync()["notices"] == NONE | {"removed": 1}
    assert place.notes() == []


def test_an_edited_note_is_its_readers(place: Installation) -> None:
    place.sync()
    note = place.notes()[0]
    edited = note.read_bytes().replace(b"SUMMARY:Note om din hjemmedag", b"SUMMARY:Husk Jens")
    note.write_bytes(edited)

    assert place.sync()["notices"] == NONE | {"told": 1}
    (place.mailbox() / "meeting.ics").unlink()
    assert place.sync()["notices"] == NONE
    assert place.run("withdraw", "--all").code == 0
    assert note.read_bytes() == edited


def test_new_facts_beside_an_edited_note_give_a_note_of_their_own(place: Installation) -> None:
    place.sync()
    note = place.notes()[0]
    note.write_bytes(note.read_bytes().replace(b"SUMMARY:Note om din hjemmedag", b"SUMMARY:Mit"))
    place.sync()
    place.add("Projektmøde (fysisk)", at(TUESDAY, 13), at(TUESDAY, 14), name="meeting")

    assert place.sync()["notices"]["created"] == 1
    assert len(place.notes()) == 2
    assert b"SUMMARY:Mit" in note.read_bytes()


def test_a_note_is_taken_away_once_its_day_has_passed(place: Installation) -> None:
    place.sync()

    gone = place.sync(as_of=TUESDAY + timedelta(days=1))

    assert gone["notices"] == NONE | {"removed": 1}
    assert place.notes() == []


def test_a_lost_store_doubles_nothing(place: Installation) -> None:
    place.sync()
    for path in place.folder.glob("hjemmedag.db*"):
        path.unlink()

    again = place.sync()

    assert again["notices"]["created"] == 0
    assert len(place.notes()) == 1
    (place.mailbox() / "meeting.ics").unlink()
    place.sync()
    assert place.notes() == []


def test_a_lost_store_and_a_lost_cause_leave_no_note_behind(place: Installation) -> None:
    place.sync()
    for path in place.folder.glob("hjemmedag.db*"):
        path.unlink()
    (place.mailbox() / "meeting.ics").unlink()

    place.sync()

    assert place.notes() == []


def test_a_lost_store_takes_no_moved_note_for_its_own(place: Installation) -> None:
    place.sync()
    for path in place.folder.glob("hjemmedag.db*"):
        path.unlink()
    note = place.notes()[0]
    moved = note.read_bytes().replace(b"20261208", b"20261210").replace(b"20261209", b"20261211")
    note.write_bytes(moved)

    place.sync()

    assert note.read_bytes() == moved


def test_a_note_in_somebody_elses_calendar_is_theirs(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, employees=("e1", "e2"))
    place.add("Hjemmearbejde", TUESDAY)
    place.add("Møde (fysisk)", at(TUESDAY, 10), at(TUESDAY, 11))
    place.sync()
    copy = place.mailbox("e2") / "copy.ics"
    copy.write_bytes(place.notes()[0].read_bytes())

    assert place.sync()["notices"] == NONE | {"unchanged": 1}
    assert copy.exists()


def test_a_dry_run_gives_the_same_numbers_and_writes_nothing(place: Installation) -> None:
    before = sorted(p for p in place.folder.rglob("*"))
    rehearsed = place.sync("--dry-run")
    after = sorted(p for p in place.folder.rglob("*"))

    assert after == before
    assert rehearsed == place.sync()
    place.notes()[0].unlink()
    state = {p: p.read_bytes() for p in place.folder.rglob("*") if p.is_file()}
    rehearsed = place.sync("--dry-run")
    assert {p: p.read_bytes() for p in place.folder.rglob("*") if p.is_file()} == state
    assert rehearsed == place.sync()


def test_a_series_against_a_series_is_told_once_for_all(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY)
    weekly = "RRULE:FREQ=WEEKLY"
    place.add("Hjemmearbejde", TUESDAY - timedelta(weeks=8), None, weekly)
    first = TUESDAY - timedelta(weeks=8)
    place.add("Teammøde (fysisk)", at(first, 9), at(first, 10), weekly, name="meeting")
    assert place.sync()["notices"]["created"] == 4

    place.notes()[0].unlink()

    assert place.sync()["notices"] == NONE | {"removed": 3, "told": 1}
    assert place.sync(as_of=MONDAY + timedelta(weeks=2))["notices"] == NONE
    place.add("Teammøde (fysisk)", at(first, 10), at(first, 11), weekly, name="meeting")
    assert place.sync(as_of=MONDAY + timedelta(weeks=2))["notices"]["created"] == 4


def test_an_occurrence_of_another_shape_brings_no_answered_one_back(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY)
    weekly, first = "RRULE:FREQ=WEEKLY", TUESDAY - timedelta(weeks=8)
    place.add("Hjemmearbejde", first, None, weekly)
    place.add("Teammøde (fysisk)", at(first, 13), at(first, 14), weekly, name="meeting")
    place.add("Fri", at(TUESDAY, 8), at(TUESDAY, 10), name="dentist")
    place.sync()
    before = len(place.notes())
    day_of = {p: p.read_bytes().split(b"DTSTART;VALUE=DATE:")[1][:8] for p in place.notes()}

    other = next(p for p, day in day_of.items() if day == b"20261215")
    other.unlink()
    assert place.sync()["notices"] == NONE | {"told": 1, "removed": before - 2, "unchanged": 1}
    place.notes()[0].unlink()

    assert place.sync()["notices"] == NONE | {"told": 1}
    assert place.sync()["notices"] == NONE


def test_a_note_follows_the_language_of_its_reader(place: Installation) -> None:
    place.sync()
    place.employee_keys = 'language = "en"'
    place.configure()

    assert place.sync()["notices"] == NONE | {"updated": 1}
    assert b"SUMMARY:Note about your home day" in place.notes()[0].read_bytes()


def test_who_takes_no_part_any_more_is_withdrawn(place: Installation) -> None:
    place.sync()
    place.employee_keys = "enrolled = false"
    place.configure()

    assert place.sync()["notices"]["removed"] == 1
    assert place.notes() == []


def test_who_left_the_organisation_is_withdrawn(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, employees=("e1", "e2"))
    place.add("Hjemmearbejde", TUESDAY, person="e2")
    place.add("Møde (fysisk)", at(TUESDAY, 10), at(TUESDAY, 11), person="e2")
    place.sync()
    assert len(place.notes("e2")) == 1
    place.employees = ("e1",)
    place.configure()

    place.sync()

    assert place.notes("e2") == []


def test_two_questions_about_a_day_stand_in_one_note(place: Installation) -> None:
    place.register = f'[[call_ins]]\ndate = {TUESDAY}\nemployee = "e1"\n'
    place.configure()

    place.sync()

    assert len(place.notes()) == 1
    body = place.notes()[0].read_bytes().replace(b"\r\n ", b"").decode()
    assert "bedt om at møde ind" in body
    assert body.count("Hvorfor") == 1


@pytest.fixture
def elsewhere(place: Installation) -> Installation:
    """The same calendar, read on one connection and written to on another."""
    place.more = '[connections.notes]\nkind = "files"\npath = "notes"\n'
    place.employee_keys = 'notices = "notes"'
    place.configure()
    (place.folder / "notes" / "e1@x.example").mkdir(parents=True)
    return place


def test_notes_on_another_connection_stand_there_alone(elsewhere: Installation) -> None:
    assert elsewhere.sync()["notices"] == NONE | {"created": 1}

    assert elsewhere.notes() == []
    assert len(list((elsewhere.folder / "notes").rglob("*.ics"))) == 1
    assert elsewhere.sync()["notices"] == NONE | {"unchanged": 1}


def test_a_note_that_is_deleted_on_another_connection_is_answered(
    elsewhere: Installation,
) -> None:
    elsewhere.sync()
    elsewhere.sync()
    elsewhere.sync()
    next((elsewhere.folder / "notes").rglob("*.ics")).unlink()

    assert elsewhere.sync()["notices"] == NONE | {"told": 1}
    assert elsewhere.sync()["notices"] == NONE


def test_a_note_that_is_edited_on_another_connection_is_its_readers(
    elsewhere: Installation,
) -> None:
    elsewhere.sync()
    elsewhere.sync()
    note = next((elsewhere.folder / "notes").rglob("*.ics"))
    note.write_bytes(note.read_bytes().replace(b"SUMMARY:Note om din hjemmedag", b"SUMMARY:Mit"))

    assert elsewhere.sync()["notices"] == NONE | {"told": 1}
    assert elsewhere.run("withdraw", "--all").code == 0
    assert note.exists()


def test_notes_move_with_the_connection_they_are_written_to(elsewhere: Installation) -> None:
    elsewhere.sync()
    elsewhere.employee_keys = ""
    elsewhere.configure()

    assert elsewhere.sync()["notices"] == NONE | {"created": 1, "removed": 1}
    assert len(elsewhere.notes()) == 1
    assert list((elsewhere.folder / "notes").rglob("*.ics")) == []


def test_notices_none_is_no_failure(place: Installation) -> None:
    place.employee_keys = 'notices = "none"'
    place.configure()

    answer = place.run("sync", "--format", "json")

    assert answer.code == 0
    assert answer.json["notices"] == NONE
    assert "on_site_conflict" in place.findings()


def test_the_period_note_stands_on_the_first_working_day(tmp_path: Path) -> None:
    register = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n'
    place = Installation(tmp_path, MONDAY + timedelta(days=5), register=register)
    place.add("Hjemmearbejde fast", TUESDAY)

    place.sync()

    assert b"DTSTART;VALUE=DATE:20261207" in place.notes()[0].read_bytes()
    assert b"SUMMARY:Note om hjemmearbejde" in place.notes()[0].read_bytes()


def test_a_period_note_that_passed_is_not_shown_again_in_its_episode(tmp_path: Path) -> None:
    register = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n'
    place = Installation(tmp_path, MONDAY, register=register)
    place.add("Hjemmearbejde", TUESDAY - timedelta(weeks=4), None, "RRULE:FREQ=WEEKLY")
    assert place.sync()["notices"]["created"] == 1
    assert place.sync(as_of=MONDAY + timedelta(days=4))["notices"] == NONE | {"unchanged": 1}

    later = place.sync(as_of=MONDAY + timedelta(days=7))

    assert later["notices"] == NONE | {"removed": 1}
    assert place.sync(as_of=MONDAY + timedelta(days=14))["notices"] == NONE
