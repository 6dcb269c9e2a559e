"""Faults of the disk: each ends in a sentence and a clean stop, and the next start converges (F10)."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from sync import store_trouble
from tests.installation import Answer, Installation
from tests.running_service import RUN

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
PEOPLE = ("e1", "e2", "e3")
WEEK = timedelta(weeks=1)
STEP = int(os.environ.get("HJEMMEDAG_FAULT_STEP", "3"))
"""Every so many-th statement fails in turn; 1 for all of them."""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


def meet(place: Installation, person: str, day: date) -> None:
    place.add("Hjemmearbejde fast", day, person=person, name=f"home-{day}")
    start = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", start, person=person, name=f"meeting-{day}")


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder that others may look into: pytest's own is its owner's alone."""
    shared = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture
def place(scratch: Path) -> Installation:
    """Three people with a note each, and another note to come for each of them."""
    place = Installation(scratch / "place", MONDAY, employees=PEOPLE)
    for person in PEOPLE:
        meet(place, person, TUESDAY)
    place.sync()
    for person in PEOPLE:
        meet(place, person, TUESDAY + WEEK)
    return place


def days_of_notes(place: Installation) -> dict[str, list[str]]:
    """The days on which each person has a note, one for each that stands there."""
    found = {}
    for person in place.employees:
        texts = [path.read_text(encoding="utf-8") for path in place.notes(person)]
        lines = (line for text in texts for line in text.split("\n") if "DTSTART" in line)
        found[person] = sorted(line.strip()[-8:] for line in lines)
    return found


BOTH = {person: ["20261208", "20261215"] for person in PEOPLE}


