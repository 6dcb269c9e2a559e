"""Carries out: leases an entry, writes it outside any transaction, records the version shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from connectors.base import InviteSender, NoticeWriter
from connectors.errors import AuthFailed, ConnectorError, EntryGone, PreconditionFailed
from connectors.model import Mailbox, RemoteRef
from sync import ledger_rows, records
from sync.backoff import Chance, write_failed
from sync.content import How, InviteContent
from sync.ledger import Entry
from sync.store import Store

TRIES = 3


class AnsweredError(Exception):
    """The person deleted or edited the entry since we last looked."""

    def __init__(self, how: How) -> None:
        super().__init__(how.value)
        self.how = how


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of one entry: ``error`` in words with its ``cause``, ``told`` questions, or as planned.

    ``overtaken``: nothing was written, for by its turn it was not desired like that any more.
    """

    entry: Entry
    error: str | None = None
    cause: ConnectorError | None = None
    told: int | None = None
    overtaken: bool = False

    @property
    def as_planned(self) -> bool:
        """Whether the calendar shows now what was desired."""
        return self.error is None and self.told is None and not self.overtaken


@dataclass(frozen=True, slots=True)
class Moment:
    """Clock and chance of a delivery, and its mailbox's today."""

    clock: Callable[[], datetime]
    chance: Chance
    today: date


def deliver(
    store: Store, entry: Entry, writer: NoticeWriter, mailbox: Mailbox, at: Moment
) -> Delivery:
    """Make the calendar show what the ledger desires; safe to repeat after a crash anywhere."""
    begun = _begin(store, entry)
    if begun is None:
        return Delivery(entry, overtaken=True)
    try:
        remote = _write(entry, writer, mailbox)
    except AnsweredError as answer:
        return _record_answer(store, entry, answer.how, at.clock())
    except ConnectorError as error:
        return _record_trouble(store, begun, error, at)
    now = at.clock()
    with store.transaction() as db:
        ledger_rows.save_entry(db, _by_now(db, begun).delivered(entry, remote, now))
        ledger_rows.save_shown(db, entry, entry.note.questions if entry.note else (), at.today)
        records.look_again(db, entry.person)
    return Delivery(entry)


def _begin(store: Store, entry: Entry) -> Entry | None:
    """The lease: from here on a write of unknown outcome may have happened.

    None where something else is desired by now.
    """
    with store.transaction() as db:
        standing = ledger_rows.one(db, entry)
        if standing is None or standing.version != entry.version:
            return None
        return ledger_rows.save_entry(db, replace(standing, attempts=standing.attempts + 1))


def _by_now(db: Connection, begun: Entry) -> Entry:
    """The entry as it stands after the write: somebody may desire something else meanwhile."""
    return ledger_rows.one(db, begun) or begun


def _record_trouble(store: Store, begun: Entry, error: ConnectorError, at: Moment) -> Delivery:
    """Where the connection does not let us in, that is no fault of the entry's."""
    if not isinstance(error, AuthFailed):
        with store.transaction() as db:
            by_now = _by_now(db, begun)
            if by_now.version == begun.version:
                later = write_failed(by_now, error, at.clock(), at.chance)
                ledger_rows.save_entry(db, later)
    return Delivery(begun, error=str(error), cause=error)


def _write(entry: Entry, writer: NoticeWriter, mailbox: Mailbox) -> RemoteRef | None:
    """One write; where the entry changed meanwhile, look and write again, or leave it."""
    known = entry.remote
    if known is None and entry.attempts > 0:
        known = _ours(entry, writer.find(mailbox, entry.wire_key, None))
    for _ in range(TRIES):
        try:
            return _once(entry, writer, mailbox, known)
        except (EntryGone, PreconditionFailed):
            found = writer.find(mailbox, entry.wire_key, known)
            if found is None and known is not None:
                raise AnsweredError(How.DELETED) from None
            known = _ours(entry, found)
    raise PreconditionFailed("the entry keeps changing; it is left for the next pass")


def _once(
    entry: Entry, writer: NoticeWriter, mailbox: Mailbox, known: RemoteRef | None
) -> RemoteRef | None:
    if entry.note is not None:
        return writer.put(mailbox, entry.notice(entry.note), known)
    writer.remove(mailbox, entry.wire_key, known)
    return None


def _ours(entry: Entry, found: RemoteRef | None) -> RemoteRef | None:
    """The entry as found, unless its owner made it theirs."""
    if found is not None and not entry.looks_ours(found.shape) and entry.known_shape:
        raise AnsweredError(How.EDITED)
    return found


def _record_answer(store: Store, entry: Entry, how: How, now: datetime) -> Delivery:
    """An answer that met a removal changes nothing that anybody would be asked."""
    with store.transaction() as db:
        told = ledger_rows.tell(db, entry, how, now) if entry.desired is not None else 0
        ledger_rows.save_entry(db, _by_now(db, entry).left())
    return Delivery(entry, told=told)


def deliver_invite(store: Store, entry: Entry, sender: InviteSender, at: Moment) -> Delivery:
    """Send, cancel or clear an overview; a repeat after a crash is the same meeting (UID, SEQUENCE)."""
    content = entry.desired
    assert isinstance(content, InviteContent)
    begun = _begin(store, entry)
    if begun is None:
        return Delivery(entry, overtaken=True)
    invite, remote = entry.invite(content), None
    try:
        if not content.called_off:
            remote = sender.send(invite, entry.remote)
        elif entry.until <= at.today:
            sender.clear(invite, entry.remote)
        else:
            sender.cancel(invite, entry.remote)
    except ConnectorError as error:
        return _record_trouble(store, begun, error, at)
    with store.transaction() as db:
        by_now = _by_now(db, begun)
        over = content.called_off and by_now.version == entry.version
        sent = by_now.delivered(entry, remote, at.clock())
        ledger_rows.save_entry(db, by_now.left() if over else sent)
    return Delivery(entry)
