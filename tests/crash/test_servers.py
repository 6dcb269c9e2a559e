"""The service on a server, Exchange or Graph: killed at every call and every commit, it must converge."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
import urllib3

from tests.conformance.desk import COPENHAGEN
from tests.crash.on_server import SERVICE, World, converges, naive_doubles
from tests.crash.test_crash import SEEDS
from tests.simulators.ews import owner as ews
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server as Exchange
from tests.simulators.ews.server import serving as exchange_serving
from tests.simulators.ews.store import Delegate
from tests.simulators.graph import owner as graph
from tests.simulators.graph.server import Server as Graph
from tests.simulators.graph.server import serving as graph_serving
from tests.simulators.graph.signing_in import App

APP, PASSWORD = "5f3c2a10-1111-4222-8333-444455556666", "hemmelig"
CONNECTIONS = {
    "ews": """[connections.there]
kind = "ews"
url = "{url}"
auth = "basic"
user = "svc"
password = "env:PASSWORD_THERE"
timeout = 10
""",
    "graph": f"""[connections.there]
kind = "graph"
authority = "{{authority}}"
url = "{{url}}"
client_id = "{APP}"
client_secret = "env:PASSWORD_THERE"
ca_file = "{{ca_file}}"
timeout = 10
""",
}

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


class Premises(World):
    """The EWS simulator."""

    sending = (requests.Session, "send")

    def __init__(self, folder: Path, server: Exchange) -> None:
        super().__init__(folder)
        self.server = server

    @property
    def store(self) -> Any:
        return self.server.exchange.store

    @store.setter
    def store(self, store: Any) -> None:
        self.server.exchange.store = store

    @property
    def connection(self) -> str:
        return CONNECTIONS["ews"].format(url=self.server.url)

    def add_mailbox(self, address: str) -> None:
        self.store.add_mailbox(address, COPENHAGEN).delegates[SERVICE] = Delegate()

    def owner(self, person: str) -> ews.Owner:
        return ews.Owner(self.server.exchange, self.store.mailboxes[f"{person}@x.example"])

    def lying_in(self, mailbox: Any) -> Collection[Any]:
        return mailbox.items.values()  # type: ignore[no-any-return]

    def looks(self, entry: Any) -> tuple[str, str, str]:
        return entry.text("Start"), entry.text("Subject"), entry.text("Body")


class Cloud(World):
    """The Graph simulator, by TLS, and its token endpoint."""

    sending = (urllib3.HTTPConnectionPool, "urlopen")

    def __init__(self, folder: Path, server: Graph) -> None:
        super().__init__(folder)
        self.server = server
        # Nobody subscribes here, and a lock cannot be put back to where it was.
        self.store.told = lambda _mailbox, _kind, _event: None
        self.add_mailbox(SERVICE)

    @property
    def store(self) -> Any:
        return self.server.tenant.store

    @store.setter
    def store(self, store: Any) -> None:
        self.server.tenant.store = store

    @property
    def connection(self) -> str:
        there = self.server
        return CONNECTIONS["graph"].format(
            authority=there.authority, url=there.graph, ca_file=there.ca_file
        )

    def add_mailbox(self, address: str) -> None:
        self.store.add_mailbox(address, COPENHAGEN)

    def owner(self, person: str) -> graph.Owner:
        return graph.Owner(self.server.tenant, self.store.mailboxes[f"{person}@x.example"])

    def lying_in(self, mailbox: Any) -> Collection[Any]:
        return mailbox.events.values()  # type: ignore[no-any-return]

    def looks(self, entry: Any) -> tuple[str, str, str]:
        return str(entry.start), entry.fields["subject"], entry.fields["body"]["content"]


@contextmanager
def premises(folder: Path) -> Iterator[World]:
    with exchange_serving([User("svc", PASSWORD, SERVICE)], schemes=("Basic",)) as server:
        yield Premises(folder, server)
    assert server.crashes == []


@contextmanager
def cloud(folder: Path) -> Iterator[World]:
    with graph_serving([App(APP, secrets={PASSWORD: None})], tls=True) as server:
        yield Cloud(folder, server)
    assert server.crashes == []


@pytest.fixture(params=[premises, cloud])
def world(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    monkeypatch.setenv("PASSWORD_THERE", PASSWORD)
    with request.param(tmp_path) as found:
        yield found


@pytest.mark.parametrize("seed", range(2, 2 + max(1, SEEDS // 20)))
def test_a_pass_killed_at_any_call_converges(world: World, seed: int) -> None:
    converges(world, seed)


def test_the_naive_protocol_fails_the_same_test(world: World) -> None:
    assert naive_doubles(world)
