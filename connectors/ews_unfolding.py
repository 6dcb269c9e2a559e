"""Series that a server leaves folded: every master of the calendar is unfolded by the iCalendar path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from connectors import ews_requests
from connectors.ews_calls import Calls
from connectors.ews_errors import NO_ITEM, ToldError, withheld
from connectors.ews_messages import each, only
from connectors.ews_names import M_, T_, Element, GarbledError
from connectors.ews_parse import FOLDED, Page, Raw, event_of, raw_item, reason_of, when_of
from connectors.ews_series import recurring
from connectors.ics_lines import digest
from connectors.ics_rules import check_extent
from connectors.ics_series import Exceptional, Found, Recurring, describe, expand
from connectors.ics_times import Span, UnfitError
from connectors.learned import Learned
from connectors.model import CalendarEvent, Mailbox, ReadRequest, Series, Unreadable, When
from connectors.zones import overlaps

MASTER = "RecurringMaster"


def unfold(calls: Calls, request: ReadRequest, page: Page, learned: Learned) -> None:
    """Put the occurrences of all masters into the page, in place of what is folded in it."""
    for name in [name for name, (_, raw) in page.events.items() if raw.kind == MASTER]:
        del page.events[name]
    masters = _masters(calls, request.mailbox)
    for master in _whole(calls, request.mailbox, masters, page.unreadable):
        identity = raw_item(master).id
        try:
            found = list(_occurrences(calls, request, master))
        except (ToldError, GarbledError):
            raise
        except Exception as error:  # noqa: BLE001 – one odd series must not hide the rest
            page.unreadable.add(Unreadable(digest(identity), reason_of(error)))
            continue
        if found:
            learned.learn("unfolds", able=False)
        page.events.update({event.id: (event, raw) for event, raw in found})


def _masters(calls: Calls, mailbox: Mailbox) -> list[str]:
    """The ids of all series in the calendar."""
    found: list[str] = []
    offset = 0
    while True:
        payload = ews_requests.page(mailbox.address, offset, ews_requests.kind_shape())
        root = only(calls.read("FindItem", payload, mailbox.address)).find(f"{M_}RootFolder")
        items = None if root is None else root.find(f"{T_}Items")
        if root is None or items is None:
            raise GarbledError("the answer has no items, not even none")
        found += [raw.id for raw in map(raw_item, items) if raw.kind == MASTER]
        offset += len(items)
        if not len(items) or (root.get("IncludesLastItemInRange") or "").lower() == "true":
            return found


def _whole(
    calls: Calls, mailbox: Mailbox, ids: Sequence[str], unreadable: set[Unreadable]
) -> Iterator[Element]:
    """The masters; one that is there and is not given is set aside."""
    for first in range(0, len(ids), ews_requests.BATCH):
        some = ids[first : first + ews_requests.BATCH]
        wanted = map(ews_requests.item_id, some)
        payload = ews_requests.items(wanted, ews_requests.unfolding_shape())
        messages = each(calls.read("GetItem", payload, mailbox.address))
        for identity, message in zip(some, messages, strict=False):
            if not isinstance(message, ToldError):
                yield from message.find(f"{M_}Items")
            elif message.code not in NO_ITEM:
                unreadable.add(Unreadable(digest(identity), withheld(message)))


def _occurrences(
    calls: Calls, request: ReadRequest, master: Element
) -> Iterator[tuple[CalendarEvent, Raw]]:
    mailbox, raw = request.mailbox, raw_item(master)
    described = replace(recurring(master, raw, mailbox), exdates=_deleted(master, raw, mailbox))
    check_extent(described.span.start, request.start, len(described.exdates), 1)
    portrait = event_of(raw, mailbox)
    series = describe(described, mailbox.zone)
    changed = _changed(master, raw, mailbox)
    for found in _found(described, [exceptional for exceptional, _ in changed], request):
        event, source = portrait, raw
        if found.index is not None:
            event, source = _as_changed(calls, mailbox, changed[found.index][1], portrait, raw)
        yield _placed(event, found, series, raw, mailbox), source


def _found(
    described: Recurring, changes: list[Exceptional], request: ReadRequest
) -> Iterator[Found]:
    zone = request.mailbox.zone
    for found in expand(described, changes, request.start, request.end, zone):
        if overlaps(found.start, found.end, request.start, request.end, zone):
            yield found


def _placed(
    event: CalendarEvent, found: Found, series: Series, master: Raw, mailbox: Mailbox
) -> CalendarEvent:
    return replace(
        event,
        id=f"{FOLDED}{master.id}#{_stamp(found.original)}",
        start=_local(found.start, mailbox),
        end=_local(found.end, mailbox),
        series=series,
    )


def _as_changed(
    calls: Calls, mailbox: Mailbox, identity: str, portrait: CalendarEvent, master: Raw
) -> tuple[CalendarEvent, Raw]:
    """The changed occurrence as it is; as its master where the server does not give it."""
    wanted = [ews_requests.item_id(identity)]
    payload = ews_requests.items(wanted, ews_requests.event_shape())
    for message in each(calls.read("GetItem", payload, mailbox.address)):
        if not isinstance(message, ToldError):
            raw = raw_item(message.find(f"{M_}Items")[0])
            return event_of(raw, mailbox), raw
    return portrait, master


def _changed(master: Element, raw: Raw, mailbox: Mailbox) -> list[tuple[Exceptional, str]]:
    found = []
    for index, one in enumerate(master.iterfind(f"{T_}ModifiedOccurrences/{T_}Occurrence")):
        times = [one.findtext(f"{T_}{name}") for name in ("Start", "End", "OriginalStart")]
        start, end, original = (when_of(raw, text, mailbox)[0] for text in times)
        identity = one.find(f"{T_}ItemId")
        if identity is None:
            raise UnfitError("a changed occurrence of its series has no id")
        exceptional = Exceptional(index, Span(start, end), 0, original, and_future=False)
        found.append((exceptional, identity.get("Id", "")))
    return found


def _deleted(master: Element, raw: Raw, mailbox: Mailbox) -> tuple[When, ...]:
    starts = master.iterfind(f"{T_}DeletedOccurrences/{T_}DeletedOccurrence/{T_}Start")
    return tuple(when_of(raw, start.text, mailbox)[0] for start in starts)


def _stamp(original: When) -> str:
    if isinstance(original, datetime):
        return f"{original.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return original.isoformat()


def _local(value: When, mailbox: Mailbox) -> When:
    return value.astimezone(mailbox.zone) if isinstance(value, datetime) else value
