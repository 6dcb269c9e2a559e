"""S11, S14, S15 and freshness: the running service with thousands of mailboxes far away, in real time.

Time is ten times as fast as it will be: 4,500 mailboxes every 24 seconds instead of every 240.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.distant import IN_MEMORY, Distant, address_of, bad_ones, service_of
from benchmarks.harness import Figure, Ratio
from sync.hours import Rhythm
from sync.lanes import Threads
from sync.observed import Fact, Round
from sync.running import Running
from sync.store import Store
from sync.tick import tick

PEOPLE = 4500
FASTER = 10
POLL = 240 / FASTER
TICK = 5 / FASTER
LATENCY, SLOW = 0.02, 5 / FASTER
SECONDS = 72
FEW, MANY = 4500, 45_000


def figures() -> list[Figure]:
    """Freshness with one bad mailbox in a hundred, beside the same without; in flight; memory."""
    calm = _serve({})
    rough = _serve(bad_ones(PEOPLE))
    return [_fresh(rough), _delayed(rough, calm), _in_flight(), _memory()]


@dataclass
class Served:
    """What a stretch of service came to: seconds from a change to its note, and between reads."""

    notes: list[float]
    ages: list[float]
    most_for_one: int

    def round(self, seen: Round) -> None:
        """Takes in the ages of a round."""
        self.ages += seen.ages

    def event(self, name: str, **facts: Fact) -> None:
        """Bad mailboxes are told of; nobody counts that here."""


def _serve(bad: Mapping[str, str]) -> Served:
    """Everybody is read once; then calendars change one by one while the service goes on."""
    chance = random.Random(15)
    calendars = Distant(LATENCY, SLOW, bad)
    with tempfile.TemporaryDirectory() as folder:
        rhythm = Rhythm(poll=timedelta(seconds=POLL))
        url = f"sqlite:///{folder}/bench.db"
        service = service_of(PEOPLE, calendars, url, rhythm, _now, chance.random)
        store = Store.open(url)
        served = Served([], [], 0)
        running = Running(service, store, Threads(), served)
        _for(running, lambda: calendars.reads < 2 * PEOPLE)
        served.ages.clear()
        began, changed = time.monotonic(), dict[str, float]()
        well = [a for n in range(PEOPLE) if (a := address_of(n)) not in bad]
        chance.shuffle(well)

        def going_on() -> bool:
            elapsed = time.monotonic() - began
            while len(changed) < min(elapsed, SECONDS - 1.5 * POLL) * FASTER:
                address = well.pop()
                changed[address] = time.monotonic()
                calendars.change(address)
            return elapsed < SECONDS

        _for(running, going_on)
        assert isinstance(running.lanes, Threads)
        running.lanes.stop(10)
        store.close()
    never = [a for a in changed if a not in calendars.noted]
    assert not never, f"{len(never)} of {len(changed)} changes came to nothing"
    served.notes = [calendars.noted[a] - at for a, at in changed.items()]
    served.most_for_one = calendars.most_for_one
    return served


def _for(running: Running, going_on: Callable[[], bool]) -> None:
    """Tick like a clock does."""
    due = time.monotonic()
    while going_on():
        tick(running)
        due = max(due + TICK, time.monotonic())
        time.sleep(max(0.0, due - time.monotonic()))


def _now() -> datetime:
    return datetime.now(UTC)


def p99(values: list[float]) -> float:
    """What only one in a hundred exceeds."""
    return statistics.quantiles(values, n=100)[98]


def _fresh(served: Served) -> Figure:
    notes = [n / POLL for n in served.notes]
    what = (
        f"99 in 100 of {len(notes)} changes stand as a note after … ÷ the interval of 240 s; "
        f"{PEOPLE:,} mailboxes, 20 ms, 1 % bad (five minutes are 1.25)"
    )
    return Figure("freshness", what, Ratio(p99(notes), min(notes), max(notes)), 1.25, 1.25)


def _delayed(rough: Served, calm: Served) -> Figure:
    """Whether the others wait longer for the bad ones; bad ones themselves are hardly ever read."""
    means = [statistics.fmean(s.ages) for s in (rough, calm)]
    tails = [p99(s.ages) for s in (rough, calm)]
    ratio = means[0] / means[1]
    worst = tails[0] / tails[1]
    what = "time between two reads of a mailbox with 1 % bad ones ÷ without (to the right: p99)"
    return Figure("S15", what, Ratio(ratio, ratio, worst), 1.05, 1.05)


def _in_flight() -> Figure:
    """Reading through 32 lanes beside one, at 20 ms; the inverse of the rates."""
    ratios = []
    for _ in range(7):
        many, one = _pace(32, 640), _pace(1, 40)
        ratios.append(many / one)
    what = "time for a mailbox with 32 in flight ÷ with 1, at 20 ms; never two for one mailbox"
    ratio = Ratio(statistics.median(ratios), min(ratios), max(ratios))
    return Figure("S14", what, ratio, 1 / 20, 1 / 10)


def _pace(budget: int, people: int) -> float:
    """Seconds for a mailbox in which nothing is new."""
    calendars = Distant(LATENCY)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        rhythm = Rhythm(timedelta(microseconds=1), budgets={"distant": budget})
        url = f"sqlite:///{folder}/bench.db"
        service = service_of(people, calendars, url, rhythm, _now, random.Random(1).random)
        store = Store.open(url)
        running = Running(service, store, Threads(idle=5, at_most=60))
        while calendars.reads < 2 * people:
            running.began_at = _now() - timedelta(seconds=30)
            tick(running)
        before, began = calendars.reads, time.perf_counter()
        while calendars.reads < before + people:
            running.began_at = _now() - timedelta(seconds=30)
            tick(running)
        seconds = time.perf_counter() - began
        assert calendars.most_for_one == 1
        store.close()
    return seconds / (calendars.reads - before)


def _memory() -> Figure:
    few, many = (_peak_of(n) for n in (FEW, MANY))
    what = f"peak memory of a process that serves {MANY:,} mailboxes ÷ {FEW:,}"
    return Figure("S11", what, Ratio(many / few, many / few, many / few), 1.15, 1.5)


def _peak_of(people: int) -> int:
    """Peak resident memory in kilobytes, of a process of its own."""
    command = [sys.executable, "-m", "benchmarks.peak", str(people)]
    done = subprocess.run(  # noqa: S603 – our own module
        command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    return int(done.stdout)
