"""A clock that jumps keeps no note back, holds nothing for ever, and every time stamp is one of UTC (F9)."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from connectors.errors import ConnectorError, Unavailable
from connectors.memory import Memory
from connectors.model import Mailbox, Notice, RemoteRef
from sync.condition import condition
from sync.instants import Instant
from sync.pause import pause
from sync.schema import metadata
from tests.workplace import MONDAY, STEP, Workplace, scratch

__all__ = ["scratch"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Busy(Memory):
    """A server that takes no note for as long as a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses: ConnectorError | None = None

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        if self.refuses is not None:
            raise self.refuses
        return super().put(mailbox, notice, known)


@pytest.fixture
def place(scratch: Path) -> Workplace:
    calendars = Busy()
    place = Workplace(scratch, calendars=calendars)
    calendars._clock = place.clock
    place.meet()
    return place


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -DAY, DAY, -3 * DAY, 3 * HOUR])
def test_a_write_that_waits_does_not_wait_for_a_clock_that_was_wrong(
    place: Workplace, jump: timedelta
) -> None:
    place.calendars.refuses = Unavailable("busy", retry_after=86400)
    place.settle()
    place.calendars.refuses = None

    place.clock.go(jump)
    place.run(DAY + 2 * HOUR, 30 * MINUTE)

    assert place.notes() == ["2026-12-08"]


@pytest.mark.parametrize("jump", [-HOUR, HOUR, -DAY, DAY])
def test_a_pause_ends_when_it_was_to_end_by_the_clock_as_it_is(
    place: Workplace, jump: timedelta
) -> None:
    place.settle()
    until = place.clock.now + 2 * DAY
    with place.store.transaction() as db:
        pause(place.service, db, "e1", until)
    place.meet(day=MONDAY + timedelta(days=9))

    place.clock.go(jump)
    place.run(DAY - HOUR if jump <= timedelta() else HOUR, 30 * MINUTE)
    assert place.notes() == ["2026-12-08"]

    place.clock.now = until
    place.run(10 * MINUTE, MINUTE)
    assert place.notes() == ["2026-12-08", "2026-12-09"]


@pytest.mark.parametrize("jump", [-DAY, -HOUR, HOUR, DAY])
def test_a_restart_after_a_jump_goes_on(place: Workplace, jump: timedelta) -> None:
    place.settle()
    place.clock.go(jump)
    place.restart()
    place.meet(day=MONDAY + timedelta(days=9))

    place.run(10 * MINUTE, MINUTE)

    assert place.notes() == ["2026-12-08", "2026-12-09"]
    with place.store.transaction() as db:
        assert condition(db, place.clock.now).lag < 10 * MINUTE


def test_every_time_stamp_is_kept_in_utc_and_comes_back_aware(
    place: Workplace, scratch: Path
) -> None:
    place.settle()
    place.run(STEP)
    stamps = [
        (t, c) for t in metadata.sorted_tables for c in t.columns if isinstance(c.type, Instant)
    ]
    assert len(stamps) > 15

    with place.store.transaction() as db:
        found = [
            v for t, c in stamps for v in db.scalars(c.table.select().with_only_columns(c)) if v
        ]
    assert len(found) >= 4
    assert all(v.utcoffset() == timedelta() for v in found)
    with closing(sqlite3.connect(scratch / "hjemmedag.db")) as db_:
        (raw,) = db_.execute("SELECT read_at FROM mailbox").fetchone()
    assert abs(datetime.fromisoformat(raw) - place.clock.now.replace(tzinfo=None)) < HOUR
