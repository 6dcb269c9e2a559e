"""The service's pages over real HTTP: read only, within limits, with no word about who serves them."""

from __future__ import annotations

import http.client
import json
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from config.problems import ConfigurationError
from config.watch import server
from config.watch.health import STUCK, Health
from config.watch.metrics import Metrics
from config.watch.pages import pages
from config.watch.server import MAX_HEAD, serving
from sync.observed import Round

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
GET = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@dataclass
class Desk:
    """What the pages speak of, and where they are."""

    port: int = 0
    seconds: float = 0.0
    trouble: str | None = None
    health: Health = field(init=False)
    metrics: Metrics = field(init=False)

    def __post_init__(self) -> None:
        self.health = Health(lambda: self.seconds)
        self.metrics = Metrics({"files": object()}, lambda: 3, lambda: NOW)

    def ask(self, path: str, method: str = "GET", **given: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, path, headers=given)
        return connection.getresponse()

    def line(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    app = pages(desk.health, desk.metrics, lambda: desk.trouble)
    with serving(app, "127.0.0.1", 0) as port:
        desk.port = port
        yield desk


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections that live for a second and not for ten."""
    monkeypatch.setattr(server, "LIFETIME", 1.0)


def all_of(line: socket.socket) -> bytes:
    """Everything until the other side hangs up."""
    found = b""
    try:
        while more := line.recv(65536):
            found += more
    except ConnectionResetError:
        pass
    return found


def test_before_the_first_tick_it_is_alive_and_not_ready(desk: Desk) -> None:
    alive, ready = desk.ask("/healthz"), desk.ask("/readyz")

    assert (alive.status, json.load(alive)) == (200, {"alive": True, "why": []})
    assert (ready.status, json.load(ready)["why"]) == (503, ["the first tick has not ended yet"])


def test_after_a_tick_it_is_ready(desk: Desk) -> None:
    desk.health.round(Round(NOW))

    assert desk.ask("/readyz").status == 200


def test_without_the_end_of_a_tick_it_is_neither(desk: Desk) -> None:
    desk.health.round(Round(NOW))
    desk.seconds = STUCK + 1

    alive = desk.ask("/healthz")

    assert (alive.status, desk.ask("/readyz").status) == (503, 503)
    assert json.load(alive)["why"] == ["no tick has ended for 601 seconds"]


@pytest.mark.parametrize(
    ("event", "facts", "why"),
    [
        ("configuration_refused", {"why": "x"}, "the configuration was changed"),
        ("tick_failed", {"error": "OSError"}, "the last tick failed"),
        ("connection_stopped", {"connection": "files"}, "connection files was refused"),
    ],
)
def test_what_is_in_the_way_is_said_in_words(
    desk: Desk, event: str, facts: dict[str, str], why: str
) -> None:
    desk.health.round(Round(NOW))
    desk.health.event(event, **facts)

    answer = desk.ask("/readyz")

    assert answer.status == 503
    [said] = json.load(answer)["why"]
    assert said.startswith(why)


def test_what_was_in_the_way_can_be_over(desk: Desk) -> None:
    for event in ("configuration_refused", "connection_stopped"):
        desk.health.event(event, connection="files")
    desk.health.event("connection_back", connection="files")
    desk.health.event("configuration_read")
    desk.health.round(Round(NOW))

    assert desk.ask("/readyz").status == 200


def test_what_is_held_is_said_without_its_digest(desk: Desk) -> None:
    desk.health.round(Round(NOW, held="abc123"))

    answer = desk.ask("/readyz")

    assert answer.status == 503
    assert b"abc123" not in (body := answer.read())
    assert b"confirm" in body


def test_a_store_that_cannot_be_used_is_in_the_way(desk: Desk) -> None:
    desk.health.round(Round(NOW))
    desk.trouble = "the store cannot be read"

    assert json.load(desk.ask("/readyz"))["why"] == ["the store cannot be read"]


def test_metrics_say_what_rounds_and_events_were(desk: Desk) -> None:
    seen = Round(NOW, reads={"changed": 2}, writes={"created": 1}, ages=(100.0, 250.0), parked=4)
    desk.metrics.round(seen)
    desk.metrics.event("connection_waits", connection="files", error="x", until=NOW)

    answer = desk.ask("/metrics")
    lines = answer.read().decode().splitlines()

    assert answer.getheader("content-type", "").startswith("text/plain; version=0.0.4")
    assert 'hjemmedag_reads_total{outcome="changed"} 2.0' in lines
    assert 'hjemmedag_writes_total{outcome="created"} 1.0' in lines
    assert 'hjemmedag_freshness_seconds_bucket{le="120.0"} 1.0' in lines
    assert 'hjemmedag_freshness_seconds_bucket{le="300.0"} 2.0' in lines
    assert "hjemmedag_entries_parked 4.0" in lines
    assert "hjemmedag_requests_waiting 3.0" in lines
    assert 'hjemmedag_connection_troubles_total{connection="files",kind="throttled"} 1.0' in lines


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/nothing"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_no_answer_says_by_what_it_was_made(desk: Desk, path: str, method: str) -> None:
    answer = desk.ask(path, method)

    assert answer.getheader("server") is None
    assert answer.getheader("x-powered-by") is None
    assert answer.getheader("connection") == "close"
    assert not any(word in answer.read().lower() for word in (b"uvicorn", b"starlette", b"python"))


@pytest.mark.parametrize("path", ["/", "/metrics/", "/healthz/..", "/%2e%2e/etc/passwd", "/x" * 99])
def test_other_paths_are_short_404s(desk: Desk, path: str) -> None:
    answer = desk.ask(path)

    assert (answer.status, answer.read()) == (404, b"not found\n")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/healthz", "/nothing"])
def test_only_reading_is_allowed(desk: Desk, path: str, method: str) -> None:
    answer = desk.ask(path, method)

    assert (answer.status, answer.getheader("allow")) == (405, "GET, HEAD")


def test_head_gives_no_body(desk: Desk) -> None:
    answer = desk.ask("/metrics", "HEAD")

    assert (answer.status, answer.read()) == (200, b"")


@pytest.mark.parametrize(
    "head", [b"Content-Length: 5", b"Content-Length: 99999999999", b"Transfer-Encoding: chunked"]
)
def test_no_body_is_taken(desk: Desk, head: bytes) -> None:
    with closing(desk.line()) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n")
        assert all_of(line).startswith(b"HTTP/1.1 413 ")


def test_a_head_that_is_too_large_is_refused(desk: Desk) -> None:
    with closing(desk.line()) as line:
        line.sendall(b"GET /healthz HTTP/1.1\r\nX: " + b"x" * (4 * MAX_HEAD))
        answer = all_of(line)

    assert answer[:13] in (b"HTTP/1.1 400 ", b"")
    assert b"alive" not in answer
    assert desk.ask("/healthz").status == 200


def test_what_is_no_http_is_refused(desk: Desk) -> None:
    with closing(desk.line()) as line:
        line.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64) + b"\r\n\r\n")
        assert all_of(line)[:13] in (b"HTTP/1.1 400 ", b"")


@pytest.mark.usefixtures("hasty")
def test_whoever_says_nothing_is_hung_up_on(desk: Desk) -> None:
    with closing(desk.line()) as line:
        began = time.monotonic()
        assert all_of(line) == b""
        assert time.monotonic() - began < 3


@pytest.mark.usefixtures("hasty")
def test_whoever_drips_is_hung_up_on_and_keeps_nobody_waiting(desk: Desk) -> None:
    lines = [desk.line() for _ in range(60)]
    try:
        for sign in b"GET /healthz HTTP/1.1\r\nX-A":
            for line in lines:
                line.sendall(bytes([sign]))
        assert desk.ask("/healthz").status == 200
        time.sleep(1.5)
        assert {all_of(line) for line in lines} == {b""}
    finally:
        for line in lines:
            line.close()


@pytest.mark.usefixtures("hasty")
def test_whoever_does_not_listen_to_the_answer_is_hung_up_on(desk: Desk) -> None:
    with closing(desk.line()) as line:
        line.sendall(GET * 50)
        time.sleep(1.5)
        answer = all_of(line)

    assert answer.count(b"HTTP/1.1 200") == 1  # each connection serves once
    assert desk.ask("/healthz").status == 200


def test_a_port_that_is_taken_is_a_sentence(desk: Desk) -> None:
    app = pages(desk.health, desk.metrics, lambda: None)

    taken = pytest.raises(
        ConfigurationError, match=r"http\.port: nobody can listen on 127\.0\.0\.1"
    )
    with taken, serving(app, "127.0.0.1", desk.port):
        pass


def test_it_stops_listening_in_the_end() -> None:
    desk = Desk()
    with serving(pages(desk.health, desk.metrics, lambda: None), "127.0.0.1", 0) as port:
        desk.port = port
    with pytest.raises(OSError, match="refused"):
        desk.line()
