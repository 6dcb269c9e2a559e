"""What a connector is tested with: the hands of the owners of its mailboxes, and common words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from connectors.base import CalendarReader, NoticeWriter
from connectors.errors import ConnectorError
from connectors.model import (
    CalendarEvent,
    Mailbox,
    Notice,
    ReadRequest,
    Snapshot,
    Unchanged,
    When,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
WINDOW_END = MONDAY + timedelta(weeks=4)
ANNA = Mailbox("anna@example.dk", COPENHAGEN)
NOTICE = Notice(
    key="day:anna:2026-11-24",
    uid="5f2c0e1a9b",
    subject="Note om din hjemmedag",
    body="Vi ser et møde kl. 10.\n\nAftal det med din leder; det, I plejer – «æøå» 🏠, \\n.",
    day=TUESDAY,
    end=TUESDAY + timedelta(days=1),
)


class Connector(CalendarReader, NoticeWriter, Protocol):
    """A connector with the doors that this suite is about."""


@dataclass(frozen=True)
class Weekly:
    """A weekly meeting of an hour, and what its owner did to occurrences (by original date)."""

    subject: str
    start: datetime
    count: int
    deleted: Sequence[date] = ()
    moved: Mapping[date, datetime] | None = None
    renamed: Mapping[date, str] | None = None


class Desk(Protocol):
    """The connector under test, and what its mailboxes' owners can do outside of it."""

    @property
    def connector(self) -> Connector:
        """The connector under test."""

    def add_mailbox(self, address: str) -> None:
        """Open an empty calendar."""

    def spoil_mailbox(self, address: str) -> None:
        """Open a calendar that cannot be read as a whole."""

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        """Write an entry."""

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        """Write a series."""

    def spoil_item(self, address: str) -> None:
        """Write an item that nobody can read, with the word ``hemmeligt`` in it."""

    def lost_cursor(self, cursor: str) -> str:
        """What a cursor looks like that the server has forgotten, or never gave."""

    def edit_note(self, address: str, key: str, subject: str) -> None:
        """Change the subject of a note."""

    def delete_note(self, address: str, key: str) -> None:
        """Delete a note."""

    def change_note_id(self, address: str, key: str) -> None:
        """Do to a note what gives it another id and leaves all else."""

    def double_note(self, address: str, key: str) -> None:
        """Copy a note, so that a younger one with the same key stands beside it."""


class Promises:
    """Common words of the promises."""

    @pytest.fixture(autouse=True)
    def _open_mailbox(self, desk: Desk) -> None:
        desk.add_mailbox(ANNA.address)

    def read(
        self, desk: Desk, cursor: str | None = None, mailbox: Mailbox = ANNA
    ) -> Unchanged | Snapshot | ConnectorError:
        """The outcome for one mailbox."""
        request = ReadRequest(mailbox, MONDAY, WINDOW_END, cursor)
        (result,) = desk.connector.read([request])
        return result.outcome

    def snapshot(self, desk: Desk, mailbox: Mailbox = ANNA) -> Snapshot:
        """A fresh snapshot of one mailbox."""
        outcome = self.read(desk, mailbox=mailbox)
        assert isinstance(outcome, Snapshot)
        return outcome

    def managed(self, desk: Desk) -> list[CalendarEvent]:
        """The notes that a read gives back."""
        return [event for event in self.snapshot(desk).events if event.managed_key]
