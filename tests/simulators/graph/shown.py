"""How an event looks to a client: zone, body and ids as the Prefer headers ask, chosen properties."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from tests.simulators.graph.asked import Call, bad
from tests.simulators.graph.event import PROPERTIES, Event, change_key
from tests.simulators.graph.recurrence import Occurrence
from tests.simulators.graph.store import Mailbox, id_of
from tests.simulators.graph.zones import When, instant, stamp, wire, zone_of

NEVER = "0001-01-01T00:00:00Z"
NOT_SELECTED_IN_VIEWS = frozenset({"createdDateTime", "lastModifiedDateTime"})
_EXPAND = re.compile(r"^singleValueExtendedProperties\(\$filter=(.+)\)$", re.IGNORECASE)
_EQUALS = re.compile(r"^\s*\w*/?id eq '((?:[^']|'')*)'\s*$", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]+>")


def shown(one: Occurrence, mailbox: Mailbox, call: Call, *, view: bool = False) -> dict[str, Any]:
    """One event, master or occurrence as JSON, as the call selects and expands it."""
    whole = _whole(one, mailbox, call)
    chosen = _selected(call, view=view)
    told = whole if chosen is None else {n: whole[n] for n in whole if n in chosen or "@" in n}
    told = {"@odata.etag": f'W/"{change_key(one.event)}"', "id": whole["id"], **told}
    wanted = _expanded(call)
    found = [{"id": n, "value": v} for n, v in one.event.extended.items() if n in wanted]
    if found:
        told["singleValueExtendedProperties"] = found
    return told


def checked(call: Call) -> None:
    """A 400 where a call selects, expands or prefers what there is not."""
    wanted_zone(call)
    _selected(call, view=False)
    _expanded(call)


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


def _whole(one: Occurrence, mailbox: Mailbox, call: Call) -> dict[str, Any]:
    event, key = one.event, change_key(one.event)
    fields = {**event.fields, **(one.changed or {})}
    name, zone = wanted_zone(call)
    identity = id_of(one, immutable=call.immutable)
    recurrence = fields["recurrence"] if one.original is None else None
    mine = event.organizer == mailbox.address
    if recurrence and not mine:
        bounds = {**recurrence["range"], "recurrenceTimeZone": ""}
        recurrence = {**recurrence, "range": bounds}
    return {
        **fields,
        "id": identity,
        "changeKey": key,
        "createdDateTime": stamp(event.created_at),
        "lastModifiedDateTime": stamp(event.changed_at),
        "transactionId": event.transaction,
        "originalStartTimeZone": event.zone_name,
        "originalEndTimeZone": event.zone_name,
        "iCalUId": _ical_uid(one),
        "hasAttachments": False,
        "bodyPreview": _text(fields["body"])[:255],
        "body": _body(fields["body"], call),
        "isAllDay": not isinstance(one.start, datetime),
        "isCancelled": event.cancelled,
        "isDraft": False,
        "isOrganizer": mine,
        "seriesMasterId": _master_id(one, call),
        "type": one.kind,
        "webLink": f"https://outlook.office365.com/owa/?itemid={quote(identity)}&exvsurl=1",
        "responseStatus": {"response": event.response, "time": NEVER},
        "start": None if event.broken else boundary(one.start, name, zone),
        "end": None if event.broken else boundary(one.end, name, zone),
        "originalStart": _original_start(one),
        "location": _location(fields["location"]),
        "locations": [_location(place) for place in fields["locations"]],
        "recurrence": recurrence,
        "organizer": _person(event),
    }


def _master_id(one: Occurrence, call: Call) -> str | None:
    if one.original is None:
        return None
    event = one.event
    return id_of(Occurrence(event, None, event.start, event.end), immutable=call.immutable)


def _original_start(one: Occurrence) -> str | None:
    return None if one.original is None else stamp(instant(one.original, one.event.zone))


def _ical_uid(one: Occurrence) -> str:
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


def _selected(call: Call, *, view: bool) -> frozenset[str] | None:
    raw = call.query.get("$select")
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
    return frozenset(names - NOT_SELECTED_IN_VIEWS if view else names)


def _expanded(call: Call) -> Iterable[str]:
    raw = call.query.get("$expand")
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
