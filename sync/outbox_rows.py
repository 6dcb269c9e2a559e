"""Rows of the outbox: what the ledger desires and no calendar shows yet, and what of it may be written."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, TextClause, select, text

from sync import ledger_rows, schema
from sync.backoff import LONGEST
from sync.content import NOTICE
from sync.ledger import Entry

Conditions = list[ColumnElement[bool] | TextClause]


def outbox(
    db: Connection,
    now: datetime,
    kind: str = NOTICE,
    *,
    new: int | None = None,
    confirmed: bool = False,
    limit: int = 500,
) -> tuple[Entry, ...]:
    """What may be written now, the nearest day first: not parked, not waiting after a failure.

    Left alone are mailboxes that are paused or not to be found. ``new``: at most so many notes
    where none of ours stands; ``confirmed``: only what a person let past the brake.
    """
    table, may = schema.entry, _may(kind, now)
    if confirmed:
        may.append(table.c.confirmed == table.c.version)
    where_none_stands = (
        table.c.desired.is_not(None) & table.c.remote_id.is_(None) & (table.c.attempts == 0)
    )
    first = select(table.c.id).order_by(table.c.until, table.c.id)
    chosen = set(db.scalars(first.where(*may, ~where_none_stands).limit(limit)))
    room = limit if new is None else min(limit, new)
    chosen |= set(db.scalars(first.where(*may, where_none_stands).limit(room)))
    found = ledger_rows.some(db, chosen) if chosen else ()
    return tuple(sorted(found, key=lambda e: (e.until, e.id or 0)))


def still_due(db: Connection, entry: Entry, now: datetime) -> bool:
    """Whether an entry that has waited for its turn is to be written as it was taken."""
    table = schema.entry
    same = (table.c.id == entry.id, table.c.version == entry.version)
    may = _may(entry.kind, now, schema.mailbox.c.person == entry.person)
    return db.execute(select(table.c.id).where(*same, *may)).first() is not None


def anything_pending(db: Connection) -> bool:
    """Whether any note or overview is not shown as desired."""
    pending = select(schema.entry.c.id).where(text(schema.OUTBOX)).limit(1)
    return db.execute(pending).first() is not None


def _may(kind: str, now: datetime, *whose: ColumnElement[bool]) -> Conditions:
    """What may be written at all; ``whose``: of which mailboxes it is asked."""
    table, mailbox = schema.entry, schema.mailbox
    asleep = select(mailbox.c.person).where(
        mailbox.c.state != "active" if kind == NOTICE else mailbox.c.state == "paused",
        mailbox.c.next_due.is_not(None),
        *whose,
    )
    # A wait longer than the longest comes of a clock that was put back: nobody has to sit it out.
    late = (table.c.not_before <= now) | (table.c.not_before > now + LONGEST + timedelta(hours=1))
    return [
        table.c.kind == kind,
        text(schema.OUTBOX),
        table.c.parked.is_(False),
        table.c.not_before.is_(None) | late,
        table.c.person.not_in(asleep),
    ]
