"""One tick: claims mailboxes that are due, reads and judges them, writes notes, takes due overviews.

Whoever is the clock – APScheduler in one process, a task engine for many – calls :func:`tick`.
It may be called as often as one likes: with nothing due it writes nothing.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from sync import errands, gathering, months, notifying, requests, schedule_rows, steps, writing
from sync.claim import claim, closed
from sync.daily import once_a_day
from sync.deliver import Delivery
from sync.forget import sweep
from sync.gathering import Looked
from sync.lanes import Done
from sync.observed import Round
from sync.records import Kept
from sync.runner import is_active
from sync.running import EVERYBODY, Roll, Running, Shard, TakingPart, call_roll
from sync.service import Person

ROUND = timedelta(minutes=1)
"""How often overviews and what is due once a day are looked at."""
OVERVIEWS_AT_ONCE = 20
"""So many weeks are taken in one transaction; the rest has its turn in the next tick."""
UNITS_AT_ONCE = 5
"""So many workplaces are counted for their local discussion at a time."""


@dataclass(slots=True)
class _Tally:
    reads: Counter[str] = field(default_factory=Counter)
    writes: Counter[str] = field(default_factory=Counter)
    ages: list[float] = field(default_factory=list)
    hints: Counter[str] = field(default_factory=Counter)


def tick(running: Running, shard: Shard = EVERYBODY) -> Round:
    """Do what is due for a shard's mailboxes, and what is nobody's for the first; tell the observer.

    Raises what is the store's trouble; everything else is one mailbox's or one connection's.
    """
    service, began, now = running.service, time.monotonic(), running.service.clock()
    tally = _Tally()
    if shard.number == 0:
        requests.carry_out(service, running.store, running.observer)
    quiet = service.rhythm.quiet(now, service.zone)
    if quiet is None and not is_active(service):
        quiet = "inactive"
    if quiet is None:
        _work(running, shard, now, tally)
    running.began_at = now
    seen = _round(running, shard, tally, time.monotonic() - began, quiet)
    running.observer.round(seen)
    return seen


def _work(running: Running, shard: Shard, now: datetime, tally: _Tally) -> None:
    roll = call_roll(running)
    running.lanes.widths(running.width)
    if shard.number == 0:
        tally.hints += notifying.heed(running, now)
    gathering.send_out(running, claim(running, roll, shard, now), now)
    _take_in(running, tally)
    if _may_write(running) and writing.anything(running):
        writing.write_notes(running, roll, running.service.clock())
        _take_in(running, tally)
    if tally.reads or tally.writes:
        with running.store.transaction() as db:
            schedule_rows.complete(db, running.service.clock())
    if shard.number == 0:
        _look_round(running, roll)
        if _may_write(running) and writing.anything(running):
            writing.send_overviews(running, running.service.clock())
            _take_in(running, tally)
        if errands.send_out(running, running.service.clock()):
            _take_in(running, tally)


def _may_write(running: Running) -> bool:
    clocks = running.compare_clocks()
    return not (clocks.hold_all or running.service.rhythm.read_only)


def _take_in(running: Running, tally: _Tally) -> None:
    """What the lanes have done by now: mailboxes read are judged, writes counted."""
    looked: list[Looked] = []
    written: list[Delivery] = []
    run: list[Done] = []
    for done in running.lanes.results():
        if isinstance(done.piece.work, gathering.Look):
            looked += gathering.come_back(done)
        elif isinstance(done.piece.work, errands.Errand):
            run.append(done)
        else:
            written += writing.come_back(done)
    now = running.service.clock()
    errands.settle(running, run, now)
    settled = gathering.settle(running, looked, now)
    _judge(running, (one.person for one in looked if one.error is None), settled.rows)
    tally.ages += settled.ages
    tally.reads += gathering.outcomes(looked)
    tally.writes += writing.settle(running, written, now)
    tally.writes["told"] += sum(one.told for one in looked)


def _judge(running: Running, people: Iterable[Person], rows: dict[str, Kept]) -> None:
    for person in people:
        try:
            steps.judge_all(running.service, running.store, (person,), rows)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 – one odd calendar is no reason to stop the rest
            why = f"unexpected {type(error).__name__}"
            running.observer.event("mailbox_failed", person=person.id, error=why, failures=1)


def _look_round(running: Running, roll: Roll) -> None:
    """Once a minute: what is due once – overviews where all is known, and the day's clearing up."""
    service, now = running.service, running.service.clock()
    last = running.looked_at
    if last is not None and timedelta(0) <= now - last < ROUND:
        return
    if running.clocks.hold_all:  # nor is anything taken for old
        return
    with running.store.transaction() as db:
        sweep(db)
        once_a_day(service, db)
    if service.rhythm.read_only or running.held is not None or not _all_known(running, now):
        return
    people = TakingPart(running, roll.people)
    months.count(running.store, service, people.values(), UNITS_AT_ONCE)
    if steps.take_overviews(service, running.store, people, OVERVIEWS_AT_ONCE):
        running.looked_at = now


def _all_known(running: Running, now: datetime) -> bool:
    """Whether everybody was read of late: after a start or a long sleep overviews wait for that."""
    since = now - 2 * running.service.rhythm.poll - ROUND
    with running.store.transaction() as db:
        shut = [n for n, w in schedule_rows.waiting(db).items() if closed(w, now)]
        return not schedule_rows.stale(db, since, running.lanes.in_flight(), shut)


def _round(
    running: Running, shard: Shard, tally: _Tally, seconds: float, quiet: str | None
) -> Round:
    now = running.service.clock()
    with running.store.transaction() as db:
        fare = schedule_rows.fare(db, now)
        waiting = schedule_rows.waiting(db)
    connections = running.roll.connections if running.roll else {}
    return Round(
        at=now,
        seconds=seconds,
        shard=shard.number,
        reads=dict(tally.reads),
        writes=dict(+tally.writes),
        hints=dict(+tally.hints),
        ages=tuple(tally.ages),
        lag=fare.lag,
        stalest=fare.stalest,
        states=fare.states,
        in_flight=len(running.lanes.in_flight()),
        budgets={name: running.width(name) for name in connections},
        waiting=tuple(sorted(waiting)),
        pending=fare.pending,
        parked=fare.parked,
        held=running.held,
        quiet=quiet,
    )
