"""The documented requests of Graph: the simulator takes them, and its answers have what theirs have."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.simulators.graph.asked import GraphError, take_apart
from tests.simulators.graph.event import Event, event_id
from tests.simulators.graph.routes import routed
from tests.simulators.graph_peer import ANNA, BO, LONE, Peer, peer
from tests.simulators.graph_schema import (
    DOCUMENTED,
    MOCKS,
    NOT_IN_CSDL,
    Watch,
    broken_in,
    needs_documents,
    needs_mocks,
    needs_schema,
)

LONG_AGO = datetime(2019, 4, 8, tzinfo=UTC)
HOST = "https://graph.microsoft.com/v1.0"


@dataclass(frozen=True)
class Documented:
    """One documented request, with what its answer was."""

    name: str
    method: str
    target: str
    body: Any
    headers: dict[str, str]
    status: int
    answer: Any

    @property
    def operation(self) -> str | None:
        """What the simulator takes it for; None where it does not know it."""
        if not self.target.startswith("/me/") or "{start" in self.target:
            return None
        target = self.target.replace("/me/", f"/users/{ANNA}/", 1)
        try:
            return routed(take_apart(self.method, target, {}, self.body, HOST)).operation
        except GraphError:
            return None


def examples() -> Iterator[Documented]:
    """The pairs of the documentation of v1.0."""
    if not DOCUMENTED.exists():
        return
    for pair in json.loads(DOCUMENTED.read_text(encoding="utf-8"))["pairs"]:
        method, url, *_ = pair["request"].split() if " " in pair["request"] else ("", "")
        if not pair["usable"] or not url.startswith(HOST) or "Prefer:" in url or "Content-" in url:
            continue
        yield Documented(
            pair["name"],
            method,
            url.removeprefix(HOST),
            pair["request_body"],
            {k: v for k, v in pair["request_headers"].items() if k == "Prefer"},
            int(pair["response_status"].split()[1]),
            pair["response_body"],
        )


def mocks() -> Iterator[Documented]:
    """The documented answers by URL."""
    if not MOCKS.exists():
        return
    for mock in json.loads(MOCKS.read_text(encoding="utf-8"))["mocks"]:
        request, response = mock["request"], mock["response"]
        target = request["exampleUrl"].removeprefix(HOST)
        status = response.get("statusCode", 200)
        body = response.get("body")
        yield Documented(target, request["method"], target, None, {}, status, body)


def known(found: Iterator[Documented]) -> list[Documented]:
    """Those that the simulator has a route for, and that can be sent without a body of ours."""
    listed = [one for one in found if one.operation and "multiValue" not in one.target]
    return [one for one in listed if one.method in ("GET", "DELETE") or one.body is not None]


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        yield found


def _subject(graph: Peer, operation: str, target: str) -> Event:
    """An event with which the operation makes sense, in the window that is asked for."""
    start = _beginning(target) + timedelta(days=1, hours=9)
    anna, end = graph.owner(ANNA), start + timedelta(hours=1)
    if operation == "respond":
        graph.owner(LONE).meet("Indkaldt", start, end, [ANNA])
        return next(iter(anna.mailbox.events.values()))
    if operation == "instances":
        return anna.add_weekly("Fast møde", start, 10)
    return anna.meet("Møde", start, end, [BO])


def _beginning(target: str) -> datetime:
    day = re.search(r"startdatetime=(\d{4}-\d\d-\d\d)", target, re.IGNORECASE)
    return datetime.fromisoformat(f"{day[1]}T00:00:00+00:00") if day else LONG_AGO


def _sent(graph: Peer, one: Documented) -> Any:
    identity = event_id(_subject(graph, one.operation or "", one.target), immutable=False)
    target = re.sub(r"/events/[^/?]+", f"/events/{identity}", one.target)
    target = re.sub(
        r"/calendars/[^/?]+", f"/calendars/{graph.owner(ANNA).mailbox.calendar_id}", target
    )
    target = target.replace("/me/", f"/users/{ANNA}/", 1)
    if "token=" in target:
        query = "startDateTime=2019-04-08T00:00:00Z&endDateTime=2019-04-30T00:00:00Z"
        target = f"{target.partition('?')[0]}?{query}"
    answer = graph.ask(one.method, target, one.body, **one.headers)
    graph.watch.broken = [line for line in graph.watch.broken if not line.startswith("request ")]
    return answer


def _entities(answer: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = answer.get("value", [answer]) if isinstance(answer, dict) else []
    return found


def _names(answer: Any) -> set[str]:
    names = {name for entity in _entities(answer) for name in entity if "@" not in name}
    return names - NOT_IN_CSDL


@needs_documents
@pytest.mark.parametrize("one", known(examples()), ids=lambda one: one.name)
def test_documented_requests_are_answered_as_documented(graph: Peer, one: Documented) -> None:
    answer = _sent(graph, one)
    assert answer.status == one.status
    if answer.status in (200, 201):
        assert _names(one.answer) - _names(answer.json()) == set()
    if one.operation == "create":
        assert answer.json()["subject"] == one.body["subject"]
        kinds = [mail.kind for mail in graph.server.tenant.store.mails[1:]]
        assert kinds == ["request"] * len(one.body.get("attendees", ()))


@needs_mocks
@pytest.mark.parametrize("one", known(mocks()), ids=lambda one: one.name[:40])
def test_documented_answers_have_nothing_that_ours_have_not(graph: Peer, one: Documented) -> None:
    answer = _sent(graph, one)
    assert answer.status == one.status
    if answer.status == 200 and "$filter" not in one.target:
        assert _names(one.answer) - _names(answer.json()) == set()


@needs_schema
def test_the_schema_would_tell() -> None:
    assert list(broken_in("event", {"id": "x", "showAs": "free", "occurrenceId": "y"})) == []
    assert len(list(broken_in("event", {"id": 1, "showAs": "ledig", "emne": ""}))) == 3


@needs_schema
def test_the_watch_looks_at_requests_and_answers_and_into_batches() -> None:
    with peer() as graph:
        url = f"/users/{ANNA}/events"
        times = {
            name: {"dateTime": "2026-11-24T09:00:00", "timeZone": "UTC"}
            for name in ("start", "end")
        }
        body = {"subject": "x", "reminderMinutesBeforeStart": "15", **times}
        headers = {"Content-Type": "application/json"}
        part = {"id": "1", "method": "POST", "url": url, "headers": headers, "body": body}
        graph.ask("POST", "/$batch", {"requests": [part]})
        assert [line.split(":")[0] for line in graph.watch.broken] == [
            "request create reminderMinutesBeforeStart",
            "answer create reminderMinutesBeforeStart",
        ]
        assert graph.watch.seen == 1
        graph.watch.broken.clear()
    assert Watch().broken == []


@needs_documents
def test_enough_of_the_documentation_was_replayed() -> None:
    operations = {one.operation for one in known(examples())}
    wanted = {"create", "get", "list", "view", "delta", "update", "delete", "cancel", "respond"}
    assert wanted | {"instances", "calendar"} <= operations
