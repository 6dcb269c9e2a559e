"""What the Graph simulator does on purpose: batches, throttling, refusals and faults to the last byte."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import Any

import jwt
import pytest
import urllib3

from tests.simulators.graph import faults
from tests.simulators.graph.asked import Call, Reply
from tests.simulators.graph_peer import ANNA, APP, BO, LONE, WINDOW, Peer, asked, peer
from tests.simulators.test_graph_writing import note

VIEW = f"/users/{ANNA}/calendarView?{asked(WINDOW)}"


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        yield found


def part(number: int, address: str = ANNA, **more: Any) -> dict[str, Any]:
    url = f"/users/{address}/calendarView?{asked(WINDOW)}"
    return {"id": str(number), "method": "GET", "url": url, **more}


def batched(graph: Peer, *parts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = graph.ask("POST", "/$batch", {"requests": list(parts)})
    assert answer.status == 200
    return {one["id"]: one for one in answer.json()["responses"]}


def test_a_batch_answers_each_of_its_parts_in_any_order(graph: Peer) -> None:
    graph.owner(ANNA).add("Hjemme", date(2026, 11, 24), date(2026, 11, 25))
    parts = [part(n, address) for n, address in enumerate((ANNA, BO, "nobody@example.dk"))]
    answer = graph.ask("POST", "/$batch", {"requests": parts}).json()["responses"]
    assert [one["id"] for one in answer] == ["1", "0", "2"]
    assert {one["id"]: one["status"] for one in answer} == {"0": 200, "1": 200, "2": 404}
    assert len(answer[1]["body"]["value"]) == 1
    assert graph.server.tenant.counters.over_the_wire() == 1
    assert graph.server.tenant.counters.count("view") == 3


@pytest.mark.parametrize(
    "parts",
    [
        [part(n) for n in range(21)],
        [part(1, id="a"), part(2, id="A")],
        [part(1, method="POST", url=f"/users/{ANNA}/events", body=note())],
        [part(1, dependsOn=["2"]), part(2, dependsOn=["1"])],
        [part(1, url="https://graph.microsoft.com/v1.0/me")],
        [],
    ],
)
def test_a_batch_that_is_none_is_refused_as_a_whole(graph: Peer, parts: list[Any]) -> None:
    assert graph.ask("POST", "/$batch", {"requests": parts}).status == 400
    assert graph.owner(ANNA).mailbox.events == {}


def test_parts_wait_for_others_and_fail_with_them(graph: Peer) -> None:
    json = {"Content-Type": "application/json"}
    write: dict[str, Any] = {
        "method": "POST",
        "url": f"/users/{ANNA}/events",
        "headers": json,
        "body": note(),
    }
    found = batched(
        graph, part(1, dependsOn=["2"]), part(2, **write), part(3, **write, dependsOn=["1"])
    )
    assert len(found["1"]["body"]["value"]) == 1
    assert found["3"]["status"] == 409
    found = batched(graph, part(1, "nobody@example.dk"), part(2, dependsOn=["1"]))
    assert [found[n]["status"] for n in ("1", "2")] == [404, 424]


def test_the_fifth_request_at_once_for_one_mailbox_is_throttled_also_in_a_batch(
    graph: Peer,
) -> None:
    go = threading.Event()

    def hold(_: Call, handle: faults.Handle) -> Reply:
        assert go.wait(10)
        return handle()

    graph.server.tenant.faults.add("view", hold, times=4, mailbox=ANNA)
    with ThreadPoolExecutor(4) as pool:
        held = [pool.submit(graph.ask, "GET", VIEW) for _ in range(4)]
        while graph.server.tenant.counters.count("view", ANNA) < 4:
            threading.Event().wait(0.005)
        fifth = graph.ask("GET", VIEW)
        inside = batched(graph, part(1), part(2, BO))
        go.set()
        assert [one.result().status for one in held] == [200] * 4
    assert (fifth.status, fifth.headers["Retry-After"]) == (429, "1")
    assert fifth.json()["error"]["code"] == "ApplicationThrottled"
    assert (inside["1"]["status"], inside["1"]["headers"]["Retry-After"]) == (429, "1")
    assert inside["2"]["status"] == 200
    assert graph.server.tenant.counters.most_at_once[ANNA] == 5
    assert graph.ask("GET", VIEW).status == 200


@pytest.mark.parametrize(
    ("spoiled", "status"),
    [
        ("MailboxNotEnabledForRESTAPI", 404),
        ("ErrorAccessDenied", 403),
        ("ErrorMailboxMoveInProgress", 503),
        ("ErrorQuotaExceeded", 507),
    ],
)
def test_a_mailbox_can_be_closed_and_others_are_not(graph: Peer, spoiled: str, status: int) -> None:
    graph.owner(ANNA).mailbox.spoiled = spoiled
    answer = graph.ask("GET", VIEW)
    assert (answer.status, answer.json()["error"]["code"]) == (status, spoiled)
    assert graph.view(BO) == []


def test_an_app_reaches_what_is_in_its_scope_and_does_what_its_roles_allow() -> None:
    reader = replace(APP, scope=frozenset({ANNA}), roles=frozenset({"Calendars.Read"}))
    with peer(reader) as graph:
        assert graph.view(ANNA) == []
        refused = [
            graph.ask("GET", f"/users/{LONE}/events"),
            graph.ask("POST", f"/users/{ANNA}/events", note()),
            graph.ask("GET", f"/users/{ANNA}"),
        ]
        assert [answer.status for answer in refused] == [403] * 3
        assert refused[0].json()["error"]["code"] == "ErrorAccessDenied"
        assert graph.ask("GET", "/me/events").status == 400


def test_a_consent_adds_up_with_a_scope_and_is_told_in_the_token() -> None:
    scoped = replace(APP, scope=frozenset({ANNA}))
    for consented, status in ((frozenset[str](), 403), (frozenset({"Calendars.ReadWrite"}), 200)):
        with peer(replace(scoped, consented=consented)) as graph:
            claims = jwt.decode(graph.token, options={"verify_signature": False})
            assert (claims["roles"], claims["appid"]) == (sorted(consented), APP.id)
            assert graph.ask("GET", f"/users/{LONE}/events").status == status


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (faults.throttled(7), 429, "ApplicationThrottled"),
        (faults.error(500, "ErrorInternalServerError"), 500, "ErrorInternalServerError"),
        (faults.gateway(), 504, "<h1>504</h1>"),
        (faults.gateway(502), 502, "<h1>502</h1>"),
        (faults.error(503, "ServiceUnavailable", retry_after=3), 503, "ServiceUnavailable"),
        (faults.web_page(), 200, "Log ind"),
        (faults.changed(lambda content: content.pop("value")), 200, "context"),
        (faults.slow(0.05), 200, "value"),
    ],
)
def test_faults_come_once_and_at_the_request_that_was_named(
    graph: Peer, answer: faults.Answer, status: int, words: str
) -> None:
    graph.server.tenant.faults.add("view", answer, nth=2, mailbox=ANNA)
    assert graph.view(BO) == graph.view(ANNA) == []
    struck = graph.ask("GET", VIEW)
    assert (struck.status, words in struck.data.decode()) == (status, True)
    assert graph.view(ANNA) == []


@pytest.mark.parametrize("answer", [faults.drop_before(), faults.hang(0.05), faults.truncated()])
def test_a_line_can_break_before_or_within_an_answer(graph: Peer, answer: faults.Answer) -> None:
    graph.server.tenant.faults.add("view", answer)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        graph.ask("GET", VIEW)
    assert graph.view(ANNA) == []


@pytest.mark.parametrize(
    ("answer", "standing"), [(faults.drop_before(), 0), (faults.drop_after(), 1)]
)
def test_a_write_can_take_effect_and_its_answer_be_lost(
    graph: Peer, answer: faults.Answer, standing: int
) -> None:
    graph.server.tenant.faults.add("create", answer)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        graph.ask("POST", f"/users/{ANNA}/events", note())
    assert len(graph.view(ANNA)) == standing
    graph.server.tenant.faults.add("create", faults.fails_after(503, "ErrorConcurrentItemSave"))
    assert graph.ask("POST", f"/users/{BO}/events", note()).status == 503
    assert len(graph.view(BO)) == 1


def test_faults_strike_inside_batches_too(graph: Peer) -> None:
    graph.server.tenant.faults.add("view", faults.throttled(3), mailbox=BO)
    graph.server.tenant.faults.add("view", faults.gateway(), mailbox=LONE)
    found = batched(graph, part(1), part(2, BO), part(3, LONE))
    assert [found[n]["status"] for n in ("1", "2", "3")] == [200, 429, 504]
    graph.server.tenant.faults.add("view", faults.drop_after(), mailbox=BO)
    with pytest.raises(urllib3.exceptions.ProtocolError):
        batched(graph, part(1), part(2, BO))


def test_one_page_can_fail_for_ever_and_only_that_one(graph: Peer) -> None:
    for day in range(24, 30):
        graph.owner(ANNA).add(f"Dag {day}", date(2026, 11, day), date(2026, 11, day + 1))
    graph.server.tenant.manners.page = 2
    second = lambda call: call.query.get("$skip") == "2"  # noqa: E731
    graph.server.tenant.faults.add("view", faults.gateway(), times=-1, where=second)
    first = graph.ask("GET", VIEW).json()
    assert [graph.ask("GET", first["@odata.nextLink"]).status for _ in range(3)] == [504] * 3
    third = first["@odata.nextLink"].replace("skip=2", "skip=4")
    assert len(graph.ask("GET", third).json()["value"]) == 2


def test_a_private_event_can_be_listed_and_yet_not_be_found(graph: Peer) -> None:
    graph.server.tenant.manners.private_is_found = False
    graph.owner(ANNA).add("Læge", date(2026, 11, 24), date(2026, 11, 25), sensitivity="private")
    (event,) = graph.view(ANNA)
    assert graph.ask("GET", f"/users/{ANNA}/events/{event['id']}").status == 404
