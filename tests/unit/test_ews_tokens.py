"""Signing in to Exchange by OAuth: the real msal, a token endpoint, and tokens that end when they like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import AuthFailed, Unavailable
from connectors.ews import Ews
from connectors.ews_sign_in import SignIn
from connectors.model import ReadRequest, Snapshot, Unchanged
from connectors.tokens import Application, Tokens
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, NOTICE, TUESDAY, WINDOW_END
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server
from tests.simulators.ews.server import serving as exchange_serving
from tests.simulators.ews.store import Delegate
from tests.simulators.graph.asked import GraphError
from tests.simulators.graph.server import Server as TokenServer
from tests.simulators.graph.server import serving
from tests.simulators.graph_desk import APP
from tests.unit.test_ews_sign_in import USER


@dataclass
class Trusting(dict[str, str]):
    """The tokens that Exchange takes: those that the token endpoint still knows."""

    endpoint: TokenServer
    asked: int = 0
    revoked_at: int = 0

    def get(self, token: str, _: Any = None) -> Any:
        """Whose token it is, asked at every request; before one of them all tokens die."""
        self.asked += 1
        if self.asked == self.revoked_at:
            self.endpoint.tenant.signing_in.revoke()
        try:
            self.endpoint.tenant.signing_in.app_of(f"Bearer {token}")
        except GraphError:
            return None
        return USER.address


class Place:
    """Exchange, the token endpoint, and seconds that a test moves on."""

    def __init__(self, exchange: Server, login: TokenServer) -> None:
        self.exchange, self.login, self.now = exchange, login, 0.0
        self.trusting = Trusting(login)
        exchange.signing_in.tokens = self.trusting
        ca_file = str(login.ca_file)
        scope = "https://mail.x.dk/.default"
        application = Application(login.authority, APP.id, "hemmelig", scope, ca_file, timeout=5)
        token = Tokens(application, clock=lambda: self.now)
        self.connector = Ews(exchange.url, SignIn("oauth", token=token), zone=COPENHAGEN)
        self.tick(0)

    @property
    def tokens(self) -> int:
        """How often a token was asked for."""
        return self.login.tenant.counters.count("token")

    def tick(self, seconds: float) -> None:
        """Time goes by, here and there."""
        self.now += seconds
        self.login.tenant.signing_in.clock = lambda: 1e9 + self.now

    def read(self, cursor: str | None = None) -> Any:
        (result,) = self.connector.read([ReadRequest(ANNA, MONDAY, WINDOW_END, cursor)])
        return result.outcome


@pytest.fixture
def place() -> Iterator[Place]:
    user = User(USER.name, USER.password, USER.address, frozenset({ANNA.address}))
    with (
        exchange_serving([user], schemes=("Bearer",)) as exchange,
        serving([APP], tls=True) as login,
    ):
        mailbox = exchange.exchange.store.add_mailbox(ANNA.address, COPENHAGEN)
        mailbox.delegates[USER.address] = Delegate()
        for number in range(9):
            owner = Owner(exchange.exchange, mailbox)
            owner.add(f"Hjemme {number}", TUESDAY, TUESDAY + timedelta(days=1))
        exchange.exchange.manners.sync_page = 2
        found = Place(exchange, login)
        yield found
        found.connector.close()
    assert (exchange.crashes, login.crashes) == ([], [])


@pytest.mark.parametrize("request_number", range(1, 9))
def test_1_a_token_that_ends_before_any_request_of_a_read_is_replaced(
    place: Place, request_number: int
) -> None:
    place.trusting.revoked_at = request_number
    found = place.read()
    assert isinstance(found, Snapshot)
    assert len(found.events) == 9
    assert isinstance(place.read(found.cursor), Unchanged)
    assert place.trusting.asked > 8
    assert place.tokens == 2


def test_1_tokens_of_five_seconds_are_replaced_as_they_end(place: Place) -> None:
    place.login.tenant.signing_in.lifetime = 5
    for _ in range(10):
        assert isinstance(place.read(), Snapshot)
        place.tick(2)
    assert place.tokens == 4


def test_1_a_write_that_was_not_let_in_goes_out_again_and_is_done_once(place: Place) -> None:
    place.read()
    place.login.tenant.signing_in.revoke()
    ref = place.connector.put(ANNA, NOTICE, None)
    assert place.connector.find(ANNA, NOTICE.key, None) == ref
    assert place.exchange.exchange.counters.count("CreateItem") == 1
    assert place.tokens == 2


def test_2_tokens_that_nobody_takes_stop_the_connection_and_start_no_storm(place: Place) -> None:
    place.read()
    place.trusting.endpoint.tenant.signing_in.stuck = True
    place.tick(4000)
    stopped = 0
    for _ in range(60):
        try:
            assert isinstance(place.read(), Unavailable)
        except AuthFailed:
            stopped += 1
        place.tick(10)
    assert stopped >= 58
    assert place.tokens <= 15
