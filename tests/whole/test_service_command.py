"""``hjemmedag run`` as an operator has it: a process, its signals, its lock and its files."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from sync import requests
from sync.store import Store
from tests.crash.test_service_crash import wait_for
from tests.installation import Installation

TODAY = datetime.now().astimezone().date()
TUESDAY = TODAY + timedelta(days=(1 - TODAY.weekday()) % 7 + 7)
COMMAND = [sys.executable, "-c", "from config.cli import main; main()"]

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs POSIX signals")


class Running:
    """The command at work; its standard error goes into a file."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.said = place.folder / "said.txt"
        config = str(place.folder / "hjemmedag.toml")
        with self.said.open("ab") as err:
            self.process = subprocess.Popen([*COMMAND, "run", "--config", config], stderr=err)

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def words(self) -> str:
        """All that it has said so far."""
        return self.said.read_text(encoding="utf-8")

    def stop(self) -> tuple[int, float]:
        """Tell it to stop: its exit code, and how long that took."""
        began = time.monotonic()
        self.signal(signal.SIGTERM)
        return self.process.wait(30), time.monotonic() - began


def meet(place: Installation, person: str = "e1", day: date = TUESDAY) -> None:
    ten = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Hjemmearbejde", day, person=person, name=f"home-{day}")
    place.add("Møde (fysisk)", ten, person=person, name=f"meeting-{day}")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    place = Installation(tmp_path, TODAY, service="poll_seconds = 10")
    meet(place)
    return place


@pytest.fixture
def running(place: Installation) -> Iterator[Running]:
    """A service that has written its first note."""
    running = Running(place)
    try:
        wait_for(lambda: bool(place.notes()))
        yield running
    finally:
        running.process.kill()
        running.process.wait()


def test_it_ends_soon_and_in_order_when_told_to(running: Running) -> None:
    code, seconds = running.stop()

    assert code == 0
    assert {line.split("] ")[1].split()[0] for line in running.words().splitlines()} <= {"round"}
    assert seconds < 30
    assert running.place.sync(as_of=None)["notices"]["unchanged"] == 1


def test_a_second_one_is_refused_at_once(running: Running) -> None:
    config = str(running.place.folder / "hjemmedag.toml")
    for command in ("run", "sync"):
        done = subprocess.run(
            [*COMMAND, command, "--config", config], capture_output=True, text=True
        )
        assert done.returncode == 2
        assert "another hjemmedag is at work on hjemmedag.db" in done.stderr


def test_new_people_in_the_organisation_file_are_read_without_a_word(running: Running) -> None:
    place = running.place
    place.employees = ("e1", "e2")
    place.mailbox("e2").mkdir()
    meet(place, "e2")

    place.configure()

    wait_for(lambda: bool(place.notes("e2")))


def test_a_broken_file_is_refused_in_words_and_the_old_one_kept(running: Running) -> None:
    place = running.place
    organisation = place.folder / "organisation.toml"
    good = organisation.read_text(encoding="utf-8")
    organisation.write_text(good.replace('unit = "u"', 'unit = "nowhere"'), encoding="utf-8")

    wait_for(lambda: "configuration_refused" in running.words())
    assert "unknown unit" in running.words()
    place.notes()[0].with_name(f"meeting-{TUESDAY}.ics").unlink()
    wait_for(lambda: not place.notes())


def test_sighup_reads_the_settings_anew(running: Running) -> None:
    place = running.place
    place.service = 'poll_seconds = 10\nlanguage = "en"'
    place.configure()
    running.signal(signal.SIGHUP)

    wait_for(lambda: b"Note about your home day" in place.notes()[0].read_bytes())


def test_sighup_with_another_store_keeps_the_old_one_and_says_why(running: Running) -> None:
    settings = running.place.folder / "hjemmedag.toml"
    moved = settings.read_text(encoding="utf-8").replace("hjemmedag.db", "other.db")
    settings.write_text(moved, encoding="utf-8")
    running.signal(signal.SIGHUP)

    wait_for(lambda: "cannot change while the service runs" in running.words())
    assert not (running.place.folder / "other.db").exists()


def test_what_an_operator_asks_is_done_at_the_next_tick(running: Running) -> None:
    store = Store.open(f"sqlite:///{running.place.folder / 'hjemmedag.db'}")
    with store.transaction() as db:
        now = datetime.now().astimezone()
        number = requests.ask(db, "pause", "e1", now + timedelta(days=1), "operator", now)

    def answer() -> str | None:
        with store.transaction() as db:
            return requests.answer_of(db, number)

    wait_for(lambda: answer() is not None)
    assert str(answer()).startswith("paused: 1 mailboxes until")
    store.close()


def test_before_anybody_was_told_it_does_not_start(tmp_path: Path) -> None:
    place = Installation(tmp_path, TODAY, read_from=date(2098, 1, 1))
    settings = place.folder / "hjemmedag.toml"
    text = settings.read_text(encoding="utf-8").replace("2025-01-06", "2098-01-01")
    settings.write_text(text, encoding="utf-8")

    answer = place.run("run")

    assert answer.code == 2
    assert "informed_on" in answer.err
