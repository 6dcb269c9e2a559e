"""A service whose calendars are on a server, killed at every call and commit: for Exchange and Graph.

For every n a pass is killed before its n-th boundary – a call's sending, its answer's coming, a
commit – and run again until nothing changes any more. The server lives on in this process.
"""

from __future__ import annotations

import copy
import gc
import os
import shutil
import signal
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine, event

from config.bootstrap import build
from sync.service import Service
from tests.conformance.desk import COPENHAGEN
from tests.crash.naive import naive_pass
from tests.crash.test_crash import MONDAY, Pass, real_pass, register
from tests.installation import Installation

PEOPLE = ("e1", "e2")
SERVICE = "hjemmedag@x.example"
DELIVERY = f'[delivery]\ninvites = "there"\norganizer = "{SERVICE}"\n'
LED = '[[units]]\nid = "u"\nleader = "e1"\n'
Note = tuple[str, str, str, str]
Calm = tuple[list[Note], list[tuple[int, int]], int]


class Place(Installation):
    """An installation whose calendars are on a server, by the connection ``there``."""

    def configure(self) -> None:
        """Write the files, the connection of everybody changed."""
        super().configure()
        path = self.folder / "organisation.toml"
        path.write_text(path.read_text().replace('connection = "files"', 'connection = "there"'))


class World(ABC):
    """A server and an installation, which can be put back to where they were.

    ``sending``: the class and the method through which every call goes out.
    """

    sending: tuple[type, str]

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "run"
        self._start = folder / "start"
        self._kept: Any = None

    @property
    @abstractmethod
    def store(self) -> Any:
        """All that lies on the server."""

    @store.setter
    @abstractmethod
    def store(self, store: Any) -> None: ...

    @property
    @abstractmethod
    def connection(self) -> str:
        """The settings of ``[connections.there]``."""

    @abstractmethod
    def add_mailbox(self, address: str) -> None:
        """A mailbox that the service may open."""

    @abstractmethod
    def owner(self, person: str) -> Any:
        """The hands of a mailbox's owner."""

    @abstractmethod
    def lying_in(self, mailbox: Any) -> Collection[Any]:
        """The entries of a mailbox, as the simulator has them."""

    @abstractmethod
    def looks(self, entry: Any) -> tuple[str, str, str]:
        """An entry's start, subject and body."""

    def entries(self) -> Iterator[tuple[int, int, bool, Note]]:
        """Everything in calendars: number, version, whether it is a standing one of ours, its looks."""
        for box in self.store.mailboxes.values():
            for entry in self.lying_in(box):
                ours, gone = bool(entry.extended), entry.cancelled
                note = (box.address, *self.looks(entry))
                nothing = ("", "", "", "")
                yield (
                    entry.number,
                    entry.version,
                    ours and not gone,
                    nothing if ours and gone else note,
                )

    def scenario(self, seed: int, one_pass: Pass) -> None:
        """Fill the calendars, run a first pass and change them."""
        random = Random(seed)
        led = {"units": LED} if seed % 3 == 2 else {}
        more = self.connection + (DELIVERY if led else "")
        Place(self.folder, MONDAY, employees=PEOPLE, register=register(random), more=more, **led)
        for person in PEOPLE:
            self.add_mailbox(f"{person}@x.example")
            for _ in range(2):
                add_pair(self.owner(person).add, random)
        if seed % 4:
            in_child(self, build(self.folder / "hjemmedag.toml", MONDAY), one_pass)
            for person in PEOPLE:
                self._change(self.owner(person), random)

    def _change(self, owner: Any, random: Random) -> None:
        for entry in list(self.lying_in(owner.mailbox)):
            ours = bool(entry.extended)
            act = random.choice(("keep", "drop", "keep") if ours else ("keep", "drop", "move"))
            if act == "drop" and (ours or "Møde" in self.looks(entry)[1]):
                owner.delete(entry)
        add_pair(owner.add, random)

    def at_each_call(self, tick: Callable[[], None]) -> None:
        """Tick before each call is sent, and when its answer has come."""
        where, name = self.sending
        send = getattr(where, name)

        def counted(*args: Any, **words: Any) -> Any:
            tick()
            answer = send(*args, **words)
            tick()
            return answer

        setattr(where, name, counted)

    def keep(self) -> None:
        """Remember how things stand."""
        shutil.copytree(self.folder, self._start)
        self._kept = copy.deepcopy(self.store)

    def put_back(self) -> None:
        """As it was."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._start, self.folder)
        self.store = copy.deepcopy(self._kept)

    def versions(self) -> list[tuple[int, int]]:
        """Changes with anything that stands in any calendar."""
        return sorted((number, version) for number, version, _, _ in self.entries())

    def calm(self) -> Calm:
        """What must come out: every note, everything that is nobody's of ours, how many mails."""
        notes = sorted(note for _, _, ours, note in self.entries() if ours)
        foreign = sorted((n, v) for n, v, ours, note in self.entries() if not ours and note[0])
        return notes, foreign, len(self.store.mails)


