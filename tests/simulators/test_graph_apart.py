"""The Graph simulator in a process of its own, its clock and its counters."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest
import urllib3

from tests.simulators.graph.apart import serving_apart
from tests.simulators.graph.server import Server
from tests.simulators.graph_peer import ANNA, APP, COPENHAGEN, first_round, peer


def fill(server: Server, addresses: list[str]) -> None:
    for address in addresses:
        server.tenant.store.add_mailbox(address, COPENHAGEN)


def requests(server: Server) -> int:
    return server.tenant.counters.over_the_wire()


def refuse(_: Server) -> None:
    raise ValueError("nej")


def test_a_server_apart_is_filled_asked_and_counted() -> None:
    with serving_apart([APP]) as apart, urllib3.PoolManager(retries=False) as pool:
        apart.do(fill, [ANNA])
        headers = {"Authorization": f"Bearer {apart.token(APP.id)}"}
        answer = pool.request("GET", apart.url + first_round(ANNA), headers=headers)
        assert "@odata.deltaLink" in answer.json()
        assert apart.do(requests) == 1
        with pytest.raises(ValueError, match="nej"):
            apart.do(refuse)


def test_the_date_of_an_answer_goes_by_the_clock_of_the_tenant() -> None:
    with peer() as graph:
        graph.server.tenant.store.clock = lambda: datetime(2026, 11, 24, 9, tzinfo=UTC)
        answer = graph.ask("GET", f"/users/{ANNA}/events")
        assert parsedate_to_datetime(answer.headers["Date"]) == datetime(
            2026, 11, 24, 9, tzinfo=UTC
        )


def test_an_answer_takes_its_time_and_four_parts_of_a_batch_take_it_together() -> None:
    with peer() as graph:
        graph.server.tenant.manners.latency = 0.25
        part = {"method": "GET", "url": first_round(ANNA)}
        parts = [{"id": str(number), **part} for number in range(8)]
        began = time.monotonic()
        graph.ask("POST", "/$batch", {"requests": parts})
        assert 0.5 <= time.monotonic() - began < 8 * 0.25
        assert graph.server.tenant.counters.most_at_once[ANNA] == 4
