"""Nobody waits inside a call for a server that is down or out of sorts; the others are read meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from connectors.errors import Unavailable
from connectors.model import Snapshot
from tests.simulators.ews import faults
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import read_all, several


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        yield desk


def test_10_a_503_for_ten_minutes_is_handed_on_at_once(desk: EwsDesk) -> None:
    boxes = several(desk, 3)
    desk.server.exchange.faults.add("*", faults.unavailable(600), times=-1, mailbox="p0@example.dk")
    began = time.monotonic()
    outcome = read_all(desk, boxes[:1])["p0@example.dk"]
    assert time.monotonic() - began < 5
    assert isinstance(outcome, Unavailable)
    assert outcome.retry_after == pytest.approx(600, rel=0.3)


def test_10_a_503_without_a_time_keeps_no_other_mailbox_from_being_read(desk: EwsDesk) -> None:
    boxes = several(desk, 6)
    desk.server.exchange.faults.add("*", faults.unavailable(), times=-1, mailbox="p0@example.dk")
    outcomes = read_all(desk, boxes)
    assert isinstance(outcomes.pop("p0@example.dk"), Unavailable)
    assert all(isinstance(found, Snapshot) for found in outcomes.values())


def test_8_a_header_refused_now_and_then_fails_no_mailbox(desk: EwsDesk) -> None:
    boxes = several(desk, 30)
    refused = faults.fault("ErrorInvalidExchangeImpersonationHeaderData")
    for nth in (1, 20, 40):
        desk.server.exchange.faults.add("*", refused, nth=nth)
    outcomes = read_all(desk, boxes)
    assert [name for name, found in outcomes.items() if not isinstance(found, Snapshot)] == []
