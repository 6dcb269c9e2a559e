"""Runs the service: the clock that ticks, the signals that stop it or have it read its files anew."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from config.register.keeping import RegisterKeeping
from config.reloading import Reloading
from config.watch.watching import Watch
from sync.claim import TICK
from sync.lanes import Threads
from sync.running import Running
from sync.service import Service
from sync.store import Store
from sync.tick import tick

LAST_WRITES = 20.0
"""Seconds that writes in hand are given to end once the service is told to stop."""


def run_service(config_file: Path, service: Service, watch: Watch) -> None:
    """Tick until SIGTERM or SIGINT; SIGHUP reads the files anew. For the holder of the lock.

    Raises SQLAlchemyError where the store cannot be used any more.
    """
    reloading = Reloading(config_file, watch.observer)
    store = Store.open(service.store_url)
    try:
        running = Running(service, store, Threads(), watch.observer, hints=watch.hints)
        register = RegisterKeeping(config_file, reloading)
        _Beating(running, reloading, register, watch.connected).until_told()
    finally:
        store.close()


class _Beating:
    """One process's clock and ticks."""

    def __init__(
        self,
        running: Running,
        reloading: Reloading,
        register: RegisterKeeping,
        connected: Callable[[Mapping[str, object]], None],
    ) -> None:
        self._running = running
        self._reloading = reloading
        self._register = register
        self._connected = connected
        self._stop = threading.Event()
        self._broken: SQLAlchemyError | None = None

    def until_told(self) -> None:
        """Tick until a signal says stop; then finish the writes in hand and no more."""
        before = self._listen()
        # In UTC, late rather than never, one at a time: whoever slept through ticks makes one.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        clock = BackgroundScheduler(timezone=UTC, job_defaults=defaults)
        seconds = TICK.total_seconds()
        clock.add_job(self._beat, "interval", seconds=seconds, next_run_time=datetime.now(UTC))
        clock.start()
        try:
            while not self._stop.wait(1.0):
                pass
        finally:
            self._lanes.stop(LAST_WRITES)
            clock.shutdown(wait=True)
            for number, handler in before.items():
                signal.signal(number, handler)
        if self._broken is not None:
            raise self._broken

    @property
    def _lanes(self) -> Threads:
        assert isinstance(self._running.lanes, Threads)
        return self._running.lanes

    def _listen(self) -> dict[int, signal._HANDLER]:
        handlers: dict[int, Callable[[int, object], None]] = {
            signal.SIGTERM: lambda number, frame: self._stop.set(),
            signal.SIGINT: lambda number, frame: self._stop.set(),
        }
        if hasattr(signal, "SIGBREAK"):  # how Windows tells a console program to stop
            handlers[signal.SIGBREAK] = handlers[signal.SIGTERM]
        if hasattr(signal, "SIGHUP"):
            handlers[signal.SIGHUP] = lambda number, frame: self._reloading.ask()
        return {number: signal.signal(number, do) for number, do in handlers.items()}

    def _beat(self) -> None:
        if self._stop.is_set():
            return
        running = self._running
        try:
            self._renew()
            self._register.look(running)
            tick(running)
        except OperationalError as error:
            if "locked" in str(error.orig):  # somebody's backup; the next tick tries again
                running.observer.event("tick_failed", error="the store is busy")
            else:
                self._break(error)
        except SQLAlchemyError as error:
            self._break(error)
        except Exception as error:  # noqa: BLE001 – told loudly; no mailbox waits for a bug elsewhere
            running.observer.event("tick_failed", error=f"unexpected {type(error).__name__}")

    def _renew(self) -> None:
        before, now = self._running.service, self._reloading.renewed(self._running.service)
        self._running.service = now
        if now.connections is not before.connections:
            self._connected(now.connections)

    def _break(self, error: SQLAlchemyError) -> None:
        self._broken = error
        self._stop.set()
