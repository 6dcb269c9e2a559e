"""What is done once a day: everything that is kept for a time only is dropped when the time is up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, delete

from sync import ledger_rows, lookups, months, schema, subscription_rows
from sync.service import Service

KEEP_DAYS = timedelta(weeks=7)
RETENTION = "retention"


def forget_what_is_old(service: Service, db: Connection) -> None:
    """Days older than the rules look back, entries that were over by then and stand nowhere,
    look-ups and requests of more than 12 months, counts of more than 24."""
    now, today = service.clock(), service.today(service.zone)
    ledger_rows.purge(db, today - KEEP_DAYS)
    lookups.purge(db, now)
    months.purge(db, today)
    subscription_rows.purge(db, now)
    asked = schema.requests
    db.execute(delete(asked).where(asked.c.done_at < now - lookups.KEPT))


def once_a_day(service: Service, db: Connection) -> bool:
    """Drop what has been kept long enough; whether today's turn was still to be taken."""
    now, today = service.clock(), service.today(service.zone)
    if not ledger_rows.take_slot(db, RETENTION, "", today.isoformat(), now):
        return False
    earlier = (schema.slot.c.kind == RETENTION) & (schema.slot.c.period < today.isoformat())
    db.execute(delete(schema.slot).where(earlier))
    forget_what_is_old(service, db)
    return True
