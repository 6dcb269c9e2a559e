"""Gathers: reads mailboxes over the network first, then keeps facts and cursor in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from connectors.base import CalendarReader, NoticeWriter
from connectors.errors import ConnectorError
from connectors.model import CalendarEvent, ReadRequest, RemoteRef, Snapshot, Unchanged, Unreadable
from policy.workdays import DAY
from sync import ledger_rows, records
from sync.content import How
from sync.evidence import home_series
from sync.forgotten import kept_out
from sync.interpret import Interpretation, interpret
from sync.ledger import Entry, incarnation_of
from sync.notes import SUBJECTS
from sync.records import Kept
from sync.second_look import look_twice
from sync.series_rows import replace_series, series_of
from sync.service import Person, Service, reader_of, reading_digest
from sync.store import Store
from sync.wanted import day_key, period_key, until_of

EMPTY_AFTER = 20
"""A mailbox that gave this many entries and now gives none is held, not believed."""


@dataclass(frozen=True, slots=True)
class Read:
    """What reading one person's mailbox came to; ``snapshot`` None: nothing new, or trouble.

    ``cause``: what the connector said, where it is its trouble; ``everybody``: not this mailbox's
    alone, but the whole connection's. ``accepted``: home series that the leader accepts, where a
    second look was taken already.
    """

    person: Person
    snapshot: Snapshot | None = None
    error: str | None = None
    cause: ConnectorError | None = None
    everybody: bool = False
    accepted: frozenset[str] = frozenset()

    @property
    def unreadable(self) -> tuple[Unreadable, ...]:
        """Items that were set aside."""
        return self.snapshot.unreadable if self.snapshot else ()


def read(
    service: Service, people: Iterable[Person], known: Mapping[str, Kept] | None = None
) -> Iterator[Read]:
    """Read everybody's window; a cursor is handed over only while all that reading rests on stands."""
    by_connection: dict[str, list[Person]] = {}
    for person in people:
        by_connection.setdefault(person.employee.connection, []).append(person)
    for name, group in by_connection.items():
        reader = service.connections.get(name)
        if isinstance(reader, CalendarReader):
            yield from _read_group(service, reader, group, known or {})
        else:
            yield from (Read(p, error=f"connection {name} cannot read calendars") for p in group)


def _read_group(
    service: Service,
    reader: CalendarReader,
    group: Iterable[Person],
    known: Mapping[str, Kept],
) -> Iterator[Read]:
    waiting = {p.mailbox: p for p in group}
    requests = [_request(service, p, known.get(p.id)) for p in waiting.values()]
    try:
        for result in reader.read(requests):
            person = waiting.pop(result.mailbox)
            outcome = result.outcome
            if isinstance(outcome, ConnectorError):
                yield Read(person, error=str(outcome), cause=outcome)
            else:
                yield Read(person, None if isinstance(outcome, Unchanged) else outcome)
    except ConnectorError as error:
        # Trouble with the connection fails loudly: nobody left is taken for empty.
        for person in waiting.values():
            yield Read(person, error=str(error), cause=error, everybody=True)


def _request(service: Service, person: Person, kept: Kept | None) -> ReadRequest:
    same = (
        kept is not None
        and kept.reading == reading_digest(service, person)
        and kept.connection == person.employee.connection
    )
    cursor = kept.cursor if kept is not None and same else None
    return ReadRequest(person.mailbox, person.window.read_from, person.window.end, cursor)


@dataclass(frozen=True, slots=True)
class Look:
    """What the network said about entries of ours beyond the snapshot itself."""

    gone: tuple[Entry, ...] = ()
    edited: tuple[Entry, ...] = ()
    found: tuple[Entry, ...] = field(default=())


def look(
    service: Service,
    person: Person,
    began_at: datetime,
    managed: Iterable[CalendarEvent],
    entries: Iterable[Entry],
) -> Look:
    """Which of our notes their owner deleted or edited, and which the ledger does not know."""
    standing = {e.wire_key: e for e in entries if e.standing}
    events = {e.managed_key: e for e in managed if e.managed_key}
    gone: list[Entry] = []
    edited: list[Entry] = []
    found: list[Entry] = []
    for key, entry in standing.items():
        event = events.get(key)
        if event is not None and not entry.looks_ours(event.shape):
            edited.append(entry)
        elif event is None and _should_show(entry, person, began_at):
            ref = _find(service, person, entry.connection, key, entry.remote)
            if ref is None:
                gone.append(entry)
            elif not entry.looks_ours(ref.shape):
                edited.append(replace(entry, remote=ref))
            elif ref != entry.remote:
                found.append(replace(entry, remote=ref))
    ledger_keys = {e.key for e in entries}
    for key, event in events.items():
        if (
            incarnation_of(key)[0] not in ledger_keys
            and person.notices
            and _untouched(event, person)
        ):
            ref = _find(service, person, person.notices, key, None)
            found += [_adopted(person, person.notices, event, ref)] if ref else []
    return Look(tuple(gone), tuple(edited), tuple(found))


