"""The service on an Exchange server, killed at every call and every commit, must converge.

Each seed fills calendars on a server, runs a first pass, changes them, and then for every n kills
the next pass before its n-th boundary – a call's sending, its answer's coming, a commit – and runs
it again until nothing changes any more. The server lives on in this process.
"""

from __future__ import annotations

import copy
import gc
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import pytest
import requests
from sqlalchemy import Connection, Engine, event

from config.bootstrap import build
from sync.service import Service
from tests.crash.naive import naive_pass
from tests.crash.test_crash import MONDAY, SEEDS, Pass, real_pass, register
from tests.installation import Installation
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import COPENHAGEN, Server, serving
from tests.simulators.ews.store import Delegate, Store

PEOPLE = ("e1", "e2")
SERVICE, PASSWORD = "hjemmedag@x.example", "hemmelig"
CONNECTION = """[connections.ex]
kind = "ews"
url = "{url}"
auth = "basic"
user = "svc"
password = "env:EWS_PASSWORD"
timeout = 10
"""
DELIVERY = f'[delivery]\ninvites = "ex"\norganizer = "{SERVICE}"\n'
LED = '[[units]]\nid = "u"\nleader = "e1"\n'
Note = tuple[str, str, str, str]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


class Place(Installation):
    """An installation whose calendars are on a server."""

    def configure(self) -> None:
        """Write the files, the connection of everybody changed."""
        super().configure()
        path = self.folder / "organisation.toml"
        path.write_text(path.read_text().replace('connection = "files"', 'connection = "ex"'))


@dataclass
class World:
    """A server and an installation, which can be put back to where they were."""

    server: Server
    folder: Path
    start: Path
    kept: Store | None = None

    def keep(self) -> None:
        """Remember how things stand."""
        shutil.copytree(self.folder, self.start)
        self.kept = copy.deepcopy(self.server.exchange.store)

    def put_back(self) -> None:
        """As it was."""
        shutil.rmtree(self.folder)
        shutil.copytree(self.start, self.folder)
        self.server.exchange.store = copy.deepcopy(self.kept)  # type: ignore[assignment]

    def versions(self) -> list[tuple[int, int]]:
        """Changes with anything that stands in any calendar."""
        boxes = self.server.exchange.store.mailboxes.values()
        return sorted((item.number, item.version) for box in boxes for item in box.items.values())

    def notes(self) -> list[Note]:
        """Every entry of ours: whose, from when, its subject and text."""
        return sorted(
            (box.address, item.text("Start"), item.text("Subject"), item.text("Body"))
            for box in self.server.exchange.store.mailboxes.values()
            for item in box.items.values()
            if item.extended and not item.cancelled
        )

    def foreign(self) -> list[tuple[int, int]]:
        """Everything that is not ours."""
        boxes = self.server.exchange.store.mailboxes.values()
        items = (item for box in boxes for item in box.items.values() if not item.extended)
        return sorted((item.number, item.version) for item in items)

    def mails(self) -> int:
        """How often anybody was mailed."""
        return len(self.server.exchange.store.mails)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setenv("EWS_PASSWORD", PASSWORD)
    with serving([User("svc", PASSWORD, SERVICE)], schemes=("Basic",)) as server:
        yield World(server, tmp_path / "run", tmp_path / "start")
    assert server.crashes == []


