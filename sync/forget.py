"""Forgets a person: takes notes away, deletes what is kept, leaves a digest that keeps the person out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from sync import ledger_rows, records, schema, subscription_rows
from sync.content import INVITE
from sync.forgotten import digest_of_name, digests
from sync.judge import dismiss
from sync.kept_about import speaks_of
from sync.service import Service
from sync.states import ACTIVE
from sync.steps import write_note
from sync.store import Store
from sync.unsubscribe import unsubscribe


def forget(db: Connection, person: str, address: str, at: datetime, *, leads: bool) -> None:
    """Delete what is kept of a person, and let the ledger desire that every note goes.

    The rows of notes stay until their notes are gone (:func:`sweep`). ``leads``: what was sent to
    this person as a leader stays, so that it is not sent again.
    """
    known = set(db.scalars(select(schema.forgotten.c.digest)))
    rows = [{"digest": d, "at": at} for d in digests(person, address) if d not in known]
    if rows:
        db.execute(insert(schema.forgotten), rows)
    dismiss(db, person)
    # A pause would keep the notes where they are.
    awake = update(schema.mailbox).where(schema.mailbox.c.person == person)
    db.execute(awake.values(state=ACTIVE, paused_until=None))
    for table in (schema.told, schema.home_series):
        db.execute(delete(table).where(table.c.person == person))
    for column in (schema.listed.c.finding_key, schema.register_row.c.key):
        db.execute(delete(column.table).where(speaks_of(column, person)))
    _leave_digests(db, person, address)
    if not leads:
        for table in (schema.listed, schema.slot):
            db.execute(delete(table).where(table.c.subject == person))
    sweep(db)


def forget_on_request(
    service: Service, db: Connection, subject: str | None, until: datetime | None = None
) -> str:
    """Forget a person, by id, as somebody asked of the running service; ticks take the notes away."""
    kept = records.mailbox(db, subject or "")
    employee = service.book.organisation.people.get(subject or "")
    if kept is None and employee is None:
        return "nobody is known by that id"
    address = employee.mailbox if employee else kept.address if kept else ""
    person = subject or ""
    forget(db, person, address, service.clock(), leads=leads(service, person))
    return "forgotten: notes are taken away, and then the last rows go"


def forget_at_once(service: Service, store: Store, person: str, address: str) -> str | None:
    """Forget a person and take the notes away now: why one still stands, in words, or None.

    For the holder of the lock. What could not be taken away is tried again by every pass.
    """
    with store.transaction() as db:
        at, is_leader = service.clock(), leads(service, person)
        subscribed = subscription_rows.one(db, person)
        forget(db, person, address, at, leads=is_leader)
        kept = records.mailbox(db, person)
        entries = ledger_rows.entries(db, person)
    unsubscribe(service, subscribed)
    done = [write_note(service, store, e, kept) for e in entries if e.pending and kept]
    with store.transaction() as db:
        sweep(db)
    return next((d.error for d in done if d.error is not None), None)


def leads(service: Service, person: str) -> bool:
    """Whether somebody is to get overviews as a leader."""
    organisation = service.book.organisation
    return any(organisation.leader_of(e) == person for e in organisation.employees)


def sweep(db: Connection) -> None:
    """Delete the last rows of forgotten people of whom nothing stands in a calendar any more."""
    known = set(db.scalars(select(schema.forgotten.c.digest)))
    if not known:
        return
    people = [p for p in records.mailboxes(db) if digest_of_name("person", p) in known]
    for person in people:
        if db.execute(select(schema.entry.c.id).where(_notes(person), _uncertain())).first():
            continue
        mine = select(schema.entry.c.id).where(_notes(person))
        db.execute(delete(schema.shown).where(schema.shown.c.entry.in_(mine)))
        db.execute(delete(schema.entry).where(_notes(person)))
        for table in (schema.told, schema.mailbox):
            db.execute(delete(table).where(table.c.person == person))


def _leave_digests(db: Connection, person: str, address: str) -> None:
    """The log of look-ups and the list of requests keep their rows, not whom they were about."""
    left = digests(person, address)[0]
    for column in (schema.audit.c.whom, schema.requests.c.subject):
        names = column.in_((person, address))
        db.execute(update(column.table).where(names).values({column.name: left}))


def _notes(person: str) -> ColumnElement[bool]:
    return (schema.entry.c.person == person) & (schema.entry.c.kind != INVITE)


def _uncertain() -> ColumnElement[bool]:
    """Something of ours stands there, or a write of unknown outcome may have left something."""
    return schema.entry.c.remote_id.is_not(None) | (schema.entry.c.attempts > 0)
