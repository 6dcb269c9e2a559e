"""``python -m benchmarks.peak N``: serves N mailboxes for two rounds and prints its peak memory in kB."""

from __future__ import annotations

import random
import resource
import sys
import tempfile

from benchmarks.day import TICK, Clock
from benchmarks.distant import IN_MEMORY, Distant, service_of
from sync.hours import Rhythm
from sync.lanes import Threads
from sync.running import Running
from sync.store import Store
from sync.tick import tick


def main(people: int) -> None:
    """Nothing waits here: it is memory that is measured. Everybody is read twice, as they fall due."""
    clock = Clock()
    calendars = Distant(0.0, wait=lambda seconds: None, clock=clock)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        url = f"sqlite:///{folder}/bench.db"
        service = service_of(people, calendars, url, Rhythm(), clock, random.Random(1).random)
        store = Store.open(url)
        running = Running(service, store, Threads(idle=5, at_most=60))
        while calendars.reads < 2 * people:
            tick(running)
            clock.now += TICK
        store.close()
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


if __name__ == "__main__":
    main(int(sys.argv[1]))
