"""How an event looks to a client: zone, body and ids as the Prefer headers ask, chosen properties."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.simulators.graph.asked import Call, bad
from tests.simulators.graph.event import DEFAULTS, PROPERTIES, Event, change_key
from tests.simulators.graph.recurrence import Occurrence
from tests.simulators.graph.store import Mailbox, id_of
from tests.simulators.graph.zones import When, instant, stamp, wire, zone_of

NEVER = "0001-01-01T00:00:00Z"
NOT_SELECTED_IN_VIEWS = frozenset({"createdDateTime", "lastModifiedDateTime"})
_EXPAND = re.compile(r"^singleValueExtendedProperties\(\$filter=(.+)\)$", re.IGNORECASE)
_EQUALS = re.compile(r"^\s*\w*/?id eq '((?:[^']|'')*)'\s*$", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Look:
    """One event as one call sees it; ``fields``: those of the series, changed by its exception."""

    one: Occurrence
    mailbox: Mailbox
    call: Call
    fields: Mapping[str, Any]
    id: str

    @property
    def event(self) -> Event:
        """The stored event."""
        return self.one.event


def shown(one: Occurrence, mailbox: Mailbox, call: Call, *, view: bool = False) -> dict[str, Any]:
    """One event, master or occurrence as JSON, as the call selects and expands it."""
    fields = {**one.event.fields, **one.changed} if one.changed else one.event.fields
    look = Look(one, mailbox, call, fields, id_of(one, immutable=call.immutable))
    chosen = _selected(call.query.get("$select"), view=view)
    names = SHOWN if chosen is None else chosen
    told: dict[str, Any] = {"@odata.etag": f'W/"{change_key(one.event)}"', "id": look.id}
    for name in names:
        told[name] = MADE[name](look) if name in MADE else fields[name]
    wanted = _expanded(call.query.get("$expand"))
    found = [{"id": n, "value": v} for n, v in one.event.extended.items() if n in wanted]
    if found:
        told["singleValueExtendedProperties"] = found
    return told


def checked(call: Call) -> None:
    """A 400 where a call selects, expands or prefers what there is not."""
    wanted_zone(call)
    _selected(call.query.get("$select"), view=False)
    _expanded(call.query.get("$expand"))


def stub(one: Occurrence, call: Call) -> dict[str, Any]:
    """All that a delta answer tells of an occurrence that is like its series."""
    zone_name, zone = wanted_zone(call)
    master = Occurrence(one.event, None, one.event.start, one.event.end)
    return {
        "@odata.type": "#microsoft.graph.event",
        "@odata.etag": f'W/"{change_key(one.event)}"',
        "id": id_of(one, immutable=call.immutable),
        "seriesMasterId": id_of(master, immutable=call.immutable),
        "type": "occurrence",
        "start": boundary(one.start, zone_name, zone),
        "end": boundary(one.end, zone_name, zone),
    }


def wanted_zone(call: Call) -> tuple[str, ZoneInfo]:
    """The zone that times are wanted in: its name as asked for, and what it is."""
    name = call.prefers.get("outlook.timezone", "UTC")
    return name, zone_of(name)


def boundary(when: When, name: str, zone: ZoneInfo) -> dict[str, str]:
    """A start or an end. An all-day one is midnight in UTC, whatever zone is wanted."""
    if not isinstance(when, datetime):
        return {"dateTime": f"{when.isoformat()}T00:00:00.0000000", "timeZone": "UTC"}
    return {"dateTime": wire(when.astimezone(zone)), "timeZone": name}


def applied(call: Call) -> dict[str, str]:
    """The header that tells which wishes were heard."""
    known = ("outlook.timezone", "outlook.body-content-type", "odata.maxpagesize")
    heard = [f'{name}="{call.prefers[name]}"' for name in known if name in call.prefers]
    return {"Preference-Applied": ", ".join(heard)} if heard else {}


def _boundary(look: Look, when: When) -> dict[str, str] | None:
    return None if look.event.broken else boundary(when, *wanted_zone(look.call))


def _recurrence(look: Look) -> dict[str, Any] | None:
    rule: dict[str, Any] | None = look.fields["recurrence"]
    if rule is None or look.one.original is not None:
        return None
    if look.event.organizer == look.mailbox.address:
        return rule
    return {**rule, "range": {**rule["range"], "recurrenceTimeZone": ""}}


def _master_id(look: Look) -> str | None:
    one, call = look.one, look.call
    if one.original is None:
        return None
    event = one.event
    return id_of(Occurrence(event, None, event.start, event.end), immutable=call.immutable)


def _original_start(look: Look) -> str | None:
    one = look.one
    return None if one.original is None else stamp(instant(one.original, one.event.zone))


def _ical_uid(look: Look) -> str:
    one = look.one
    if one.original is None:
        return one.event.uid
    return f"{one.event.uid[:32]}{one.original:%Y%m%d}{one.event.uid[32:]}"


def _person(event: Event) -> dict[str, Any]:
    name = event.organizer.partition("@")[0].replace(".", " ").title()
    return {"emailAddress": {"name": name, "address": event.organizer}}


def _location(place: Mapping[str, Any]) -> dict[str, Any]:
    name = place.get("displayName", "")
    return {**place, "displayName": name, "locationType": place.get("locationType", "default")}


def _body(body: Mapping[str, Any], call: Call) -> dict[str, str]:
    if call.prefers.get("outlook.body-content-type", "html").lower() == "text":
        return {"contentType": "text", "content": _text(body)}
    content = body.get("content") or ""
    if body.get("contentType", "text").lower() == "text":
        escaped = html.escape(content, quote=False).replace("\n", "<br>\r\n")
        content = f'<html><head></head><body><div class="PlainText">{escaped}</div></body></html>'
    return {"contentType": "html", "content": content}


def _text(body: Mapping[str, Any]) -> str:
    content: str = body.get("content") or ""
    if body.get("contentType", "text").lower() == "text":
        return content
    return html.unescape(_TAGS.sub("", re.sub(r"<br/?>\s*", "\n", content)))


@lru_cache(maxsize=64)
def _selected(raw: str | None, *, view: bool) -> tuple[str, ...] | None:
    if not raw:
        return None
    names = {name.strip() for name in raw.split(",")}
    if unknown := names - PROPERTIES:
        raise bad(
            f"Could not find a property named '{min(unknown)}' on type 'microsoft.graph.event'.",
            "RequestBroker--ParseUri",
        )
    if "location" in names:  # the documented answers have both
        names.add("locations")
    kept = names - NOT_SELECTED_IN_VIEWS if view else names
    return tuple(name for name in SHOWN if name in kept)


@lru_cache(maxsize=64)
def _expanded(raw: str | None) -> Iterable[str]:
    if not raw:
        return ()
    match = _EXPAND.match(raw.strip())
    parts = [_EQUALS.match(part) for part in match[1].split(" or ")] if match else [None]
    ids = [part[1].replace("''", "'") for part in parts if part]
    if len(ids) != len(parts):
        raise bad(
            "Extended properties are expanded with a filter on their ids.", "ErrorInvalidUrlQuery"
        )
    return ids


MADE: dict[str, Callable[[Look], Any]] = {
    "changeKey": lambda look: change_key(look.event),
    "createdDateTime": lambda look: stamp(look.event.created_at),
    "lastModifiedDateTime": lambda look: stamp(look.event.changed_at),
    "transactionId": lambda look: look.event.transaction,
    "originalStartTimeZone": lambda look: look.event.zone_name,
    "originalEndTimeZone": lambda look: look.event.zone_name,
    "iCalUId": _ical_uid,
    "hasAttachments": lambda _: False,
    "bodyPreview": lambda look: _text(look.fields["body"])[:255],
    "body": lambda look: _body(look.fields["body"], look.call),
    "isAllDay": lambda look: not isinstance(look.one.start, datetime),
    "isCancelled": lambda look: look.event.cancelled,
    "isDraft": lambda _: False,
    "isOrganizer": lambda look: look.event.organizer == look.mailbox.address,
    "seriesMasterId": _master_id,
    "type": lambda look: look.one.kind,
    "webLink": lambda look: f"https://outlook.office365.com/owa/?itemid={quote(look.id)}&exvsurl=1",
    "responseStatus": lambda look: {"response": look.event.response, "time": NEVER},
    "start": lambda look: _boundary(look, look.one.start),
    "end": lambda look: _boundary(look, look.one.end),
    "originalStart": _original_start,
    "location": lambda look: _location(look.fields["location"]),
    "locations": lambda look: [_location(place) for place in look.fields["locations"]],
    "recurrence": _recurrence,
    "organizer": lambda look: _person(look.event),
}
"""The properties that are not kept as they are shown."""
SHOWN = (*MADE, *(name for name in DEFAULTS if name not in MADE))
