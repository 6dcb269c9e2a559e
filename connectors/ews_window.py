"""Reads a window by CalendarView, in as few calls as the server allows and as many as it needs."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, date, datetime, timedelta

from connectors import ews_requests
from connectors.errors import Unavailable
from connectors.ews_bounds import OversizedError
from connectors.ews_calls import Calls
from connectors.ews_errors import NO_ITEM, ToldError, in_words, withheld
from connectors.ews_messages import each, only
from connectors.ews_names import M_, T_, Element, GarbledError
from connectors.ics_lines import digest
from connectors.model import Mailbox, Unreadable
from connectors.zones import midnight

DAY = timedelta(days=1)
WIDEST = timedelta(weeks=20)
"""A wider window is read in parts."""
CALLS_CAP = 60
"""After so many calls for one window something else is wrong."""
_TOO_MUCH = {
    "ErrorCalendarViewRangeTooBig",
    "ErrorExceededFindCountLimit",
    "ErrorMessageSizeExceeded",
}


class Window:
    """One reading of one mailbox. ``unreadable``: what had to be set aside."""

    def __init__(
        self, calls: Calls, mailbox: Mailbox, shape: Element | None = None, *, own: bool = False
    ) -> None:
        self.unreadable: set[Unreadable] = set()
        self._calls = calls
        self._shape = ews_requests.event_shape() if shape is None else shape
        self._own = own
        self._mailbox = mailbox
        self._left = CALLS_CAP

    def items(self, first: date, last: date) -> list[Element]:
        """The items that may touch the dates ``[first, last)``; a day to each side comes with them.

        All-day items of other zones lie up to 14 hours off.
        """
        found = {}
        for element in self._between(first - DAY, last + DAY):
            identity = element.find(f"{T_}ItemId")
            found["" if identity is None else identity.get("Id")] = element
        return list(found.values())

    def _between(self, first: date, last: date) -> Iterator[Element]:
        if last - first > WIDEST:
            yield from self._halves(first, last)
            return
        try:
            root = self._view(first, last, self._shape)
        except ToldError as told:
            if told.code not in _TOO_MUCH or last - first <= DAY:
                raise in_words(told) from told
            yield from self._halves(first, last)
            return
        except GarbledError:
            yield from self._salvaged(first, last)
            return
        items = _items(root)
        if _whole(root, items):
            yield from items
        elif last - first > DAY:
            yield from self._halves(first, last)
        else:
            reason = f"the day has more than {ews_requests.VIEW_CAP} entries; the rest is not read"
            self.unreadable.add(Unreadable(digest(first.isoformat()), reason))
            yield from items

    def _halves(self, first: date, last: date) -> Iterator[Element]:
        middle = first + (last - first) // 2
        yield from self._between(first, middle)
        yield from self._between(middle, last)

    def _salvaged(self, first: date, last: date) -> Iterator[Element]:
        """Somewhere in the answer is an item that nobody can read: look for it by halves."""
        if last - first > DAY:
            yield from self._halves(first, last)
            return
        identities = _items(self._view(first, last, ews_requests.id_shape()))
        for element in identities:
            identity = element.find(f"{T_}ItemId").get("Id")
            try:
                yield from self._one(identity)
            except OversizedError as error:
                self.unreadable.add(Unreadable(digest(identity), str(error)))
            except GarbledError:
                self.unreadable.add(Unreadable(digest(identity), "its answer is no XML"))

    def _one(self, identity: str) -> Iterator[Element]:
        payload = ews_requests.items([ews_requests.item_id(identity)], deepcopy(self._shape))
        for message in each(self._read("GetItem", payload)):
            if not isinstance(message, ToldError):
                yield from message.find(f"{M_}Items")
            elif message.code not in NO_ITEM:
                self.unreadable.add(Unreadable(digest(identity), withheld(message)))

    def _view(self, first: date, last: date, shape: Element) -> Element:
        start, end = (_instant(day, self._mailbox) for day in (first, last))
        payload = ews_requests.view(self._mailbox.address, start, end, deepcopy(shape))
        message = self._found(payload)
        root = message.find(f"{M_}RootFolder")
        if root is None or root.find(f"{T_}Items") is None:
            raise GarbledError("the answer has no items, not even none")
        return root

    def _found(self, payload: Element) -> Element:
        try:
            return only(self._read("FindItem", payload))
        except Unavailable as error:
            # A fault in place of a message: some servers tell so that a view is too wide.
            if isinstance(error.__cause__, ToldError) and error.__cause__.code in _TOO_MUCH:
                raise error.__cause__ from None
            raise

    def _read(self, name: str, payload: Element) -> list[Element]:
        self._left -= 1
        if self._left < 0:
            raise Unavailable("the server's answers cannot be read, in parts neither")
        return self._calls.read(name, payload, self._mailbox.address, own=self._own)


def _items(root: Element) -> list[Element]:
    return list(root.find(f"{T_}Items"))


def _whole(root: Element, items: list[Element]) -> bool:
    """Whether nothing was left out: some servers forget to say so at the cap, or say how many."""
    said = (root.get("IncludesLastItemInRange") or "").lower() == "true"
    total = root.get("TotalItemsInView") or ""
    more = total.isdecimal() and int(total) > len(items)
    return said and not more and len(items) < ews_requests.VIEW_CAP


def _instant(day: date, mailbox: Mailbox) -> datetime:
    return midnight(day, mailbox.zone).astimezone(UTC)
