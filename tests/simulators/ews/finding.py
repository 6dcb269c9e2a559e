"""The operations that read: FindItem by view or restriction, GetItem in batches, SyncFolderItems."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from lxml import etree

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.item import Item, item_id, parse_id
from tests.simulators.ews.recurrence import (
    Occurrence,
    nth_original,
    occurrence_at,
    occurrences,
)
from tests.simulators.ews.restrictions import fits
from tests.simulators.ews.rights import Seat, folder_of, seat
from tests.simulators.ews.shown import Shape, Shown, shape_of
from tests.simulators.ews.soap import (
    Call,
    Element,
    EwsError,
    M,
    T,
    answered,
    failure,
    local,
    success,
    t,
    text_of,
)
from tests.simulators.ews.store import Mailbox, whole
from tests.simulators.ews.zones import moment

IDS = {
    "ItemId": "Id",
    "RecurringMasterItemId": "OccurrenceId",
    "OccurrenceItemId": "RecurringMasterId",
}
TWO_YEARS = timedelta(days=731)


def find_item(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """Expand a calendar between two moments, or list single items and masters that fit."""
    asked = call.element
    messages = []
    for identity in asked.find("{*}ParentFolderIds"):
        try:
            mailbox, folder = folder_of(exchange.store, acts_as, identity)
            at = seat(exchange.store, acts_as, mailbox, folder)
            found = _in_view if asked.find("{*}CalendarView") is not None else _by_page
            messages.append(success("FindItem", found(exchange, asked, at)))
        except EwsError as error:
            messages.append(failure("FindItem", error))
    return answered("FindItem", messages)


def _in_view(exchange: Exchange, asked: Element, at: Seat) -> Element:
    view = asked.find("{*}CalendarView")
    first, last = (moment(view.get(name), at.mailbox.zone) for name in ("StartDate", "EndDate"))
    if last - first > TWO_YEARS:
        raise EwsError("ErrorCalendarViewRangeTooBig", "The calendar view is too long.")
    if last < first:
        raise EwsError("ErrorCalendarEndDateIsEarlierThanStartDate")
    shown = list(_expanded(exchange, at, first, last))
    most = min(int(view.get("MaxEntriesReturned", "1000000")), exchange.manners.find_cap)
    shape = shape_of(asked.find("{*}ItemShape"))
    return _root(shown[:most], shape, total=len(shown), last=len(shown) <= most)


def _expanded(exchange: Exchange, at: Seat, first: datetime, last: datetime) -> Iterator[Shown]:
    found: list[tuple[Occurrence, Item]] = []
    for item in at.mailbox.items.values():
        series = item.recurring and exchange.manners.expands_series
        ones = occurrences(item, first, last, at.mailbox.zone) if series else whole(item)
        found += [(o, item) for o in ones if o.start < last and o.end > first]
    for one, item in sorted(found, key=lambda pair: (pair[0].start, pair[1].number)):
        master = item.recurring and not exchange.manners.expands_series
        yield _shown(exchange, at, item, None if master else one, thin=True)


def _by_page(exchange: Exchange, asked: Element, at: Seat) -> Element:
    condition = asked.find("{*}Restriction")
    shown = []
    for item in at.mailbox.items.values():
        one = _shown(exchange, at, item, None, thin=True)
        if one.hidden and condition is not None and not exchange.manners.private_is_found:
            continue
        if condition is None or fits(one, condition[0]):
            shown.append(one)
    view = asked.find("{*}IndexedPageItemView")
    start = int(view.get("Offset", "0")) if view is not None else 0
    most = int(view.get("MaxEntriesReturned", "1000")) if view is not None else 1000
    stop = start + min(most, exchange.manners.find_cap)
    root = _root(
        shown[start:stop], shape_of(asked.find("{*}ItemShape")), len(shown), stop >= len(shown)
    )
    root.set("IndexedPagingOffset", str(min(stop, len(shown))))
    return root


def _root(shown: list[Shown], shape: Shape, total: int, last: bool) -> Element:
    root = M.RootFolder(T.Items(*(one.element(shape) for one in shown)))
    root.set("TotalItemsInView", str(total))
    root.set("IncludesLastItemInRange", "true" if last else "false")
    return root


def _shown(
    exchange: Exchange, at: Seat, item: Item, one: Occurrence | None, *, thin: bool
) -> Shown:
    hidden = item.private and not at.sees_private
    address = exchange.manners.organizer_address_in_find
    return Shown(item, at.mailbox, one, thin, hidden, address)


def get_item(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """Items by id: each in a message of its own, with what went wrong with it."""
    shape = shape_of(call.element.find("{*}ItemShape"))
    messages = []
    for identity in call.element.find("{*}ItemIds"):
        try:
            mailbox, item, one = named(exchange, identity)
            at = seat(exchange.store, acts_as, mailbox, "calendar")
            shown = _shown(exchange, at, item, one, thin=False)
            if shown.hidden:
                raise EwsError("ErrorItemNotFound", "The specified object was not found.")
            messages.append(success("GetItem", M.Items(shown.element(shape))))
        except EwsError as error:
            messages.append(failure("GetItem", error, M.Items()))
    return answered("GetItem", messages)


def named(exchange: Exchange, identity: Element) -> tuple[Mailbox, Item, Occurrence | None]:
    """The item, or the occurrence of it, that an id of any of three kinds means."""
    kind = local(identity)
    number, original = parse_id(identity.get(IDS[kind]))
    mailbox, item = exchange.store.home(number)
    if kind == "RecurringMasterItemId":
        return mailbox, item, None
    if kind == "OccurrenceItemId":
        original = nth_original(item, int(identity.get("InstanceIndex")), mailbox.zone)
    if original is None:
        return mailbox, item, None
    one = occurrence_at(item, original, mailbox.zone)
    if one is None:
        raise EwsError("ErrorItemNotFound", "The occurrence was not found.")
    return mailbox, item, one


def sync_folder_items(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """What changed in a folder since a state: single items and masters, at most a page."""
    asked = call.element
    try:
        mailbox, folder = folder_of(exchange.store, acts_as, asked.find("{*}SyncFolderId")[0])
        at = seat(exchange.store, acts_as, mailbox, folder)
        since = text_of(asked, "m:SyncState")
        before = exchange.store.moment_of(mailbox, since) if since else 0
        return answered("SyncFolderItems", [_changes(exchange, asked, at, before)])
    except EwsError as error:
        parts = (M.SyncState(), M.IncludesLastItemInRange("true"))
        return answered("SyncFolderItems", [failure("SyncFolderItems", error, *parts)])


def _changes(exchange: Exchange, asked: Element, at: Seat, before: int) -> Element:
    most = min(int(text_of(asked, "m:MaxChangesReturned") or 512), exchange.manners.sync_page)
    found = exchange.store.changes(at.mailbox, before)
    page = found[:most]
    upto = page[-1][0] if page else max(before, at.mailbox.moment)
    shape = shape_of(asked.find("{*}ItemShape"))
    told = [change for change in page if change[1] in exchange.manners.sync_tells]
    return success(
        "SyncFolderItems",
        M.SyncState(exchange.store.state(at.mailbox, upto)),
        M.IncludesLastItemInRange("true" if len(found) <= most else "false"),
        M.Changes(*(_change(exchange, at, shape, kind, number) for _, kind, number in told)),
    )


def _change(exchange: Exchange, at: Seat, shape: Shape, kind: str, number: int) -> Element:
    if kind == "Delete":
        return T.Delete(T.ItemId(Id=item_id(number)))
    item = at.mailbox.items[number]
    changed = etree.Element(t(kind))
    changed.append(_shown(exchange, at, item, None, thin=True).element(shape))
    return changed
