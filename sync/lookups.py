"""Look-ups are seen: who looked at whom, with which command and why, kept for twelve months."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, or_, select
from sqlalchemy.exc import DatabaseError

from sync import schema
from sync.store import Store, writer_lock
from sync.store_trouble import StoreError, reason_of

EVERYBODY = "all"
"""Whom a look at all calendars is about: everybody who took part that day."""
KEPT = timedelta(days=365)


class LookUpNotKeptError(Exception):
    """A look-up cannot be written down, so it is not made; the message says why."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """``at``: the real time, aware. ``whom``: an employee's id, or ``EVERYBODY``."""

    at: datetime
    who: str
    what: str
    whom: str
    why: str | None = None


def note(url: str, look_up: LookUp) -> None:
    """Write a look-up down before it is made, beside whoever holds the lock.

    Raises LookUpNotKeptError where the store takes no row, StoreBusyError where it would first
    have to be made or brought up to date while somebody else holds the lock.
    """
    try:
        store = _open(url)
        try:
            with store.transaction() as db:
                db.execute(insert(schema.audit).values(_row(look_up)))
        finally:
            store.close()
    except (DatabaseError, OSError) as error:
        why = reason_of(error) if isinstance(error, DatabaseError) else error.strerror
        raise LookUpNotKeptError(
            f"store.url: this look-up cannot be written down ({why}), so it is not made"
        ) from error


def look_ups(
    db: Connection, person: str | None = None, since: datetime | None = None
) -> tuple[LookUp, ...]:
    """What was written down, oldest first; of one person: those about everybody too."""
    table = schema.audit
    query = select(table).order_by(table.c.at, table.c.id)
    if person is not None:
        query = query.where(or_(table.c.whom == person, table.c.whom == EVERYBODY))
    if since is not None:
        query = query.where(table.c.at >= since)
    return tuple(LookUp(r.at, r.who, r.what, r.whom, r.why) for r in db.execute(query))


def purge(db: Connection, now: datetime) -> None:
    """Drop what is older than twelve months."""
    db.execute(delete(schema.audit).where(schema.audit.c.at < now - KEPT))


def _open(url: str) -> Store:
    """Only under the lock is a store made or brought up to date: its holder may be at work on it."""
    try:
        return Store.visit(url)
    except StoreError:
        with writer_lock(url):
            return Store.open(url)


def _row(look_up: LookUp) -> dict[str, object]:
    return {
        "at": look_up.at,
        "who": look_up.who,
        "what": look_up.what,
        "whom": look_up.whom,
        "why": look_up.why,
    }
