"""Reads the configuration anew while the service runs, or keeps the old one and says why."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

from config.bootstrap import holidays_of, join
from config.configuration import Configuration, load
from config.connecting import warnings_of
from config.problems import ConfigurationError, Problem
from config.register.recall import with_memory
from policy.case import Book
from sync.observed import Observer
from sync.service import Service

Fingerprint = tuple[tuple[str, int, int, int], ...]


class Reloading:
    """Knows from which files the service was made, and when to look at them again.

    Organisation and register are watched; hjemmedag.toml is read with them, or when asked.
    """

    def __init__(self, config_file: Path, observer: Observer) -> None:
        self._file = config_file
        self._observer = observer
        self._asked = threading.Event()
        self._configuration = load(config_file)
        self._seen = _fingerprint(self._configuration)
        self._year: int | None = None
        self._warned: date | None = None
        self.tries = 0
        """How often the files have been read anew, or could not be."""

    def ask(self) -> None:
        """Read all files at the next tick; safe to call from a signal handler."""
        self._asked.set()

    def renewed(self, service: Service) -> Service:
        """The service as its files have it now; the same one where nothing changed or can be read."""
        seen = _fingerprint(self._configuration)
        if self._asked.is_set() or seen != self._seen:
            self._asked.clear()
            self._seen = seen
            service = self._read(service)
        today = service.today(service.zone)
        self._warn(service, today)
        return self._with_holidays(service, today)

    def _read(self, service: Service) -> Service:
        self.tries += 1
        try:
            configuration = load(self._file)
            if configuration.settings.store_url != service.store_url:
                raise ConfigurationError([_the_store_stays()])
            renewed = self._join(configuration, service)
        except (ConfigurationError, OSError) as error:
            self._observer.event("configuration_refused", why=str(error))
            return service
        self._configuration = configuration
        self._seen = _fingerprint(configuration)
        self._year = None
        warnings = "; ".join(warnings_of(renewed.connections))
        self._observer.event("configuration_read", why=warnings or None)
        return renewed

    def _join(self, configuration: Configuration, service: Service) -> Service:
        """Connections that are described as before stay as they are, signed in and all."""
        old, new = self._configuration.settings, configuration.settings
        same = (old.connections, old.delivery) == (new.connections, new.delivery)
        connections = service.connections if same else None
        whole, rows = with_memory(configuration, service.today(service.zone))
        return join(whole, service.as_of, service.clock, rows, connections)

    def _warn(self, service: Service, today: date) -> None:
        """Once a day: a certificate may end long after the last start."""
        if self._warned == today:
            return
        self._warned = today
        for line in warnings_of(service.connections):
            self._observer.event("connection_warns", why=line)

    def _with_holidays(self, service: Service, today: date) -> Service:
        """A service that runs for years needs the public holidays of the years to come."""
        if self._year is None:
            self._year = today.year
        if self._year == today.year:
            return service
        self._year, book = today.year, service.book
        holidays = holidays_of(book.organisation, today)
        return replace(service, book=Book(book.organisation, book.register, holidays))


def _the_store_stays() -> Problem:
    message = "cannot change while the service runs: stop it, then start it again"
    return Problem("hjemmedag.toml", "store.url", None, message)


def _fingerprint(configuration: Configuration) -> Fingerprint:
    """Which files organisation and register are, and what their file system says of them."""
    settings = configuration.settings
    found = []
    for path in (settings.organisation, settings.register):
        for file in _files(path) if path else ():
            try:
                seen = file.stat()
            except OSError:
                continue
            found.append((str(file), seen.st_mtime_ns, seen.st_size, seen.st_ino))
    return tuple(found)


def _files(path: Path) -> list[Path]:
    return sorted(path.glob("*.csv")) if path.is_dir() else [path]
