"""Rows behind the brake in and out: what was written lately, what is held, what a person let through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from sync import schema
from sync.brake import Lately
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


def hold(db: Connection, why: str, entries: Iterable[Entry], now: datetime) -> Held:
    """Keep what is held as it is shown; a new edition once a minute, for it keeps changing.

    Earlier editions can be confirmed for a while: who looked at one releases what they saw.
    """
    shown = held_now(db)
    pairs = sorted((e.id, e.version) for e in entries if e.id is not None)
    digest = digest_of(pairs)[:12]
    fresh = shown is not None and timedelta(0) <= now - shown.at < EDITION
    if shown is not None and (shown.digest == digest or fresh):
        return shown
    table = schema.held
    db.execute(delete(table).where(table.c.digest == digest))
    db.execute(insert(table).values(digest=digest, at=now, why=why, entries=pairs))
    old = select(table.c.digest).order_by(table.c.at.desc()).offset(KEPT_EDITIONS)
    db.execute(delete(table).where(table.c.digest.in_(list(db.scalars(old)))))
    return Held(digest, now, why, tuple(pairs))


def over(db: Connection) -> bool:
    """Nothing is held any more; whether anything was."""
    return bool(db.execute(delete(schema.held)).rowcount)


def release(db: Connection, digest: str) -> int:
    """Let through exactly what was shown under ``digest``, less what has changed since.

    How many entries that is; raises NotHeldError where nothing is held under it.
    """
    table, entry = schema.held, schema.entry
    row = db.execute(select(table).where(table.c.digest == digest)).one_or_none()
    if row is None:
        raise NotHeldError(f"nothing is held as {digest}: look again at what is held now")
    released = 0
    for id_, version in row.entries:
        same = (entry.c.id == id_) & (entry.c.version == version)
        released += db.execute(update(entry).where(same).values(confirmed=version)).rowcount
    over(db)
    return released


def lately(db: Connection, since: datetime, today: date) -> Lately:
    """What was written to people with a completed pass since a moment, and counts."""
    entry, mailbox = schema.entry, schema.mailbox
    both = entry.join(mailbox, mailbox.c.person == entry.c.person)
    # A row that a person let past the brake is theirs, not an outage's.
    mine = _counts(today) & (
        entry.c.confirmed.is_(None) | (entry.c.confirmed != entry.c.delivered_version)
    )
    changed = select(entry.c.id, entry.c.remote_id).select_from(both)
    changed = changed.where(
        mine, entry.c.changed_at > since, entry.c.changed_at > mailbox.c.completed_at
    )
    rows = db.execute(changed).all()
    created = select(entry.c.person).select_from(both).distinct()
    created = created.where(
        mine, entry.c.created_at > since, entry.c.created_at > mailbox.c.completed_at
    )
    return Lately(
        changed=frozenset(r.id for r in rows if r.remote_id is not None),
        removed=frozenset(r.id for r in rows if r.remote_id is None),
        people=frozenset(db.scalars(created)),
    )


def created_since(db: Connection, since: datetime) -> int:
    """How many notes were created since a moment, whatever became of them."""
    entry = schema.entry
    query = select(func.count()).select_from(entry)
    return db.execute(query.where(entry.c.kind == NOTICE, entry.c.created_at >= since)).scalar_one()


def standing(db: Connection, today: date) -> int:
    """How many of our notes stand that count."""
    entry, mailbox = schema.entry, schema.mailbox
    both = entry.join(mailbox, mailbox.c.person == entry.c.person)
    query = select(func.count()).select_from(both)
    query = query.where(
        _counts(today), entry.c.remote_id.is_not(None), mailbox.c.completed_at.is_not(None)
    )
    return db.execute(query).scalar_one()


def settled(db: Connection, people: Iterable[str]) -> frozenset[str]:
    """Those of ``people`` who have a completed pass behind them."""
    table, asked = schema.mailbox, frozenset(people)
    done = select(table.c.person).where(table.c.completed_at.is_not(None))
    return asked & frozenset(db.scalars(done)) if asked else asked


def _counts(today: date) -> ColumnElement[bool]:
    entry = schema.entry
    return (entry.c.kind == NOTICE) & (entry.c.until > today)


def _held(digest: str, at: datetime, why: str, pairs: list[list[int]]) -> Held:
    return Held(digest, at, why, tuple((id_, version) for id_, version in pairs))
