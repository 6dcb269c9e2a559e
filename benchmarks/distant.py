"""Calendars far away: made up as they are asked for, answering after a while, some of them badly."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zlib import crc32
from zoneinfo import ZoneInfo

from config.public_holidays import public_holidays
from connectors.base import ReadResult
from connectors.errors import ConnectorError, Unavailable
from connectors.model import (
    CalendarEvent,
    Invite,
    Mailbox,
    Notice,
    ReadRequest,
    RemoteRef,
    Snapshot,
    Unchanged,
)
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.model import Employee, Unit
from policy.organisation import Organisation
from policy.register import Register
from sync.hours import Rhythm
from sync.service import Service

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DAY = timedelta(days=1)
IN_MEMORY = next((str(p) for p in (Path("/dev/shm"),) if p.is_dir()), None)  # noqa: S108
"""A folder in memory, where the disk is not what is measured; None where there is none."""
SLOW, THROTTLED, POISON = "slow", "throttled", "poison"
GATES = {"informed_on": date(2025, 1, 6), "activation_date": date(2025, 1, 6)}
DEFAULTS = {"home_work": "all", "detail": "names", "summary": "weekly", "country": "DK", **GATES}


@dataclass
class Distant:
    """A connector without calendars of its own: an address says what its calendar holds.

    ``latency``: seconds to an answer, ``slow``: those of slow mailboxes; ``bad``: what ails whom;
    ``wait`` lets time pass. Every mailbox has a home day a week; whoever was changed has a meeting
    on one as well. Counts how many requests were in flight, in all and for one mailbox.
    """

    latency: float = 0.02
    slow: float = 5.0
    bad: Mapping[str, str] = field(default_factory=dict)
    wait: Callable[[float], object] = time.sleep
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    changed: dict[str, int] = field(default_factory=dict)
    noted: dict[str, float] = field(default_factory=dict)
    most_for_one: int = 0
    reads: int = 0
    _busy: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request, one after the other."""
        for request in requests:
            with self._in_flight(request.mailbox.address):
                self.reads += 1
                outcome = self._outcome(request)
            yield ReadResult(request.mailbox, outcome)

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """What was written stands."""
        with self._in_flight(mailbox.address):
            return known

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Takes every note, and the time."""
        with self._in_flight(mailbox.address):
            self.wait(self.latency)
            self.noted.setdefault(mailbox.address, time.monotonic())
            return RemoteRef(notice.uid, "1", notice.shape)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Takes a note away."""
        with self._in_flight(mailbox.address):
            self.wait(self.latency)

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Takes every invite."""
        return RemoteRef(invite.uid, "1", invite.shape)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Nothing to do."""

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Nothing to do."""

    def change(self, address: str) -> None:
        """A meeting is put into a calendar."""
        self.changed[address] = self.changed.get(address, 0) + 1

    def _in_flight(self, address: str) -> _InFlight:
        return _InFlight(self, address)

    def _outcome(self, request: ReadRequest) -> Snapshot | Unchanged | ConnectorError:
        address = request.mailbox.address
        ails = self.bad.get(address)
        self.wait(self.slow if ails == SLOW else self.latency)
        if ails == THROTTLED:
            return Unavailable("throttled", 60.0)
        if ails == POISON:
            raise ValueError("an answer that nobody foresaw")
        cursor = f"{self.changed.get(address, 0)}/{request.start}/{request.end}"
        if request.cursor == cursor:
            return Unchanged(cursor)
        return Snapshot(self._events(request), (), cursor, self.clock())

    def _events(self, request: ReadRequest) -> tuple[CalendarEvent, ...]:
        address = request.mailbox.address
        first = request.start + (crc32(address.encode()) % 5) * DAY
        days = [first + n * 7 * DAY for n in range((request.end - first).days // 7 + 1)]
        events = [CalendarEvent(f"h{d}", "Hjemmearbejde", d, d + DAY) for d in days]
        if address in self.changed:
            ten = datetime(days[-2].year, days[-2].month, days[-2].day, 10, tzinfo=COPENHAGEN)
            events.append(CalendarEvent("m", "Møde (fysisk)", ten, ten + timedelta(hours=1)))
        return tuple(events)


@dataclass
class _InFlight:
    """Counts a request for as long as it is under way."""

    distant: Distant
    address: str

    def __enter__(self) -> None:
        distant = self.distant
        with distant._lock:
            busy = distant._busy[self.address] = distant._busy.get(self.address, 0) + 1
            distant.most_for_one = max(distant.most_for_one, busy)

    def __exit__(self, *_: object) -> None:
        with self.distant._lock:
            self.distant._busy[self.address] -= 1
            if not self.distant._busy[self.address]:
                del self.distant._busy[self.address]


def address_of(number: int) -> str:
    """The mailbox of the n-th employee."""
    return f"p{number}@bench.example"


def bad_ones(people: int, one_in: int = 100) -> dict[str, str]:
    """One mailbox in a hundred is slow, throttled or answers nonsense, in turns."""
    ails = (SLOW, THROTTLED, POISON)
    return {address_of(n): ails[(n // one_in) % 3] for n in range(one_in // 2, people, one_in)}


def service_of(
    people: int,
    calendars: Distant,
    store: str,
    rhythm: Rhythm,
    clock: Callable[[], datetime],
    chance: Callable[[], float],
    per_unit: int = 15,
) -> Service:
    """An agency of so many people with a unit for every fifteen."""
    count = -(-people // per_unit)
    units = {f"u{n}": Unit(f"u{n}", leader=f"p{n * per_unit}") for n in range(count)}
    employees: Sequence[Employee] = tuple(
        Employee(f"p{n}", address_of(n), "distant", f"u{n // per_unit}") for n in range(people)
    )
    year = clock().year
    holidays = {"DK": public_holidays("DK", range(year - 1, year + 2))}
    organisation = Organisation(units, tuple(employees), defaults=DEFAULTS)
    return Service(
        book=Book(organisation, Register(), holidays),
        lexicon=Lexicon(Words()),
        connections={"distant": calendars},
        store_url=store,
        clock=clock,
        zone=COPENHAGEN,
        rhythm=rhythm,
        chance=chance,
    )
