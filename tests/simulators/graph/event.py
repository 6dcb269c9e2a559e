"""An event as the store keeps it: its properties as JSON, and what time made of them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.graph.asked import bad
from tests.simulators.graph.zones import DAY, When, local_of, zone_of

CHOICES = {
    "showAs": ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown"),
    "sensitivity": ("normal", "personal", "private", "confidential"),
    "importance": ("low", "normal", "high"),
}
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


def check(body: Any) -> Mapping[str, Any]:
    """The body of a write; a 400 for names and values that an event does not have."""
    if not isinstance(body, dict):
        raise bad("Empty Payload. JSON content expected.", "BadRequest")
    for name, value in body.items():
        if name not in PROPERTIES and "@" not in name:
            raise bad(
                f"The property '{name}' does not exist on type 'microsoft.graph.event'. Make sure "
                "to only use property names that are defined by the type.",
                "RequestBodyRead",
            )
        if name in CHOICES and value not in CHOICES[name]:
            raise bad(f"Requested value '{value}' was not found.", "RequestBodyRead")
    if len(body.get("attendees") or ()) > 500:
        raise bad("An event has at most 500 attendees.", "ErrorExceededMaxRecipientLimit")
    return body


def plain(body: Mapping[str, Any]) -> dict[str, Any]:
    """What of a body goes into an event's fields, locations mirrored and people settled."""
    kept = {n: v for n, v in body.items() if n in DEFAULTS and n not in KEPT_APART}
    if "location" in kept and "locations" not in kept:
        kept["locations"] = [kept["location"]] if kept["location"] else []
    elif kept.get("locations"):
        kept["location"] = kept["locations"][0]
    if "attendees" in kept:
        kept["attendees"] = [_settled(guest) for guest in kept["attendees"] or ()]
    if kept.get("isOnlineMeeting"):
        kept.setdefault("onlineMeetingProvider", "teamsForBusiness")
        join = "https://teams.example.com/l/meetup-join/19%3ameeting"
        kept["onlineMeeting"] = {"joinUrl": join}
    return kept


def _settled(guest: Mapping[str, Any]) -> dict[str, Any]:
    address = guest["emailAddress"]["address"]
    named = {"name": guest["emailAddress"].get("name") or address, "address": address}
    status = guest.get("status") or {"response": "none", "time": "0001-01-01T00:00:00Z"}
    return {"type": guest.get("type", "required"), "status": status, "emailAddress": named}


def times(body: Mapping[str, Any], *, all_day: bool) -> tuple[When, When, str]:
    """Start, end and zone's name of a body; a 400 where an all-day event is not on midnights."""
    if not body.get("start") or not body.get("end"):
        raise bad("An event needs a start and an end.", "ErrorPropertyValidationFailure")
    (start, name), (end, end_name) = local_of(body["start"]), local_of(body["end"])
    if all_day:
        if name != end_name or any(t.time() != t.time().min for t in (start, end)):
            raise bad(
                "An all-day event starts and ends at midnight, in one time zone.",
                "ErrorPropertyValidationFailure",
            )
        return start.date(), max(end.date(), start.date() + DAY), name
    begins, ends = (
        t.replace(tzinfo=zone_of(n)).astimezone(UTC) for t, n in ((start, name), (end, end_name))
    )
    if ends < begins:
        raise bad("An end before its start.", "ErrorPropertyValidationFailure")
    return begins, ends, name


def extended_of(body: Mapping[str, Any]) -> dict[str, str]:
    """The single-value extended properties of a body, by id."""
    return {p["id"]: p["value"] for p in body.get("singleValueExtendedProperties") or ()}


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
