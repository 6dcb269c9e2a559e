"""The cursor of a calendar in Graph: the link of a round of changes, its window, and what was read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta

from connectors.graph_window import WIDEST
from connectors.ics_lines import digest
from connectors.model import Mailbox, ReadRequest

VERSION = 1
"""Grows whenever the same events would be read differently."""
WEEK = timedelta(weeks=1)
LEAST, LOTS = 3, 6
"""A token's window goes on so many weeks, and up to so many more by lot, after what is asked for."""


@dataclass(frozen=True, slots=True)
class Token:
    """``link``: where changes in the dates ``[first, last)`` are told of; empty where it was not had."""

    first: date
    last: date
    link: str

    def covers(self, request: ReadRequest) -> bool:
        """Whether nothing that is asked for lies outside its window."""
        return bool(self.link) and self.first <= request.start and request.end <= self.last


@dataclass(frozen=True, slots=True)
class GraphCursor:
    """``mailbox``: whose it is; ``basis``: digest of all that reading depends on."""

    mailbox: str
    basis: str
    token: Token

    def __str__(self) -> str:
        dates = f"{self.token.first.isoformat()}/{self.token.last.isoformat()}"
        return f"graph/{self.mailbox}/{self.basis}/{dates}/{self.token.link}"


def cursor_of(request: ReadRequest, token: Token) -> GraphCursor:
    """The cursor for a request that was answered with what a token stands for."""
    return GraphCursor(digest(request.mailbox.address.lower()), basis_of(request), token)


def basis_of(request: ReadRequest) -> str:
    """A digest of the window and of the mailbox as it was asked for."""
    mailbox = request.mailbox
    words = (request.start, request.end, mailbox.zone.key, mailbox.address, *mailbox.aliases)
    return digest(f"{VERSION}/" + "/".join(map(str, words)))


def parse_cursor(text: str | None, request: ReadRequest) -> GraphCursor | None:
    """The cursor if it is one of ours for the same mailbox, whatever its window."""
    parts = (text or "").split("/", 5)
    if len(parts) != 6 or parts[0] != "graph":
        return None
    if parts[1] != digest(request.mailbox.address.lower()):
        return None
    try:
        token = Token(date.fromisoformat(parts[3]), date.fromisoformat(parts[4]), parts[5])
    except ValueError:
        return None
    return GraphCursor(parts[1], parts[2], token)


def wide_window(request: ReadRequest) -> tuple[date, date]:
    """The window of a new token: wider than needed, so that it is seldom made anew.

    How much is drawn by lot, so that not all mailboxes need a new one in the same week.
    """
    last = request.end + (LEAST + _lot(request.mailbox)) * WEEK
    return request.start, max(request.end, min(last, request.start + WIDEST))


def _lot(mailbox: Mailbox) -> int:
    return int(hashlib.sha256(mailbox.address.encode()).hexdigest()[:8], 16) % LOTS
