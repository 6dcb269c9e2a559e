"""Everything kept about a person can be handed out, and be forgotten so that nobody reads it again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import String

from config.operations.export_words import COLUMNS, TABLES
from sync.kept_about import ABOUT, NOBODY
from sync.schema import metadata
from sync.store import Store, writer_lock
from tests.installation import Installation

MONDAY = date(2026, 11, 30)
TUESDAY = date(2026, 12, 8)
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
UNITS = '[[units]]\nid = "u"\nleader = "boss"\n'


def meet(place: Installation, person: str) -> None:
    place.add("Hjemmearbejde fast", TUESDAY, person=person, name="home")
    start = datetime(2026, 12, 8, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", start, person=person, name="meeting")


@pytest.fixture
def place(tmp_path: Path) -> Installation:
    place = Installation(
        tmp_path, MONDAY, employees=("boss", "e1", "e2"), units=UNITS, more=DELIVERY
    )
    meet(place, "e1")
    meet(place, "e2")
    place.sync()
    return place


def speaks_of(store: Path, person: str) -> Iterator[str]:
    """Every table and column of a store in which a person's id or mailbox stands."""
    with closing(sqlite3.connect(store)) as db:
        for table in metadata.sorted_tables:
            for column in table.columns:
                query = f'SELECT count(*) FROM "{table.name}" WHERE "{column.name}" LIKE ?'  # noqa: S608
                if db.execute(query, (f"%{person}%",)).fetchone()[0]:
                    yield f"{table.name}.{column.name}"


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_table_is_handed_out_or_speaks_of_nobody(table: str) -> None:
    assert (table in ABOUT) != (table in NOBODY)
    if table in NOBODY:
        names = {c.name for c in metadata.tables[table].columns}
        assert not names & {"person", "address", "mailbox", "subject", "whom", "employee"}


@pytest.mark.parametrize("table", sorted(ABOUT))
def test_every_row_that_names_a_person_is_handed_out(place: Installation, table: str) -> None:
    """A row in every table that has a person, whichever of its columns says who it is."""
    store = Store.open(f"sqlite:///{place.folder / 'hjemmedag.db'}")
    try:
        with store.transaction() as db:
            from tests.rows_about import add_rows_about

            add_rows_about(db, "e1", "e1@x.example")
    finally:
        store.close()

    rows = place.run("export", "e1", "--format", "json").json["store"][table]

    assert rows
    texts = {c.name for c in metadata.tables[table].columns if isinstance(c.type, String)}
    assert set(rows[0]) == {c.name for c in metadata.tables[table].columns}
    assert texts <= set(rows[0])
"""
