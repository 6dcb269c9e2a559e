"""A word that cannot be taken ends in words on standard error, exit code 2 and no document."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.installation import Installation

MONDAY = date(2026, 11, 30)
WRONG = {
    "no date": (("explain", "e1", "tirsdag"), "DATE"),
    "a day outside the window": (("explain", "e1", "2020-01-01"), "2026-10-19"),
    "an unknown person": (("explain", "nobody", "2026-12-01"), "nobody"),
    "withdraw without --all": (("withdraw",), "--all"),
    "an unknown option": (("sync", "--nonsense"), "--nonsense"),
    "an unknown format": (("check", "--format", "xml"), "xml"),
}
JSON = ("--format", "json")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    return Installation(tmp_path, MONDAY)


@pytest.mark.parametrize("name", WRONG)
def test_wrong_words_are_explained(place: Installation, name: str) -> None:
    words, explained = WRONG[name]

    answer = place.run(*words, *(JSON if "xml" not in words else ()))

    assert (answer.code, answer.out) == (2, "")
    assert explained in answer.err


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2100, 1, 1), date.max])
def test_a_day_beyond_all_windows_is_refused(place: Installation, day: date) -> None:
    answer = place.run("check", *JSON, as_of=day)

    assert (answer.code, answer.out) == (2, "")
    assert "--as-of" in answer.err


@pytest.mark.parametrize("name", ["hjemmedag.toml", "organisation.toml", "register.toml"])
@pytest.mark.parametrize("command", ["check", "sync"])
def test_a_missing_file_is_named(place: Installation, command: str, name: str) -> None:
    (place.folder / name).unlink()

    answer = place.run(command, *JSON)

    assert (answer.code, answer.out) == (2, "")
    assert f"{name}: there is no such file" in answer.err


def test_a_calendar_that_cannot_be_explained_is_a_failure(place: Installation) -> None:
    shutil.rmtree(place.mailbox())

    answer = place.run("explain", "e1", "2026-12-01", *JSON)

    assert (answer.code, answer.out) == (1, "")
    assert "e1@x.example" in answer.err


def test_what_cannot_be_read_is_listed_and_hides_nothing(place: Installation) -> None:
    place.add("Hjemmearbejde", MONDAY)
    text = (
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x\r\nDTSTART:soon\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    (place.mailbox() / "bad.ics").write_bytes(text)

    answer = place.run("check", *JSON)

    assert answer.code == 0
    assert [u["mailbox"] for u in answer.json["unreadable"]] == ["e1@x.example"]
    assert set(answer.json["unreadable"][0]) == {"mailbox", "id", "reason"}
    assert next(d["status"] for d in answer.json["employees"][0]["days"]) == "home"


def test_the_answers_have_the_keys_of_the_contract(place: Installation) -> None:
    assert list(place.check()) == [
        "as_of",
        "window",
        "employees",
        "units",
        "unreadable",
        "failed",
        "undeliverable",
    ]
    assert set(place.sync()) >= {
        "active",
        "mailboxes",
        "failed",
        "notices",
        "invites",
        "held",
    }


def test_without_anybody_there_is_nothing_to_do(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, employees=())
    (tmp_path / "calendars").mkdir()

    assert place.check()["employees"] == []
    assert place.sync()["mailboxes"] == 0
