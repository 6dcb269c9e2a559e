"""Rows behind the brake in and out: what was written lately, what is held, what a person let through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Select,
    TextClause,
    delete,
    func,
    insert,
    select,
    text,
    union,
    update,
)

from sync import ledger_rows, schema
from sync.brake import SPAN, Weight
from sync.content import NOTICE, digest_of
from sync.ledger import Entry

EDITION = timedelta(minutes=1)
KEPT_EDITIONS = 60


class NotHeldError(Exception):
    """Nothing is held under this digest (any more)."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the brake holds, as it is shown: ``entries`` are pairs of id and version."""

    digest: str
    at: datetime
    why: str
    entries: tuple[tuple[int, int], ...]


def held_now(db: Connection) -> Held | None:
    """What is held and can be confirmed now; at most a minute older than the ledger."""
    table = schema.held
    row = db.execute(select(table).order_by(table.c.at.desc(), table.c.digest)).first()
    return _held(row.digest, row.at, row.why, row.entries) if row else None


def hold(db: Connection, why: str, now: datetime) -> Held:
    """Keep what is held as it is shown; a new edition once a minute, for it keeps changing.

    Earlier editions can be confirmed for a while: who looked at one releases what they saw.
    """
    before = held_now(db)
    pairs = waiting_pairs(db)
    digest = digest_of(pairs)[:12]
    fresh = before is not None and timedelta(0) <= now - before.at < EDITION
    if before is not None and (before.digest == digest or fresh):
        return before
    table = schema.held
    db.execute(delete(table).where(table.c.digest == digest))
    db.execute(insert(table).values(digest=digest, at=now, why=why, entries=pairs))
    old = select(table.c.digest).order_by(table.c.at.desc()).offset(KEPT_EDITIONS)
    db.execute(delete(table).where(table.c.digest.in_(list(db.scalars(old)))))
    return Held(digest, now, why, tuple(pairs))


def shown(db: Connection, held: Held) -> tuple[Entry, ...]:
    """The entries that confirming would release: those that still are as they were shown."""
    versions = dict(held.entries)
    waiting = (e for e in ledger_rows.entries(db) if e.pending)
    return tuple(e for e in waiting if e.id is not None and versions.get(e.id) == e.version)


def over(db: Connection) -> bool:
    """Nothing is held any more; whether anything was."""
    if db.execute(select(schema.held.c.digest)).first() is None:
        return False
    db.execute(delete(schema.held))
    return True


def release(db: Connection, digest: str) -> int:
    """Let through exactly what was shown under ``digest``, less what has changed since.

    What the service had written before the brake stopped it weighs no more either. How many
    entries are let through; raises NotHeldError where nothing is held under it.
    """
    table, entry = schema.held, schema.entry
    row = db.execute(select(table).where(table.c.digest == digest)).one_or_none()
    if row is None:
        raise NotHeldError(f"nothing is held as {digest}: look again at what is held now")
    released = 0
    for id_, version in row.entries:
        same = (entry.c.id == id_) & (entry.c.version == version)
        released += db.execute(update(entry).where(same).values(confirmed=version)).rowcount
    before = (entry.c.changed_at > row.at - SPAN) | (entry.c.created_at > row.at - SPAN)
    done = before & (entry.c.version == entry.c.delivered_version)
    db.execute(update(entry).where(done).values(confirmed=entry.c.delivered_version))
    over(db)
    return released


def created_since(db: Connection, since: datetime) -> int:
    """How many notes were created since a moment, whatever became of them."""
    entry = schema.entry
    query = select(func.count()).select_from(entry)
    return db.execute(query.where(entry.c.kind == NOTICE, entry.c.created_at >= since)).scalar_one()


def weigh(db: Connection, since: datetime, today: date, new: int | None) -> Weight:
    """What the ledger is about to change, with what was changed since a moment.

    Counted over people with a completed pass, as :func:`sync.brake.held` does. ``new``: so many
    new notes may be written at all.
    """
    entry, mailbox = schema.entry, schema.mailbox
    both = entry.join(mailbox, mailbox.c.person == entry.c.person)
    mine = (entry.c.kind == NOTICE) & (entry.c.until > today) & mailbox.c.completed_at.is_not(None)
    stands = entry.c.remote_id.is_not(None)
    pending = text(schema.OUTBOX), entry.c.confirmed.is_distinct_from(entry.c.version)

    def lately(when: Column[Any]) -> ColumnElement[bool]:
        by_us = entry.c.confirmed.is_distinct_from(entry.c.delivered_version)
        return (when > since) & (when > mailbox.c.completed_at) & by_us

    def chosen(what: Column[Any], *where: ColumnElement[bool] | TextClause) -> Select[Any]:
        return select(what).select_from(both).where(mine, *where)

    def number(*parts: Select[Any]) -> int:
        return db.execute(select(func.count()).select_from(union(*parts).subquery())).scalar_one()

    changed_lately = chosen(entry.c.id, lately(entry.c.changed_at))
    changed = number(chosen(entry.c.id, *pending, stands), changed_lately)
    created_lately = chosen(entry.c.person, lately(entry.c.created_at))
    to_create = chosen(entry.c.person, *pending, ~stands, entry.c.desired.is_not(None))
    people = number(to_create, created_lately)
    if new is not None:
        people = min(people, number(created_lately) + new)
    # How many stand is only asked where it matters: that looks at every row.
    stood = number(chosen(entry.c.id, stands), changed_lately) if changed else 0
    return Weight(changed, stood, people)


def waiting_pairs(db: Connection) -> list[tuple[int, int]]:
    """Id and version of every note in the outbox that nobody has let through."""
    entry = schema.entry
    ours = (entry.c.kind == NOTICE) & entry.c.confirmed.is_distinct_from(entry.c.version)
    query = select(entry.c.id, entry.c.version).order_by(entry.c.id)
    rows = db.execute(query.where(text(schema.OUTBOX), ours))
    return [(row.id, row.version) for row in rows]


def _held(digest: str, at: datetime, why: str, pairs: list[list[int]]) -> Held:
    return Held(digest, at, why, tuple((id_, version) for id_, version in pairs))
