"""What time a server says it is, beside our own clock: two clocks that differ, of which one is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache

APART = timedelta(seconds=60)
"""Clocks that are further apart spoil tokens and windows."""


class Dates:
    """Hears the ``Date`` of every answer. ``apart``: by how much our clock was ahead of the server's
    at the latest one (negative: behind); None where it told no time.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.apart: timedelta | None = None

    def hear(self, raw: str, took: timedelta) -> None:
        """``took``: how long the answer took; one that is slow makes no clock wrong."""
        try:
            told = _parsed(raw)
        except ValueError:
            self.apart = None
            return
        apart, nothing = self._clock() - told, timedelta()
        self.apart = max(apart - took, nothing) or min(apart, nothing)


@lru_cache(maxsize=64)
def _parsed(raw: str) -> datetime:
    """Many answers come in a second."""
    told = parsedate_to_datetime(raw)
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def in_words(apart: timedelta) -> str:
    """How two clocks stand to each other; which of them is wrong nobody knows here."""
    which = "ahead of" if apart > timedelta() else "behind"
    return f"our clock is {round(abs(apart.total_seconds())):,} seconds {which} the server's"
