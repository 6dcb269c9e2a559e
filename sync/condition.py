"""How things stand, read from the store: mailboxes, notes, connections, requests, what is held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select

from policy.organisation import GATES
from sync import schema, subscription_rows
from sync.brake_rows import Held, held_now
from sync.content import INVITE
from sync.service import Service, zone_of
from sync.states import ACTIVE, PAUSED


@dataclass(frozen=True, slots=True)
class Troubled:
    """A mailbox that is not simply read: its state, why, and when it is tried again."""

    person: str
    state: str
    reason: str | None
    failures: int
    next_due: datetime | None
    since: datetime | None
    paused_until: datetime | None


@dataclass(frozen=True, slots=True)
class Parked:
    """An entry that the server will never take: a person has to look."""

    entry: int
    person: str
    reason: str | None


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A connection of which nothing is asked until ``until``."""

    name: str
    until: datetime | None
    failures: int
    reason: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that nobody has seen to yet."""

    id: int
    what: str
    subject: str | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gate:
    """Behind how many units with people a gate is open, and the next date on which one opens."""

    name: str
    open: int
    units: int
    next: str | None


@dataclass(frozen=True, slots=True)
class Condition:
    """Everything that ``status`` shows. ``lag``: how long the mailbox longest due has waited."""

    states: Mapping[str, int]
    last_read: datetime | None
    oldest_read: datetime | None
    lag: timedelta
    troubled: tuple[Troubled, ...]
    standing: int
    pending: int
    overviews_pending: int
    parked: tuple[Parked, ...]
    left_alone: tuple[LeftAlone, ...]
    asked: tuple[Asked, ...]
    held: Held | None
    subscriptions: int


def condition(db: Connection, now: datetime) -> Condition:
    """How things stand in the store at ``now``."""
    mailbox = schema.mailbox
    taking_part = mailbox.c.next_due.is_not(None) | mailbox.c.reading.is_not(None)
    states = db.execute(
        select(mailbox.c.state, func.count()).where(taking_part).group_by(mailbox.c.state)
    )
    well = taking_part & (mailbox.c.state == ACTIVE) & (mailbox.c.failures == 0)
    last = db.execute(select(func.max(mailbox.c.read_at)).where(taking_part)).scalar_one()
    ages = select(func.min(mailbox.c.read_at), func.min(mailbox.c.next_due)).where(well)
    oldest, due = db.execute(ages).one()
    late = now - due if due is not None else timedelta()
    return Condition(
        states={row[0]: row[1] for row in states},
        last_read=last,
        oldest_read=oldest,
        lag=max(late, timedelta()),
        troubled=_troubled(db, taking_part),
        standing=_count(db, schema.entry.c.remote_id.is_not(None), notes=True),
        pending=_count(db, _pending(), notes=True),
        overviews_pending=_count(db, _pending(), notes=False),
        parked=_parked(db),
        left_alone=_left_alone(db, now),
        asked=_asked(db),
        held=held_now(db),
        subscriptions=subscription_rows.live(db, now),
    )


def gates(service: Service) -> tuple[Gate, ...]:
    """How far each unit with people has come, gate by gate."""
    units = sorted({e.unit for e in service.book.organisation.employees})
    return tuple(_gate(service, name, units) for name in GATES)


def _gate(service: Service, name: str, units: list[str]) -> Gate:
    opens = {u: service.book.organisation.gate(u, name) for u in units}
    shut = [u for u in units if not service.gate_open(u, name, zone_of(service, u))]
    ahead = sorted(day for u in shut if (day := opens[u]) is not None)
    return Gate(name, len(units) - len(shut), len(units), ahead[0].isoformat() if ahead else None)


def _troubled(db: Connection, taking_part: ColumnElement[bool]) -> tuple[Troubled, ...]:
    table = schema.mailbox
    odd = taking_part & ((table.c.state != ACTIVE) | (table.c.failures > 0))
    columns = [table.c[n] for n in Troubled.__dataclass_fields__ if n != "reason"]
    rows = db.execute(select(*columns, table.c.last_error).where(odd).order_by(table.c.person))
    return tuple(
        Troubled(
            row.person,
            row.state,
            None if row.state == PAUSED else row.last_error,
            row.failures,
            row.next_due,
            row.since,
            row.paused_until,
        )
        for row in rows
    )


def _pending() -> ColumnElement[bool]:
    entry = schema.entry
    return (entry.c.version > entry.c.delivered_version) & entry.c.parked.is_(False)


def _count(db: Connection, which: ColumnElement[bool], *, notes: bool) -> int:
    kind = schema.entry.c.kind
    of_kind = kind != INVITE if notes else kind == INVITE
    query = select(func.count()).select_from(schema.entry).where(which, of_kind)
    return int(db.execute(query).scalar_one())


def _parked(db: Connection) -> tuple[Parked, ...]:
    table = schema.entry
    query = select(table.c.id, table.c.person, table.c.last_error).where(table.c.parked)
    return tuple(Parked(*row) for row in db.execute(query.order_by(table.c.id)))


def _left_alone(db: Connection, now: datetime) -> tuple[LeftAlone, ...]:
    table = schema.connection
    query = select(table.c.name, table.c.not_before, table.c.failures, table.c.last_error)
    rows = db.execute(query.where(table.c.not_before > now).order_by(table.c.name))
    return tuple(LeftAlone(*row) for row in rows)


def _asked(db: Connection) -> tuple[Asked, ...]:
    table = schema.requests
    columns = [table.c[n] for n in Asked.__dataclass_fields__]
    query = select(*columns).where(table.c.done_at.is_(None)).order_by(table.c.id)
    return tuple(Asked(*row) for row in db.execute(query))
