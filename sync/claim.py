"""Claims mailboxes that are due: so many at a time, and few of a connection that was in trouble."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from sync import schedule_rows
from sync.backoff import LONGEST
from sync.records import Kept
from sync.running import Roll, Running, Shard
from sync.schedule_rows import Waiting

RAMP = 2
"""After an outage all are due at once; they are read at no more than so many times the usual rate."""
AT_LEAST = 25
"""So many may always be read in one tick."""
TICK = timedelta(seconds=5)
"""How often the service looks who is due."""
LATE = timedelta(seconds=30)
"""So much of a delay since the last tick is made up for at once; after a sleep nobody storms in."""


def claim(running: Running, roll: Roll, shard: Shard, now: datetime) -> tuple[Kept, ...]:
    """Mailboxes to be read now: due, of people who take part, none of them in flight."""
    elapsed = now - running.began_at if running.began_at else TICK
    busy = running.lanes.in_flight()
    found: list[Kept] = []

    def mine(person: str) -> bool:
        return person in roll.people and person not in busy and shard.holds(person)

    with running.store.transaction() as db:
        waiting = schedule_rows.waiting(db)
        for name, members in sorted(roll.connections.items()):
            limit = how_many(members, max(elapsed, TICK), running.service.rhythm.poll)
            limit = few(waiting.get(name), now, limit)
            if limit:
                found += schedule_rows.due(db, name, now, mine, limit)
    return tuple(found)


def how_many(members: int, elapsed: timedelta, poll: timedelta) -> int:
    """How many of a connection's mailboxes may be read after ``elapsed``, to keep up and catch up."""
    steady = members * min(elapsed, LATE, poll) / poll
    return max(AT_LEAST, math.ceil(RAMP * steady))


def few(waiting: Waiting | None, now: datetime, limit: int) -> int:
    """None of a connection that is being left alone, one to see whether it is back, else all."""
    if waiting is None:
        return limit
    return 0 if closed(waiting, now) else 1


def closed(waiting: Waiting, now: datetime) -> bool:
    """Whether nothing is to be asked of a connection yet; a clock put back does not close it long."""
    until = waiting.not_before
    return until is not None and now < until <= now + LONGEST + timedelta(hours=1)


def batches(claimed: Iterable[Kept], size: int) -> Iterator[tuple[Kept, ...]]:
    """What one request asks for: ``size`` mailboxes, but whoever failed before is read alone."""
    well: list[Kept] = []
    for kept in claimed:
        if kept.failures:
            yield (kept,)
        else:
            well.append(kept)
    for at in range(0, len(well), size):
        yield tuple(well[at : at + size])
