"""``python -m benchmarks.day [HOURS] [PEOPLE]``: a day of service in a fraction of it, on a clock of its own.

From Wednesday noon to Thursday noon: everybody is judged anew at midnight and read whole once, the
leaders' overviews fall due at eight, every well mailbox changes once, one in a hundred is bad. Ends
with 1 where a note came late, an overview came twice or not at all, or memory grew.
"""

from __future__ import annotations

import heapq
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.distant import IN_MEMORY, Distant, address_of, bad_ones, service_of
from connectors.model import Invite, Mailbox, Notice, RemoteRef
from sync.hours import Rhythm
from sync.lanes import Done, Inline, Piece
from sync.running import Running
from sync.service import Overviews
from sync.store import Store
from sync.tick import tick

START = datetime(2026, 12, 2, 11, tzinfo=UTC)
TICK = timedelta(seconds=5)
PATIENCE = 1.0
FRESH, GROWTH = 300.0, 1.05


class Clock:
    """Moves when it is told to."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


class Virtual(Inline):
    """Lanes in which a piece takes as long as its requests say, by the clock: nobody really waits."""

    def __init__(self, clock: Clock, spent: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._spent = spent
        self._width = 1
        self._slots: list[float] = []
        self._later: list[tuple[float, int, Done]] = []
        self._count = 0

    def widths(self, of: Callable[[str], int]) -> None:
        """As many slots as may be in flight."""
        width = of("distant")
        while len(self._slots) < width:
            self._slots.append(self._clock.now.timestamp())
        heapq.heapify(self._slots)
        while len(self._slots) > width:
            heapq.heappop(self._slots)

    def results(self) -> Iterator[Done]:
        """What is done within the tick; the rest comes in a later one."""
        until = self._clock.now.timestamp() + PATIENCE
        while self._waiting and self._slots[0] < until:
            free = max(heapq.heappop(self._slots), self._clock.now.timestamp())
            [done] = self._one()
            finish = free + self._spent()
            heapq.heappush(self._slots, finish)
            self._count += 1
            heapq.heappush(self._later, (finish, self._count, done))
        while self._later and self._later[0][0] <= until:
            yield heapq.heappop(self._later)[2]

    def in_flight(self) -> frozenset[str]:
        """Those who wait, and those whose answer is still on its way."""
        away = (p for _, _, done in self._later for p in done.piece.people)
        return super().in_flight() | frozenset(away)

    def _one(self) -> list[Done]:
        piece: Piece = self._waiting.popleft()
        alone = Inline()
        alone.put(piece)
        return list(alone.results())


@dataclass
class Recorded(Distant):
    """Calendars that note on the day's own clock when a note came, and which overviews did."""

    invites: Counter[str] = field(default_factory=Counter)
    changed_at: dict[str, float] = field(default_factory=dict)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        """Waiting is adding up."""
        self.wait = self._spend

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Takes every note, and notes when."""
        ref = super().put(mailbox, notice, known)
        self.noted[mailbox.address] = self.clock().timestamp()
        return ref

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Takes every invite, and counts it."""
        self.invites[invite.key] += 1
        return super().send(invite, known)

    def spent(self) -> float:
        """The seconds that the last piece took."""
        seconds, self.seconds = self.seconds, 0.0
        return seconds

    def _spend(self, seconds: float) -> None:
        self.seconds += seconds


def main(hours: float, people: int) -> int:
    """Serve so many people for so long; 0 where all is as promised."""
    clock, chance, began = Clock(), random.Random(24), time.monotonic()
    calendars = Recorded(bad=bad_ones(people), clock=clock)
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder:
        url = f"sqlite:///{folder}/day.db"
        service = service_of(people, calendars, url, Rhythm(), clock, chance.random)
        service = replace(service, overviews=Overviews("distant", "hjemmedag@x.example"))
        store = Store.open(url)
        running = Running(service, store, Virtual(clock, calendars.spent))
        changes = _changes(chance, people, hours, calendars)
        warm, ages = 0, Counter[int]()
        end = START + timedelta(hours=hours)
        while clock.now < end:
            while changes and changes[-1][0] <= clock.now.timestamp():
                calendars.change(changes.pop()[1])
            ages.update(map(round, tick(running).ages))
            clock.now += TICK
            if not warm and clock.now >= START + timedelta(hours=min(1.0, hours / 4)):
                warm = _resident()
        grown = _resident() / warm
        store.close()
    return _verdict(calendars, ages, grown, hours, people, time.monotonic() - began)


def _changes(
    chance: random.Random, people: int, hours: float, calendars: Recorded
) -> list[tuple[float, str]]:
    """When which well mailboxes change, the last one first; not in the first and last ten minutes."""
    well = [a for n in range(people) if (a := address_of(n)) not in calendars.bad]
    first, last = START.timestamp() + 600, START.timestamp() + hours * 3600 - 600
    # The brake holds what would change for a fifth within an hour; in a short day fewer change.
    well = chance.sample(well, min(len(well), int(0.15 * people * hours)))
    found = sorted(((chance.uniform(first, last), a) for a in well), reverse=True)
    calendars.changed_at = {a: at for at, a in found}
    return found


def _verdict(
    calendars: Recorded, ages: Counter[int], grown: float, hours: float, people: int, took: float
) -> int:
    changed_at = calendars.changed_at
    late = [calendars.noted[a] - at for a, at in changed_at.items() if a in calendars.noted]
    lost = len(changed_at) - len(late)
    p50, p99 = (statistics.quantiles(late, n=100)[n] for n in (49, 98))
    leaders = -(-people // 15)
    doubled = [k for k, n in calendars.invites.items() if n > 1]
    print(f"{people:,} mailboxes, {hours:g} h in {took:.0f} s, {calendars.reads:,} reads")
    print(
        f"from a change to its note: half within {p50:.0f} s, 99 % within {p99:.0f} s; lost {lost}"
    )
    print(f"between two reads: 99 % within {_p99(ages)} s")
    print(f"overviews: {len(calendars.invites)} for {leaders} leaders, {len(doubled)} twice")
    print(
        f"memory: {100 * (grown - 1):+.1f} %; in flight for one mailbox: {calendars.most_for_one}"
    )
    kept = p99 < FRESH and not lost and not doubled and grown < GROWTH
    whole = hours < 24 or len(calendars.invites) == 2 * leaders
    return 0 if kept and whole and calendars.most_for_one == 1 else 1


def _p99(counted: Counter[int]) -> int:
    """The second that only one in a hundred exceeds."""
    left = counted.total() * 0.99
    for second in sorted(counted):
        left -= counted[second]
        if left <= 0:
            return second
    return 0


def _resident() -> int:
    """Resident memory now, in pages."""
    return int(Path("/proc/self/statm").read_text().split()[1])


if __name__ == "__main__":
    sys.exit(
        main(
            float(sys.argv[1]) if len(sys.argv) > 1 else 24,
            int(sys.argv[2]) if len(sys.argv) > 2 else 4500,
        )
    )
