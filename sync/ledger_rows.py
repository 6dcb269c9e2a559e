"""Rows of the ledger in and out: entries, what they show, what was told, slots and listings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    insert,
    select,
    update,
)

from connectors.model import RemoteRef
from sync import schema
from sync.content import NOTICE, How, Question, Told, desired_from_json, question_from_json
from sync.ledger import Entry

KEPT_OF_ENTRY = tuple(c.name for c in schema.entry.columns if c.name != "id")
UPDATE_ENTRY = (
    update(schema.entry)
    .where(schema.entry.c.id == bindparam("row"))
    .values({name: bindparam(f"new_{name}") for name in KEPT_OF_ENTRY})
)


def entries(db: Connection, person: str | None = None, kind: str = NOTICE) -> tuple[Entry, ...]:
    """The ledger's notes or invites, oldest first; of one person, or of everybody."""
    table = schema.entry
    mine = (table.c.kind == kind,) if person is None else (table.c.kind == kind, _of(person))
    return _entries(db, *mine)


def one(db: Connection, entry: Entry) -> Entry | None:
    """The row of an entry as it stands by now; None where it is gone."""
    return next(iter(some(db, [entry.id or 0])), None)


def some(db: Connection, ids: Iterable[int]) -> tuple[Entry, ...]:
    """Entries by the numbers of their rows."""
    return _entries(db, schema.entry.c.id.in_(sorted(ids)))


def _of(person: str) -> ColumnElement[bool]:
    return schema.entry.c.person == person


def _entries(db: Connection, *where: ColumnElement[bool]) -> tuple[Entry, ...]:
    table, parts = schema.entry, schema.shown
    query = select(table).where(*where).order_by(table.c.id)
    questions = select(parts).join(table, table.c.id == parts.c.entry).where(*where)
    questions = questions.order_by(parts.c.finding_key)
    shown: dict[int, list[Question]] = {}
    for row in db.execute(questions):
        raw = row._asdict() | {"key": row.finding_key}
        shown.setdefault(row.entry, []).append(question_from_json(raw))
    return tuple(_entry(row, tuple(shown.get(row.id, ()))) for row in db.execute(query))


def save_entry(db: Connection, entry: Entry) -> Entry:
    """Insert or replace one row of the ledger; its ``shown`` rows are :func:`save_shown`'s."""
    values = _entry_row(entry)
    if entry.id is None:
        result = db.execute(insert(schema.entry).values(values))
        key = result.inserted_primary_key
        assert key is not None
        return replace(entry, id=key[0])
    db.execute(UPDATE_ENTRY, {"row": entry.id, **{f"new_{n}": v for n, v in values.items()}})
    return entry


def save_shown(db: Connection, entry: Entry, questions: Iterable[Question], on: date) -> None:
    """What the delivered version shows; a question shown before keeps its first day."""
    table = schema.shown
    mine = table.c.entry == entry.id
    first = {r.finding_key: r.first_shown for r in db.execute(select(table).where(mine))}
    db.execute(delete(table).where(mine))
    rows = [
        {
            "entry": entry.id,
            "finding_key": q.key,
            "reopen": q.reopen,
            "level": _text(q.level),
            "cause": q.cause
            and {"key": q.cause.key, "facts": q.cause.facts, "series": q.cause.series},
            "first_shown": first.get(q.key, on),
        }
        for q in questions
    ]
    if rows:
        db.execute(insert(table), rows)


def told(db: Connection, person: str) -> dict[str, Told]:
    """What the person has answered, by finding key or cause."""
    table = schema.told
    rows = db.execute(select(table).where(table.c.person == person))
    return {
        r.finding_key: Told(r.finding_key, r.reopen, _fraction(r.level), r.series, r.first_shown)
        for r in rows
    }


def tell(db: Connection, entry: Entry, how: How, at: datetime) -> int:
    """Remember every question that ``entry`` shows as answered; how many findings those are."""
    table = schema.told
    questions = entry.questions
    for question in questions:
        for row in question.as_told():
            where = (table.c.person == entry.person) & (table.c.finding_key == row.finding_key)
            db.execute(delete(table).where(where))
            db.execute(
                insert(table).values(
                    person=entry.person,
                    finding_key=row.finding_key,
                    reopen=row.reopen,
                    level=_text(row.level),
                    series=row.series,
                    first_shown=row.first_shown or at.date(),
                    how=how.value,
                    at=at,
                )
            )
    return len(questions)


