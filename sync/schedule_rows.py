"""Rows that say who is due when: the mailboxes' schedule, and the connections that are left alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from sync import schema
from sync.backoff import LONGEST
from sync.records import Kept
from sync.states import ACTIVE, PAUSED

SCHEDULE = ("state", "next_due", "read_at", "compared_at", "failures", "last_error", "since")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A connection after trouble: nothing is asked of it before ``not_before``."""

    name: str
    not_before: datetime | None = None
    failures: int = 0
    last_error: str | None = None


def due(db: Connection, now: datetime, busy: Collection[str], limit: int) -> tuple[Kept, ...]:
    """At most ``limit`` mailboxes to be read now, the longest due first.

    Also those that were read in what is now the future: then the clock was put back.
    """
    table = schema.mailbox
    late = or_(
        table.c.next_due <= now,
        table.c.next_due > now + LONGEST + timedelta(hours=1),
        table.c.read_at > now,
    )
    awake = (table.c.state != PAUSED) | (table.c.paused_until <= now)
    query = select(table).where(table.c.next_due.is_not(None), late, awake)
    query = query.order_by(table.c.next_due, table.c.person).limit(limit + len(busy))
    found = (Kept(*row) for row in db.execute(query))
    return tuple(k for k in found if k.person not in busy)[:limit]


def enrol(db: Connection, found: Iterable[Kept], now: datetime) -> int:
    """Let everybody who takes part be due once, the new ones now; how many rows that touched."""
    table, mine = schema.mailbox, {k.person: k for k in found}
    rows = db.execute(select(table.c.person, table.c.next_due)).all()
    known = {r.person: r.next_due for r in rows}
    fresh = [
        {**{n: getattr(k, n) for n in Kept.__dataclass_fields__}, "next_due": now, "since": now}
        for p, k in mine.items()
        if p not in known
    ]
    asleep = [{"p": p} for p in mine if p in known and known[p] is None]
    away = [{"p": p} for p, due in known.items() if p not in mine and due is not None]
    if fresh:
        db.execute(insert(table), fresh)
    wake = update(table).where(table.c.person == bindparam("p"))
    if asleep:
        db.execute(wake.values(next_due=now), asleep)
    if away:
        db.execute(wake.values(next_due=None), away)
    return len(fresh) + len(asleep) + len(away)


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
    for at in range(0, len(wanted), 500):
        query = select(table).where(table.c.person.in_(wanted[at : at + 500]))
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


@dataclass(frozen=True, slots=True)
class Fare:
    """How all mailboxes fare: ``lag`` and ``stalest`` as in :class:`sync.observed.Round`."""

    states: Mapping[str, int]
    lag: float
    stalest: float
    unread: int


def fare(db: Connection, now: datetime) -> Fare:
    """Counted over everybody who takes part; ``unread``: well, and not read yet."""
    table = schema.mailbox
    mine = table.c.next_due.is_not(None)
    states = select(table.c.state, func.count()).where(mine).group_by(table.c.state)
    well = mine & (table.c.state == ACTIVE) & (table.c.failures == 0)
    oldest, unread = db.execute(
        select(func.min(table.c.read_at), func.count() - func.count(table.c.read_at)).where(well)
    ).one()
    first = db.execute(
        select(func.min(table.c.next_due)).where(mine, table.c.state != PAUSED)
    ).scalar_one()
    return Fare(
        {row.state: row[1] for row in db.execute(states)},
        max(0.0, (now - first).total_seconds()) if first else 0.0,
        max(0.0, (now - oldest).total_seconds()) if oldest else 0.0,
        unread,
    )
