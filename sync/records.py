"""Rows in and out: what is kept about a mailbox, the ledger's entries, what was told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from policy.model import DayFacts, EntryKind, Evidence, HomeFacts, OnSite, Span
from sync import schema
from sync.many_rows import as_json, insert_many

LATELY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known about one person's mailbox between passes."""

    person: str
    connection: str
    address: str
    zone: str
    cursor: str | None = None
    reading: str | None = None
    events_seen: int = 0
    judged: str | None = None
    generation: int = 0
    completed_at: datetime | None = None
    state: str = "active"
    next_due: datetime | None = None
    read_at: datetime | None = None
    compared_at: datetime | None = None
    failures: int = 0
    last_error: str | None = None
    since: datetime | None = None
    paused_until: datetime | None = None


READING = tuple(Kept.__dataclass_fields__)[1:10]
"""What reading and judging know; when a mailbox is due is ``schedule_rows``' business."""

# Statements are made once: building them costs more than running them.
UPDATE_READING = (
    update(schema.mailbox)
    .where(schema.mailbox.c.person == bindparam("p"))
    .values({name: bindparam(f"new_{name}") for name in READING})
)
DROP_DAYS, DROP_ON_SITE = (
    delete(table).where(table.c.person == bindparam("p")) for table in (schema.day, schema.on_site)
)


def known(db: Connection) -> frozenset[str]:
    """Everybody of whom there is a row."""
    return frozenset(db.scalars(select(schema.mailbox.c.person)))


def mailboxes(db: Connection) -> dict[str, Kept]:
    """Everybody we know, by person."""
    return {row.person: Kept(*row) for row in db.execute(select(schema.mailbox))}


def mailbox(db: Connection, person: str) -> Kept | None:
    """One person's row, if we know that person."""
    table = schema.mailbox
    row = db.execute(select(table).where(table.c.person == person)).one_or_none()
    return Kept(*row) if row else None


def save_mailbox(db: Connection, kept: Kept) -> None:
    """Insert one person's row, or replace what reading and judging know in it."""
    values = {f"new_{name}": getattr(kept, name) for name in READING}
    if db.execute(UPDATE_READING, {"p": kept.person, **values}).rowcount == 0:
        everything = {name: getattr(kept, name) for name in Kept.__dataclass_fields__}
        db.execute(insert(schema.mailbox).values(everything))


def facts(db: Connection, person: str) -> tuple[DayFacts, ...]:
    """What the last snapshot said, day by day."""
    meetings: dict[date, list[OnSite]] = {}
    query = select(schema.on_site).where(schema.on_site.c.person == person)
    for _, _, day, *said in db.execute(query.order_by(schema.on_site.c.id)):
        meetings.setdefault(day, []).append(_on_site(*said))
    rows = db.execute(select(schema.day).where(schema.day.c.person == person)).all()
    return tuple(
        DayFacts(
            row.day,
            row.absence,
            row.presence,
            _home(row),
            tuple(meetings.get(row.day, ())),
            bool(row.away_all_day),
            tuple(row.corrected or ()),
        )
        for row in sorted(rows, key=lambda r: r.day)
    )


def note_reading(
    db: Connection, well: Iterable[str], failed: Mapping[str, str], now: datetime
) -> None:
    """Who was read just now, and who could not be and why; of those who are known already.

    Within ten minutes a look that found all well is not written down again: it changes nothing.
    """
    table = schema.mailbox
    mine = table.c.person == bindparam("p")
    old = table.c.read_at.is_(None) | ~table.c.read_at.between(now - LATELY, now)
    read, trouble = [{"p": p} for p in well], [{"p": p, "e": e} for p, e in failed.items()]
    if read:
        fresh = update(table).where(mine, old | (table.c.failures > 0))
        db.execute(fresh.values(read_at=now, failures=0, last_error=None), read)
    if trouble:
        again = {"failures": table.c.failures + 1, "last_error": bindparam("e")}
        db.execute(update(table).where(mine).values(again), trouble)


def look_again(db: Connection, person: str) -> None:
    """Read the mailbox afresh next time: after a write of ours the old cursor may match again."""
    table = schema.mailbox
    db.execute(update(table).where(table.c.person == person).values(cursor=None))


def replace_facts(db: Connection, person: str, days: Iterable[DayFacts]) -> None:
    """The whole window, fresh: what was there before is gone."""
    days = tuple(days)
    for drop in (DROP_DAYS, DROP_ON_SITE):
        db.execute(drop, {"p": person})
    insert_many(db, schema.day, DAY, [_day_row(person, d) for d in days])
    meetings = [_on_site_row(person, d.day, o) for d in days for o in d.on_site]
    insert_many(db, schema.on_site, ON_SITE, meetings)


def drop_facts(db: Connection, person: str) -> None:
    """Nothing of what a calendar said is kept of somebody who takes no part any more."""
    replace_facts(db, person, ())
    table = schema.mailbox
    gone = {"cursor": None, "reading": None, "judged": None}
    db.execute(update(table).where(table.c.person == person).values(gone))


def start_over(db: Connection) -> None:
    """As if nobody had had a completed pass: what is written next is no sudden change."""
    db.execute(update(schema.mailbox).values(completed_at=None))


def _home(row: Row[Any]) -> HomeFacts | None:
    if row.kind is None:
        return None
    return HomeFacts(
        kind=EntryKind(row.kind),
        share=_share(row.share),
        share_fixed=_share(row.share_fixed),
        share_open=_share(row.share_open),
        spans=tuple(Span(*s) for s in row.spans),
        halves=row.halves,
        reason=row.reason,
        series=row.series,
        pattern=row.pattern,
    )


_share = lru_cache(maxsize=64)(Fraction)  # a half or a whole, and taking them apart takes long
EVIDENCE = {one.value: one for one in Evidence}
DAY = tuple(column.name for column in schema.day.columns)
ON_SITE = tuple(column.name for column in schema.on_site.columns)[1:]


def _day_row(person: str, facts: DayFacts) -> tuple[object, ...]:
    """The values of ``DAY``."""
    first = (person, facts.day.isoformat(), facts.absence, facts.presence)
    last = (facts.away_all_day, as_json(facts.corrected) if facts.corrected else None)
    home = facts.home
    if home is None:
        return (*first, *NOT_HOME, *last)
    return (
        *first,
        home.kind.value,
        str(home.share),
        str(home.share_fixed),
        str(home.share_open),
        as_json(tuple((s.start, s.end) for s in home.spans)),
        home.halves,
        home.reason,
        home.series,
        home.pattern,
        *last,
    )


NOT_HOME = (None, None, None, None, as_json(None), None, None, None, None)


def _on_site(
    start: str,
    end: str,
    span: tuple[int, int],
    evidence: str,
    reason: str,
    series: str | None,
    pattern: str | None,
) -> OnSite:
    """The values of ``ON_SITE``, but for whose and on which day."""
    return OnSite(
        _when(start), _when(end), Span(*span), EVIDENCE[evidence], reason, series, pattern
    )


def _on_site_row(person: str, day: date, on_site: OnSite) -> tuple[object, ...]:
    """The values of ``ON_SITE``."""
    return (
        person,
        day.isoformat(),
        on_site.start.isoformat(),
        on_site.end.isoformat(),
        as_json((on_site.span.start, on_site.span.end)),
        on_site.evidence.value,
        on_site.reason,
        on_site.series,
        on_site.pattern,
    )


def _when(text: str) -> date | datetime:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
