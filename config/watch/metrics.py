"""What the service tells, as Prometheus metrics: counts by outcome and connection, never people."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from connectors.base import Expiring
from sync.clocks import clocks_of
from sync.observed import Fact, Round

READS = ("unchanged", "changed", "failed", "throttled", "gone")
WRITES = ("created", "updated", "removed", "told", "failed", "sent")
HINTS = ("heeded", "unknown", "wrong_state", "full", "odd")
STATES = ("active", "missing", "gone", "paused")
AGES = (15, 30, 60, 120, 180, 240, 300, 420, 600, 1800, 3600, 14400)
TICKS = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300)
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
DAY = 86400.0


class Metrics:
    """An observer that counts.

    ``waiting``: how many requests of operators are open, asked at every scrape; None where the
    store cannot say. ``connections``: those that rest on something that ends say so.
    """

    def __init__(
        self,
        connections: Mapping[str, object],
        waiting: Callable[[], int | None],
        clock: Callable[[], datetime],
    ) -> None:
        # When a series began is of no use to anybody here, and doubles the page.
        disable_created_metrics()  # type: ignore[no-untyped-call]  # it is not annotated
        self._registry = CollectorRegistry()
        self._asked = _Asked(connections, waiting, clock)
        self._counts()
        self._gauges()
        self._registry.register(self._asked)
        self.connected(connections)

    def connected(self, connections: Mapping[str, object]) -> None:
        """The connections as they are from now on: certificates are renewed while it runs."""
        self._asked.connections = connections
        for name in connections:
            self._left_alone.labels(name)
            for kind in ("throttled", "refused"):
                self._throttled.labels(name, kind)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self._registry)

    def round(self, seen: Round) -> None:
        """Count what a tick did."""
        for counter, outcomes in (
            (self._reads, seen.reads),
            (self._writes, seen.writes),
            (self._hints, seen.hints),
        ):
            for outcome, number in outcomes.items():
                counter.labels(outcome).inc(number)
        for age in seen.ages:
            self._freshness.observe(age)
        for state in {*STATES, *seen.states}:
            self._mailboxes.labels(state).set(seen.states.get(state, 0))
        for name in self._asked.connections:
            self._left_alone.labels(name).set(name in seen.waiting)
        for name, budget in seen.budgets.items():
            self._budget.labels(name).set(budget)
        self._ticks.observe(seen.seconds)
        self._set(seen)

    def event(self, name: str, **facts: Fact) -> None:
        """Count the events that are about a connection, and ticks that failed."""
        if name == "tick_failed":
            self._ticks_failed.inc()
        elif name in ("connection_waits", "connection_stopped"):
            kind = "throttled" if name == "connection_waits" else "refused"
            self._throttled.labels(str(facts.get("connection")), kind).inc()

    def _counts(self) -> None:
        registry = self._registry
        self._reads = Counter(
            "hjemmedag_reads", "Mailboxes asked, by outcome", ["outcome"], registry=registry
        )
        self._writes = Counter(
            "hjemmedag_writes", "Notes and overviews written", ["outcome"], registry=registry
        )
        self._hints = Counter(
            "hjemmedag_notifications",
            "What servers told of changes, by what became of it",
            ["outcome"],
            registry=registry,
        )
        self._throttled = Counter(
            "hjemmedag_connection_troubles",
            "Times that a server asked for time or was away, or refused the sign-in",
            ["connection", "kind"],
            registry=registry,
        )
        self._ticks_failed = Counter(
            "hjemmedag_ticks_failed", "Ticks that ended in an error", registry=registry
        )
        self._freshness = Histogram(
            "hjemmedag_freshness_seconds",
            "How long ago a mailbox had been read when it was read again",
            buckets=AGES,
            registry=registry,
        )
        self._ticks = Histogram(
            "hjemmedag_tick_seconds", "How long ticks took", buckets=TICKS, registry=registry
        )
        for counter, outcomes in (
            (self._reads, READS),
            (self._writes, WRITES),
            (self._hints, HINTS),
        ):
            for outcome in outcomes:
                counter.labels(outcome)

    def _gauges(self) -> None:
        def gauge(name: str, says: str, *labels: str) -> Gauge:
            return Gauge(f"hjemmedag_{name}", says, labels, registry=self._registry)

        self._mailboxes = gauge("mailboxes", "Mailboxes by state", "state")
        self._left_alone = gauge(
            "connection_left_alone", "1 while nothing is asked of it", "connection"
        )
        self._budget = gauge("connection_budget", "Requests it may have at once", "connection")
        self._lag = gauge("lag_seconds", "How long the mailbox longest due has waited")
        self._stalest = gauge("stalest_seconds", "Age of the oldest knowledge about a mailbox")
        self._pending = gauge("entries_pending", "Notes and overviews that wait to be written")
        self._parked = gauge("entries_parked", "Entries set aside for a person to look at")
        self._held = gauge("held", "1 while the brake holds what would change")
        self._quiet = gauge("quiet", "1 while nothing is read by intent: maintenance, hours")
        self._in_flight = gauge("reads_in_flight", "Requests under way when the tick ended")
        self._success = gauge("last_success_timestamp_seconds", "When the last tick ended well")
        for state in STATES:
            self._mailboxes.labels(state)

    def _set(self, seen: Round) -> None:
        self._lag.set(seen.lag)
        self._stalest.set(seen.stalest)
        self._pending.set(seen.pending)
        self._parked.set(seen.parked)
        self._held.set(seen.held is not None)
        self._quiet.set(seen.quiet is not None)
        self._in_flight.set(seen.in_flight)
        self._success.set(seen.at.timestamp())


class _Asked(Collector):
    """What is only known when it is asked for."""

    def __init__(
        self,
        connections: Mapping[str, object],
        waiting: Callable[[], int | None],
        clock: Callable[[], datetime],
    ) -> None:
        self.connections, self._waiting, self._clock = connections, waiting, clock

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """The names, so that registering asks nobody anything."""
        yield self._requests()
        yield self._expiries()
        yield self._clocks()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures of this moment."""
        open_requests, family = self._waiting(), self._requests()
        if open_requests is not None:
            family.add_metric([], open_requests)
        yield family
        yield self._days_left()
        clocks = self._clocks()
        for name, apart in clocks_of(self.connections).apart.items():
            clocks.add_metric([name], round(apart.total_seconds()))
        yield clocks

    def _days_left(self) -> GaugeMetricFamily:
        family, now = self._expiries(), self._clock().astimezone(UTC)
        for name, connection in self.connections.items():
            if isinstance(connection, Expiring):
                for what, ends in connection.expiries().items():
                    family.add_metric([name, what], (ends - now).total_seconds() / DAY)
        return family

    def _requests(self) -> GaugeMetricFamily:
        says = "What operators asked and nobody has seen to yet"
        return GaugeMetricFamily("hjemmedag_requests_waiting", says)

    def _clocks(self) -> GaugeMetricFamily:
        says = "By how much our clock is ahead of the server's; negative: behind"
        return GaugeMetricFamily("hjemmedag_clock_apart_seconds", says, labels=["connection"])

    def _expiries(self) -> GaugeMetricFamily:
        says = "Days until a certificate or a secret ends"
        return GaugeMetricFamily("hjemmedag_expires_in_days", says, labels=["connection", "what"])
