"""A mailbox moves from the EWS simulator to the Graph simulator, series, guests and named properties too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.item import Item, value_of
from tests.simulators.ews.recurrence import MONTHS, zone_of_item
from tests.simulators.ews.soap import NAMES, Element, local, text_of
from tests.simulators.ews.zones import windows_name
from tests.simulators.graph.body import plain
from tests.simulators.graph.event import Event
from tests.simulators.graph.store import Mailbox
from tests.simulators.graph.tenant import Tenant
from tests.simulators.graph.zones import When

BUSY = {"WorkingElsewhere": "workingElsewhere", "NoData": "unknown"}
RESPONSES = {
    "Organizer": "organizer",
    "Accept": "accepted",
    "Tentative": "tentativelyAccepted",
    "Decline": "declined",
}
KINDS = {
    "DailyRecurrence": "daily",
    "WeeklyRecurrence": "weekly",
    "AbsoluteMonthlyRecurrence": "absoluteMonthly",
    "RelativeMonthlyRecurrence": "relativeMonthly",
    "AbsoluteYearlyRecurrence": "absoluteYearly",
    "RelativeYearlyRecurrence": "relativeYearly",
}
TEXTS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "Subject": ("subject", str),
    "Importance": ("importance", str.lower),
    "Sensitivity": ("sensitivity", str.lower),
    "LegacyFreeBusyStatus": ("showAs", lambda word: BUSY.get(word, word.lower())),
    "Location": ("location", lambda name: {"displayName": name} if name else {}),
    "ReminderIsSet": ("isReminderOn", "true".__eq__),
    "IsResponseRequested": ("responseRequested", "true".__eq__),
}
GUESTS = {"RequiredAttendees": "required", "OptionalAttendees": "optional", "Resources": "resource"}


def move_to_cloud(exchange: Exchange, tenant: Tenant, address: str) -> Mailbox:
    """Move a mailbox; EWS does not know it any more, and Graph does from now on."""
    there = exchange.store.open(address)
    here = tenant.store.add_mailbox(address, there.zone)
    here.spoiled = None
    for item in sorted(there.items.values(), key=lambda item: item.number):
        copied(item, tenant, here)
    there.items.clear()
    there.spoiled = "ErrorNonExistentMailbox"
    return here


def copied(item: Item, tenant: Tenant, mailbox: Mailbox) -> Event:
    """The event that an item is in a mailbox of Graph's, with another id and the same UID."""
    zone = zone_of_item(item, mailbox.zone)
    start, end = _when(item, item.start, zone), _when(item, item.end, zone)
    fields = plain(_fields(item.fields))
    if item.recurring:
        fields["recurrence"] = _recurrence(item.fields["Recurrence"], windows_name(zone))
    event = tenant.store.add(
        mailbox,
        start,
        end,
        windows_name(zone),
        zone,
        fields,
        uid=item.uid,
        organizer=item.organizer,
        response=RESPONSES.get(item.response, "notResponded"),
        cancelled=item.cancelled,
        broken=item.broken,
        sequence=item.sequence,
        extended=_extended(item),
    )
    event.created_at = datetime.fromisoformat(item.created_at)
    event.deleted = {_when(item, original, zone) for original in item.deleted}
    for original, changed in item.exceptions.items():
        event.changes[_when(item, original, zone)] = _changed(item, changed, zone)
    return event


def _when(item: Item, instant: datetime, zone: ZoneInfo) -> When:
    return instant.astimezone(zone).date() if item.yes("IsAllDayEvent") else instant


def _changed(item: Item, changed: dict[str, Element], zone: ZoneInfo) -> dict[str, Any]:
    times = {
        name.lower(): _when(item, datetime.fromisoformat(changed[name].text), zone)
        for name in ("Start", "End")
        if name in changed
    }
    return {**plain(_fields(changed)), **times}


def _fields(fields: dict[str, Element]) -> dict[str, Any]:
    found = {
        name: read(fields[there].text or "")
        for there, (name, read) in TEXTS.items()
        if there in fields
    }
    if "Body" in fields:
        kind = fields["Body"].get("BodyType", "Text").lower()
        found["body"] = {"contentType": kind, "content": fields["Body"].text or ""}
    if "Categories" in fields:
        found["categories"] = [one.text for one in fields["Categories"]]
    if guests := [guest for name in GUESTS for guest in _guests(fields.get(name), GUESTS[name])]:
        found["attendees"] = guests
    return found


def _guests(listed: Element, kind: str) -> list[dict[str, Any]]:
    found = []
    for one in () if listed is None else listed:
        address = text_of(one, "t:Mailbox/t:EmailAddress")
        name = text_of(one, "t:Mailbox/t:Name") or address
        answer = RESPONSES.get(text_of(one, "t:ResponseType") or "", "none")
        status = {"response": answer, "time": "0001-01-01T00:00:00Z"}
        found.append(
            {"type": kind, "status": status, "emailAddress": {"name": name, "address": address}}
        )
    return found


def _recurrence(rule: Element, zone_name: str) -> dict[str, Any]:
    pattern, bounds = rule[0], rule[1]
    month = text_of(pattern, "t:Month")
    told: dict[str, Any] = {
        "type": KINDS[local(pattern)],
        "interval": int(text_of(pattern, "t:Interval") or 1),
        "month": MONTHS.index(month) + 1 if month else 0,
        "dayOfMonth": int(text_of(pattern, "t:DayOfMonth") or 0),
        "daysOfWeek": [day.lower() for day in (text_of(pattern, "t:DaysOfWeek") or "").split()],
        "firstDayOfWeek": (text_of(pattern, "t:FirstDayOfWeek") or "Sunday").lower(),
        "index": (text_of(pattern, "t:DayOfWeekIndex") or "First").lower(),
    }
    kind = {"NumberedRecurrence": "numbered", "EndDateRecurrence": "endDate"}
    ends = {
        "type": kind.get(local(bounds), "noEnd"),
        "startDate": _day(bounds, "t:StartDate"),
        "endDate": _day(bounds, "t:EndDate"),
        "recurrenceTimeZone": zone_name,
        "numberOfOccurrences": int(text_of(bounds, "t:NumberOfOccurrences") or 0),
    }
    return {"pattern": told, "range": ends}


def _day(bounds: Element, path: str) -> str:
    """An xs:date without the offset that Exchange may put behind it."""
    return (bounds.findtext(path, namespaces=NAMES) or date.min.isoformat())[:10]


def _extended(item: Item) -> dict[str, str]:
    """The named string properties, by the ids that Graph knows them by."""
    return {
        f"String {{{guid}}} Name {name}": value_of(value)[0]
        for (guid, name, kind), value in item.extended.items()
        if kind == "String" and guid != "tag"
    }
