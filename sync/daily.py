"""What is done once a day: everything that is kept for a time only is dropped when the time is up."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, delete

from sync import ledger_rows, schema
from sync.service import Service

KEEP_DAYS = timedelta(weeks=7)
KEEP_LOOKS = timedelta(days=366)
"""The log of look-ups, and what operators asked: 12 months."""
KEEP_MONTHS = 24
RETENTION = "retention"


def forget_old_days(service: Service, db: Connection) -> None:
    """Days older than the rules look back, and entries that were over by then and stand nowhere."""
    ledger_rows.purge(db, service.today(service.zone) - KEEP_DAYS)


def once_a_day(service: Service, db: Connection) -> bool:
    """Drop what has been kept long enough; whether today's turn was still to be taken."""
    now, today = service.clock(), service.today(service.zone)
    if not ledger_rows.take_slot(db, RETENTION, "", today.isoformat(), now):
        return False
    earlier = (schema.slot.c.kind == RETENTION) & (schema.slot.c.period < today.isoformat())
    db.execute(delete(schema.slot).where(earlier))
    forget_old_days(service, db)
    audit, asked, counts = schema.audit, schema.requests, schema.unit_month
    db.execute(delete(audit).where(audit.c.at < now - KEEP_LOOKS))
    db.execute(delete(asked).where(asked.c.done_at < now - KEEP_LOOKS))
    db.execute(delete(counts).where(counts.c.month <= _month_before(today.year, today.month)))
    return True


def _month_before(year: int, month: int) -> str:
    """The last month of which nothing is kept any more: "2024-12" from 1 January 2027 on."""
    months = year * 12 + month - 1 - KEEP_MONTHS - 1
    return f"{months // 12}-{months % 12 + 1:02}"
