"""What the running service holds in memory between ticks; all of it may be lost at any time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zlib import crc32
from zoneinfo import ZoneInfo

from sync import schedule_rows, steps
from sync.budget import Budget
from sync.clocks import Clocks, clocks_of
from sync.hints import Hints
from sync.lanes import Lanes
from sync.observed import Observer, quietly
from sync.records import Kept
from sync.runner import may_write
from sync.service import Person, Service, each_person, person_of, zone_of
from sync.store import Store
from sync.subscribing import Subscribing


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of all mailboxes: the ``number``-th of ``of``. The first also does what is nobody's."""

    number: int = 0
    of: int = 1

    def holds(self, person: str) -> bool:
        """Whether a person belongs to this part, today and always."""
        return self.of == 1 or crc32(person.encode()) % self.of == self.number


EVERYBODY = Shard()


@dataclass(frozen=True, slots=True)
class Roll:
    """Who takes part, counted by connection; it holds for the service and the days it was made for.

    ``zones``: everybody's, for gates open and people come and go by their own day.
    """

    service: Service
    forgotten: frozenset[str]
    zones: tuple[ZoneInfo, ...]
    days: tuple[date, ...]
    people: frozenset[str]
    connections: Counter[str]


@dataclass(slots=True)
class Running:
    """A service at work. ``service`` is replaced when its configuration is read anew.

    ``hints``: what servers told and no tick has heeded yet; ``subscribing``: their subscriptions by
    connection, as they were last gone through ``told_for`` those who took part.
    """

    service: Service
    store: Store
    lanes: Lanes
    observer: Observer = quietly
    roll: Roll | None = None
    budgets: dict[str, Budget] = field(default_factory=dict)
    began_at: datetime | None = None
    looked_at: datetime | None = None
    held: str | None = None
    clocks: Clocks = field(default_factory=Clocks)
    hints: Hints = field(default_factory=Hints)
    subscribing: dict[str, Subscribing] = field(default_factory=dict)
    told_for: Roll | None = None

    def width(self, connection: str) -> int:
        """How many requests may be in flight on a connection now."""
        return self.budget(connection).now

    def budget(self, connection: str) -> Budget:
        """The connection's budget, as it stands or as it is configured."""
        most = self.service.rhythm.budget(connection)
        known = self.budgets.get(connection)
        return known if known is not None and known.most == most else Budget(most, most)

    def compare_clocks(self) -> Clocks:
        """Our clock with the servers', as they stand now; what is new about them is told."""
        before, self.clocks = self.clocks, clocks_of(self.service.connections)
        for name in sorted(before.doubted - self.clocks.doubted):
            self.observer.event("clock_agrees", connection=name)
        for name in sorted(self.clocks.doubted):
            what = "clock_holds" if name in self.clocks.shut else "clock_apart"
            known = before.shut if name in self.clocks.shut else before.doubted - before.shut
            if name not in known:
                self.observer.event(what, connection=name, why=self.clocks.said(name))
        return self.clocks

    def person(self, person: str) -> Person | None:
        """Somebody by id, as they take part now."""
        employee = self.service.book.organisation.people.get(person)
        return person_of(self.service, employee) if employee else None


@dataclass(frozen=True)
class TakingPart(Mapping[str, Person]):
    """Everybody who takes part, by id; each is made only when asked for."""

    running: Running
    people: frozenset[str]

    def __getitem__(self, person: str) -> Person:
        """Somebody who takes part; KeyError for anybody else."""
        found = self.running.person(person) if person in self.people else None
        if found is None:
            raise KeyError(person)
        return found

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self.people)

    def __len__(self) -> int:
        """How many take part."""
        return len(self.people)


def call_roll(running: Running) -> Roll:
    """Who takes part now; when that may have changed, the others are dismissed and new ones are due."""
    service = running.service
    before, forgotten = running.roll, service.forgotten()
    if before is not None and _holds(before, service, forgotten):
        return before
    zones = _zones(service)
    days = tuple(service.today(zone) for zone in zones)
    members: set[str] = set()
    connections: Counter[str] = Counter()

    def taking_part() -> Iterator[Kept]:
        for person in each_person(service):
            if may_write(service, person):
                members.add(person.id)
                connections[person.employee.connection] += 1
                yield _unread(person)

    with running.store.transaction() as db:
        schedule_rows.enrol(db, taking_part(), service.clock())
    steps.dismiss_others(running.store, members)
    running.roll = Roll(service, forgotten, zones, days, frozenset(members), connections)
    return running.roll


def _zones(service: Service) -> tuple[ZoneInfo, ...]:
    units = service.book.organisation.units
    zones = {zone.key: zone for zone in (service.zone, *(zone_of(service, u) for u in units))}
    return tuple(zones.values())


def _holds(roll: Roll, service: Service, forgotten: frozenset[str]) -> bool:
    days = tuple(service.today(zone) for zone in roll.zones)
    return roll.service is service and (roll.forgotten, roll.days) == (forgotten, days)


def _unread(person: Person) -> Kept:
    mailbox = person.mailbox
    return Kept(person.id, person.employee.connection, mailbox.address, mailbox.zone.key)
