"""``python -m benchmarks.peak N``: serves N mailboxes for two rounds and prints its peak memory in kB."""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta

from benchmarks.distant import IN_MEMORY, Distant, service_of
from benchmarks.serving import once
from sync.hours import Rhythm


def main(people: int) -> None:
    """Nothing waits here: it is memory that is measured."""
    calendars = Distant(0.0, wait=lambda seconds: None)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        url = f"sqlite:///{folder}/bench.db"
        rhythm = Rhythm(timedelta(seconds=30), budgets={"distant": 1})
        clock = _Fast()
        service = service_of(people, calendars, url, rhythm, clock, random.Random(1).random)
        once(service, url)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


class _Fast:
    """A clock that goes on a little with every look at it."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=20)
        return self.now


if __name__ == "__main__":
    main(int(sys.argv[1]))
