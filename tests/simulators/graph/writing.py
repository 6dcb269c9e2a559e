"""Writing: events created, changed and deleted, meetings called off and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.simulators.graph import meetings
from tests.simulators.graph.asked import Call, GraphError, Reply, bad
from tests.simulators.graph.body import check, extended_of, plain, times
from tests.simulators.graph.event import TIMES, Event, change_key, event_id
from tests.simulators.graph.recurrence import Occurrence, itself, rule_dates
from tests.simulators.graph.shown import applied, boundary, shown
from tests.simulators.graph.store import Mailbox
from tests.simulators.graph.zones import zone_of

if TYPE_CHECKING:
    from tests.simulators.graph.tenant import Tenant

GUESTS_ONLY = frozenset({"attendees"})


def create(tenant: Tenant, call: Call, mailbox: Mailbox, _: Sequence[str]) -> Reply:
    """A new event; who is invited is told. A transactionId that was used is refused."""
    body = check(call.body)
    transaction = body.get("transactionId")
    if transaction in mailbox.transactions:
        raise _duplicate(tenant, call, mailbox, transaction)
    start, end, name = times(body, all_day=bool(body.get("isAllDay")))
    fields = plain(body)
    if body.get("recurrence"):
        next(rule_dates(body["recurrence"]), None)
        bounds = {
            "recurrenceTimeZone": name,
            "numberOfOccurrences": 0,
            **body["recurrence"]["range"],
        }
        pattern = {"month": 0, "dayOfMonth": 0, "interval": 1, **body["recurrence"]["pattern"]}
        fields["recurrence"] = {"pattern": pattern, "range": bounds}
    zone, extended = zone_of(name), extended_of(body)
    event = tenant.store.add(
        mailbox, start, end, name, zone, fields, extended=extended, transaction=transaction
    )
    meetings.invite(tenant, event)
    return _saved(201, itself(event), mailbox, call)


def update(tenant: Tenant, call: Call, mailbox: Mailbox, ids: Sequence[str]) -> Reply:
    """Some properties of an event or of one occurrence changed."""
    one = tenant.store.at(mailbox, ids[0])
    _match(call, one.event)
    body = check(call.body)
    if body.get("transactionId", one.event.transaction) != one.event.transaction:
        raise bad("The property 'transactionId' can't be changed.", "ErrorInvalidPropertySet")
    before = one.event.attendees()
    if one.original is None:
        _rewrite(one, body)
        tenant.store.touch(one.event)
    else:
        tenant.store.change(one.event, one.original, _differences(one, body))
    one = tenant.store.at(mailbox, event_id(one.event, one.original, immutable=True))
    if one.event.organizer == mailbox.address and (before or one.event.attendees()):
        one.event.sequence += 1
        guests_only = set(body) <= GUESTS_ONLY
        meetings.tell_of_update(tenant, one.event, before, guests_only=guests_only)
    return _saved(200, one, mailbox, call)


def delete(tenant: Tenant, call: Call, mailbox: Mailbox, ids: Sequence[str]) -> Reply:
    """An event gone; the organizer's copy of a meeting also sends cancellations."""
    one = tenant.store.at(mailbox, ids[0])
    _match(call, one.event)
    _take_away(tenant, mailbox, one)
    return Reply(204)


def cancel(tenant: Tenant, call: Call, mailbox: Mailbox, ids: Sequence[str]) -> Reply:
    """A meeting called off by its organizer."""
    one = tenant.store.at(mailbox, ids[0])
    if one.event.organizer != mailbox.address or not one.event.attendees():
        raise bad("You need to be an organizer to cancel a meeting.", "ErrorAccessDenied")
    _take_away(tenant, mailbox, one)
    return Reply(202)


def respond(tenant: Tenant, call: Call, mailbox: Mailbox, ids: Sequence[str]) -> Reply:
    """A guest's answer."""
    event = tenant.store.at(mailbox, ids[0]).event
    if event.organizer == mailbox.address:
        raise bad("You can't respond to this meeting because you're the meeting organizer.")
    mails = (call.body or {}).get("sendResponse", True)
    meetings.respond(tenant, mailbox, event, call.segments[-1], mails=mails)
    return Reply(202)


def _take_away(tenant: Tenant, mailbox: Mailbox, one: Occurrence) -> None:
    if one.event.organizer == mailbox.address:
        one.event.sequence += 1
        if one.original is None:
            meetings.call_off(tenant, one.event)
    if one.original is None:
        tenant.store.remove(one.event)
    else:
        tenant.store.drop(one.event, one.original)


def _rewrite(one: Occurrence, body: Mapping[str, Any]) -> None:
    event = one.event
    event.fields |= deepcopy(plain(body))
    event.extended |= extended_of(body)
    if TIMES & set(body):
        start, end, name = times(_timed(one, body), all_day=body.get("isAllDay", event.all_day))
        event.start, event.end, event.zone_name, event.zone = start, end, name, zone_of(name)


def _differences(one: Occurrence, body: Mapping[str, Any]) -> dict[str, Any]:
    changed = deepcopy(plain(body))
    if TIMES & set(body):
        start, end, _ = times(_timed(one, body), all_day=one.event.all_day)
        changed |= {"start": start, "end": end}
    return changed


def _timed(one: Occurrence, body: Mapping[str, Any]) -> dict[str, Any]:
    """The start and the end of a body, or those there are."""
    utc = zone_of("UTC")
    kept = {"start": boundary(one.start, "UTC", utc), "end": boundary(one.end, "UTC", utc)}
    return {**kept, **{name: body[name] for name in ("start", "end") if body.get(name)}}


def _match(call: Call, event: Event) -> None:
    wanted = call.headers.get("if-match", "*")
    if wanted not in ("*", f'W/"{change_key(event)}"'):
        raise GraphError(
            412,
            "ErrorIrresolvableConflict",
            "The send or update operation could not be performed because the change key passed in "
            "the request does not match the current change key for the item.",
        )


def _duplicate(tenant: Tenant, call: Call, mailbox: Mailbox, transaction: str) -> GraphError:
    event = mailbox.events.get(mailbox.transactions[transaction])
    more: dict[str, str] = {}
    if event is not None:
        more["@event.existingEventId"] = event_id(event, immutable=call.immutable)
    return GraphError(
        tenant.manners.duplicate_status,
        "ErrorDuplicateTransactionId",
        f"The transaction id {transaction} has already been used to create a different event.",
        more=more,
    )


def _saved(status: int, one: Occurrence, mailbox: Mailbox, call: Call) -> Reply:
    context = f"https://graph.microsoft.com/v1.0/$metadata#users('{mailbox.id}')/events/$entity"
    told = {"@odata.context": context, **shown(one, mailbox, call)}
    told.pop("singleValueExtendedProperties", None)
    location = {"Location": f"{call.root}/users/{mailbox.id}/events/{told['id']}"}
    return Reply(status, told, {**applied(call), **(location if status == 201 else {})})
