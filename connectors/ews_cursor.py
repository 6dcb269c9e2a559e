"""The cursor of an EWS calendar: the sync state, what it was read for, and when it was last read whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from connectors.ics_lines import digest
from connectors.model import Mailbox, ReadRequest

VERSION = 1
"""Grows whenever the same items would be read differently."""
_WHOLE_DAY = timedelta(hours=24)
_SPREAD = 4 * 3600


@dataclass(frozen=True, slots=True)
class EwsCursor:
    """``basis``: digest of all that reading depends on; ``whole_at``: last read of the whole window."""

    basis: str
    whole_at: datetime
    state: str

    def __str__(self) -> str:
        return f"ews/{self.basis}/{self.whole_at:%Y%m%dT%H%M%S}/{self.state}"

    def due(self, now: datetime, mailbox: Mailbox) -> bool:
        """Whether the window is read whole again: daily, each mailbox at its own hour.

        This heals what SyncFolderItems fails to tell.
        """
        lot = int(hashlib.sha256(mailbox.address.encode()).hexdigest()[:8], 16) % _SPREAD
        return now - self.whole_at >= _WHOLE_DAY - timedelta(seconds=lot)


def basis_of(request: ReadRequest) -> str:
    """A digest of the window and of the mailbox as it was asked for."""
    mailbox = request.mailbox
    words = (request.start, request.end, mailbox.zone.key, mailbox.address, *mailbox.aliases)
    return digest(f"{VERSION}/" + "/".join(map(str, words)))


def parse_cursor(text: str | None, request: ReadRequest) -> EwsCursor | None:
    """The cursor if it is one of ours for the same window and mailbox."""
    parts = (text or "").split("/", 3)
    if len(parts) != 4 or parts[0] != "ews" or parts[1] != basis_of(request) or not parts[3]:
        return None
    try:
        whole_at = datetime.strptime(parts[2], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return EwsCursor(parts[1], whole_at, parts[3])
