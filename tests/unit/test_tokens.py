"""Tokens for Graph and for hybrid modern authentication, from a real token service over TLS, through msal."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme

from connectors.errors import AuthFailed, Unavailable
from connectors.tokens import Application, Tokens
from tests.feed_server import Asked, FeedServer, send, serving

SECRET = "en hemmelighed"  # noqa: S105 – of the test's own service


@dataclass
class TokenService:
    """A token service. ``life``: of the tokens it gives; ``refusal``: what it says instead."""

    server: FeedServer
    ca_file: Path
    life: int = 3600
    refusal: dict[str, Any] | None = None
    down: bool = False
    given: list[str] = field(default_factory=list)
    now: float = 0.0

    def tokens(self) -> Tokens:
        application = Application(
            authority=f"https://localhost:{self.server.port}/tenant",
            client_id="client",
            credential=SECRET,
            scope="https://mail.example.dk/.default",
            ca_file=str(self.ca_file),
            timeout=5,
        )
        return Tokens(application, clock=lambda: self.now)

    def answer(self, asked: Asked) -> None:
        root = f"https://localhost:{self.server.port}/tenant"
        if self.down:
            send(503)(asked)
        elif asked.path.endswith("openid-configuration"):
            described = {
                "token_endpoint": f"{root}/token",
                "authorization_endpoint": f"{root}/authorize",
                "issuer": root,
            }
            send(200, json.dumps(described).encode(), content_type="application/json")(asked)
        elif self.refusal is not None:
            send(400, json.dumps(self.refusal).encode(), content_type="application/json")(asked)
        else:
            self.given.append(f"token-{len(self.given) + 1}")
            token = {
                "access_token": self.given[-1],
                "expires_in": self.life,
                "token_type": "Bearer",
            }
            send(200, json.dumps(token).encode(), content_type="application/json")(asked)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[TokenService]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    with serving(context) as server:
        found = TokenService(server, ca_file)
        server.otherwise = found.answer
        yield found


def test_a_token_is_kept_until_three_quarters_of_its_life(service: TokenService) -> None:
    tokens = service.tokens()
    assert [tokens() for _ in range(50)] == ["token-1"] * 50
    service.now = 2699
    assert tokens() == "token-1"
    service.now = 2701
    assert tokens() == "token-2"
    assert len(service.given) == 2


def test_an_old_token_is_used_while_it_lives_if_no_new_one_is_to_be_had(
    service: TokenService,
) -> None:
    tokens = service.tokens()
    assert tokens() == "token-1"
    service.down, service.now = True, 3000
    assert tokens() == "token-1"
    service.now = 3601
    with pytest.raises(Unavailable, match="token service"):
        tokens()
    service.down, service.now = False, 3622
    assert tokens() == "token-2"


def test_the_service_is_asked_seldom_whatever_it_answers(service: TokenService) -> None:
    service.refusal = {"error": "invalid_client", "error_description": "AADSTS7000222: expired"}
    tokens = service.tokens()
    for _ in range(100):
        with pytest.raises(AuthFailed, match="AADSTS7000222"):
            tokens()
    asked = [path for path in service.server.paths() if path.endswith("/token")]
    assert len(asked) == 1
    service.refusal, service.now = None, 11
    assert tokens() == "token-1"


def test_tokens_that_are_born_dead_are_no_reason_to_ask_all_the_time(
    service: TokenService,
) -> None:
    service.life = 0
    tokens = service.tokens()
    assert {tokens() for _ in range(100)} == {"token-1"}


def test_a_refusal_names_the_code_and_no_secret(service: TokenService) -> None:
    description = f"AADSTS7000215: Invalid client secret {SECRET} provided"
    service.refusal = {"error": "invalid_client", "error_description": description}
    with pytest.raises(AuthFailed) as raised:
        service.tokens()()
    assert SECRET not in str(raised.value)


def test_many_threads_ask_once(service: TokenService) -> None:
    tokens = service.tokens()
    together = threading.Barrier(8)

    def ask() -> str:
        together.wait()
        return tokens()

    with ThreadPoolExecutor(8) as pool:
        asked: list[Callable[[], str]] = [ask] * 8
        assert set(pool.map(lambda one: one(), asked)) == {"token-1"}
    assert len(service.given) == 1
