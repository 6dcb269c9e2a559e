"""Puts what the store remembers of the register beside what the register says now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from config.configuration import Configuration
from config.problems import Report, Row
from config.register.file import SHAPE, register_of
from config.register.rows import PlainRow, plain, table_of
from policy.organisation import Organisation
from policy.register import Register
from policy.register_memory import Recalled, RegisterRow, keyed, recall
from sync.register_rows import RegisterRows, StoredRow, stored
from sync.store import looking


def remembered(store_url: str) -> dict[str, RegisterRow]:
    """The rows as the last pass read them, by key; raises DatabaseError for a broken store."""
    with looking(store_url) as db:
        rows = stored(db) if db is not None else ()
    return {row.key: found for row in rows if (found := _row_of(row)) is not None}


def recalled(
    own: Register, known: Mapping[str, RegisterRow], organisation: Organisation, today: date
) -> Recalled:
    """The register with the rows of ``known`` that it has no more and that still matter."""
    return recall(own, known, today, organisation.people, organisation.units)


def rows_for(own: Register, found: Recalled) -> RegisterRows:
    """What a pass is to remember, and to ask about."""
    return RegisterRows(to_store(own), found.kept, found.asked)


def to_store(register: Register) -> tuple[StoredRow, ...]:
    """The rows of a register as the store keeps them."""
    return tuple(
        StoredRow(key, table_of(row), _as_json(plain(row))) for key, row in keyed(register).items()
    )


def with_memory(
    configuration: Configuration, today: date
) -> tuple[Configuration, RegisterRows | None]:
    """The configuration whose register has what vanished from it too; and what to remember.

    A store that cannot be read remembers nothing, and nothing of it is to be written over: looking
    at calendars needs no store, and a pass says itself what is wrong with it.
    """
    own, organisation = configuration.register, configuration.organisation
    try:
        known = remembered(configuration.settings.store_url)
    except DatabaseError:
        return configuration, None
    found = recalled(own, known, organisation, today)
    whole = Configuration(configuration.settings, organisation, found.register)
    return whole, rows_for(own, found)


def _as_json(row: PlainRow) -> dict[str, object]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in row.items()}


def _row_of(kept: StoredRow) -> RegisterRow | None:
    """A row by the checks of every form; None where this version knows no such row."""
    report = Report(Path())
    tables: dict[str, Iterable[Row]] = dict.fromkeys(SHAPE, ())
    tables[kept.kind] = (Row("store", kept.kind, 1, kept.row),)
    found = register_of({t: tuple(rows) for t, rows in tables.items()}, None, report)
    rows = keyed(found).values()
    known = not any(True for _ in report)
    return next(iter(rows)) if known else None
