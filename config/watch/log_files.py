"""A log in files of a day each, for their owner alone, deleted once they are old enough."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import TimedRotatingFileHandler
from pathlib import Path

DAY = 86400.0


class DailyFile(TimedRotatingFileHandler):
    """Begins a new file at midnight; files of earlier days go ``keep_days`` after they ended.

    By their age, not their number: a service that stood still for a while keeps none for longer.
    """

    def __init__(self, path: Path, keep_days: int, now: Callable[[], float] = time.time) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._keep, self._now = keep_days * DAY, now
        super().__init__(path, when="midnight", backupCount=1, encoding="utf-8")
        for old in self.getFilesToDelete():
            Path(old).unlink(missing_ok=True)

    def getFilesToDelete(self) -> list[str]:  # noqa: N802 – logging names it so
        """Files of earlier days that were last written to long enough ago."""
        path = Path(self.baseFilename)
        oldest = self._now() - self._keep
        earlier = path.parent.glob(f"{path.name}.????-??-??")
        return [str(p) for p in earlier if p.stat().st_mtime < oldest]

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(descriptor, "a", encoding=self.encoding)
