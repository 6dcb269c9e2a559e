"""What is written: quiet notes and meetings from the service's own mailbox, as JSON, and what comes back."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from connectors.errors import Unavailable
from connectors.graph_requests import CONTENT, KEY, SEQUENCE
from connectors.graph_wire import Event, GarbledError, decoded
from connectors.model import Invite, Notice
from connectors.zones import windows_name

Payload = dict[str, Any]
_QUIET: Payload = {
    "showAs": "free",
    "sensitivity": "private",
    "isReminderOn": False,
    "responseRequested": False,
    "allowNewTimeProposals": False,
}


_ILLEGAL = re.compile(r"[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


AGAIN = "-again"
"""What is added to a transactionId whose event is gone, once that is certain."""


def written(content: bytes) -> Event:
    """What the answer to a write names; one that cannot be read says nothing about the write."""
    try:
        event = decoded(content, Event)
    except GarbledError as error:
        raise Unavailable(f"nobody knows whether it was written: {error}") from error
    if not event.id or not event.etag:
        raise Unavailable("nobody knows what was written: the answer names no id")
    return event


def legal(text: str) -> str:
    """A text without characters that Exchange cannot carry; line ends are LF."""
    return _ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def is_line(text: str) -> bool:
    """Whether a text is one line of characters that Exchange can carry."""
    return not _ILLEGAL.search(text) and len((text + ".").splitlines()) == 1


def content_of(notice: Notice) -> str:
    """A digest of all that a note shows."""
    words = (notice.subject, notice.body, notice.day.isoformat(), notice.end.isoformat())
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:32]


def note(notice: Notice, zone: ZoneInfo, transaction: str) -> Payload:
    """A note as a new event: without attendees nobody is mailed; its key comes with it."""
    return {
        **_QUIET,
        **note_changes(notice, zone),
        "transactionId": transaction,
        "singleValueExtendedProperties": [
            _property(KEY, notice.key),
            _property(CONTENT, content_of(notice)),
        ],
    }


def note_changes(notice: Notice, zone: ZoneInfo) -> Payload:
    """What to set so that a standing note shows a new version."""
    return {
        "subject": notice.subject,
        "body": {"contentType": "text", "content": legal(notice.body)},
        **_days(notice.day, notice.end, zone),
        "singleValueExtendedProperties": [_property(CONTENT, content_of(notice))],
    }


def meeting(invite: Invite, zone: ZoneInfo, transaction: str) -> Payload:
    """An overview as a new meeting: no reply asked, and its guest sees nobody else."""
    guest = {"type": "required", "emailAddress": {"address": invite.attendee}}
    return {
        **_QUIET,
        **meeting_changes(invite, zone),
        "hideAttendees": True,
        "attendees": [guest],
        "transactionId": transaction,
        "singleValueExtendedProperties": [
            _property(KEY, invite.key),
            _property(SEQUENCE, str(invite.sequence)),
        ],
    }


def meeting_changes(invite: Invite, zone: ZoneInfo) -> Payload:
    """What to set for a new version; Graph mails it to the guest."""
    return {
        "subject": invite.subject,
        "body": {"contentType": "html", "content": legal(invite.html)},
        **_days(invite.day, invite.end, zone),
        "singleValueExtendedProperties": [_property(SEQUENCE, str(invite.sequence))],
    }


def _days(day: date, end: date, zone: ZoneInfo) -> Payload:
    """Midnights in one zone, as an all-day event has to lie."""
    name = windows_name(zone)
    return {
        "isAllDay": True,
        "start": {"dateTime": f"{day.isoformat()}T00:00:00", "timeZone": name},
        "end": {"dateTime": f"{end.isoformat()}T00:00:00", "timeZone": name},
    }


def _property(identity: str, value: str) -> dict[str, str]:
    return {"id": identity, "value": value}