def in_a_child(do: Callable[[], Answer], before: Callable[[], None]) -> Answer:
    """Run a command in a process of its own, after ``before`` has spoilt something for it."""
    come, go = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # no other thread is at work
        child = os.fork()
    if child == 0:  # pragma: no cover – in another process
        code = 1
        try:
            before()
            answer = do()
            os.write(go, json.dumps([answer.code, answer.out, answer.err]).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(go)
    with os.fdopen(come, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    assert status == 0, f"the command ended in a traceback or a signal: {status}"
    code, out, err = json.loads(said)
    return Answer(code, out, err)


def said_in_a_sentence(answer: Answer) -> bool:
    """Exit code 2 with one line, or 1 with what failed."""
    return answer.code == 1 or (answer.code == 2 and len(answer.err.strip().splitlines()) == 1)


SIZES = [0, 100, 600, 1500, 4096, 9000, 20_000, 33_000, 50_000, 75_000, 100_000, 150_000, 1_000_000]


@pytest.mark.parametrize("size", SIZES)
def test_no_file_may_grow_beyond_any_size(place: Installation, size: int) -> None:
    """The system refuses writes for real: of the store, its log, a note, whichever comes first."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    answer = in_a_child(lambda: place.run("sync"), limit)

    assert answer.code == 0 or said_in_a_sentence(answer), answer.err
    assert all(len(days) in (1, 2) for days in days_of_notes(place).values())
    assert place.sync()["failed"] == []
    assert days_of_notes(place) == BOTH
    assert place.sync()["notices"]["unchanged"] == 6


def test_some_of_these_sizes_are_too_small_and_some_are_not(place: Installation) -> None:
    """The test of the test."""
    codes = set()
    for size in (SIZES[0], SIZES[-1]):

        def limit(size: int = size) -> None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        codes.add(in_a_child(lambda: place.run("sync"), limit).code)
    assert codes == {2, 0}


@contextmanager
def with_pages(most: int) -> Iterator[None]:
    """A database that is full beyond so many pages, as SQLite itself finds it."""

    def limit(dbapi: sqlite3.Connection, _: object) -> None:
        dbapi.execute(f"PRAGMA max_page_count={most}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def pages(place: Installation) -> int:
    with closing(sqlite3.connect(place.folder / "hjemmedag.db")) as db:
        return int(db.execute("PRAGMA page_count").fetchone()[0])


def test_a_full_disk_is_said_and_nothing_is_lost(place: Installation) -> None:
    many = [TUESDAY + timedelta(days=n) for n in (1, 2)]
    for person in PEOPLE:
        for day in many:
            meet(place, person, day)
    full = 0
    for more in range(8):
        with with_pages(pages(place) + more):
            answer = place.run("sync")
        if answer.code == 2:
            full += 1
            assert "free some room" in answer.err
    assert full > 0
    assert place.sync()["failed"] == []
    assert {len(days) for days in days_of_notes(place).values()} == {4}
    assert place.sync()["notices"]["unchanged"] == 12


@contextmanager
def failing_at(number: int) -> Iterator[list[int]]:
    """Let the ``number``-th statement that the store is given fail; counts those there were."""
    seen = [0]

    def fail(*_: Any) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise OperationalError(None, None, sqlite3.OperationalError("disk I/O error"))

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", fail)


def test_whichever_statement_fails_the_next_pass_converges(scratch: Path) -> None:
    calm = Installation(scratch / "calm", MONDAY)
    meet(calm, "e1", TUESDAY)
    calm.sync()
    meet(calm, "e1", TUESDAY + WEEK)
    (calm.mailbox() / f"meeting-{TUESDAY}.ics").unlink()
    failures = 0
    for number in count(1, STEP):
        folder = scratch / str(number)
        shutil.copytree(calm.folder, folder)
        place = Installation(folder, MONDAY)
        with failing_at(number) as seen:
            answer = place.run("sync")
        if seen[0] < number:
            break
        failures += 1
        assert said_in_a_sentence(answer), (number, answer)
        assert place.sync()["failed"] == []
        assert days_of_notes(place) == {"e1": ["20261215"]}, number
        shutil.rmtree(folder)
    assert failures > 20 // STEP


def test_a_log_that_was_deleted_costs_nothing(place: Installation) -> None:
    """Power went, and somebody tidied up: the store is as it was at its last checkpoint."""
    store = place.folder / "hjemmedag.db"

    def keep_open() -> None:
        reader = sqlite3.connect(store, isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchone()
        globals()["_kept_open"] = reader  # an open reader keeps the log from being folded in

    assert in_a_child(lambda: place.run("sync"), keep_open).code == 0
    assert days_of_notes(place) == BOTH
    log = store.with_name("hjemmedag.db-wal")
    assert log.stat().st_size > 0
    for journal in (log, store.with_name("hjemmedag.db-shm")):
        journal.unlink()

    answer = place.sync()

    assert answer["failed"] == []
    assert days_of_notes(place) == BOTH
    assert place.sync()["notices"]["unchanged"] == 6


@pytest.mark.parametrize("command", ["sync", "status", "doctor", "backup"])
def test_a_damaged_page_is_found_before_anything_is_done(
    place: Installation, scratch: Path, command: str
) -> None:
    store = place.folder / "hjemmedag.db"
    content = bytearray(store.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    store.write_bytes(content)
    stood = days_of_notes(place)

    answer = place.run(command, *([str(scratch / "copy.db")] if command == "backup" else []))

    assert answer.code == (1 if command == "doctor" else 2)
    assert "damaged" in answer.out + answer.err or "malformed" in answer.err
    assert store.read_bytes() == bytes(content)
    assert days_of_notes(place) == stood
    assert not (scratch / "copy.db").exists()


def test_without_its_store_the_next_pass_takes_on_what_stands(place: Installation) -> None:
    place.sync()
    for path in place.folder.glob("hjemmedag.db*"):
        path.unlink()

    answer = place.sync()

    assert answer["notices"]["created"] == 0
    assert days_of_notes(place) == BOTH
    assert place.sync()["notices"]["unchanged"] == 6


@pytest.mark.parametrize("command", [("sync",), ("pause", "e1"), ("forget", "e1"), ("migrate",)])
def test_a_store_that_may_only_be_read_is_said_to_be(
    place: Installation, command: tuple[str, ...]
) -> None:
    stood = days_of_notes(place)
    place.run("status")  # what the commands are made of is loaded now, as somebody who may
    for path in sorted(place.folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    place.folder.chmod(0o555)

    def become_nobody() -> None:
        if os.geteuid() == 0:
            os.setgroups([])
            os.setresgid(65534, 65534, 65534)
            os.setresuid(65534, 65534, 65534)

    try:
        answer = in_a_child(lambda: place.run(*command), become_nobody)
    finally:
        place.folder.chmod(0o755)
        for path in sorted(place.folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)

    if command == ("migrate",):  # nothing is to be done, so nothing is written
        assert answer.code == 0
    else:
        assert said_in_a_sentence(answer), answer
    assert days_of_notes(place) == stood
    place.sync()
    assert days_of_notes(place) == BOTH


def test_a_store_on_a_share_is_refused(
    place: Installation, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = scratch / "mountinfo"
    mounts.write_text(f"1 0 0:1 / {place.folder.resolve()} rw - cifs //filer/share rw\n")
    monkeypatch.setattr(store_trouble, "MOUNTS", mounts)

    answer = place.run("sync")

    assert (answer.code, answer.out) == (2, "")
    assert "network file system (cifs)" in answer.err
    assert place.run("doctor").code == 1


def test_the_service_stops_with_a_sentence_when_the_store_takes_no_more(
    place: Installation,
) -> None:
    size = 4096  # the store is larger already, and its log cannot begin

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    command = [sys.executable, "-c", RUN, "run", "--config", str(place.folder / "hjemmedag.toml")]
    ended = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limit,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert ended.returncode == 2, ended.stderr
    assert "store.url: the store cannot be used" in ended.stderr
    assert "Traceback" not in ended.stderr
    place.sync()
    assert days_of_notes(place) == BOTH
