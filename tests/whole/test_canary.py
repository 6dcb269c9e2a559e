"""What stands in calendars is read and forgotten: a marked word is nowhere but in its calendar."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.installation import Answer, Installation
from tests.running_service import LOGGED, running

THURSDAY = date(2026, 12, 3)
TUESDAY = date(2026, 12, 8)
CANARY = "Kvidderfugl"
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
UNITS = '[[units]]\nid = "u"\nleader = "boss"\nplaces = ["Lokale 2"]\n'
LINES = (
    f"LOCATION:{CANARY}-sted",
    f"CATEGORIES:{CANARY}-kategori",
    f"DESCRIPTION:{CANARY}-krop",
    f"X-ALT-DESC;FMTTYPE=text/html:<p>{CANARY}-html</p>",
    f"COMMENT:{CANARY}-kommentar",
    f"URL:https://{CANARY}.example",
    f"ATTENDEE;CN={CANARY}-navn:mailto:{CANARY}-deltager@x.example",
    f"ATTACH:https://{CANARY}.example/bilag",
    f"CONTACT:{CANARY}-kontakt",
)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)  # noqa: DTZ001 - written with a TZID


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    """Private and open entries of every kind, each with the marked word in all its text."""
    place = Installation(tmp_path, THURSDAY, employees=("boss", "e1"), units=UNITS, more=DELIVERY)
    fill(place, TUESDAY)
    return place


def fill(place: Installation, day: date) -> None:
    """The entries, around a Tuesday."""
    organizer = f"ORGANIZER;CN={CANARY}:mailto:e1@x.example"
    place.add(f"Hjemmearbejde fast ({CANARY})", day, None, name=f"{CANARY}-hjemme")
    weekly = "RRULE:FREQ=WEEKLY"
    place.add(f"Hjemmearbejde – {CANARY}", day - timedelta(8), None, weekly, name="series")
    place.add(f"Møde (fysisk) {CANARY}", at(day, 10), at(day, 12), organizer, *LINES)
    place.add(f"Lægetid {CANARY}", at(day, 13), None, "CLASS:PRIVATE", *LINES)
    place.add(f"Hjemmearbejde {CANARY}", day + timedelta(1), None, "CLASS:CONFIDENTIAL", *LINES)
    out = ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "CLASS:PRIVATE")
    place.add(f"Ferie {CANARY}", day + timedelta(2), None, *out, *LINES)
    place.add(f"Syg {CANARY}", day + timedelta(3), None, *LINES)
    place.add(CANARY, day, None, f"RRULE:FREQ=SECONDLY;X-{CANARY}=1", f"X-{CANARY}:1", *LINES)
    broken = place.add(CANARY, day, None, *LINES)
    broken.write_bytes(broken.read_bytes()[:-40])
    (place.mailbox() / f"{CANARY}.ics").write_bytes(f"<html>{CANARY}</html>".encode())


def everything_kept(place: Installation) -> Iterator[tuple[str, bytes]]:
    """Every byte outside the calendars' own files: the store with its journals, notes, previews."""
    own = {p for p in place.mailbox().iterdir() if not p.name.startswith("hjemmedag-")}
    for path in sorted(place.folder.rglob("*")):
        if path.is_file() and path not in own:
            yield str(path.relative_to(place.folder)), path.read_bytes()


def holds(content: bytes) -> bool:
    """Whether the marked word is there, in any encoding and case, or as the digest's letters."""
    forms = (CANARY, CANARY[:8], CANARY[-8:])
    lower = content.lower()
    return any(
        form.lower().encode(encoding) in lower
        for form in forms
        for encoding in ("utf-8", "utf-16-le", "utf-16-be")
    )


def said(answer: Answer) -> bytes:
    return (answer.out + answer.err).encode()


@pytest.mark.parametrize("format_", ["text", "json"])
def test_the_word_is_in_nothing_that_is_said(place: Installation, format_: str) -> None:
    commands = [
        ("check",),
        ("check", "--names") if format_ == "text" else ("check",),
        ("sync", "--dry-run"),
        ("sync",),
        ("sync",),
        ("summaries", "--week", "2026-W50"),
        ("explain", "e1", str(TUESDAY)),
        ("withdraw", "--all"),
    ]
    for command, *words in commands:
        answer = place.run(command, *words, "--format", format_)
        assert answer.code in (0, 1), answer.err
        assert answer.out
        assert not holds(said(answer)), command


