"""Leaves mailboxes alone for a while – nothing read, nothing written – and takes them up again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from sync import schema
from sync.service import Service
from sync.states import ACTIVE, PAUSED


def pause(service: Service, db: Connection, subject: str | None, until: datetime | None) -> str:
    """Pause one person's mailbox, or all, until a moment or until it is resumed."""
    values = {"state": PAUSED, "since": service.clock(), "paused_until": until}
    table = schema.mailbox
    query = update(table).where(table.c.next_due.is_not(None) | table.c.reading.is_not(None))
    if subject is not None:
        query = update(table).where(table.c.person == subject)
    count = db.execute(query.values(values)).rowcount
    when = f" until {until.astimezone(service.zone):%Y-%m-%d %H:%M %Z}" if until else ""
    return f"paused: {count} mailboxes{when}" if count else _nobody(subject)


def resume(
    service: Service, db: Connection, subject: str | None, until: datetime | None = None
) -> str:
    """Read and write again, from now on; also what was not to be found comes back that way."""
    now, table = service.clock(), schema.mailbox
    query = update(table).where(table.c.state != ACTIVE)
    if subject is not None:
        query = query.where(table.c.person == subject)
    query = query.where(table.c.next_due.is_not(None) | table.c.reading.is_not(None))
    values = {"state": ACTIVE, "since": now, "paused_until": None, "failures": 0}
    count = db.execute(query.values(values)).rowcount
    due = update(table).where(table.c.next_due.is_not(None), table.c.since == now)
    db.execute(due.values(next_due=now))
    return f"resumed: {count} mailboxes" if count else "nothing was paused"


def _nobody(subject: str | None) -> str:
    return f"nobody is known as {subject}" if subject else "nobody is known yet"
