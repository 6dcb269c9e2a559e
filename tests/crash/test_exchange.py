"""The service on an Exchange server, killed at every call and every commit, must converge."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import requests

from config.bootstrap import build
from tests.crash.on_server import (
    DELIVERY,
    LED,
    PEOPLE,
    SERVICE,
    Note,
    Place,
    World,
    add_pair,
    converges,
    in_child,
    naive_doubles,
)
from tests.crash.test_crash import MONDAY, SEEDS, Pass, register
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import COPENHAGEN, Server, serving
from tests.simulators.ews.store import Delegate

PASSWORD = "hemmelig"  # noqa: S105 – of the test's own server
CONNECTION = """[connections.there]
kind = "ews"
url = "{url}"
auth = "basic"
user = "svc"
password = "env:EWS_PASSWORD"
timeout = 10
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


class Premises(World):
    """The EWS simulator."""

    def __init__(self, folder: Path, server: Server) -> None:
        super().__init__(folder)
        self.server = server

    @property
    def store(self) -> Any:
        return self.server.exchange.store

    @store.setter
    def store(self, store: Any) -> None:
        self.server.exchange.store = store

    def entries(self) -> Iterator[tuple[int, int, bool, Note]]:
        for box in self.store.mailboxes.values():
            for item in box.items.values():
                note = (box.address, item.text("Start"), item.text("Subject"), item.text("Body"))
                ours = bool(item.extended)
                looks = ("", "", "", "") if ours and item.cancelled else note
                yield item.number, item.version, ours and not item.cancelled, looks

    def owner(self, person: str) -> Owner:
        return Owner(self.server.exchange, self.store.mailboxes[f"{person}@x.example"])

    def scenario(self, seed: int, one_pass: Pass) -> None:
        random = Random(seed)
        led = {"units": LED} if seed % 3 == 2 else {}
        more = CONNECTION.format(url=self.server.url) + (DELIVERY if led else "")
        Place(self.folder, MONDAY, employees=PEOPLE, register=register(random), more=more, **led)
        for person in PEOPLE:
            mailbox = self.store.add_mailbox(f"{person}@x.example", COPENHAGEN)
            mailbox.delegates[SERVICE] = Delegate()
            for _ in range(2):
                add_pair(self.owner(person).add, random)
        if seed % 4:
            in_child(self, build(self.folder / "hjemmedag.toml", MONDAY), one_pass)
            for person in PEOPLE:
                self._change(self.owner(person), random)

    def at_each_call(self, tick: Callable[[], None]) -> None:
        send = requests.Session.send

        def counted(session: requests.Session, request: Any, **words: Any) -> requests.Response:
            tick()
            answer = send(session, request, **words)
            tick()
            return answer

        requests.Session.send = counted  # type: ignore[method-assign,assignment]

    @staticmethod
    def _change(owner: Owner, random: Random) -> None:
        for item in list(owner.mailbox.items.values()):
            ours = bool(item.extended)
            act = random.choice(("keep", "drop", "keep") if ours else ("keep", "drop", "move"))
            if act == "drop" and (ours or "Møde" in item.text("Subject")):
                owner.delete(item)
        add_pair(owner.add, random)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Premises]:
    monkeypatch.setenv("EWS_PASSWORD", PASSWORD)
    with serving([User("svc", PASSWORD, SERVICE)], schemes=("Basic",)) as server:
        yield Premises(tmp_path, server)
    assert server.crashes == []


@pytest.mark.parametrize("seed", range(2, 2 + max(1, SEEDS // 20)))
def test_a_pass_killed_at_any_call_converges(world: Premises, seed: int) -> None:
    converges(world, seed)


def test_the_naive_protocol_fails_the_same_test(world: Premises) -> None:
    assert naive_doubles(world)
