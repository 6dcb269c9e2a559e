"""Finds entries of ours in a calendar: by id, by our mark, or by looking through the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from connectors import ews_requests
from connectors.errors import Unavailable
from connectors.ews_calls import Calls
from connectors.ews_errors import NO_ITEM, ToldError, in_words
from connectors.ews_messages import each, only
from connectors.ews_names import M_, T_, Element, GarbledError
from connectors.ews_parse import Raw, raw_item, times_of
from connectors.ews_window import Window
from connectors.learned import Learned
from connectors.marks import KEY_NAME
from connectors.model import Mailbox, RemoteRef, shape_of

BEFORE, AFTER = timedelta(weeks=10), timedelta(weeks=26)
"""How far around today a calendar is looked through where the server cannot search."""
_NO_SEARCH = {
    "ErrorUnsupportedPathForQuery",
    "ErrorInvalidRestriction",
    "ErrorUnsupportedQueryFilter",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry of ours as it stands. ``made``: when, as Exchange says."""

    ref: RemoteRef
    raw: Raw
    made: str

    @property
    def key(self) -> str:
        """Its key."""
        return self.raw.ours.get(KEY_NAME, "")


class Finder:
    """Looks into calendars. ``own``: into the service's own, as itself."""

    def __init__(
        self, calls: Calls, learned: Learned, clock: Callable[[], datetime], *, own: bool = False
    ) -> None:
        self._calls = calls
        self._learned = learned
        self._clock = clock
        self._own = own

    def by_id(
        self, mailbox: Mailbox, identity: str, key: str, *, body: bool = False
    ) -> Standing | None:
        """The entry with an id, if it carries the key; with its text where ``body``."""
        wanted = [ews_requests.item_id(identity)]
        payload = ews_requests.items(wanted, ews_requests.standing_shape(body=body))
        with _reading():
            for message in each(self._read("GetItem", payload, mailbox)):
                if not isinstance(message, ToldError):
                    found = _standing(message.find(f"{M_}Items"), mailbox)
                    return next((s for s in found if s.key == key), None)
                if message.code not in NO_ITEM:
                    raise in_words(message) from message
        return None

    def by_key(self, mailbox: Mailbox, key: str) -> Standing | None:
        """The entry with a key; of two the older."""
        with _reading():
            found = self._searched(mailbox, key)
            if not found and self._learned.able("restrictions") is not True:
                found = [s for s in self._looked_through(mailbox) if s.key == key]
                if found:
                    self._learned.learn("restrictions", able=False)
        return min(found, key=lambda s: (s.made, s.ref.id), default=None)

    def on_days(self, mailbox: Mailbox, first: datetime, last: datetime) -> list[Standing]:
        """What stands between two moments, entries of others too."""
        window = Window(self._calls, mailbox, ews_requests.standing_shape(), own=self._own)
        with _reading():
            return list(_standing(window.items(first.date(), last.date()), mailbox))

    def _searched(self, mailbox: Mailbox, key: str) -> list[Standing]:
        if self._learned.able("restrictions") is False:
            return []
        shape, restriction = ews_requests.standing_shape(), ews_requests.with_key(key)
        payload = ews_requests.page(mailbox.address, 0, shape, restriction)
        try:
            message = only(self._read("FindItem", payload, mailbox))
        except ToldError as told:
            if told.code not in _NO_SEARCH:
                raise
            self._learned.learn("restrictions", able=False)
            return []
        items = message.find(f"{M_}RootFolder/{T_}Items")
        # Exchange compares without case; two keys that differ in it are two keys.
        found = [s for s in _standing(items, mailbox) if s.key == key]
        if found:
            self._learned.learn("restrictions", able=True)
        return found

    def _looked_through(self, mailbox: Mailbox) -> Iterator[Standing]:
        now = self._clock()
        yield from self.on_days(mailbox, now - BEFORE, now + AFTER)

    def _read(self, name: str, payload: Element, mailbox: Mailbox) -> list[Element]:
        return self._calls.read(name, payload, mailbox.address, own=self._own)


def _standing(elements: Iterable[Element] | None, mailbox: Mailbox) -> Iterator[Standing]:
    if elements is None:
        raise GarbledError("the answer has no items, not even none")
    for element in elements:
        try:
            raw = raw_item(element)
            start, end, _ = times_of(raw, mailbox)
        except Exception:  # noqa: BLE001, S112 – an odd item is none of ours
            continue
        shape = shape_of(raw.texts.get("Subject", ""), start, end)
        ref = RemoteRef(raw.id, raw.change_key, shape)
        yield Standing(ref, raw, raw.texts.get("DateTimeCreated", ""))


@contextmanager
def _reading() -> Iterator[None]:
    """Errors of a look-up, in words."""
    try:
        yield
    except ToldError as told:
        raise in_words(told) from told
    except GarbledError as error:
        raise Unavailable(str(error)) from error
