"""Quiet notes in people's calendars over Graph: each created once, and rewritten in place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from connectors import graph_requests, graph_writes
from connectors.errors import EntryGone, PreconditionFailed, Rejected, Unavailable
from connectors.graph_calls import Calls
from connectors.graph_errors import ToldError, of_write
from connectors.graph_standing import Finder, Standing
from connectors.learned import Learned
from connectors.model import Mailbox, Notice, RemoteRef


class GraphNotes:
    """The writing half of the ``graph`` connector."""

    def __init__(self, calls: Calls, learned: Learned, clock: Callable[[], datetime]) -> None:
        self._calls = calls
        self._learned = learned
        self._finder = Finder(calls, learned, clock)

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The note by id, then by key; of two with one key the older."""
        standing = self._find(mailbox, key, known)
        return standing.ref if standing else None

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create or rewrite a note; see :class:`connectors.base.NoticeWriter`."""
        _check(notice)
        if known is None:
            standing = self._finder.by_key(mailbox, notice.key)
            if standing is None:
                return self._create(mailbox, notice)
            return self._adopt(mailbox, notice, standing)
        standing = self._finder.known(mailbox, known.id, notice.key)
        if standing is None:
            raise EntryGone("the note is not there any more")
        if standing.ref.etag != known.etag:
            raise PreconditionFailed("the note changed since it was written")
        return self._rewrite(mailbox, notice, standing)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take a note away; what is gone is fine."""
        standing = self._find(mailbox, key, known)
        if standing is None:
            return
        if known is not None and standing.ref.etag != known.etag:
            raise PreconditionFailed("the note changed since it was written")
        target = graph_requests.item(mailbox.address, standing.ref.id)
        try:
            self._calls.change("DELETE", mailbox.address, target, etag=standing.ref.etag)
        except EntryGone:
            return

    def _find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> Standing | None:
        found = self._finder.by_id(mailbox, known.id, key) if known else None
        return found or self._finder.by_key(mailbox, key)

    def _adopt(self, mailbox: Mailbox, notice: Notice, standing: Standing) -> RemoteRef:
        if standing.ref.shape != notice.shape:
            raise PreconditionFailed("an entry with this key stands there in another shape")
        return self._rewrite(mailbox, notice, standing)

    def _create(self, mailbox: Mailbox, notice: Notice) -> RemoteRef:
        """The key and the transactionId go out in the same call; a used one is looked up."""
        try:
            ref = self._post(mailbox, notice, notice.uid)
        except ToldError as told:
            if not told.duplicate:
                raise of_write(told) from told
            return self._made_before(mailbox, notice, told.existing)
        if self._learned.able("restrictions") is None:
            self._finder.by_key(mailbox, notice.key)
        return ref

    def _made_before(self, mailbox: Mailbox, notice: Notice, existing: str) -> RemoteRef:
        """The event that the transactionId made; where it is gone, a new one with another."""
        standing = self._finder.by_id(mailbox, existing, notice.key) if existing else None
        standing = standing or self._finder.by_key(mailbox, notice.key)
        if standing is not None:
            return self._adopt(mailbox, notice, standing)
        try:
            return self._post(mailbox, notice, notice.uid + graph_writes.AGAIN)
        except ToldError as told:
            if told.duplicate:
                words = "Graph says that the note was made, and does not show it"
                raise Unavailable(words, 600.0) from told
            raise of_write(told) from told

    def _post(self, mailbox: Mailbox, notice: Notice, transaction: str) -> RemoteRef:
        payload = graph_writes.note(notice, mailbox.zone, transaction)
        target = graph_requests.events(mailbox.address)
        return _ref(self._calls.write("POST", mailbox.address, target, payload), notice)

    def _rewrite(self, mailbox: Mailbox, notice: Notice, standing: Standing) -> RemoteRef:
        same = standing.content == graph_writes.content_of(notice)
        if same and standing.ref.shape == notice.shape:
            return standing.ref
        payload = graph_writes.note_changes(notice, mailbox.zone)
        target = graph_requests.item(mailbox.address, standing.ref.id)
        etag = standing.ref.etag
        return _ref(self._calls.change("PATCH", mailbox.address, target, payload, etag), notice)


def _ref(content: bytes, notice: Notice) -> RemoteRef:
    event = graph_writes.written(content)
    return RemoteRef(event.id, event.etag, notice.shape)


def _check(notice: Notice) -> None:
    """Raise Rejected for words that would be more than a line."""
    for name, text in (("subject", notice.subject), ("key", notice.key)):
        if not graph_writes.is_line(text):
            raise Rejected(f"the note's {name} holds line breaks or control characters")
