"""Sets up log, metrics and pages around the running service, and takes them down after it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from config.settings import Settings
from config.watch import log
from config.watch.health import Health
from config.watch.metrics import Metrics
from config.watch.pages import pages
from config.watch.reception import Reception
from config.watch.server import serving
from config.watch.telling import Telling
from config.watch.together import Together
from sync.hints import Hints
from sync.observed import Observer
from sync.service import Service
from sync.store import head, reading, revision_in
from sync.store_trouble import file_of


@dataclass(frozen=True, slots=True)
class Watch:
    """``observer``: whom the service tells; ``connected``: to be told of connections made anew.

    ``hints``: what servers tell of changes.
    """

    observer: Observer
    connected: Callable[[Mapping[str, object]], None]
    hints: Hints


@contextmanager
def watching(settings: Settings, service: Service) -> Iterator[Watch]:
    """An observer to hand to the service, for as long as the block lasts.

    Raises ConfigurationError where a place of the log, or the port, cannot be used.
    """
    log.begin(settings.log)
    health = Health()
    metrics = Metrics(service.connections, lambda: waiting(service.store_url), service.clock)
    hints = Hints()
    reception = Reception(hints, service.connections)

    def connected(connections: Mapping[str, object]) -> None:
        metrics.connected(connections)
        reception.connected(connections)

    with ExitStack() as stack:
        if settings.http is not None:
            app = pages(health, metrics, lambda: store_trouble(service.store_url), reception)
            port = stack.enter_context(serving(app, settings.http.host, settings.http.port))
            log.logger().info("listening", host=settings.http.host, port=port)
        yield Watch(Together((Telling(), metrics, health)), connected, hints)


def waiting(url: str) -> int | None:
    """How many requests of operators are open; None where the store cannot say."""
    path = file_of(url)
    if path is None or not path.exists():
        return None
    try:
        with reading(path) as source:
            query = "SELECT count(*) FROM requests WHERE done_at IS NULL"
            return int(source.execute(query).fetchone()[0])
    except sqlite3.Error:
        return None


def store_trouble(url: str) -> str | None:
    """Why the store cannot be used, without the paths and names that SQLite may name."""
    path = file_of(url)
    if path is None:
        return None
    if not path.exists():
        return "the store is not there"
    try:
        with reading(path) as source:
            of_this_version = revision_in(source) == head()
    except sqlite3.Error:
        return "the store cannot be read"
    return None if of_this_version else "the store is of another version than the program"
