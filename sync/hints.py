"""The letter box for hints: whoever listens puts them in, the next tick takes them out."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable

from connectors.hints import Hint

MOST = 10_000
"""So many different hints wait at most; what does not fit is found by the next poll."""


class Hints:
    """Bounded, and the same hint twice is one. For several threads."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._waiting: dict[Hint, None] = {}
        self._turned_away: Counter[str] = Counter()
        self._lock = threading.Lock()

    def put(self, hints: Iterable[Hint], odd: int = 0) -> None:
        """Take some in; ``odd``: how many more came that could not be read."""
        with self._lock:
            for hint in hints:
                if hint in self._waiting or len(self._waiting) < self._most:
                    self._waiting[hint] = None
                else:
                    self._turned_away["full"] += 1
            if odd:
                self._turned_away["odd"] += odd

    def take(self) -> tuple[tuple[Hint, ...], Counter[str]]:
        """All that wait, in the order they came, and what was turned away since the last time."""
        with self._lock:
            hints, counted = tuple(self._waiting), self._turned_away
            self._waiting, self._turned_away = {}, Counter()
        return hints, counted
