"""While the service runs: remembers the register's rows, and answers HR beside the register."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from config.register.cli import trouble_with_answers
from config.reloading import Reloading
from sync.register_rows import remember, still_kept
from sync.runner import is_active
from sync.running import Running

AGAIN = timedelta(minutes=10)
"""After so long answers that could not be written are tried again: HR had them open, perhaps."""


class RegisterKeeping:
    """Does each day, and whenever the files were read anew, what a pass does after each of its own."""

    def __init__(self, config_file: Path, reloading: Reloading) -> None:
        self._file = config_file
        self._reloading = reloading
        self._done: tuple[int, date] | None = None
        self._trouble: str | None = None
        self._tried: datetime | None = None
        self._asked: frozenset[str] = frozenset()

    def look(self, running: Running) -> None:
        """Remember and answer, unless that was done since the last change and today."""
        service, now = running.service, running.service.clock()
        if not is_active(service) or service.rhythm.quiet(now, service.zone) is not None:
            return
        turn = self._reloading.tries, service.today(service.zone)
        if turn != self._done:
            self._remember(running, turn[1])
            self._done = turn
            self._answer(running, now)
        elif self._trouble and self._tried and abs(now - self._tried) >= AGAIN:
            self._answer(running, now)
        self._notice_dropped(running)

    def _remember(self, running: Running, today: date) -> None:
        rows = running.service.register_rows
        if rows is not None:
            with running.store.transaction() as db:
                remember(db, rows, today)

    def _answer(self, running: Running, now: datetime) -> None:
        trouble, self._tried = trouble_with_answers(self._file, None), now
        if trouble and trouble != self._trouble:
            running.observer.event("answers_not_written", why=trouble)
        self._trouble = trouble

    def _notice_dropped(self, running: Running) -> None:
        """A row that somebody dropped beside the service is used no more: the files are read anew."""
        rows = running.service.register_rows
        kept = rows.kept if rows is not None else frozenset[str]()
        if not kept or kept == self._asked:
            return
        with running.store.transaction() as db:
            there = still_kept(db, kept)
        if there != kept:
            self._asked = kept
            self._reloading.ask()