@pytest.mark.parametrize("seed", range(2, 2 + max(1, SEEDS // 20)))
def test_a_pass_killed_at_any_call_converges(world: World, seed: int) -> None:
    calm, kills = None, 0
    for killed in every_kill(world, seed, real_pass):
        if calm is None:
            calm = (world.notes(), world.foreign(), world.mails())
            continue
        kills += killed
        wrong = what_is_wrong(world, calm)
        assert not wrong, f"seed {seed}, boundary {kills}: {wrong}"
    assert kills > 8


def test_the_naive_protocol_fails_the_same_test(world: World) -> None:
    """The test of the test: record after create, without find, must double a note."""
    calm = None
    for _ in every_kill(world, 1, naive_pass):
        calm = calm or (world.notes(), world.foreign(), world.mails())
        if "doubled" in what_is_wrong(world, calm):
            return
    raise AssertionError("nothing was doubled")


def every_kill(world: World, seed: int, one_pass: Pass) -> Iterator[bool]:
    """First nobody is killed; then, for every n, a kill at boundary n and passes until it rests."""
    scenario(world, seed, one_pass)
    world.keep()
    service = build(world.folder / "hjemmedag.toml", MONDAY)
    until_it_rests(world, service, one_pass)
    yield False
    for number in count(1):
        world.put_back()
        killed = in_child(service, one_pass, number)
        # One pass must do; that the next one rests is proved for every third boundary.
        in_child(service, one_pass, 0)
        if number % 3 == 0:
            assert in_rest(world, service, one_pass)
        yield killed
        if not killed:
            return


def scenario(world: World, seed: int, one_pass: Pass) -> None:
    random = Random(seed)
    led = {"units": LED} if seed % 3 == 2 else {}
    more = CONNECTION.format(url=world.server.url) + (DELIVERY if led else "")
    Place(world.folder, MONDAY, employees=PEOPLE, register=register(random), more=more, **led)
    for person in PEOPLE:
        store = world.server.exchange.store
        mailbox = store.add_mailbox(f"{person}@x.example", COPENHAGEN)
        mailbox.delegates[SERVICE] = Delegate()
        owner = Owner(world.server.exchange, mailbox)
        for _ in range(2):
            add_pair(owner, random)
    if seed % 4:
        in_child(build(world.folder / "hjemmedag.toml", MONDAY), one_pass, 0)
        for person in PEOPLE:
            box = world.server.exchange.store.mailboxes[f"{person}@x.example"]
            change(Owner(world.server.exchange, box), random)


def add_pair(owner: Owner, random: Random) -> None:
    day = MONDAY + timedelta(days=7 * random.randrange(4) + random.randrange(5))
    word = random.choice(("Hjemmearbejde", "Hjemmearbejde fast", "Hjemme til kl. 12"))
    owner.add(word, day, day + timedelta(days=1))
    if random.random() < 0.8:
        start = datetime(day.year, day.month, day.day, random.randrange(8, 14), tzinfo=COPENHAGEN)
        owner.add("Møde (fysisk)", start.astimezone(UTC), start + timedelta(hours=1))


def change(owner: Owner, random: Random) -> None:
    for item in list(owner.mailbox.items.values()):
        ours = bool(item.extended)
        act = random.choice(("keep", "drop", "keep") if ours else ("keep", "drop", "move"))
        if act == "drop" and (ours or "Møde" in item.text("Subject")):
            owner.delete(item)
    add_pair(owner, random)


def in_child(service: Service, one_pass: Pass, kill_at: int) -> bool:
    """Run a pass in a forked child; True if it was killed."""
    child = os.fork()
    if child == 0:
        gc.disable()
        code = 70
        try:
            armed(kill_at)
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


def armed(kill_at: int) -> None:
    """Count each call twice, sent and answered, and each commit of a change; end before the n-th."""
    if kill_at == 0:
        return
    boundary = count(1)
    changes: dict[int, int] = {}
    send = requests.Session.send

    def tick() -> None:
        if next(boundary) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(session: requests.Session, request: Any, **words: Any) -> requests.Response:
        tick()
        answer = send(session, request, **words)
        tick()
        return answer

    def committing(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if changes.get(id(raw), 0) != raw.total_changes:
            changes[id(raw)] = raw.total_changes
            tick()

    requests.Session.send = counted  # type: ignore[method-assign,assignment]
    event.listen(Engine, "commit", committing)


def until_it_rests(world: World, service: Service, one_pass: Pass) -> None:
    """Passes until one changes nothing on the server; the last proves the rest."""
    assert any(in_rest(world, service, one_pass) for _ in range(4))


def in_rest(world: World, service: Service, one_pass: Pass) -> bool:
    """Whether one more pass changes nothing."""
    before = world.versions()
    in_child(service, one_pass, 0)
    return world.versions() == before


def what_is_wrong(world: World, calm: tuple[list[Note], list[tuple[int, int]], int]) -> list[str]:
    """Against the same world in which nobody was killed."""
    ours, (theirs, foreign, mails) = world.notes(), calm
    wrong = ["doubled"] if len(ours) != len(set(ours)) else []
    wrong += [f"lost {note}" for note in theirs if note not in ours]
    wrong += [f"stale {note}" for note in ours if note not in theirs]
    wrong += ["somebody else's entry was changed"] if world.foreign() != foreign else []
    wrong += ["somebody was mailed again"] if world.mails() != mails else []
    return wrong
