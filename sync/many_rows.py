"""Puts many rows in with one call of the driver: a mailbox's window is a hundred rows at a time.

SQLAlchemy works through every value of every row; here the values are as the wire has them already.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, insert


def insert_many(
    db: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[object, ...]]
) -> None:
    """Insert rows of values in the order of ``names``: dates as ISO text, JSON as text."""
    if rows:
        text, positional = _statement(table, names, db.dialect)
        db.exec_driver_sql(
            text, list(rows) if positional else [dict(zip(names, r, strict=True)) for r in rows]
        )


@lru_cache(maxsize=32)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, bool]:
    """The statement as the driver wants it, and whether it counts values or names them."""
    compiled = insert(table).compile(dialect=dialect, column_keys=list(names))
    # Compiled, columns stand in the table's order, and so must ours.
    assert [c.name for c in table.columns if c.name in names] == list(names)
    return str(compiled), bool(compiled.positional)


@lru_cache(maxsize=1024)
def as_json(value: tuple[Any, ...] | None) -> str:
    """A small value as JSON text; the same few hours come again and again."""
    return json.dumps(value)
