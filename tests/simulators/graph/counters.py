"""What was asked: every request, how many at once for each mailbox, how many sockets, what was signed."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Asked:
    """One request: what, for which mailbox (empty: none), by which app, and whether inside a batch."""

    operation: str
    mailbox: str
    app: str
    batched: bool
    immutable: bool


class Counters:
    """Counts that threads add to. ``most_at_once``: by mailbox, and of all (``*``)."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.statuses: Counter[tuple[str, int]] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self.sockets = 0
        self.most_sockets = 0
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def counted(self, asked: Asked) -> Iterator[int]:
        """Count a request; yields how many are now under way for its mailbox."""
        names = (asked.mailbox, "*") if asked.mailbox else ("*",)
        with self._lock:
            self.asked.append(asked)
            for name in names:
                self._open[name] += 1
                self.most_at_once[name] = max(self.most_at_once[name], self._open[name])
            under_way = self._open[names[0]]
        try:
            yield under_way
        finally:
            with self._lock:
                self._open.subtract(names)

    def answered(self, operation: str, status: int) -> None:
        """Count an answer by its status."""
        with self._lock:
            self.statuses[operation, status] += 1

    def connected(self, change: int) -> None:
        """A socket more or less."""
        with self._lock:
            self.sockets += change
            self.most_sockets = max(self.most_sockets, self.sockets)

    def count(self, operation: str | None = None, mailbox: str | None = None) -> int:
        """How many requests of an operation, for a mailbox, parts of batches included."""
        with self._lock:
            return sum(
                operation in (None, a.operation) and mailbox in (None, a.mailbox)
                for a in self.asked
            )

    def over_the_wire(self) -> int:
        """How many requests to Graph went over the wire: a batch is one, a token is none."""
        with self._lock:
            return sum(not a.batched and a.operation != "token" for a in self.asked)

    def operations(self) -> list[str]:
        """What was asked, in order."""
        with self._lock:
            return [a.operation for a in self.asked]

    def reset(self) -> None:
        """Forget what was asked so far."""
        with self._lock:
            self.asked.clear()
            self.statuses.clear()
            self.most_at_once.clear()
