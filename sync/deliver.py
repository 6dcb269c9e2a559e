"""Carries out: leases an entry, writes it outside any transaction, records the version shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from connectors.base import InviteSender, NoticeWriter
from connectors.errors import ConnectorError, EntryGone, MailboxGone, PreconditionFailed
from connectors.model import Mailbox, RemoteRef
from sync import ledger_rows, records
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
    """What became of one entry: ``error`` in words, or ``told`` questions, or as planned."""

    entry: Entry
    error: str | None = None
    told: int | None = None
    mailbox_gone: bool = False


def deliver(
    store: Store,
    entry: Entry,
    writer: NoticeWriter,
    mailbox: Mailbox,
    clock: Callable[[], datetime],
    today: date,
) -> Delivery:
    """Make the calendar show what the ledger desires; safe to repeat after a crash anywhere."""
    with store.transaction() as db:
        ledger_rows.save_entry(db, replace(entry, attempts=entry.attempts + 1))
    try:
        remote = _write(entry, writer, mailbox)
    except AnsweredError as answer:
        return _record_answer(store, entry, answer.how, clock())
    except ConnectorError as error:
        gone = isinstance(error, MailboxGone)
        return Delivery(entry, error=str(error), mailbox_gone=gone)
    now = clock()
    with store.transaction() as db:
        ledger_rows.save_entry(db, entry.delivered(entry.version, remote, now))
        ledger_rows.save_shown(db, entry, entry.note.questions if entry.note else (), today)
        records.look_again(db, entry.person)
    return Delivery(entry)


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
        ledger_rows.save_entry(db, entry.left())
    return Delivery(entry, told=told)


def deliver_invite(
    store: Store,
    entry: Entry,
    sender: InviteSender,
    clock: Callable[[], datetime],
    today: date,
) -> Delivery:
    """Send, cancel or clear an overview; a repeat after a crash is the same meeting (UID, SEQUENCE)."""
    content = entry.desired
    assert isinstance(content, InviteContent)
    with store.transaction() as db:
        ledger_rows.save_entry(db, replace(entry, attempts=entry.attempts + 1))
    invite, remote = entry.invite(content), None
    try:
        if not content.called_off:
            remote = sender.send(invite, entry.remote)
        elif entry.until <= today:
            sender.clear(invite, entry.remote)
        else:
            sender.cancel(invite, entry.remote)
    except ConnectorError as error:
        return Delivery(entry, error=str(error))
    with store.transaction() as db:
        sent = entry.delivered(entry.version, remote, clock())
        ledger_rows.save_entry(db, entry.left() if content.called_off else sent)
    return Delivery(entry)
