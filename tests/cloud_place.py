"""A running service whose calendars are in the cloud, and which the cloud tells of changes over HTTP."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from config.watch.health import Health
from config.watch.metrics import Metrics
from config.watch.pages import pages
from config.watch.reception import Reception
from config.watch.server import serving
from connectors.graph import Endpoint, Graph
from connectors.hints import digest_of_state
from sync import subscription_rows
from sync.hints import Hints
from sync.observed import Round
from sync.subscription_rows import Subscribed
from tests.simulators.graph.counters import Asked
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server
from tests.simulators.graph.server import serving as graph_serving
from tests.simulators.graph.subscriptions import Hub, Subscription
from tests.simulators.graph_desk import APP, Ready
from tests.workplace import COPENHAGEN, MONDAY, STEP, Clock, Workplace

DAY = timedelta(days=1)
PATH = "/graph-changes"
PATIENCE = 10.0


class Sky(Graph):
    """The connector; ``when_read``: what a test has happen after a look."""

    server: Server
    when_read: Callable[[], object] = staticmethod(lambda: None)

    def add_mailbox(self, address: str) -> None:
        """A mailbox in the tenant."""
        if address not in self.server.tenant.store.mailboxes:
            self.server.tenant.store.add_mailbox(address, COPENHAGEN)

    def read(self, requests: Any) -> Any:
        """As ever, but that it may take long to say so."""
        found = list(super().read(requests))
        self.when_read()
        return iter(found)


@dataclass(frozen=True)
class Outside:
    """What is there whether the service runs or not: the tenant, and where we listen."""

    server: Server
    hints: Hints
    reception: Reception
    metrics: Metrics
    port: int

    def sky(self, clock: Clock, url: str | None) -> Sky:
        """A connector that has not asked for anything yet."""
        sky = Sky(
            Endpoint(self.server.url, timeout=10),
            Ready(self.server),
            zone=COPENHAGEN,
            clock=clock,
            notification_url=url,
        )
        sky.server = self.server
        return sky


class CloudPlace(Workplace):
    """People with calendars in the cloud; hints arrive over real HTTP."""

    def __init__(
        self, folder: Path, outside: Outside, people: Sequence[str] = ("e1",), **more: Any
    ) -> None:
        self.outside = outside
        clock = Clock()
        outside.server.tenant.store.clock = clock
        url = more.pop("url", f"http://127.0.0.1:{outside.port}{PATH}")
        sky = outside.sky(clock, url)
        super().__init__(folder, people, calendars=sky, lanes=more.pop("lanes", None), **more)
        self.clock.now = clock.now
        sky._clock = clock
        self.change(clock=clock)
        self.clock = clock

    def start(self) -> None:
        """With the letter box that the pages put hints into."""
        super().start()
        self.running.hints = self.outside.hints
        self.outside.reception.connected(self.service.connections)

    @property
    def hub(self) -> Hub:
        """The simulator's subscriptions."""
        found: Hub = self.outside.server.tenant.hub
        return found

    @property
    def standing(self) -> list[Subscription]:
        """What stands at the server now."""
        return [s for s in self.hub.subscriptions.values() if s.ends > self.clock.now]

    @property
    def row(self) -> Subscribed | None:
        """What we know of e1's."""
        with self.store.transaction() as db:
            return subscription_rows.one(db, "e1")

    def owner(self, person: str = "e1") -> Owner:
        """The hands of somebody in Outlook."""
        tenant = self.outside.server.tenant
        return Owner(tenant, tenant.store.mailboxes[f"{person}@x.example"])

    def meet(self, person: str = "e1", day: date = MONDAY + 8 * DAY) -> None:
        """A home day with a meeting on site, written in Outlook."""
        ten = datetime(day.year, day.month, day.day, 10, tzinfo=COPENHAGEN)
        owner = self.owner(person)
        owner.add("Hjemmearbejde", day, day + DAY)
        owner.add("Møde (fysisk)", ten, ten + timedelta(hours=1))

    def notes(self, person: str = "e1") -> list[str]:
        """The days on which notes of ours stand."""
        return sorted(
            f"{event.start:%Y-%m-%d}"
            for event in self.owner(person).mailbox.events.values()
            if any("HjemmedagKey" in name for name in event.extended)
        )

    def subscribe(self, count: int = 1) -> None:
        """Ticks until so many stand, and some more in which everything comes to rest."""
        self.run(3 * STEP)
        until(lambda: self._ticked() and len(self.standing) == count)
        self.told()
        self.run(2 * timedelta(minutes=1))
        self.told()
        self.run(4 * STEP)
        self.heard.rounds.clear()

    def told(self) -> None:
        """Wait until the server has delivered all that it had to tell."""
        until(self.hub._waiting.empty)
        seen = -1
        while seen != len(self.hub.delivered):
            seen = len(self.hub.delivered)
            time.sleep(0.05)

    def reads(self) -> int:
        """How many mailboxes were read since the last time somebody cleared the rounds."""
        return sum(sum(r.reads.values()) for r in self.heard.rounds)

    def hinted(self) -> dict[str, int]:
        """What came of hints in all rounds."""
        found: dict[str, int] = {}
        for seen in self.heard.rounds:
            for outcome, number in seen.hints.items():
                found[outcome] = found.get(outcome, 0) + number
        return found

    def asked(self) -> list[Asked]:
        """All that was asked about subscriptions."""
        asked = self.outside.server.tenant.counters.asked
        return [one for one in asked if one.operation == "subscriptions"]

    def tick(self) -> Round:
        """One tick; metrics hear of it, too."""
        seen = super().tick()
        self.outside.metrics.round(seen)
        return seen

    def post(self, told: object, path: str = PATH) -> int:
        """Post something to where the service listens; the status."""
        line = http.client.HTTPConnection("127.0.0.1", self.outside.port, timeout=PATIENCE)
        try:
            line.request("POST", path, json.dumps(told).encode())
            return line.getresponse().status
        finally:
            line.close()

    def _ticked(self) -> bool:
        self.tick()
        self.clock.go(STEP)
        return True


def known_as(place: CloudPlace, word: str) -> None:
    """Let e1's subscription be known by a word that the test knows."""
    row = place.row
    assert row is not None
    with place.store.transaction() as db:
        known = Subscribed(
            row.person,
            row.connection,
            row.remote_id,
            digest_of_state(word),
            row.expires_at,
            row.renew_at,
        )
        subscription_rows.save(db, (known,))


def until(true: Callable[[], object]) -> None:
    """Wait for what other threads do."""
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@contextmanager
def outside() -> Iterator[Outside]:
    """A tenant, and the service's own pages, both on loopback."""
    hints = Hints()
    reception = Reception(hints, {})
    metrics = Metrics({}, lambda: 0, lambda: datetime.now(UTC))
    with graph_serving([APP]) as server:
        app = pages(Health(), metrics, lambda: None, reception)
        with serving(app, "127.0.0.1", 0) as port:
            yield Outside(server, hints, reception, metrics, port)
    assert server.crashes == []
