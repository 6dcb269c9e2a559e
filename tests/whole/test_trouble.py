"""What stands in the way is said in words; the rest goes on, and the next pass repairs it."""

from __future__ import annotations

import shutil
import time
from datetime import date, datetime
from pathlib import Path

import pytest

from connectors.atomic import write_atomically
from sync.store import writer_lock
from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
STORE_COMMANDS = (("sync",), ("sync", "--dry-run"), ("withdraw", "--all"))


def meet(place: Installation, person: str = "e1") -> None:
    place.add("Hjemmearbejde fast", TUESDAY, person=person, name="home")
    start, end = datetime(2026, 12, 8, 10), datetime(2026, 12, 8, 11)  # noqa: DTZ001
    place.add("Møde (fysisk)", start, end, person=person, name="meeting")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    place = Installation(tmp_path, MONDAY, employees=("e1", "e2"))
    meet(place, "e1")
    meet(place, "e2")
    return place


@pytest.mark.parametrize("command", STORE_COMMANDS, ids=" ".join)
def test_a_broken_store_is_wrong_input_and_stays_as_it_is(
    place: Installation, command: tuple[str, ...]
) -> None:
    store = place.folder / "hjemmedag.db"
    store.write_bytes(b"no database " * 500)

    answer = place.run(*command, "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert "store.url" in answer.err
    assert store.read_bytes() == b"no database " * 500
    assert place.notes() == []


@pytest.mark.parametrize("command", STORE_COMMANDS, ids=" ".join)
def test_a_store_that_was_cut_short_is_wrong_input(
    place: Installation, command: tuple[str, ...]
) -> None:
    place.sync()
    store = place.folder / "hjemmedag.db"
    content = store.read_bytes()
    for path in place.folder.glob("hjemmedag.db*"):
        path.unlink()
    store.write_bytes(content[:6000])

    answer = place.run(*command, "--format", "json")

    assert (answer.code, answer.out) == (2, "")


def test_only_one_may_write_and_the_other_is_told_at_once(place: Installation) -> None:
    with writer_lock(f"sqlite:///{place.folder / 'hjemmedag.db'}"):
        began = time.monotonic()
        refused = place.run("sync", "--format", "json")
        took = time.monotonic() - began
        looked = place.run("sync", "--dry-run", "--format", "json")

    assert (refused.code, refused.out) == (2, "")
    assert "another hjemmedag" in refused.err
    assert took < 1
    assert (looked.code, looked.json["notices"]["created"]) == (0, 2)
    assert place.sync()["notices"]["created"] == 2


def test_without_the_folder_of_all_calendars_everybody_fails_and_no_note_is_lost(
    place: Installation,
) -> None:
    place.sync()
    away = place.folder / "away"
    shutil.move(place.folder / "calendars", away)

    answer = place.run("sync", "--format", "json")

    assert answer.code == 1
    assert [f["mailbox"] for f in answer.json["failed"]] == ["e1@x.example", "e2@x.example"]
    shutil.move(away, place.folder / "calendars")
    assert place.sync()["notices"]["unchanged"] == 2


def test_an_entry_that_cannot_be_written_fails_alone_and_is_written_by_the_next_pass(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        refuse_writes_of("e1", patched)
        first = place.run("sync", "--format", "json")
        second = place.run("sync", "--format", "json")

    assert (first.code, first.json["notices"]["created"]) == (1, 1)
    assert (second.code, second.json["notices"]["unchanged"]) == (1, 1)
    assert [f["mailbox"] for f in second.json["failed"]] == ["e1@x.example"]
    assert "Permission denied" in second.json["failed"][0]["error"]
    repaired = place.run("sync", "--format", "json")
    assert (repaired.code, repaired.json["notices"]["created"]) == (0, 1)


def refuse_writes_of(person: str, patched: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, content: bytes) -> None:
        if path.parent.name.startswith(person):
            raise PermissionError(13, "Permission denied", str(path))
        write_atomically(path, content)

    patched.setattr("connectors.file_notes.write_atomically", refuse)


def test_who_left_and_took_the_mailbox_along_is_let_go(place: Installation) -> None:
    place.sync()
    shutil.rmtree(place.mailbox("e2"))
    place.employees = ("e1",)
    place.configure()

    answer = place.run("sync", "--format", "json")

    assert (answer.code, answer.json["failed"]) == (0, [])
    assert place.sync()["notices"] == {
        "created": 0,
        "updated": 0,
        "removed": 0,
        "unchanged": 1,
        "told": 0,
    }


def test_a_mailbox_that_is_away_for_a_pass_keeps_its_note(place: Installation) -> None:
    place.sync()
    away = place.folder / "away"
    shutil.move(place.mailbox("e2"), away)
    assert place.run("sync").code == 1
    shutil.move(away, place.mailbox("e2"))

    assert place.sync()["notices"]["unchanged"] == 2
    (place.mailbox("e2") / "meeting.ics").unlink()
    place.sync()
    assert place.notes("e2") == []
