"""The operations that write: CreateItem, UpdateItem with change keys, DeleteItem."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.finding import named
from tests.simulators.ews.item import (
    MAPI,
    Element,
    Item,
    PropertyKey,
    change_key,
    property_key,
    read_item,
    settle,
)
from tests.simulators.ews.meetings import call_off, invite, tell_of_update
from tests.simulators.ews.recurrence import zone_of_item
from tests.simulators.ews.rights import Seat, folder_of, seat
from tests.simulators.ews.shown import id_element
from tests.simulators.ews.soap import (
    Call,
    EwsError,
    M,
    T,
    answered,
    failure,
    local,
    success,
)
from tests.simulators.ews.store import Mailbox
from tests.simulators.ews.zones import moment, wire, zone_of

NOBODY = "SendToNone"


def create_item(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """New items in a calendar; invitations go out unless the call says to nobody."""
    asked = call.element
    sending = asked.get("SendMeetingInvitations", NOBODY)
    messages = []
    for element in asked.find("{*}Items"):
        try:
            at = _place(exchange, asked.find("{*}SavedItemFolderId"), acts_as)
            fields, extended = read_item(element)
            zone = zone_of(call.zone, at.mailbox.zone)
            item = exchange.store.add(at.mailbox, fields, extended, zone=zone)
            if sending != NOBODY:
                invite(exchange, item)
            messages.append(success("CreateItem", M.Items(T.CalendarItem(id_element(item)))))
        except EwsError as error:
            messages.append(failure("CreateItem", error, M.Items()))
    return answered("CreateItem", messages)


def _place(exchange: Exchange, folder: Element | None, acts_as: str) -> Seat:
    if folder is None:
        return Seat(exchange.store.open(acts_as))
    mailbox, name = folder_of(exchange.store, acts_as, folder[0])
    return _may_write(seat(exchange.store, acts_as, mailbox, name))


def _may_write(at: Seat) -> Seat:
    if not at.writes:
        raise EwsError("ErrorCreateItemAccessDenied", "Access to create the item was denied.")
    return at


def update_item(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """Change items whose change key is the one that the client saw."""
    asked = call.element
    never = asked.get("ConflictResolution") != "AlwaysOverwrite"
    sending = asked.get("SendMeetingInvitationsOrCancellations", NOBODY)
    messages = []
    for change in asked.find("{*}ItemChanges"):
        try:
            mailbox, item, one = named(exchange, change[0])
            _may_write(seat(exchange.store, acts_as, mailbox, "calendar"))
            if never and change[0].get("ChangeKey") != change_key(item):
                raise EwsError("ErrorIrresolvableConflict", "The send or update could not be done.")
            original = one.original if one is not None and item.recurring else None
            _update(exchange, mailbox, item, original, change.find("{*}Updates"), call)
            if sending != NOBODY:
                tell_of_update(exchange, item)
            shown = T.CalendarItem(id_element(item, original))
            conflicts = M.ConflictResults(T.Count("0"))
            messages.append(success("UpdateItem", M.Items(shown), conflicts))
        except EwsError as error:
            messages.append(failure("UpdateItem", error, M.Items()))
    return answered("UpdateItem", messages)


def _update(
    exchange: Exchange,
    mailbox: Mailbox,
    item: Item,
    original: datetime | None,
    updates: Element,
    call: Call,
) -> None:
    changed: dict[str, Element] = {}
    for update in updates:
        _take(exchange, item, update, changed)
    zone = zone_of_item(item, zone_of(call.zone, mailbox.zone))
    if original is not None:
        for name in {"Start", "End"} & set(changed):
            changed[name] = T(name, wire(moment(changed[name].text, zone)))
        exchange.store.change(item, original, changed)
        return
    before = (item.text("Start"), item.text("End"))
    kept = dict(item.fields)
    item.fields.update(changed)
    try:
        settle(item, zone)
    except EwsError:
        item.fields = kept
        raise
    if {"Start", "End"} & set(changed) or before != (item.text("Start"), item.text("End")):
        item.sequence += bool(item.attendees())
    mailbox.touch(item)


def _take(exchange: Exchange, item: Item, update: Element, changed: dict[str, Element]) -> None:
    """One SetItemField or DeleteItemField; some servers heed only what is written as MAPI."""
    uri = update[0]
    mapi_only = exchange.manners.update_wants_mapi
    if local(uri) == "ExtendedFieldURI":
        key = property_key(uri)
        if local(update) == "DeleteItemField":
            item.extended.pop(key, None)
        elif key in MAPI:
            changed[MAPI[key]] = _as_element(key, update[1][0])
        else:
            item.extended[key] = deepcopy(update[1][0])
        return
    name = uri.get("FieldURI").split(":")[1]
    if mapi_only:
        return
    if local(update) == "DeleteItemField":
        item.fields.pop(name, None)
    else:
        changed[name] = deepcopy(update[1][0])


def _as_element(key: PropertyKey, prop: Element) -> Element:
    found = T(MAPI[key], prop.findtext("{*}Value") or "")
    if MAPI[key] == "Body":
        found.set("BodyType", "Text")
    return found


def delete_item(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """Take items away; an organiser's meeting tells its guests unless the call says nobody."""
    asked = call.element
    sending = asked.get("SendMeetingCancellations")
    messages = []
    for identity in asked.find("{*}ItemIds"):
        try:
            mailbox, item, one = named(exchange, identity)
            _may_write(seat(exchange.store, acts_as, mailbox, "calendar"))
            if sending is None:
                raise EwsError("ErrorSendMeetingCancellationsRequired")
            if one is not None and item.recurring:
                exchange.store.drop(item, one.original)
            else:
                exchange.store.remove(item)
                if sending != NOBODY and item.response == "Organizer":
                    call_off(exchange, item)
            messages.append(success("DeleteItem"))
        except EwsError as error:
            messages.append(failure("DeleteItem", error))
    return answered("DeleteItem", messages)
