"""Published calendars keep the reader's promises, whatever marks of a version the server gives."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import pytest

from connectors.base import EvidenceReader, InviteSender, NoticeWriter
from connectors.feed import Feed
from connectors.model import Unchanged, When
from tests.conformance.suite import ANNA, MONDAY, TUESDAY, ReaderPromises, Weekly
from tests.conformance.test_files import FilesDesk
from tests.feed_server import Asked, FeedServer, send, serving

Marks = Literal["etag", "anew"]


class FeedDesk:
    """Calendars are files behind a web server; ``anew``: it writes each answer afresh."""

    def __init__(self, root: Path, server: FeedServer, marks: Marks) -> None:
        self.connector: Any = Feed(server.url, allow_private=True)
        self._files = FilesDesk(root, "export")
        self._root = root
        self._marks = marks
        self._stamps = count(1)
        server.otherwise = self._answer

    def _answer(self, asked: Asked) -> None:
        path = self._root / unquote(asked.path[1:])
        if path.is_symlink():
            send(500)(asked)
        elif not path.exists():
            send(404)(asked)
        elif self._marks == "anew":
            send(200, _written_anew(path.read_bytes(), next(self._stamps)))(asked)
        else:
            content = path.read_bytes()
            etag = f'"{hashlib.sha256(content).hexdigest()}"'
            same = asked.headers.get("If-None-Match") == etag
            send(304 if same else 200, b"" if same else content, etag=etag)(asked)

    def add_mailbox(self, address: str) -> None:
        self._files.add_mailbox(address)

    def spoil_mailbox(self, address: str) -> None:
        self._files.spoil_mailbox(address)

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        self._files.add(address, subject, start, end)

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        self._files.add_weekly(address, weekly)

    def spoil_item(self, address: str) -> None:
        self._files.spoil_item(address)

    def lost_cursor(self, cursor: str) -> str:
        return cursor.replace('"digest": "', '"digest": "0').replace("etag", "mark")

    def edit_note(self, address: str, key: str, subject: str) -> None:
        raise NotImplementedError

    def delete_note(self, address: str, key: str) -> None:
        raise NotImplementedError

    def change_note_id(self, address: str, key: str) -> None:
        raise NotImplementedError

    def double_note(self, address: str, key: str) -> None:
        raise NotImplementedError


def _written_anew(content: bytes, number: int) -> bytes:
    """The same calendar with new time stamps, its entries in another order, folded elsewhere."""
    head, *events = content.removesuffix(b"END:VCALENDAR\r\n").split(b"BEGIN:VEVENT\r\n")
    random.Random(number).shuffle(events)
    stamp = b"DTSTAMP:20261123T0800%02dZ\r\n" % number
    body = b"".join(b"BEGIN:VEVENT\r\n" + stamp + event for event in events)
    folded = body.replace(b"SUMMARY:", b"SUMM\r\n ARY:") if number % 2 else body
    return head + folded + b"END:VCALENDAR\r\n"


class _Reading(ReaderPromises):
    def test_it_reads_and_does_nothing_else(self, desk: FeedDesk) -> None:
        assert not isinstance(desk.connector, NoticeWriter | InviteSender | EvidenceReader)

    def test_many_entries_in_any_order_are_unchanged(self, desk: FeedDesk) -> None:
        for number in range(9):
            desk.add(ANNA.address, f"Entry {number}", MONDAY, TUESDAY)
        cursor = self.snapshot(desk).cursor
        for _ in range(4):
            outcome = self.read(desk, cursor)
            assert isinstance(outcome, Unchanged)
            cursor = outcome.cursor


class TestReadingFeedsThatTellVersionsApart(_Reading):
    """All of the reader's promises."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Iterator[FeedDesk]:
        with serving() as server:
            yield FeedDesk(tmp_path, server, "etag")


class TestReadingFeedsThatAreWrittenAnew(_Reading):
    """All of the reader's promises."""

    @pytest.fixture
    def desk(self, tmp_path: Path) -> Iterator[FeedDesk]:
        with serving() as server:
            yield FeedDesk(tmp_path, server, "anew")