def take_slot(db: Connection, kind: str, subject: str, period: str, at: datetime) -> bool:
    """Take what is due once; False where it was taken before."""
    table = schema.slot
    mine = (table.c.kind == kind) & (table.c.subject == subject) & (table.c.period == period)
    if db.execute(select(table).where(mine)).first() is not None:
        return False
    db.execute(insert(table).values(kind=kind, subject=subject, period=period, taken_at=at))
    return True


def slots(db: Connection, kind: str, subject: str) -> frozenset[str]:
    """The periods that were taken."""
    table = schema.slot
    mine = (table.c.kind == kind) & (table.c.subject == subject)
    return frozenset(db.scalars(select(table.c.period).where(mine)))


def listings(db: Connection, subject: str) -> dict[str, int]:
    """How often each question was listed in full in this reader's overviews."""
    table = schema.listed
    rows = db.execute(select(table).where(table.c.subject == subject))
    return {r.finding_key: r.times for r in rows}


def save_listings(db: Connection, subject: str, times: Mapping[str, int]) -> None:
    """Replace what was listed; a question that is gone may be listed anew when it comes back."""
    table = schema.listed
    db.execute(delete(table).where(table.c.subject == subject))
    rows = [{"subject": subject, "finding_key": k, "times": n} for k, n in times.items()]
    if rows:
        db.execute(insert(table), rows)


def forget_told(db: Connection, person: str, keys: Iterable[str]) -> None:
    """What was gone for one whole judgement may be asked again."""
    table = schema.told
    for key in keys:
        db.execute(delete(table).where(table.c.person == person, table.c.finding_key == key))


def purge(db: Connection, before: date) -> None:
    """Drop days before ``before``, and ledger rows that were over by then and stand nowhere."""
    for days in (schema.day, schema.on_site):
        db.execute(delete(days).where(days.c.day < before))
    series = schema.home_series
    db.execute(delete(series).where(series.c.last < before))
    table = schema.entry
    over = select(table.c.id).where(
        table.c.until < before, table.c.desired.is_(None), table.c.remote_id.is_(None)
    )
    db.execute(delete(schema.shown).where(schema.shown.c.entry.in_(over)))
    db.execute(delete(table).where(table.c.id.in_(over)))


def _entry(row: Row[Any], shown: tuple[Question, ...]) -> Entry:
    standing = row.remote_id is not None
    return Entry(
        connection=row.connection,
        person=row.person,
        key=row.key,
        until=row.until,
        kind=row.kind,
        incarnation=row.incarnation,
        desired=None if row.desired is None else desired_from_json(row.kind, row.desired),
        digest=row.digest,
        version=row.version,
        delivered_version=row.delivered_version,
        delivered_at=row.delivered_at,
        shape=row.shape,
        shown_digest=row.shown_digest,
        remote=RemoteRef(row.remote_id, row.etag or "", row.shape or "") if standing else None,
        attempts=row.attempts,
        failures=row.failures,
        not_before=row.not_before,
        last_error=row.last_error,
        parked=row.parked,
        created_at=row.created_at,
        changed_at=row.changed_at,
        confirmed=row.confirmed,
        shown=shown,
        id=row.id,
    )


def _entry_row(entry: Entry) -> Mapping[str, Any]:
    return {
        "connection": entry.connection,
        "person": entry.person,
        "key": entry.key,
        "until": entry.until,
        "kind": entry.kind,
        "incarnation": entry.incarnation,
        "desired": entry.desired and entry.desired.to_json(),
        "digest": entry.digest,
        "version": entry.version,
        "delivered_version": entry.delivered_version,
        "delivered_at": entry.delivered_at,
        "shape": entry.shape,
        "shown_digest": entry.shown_digest,
        "remote_id": entry.remote.id if entry.remote else None,
        "etag": entry.remote.etag if entry.remote else None,
        "attempts": entry.attempts,
        "failures": entry.failures,
        "not_before": entry.not_before,
        "last_error": entry.last_error,
        "parked": entry.parked,
        "created_at": entry.created_at,
        "changed_at": entry.changed_at,
        "confirmed": entry.confirmed,
    }


def _text(level: Fraction | None) -> str | None:
    return None if level is None else str(level)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