def converges(world: World, seed: int) -> None:
    """Killed at any boundary, a pass comes to the same calendars."""
    calm, kills = None, 0
    for killed in _every_kill(world, seed, real_pass):
        if calm is None:
            calm = world.calm()
            continue
        kills += killed
        wrong = _what_is_wrong(world, calm)
        assert not wrong, f"seed {seed}, boundary {kills}: {wrong}"
    assert kills > 8


def naive_doubles(world: World) -> bool:
    """The test of the test: record after create, without find, must double a note."""
    calm = None
    for _ in _every_kill(world, 1, naive_pass):
        calm = calm or world.calm()
        if "doubled" in _what_is_wrong(world, calm):
            return True
    return False


def add_pair(add: Callable[..., Any], random: Random) -> None:
    """A home day, and most often a meeting on it."""
    day = MONDAY + timedelta(days=7 * random.randrange(4) + random.randrange(5))
    word = random.choice(("Hjemmearbejde", "Hjemmearbejde fast", "Hjemme til kl. 12"))
    add(word, day, day + timedelta(days=1))
    if random.random() < 0.8:
        start = datetime(day.year, day.month, day.day, random.randrange(8, 14), tzinfo=COPENHAGEN)
        add("Møde (fysisk)", start.astimezone(UTC), start + timedelta(hours=1))


def in_child(world: World, service: Service, one_pass: Pass, kill_at: int = 0) -> bool:
    """Run a pass in a forked child; True if it was killed."""
    child = os.fork()
    if child == 0:
        gc.disable()
        code = 70
        try:
            _arm(world, kill_at)
            one_pass(service)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def _every_kill(world: World, seed: int, one_pass: Pass) -> Iterator[bool]:
    """First nobody is killed; then, for every n, a kill at boundary n and passes until it rests."""
    world.scenario(seed, one_pass)
    world.keep()
    service = build(world.folder / "hjemmedag.toml", MONDAY)
    assert any(_in_rest(world, service, one_pass) for _ in range(4))
    yield False
    for number in count(1):
        world.put_back()
        killed = in_child(world, service, one_pass, number)
        # One pass must do; that the next one rests is proved for every third boundary.
        in_child(world, service, one_pass)
        if number % 3 == 0:
            assert _in_rest(world, service, one_pass)
        yield killed
        if not killed:
            return


def _in_rest(world: World, service: Service, one_pass: Pass) -> bool:
    """Whether one more pass changes nothing."""
    before = world.versions()
    in_child(world, service, one_pass)
    return world.versions() == before


def _arm(world: World, kill_at: int) -> None:
    """Count each call twice, sent and answered, and each commit of a change; end before the n-th."""
    if kill_at == 0:
        return
    boundary = count(1)
    changes: dict[int, int] = {}

    def tick() -> None:
        if next(boundary) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def committing(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if changes.get(id(raw), 0) != raw.total_changes:
            changes[id(raw)] = raw.total_changes
            tick()

    world.at_each_call(tick)
    event.listen(Engine, "commit", committing)


def _what_is_wrong(world: World, calm: Calm) -> list[str]:
    """Against the same world in which nobody was killed."""
    (ours, others, told), (theirs, foreign, mails) = world.calm(), calm
    wrong = ["doubled"] if len(ours) != len(set(ours)) else []
    wrong += [f"lost {note}" for note in theirs if note not in ours]
    wrong += [f"stale {note}" for note in ours if note not in theirs]
    wrong += ["somebody else's entry was changed"] if others != foreign else []
    wrong += ["somebody was mailed again"] if told != mails else []
    return wrong
