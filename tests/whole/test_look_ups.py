"""Look-ups are seen: whoever looks is written down first, and everybody can ask who looked."""

from __future__ import annotations

import os
import pwd
import sqlite3
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sync.lookups import LookUp, look_ups, note
from sync.store import Store, writer_lock
from tests.installation import Installation

AS_OF = date(2026, 11, 30)
TUESDAY = "2026-12-08"
ME = pwd.getpwuid(os.getuid()).pw_name


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Installation:
    monkeypatch.delenv("SUDO_USER", raising=False)
    place = Installation(tmp_path, AS_OF, employees=("e1", "e2"))
    place.add("Fast hjemmearbejde", date(2026, 12, 8))
    return place


def test_check_and_explain_say_who_when_whom_with_what_and_why(place: Installation) -> None:
    before = datetime.now(UTC)
    place.run("check", "--reason", "Fejl i natkørslen")
    place.run("explain", "e1", TUESDAY, "--reason", "Anna bad om det")
    place.run("explain", "e2@x.example", TUESDAY)

    found = place.look_ups()

    assert [(one["what"], one["whom"], one["why"]) for one in found] == [
        ("check", "all", "Fejl i natkørslen"),
        ("explain", "e1", "Anna bad om det"),
        ("explain", "e2", None),
    ]
    assert {one["who"] for one in found} == {ME}
    # A date taken for today is never taken for the time of a look-up.
    moments = [datetime.fromisoformat(one["at"]) for one in found]
    assert all(before - timedelta(seconds=1) <= at <= datetime.now(UTC) for at in moments)


def test_the_environment_cannot_hide_who_looks(
    place: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    place.run("check")
    monkeypatch.setenv("SUDO_USER", "anna")
    place.run("check")

    assert [one["who"] for one in place.look_ups()] == [ME, f"{ME} (sudo: anna)"]


def test_one_person_sees_what_is_about_that_person_and_about_everybody(
    place: Installation,
) -> None:
    place.run("check")
    place.run("explain", "e1", TUESDAY)
    place.run("explain", "e2", TUESDAY)

    assert [one["whom"] for one in place.look_ups("--person", "e1")] == ["all", "e1"]
    assert [one["whom"] for one in place.look_ups("--person", "e2@x.example")] == ["all", "e2"]


def test_somebody_who_has_left_can_still_ask(place: Installation) -> None:
    place.run("explain", "e2", TUESDAY)
    place.employees = ("e1",)
    place.configure()

    answer = place.run("audit", "--person", "e2", "--format", "json")

    assert [one["whom"] for one in answer.json["look_ups"]] == ["e2"]
    assert "not in the organisation file" in answer.err


def test_since_counts_from_midnight_of_the_services_zone(place: Installation) -> None:
    url = f"sqlite:///{place.folder / 'hjemmedag.db'}"
    late = datetime(2026, 6, 1, 21, 59, tzinfo=UTC)
    note(url, LookUp(late, "a", "check", "all"))
    note(url, LookUp(late + timedelta(minutes=1), "b", "check", "all"))

    assert [one["who"] for one in place.look_ups("--since", "2026-06-02")] == ["b"]


def test_ids_are_shown_unless_names_are_asked_for(place: Installation) -> None:
    place.employee_keys = 'name = "Anna Berg"'
    place.configure()
    place.run("explain", "e1", TUESDAY)

    assert "e1" in place.run("audit").out
    assert "Anna Berg" not in place.run("audit").out
    assert "Anna Berg" in place.run("audit", "--names").out


def test_a_look_up_is_written_down_while_a_pass_holds_the_lock(place: Installation) -> None:
    place.sync()
    with writer_lock(f"sqlite:///{place.folder / 'hjemmedag.db'}"):
        answer = place.run("check", "--format", "json")

    assert answer.code == 0
    assert [one["what"] for one in place.look_ups()] == ["check"]


def test_it_waits_for_a_transaction_of_another_process(place: Installation) -> None:
    place.sync()
    script = (
        "import sqlite3, sys, time\n"
        "db = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "db.execute('BEGIN IMMEDIATE'); print('busy', flush=True); time.sleep(1)\n"
        "db.execute('COMMIT')\n"
    )
    store = str(place.folder / "hjemmedag.db")
    with subprocess.Popen([sys.executable, "-c", script, store], stdout=subprocess.PIPE) as busy:
        assert busy.stdout
        assert busy.stdout.readline() == b"busy\n"
        answer = place.run("check", "--format", "json")

    assert answer.code == 0
    assert len(place.look_ups()) == 1


@pytest.mark.parametrize("command", [("check",), ("explain", "e1", TUESDAY)])
def test_what_cannot_be_written_down_is_not_shown(
    place: Installation, command: tuple[str, ...]
) -> None:
    (place.folder / "hjemmedag.db").write_bytes(b"no database, whatever it is called\n" * 99)

    answer = place.run(*command, "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert "store.url: " in answer.err


def test_a_store_that_can_only_be_read_takes_no_look_up(place: Installation) -> None:
    place.sync()
    store = place.folder / "hjemmedag.db"
    # Root may write whatever the mode says: the file system itself has to refuse.
    db = sqlite3.connect(store)
    db.execute(
        "CREATE TRIGGER closed BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'closed'); END"
    )
    db.close()

    answer = place.run("check", "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert "store.url: " in answer.err


@pytest.mark.parametrize(
    "reason", ["", "  ", "to\nlinjer", "en\ttabulator", "\x1b[2J", "x" * 201, "\u202evendt"]
)
def test_a_reason_is_one_line_of_plain_text(place: Installation, reason: str) -> None:
    answer = place.run("check", "--reason", reason, "--format", "json")

    assert (answer.code, answer.out) == (2, "")
    assert "--reason" in answer.err
    assert not (place.folder / "hjemmedag.db").exists()


def test_nobody_is_written_down_for_a_look_that_was_refused(place: Installation) -> None:
    place.run("explain", "nobody", TUESDAY)
    place.run("explain", "e1", "2020-01-01")

    assert place.look_ups() == []


def test_a_pass_drops_what_is_older_than_a_year(place: Installation) -> None:
    url = f"sqlite:///{place.folder / 'hjemmedag.db'}"
    now = datetime.now(UTC)
    note(url, LookUp(now - timedelta(days=366), "a", "check", "all"))
    note(url, LookUp(now - timedelta(days=364), "b", "check", "all"))

    place.sync()

    assert [one["who"] for one in place.look_ups()] == ["b"]


def test_a_pass_and_the_asking_itself_leave_no_row(place: Installation) -> None:
    place.sync()
    place.run("audit")

    assert place.look_ups() == []


def test_a_store_that_is_not_there_is_made_folder_and_all(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'store.db'}"
    note(url, LookUp(datetime.now(UTC), "a", "check", "all"))

    store = Store.open(url)
    with store.transaction() as db:
        assert len(look_ups(db)) == 1
    store.close()
