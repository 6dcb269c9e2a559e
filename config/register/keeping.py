"""While the service runs: remembers the register's rows, and answers HR beside the register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from config.register.cli import answer_hr
from config.reloading import Reloading
from sync.register_rows import remember
from sync.runner import is_active
from sync.running import Running


class RegisterKeeping:
    """Does each day, and whenever the files were read anew, what a pass does after each of its own."""

    def __init__(self, config_file: Path, reloading: Reloading) -> None:
        self._answer: Callable[[], None] = lambda: answer_hr(config_file, None, wanted=True)
        self._reloading = reloading
        self._done: tuple[int, date] | None = None

    def look(self, running: Running) -> None:
        """Remember and answer, unless that was done since the last change and today."""
        service = running.service
        turn = self._reloading.tries, service.today(service.zone)
        if turn == self._done or not is_active(service):
            return
        self._done = turn
        if service.register_rows is not None:
            with running.store.transaction() as db:
                remember(db, service.register_rows, turn[1])
        self._answer()