def test_the_word_is_in_nothing_that_is_kept(place: Installation) -> None:
    for step in range(3):
        place.sync(as_of=THURSDAY + timedelta(days=step))
        assert [name for name, content in everything_kept(place) if holds(content)] == []
    kept = dict(everything_kept(place))
    assert "hjemmedag.db" in kept
    assert place.notes()
    assert place.notes("boss")


def test_the_word_is_in_no_journal_while_the_store_is_open(place: Installation) -> None:
    place.sync()
    reader = sqlite3.connect(place.folder / "hjemmedag.db", isolation_level=None)
    try:
        # An open reader keeps the write-ahead log from being folded into the file.
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
        (place.mailbox() / "series.ics").unlink()
        place.add(f"Møde (fysisk) {CANARY}", at(TUESDAY, 8), at(TUESDAY, 9), *LINES)
        place.sync()
        assert [name for name, content in everything_kept(place) if holds(content)] == []
        assert (place.folder / "hjemmedag.db-wal").stat().st_size > 0
    finally:
        reader.close()


OPERATING = (
    ("status",),
    ("status", "--names"),
    ("status", "--format", "json"),
    ("doctor",),
    ("doctor", "--format", "json"),
    ("confirm",),
    ("export", "e1"),
    ("export", "e1", "--format", "json"),
    ("export", "boss", "--format", "json"),
    ("pause", "e1"),
    ("resume", "e1"),
    ("resync", "--all"),
    ("backup", "copy.db"),
)


@pytest.mark.skipif(os.name == "nt", reason="stops the service with SIGTERM")
def test_the_word_is_in_no_log_metric_page_or_answer_of_the_running_service(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = datetime.now(UTC).date()
    more = DELIVERY + LOGGED.replace("[http]", 'file = "hjemmedag.log"\n[http]')
    place = Installation(tmp_path, today, employees=("boss", "e1"), units=UNITS, more=more)
    fill(place, today + timedelta(days=(1 - today.weekday()) % 7 or 7))
    monkeypatch.chdir(tmp_path)
    with running(tmp_path) as service:
        service.until(place.notes, "no note")
        pages = [service.get(path) for path in ("/metrics", "/healthz", "/readyz", f"/{CANARY}")]
        answers = {words: place.run(*words) for words in OPERATING}
        # Something that nobody foresaw is logged, too, without what it was about.
        place.add(f"Møde {CANARY}", at(today, 9), at(today, 10), *LINES)
        place.run("resync", "e1")
        answers[("forget", "e1")] = place.run("forget", "e1")
        service.stop()

    assert [status for status, _ in pages] == [200, 200, 200, 404]
    assert not any(holds(body.encode()) for _, body in pages)
    assert {w: a.err for w, a in answers.items() if a.code != 0} == {}
    assert [words for words, answer in answers.items() if holds(said(answer))] == []
    assert {"round", "listening", "request_done"} <= {line["event"] for line in service.lines}
    assert (tmp_path / "hjemmedag.log").stat().st_size > 0
    assert [name for name, content in everything_kept(place) if holds(content)] == []
    kept = dict(everything_kept(place))
    assert {"hjemmedag.log", "service.log", "copy.db", "hjemmedag.db"} <= kept.keys()


def test_previews_do_not_hold_the_word(place: Installation) -> None:
    folder = place.folder / "preview"
    place.run("summaries", "--week", "2026-W50", "--preview", str(folder))
    assert list(folder.iterdir())
    assert [name for name, content in everything_kept(place) if holds(content)] == []


def test_explaining_shows_the_one_word_that_decided(place: Installation) -> None:
    open_day = TUESDAY - timedelta(1)
    place.add(f"Hjemmearbejde {CANARY} og Blåfugl", open_day, None, *LINES)
    text = place.run("explain", "e1", str(open_day)).out
    assert f"word “{CANARY}”" in text
    assert text.count(CANARY) == 1
    assert "Blåfugl" not in text


def test_the_search_finds_the_word_where_it_stands(place: Installation) -> None:
    files = [p for p in place.mailbox().iterdir() if not p.name.startswith("hjemmedag-")]
    assert len(files) > 8
    assert all(holds(path.read_bytes()) for path in files)
    assert holds(CANARY.upper().encode("utf-16-le"))
