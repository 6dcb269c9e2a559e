"""Subscriptions of the Graph connector against the simulator: made once, renewed, listed, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from config.watch.health import Health
from config.watch.metrics import Metrics
from config.watch.pages import pages
from config.watch.reception import Reception
from config.watch.server import serving
from connectors.errors import (
    AlreadyThere,
    ConnectorError,
    EntryGone,
    MailboxGone,
    Rejected,
    Unavailable,
)
from connectors.graph_subscriptions import GraphSubscriptions
from connectors.model import Mailbox
from sync.hints import Hints
from tests.conformance.desk import ANNA, COPENHAGEN
from tests.simulators.graph.asked import Call, Reply
from tests.simulators.graph.faults import drop_after, error, throttled, web_page
from tests.simulators.graph.signing_in import App
from tests.simulators.graph_desk import APP, GraphDesk, graph_desk

DAY = timedelta(days=1)


@contextmanager
def subscribing(**more: Any) -> Iterator[tuple[GraphDesk, GraphSubscriptions]]:
    """A desk with Anna's mailbox, and a listener that passes the handshake."""
    metrics = Metrics({}, lambda: 0, lambda: desk.now)
    reception = Reception(Hints(), {})
    with (
        graph_desk(**more) as desk,
        serving(pages(Health(), metrics, lambda: None, reception), "127.0.0.1", 0) as port,
    ):
        desk.add_mailbox(ANNA.address)
        desk.tenant.store.clock = lambda: desk.now
        found = GraphSubscriptions(desk.connector.calls, f"http://127.0.0.1:{port}/changes")
        reception.paths = frozenset({"/changes"})
        yield desk, found


@pytest.fixture
def both() -> Iterator[tuple[GraphDesk, GraphSubscriptions]]:
    with subscribing() as found:
        yield found


Both = tuple[GraphDesk, GraphSubscriptions]


def test_one_is_made_renewed_listed_and_dropped(both: Both) -> None:
    desk, door = both
    made = door.create(ANNA, "ord", desk.now + 6 * DAY)
    assert made.ends == desk.now + 6 * DAY
    [standing] = desk.tenant.hub.subscriptions.values()
    assert (standing.id, standing.immutable) == (made.id, True)
    assert standing.told["lifecycleNotificationUrl"] == standing.told["notificationUrl"]

    desk.now += 3 * DAY
    renewed = door.renew(ANNA, made.id, desk.now + 6 * DAY)
    assert (renewed.id, renewed.ends) == (made.id, desk.now + 6 * DAY)
    assert door.listed() == (renewed,)

    door.drop(made.id)
    assert door.listed() == ()
    door.drop(made.id)


def test_one_that_has_ended_is_gone(both: Both) -> None:
    desk, door = both
    made = door.create(ANNA, "ord", desk.now + DAY)
    desk.now += 2 * DAY
    with pytest.raises(EntryGone):
        door.renew(ANNA, made.id, desk.now + DAY)


def test_a_second_one_is_refused_by_name(both: Both) -> None:
    desk, door = both
    door.create(ANNA, "ord", desk.now + DAY)
    with pytest.raises(AlreadyThere):
        door.create(ANNA, "ord", desk.now + DAY)


def test_what_tells_at_another_address_is_listed_as_not_ours(both: Both) -> None:
    desk, door = both
    door.create(ANNA, "ord", desk.now + DAY)
    moved = GraphSubscriptions(desk.connector.calls, "https://x.example/changes")
    assert [one.ours for one in moved.listed()] == [False]


@pytest.mark.parametrize(
    "answer", [drop_after(), error(500, "InternalServerError"), throttled(1), throttled(None)]
)
def test_it_is_never_made_a_second_time_blindly(both: Both, answer: Any) -> None:
    desk, door = both
    desk.tenant.faults.add("subscriptions", answer)
    with pytest.raises(Unavailable):
        door.create(ANNA, "ord", desk.now + DAY)
    asked = [a for a in desk.tenant.counters.asked if a.operation == "subscriptions"]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (error(403, "ErrorAccessDenied"), MailboxGone),
        (error(404, "ResourceNotFound"), MailboxGone),
        (error(400, "InvalidRequest"), Rejected),
        (error(400, "ValidationError"), Unavailable),
        (error(503, "ServiceUnavailable"), Unavailable),
        (web_page(), Unavailable),
    ],
)
def test_errors_say_what_to_do_next(both: Both, answer: Any, kind: type[ConnectorError]) -> None:
    desk, door = both
    desk.tenant.faults.add("subscriptions", answer)
    with pytest.raises(kind):
        door.create(ANNA, "ord", desk.now + DAY)


def test_a_mailbox_outside_the_scope_has_none() -> None:
    narrow = App(APP.id, secrets=APP.secrets, scope=frozenset({"bo@example.dk"}))
    with subscribing(app=narrow) as (desk, door), pytest.raises(MailboxGone):
        door.create(ANNA, "ord", desk.now + DAY)


def test_all_pages_of_the_list_are_read(both: Both) -> None:
    desk, door = both
    for count in range(3):
        desk.add_mailbox(f"p{count}@example.dk")
        door.create(Mailbox(f"p{count}@example.dk", COPENHAGEN), "ord", desk.now + DAY)

    def one_a_page(call: Call, handle: Any) -> Reply:
        value = handle().content["value"]
        at = int(call.query.get("$skiptoken", "0"))
        more = {"@odata.nextLink": f"{desk.server.url}/subscriptions?$skiptoken={at + 1}"}
        return Reply(200, {"value": value[at : at + 1], **(more if at < 2 else {})})

    desk.tenant.faults.add("subscriptions", one_a_page, times=3)
    assert len(door.listed()) == 3


def test_a_list_that_does_not_end_is_given_up(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    desk, door = both
    monkeypatch.setattr("connectors.graph_subscriptions.MOST_PAGES", 5)
    link = f"{desk.server.url}/subscriptions?$skiptoken=x"
    again = Reply(200, {"value": [], "@odata.nextLink": link})
    desk.tenant.faults.add("subscriptions", lambda _call, _handle: again, times=-1)
    with pytest.raises(Unavailable, match="does not end"):
        door.listed()


def test_quiet_that_is_asked_for_here_is_no_mailboxs(both: Both) -> None:
    desk, door = both
    desk.tenant.faults.add("subscriptions", throttled(60))
    with pytest.raises(Unavailable):
        door.listed()
    desk.connector.knock(ANNA)