def _should_show(entry: Entry, person: Person, began_at: datetime) -> bool:
    """Whether the snapshot would show the entry if it still stood there."""
    in_window = person.window.read_from < entry.until <= person.window.end
    return in_window and entry.delivered_at is not None and entry.delivered_at < began_at


def _untouched(event: CalendarEvent, person: Person) -> bool:
    """Whether it is a note to this person, on the day it was written for."""
    if isinstance(event.start, datetime) or event.end != event.start + DAY:
        return False
    keys = (day_key(person.id, event.start), period_key(person.id, event.start))
    key = incarnation_of(event.managed_key or "")[0]
    return key in keys and event.subject.strip() in SUBJECTS


def _find(
    service: Service, person: Person, connection: str, key: str, known: RemoteRef | None
) -> RemoteRef | None:
    writer = service.connections.get(connection)
    if not isinstance(writer, NoticeWriter):
        return known
    return writer.find(person.mailbox, key, known)


def _adopted(person: Person, connection: str, event: CalendarEvent, ref: RemoteRef) -> Entry:
    """A note of ours that the ledger does not know: the store was lost, the calendar was not."""
    key, incarnation = incarnation_of(event.managed_key or "")
    return Entry(
        connection=connection,
        person=person.id,
        key=key,
        until=until_of(key, event.start),
        incarnation=incarnation,
        version=1,
        delivered_version=1,
        shape=ref.shape,
        remote=ref,
    )


@dataclass(frozen=True, slots=True)
class Pulled:
    """What keeping one mailbox came to."""

    told: int = 0
    error: str | None = None
    cause: ConnectorError | None = None


def keep(service: Service, store: Store, read: Read, *, believe_empty: bool) -> Pulled:
    """Look at our own entries over the network, then replace facts and cursor in one transaction."""
    person, snapshot = read.person, read.snapshot
    if read.error is not None:
        return Pulled(error=read.error, cause=read.cause)
    if snapshot is None:
        return _keep_elsewhere(service, store, person)
    with store.transaction() as db:
        kept = records.mailbox(db, person.id)
        entries = ledger_rows.entries(db, person.id)
        before = series_of(db, person.id)
    said = interpret(snapshot.events, reader_of(service, person))
    emptied = kept is not None and kept.events_seen >= EMPTY_AFTER and said.events_seen == 0
    if emptied and not believe_empty:
        return Pulled(error="held: empty")
    try:
        closely = look_twice(service, person, said, before)
        looked = look(service, person, snapshot.began_at, said.managed, entries)
    except ConnectorError as error:
        return Pulled(error=str(error), cause=error)
    said = closely.said
    series = home_series(service, person, said.series, closely.accepted, before)
    with store.transaction() as db:
        if kept_out(db, person.id, person.mailbox.address):
            return Pulled()
        records.save_mailbox(db, _kept(service, person, snapshot, said, kept))
        records.replace_facts(db, person.id, said.days)
        replace_series(db, person.id, series)
        return Pulled(told=_answer(db, looked, service.clock()))


def _keep_elsewhere(service: Service, store: Store, person: Person) -> Pulled:
    """Nothing new in the calendar that is read; notes on another connection are looked at there."""
    began_at = service.clock()
    with store.transaction() as db:
        entries = ledger_rows.entries(db, person.id)
    elsewhere = [e for e in entries if e.connection != person.employee.connection]
    if not elsewhere:
        return Pulled()
    try:
        looked = look(service, person, began_at, (), elsewhere)
    except ConnectorError as error:
        return Pulled(error=str(error), cause=error)
    with store.transaction() as db:
        return Pulled(told=_answer(db, looked, service.clock()))


def _kept(
    service: Service,
    person: Person,
    snapshot: Snapshot,
    said: Interpretation,
    before: Kept | None,
) -> Kept:
    known = before or Kept(person.id, "", "", "")
    return replace(
        known,
        connection=person.employee.connection,
        address=person.mailbox.address,
        zone=person.mailbox.zone.key,
        cursor=snapshot.cursor,
        reading=reading_digest(service, person),
        events_seen=said.events_seen,
        generation=known.generation + 1,
    )


def _answer(db: Connection, looked: Look, now: datetime) -> int:
    told = 0
    for how, entries in ((How.DELETED, looked.gone), (How.EDITED, looked.edited)):
        for entry in entries:
            if entry.desired is not None:
                told += ledger_rows.tell(db, entry, how, now)
            ledger_rows.save_entry(db, (ledger_rows.one(db, entry) or entry).left())
    for entry in looked.found:
        by_now = ledger_rows.one(db, entry) or entry
        ledger_rows.save_entry(db, replace(by_now, remote=entry.remote))
    return told
