"""The service in Exchange Online, killed at every call and every commit, must converge."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
import urllib3

from config.bootstrap import build
from tests.conformance.desk import COPENHAGEN
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
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import App

APP = "5f3c2a10-1111-4222-8333-444455556666"
CONNECTION = f"""[connections.there]
kind = "graph"
authority = "{{authority}}"
url = "{{url}}"
client_id = "{APP}"
client_secret = "env:GRAPH_SECRET"
ca_file = "{{ca_file}}"
timeout = 10
"""

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


class Cloud(World):
    """The Graph simulator, by TLS, and its token endpoint."""

    def __init__(self, folder: Path, server: Server) -> None:
        super().__init__(folder)
        self.server = server
        # Nobody subscribes here, and a lock cannot be put back to where it was.
        self.store.told = lambda _mailbox, _kind, _event: None

    @property
    def store(self) -> Any:
        return self.server.tenant.store

    @store.setter
    def store(self, store: Any) -> None:
        self.server.tenant.store = store

    def entries(self) -> Iterator[tuple[int, int, bool, Note]]:
        for box in self.store.mailboxes.values():
            for event in box.events.values():
                body = event.fields["body"]["content"]
                note = (box.address, str(event.start), event.fields["subject"], body)
                ours = bool(event.extended)
                looks = ("", "", "", "") if ours and event.cancelled else note
                yield event.number, event.version, ours and not event.cancelled, looks

    def owner(self, person: str) -> Owner:
        return Owner(self.server.tenant, self.store.mailboxes[f"{person}@x.example"])

    def scenario(self, seed: int, one_pass: Pass) -> None:
        random = Random(seed)
        led = {"units": LED} if seed % 3 == 2 else {}
        where = {
            "authority": self.server.authority,
            "url": self.server.graph,
            "ca_file": self.server.ca_file,
        }
        more = CONNECTION.format(**where) + (DELIVERY if led else "")
        Place(self.folder, MONDAY, employees=PEOPLE, register=register(random), more=more, **led)
        self.store.add_mailbox(SERVICE, COPENHAGEN)
        for person in PEOPLE:
            self.store.add_mailbox(f"{person}@x.example", COPENHAGEN)
            for _ in range(2):
                add_pair(self.owner(person).add, random)
        if seed % 4:
            in_child(self, build(self.folder / "hjemmedag.toml", MONDAY), one_pass)
            for person in PEOPLE:
                self._change(self.owner(person), random)

    def at_each_call(self, tick: Callable[[], None]) -> None:
        send = urllib3.PoolManager.request

        def counted(*args: Any, **words: Any) -> Any:
            tick()
            answer = send(*args, **words)
            tick()
            return answer

        urllib3.PoolManager.request = counted  # type: ignore[method-assign]

    @staticmethod
    def _change(owner: Owner, random: Random) -> None:
        for event in list(owner.mailbox.events.values()):
            ours = bool(event.extended)
            act = random.choice(("keep", "drop", "keep") if ours else ("keep", "drop", "move"))
            if act == "drop" and (ours or "Møde" in event.fields["subject"]):
                owner.delete(event)
        add_pair(owner.add, random)


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    monkeypatch.setenv("GRAPH_SECRET", "hemmelig")
    with serving([App(APP, secrets={"hemmelig": None})], tls=True) as server:
        yield Cloud(tmp_path, server)
    assert server.crashes == []


@pytest.mark.parametrize("seed", range(2, 2 + max(1, SEEDS // 20)))
def test_a_pass_killed_at_any_call_converges(world: Cloud, seed: int) -> None:
    converges(world, seed)


def test_the_naive_protocol_fails_the_same_test(world: Cloud) -> None:
    assert naive_doubles(world)
