"""Everything that the store holds about one person, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from sync import schema
from sync.content import INVITE, InviteContent, desired_from_json
from sync.forgotten import digests

Rows = Mapping[str, list[dict[str, Any]]]
Choose = Callable[[str, str], ColumnElement[bool]]

NOBODY: Mapping[str, str] = {
    "unit_month": "counts of people in a unit of five or more",
    "connection": "servers",
    "held": "numbers of entries",
}
"""Tables that speak of nobody, and of what instead."""


def _person(table: Table) -> Choose:
    return lambda person, _: table.c.person == person


def _either(column: ColumnElement[str]) -> Choose:
    return lambda person, address: column.in_((person, address))


def _shown(person: str, _: str) -> ColumnElement[bool]:
    mine = select(schema.entry.c.id).where(schema.entry.c.person == person)
    return schema.shown.c.entry.in_(mine)


def _listed(person: str, _: str) -> ColumnElement[bool]:
    return (schema.listed.c.subject == person) | speaks_of(schema.listed.c.finding_key, person)


def speaks_of(key: ColumnElement[str], person: str) -> ColumnElement[bool]:
    """Keys (``rule:subject[:anchor]``, ``individual:employee:date``) that name a person."""
    return or_(
        key.endswith(f":{person}", autoescape=True),
        key.contains(f":{person}:", autoescape=True),
    )


ABOUT: Mapping[str, Choose] = {
    "mailbox": _person(schema.mailbox),
    "day": _person(schema.day),
    "on_site": _person(schema.on_site),
    "home_series": _person(schema.home_series),
    "subscription": _person(schema.subscription),
    "entry": _either(schema.entry.c.person),
    "shown": _shown,
    "told": _person(schema.told),
    "listed": _listed,
    "slot": _either(schema.slot.c.subject),
    "audit": _either(schema.audit.c.whom),
    "requests": _either(schema.requests.c.subject),
    "register_row": lambda person, _: speaks_of(schema.register_row.c.key, person),
    "forgotten": lambda person, address: schema.forgotten.c.digest.in_(digests(person, address)),
}
"""Which rows of each table are about a person, by id and mailbox."""


def kept_about(db: Connection, person: str, address: str) -> Rows:
    """All rows about a person, by table, in the tables' own columns; times as ISO text."""
    found = {}
    for name, choose in ABOUT.items():
        table = schema.metadata.tables[name]
        query = select(table).where(choose(person, address)).order_by(*table.primary_key)
        found[name] = [
            {key: _plain(value) for key, value in row._mapping.items()} for row in db.execute(query)
        ]
    return found


def overviews_naming(db: Connection, names: Iterable[str], but: str) -> list[dict[str, str]]:
    """Other people's overviews, not yet emptied, in whose text one of ``names`` stands."""
    table, names = schema.entry, tuple(names)
    query = select(table).where(table.c.kind == INVITE, table.c.person != but)
    found = []
    for row in db.execute(query.order_by(table.c.id)):
        content = None if row.desired is None else desired_from_json(row.kind, row.desired)
        if isinstance(content, InviteContent) and any(n in content.text for n in names):
            found.append({"to": row.person, "key": row.key, "until": row.until.isoformat()})
    return found


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value
