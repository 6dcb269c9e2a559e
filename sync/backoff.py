"""How long to wait after trouble: full jitter that doubles, and never less than the server asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from connectors.errors import ConnectorError, Rejected, Unavailable
from sync.ledger import Entry

LONGEST = timedelta(hours=24)
WRITING = timedelta(minutes=1)
Chance = Callable[[], float]
"""A number from 0 up to 1, anew at each call."""


def wait(
    failures: int,
    chance: Chance,
    *,
    base: timedelta,
    longest: timedelta = LONGEST,
    at_least: float | None = None,
) -> timedelta:
    """How long to leave something alone that has failed ``failures`` times in a row (1 or more).

    Anything from nothing to ``base`` doubled with every failure, and to ``longest`` at most, so
    that those who failed together do not come back together. ``at_least``: seconds that the
    server asked for; they come on top, and no wait is longer than a day.
    """
    doubled = base * 2.0 ** min(failures - 1, 30)
    asked = timedelta(seconds=min(at_least or 0.0, LONGEST.total_seconds()))
    return min(asked + chance() * min(doubled, longest), LONGEST)


def asked_for(error: BaseException | None) -> float | None:
    """The seconds that the server named, if it did."""
    return error.retry_after if isinstance(error, Unavailable) else None


def write_failed(entry: Entry, error: ConnectorError, now: datetime, chance: Chance) -> Entry:
    """The entry after a write that failed: tried again later, or parked for a person."""
    if isinstance(error, Rejected):
        return entry.failed(str(error), None, parked=True)
    pause = wait(entry.failures + 1, chance, base=WRITING, at_least=asked_for(error))
    return entry.failed(str(error), now + pause)
