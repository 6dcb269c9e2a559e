"""Rows that say who is due when: the mailboxes' schedule, and the connections that are left alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, text, update

from sync import schema
from sync.backoff import LONGEST
from sync.records import Kept
from sync.states import ACTIVE, PAUSED

FIELDS = tuple(Kept.__dataclass_fields__)
AT_ONCE = 500
SCHEDULE = ("state", "next_due", "read_at", "compared_at", "failures", "last_error", "since")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A connection after trouble: nothing is asked of it before ``not_before``."""

    name: str
    not_before: datetime | None = None
    failures: int = 0
    last_error: str | None = None


def due(
    db: Connection, connection: str, now: datetime, mine: Callable[[str], bool], limit: int
) -> tuple[Kept, ...]:
    """At most ``limit`` of ``mine`` on a connection to be read now, the longest due first.

    Also those that were read in what is now the future: then the clock was put back.
    """
    table = schema.mailbox
    late = or_(
        table.c.next_due <= now,
        table.c.next_due > now + LONGEST + timedelta(hours=1),
        table.c.read_at > now,
    )
    awake = (table.c.state != PAUSED) | (table.c.paused_until <= now)
    there = (table.c.connection == connection) & table.c.next_due.is_not(None)
    query = select(table).where(there, late, awake)
    rows = db.execute(query.order_by(table.c.next_due, table.c.person))
    # The limit counts what is mine: what is late for another shard keeps none of mine waiting.
    return tuple(islice((Kept(*row) for row in rows if mine(row.person)), limit))


def enrol(db: Connection, found: Iterable[Kept], now: datetime) -> None:
    """Let everybody who takes part be due, the new ones now, and nobody else any more."""
    table = schema.mailbox
    rows = db.execute(select(table.c.person, table.c.next_due, table.c.connection))
    known = {r.person: (r.next_due is not None, r.connection) for r in rows}
    fresh: list[dict[str, Any]] = []
    for kept in found:
        due, connection = known.pop(kept.person, (None, None))
        if due is None:
            fresh.append({n: getattr(kept, n) for n in FIELDS} | {"next_due": now, "since": now})
        elif connection != kept.connection:
            # What the old connection called unchanged says nothing about the new one.
            moved = {"connection": kept.connection, "cursor": None, "next_due": now}
            db.execute(update(table).where(table.c.person == kept.person).values(moved))
        elif not due:
            db.execute(update(table).where(table.c.person == kept.person).values(next_due=now))
        if len(fresh) == AT_ONCE:
            db.execute(insert(table), fresh)
            fresh.clear()
    if fresh:
        db.execute(insert(table), fresh)
    away = [{"p": person} for person, (due, _) in known.items() if due]
    if away:
        rest = update(table).where(table.c.person == bindparam("p")).values(next_due=None)
        db.execute(rest, away)


def save_schedule(db: Connection, found: Iterable[Kept]) -> None:
    """Write when some mailboxes are due next and how they fare, all in one statement."""
    table = schema.mailbox
    rows = [{"p": k.person, **{f"new_{n}": getattr(k, n) for n in SCHEDULE}} for k in found]
    if rows:
        values: dict[str, Any] = {n: bindparam(f"new_{n}") for n in SCHEDULE}
        db.execute(update(table).where(table.c.person == bindparam("p")).values(values), rows)


def some(db: Connection, people: Iterable[str]) -> dict[str, Kept]:
    """The rows of some people as they stand now."""
    wanted, table = tuple(people), schema.mailbox
    found: dict[str, Kept] = {}
    for at in range(0, len(wanted), AT_ONCE):
        query = select(table).where(table.c.person.in_(wanted[at : at + AT_ONCE]))
        found |= {row.person: Kept(*row) for row in db.execute(query)}
    return found


def complete(db: Connection, now: datetime) -> None:
    """Everybody who was judged and whose outbox waits for nothing has a completed pass."""
    table, entry = schema.mailbox, schema.entry
    open_ = select(entry.c.person).where(
        entry.c.version > entry.c.delivered_version,
        entry.c.failures == 0,
        entry.c.parked.is_(False),
    )
    done = update(table).where(
        table.c.completed_at.is_(None), table.c.judged.is_not(None), table.c.person.not_in(open_)
    )
    db.execute(done.values(completed_at=now))


def waiting(db: Connection) -> dict[str, Waiting]:
    """The connections in trouble, by name."""
    return {row.name: Waiting(*row) for row in db.execute(select(schema.connection))}


def save_waiting(db: Connection, connection: Waiting) -> None:
    """Insert or replace a connection's row; one without failures is forgotten."""
    table = schema.connection
    db.execute(delete(table).where(table.c.name == connection.name))
    if connection.failures:
        names = Waiting.__dataclass_fields__
        db.execute(insert(table).values({n: getattr(connection, n) for n in names}))


def stale(db: Connection, before: datetime, busy: Collection[str], shut: Collection[str]) -> bool:
    """Whether anybody who is well was not read since ``before``.

    Left aside are those in flight and those on connections that are being left alone.
    """
    table = schema.mailbox
    well = table.c.next_due.is_not(None) & (table.c.state == ACTIVE) & (table.c.failures == 0)
    old = table.c.read_at.is_(None) | (table.c.read_at < before)
    query = select(table.c.person).where(well, old, table.c.connection.not_in(tuple(shut)))
    return any(person not in busy for person in db.scalars(query))


@dataclass(frozen=True, slots=True)
class Fare:
    """How all mailboxes fare: ``lag`` and ``stalest`` as in :class:`sync.observed.Round`."""

    states: Mapping[str, int]
    lag: float
    stalest: float
    pending: int
    parked: int


def fare(db: Connection, now: datetime) -> Fare:
    """Counted over everybody who takes part."""
    table = schema.mailbox
    mine = table.c.next_due.is_not(None)
    states = select(table.c.state, func.count()).where(mine).group_by(table.c.state)
    well = mine & (table.c.state == ACTIVE) & (table.c.failures == 0)
    oldest = db.execute(select(func.min(table.c.read_at)).where(well)).scalar_one()
    first = db.execute(
        select(func.min(table.c.next_due)).where(mine, table.c.state != PAUSED)
    ).scalar_one()
    entry = schema.entry
    outbox = select(func.count(), func.count().filter(entry.c.parked)).select_from(entry)
    pending, parked = db.execute(outbox.where(text(schema.OUTBOX))).one()
    return Fare(
        {row.state: row[1] for row in db.execute(states)},
        max(0.0, (now - first).total_seconds()) if first else 0.0,
        max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        pending - parked,
        parked,
    )
