"""The bodies that clients send: checked, brought to the schema's spelling, and taken apart for the store."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from tests.simulators.graph.asked import bad
from tests.simulators.graph.event import DEFAULTS, KEPT_APART, PROPERTIES
from tests.simulators.graph.recurrence import DAYS, FREQUENCIES, INDEX
from tests.simulators.graph.zones import DAY, When, local_of, zone_of

EVENTS = ("singleInstance", "occurrence", "exception", "seriesMaster")
CHOICES: dict[str, tuple[str, ...]] = {
    "showAs": ("free", "tentative", "busy", "oof", "workingElsewhere", "unknown"),
    "sensitivity": ("normal", "personal", "private", "confidential"),
    "importance": ("low", "normal", "high"),
    "contentType": ("text", "html"),
    "type": (
        *("required", "optional", "resource", *EVENTS),
        *("endDate", "noEnd", "numbered", *FREQUENCIES),
    ),
    "daysOfWeek": DAYS,
    "firstDayOfWeek": DAYS,
    "index": tuple(INDEX),
}
READ_ONLY = frozenset({"locationType"})
MOST_GUESTS = 500


def check(body: Any) -> Mapping[str, Any]:
    """The body of a write in the schema's spelling; a 400 for what an event does not have."""
    if not isinstance(body, dict):
        raise bad("Empty Payload. JSON content expected.", "BadRequest")
    for name in body:
        if name not in PROPERTIES and "@" not in name:
            raise bad(
                f"The property '{name}' does not exist on type 'microsoft.graph.event'. Make sure "
                "to only use property names that are defined by the type.",
                "RequestBodyRead",
            )
    if len(body.get("attendees") or ()) > MOST_GUESTS:
        raise bad("An event has at most 500 attendees.", "ErrorExceededMaxRecipientLimit")
    spelt: dict[str, Any] = _spelt(body)
    return spelt


def _spelt(raw: Any, name: str = "") -> Any:
    """Values of enumerations as the schema writes them; their case does not matter."""
    if isinstance(raw, dict):
        return {n: _spelt(value, n) for n, value in raw.items() if n not in READ_ONLY}
    if isinstance(raw, list):
        return [_spelt(value, name) for value in raw]
    if name not in CHOICES or raw is None:
        return raw
    for choice in CHOICES[name]:
        if choice.lower() == str(raw).lower():
            return choice
    raise bad(f"Requested value '{raw}' was not found.", "RequestBodyRead")


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
