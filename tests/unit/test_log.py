"""The log holds ids, counts and durations; what libraries and errors quote stays out of it."""

from __future__ import annotations

import json
import logging
import os
import socket
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import structlog

from config.problems import ConfigurationError
from config.settings import LogSettings
from config.watch import log
from config.watch.log_files import DAY, DailyFile
from config.watch.telling import Telling
from sync.observed import Round

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
CANARY = "Kvidderfugl"
JSON = LogSettings(format="json", level="debug")
Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    """Logging is the process's: whoever changes it puts it back."""
    root, hooks, raises = (
        logging.getLogger(),
        (sys.excepthook, threading.excepthook),
        logging.raiseExceptions,
    )
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    (sys.excepthook, threading.excepthook), logging.raiseExceptions = hooks, raises
    structlog.reset_defaults()


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """What was said on standard error since it was last asked."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def fail(text: str) -> None:
    secret = text  # noqa: F841 – what a log with local values would show
    raise ValueError(f"cannot read {text}")


def test_a_round_is_one_line_of_counts(lines: Lines) -> None:
    log.begin(JSON)
    Telling().round(Round(NOW, seconds=0.12345, reads={"changed": 2}, writes={"created": 1}))

    [line] = lines()
    assert list(line)[:3] == ["at", "level", "event"]
    assert (line["event"], line["level"], line["seconds"]) == ("round", "info", 0.123)
    assert (line["reads"], line["writes"]) == ({"changed": 2}, {"created": 1})


def test_a_round_in_which_nothing_happened_is_for_those_who_debug(lines: Lines) -> None:
    log.begin(JSON)
    Telling().round(Round(NOW, reads={"unchanged": 4500}))

    assert [line["level"] for line in lines()] == ["debug"]


@pytest.mark.parametrize(
    ("name", "level"),
    [("held", "error"), ("mailbox_failed", "warning"), ("connection_back", "info")],
)
def test_an_event_is_as_loud_as_what_there_is_to_do(lines: Lines, name: str, level: str) -> None:
    log.begin(JSON)
    Telling().event(name, until=NOW)

    assert [(x["event"], x["level"]) for x in lines()] == [(name, level)]


def test_less_is_said_where_less_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin(replace(JSON, level="warning"))
    Telling().round(Round(NOW, reads={"changed": 1}))
    Telling().event("held", digest="abc")

    assert [json.loads(x)["event"] for x in capsys.readouterr().err.splitlines()] == ["held"]


def test_the_console_is_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    log.begin(LogSettings())
    Telling().event("held", digest="abc", why="would take away 30 of 40 notes")

    said = capsys.readouterr().err
    assert "held" in said
    assert "would take away 30 of 40 notes" in said
    assert "\x1b" not in said


def test_mail_addresses_are_left_out_and_ids_stay(lines: Lines) -> None:
    log.begin(JSON)
    error = (
        "neither the folder ole.hansen@x.example/ nor the file ole.hansen@x.example.ics is there"
    )
    Telling().event("mailbox_failed", person="ole@x.example", error=error)

    [line] = lines()
    assert line["person"] == "ole@x.example"
    assert line["error"] == "neither the folder …/ nor the file … is there"


def test_no_text_begins_a_line_of_its_own(lines: Lines, capsys: pytest.CaptureFixture[str]) -> None:
    log.begin(LogSettings())
    Telling().event("mailbox_failed", person="e1\nheld", error="odd\x1b[31m\nlevel=error")

    said = capsys.readouterr().err
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said


def test_an_error_nobody_caught_shows_kind_and_place_and_no_value(lines: Lines) -> None:
    log.begin(JSON)
    try:
        fail(CANARY)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    [line] = lines()
    assert (line["event"], line["error"]) == ("uncaught", "ValueError")
    assert line["where"][-1].startswith("test_log.py:")
    assert CANARY not in json.dumps(line)


def test_an_error_in_a_thread_is_logged_likewise(lines: Lines) -> None:
    log.begin(JSON)
    thread = threading.Thread(target=fail, args=(CANARY,))
    thread.start()
    thread.join()

    [line] = lines()
    assert (line["event"], line["error"]) == ("uncaught", "ValueError")
    assert CANARY not in json.dumps(line)


@pytest.mark.parametrize("library", ["icalendar", "sqlalchemy.engine", "exchangelib", "urllib3"])
def test_what_a_library_quotes_is_withheld(lines: Lines, library: str) -> None:
    log.begin(JSON)
    other = logging.getLogger(library)
    other.setLevel(logging.NOTSET)
    other.debug("subject %s", CANARY)
    other.info("subject %s", CANARY)
    try:
        fail(CANARY)
    except ValueError:
        other.exception("subject %s", CANARY, stack_info=True)

    [line] = lines()
    assert (line["library"], line["said"], line["error"]) == (library, "withheld", "ValueError")
    assert CANARY not in json.dumps(line)


def test_the_libraries_of_the_service_itself_may_speak(lines: Lines) -> None:
    log.begin(JSON)
    logging.getLogger("apscheduler.scheduler").warning("run time of job was missed by %s", "0:05")

    assert [x["said"] for x in lines()] == ["run time of job was missed by 0:05"]


def test_a_file_is_its_owners_alone_and_each_line_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "log" / "hjemmedag.log"
    log.begin(replace(JSON, file=path))
    Telling().event("held", digest="abc")

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text(encoding="utf-8"))["digest"] == "abc"


def test_files_of_earlier_days_go_when_they_are_old_enough(tmp_path: Path) -> None:
    now = 1_800_000_000.0
    path = tmp_path / "hjemmedag.log"
    kept, gone = tmp_path / "hjemmedag.log.2026-11-29", tmp_path / "hjemmedag.log.2026-08-01"
    others = tmp_path / "hjemmedag.log.mine"
    for file, age in ((kept, 89), (gone, 91), (others, 500)):
        file.write_text("x")
        os.utime(file, (now - age * DAY,) * 2)

    DailyFile(path, 90, lambda: now).close()

    assert (kept.exists(), gone.exists(), others.exists()) == (True, False, True)


def test_midnight_begins_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "hjemmedag.log"
    handler = DailyFile(path, 90)
    try:
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "yesterday", None, None))
        handler.rolloverAt = 0
        handler.emit(logging.LogRecord("x", logging.INFO, "", 0, "today", None, None))
    finally:
        handler.close()

    assert path.read_text().strip() == "today"
    [earlier] = [p for p in tmp_path.iterdir() if p != path]
    assert earlier.read_text().strip() == "yesterday"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file")

    with pytest.raises(ConfigurationError, match=r"log\.file: .* cannot be written"):
        log.begin(replace(JSON, file=tmp_path / "log" / "hjemmedag.log"))


def test_syslog_over_udp_gets_every_line(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind(("127.0.0.1", 0))
        server.settimeout(5)
        log.begin(replace(JSON, syslog=("127.0.0.1", server.getsockname()[1])))
        Telling().event("held", digest="abc")
        heard = server.recv(4096)

    priority, _, rest = heard.partition(b">")
    assert priority == b"<11"  # user, error
    assert rest.startswith(b"hjemmedag: {")
    assert json.loads(rest.removeprefix(b"hjemmedag: "))["digest"] == "abc"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="needs Unix sockets")
def test_syslog_over_a_socket_gets_every_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # such a socket's path has to be short
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind("log")
        server.settimeout(5)
        log.begin(replace(JSON, syslog=Path("log")))
        Telling().event("released")
        assert b'"released"' in server.recv(4096)


def test_a_syslog_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"log\.syslog: .* cannot be used"):
        log.begin(replace(JSON, syslog=tmp_path / "nothing"))


@pytest.mark.skipif(os.name == "nt", reason="there is an event log on Windows")
def test_the_windows_event_log_is_on_windows_only() -> None:
    with pytest.raises(ConfigurationError, match=r"log\.windows_event_log: there is none"):
        log.begin(replace(JSON, windows_event_log="Hjemmedag"))
