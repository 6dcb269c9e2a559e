"""A tenant with a registered app and a few employees, for the tests of the Graph simulator itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import urllib3

from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import App
from tests.simulators.graph_schema import Watch

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ANNA, BO, LONE = "anna@example.dk", "bo@example.dk", "lone@example.dk"
SERVICE = "hjemmedag@example.dk"
APP = App("5f3c2a10-1111-4222-8333-444455556666", secrets={"hemmelig": None})
KEY = "String {66f5a359-4659-4830-9070-00049ec6ac6e} Name HjemmedagKey"
WINDOW = {"startDateTime": "2026-11-23T00:00:00Z", "endDateTime": "2026-12-21T00:00:00Z"}


@dataclass
class Peer:
    """A plain client, a server and the owners of its mailboxes."""

    server: Server
    watch: Watch
    pool: urllib3.PoolManager
    token: str

    def owner(self, address: str) -> Owner:
        """The hands of a mailbox's owner."""
        return Owner(self.server.tenant, self.server.tenant.store.mailboxes[address])

    def ask(
        self, method: str, target: str, body: Any = None, **headers: str
    ) -> urllib3.BaseHTTPResponse:
        """One request, never tried again; ``target``: below the version, or a whole URL."""
        url = target if "://" in target else f"{self.server.url}{target}"
        told = {"Authorization": f"Bearer {self.token}"}
        told |= {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            told["Content-Type"] = "application/json"
        content = None if body is None else json.dumps(body)
        return self.pool.request(method, url, body=content, headers=told, retries=False, timeout=10)

    def view(self, address: str, prefer: str = "", **query: str) -> list[dict[str, Any]]:
        """All pages of a calendar view."""
        url = f"/users/{address}/calendarView?{asked({**WINDOW, **query})}"
        found: list[dict[str, Any]] = []
        while url:
            answer = self.ask("GET", url, Prefer=prefer).json()
            found += answer["value"]
            url = answer.get("@odata.nextLink", "")
        return found

    def round(self, url: str, prefer: str = "") -> tuple[list[dict[str, Any]], str]:
        """All pages of a round of changes, and where the next one begins."""
        found: list[dict[str, Any]] = []
        while True:
            answer = self.ask("GET", url, Prefer=prefer).json()
            found += answer["value"]
            if "@odata.deltaLink" in answer:
                return found, answer["@odata.deltaLink"]
            url = answer["@odata.nextLink"]


def asked(query: Mapping[str, str]) -> str:
    """A query, its names with $ where they are OData's."""
    return urlencode({name.replace("odata_", "$"): v for name, v in query.items()}, quote_via=quote)


def first_round(address: str) -> str:
    """Where a first round of changes is asked for."""
    return f"/users/{address}/calendarView/delta?{asked(WINDOW)}"


@contextmanager
def peer(app: App = APP, **words: Any) -> Iterator[Peer]:
    """A peer; at its end neither the schema was broken nor the simulator crashed."""
    with serving([app], **words) as server, urllib3.PoolManager(maxsize=8) as pool:
        watch = Watch()
        server.tenant.watch = watch
        for address in (ANNA, BO, LONE, SERVICE):
            server.tenant.store.add_mailbox(address, COPENHAGEN)
        yield Peer(server, watch, pool, server.token(app.id))
    assert (watch.broken, server.crashes) == ([], [])
