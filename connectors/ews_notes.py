"""Quiet notes in people's calendars over EWS: each created once, rewritten in place, read back once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from connectors import ews_writes
from connectors.errors import ConnectorError, EntryGone, PreconditionFailed, Rejected
from connectors.ews_calls import Calls
from connectors.ews_names import M_, T_, Element, is_legal
from connectors.ews_rights import rights_in
from connectors.ews_standing import Finder, Standing
from connectors.ews_writes import NOBODY, content_of
from connectors.learned import Learned
from connectors.marks import CONTENT_NAME
from connectors.model import Mailbox, Notice, RemoteRef

UNSEEN = (
    "the service account cannot see private items in this calendar, so it would not find its own "
    "notes again: ask the Exchange administrator for Editor with private items"
)
SIGHT = "ViewPrivateItems"
_QUIET = {"Sensitivity": "Private", "LegacyFreeBusyStatus": "Free", "ReminderIsSet": "false"}


class EwsNotes:
    """The writing half of the ``ews`` connector.

    ``each_mailbox``: rights differ from mailbox to mailbox, so before the first note in each they are
    looked at, and it is read back.
    """

    def __init__(
        self,
        calls: Calls,
        learned: Learned,
        clock: Callable[[], datetime],
        *,
        each_mailbox: bool,
    ) -> None:
        self._calls = calls
        self._learned = learned
        self._finder = Finder(calls, learned, clock)
        self._each_mailbox = each_mailbox
        self._seen: set[str] = set()
        self._blind: set[str] = set()

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
            if standing.ref.shape != notice.shape:
                raise PreconditionFailed("an entry with this key stands there in another shape")
            return self._rewrite(mailbox, notice, standing)
        standing = self._finder.by_id(mailbox, known.id, notice.key)
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
        try:
            self._write("DeleteItem", ews_writes.delete(standing.ref.id, NOBODY), mailbox)
        except EntryGone:
            return

    def _find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> Standing | None:
        found = self._finder.by_id(mailbox, known.id, key) if known else None
        return found or self._finder.by_key(mailbox, key)

    def _create(self, mailbox: Mailbox, notice: Notice) -> RemoteRef:
        seen = (mailbox.address if self._each_mailbox else "") in self._seen
        if not seen:
            self._check_sight(mailbox)
        item = ews_writes.note(notice, mailbox.zone)
        payload = ews_writes.create(mailbox.address, item, NOBODY)
        message = self._write("CreateItem", payload, mailbox)
        ref = _ref(message, notice)
        return ref if seen else self._read_back(mailbox, notice, ref)

    def _check_sight(self, mailbox: Mailbox) -> None:
        """Write nothing where it could not be found again: each pass would write it anew."""
        blind = mailbox.address in self._blind
        if self._each_mailbox and not rights_in(self._calls, mailbox, "calendar").get(
            SIGHT, not blind
        ):
            raise Rejected(UNSEEN)

    def _read_back(self, mailbox: Mailbox, notice: Notice, ref: RemoteRef) -> RemoteRef:
        """What the server kept of a new note; one that we could not find again is taken away."""
        standing = self._finder.by_id(mailbox, ref.id, notice.key)
        if standing is None:
            self._blind.add(mailbox.address)
            try:
                self._write("DeleteItem", ews_writes.delete(ref.id, NOBODY), mailbox)
            except ConnectorError as error:
                raise Rejected(f"{UNSEEN}; one note has to be taken away by hand") from error
            raise Rejected(UNSEEN)
        if self._learned.able("restrictions") is not True:
            self._finder.by_key(mailbox, notice.key)
        kept = all(standing.raw.texts.get(name) == wanted for name, wanted in _QUIET.items())
        self._learned.learn("keeps", able=kept and standing.ref.shape == notice.shape)
        self._seen.add(mailbox.address if self._each_mailbox else "")
        return standing.ref

    def _rewrite(self, mailbox: Mailbox, notice: Notice, standing: Standing) -> RemoteRef:
        if _shows(standing, notice):
            return standing.ref
        able = self._learned.able("updates")
        if able is True:
            return self._update(mailbox, notice, standing, as_mapi=False)
        before = self._with_text(mailbox, notice, standing.ref) or standing
        ref = self._update(mailbox, notice, standing, as_mapi=able is False)
        now = self._with_text(mailbox, notice, ref)
        if now is not None and not _took(now, before, notice):
            now = self._again(mailbox, notice, now, before)
        elif now is not None and able is None and _differs(now, before):
            self._learned.learn("updates", able=True)
        return now.ref if now else ref

    def _again(
        self, mailbox: Mailbox, notice: Notice, standing: Standing, before: Standing
    ) -> Standing:
        """The change did not take: once more as MAPI properties, for good if that helps."""
        ref = self._update(mailbox, notice, standing, as_mapi=True)
        now = self._with_text(mailbox, notice, ref)
        if now is None or not _took(now, before, notice):
            if now is not None:
                self._mark_again(mailbox, now, before)
            raise Rejected("the server takes changes to an entry and does not keep them")
        self._learned.learn("updates", able=False)
        return now

    def _mark_again(self, mailbox: Mailbox, now: Standing, before: Standing) -> None:
        """Where the mark was kept and the text was not, let it say again what stands there."""
        changes = [ews_writes.content_change(before.raw.ours.get(CONTENT_NAME, ""))]
        payload = ews_writes.update(now.ref.id, now.ref.etag, changes, NOBODY)
        with suppress(ConnectorError):
            self._write("UpdateItem", payload, mailbox)

    def _update(
        self, mailbox: Mailbox, notice: Notice, standing: Standing, *, as_mapi: bool
    ) -> RemoteRef:
        changes = ews_writes.note_changes(notice, mailbox.zone, as_mapi=as_mapi)
        payload = ews_writes.update(standing.ref.id, standing.ref.etag, changes, NOBODY)
        return _ref(self._write("UpdateItem", payload, mailbox), notice)

    def _with_text(self, mailbox: Mailbox, notice: Notice, ref: RemoteRef) -> Standing | None:
        """A note of ours with its text: asked for until it is known how the server takes changes."""
        return self._finder.by_id(mailbox, ref.id, notice.key, body=True)

    def _write(self, name: str, payload: Element, mailbox: Mailbox) -> Element:
        return self._calls.write(name, payload, mailbox.address)


def _check(notice: Notice) -> None:
    """Raise Rejected for words that XML cannot carry, or that would be more than a line."""
    for name, text in (("subject", notice.subject), ("key", notice.key)):
        if not is_legal(text) or len((text + ".").splitlines()) > 1:
            raise Rejected(f"the note's {name} holds line breaks or control characters")


def _shows(standing: Standing, notice: Notice) -> bool:
    same = standing.raw.ours.get(CONTENT_NAME) == content_of(notice)
    return same and standing.ref.shape == notice.shape


def _took(now: Standing, before: Standing, notice: Notice) -> bool:
    """Whether a change took. Where the text alone was to change, it is another one by now.

    Servers lay a text out in their own way, so it is held against what stood there before.
    """
    if now.ref.shape != notice.shape:
        return False
    text = now.raw.texts.get("Body")
    if before.ref.shape != notice.shape or text is None:
        return True
    return _differs(now, before) or text.split() == notice.body.split()


def _differs(now: Standing, before: Standing) -> bool:
    texts = (one.raw.texts.get("Body") for one in (now, before))
    return now.ref.shape != before.ref.shape or next(texts) != next(texts)


def _ref(message: Element, notice: Notice) -> RemoteRef:
    identity = message.find(f"{M_}Items/{T_}CalendarItem/{T_}ItemId")
    if identity is None:
        raise Rejected("the server took the entry and named no id for it")
    return RemoteRef(identity.get("Id", ""), identity.get("ChangeKey", ""), notice.shape)
