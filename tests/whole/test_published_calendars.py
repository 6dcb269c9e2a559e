"""Somebody whose calendar is only published takes part: read from a feed, told by mail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from config.cli import app
from config.public_holidays import public_holidays
from tests.conformance.leaders_calendar import events_in
from tests.feed_server import FeedServer, send, serving

PATH = "/anna%40example.dk.ics"
SETTINGS = """
[service]
organisation = "organisation.toml"
informed_on = 2025-01-06
read_from = 2025-01-06
activation_date = 2025-01-06
[store]
url = "sqlite:///hjemmedag.db"
[connections.published]
kind = "feed"
url = "{url}"
allow_private = true
[connections.mail]
kind = "imip"
path = "outbox"
[delivery]
organizer = "hjemmedag@example.dk"
"""
ORGANISATION = """
[[units]]
id = "u"
places = ["Lokale 1"]
[[employees]]
id = "anna"
mailbox = "anna@example.dk"
connection = "published"
notices = "mail"
unit = "u"
"""


def _tuesday_ahead() -> date:
    """By the real clock: mail about a day that is over is not called off."""
    today = datetime.now(UTC).date()
    holidays = public_holidays("DK", (today.year, today.year + 1))
    days = (today + timedelta(days=n) for n in range(2, 40))
    return next(d for d in days if d.weekday() == 1 and d not in holidays)


TUESDAY = _tuesday_ahead()
HOME = f"DTSTART;VALUE=DATE:{TUESDAY:%Y%m%d}\r\nSUMMARY:Hjemmearbejde fast"
MEETING = (
    f"DTSTART:{TUESDAY:%Y%m%d}T090000Z\r\nDTEND:{TUESDAY:%Y%m%d}T100000Z\r\nSUMMARY:Fysisk møde"
)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with serving() as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path, server: FeedServer) -> Path:
    (tmp_path / "hjemmedag.toml").write_text(SETTINGS.format(url=server.url))
    (tmp_path / "organisation.toml").write_text(ORGANISATION)
    return tmp_path


def publish(server: FeedServer, *entries: str) -> None:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@x\r\n{entry}\r\nEND:VEVENT\r\n" for n, entry in enumerate(entries)
    )
    content = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}END:VCALENDAR\r\n".encode()
    server.answers[PATH] = send(200, content)


def sync(folder: Path, as_of: date = TUESDAY - timedelta(days=1)) -> Any:
    words = ["--config", str(folder / "hjemmedag.toml"), "--format", "json", "--as-of", str(as_of)]
    result = CliRunner().invoke(app, ["sync", *words])
    assert not result.exception or isinstance(result.exception, SystemExit), result.exception
    return json.loads(result.stdout)


def mailed(folder: Path) -> list[Any]:
    found = []
    for path in sorted((folder / "outbox").glob("*.eml")):
        *_, part = message_from_bytes(path.read_bytes(), policy=policy.default).walk()
        raw = part.get_payload(decode=True)
        assert isinstance(raw, bytes)
        found += events_in(raw)
    return found


def test_a_note_is_mailed_once_and_called_off_when_its_cause_goes(
    folder: Path, server: FeedServer
) -> None:
    publish(server, HOME, MEETING)
    assert sync(folder)["notices"]["created"] == 1
    (note,) = mailed(folder)
    assert note.decoded("DTSTART") == TUESDAY
    assert note["ATTENDEE"] == "mailto:anna@example.dk"
    again = sync(folder)["notices"]
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 1)
    publish(server, HOME)
    assert sync(folder)["notices"]["removed"] == 1
    standing, gone = mailed(folder)
    assert (gone["UID"], gone["STATUS"]) == (standing["UID"], "CANCELLED")
    assert gone["SEQUENCE"] > standing["SEQUENCE"]


def test_a_login_page_in_place_of_the_feed_takes_no_note_away(
    folder: Path, server: FeedServer
) -> None:
    publish(server, HOME, MEETING)
    sync(folder)
    server.answers[PATH] = send(200, b"<html>Log ind</html>")
    answer = sync(folder)
    assert "a web page instead of a calendar" in answer["failed"][0]["error"]
    assert answer["notices"]["removed"] == 0
    assert len(mailed(folder)) == 1
