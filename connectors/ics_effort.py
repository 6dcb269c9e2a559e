"""How much work one calendar file may cause: what would take longer is set aside, not waited for."""

from __future__ import annotations

from collections import Counter

from connectors.ics_times import UnfitError

EFFORT_CAP = 1_000_000
"""Days that the series of a file may look through: some two seconds, far more than anybody has."""
EVENTS_CAP = 20_000
"""Occurrences that a file may have in one window."""
SERIES_EFFORT, EXPANSION_EFFORT, SEARCH_EFFORT, OCCURRENCE_EFFORT = 100, 200, 400, 40
"""What reading a series, unfolding it, a rule that picks days and an occurrence cost in days."""
MOVE_EFFORT = 5
"""The cost of each day by which a series is moved from one occurrence on."""


class Effort:
    """Counts the work by file, so that one file cannot use up what the others need."""

    def __init__(self) -> None:
        self._days: Counter[str] = Counter()
        self._events: Counter[str] = Counter()

    def spend(self, source: str, days: int) -> None:
        """Raises UnfitError once a file's series have cost more than they may."""
        self._days[source] += days
        if self._days[source] > EFFORT_CAP:
            raise UnfitError("its file has more series than can be unfolded in time")

    def full(self, source: str) -> bool:
        """Counts one more occurrence; whether the file had as many as it may before."""
        self._events[source] += 1
        return self._events[source] > EVENTS_CAP
