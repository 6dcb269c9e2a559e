"""Mailboxes made of files, for the tests of the files connector."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.files import Files
from connectors.model import Mailbox, Notice, ReadRequest, Snapshot, Unchanged

ANNA = Mailbox("anna@example.dk", ZoneInfo("Europe/Copenhagen"))
DAY = date(2026, 11, 24)
NOTICE = Notice("day:1", "5f2c0e1a9b", "Note om din hjemmedag", "Krop", DAY, DAY + timedelta(1))
SECOND = 1_000_000_000


def clock() -> datetime:
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def entry(uid: str, subject: str, *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTART;VALUE=DATE:20261124", f"SUMMARY:{subject}"]
    return "\r\n".join([*lines, *more, "END:VEVENT", ""])


def calendar(*entries: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\n" + "".join(entries) + "END:VCALENDAR\r\n").encode()


def read_window(
    root: Path, cursor: str | None = None, mailbox: Mailbox = ANNA
) -> Snapshot | Unchanged:
    request = ReadRequest(mailbox, DAY - timedelta(days=1), DAY + timedelta(days=27), cursor)
    (result,) = Files(root, clock).read([request])
    if isinstance(result.outcome, Exception):
        raise result.outcome
    return result.outcome


def subjects(outcome: Snapshot | Unchanged) -> list[str]:
    assert isinstance(outcome, Snapshot)
    return [event.subject for event in outcome.events]
