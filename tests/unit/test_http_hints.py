"""Where servers post what changed, over real HTTP: bounded, answered at once, and no way to anything else."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest

from config.watch.health import Health
from config.watch.metrics import Metrics
from config.watch.pages import pages
from config.watch.reception import MOST_BYTES, MOST_TOKEN, Reception
from config.watch.server import serving
from connectors.hints import MOST_STATE, Hint, What, digest_of_state
from sync.hints import Hints

PATH = "/graph-changes"
TOLD = {"subscriptionId": "s1", "clientState": "ord", "changeType": "updated", "resource": "x"}
MINE = Hint("s1", digest_of_state("ord"))


@dataclass
class Door:
    """A connection that wants to hear."""

    url: str | None = f"https://x.example{PATH}"

    @property
    def notifier(self) -> Door:
        return self


@dataclass
class Desk:
    port: int
    hints: Hints
    reception: Reception

    def post(self, body: bytes, query: str = "", method: str = "POST") -> http.client.HTTPResponse:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request(method, f"{PATH}{query}", body)
        return line.getresponse()

    def tell(self, *told: object) -> int:
        return self.post(json.dumps({"value": told}).encode()).status

    def raw(self, head: bytes, *parts: bytes) -> bytes:
        with closing(socket.create_connection(("127.0.0.1", self.port), timeout=5)) as line:
            line.sendall(
                b"POST " + PATH.encode() + b" HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n"
            )
            found = b""
            try:
                for part in parts:
                    line.sendall(part)
                while more := line.recv(4096):
                    found += more
            except (ConnectionResetError, BrokenPipeError):
                pass
            return found


@pytest.fixture
def desk() -> Iterator[Desk]:
    hints = Hints(most=3)
    reception = Reception(hints, {"sky": Door(), "files": object()})
    metrics = Metrics({}, lambda: 0, lambda: datetime.now(UTC))
    with serving(pages(Health(), metrics, lambda: None, reception), "127.0.0.1", 0) as port:
        yield Desk(port, hints, reception)


@pytest.mark.parametrize(
    "token", ["Validation: Testing client application reachability", "a b+c&d=æøå%/?", "x"]
)
def test_the_handshake_gives_the_token_back_as_it_was_meant(desk: Desk, token: str) -> None:
    answer = desk.post(b"", "?" + urlencode({"validationToken": token}))

    assert (answer.status, answer.read().decode()) == (200, token)
    assert answer.getheader("content-type") == "text/plain; charset=utf-8"
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert desk.hints.take() == ((), {})


def test_a_token_that_is_mark_up_comes_back_as_none(desk: Desk) -> None:
    script = "<script>alert(1)</script>"

    said = desk.post(b"", "?" + urlencode({"validationToken": script})).read().decode()

    assert said == "&lt;script&gt;alert(1)&lt;/script&gt;"


@pytest.mark.parametrize("query", ["?validationToken=", "?validationToken=" + "x" * 2049])
def test_a_token_out_of_bounds_is_refused(desk: Desk, query: str) -> None:
    assert len("x" * 2049) > MOST_TOKEN
    assert desk.post(b"", query).status == 400


def test_what_is_told_waits_once_for_the_next_tick(desk: Desk) -> None:
    removed = {**TOLD, "lifecycleEvent": "subscriptionRemoved"}

    statuses = [desk.tell(TOLD, TOLD), desk.tell(TOLD), desk.tell(removed)]

    assert statuses == [202, 202, 202]
    assert desk.hints.take() == ((MINE, Hint("s1", MINE.state, What.REMOVED)), {})
    assert desk.hints.take() == ((), {})


@pytest.mark.parametrize(
    ("word", "what"),
    [
        ("reauthorizationRequired", What.RENEW),
        ("subscriptionRemoved", What.REMOVED),
        ("missed", What.MISSED),
        ("somethingNew", What.CHANGED),
        (None, What.CHANGED),
    ],
)
def test_what_it_is_about_is_told_apart(desk: Desk, word: str | None, what: What) -> None:
    desk.tell({**TOLD, "lifecycleEvent": word})

    assert desk.hints.take()[0] == (Hint("s1", MINE.state, what),)


@pytest.mark.parametrize(
    "odd",
    [
        7,
        {},
        {"subscriptionId": 7},
        {"subscriptionId": ""},
        {**TOLD, "subscriptionId": "x" * 129},
        {**TOLD, "clientState": "x" * (MOST_STATE + 1)},
    ],
)
def test_one_odd_item_does_not_stop_the_rest(desk: Desk, odd: object) -> None:
    assert desk.tell(odd, TOLD) == 202
    assert desk.hints.take() == ((MINE,), {"odd": 1})


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"value": 7}', b"\xff\xfe", b"[" * 100_000, b"<html>"],
)
def test_what_graph_does_not_write_is_refused_in_few_words(desk: Desk, body: bytes) -> None:
    answer = desk.post(body)

    assert (answer.status, answer.read()) == (400, b"not understood\n")
    assert desk.hints.take() == ((), {"odd": 1})


def test_deep_nesting_in_one_item_is_only_odd(desk: Desk) -> None:
    deep = b'{"value": [{"subscriptionId": "s", "resourceData": ' + b"[" * 50_000 + b"]" * 50_000
    assert desk.post(deep + b"}]}").status in (202, 400)
    assert desk.tell(TOLD) == 202


def test_so_many_different_ones_wait_and_no_more(desk: Desk) -> None:
    statuses = [desk.tell({**TOLD, "subscriptionId": f"s{n}"}) for n in range(5)]

    hints, counted = desk.hints.take()
    assert statuses == [202] * 5
    assert (len(hints), counted) == (3, {"full": 2})


def test_too_much_at_once_is_refused_before_it_is_read(desk: Desk) -> None:
    for length in (str(MOST_BYTES + 1), "99999999999", "1x", "-1"):
        answer = desk.raw(f"Content-Length: {length}".encode())
        assert answer[:13] in (b"HTTP/1.1 413 ", b"HTTP/1.1 400 "), length
    assert desk.tell(TOLD) == 202


def test_too_much_in_pieces_is_refused_as_soon_as_it_is(desk: Desk) -> None:
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"

    answer = desk.raw(b"Transfer-Encoding: chunked", *([piece] * 40))

    assert answer[:13] in (b"HTTP/1.1 413 ", b"")
    assert desk.hints.take() == ((), {})
    assert desk.tell(TOLD) == 202


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])
def test_it_is_only_posted_to(desk: Desk, method: str) -> None:
    answer = desk.post(b"", "?validationToken=x", method)

    assert (answer.status, answer.getheader("allow")) == (405, "POST")


def test_where_nobody_wants_to_hear_there_is_no_such_page(desk: Desk) -> None:
    desk.reception.connected({"sky": Door(None)})

    assert desk.tell(TOLD) == 405
    assert desk.hints.take() == ((), {})


def test_no_word_of_what_was_posted_is_said_in_a_hint(desk: Desk) -> None:
    desk.tell({**TOLD, "resource": "Users/anna@x.example/Events/1"})

    [hint] = desk.hints.take()[0]
    assert "anna" not in repr(hint)
    assert "ord" not in (hint.state, hint.subscription)
