"""An event as the store keeps it: its properties as JSON, and what time made of them."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.graph.asked import bad
from tests.simulators.graph.zones import When

DEFAULTS: dict[str, Any] = {
    "subject": "",
    "body": {"contentType": "html", "content": ""},
    "categories": [],
    "importance": "normal",
    "sensitivity": "normal",
    "showAs": "busy",
    "isReminderOn": True,
    "reminderMinutesBeforeStart": 15,
    "responseRequested": True,
    "allowNewTimeProposals": True,
    "hideAttendees": False,
    "isOnlineMeeting": False,
    "onlineMeetingProvider": "unknown",
    "onlineMeeting": None,
    "onlineMeetingUrl": None,
    "location": {},
    "locations": [],
    "attendees": [],
    "recurrence": None,
}
"""What an event has that says nothing: a reminder, too."""
TIMES = frozenset({"start", "end", "isAllDay"})
KEPT_APART = TIMES | {"singleValueExtendedProperties", "transactionId"}
_SET_BY_SERVER = (
    "id changeKey createdDateTime lastModifiedDateTime bodyPreview iCalUId isCancelled "
    "isDraft isOrganizer hasAttachments organizer originalStart originalStartTimeZone "
    "originalEndTimeZone responseStatus seriesMasterId type webLink"
)
SET_BY_SERVER = frozenset(_SET_BY_SERVER.split())
PROPERTIES = frozenset(DEFAULTS) | KEPT_APART | SET_BY_SERVER | {"multiValueExtendedProperties"}


@dataclass
class Event:
    """One stored event. ``start`` and ``end``: dates where it is all-day, else instants in UTC.

    ``changes`` and ``deleted`` go by the original start of an occurrence; ``place`` counts moves.
    """

    number: int
    organizer: str
    uid: str
    start: When
    end: When
    zone_name: str
    zone: ZoneInfo
    fields: dict[str, Any]
    extended: dict[str, str] = field(default_factory=dict)
    changes: dict[When, dict[str, Any]] = field(default_factory=dict)
    deleted: set[When] = field(default_factory=set)
    transaction: str | None = None
    response: str = "organizer"
    cancelled: bool = False
    broken: bool = False
    sequence: int = 0
    version: int = 1
    place: int = 0
    made: int = 0
    changed: int = 0
    created_at: datetime = datetime(2026, 11, 2, 7, tzinfo=UTC)
    changed_at: datetime = datetime(2026, 11, 2, 7, tzinfo=UTC)

    @property
    def recurring(self) -> bool:
        """Whether it is the master of a series."""
        return self.fields["recurrence"] is not None

    @property
    def private(self) -> bool:
        """Whether its sensitivity is any but normal."""
        return bool(self.fields["sensitivity"] != "normal")

    @property
    def all_day(self) -> bool:
        """Whether it lies on dates."""
        return not isinstance(self.start, datetime)

    def attendees(self) -> list[str]:
        """Everybody invited, rooms too, by address."""
        return [guest["emailAddress"]["address"].lower() for guest in self.fields["attendees"]]


def change_key(event: Event) -> str:
    """The opaque mark of an event's version."""
    return base64.b64encode(f"DwAA/{event.number:08}/{event.version:06}".encode()).decode()


def event_id(event: Event, original: When | None = None, *, immutable: bool) -> str:
    """The opaque id of an event, or of one occurrence of it; an immutable one outlives moves."""
    kind = "AAkALg" if immutable else f"AAMk{event.place:02}"
    suffix = f"|{original.isoformat()}" if original is not None else ""
    return base64.urlsafe_b64encode(f"{kind}/{event.number:08}{suffix}".encode()).decode()


def parse_id(identity: str) -> tuple[int, int | None, When | None]:
    """Number, place (None in an immutable id) and original start that an id stands for."""
    try:
        words = base64.urlsafe_b64decode(identity.encode()).decode()
        kind, _, rest = words.partition("/")
        number, _, original = rest.partition("|")
        place = None if kind == "AAkALg" else int(kind.removeprefix("AAMk"))
        return int(number), place, _original(original)
    except (ValueError, binascii.Error):
        raise bad("Id is malformed.", "ErrorInvalidIdMalformed") from None


def _original(text: str) -> When | None:
    if not text:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
