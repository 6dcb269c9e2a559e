"""A running service in one process for tests: calendars in memory, a clock that a test sets."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.public_holidays import public_holidays
from connectors.memory import Memory
from connectors.model import CalendarEvent
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.model import Contact, Employee, Unit
from policy.organisation import Organisation
from policy.register import Register
from sync.hours import Rhythm
from sync.lanes import Inline, Lanes
from sync.observed import Fact, Round
from sync.running import Running
from sync.service import Overviews, Service
from sync.store import Store
from sync.tick import tick

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 11, 30)
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
STEP = timedelta(seconds=5)
GATES = {"informed_on": date(2025, 1, 6), "activation_date": date(2025, 1, 6)}
DEFAULTS = {"home_work": "all", "detail": "names", "summary": "weekly", "country": "DK"}


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: a store syncs at every commit."""
    shared = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


@dataclass
class Clock:
    """Stands still until it is moved, in either direction."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def go(self, by: timedelta) -> None:
        """Let time pass, or put the clock back."""
        self.now += by


@dataclass
class Heard:
    """An observer that remembers."""

    rounds: list[Round] = field(default_factory=list)
    events: list[tuple[str, dict[str, Fact]]] = field(default_factory=list)

    def round(self, seen: Round) -> None:
        self.rounds.append(seen)

    def event(self, name: str, **facts: Fact) -> None:
        self.events.append((name, facts))

    def named(self, name: str) -> list[dict[str, Fact]]:
        """The facts of every event of that name."""
        return [facts for n, facts in self.events if n == name]


class Workplace:
    """People with calendars in memory, a store on disk, and ticks when a test says so."""

    def __init__(
        self,
        folder: Path,
        people: Sequence[str] = ("e1",),
        *,
        calendars: Any = None,
        lanes: Lanes | None = None,
        start: datetime = NOON,
        units: Mapping[str, Unit] | None = None,
        employees: Sequence[Employee] | None = None,
        contacts: Sequence[Contact] = (),
        overviews: bool = False,
        rhythm: Rhythm | None = None,
        **more: Any,
    ) -> None:
        self.clock = Clock(start)
        self.calendars = Memory(self.clock) if calendars is None else calendars
        self.heard = Heard()
        members = tuple(employees or (Employee(p, f"{p}@x.example", "memory", "u") for p in people))
        for member in members:
            self.calendars.add_mailbox(member.mailbox)
        organisation = Organisation(
            units or {"u": Unit("u")}, members, tuple(contacts), defaults={**DEFAULTS, **GATES}
        )
        years = range(start.year - 1, start.year + 3)
        holidays = {c: public_holidays(c, years) for c in ("DK", "GL", "FO")}
        self.service = Service(
            book=Book(organisation, Register(), holidays),
            lexicon=Lexicon(Words()),
            connections={"memory": self.calendars},
            store_url=f"sqlite:///{folder / 'hjemmedag.db'}",
            clock=self.clock,
            zone=COPENHAGEN,
            service_address="hjemmedag@x.example",
            overviews=Overviews("memory", "hjemmedag@x.example") if overviews else None,
            rhythm=rhythm or Rhythm(),
            chance=Random(1).random,
            **more,
        )
        self.lanes = lanes or Inline()
        self.start()

    def start(self) -> None:
        """Begin, or begin again after a stop: nothing is remembered but the store."""
        self.store = Store.open(self.service.store_url)
        self.running = Running(self.service, self.store, self.lanes, self.heard)

    def restart(self) -> None:
        """Stop at once and start again."""
        self.store.close()
        self.start()

    def change(self, **fields: Any) -> None:
        """Another configuration from the next tick on."""
        self.running.service = self.service = replace(self.service, **fields)

    def tick(self) -> Round:
        """One tick, now."""
        return tick(self.running)

    def run(self, for_: timedelta, step: timedelta = STEP) -> None:
        """Ticks as they come while time passes."""
        until = self.clock.now + for_
        while self.clock.now < until:
            self.tick()
            self.clock.go(step)

    def settle(self) -> None:
        """One whole interval: everybody was read, and all notes are written."""
        self.run(self.service.rhythm.poll + STEP, timedelta(seconds=30))

    def meet(self, person: str = "e1", day: date = MONDAY + timedelta(days=8)) -> None:
        """A home day with a meeting on site: a note is due."""
        address = f"{person}@x.example"
        ten = datetime(day.year, day.month, day.day, 10, tzinfo=COPENHAGEN)
        home = CalendarEvent(f"home-{day}", "Hjemmearbejde", day, day + timedelta(days=1))
        meeting = CalendarEvent(
            f"meet-{day}", "Møde (fysisk)", ten, ten + timedelta(hours=1), others=True
        )
        self.calendars.add(address, home)
        self.calendars.add(address, meeting)

    def part(self, person: str = "e1", day: date = MONDAY + timedelta(days=8)) -> None:
        """The meeting is off: the note has no cause any more."""
        self.calendars.delete(f"{person}@x.example", f"meet-{day}")

    def notes(self, person: str = "e1") -> list[str]:
        """The days on which notes of ours stand."""
        found = self.calendars.notices(f"{person}@x.example")
        return sorted(n.day.isoformat() for n in found)
