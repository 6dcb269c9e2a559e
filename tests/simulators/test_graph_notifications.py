"""Change notifications of the Graph simulator: handshakes, deliveries, losses, and how subscriptions end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest

from tests.simulators.graph_peer import ANNA, BO, Peer, peer
from tests.simulators.graph_schema import broken_in

DAY, NEXT = date(2026, 11, 24), date(2026, 11, 25)
ALL = "created,updated,deleted"


@dataclass
class Listener:
    """Somebody who takes notifications. ``right``: whether it passes the handshake."""

    url: str = ""
    right: bool = True
    answers: list[int] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, count: int) -> list[dict[str, Any]]:
        """What was heard, once it is so much."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.heard) >= count, 5)
            return list(self.heard)


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length") or "0"))
            token = parse_qs(urlparse(self.path).query).get("validationToken")
            if token:
                self.answer(200, token[0] if listener.right else "noget andet")
                return
            with listener.arrived:
                status = listener.answers.pop(0) if listener.answers else 202
                listener.heard += json.loads(content)["value"]
                listener.arrived.notify_all()
            self.answer(status, "")

        def answer(self, status: int, words: str) -> None:
            content = words.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/plain")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Tests are quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        listener.url = f"http://localhost:{server.server_address[1]}/hændelser"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield listener
        server.shutdown()
        thread.join()


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as found:
        yield found


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        yield found


def wanted(listener: Listener, **more: Any) -> dict[str, Any]:
    ends = datetime.now(UTC) + timedelta(days=6)
    return {
        "changeType": ALL,
        "notificationUrl": listener.url,
        "lifecycleNotificationUrl": listener.url,
        "resource": f"users/{ANNA}/events",
        "expirationDateTime": f"{ends:%Y-%m-%dT%H:%M:%S}Z",
        "clientState": "hemmelig",
        **more,
    }


def test_every_change_is_told_with_the_state_that_the_client_gave(
    graph: Peer, listener: Listener
) -> None:
    made = graph.ask("POST", "/subscriptions", wanted(listener), Prefer='IdType="ImmutableId"')
    assert made.status == 201
    anna = graph.owner(ANNA)
    event = anna.add("Hjemme", DAY, NEXT)
    graph.owner(BO).add("Hjemme", DAY, NEXT)
    anna.edit(event, subject="Ude")
    anna.delete(event)
    heard = listener.wait(3)
    assert [one["changeType"] for one in heard] == ["created", "updated", "deleted"]
    assert {one["clientState"] for one in heard} == {"hemmelig"}
    assert {one["subscriptionId"] for one in heard} == {made.json()["id"]}
    assert len({one["resourceData"]["id"] for one in heard}) == 1
    assert list(broken_in("changeNotificationCollection", {"value": heard})) == []


def test_without_a_handshake_there_is_no_subscription(graph: Peer, listener: Listener) -> None:
    listener.right = False
    refused = graph.ask("POST", "/subscriptions", wanted(listener))
    assert (refused.status, refused.json()["error"]["code"]) == (400, "ValidationError")
    listener.right = True
    far = {"expirationDateTime": "2036-01-01T00:00:00Z"}
    for wrong in (
        far,
        {"resource": "users/x"},
        {"clientState": "x" * 129},
        {"changeType": "moved"},
    ):
        assert graph.ask("POST", "/subscriptions", wanted(listener, **wrong)).status == 400
    assert graph.ask("GET", "/subscriptions").json()["value"] == []


def test_a_subscription_is_shown_renewed_and_taken_away(graph: Peer, listener: Listener) -> None:
    soon = {"expirationDateTime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}Z"}
    made = graph.ask("POST", "/subscriptions", wanted(listener, **soon)).json()
    assert graph.ask("POST", "/subscriptions", wanted(listener)).status == 409
    target = f"/subscriptions/{made['id']}"
    ends = datetime.fromisoformat(graph.ask("GET", target).json()["expirationDateTime"])
    assert ends - datetime.now(UTC) > timedelta(minutes=44)
    later = wanted(listener)["expirationDateTime"]
    renewed = graph.ask("PATCH", target, {"expirationDateTime": later}).json()
    assert renewed["expirationDateTime"] == later
    assert graph.ask("POST", f"{target}/reauthorize").status == 204
    graph.server.tenant.store.clock = lambda: datetime.now(UTC) + timedelta(days=7)
    assert graph.ask("GET", target).status == 404
    graph.server.tenant.store.clock = lambda: datetime.now(UTC)
    assert graph.ask("DELETE", target).status == 204
    assert graph.ask("GET", target).status == 404


def test_notifications_get_lost_and_are_tried_again(graph: Peer, listener: Listener) -> None:
    graph.ask("POST", "/subscriptions", wanted(listener))
    graph.server.tenant.hub.loses = lambda number: number == 2
    listener.answers = [503]
    for number in range(3):
        graph.owner(ANNA).add(f"Møde {number}", DAY, NEXT)
    heard = listener.wait(3)
    assert heard[0] == heard[1]
    assert len({one["resource"] for one in heard}) == 2


def test_the_life_of_a_subscription_is_told(graph: Peer, listener: Listener) -> None:
    made = graph.ask("POST", "/subscriptions", wanted(listener)).json()
    hub, anna = graph.server.tenant.hub, graph.owner(ANNA).mailbox
    for kind in ("reauthorizationRequired", "missed", "subscriptionRemoved"):
        hub.lifecycle(anna, kind)
    heard = listener.wait(3)
    assert [one["lifecycleEvent"] for one in heard] == [
        "reauthorizationRequired",
        "missed",
        "subscriptionRemoved",
    ]
    assert list(broken_in("changeNotificationCollection", {"value": heard})) == []
    assert graph.ask("GET", f"/subscriptions/{made['id']}").status == 404
