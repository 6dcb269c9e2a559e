"""Common words of the tests of the Graph connector: a desk, and one read of one mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from connectors.errors import ConnectorError
from connectors.model import Mailbox, ReadRequest, Snapshot, Unchanged
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, TUESDAY, WINDOW_END
from tests.simulators.graph_desk import GraphDesk, graph_desk

Outcome = Unchanged | Snapshot | ConnectorError
DAY = timedelta(days=1)
NINE = datetime(2026, 11, 25, 9, tzinfo=COPENHAGEN)


@pytest.fixture
def desk() -> Iterator[GraphDesk]:
    with graph_desk() as found:
        found.add_mailbox(ANNA.address)
        yield found


def read(desk: GraphDesk, cursor: str | None = None, mailbox: Mailbox = ANNA) -> Outcome:
    """The outcome for one mailbox."""
    (result,) = desk.connector.read([ReadRequest(mailbox, MONDAY, WINDOW_END, cursor)])
    return result.outcome


def snapshot(desk: GraphDesk, cursor: str | None = None) -> Snapshot:
    """A snapshot, and nothing else."""
    outcome = read(desk, cursor)
    assert isinstance(outcome, Snapshot), outcome
    return outcome


def subjects(desk: GraphDesk) -> list[str]:
    """What stands in the window."""
    return [event.subject for event in snapshot(desk).events]


def home(desk: GraphDesk, subject: str = "Hjemme", day: date = TUESDAY) -> None:
    """An all-day entry of Anna's."""
    desk.add(ANNA.address, subject, day, day + DAY)


def many(desk: GraphDesk, number: int) -> list[ReadRequest]:
    """Requests for so many mailboxes, each with an entry."""
    found = []
    for count in range(number):
        address = f"person{count:04}@example.dk"
        desk.add_mailbox(address)
        desk.add(address, "Hjemme", TUESDAY, TUESDAY + DAY)
        found.append(ReadRequest(Mailbox(address, COPENHAGEN), MONDAY, WINDOW_END))
    return found


def outcomes(desk: GraphDesk, requests: list[ReadRequest]) -> dict[str, Outcome]:
    """The outcomes by address."""
    found = {r.mailbox.address: r.outcome for r in desk.connector.read(requests)}
    assert len(found) == len(requests)
    return found


def with_cursors(requests: list[ReadRequest], found: dict[str, Outcome]) -> list[ReadRequest]:
    """The same requests, each with the cursor it was given."""
    again = []
    for request in requests:
        outcome = found[request.mailbox.address]
        assert isinstance(outcome, Snapshot | Unchanged), outcome
        again.append(ReadRequest(request.mailbox, request.start, request.end, outcome.cursor))
    return again


def utc(day: date, hour: int) -> datetime:
    """A moment."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
