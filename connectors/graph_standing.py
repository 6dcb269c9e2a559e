"""Finds entries of ours in a calendar: by id, by our mark, or by looking through the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from connectors import graph_requests
from connectors.graph_calls import Calls
from connectors.graph_errors import ToldError, in_words
from connectors.graph_parse import key_of, own_property, times_of
from connectors.graph_requests import CONTENT, KEY, SEQUENCE, STANDING
from connectors.graph_window import Window
from connectors.graph_wire import Event, decoded, page
from connectors.learned import Learned
from connectors.model import Mailbox, RemoteRef, shape_of

BEFORE, AFTER = timedelta(weeks=10), timedelta(weeks=26)
"""How far around today a calendar is looked through where Graph does not search."""
MARKS = (KEY, CONTENT, SEQUENCE)
_WITH_AGE = f"{STANDING},createdDateTime"
_NO_SEARCH = (400, 500, 501)
_LATEST = "9999"


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as it stands."""

    ref: RemoteRef
    raw: Event

    @property
    def key(self) -> str:
        """Its key."""
        return key_of(self.raw) or ""

    @property
    def content(self) -> str:
        """The digest of what we wrote last."""
        return own_property(self.raw, CONTENT)

    @property
    def sequence(self) -> int:
        """Which version of an overview it is."""
        raw = own_property(self.raw, SEQUENCE)
        return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


class Finder:
    """Looks into calendars."""

    def __init__(self, calls: Calls, learned: Learned, clock: Callable[[], datetime]) -> None:
        self._calls = calls
        self._learned = learned
        self._clock = clock

    def by_id(self, mailbox: Mailbox, identity: str, key: str) -> Standing | None:
        """The entry with an id, if it carries the key."""
        target = graph_requests.event(mailbox.address, identity, STANDING, *MARKS)
        try:
            raw = decoded(self._calls.get(mailbox.address, target), Event)
        except ToldError as told:
            if told.absent:
                return None
            raise in_words(told) from told
        return next((s for s in _standing([raw], mailbox) if s.key == key), None)

    def known(self, mailbox: Mailbox, identity: str, key: str) -> Standing | None:
        """The entry with an id, looked for by its key where Graph does not show it by its id.

        A GET of a private event may fail where a list shows it (microsoft-graph-docs#14494).
        """
        found = self.by_id(mailbox, identity, key) or self.by_key(mailbox, key)
        return found if found and found.ref.id == identity else None

    def by_key(self, mailbox: Mailbox, key: str) -> Standing | None:
        """The entry with a key; of two the older."""
        found = self._searched(mailbox, key)
        if not found and self._learned.able("restrictions") is not True:
            found = [s for s in self._looked_through(mailbox) if s.key == key]
            if found:
                self._learned.learn("restrictions", able=False)
        if len(found) < 2:
            return next(iter(found), None)
        return min(found, key=lambda s: (self._made(mailbox, s), s.ref.id))

    def on_days(self, mailbox: Mailbox, first: date, last: date) -> list[Standing]:
        """What stands on the dates ``[first, last)``, entries of others too."""
        window = Window(self._calls, mailbox, STANDING, *MARKS)
        return list(_standing(window.events(first, last), mailbox))

    def _searched(self, mailbox: Mailbox, key: str) -> list[Standing]:
        if self._learned.able("restrictions") is False:
            return []
        target = graph_requests.with_key(mailbox.address, key, _WITH_AGE, *MARKS)
        try:
            events, _, _ = page(self._calls.get(mailbox.address, target))
        except ToldError as told:
            if told.status not in _NO_SEARCH:
                raise in_words(told) from told
            self._learned.learn("restrictions", able=False)
            return []
        # Graph compares without case; two keys that differ in it are two keys.
        found = [s for s in _standing(events, mailbox) if s.key == key]
        if found:
            self._learned.learn("restrictions", able=True)
        return found

    def _looked_through(self, mailbox: Mailbox) -> Iterator[Standing]:
        now = self._clock()
        yield from self.on_days(mailbox, (now - BEFORE).date(), (now + AFTER).date())

    def _made(self, mailbox: Mailbox, standing: Standing) -> str:
        """When it was made, which a view does not tell; what is gone meanwhile is no older one."""
        if standing.raw.created_date_time:
            return standing.raw.created_date_time
        target = graph_requests.event(mailbox.address, standing.ref.id, "createdDateTime")
        try:
            raw = decoded(self._calls.get(mailbox.address, target), Event)
        except ToldError as told:
            if told.absent:
                return _LATEST
            raise in_words(told) from told
        return raw.created_date_time or _LATEST


def _standing(events: Iterable[Event], mailbox: Mailbox) -> Iterator[Standing]:
    for raw in events:
        try:
            start, end, _ = times_of(raw, mailbox)
        except Exception:  # noqa: BLE001, S112 – an odd event is none of ours
            continue
        yield Standing(RemoteRef(raw.id, raw.etag, shape_of(raw.subject or "", start, end)), raw)
