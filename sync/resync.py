"""Has mailboxes read whole and believed as they are, at once and whatever we knew of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, update

from sync import schema
from sync.service import Service


def resync(
    service: Service, db: Connection, subject: str | None, until: datetime | None = None
) -> str:
    """Read one person's mailbox, or all, afresh: back-off and cursor are forgotten.

    A mailbox that is held because it is suddenly empty is believed then; entries that were parked
    are tried again.
    """
    table, entry = schema.mailbox, schema.entry
    mine = (table.c.person == subject) if subject is not None else table.c.person.is_not(None)
    fresh = {"cursor": None, "compared_at": None, "failures": 0, "events_seen": 0}
    count = db.execute(update(table).where(mine).values(fresh)).rowcount
    due = update(table).where(mine, table.c.next_due.is_not(None))
    db.execute(due.values(next_due=service.clock()))
    again = update(entry).where(entry.c.person == subject) if subject is not None else update(entry)
    db.execute(
        again.where(entry.c.version > entry.c.delivered_version).values(
            parked=False, failures=0, not_before=None
        )
    )
    return f"to be read afresh: {count} mailboxes" if count else f"nobody is known as {subject}"
