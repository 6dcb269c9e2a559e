"""Rows of subscriptions: for whose mailbox a server tells us of changes, and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, or_, select

from sync import schema
from sync.states import ACTIVE

LIFE = timedelta(days=6)
"""How long one is asked for: Graph gives 10,080 minutes at most, by its own clock."""
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Subscribed:
    """One person's row. ``remote_id`` None: none stands, and none is tried before ``renew_at``."""

    person: str
    connection: str
    remote_id: str | None = None
    client_state: str | None = None
    expires_at: datetime | None = None
    renew_at: datetime | None = None
    failures: int = 0

    def gone(self, now: datetime) -> Subscribed:
        """The row once its subscription stands no more: made anew at once."""
        return Subscribed(self.person, self.connection, renew_at=now)


FIELDS = tuple(Subscribed.__dataclass_fields__)


def unasked(db: Connection, connection: str, limit: int) -> tuple[str, ...]:
    """People on a connection who are read well and have no row."""
    table, mine = schema.mailbox, schema.subscription
    well = _well(connection) & table.c.read_at.is_not(None) & mine.c.person.is_(None)
    joined = table.outerjoin(mine, mine.c.person == table.c.person)
    query = select(table.c.person).select_from(joined).where(well)
    return tuple(db.scalars(query.order_by(table.c.person).limit(limit)))


def due(db: Connection, connection: str, now: datetime, limit: int) -> tuple[Subscribed, ...]:
    """Rows to be renewed, or tried again, of people who are read well; the longest due first."""
    table, mailbox = schema.subscription, schema.mailbox
    # What lies so far ahead was written before the clock was put back.
    late = or_(table.c.renew_at <= now, table.c.renew_at > now + LIFE)
    joined = table.join(mailbox, mailbox.c.person == table.c.person)
    query = select(table).select_from(joined).where(_well(connection), late)
    rows = db.execute(query.order_by(table.c.renew_at, table.c.person).limit(limit))
    return tuple(Subscribed(*row) for row in rows)


def every(db: Connection) -> tuple[Subscribed, ...]:
    """All rows."""
    return tuple(Subscribed(*row) for row in db.execute(select(schema.subscription)))


def one(db: Connection, person: str) -> Subscribed | None:
    """One person's row, if there is one."""
    table = schema.subscription
    row = db.execute(select(table).where(table.c.person == person)).one_or_none()
    return Subscribed(*row) if row else None


def known(db: Connection, ids: Iterable[str]) -> dict[str, Subscribed]:
    """The rows of some subscriptions, by the server's id."""
    wanted, table = tuple(ids), schema.subscription
    found: dict[str, Subscribed] = {}
    for at in range(0, len(wanted), AT_ONCE):
        query = select(table).where(table.c.remote_id.in_(wanted[at : at + AT_ONCE]))
        found |= {row.remote_id: Subscribed(*row) for row in db.execute(query)}
    return found


def save(db: Connection, rows: Iterable[Subscribed]) -> None:
    """Insert or replace."""
    table, values = schema.subscription, [{n: getattr(r, n) for n in FIELDS} for r in rows]
    for row in values:
        db.execute(delete(table).where(table.c.person == row["person"]))
    if values:
        db.execute(insert(table), values)


def let_go(db: Connection, wanted: Collection[str]) -> tuple[Subscribed, ...]:
    """Delete the rows of whoever is not read over that connection any more, or where nobody wants
    to hear; what stood there."""
    table, mailbox = schema.subscription, schema.mailbox
    read_there = select(mailbox.c.person).where(
        mailbox.c.person == table.c.person,
        mailbox.c.connection == table.c.connection,
        mailbox.c.next_due.is_not(None),
    )
    over = ~read_there.exists() | table.c.connection.not_in(tuple(wanted))
    rows = tuple(Subscribed(*row) for row in db.execute(select(table).where(over)))
    if rows:
        db.execute(delete(table).where(table.c.person.in_([row.person for row in rows])))
    return rows


def forget(db: Connection, person: str) -> None:
    """Delete one person's row."""
    db.execute(delete(schema.subscription).where(schema.subscription.c.person == person))


def purge(db: Connection, now: datetime) -> None:
    """Drop rows of what ended a day ago: nobody has renewed it, so no service is at work."""
    table = schema.subscription
    ended = or_(
        table.c.expires_at < now - timedelta(days=1),
        and_(table.c.remote_id.is_(None), table.c.renew_at < now - LIFE),
    )
    db.execute(delete(table).where(ended))


def live(db: Connection, now: datetime) -> int:
    """How many stand, as far as we know."""
    table = schema.subscription
    standing = table.c.remote_id.is_not(None) & (table.c.expires_at > now)
    return int(db.execute(select(func.count()).select_from(table).where(standing)).scalar_one())


def _well(connection: str) -> ColumnElement[bool]:
    table = schema.mailbox
    return (
        (table.c.connection == connection)
        & table.c.next_due.is_not(None)
        & (table.c.state == ACTIVE)
        & (table.c.failures == 0)
    )
