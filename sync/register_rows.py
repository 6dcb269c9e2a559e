"""Keeps the register's rows as they were last read, so that a row that is gone is noticed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, insert, inspect, select, update

from policy.register_memory import Vanished
from sync import schema
from sync.forgotten import is_forgotten


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row by its key; ``row``: its values as plain texts, ``vanished_on``: gone since, or None."""

    key: str
    kind: str
    row: Mapping[str, Any]
    vanished_on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """What a pass remembers of the register, and what HR is asked about.

    ``own``: the rows that the register has; ``kept``: keys of vanished ones that stay in use.
    """

    own: tuple[StoredRow, ...] = ()
    kept: frozenset[str] = frozenset()
    asked: tuple[Vanished, ...] = ()


def stored(db: Connection) -> tuple[StoredRow, ...]:
    """All rows that were remembered, by key; a store without the table remembers none."""
    table = schema.register_row
    if not inspect(db).has_table(table.name):
        return ()
    found = db.execute(select(table).order_by(table.c.key))
    return tuple(StoredRow(r.key, r.kind, r.row, r.vanished_on) for r in found)


def remember(db: Connection, rows: RegisterRows, today: date) -> None:
    """Keep what the register has; of the rest only what is still in use, as gone since today."""
    known = {row.key: row for row in stored(db)}
    gone = set(db.scalars(select(schema.forgotten.c.digest)))
    own = {row.key: row for row in rows.own if not _of_somebody_forgotten(row, gone)}
    drop(db, known.keys() - own.keys() - rows.kept)
    for key, row in own.items():
        if known.get(key) != row:
            drop(db, [key])
            values = {"key": key, "kind": row.kind, "row": dict(row.row), "vanished_on": None}
            db.execute(insert(schema.register_row).values(values))
    table = schema.register_row
    for key in rows.kept & known.keys():
        if known[key].vanished_on is None:
            db.execute(update(table).where(table.c.key == key).values(vanished_on=today))


def still_kept(db: Connection, keys: Collection[str]) -> frozenset[str]:
    """Which of these rows are still remembered."""
    table = schema.register_row
    return frozenset(db.scalars(select(table.c.key).where(table.c.key.in_(sorted(keys)))))


def _of_somebody_forgotten(row: StoredRow, forgotten: Collection[str]) -> bool:
    """HR's register may still have the row; here nothing is kept of who asked to be forgotten."""
    employee = row.row.get("employee")
    return employee is not None and is_forgotten(forgotten, employee, "")


def drop(db: Connection, keys: Iterable[str]) -> int:
    """Forget these rows; how many there were."""
    table = schema.register_row
    return sum(db.execute(delete(table).where(table.c.key == key)).rowcount for key in sorted(keys))
