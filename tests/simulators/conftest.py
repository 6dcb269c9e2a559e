"""A server with a service account and a few employees, for the tests of the simulator itself."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from exchangelib import CalendarItem, ExtendedProperty
from exchangelib.autodiscover import clear_cache
from exchangelib.protocol import close_connections

from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server, serving
from tests.simulators.ews_schema import Watch

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ANNA, BO, LONE = "anna@example.dk", "bo@example.dk", "lone@example.dk"
SERVICE = User("HJEM\\svc-hjemmedag", "Hemmelig æ1", "hjemmedag@example.dk", frozenset({ANNA, BO}))


class Key(ExtendedProperty):  # type: ignore[misc] # exchangelib has no types
    """A named property in a set of our own."""

    property_set_id = "66f5a359-4659-4830-9070-00049ec6ac6e"
    property_name = "HjemmedagKey"
    property_type = "String"


@pytest.fixture(autouse=True)
def _registered() -> Iterator[None]:
    CalendarItem.register("test_key", Key)
    yield
    CalendarItem.deregister("test_key")


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def server(watch: Watch) -> Iterator[Server]:
    with serving([SERVICE]) as running:
        running.exchange.watch = watch
        for address in (ANNA, BO, LONE):
            running.exchange.store.add_mailbox(address, COPENHAGEN)
        yield running
        close_connections()
        clear_cache()
    assert (watch.broken, running.crashes) == ([], [])


@pytest.fixture
def anna(server: Server) -> Owner:
    return Owner(server.exchange, server.exchange.store.mailboxes[ANNA])
