"""Measures pairs: two pieces of work, taken in turns in one process, compared by CPU time."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 9
"""How many times each side of a pair is run; the first round warms up and is not counted."""

Work = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours divided by theirs, CPU if nothing else is said: the median of all rounds, and the extremes."""

    median: float
    lowest: float
    highest: float


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. ``goal`` and ``step_one`` are upper bounds; None: there is none."""

    id: str
    what: str
    ratio: Ratio
    goal: float | None = None
    step_one: float | None = None

    @property
    def verdict(self) -> str:
        """In words; a figure without a goal is only stated."""
        if self.goal is None or self.step_one is None:
            return "stated"
        if self.ratio.median <= self.goal:
            return "goal"
        return "step one" if self.ratio.median <= self.step_one else "missed"


@dataclass(frozen=True, slots=True)
class NotMeasured:
    """A figure that could not be taken here, and why."""

    id: str
    why: str


def compare(
    ours: Work, theirs: Work, rounds: int = ROUNDS, clock: Clock = time.process_time
) -> Ratio:
    """Run both in turns, each round in the other order; ``rounds`` is at least 7.

    ``clock``: CPU, or ``time.perf_counter`` where waiting is what counts.
    """
    assert rounds >= 7
    ratios = []
    for number in range(rounds + 1):
        first, second = (ours, theirs) if number % 2 else (theirs, ours)
        times = {first: _spent(first, clock), second: _spent(second, clock)}
        ratios.append(times[ours] / times[theirs])
    counted = ratios[1:]
    return Ratio(statistics.median(counted), min(counted), max(counted))


def cpu_of(work: Work) -> float:
    """CPU seconds of one run, user and system."""
    return _spent(work, time.process_time)


def _spent(work: Work, clock: Clock) -> float:
    gc.collect()
    before = clock()
    work()
    return clock() - before
