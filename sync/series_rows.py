"""Rows of home series in and out."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from sync import schema
from sync.evidence import HomeSeries


def series_of(db: Connection, person: str) -> tuple[HomeSeries, ...]:
    """The home series of the last snapshot, in the order of their digests."""
    table = schema.home_series
    rows = db.execute(select(table).where(table.c.person == person).order_by(table.c.series))
    return tuple(
        HomeSeries(
            r.series,
            r.pattern["rule"],
            tuple(r.pattern["weekdays"]),
            r.first,
            r.last,
            r.accepted,
        )
        for r in rows
    )


def replace_series(db: Connection, person: str, found: Iterable[HomeSeries]) -> None:
    """Those of the whole window, fresh: what was there before is gone."""
    table = schema.home_series
    db.execute(delete(table).where(table.c.person == person))
    rows = [
        {
            "person": person,
            "series": h.series,
            "pattern": {"rule": h.rule, "weekdays": list(h.weekdays)},
            "first": h.first,
            "last": h.last,
            "accepted": h.accepted,
        }
        for h in found
    ]
    if rows:
        db.execute(insert(table), rows)
