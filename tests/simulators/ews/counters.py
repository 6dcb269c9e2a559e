"""What was asked: every request, how many at once, how many sockets."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.simulators.ews.soap import Call


@dataclass(frozen=True)
class Asked:
    """One request: what, for which mailbox, by whom, and in whose name."""

    operation: str
    mailbox: str
    user: str
    impersonated: str | None
    anchor: str | None


class Counters:
    """Counts that threads add to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.most_at_once: Counter[str] = Counter()
        self.sockets = 0
        self.most_sockets = 0
        self.sign_ins = 0
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()

    @contextmanager
    def counted(self, call: Call, mailbox: str) -> Iterator[None]:
        """Count a request, and those under way for its mailbox and for all (``*``)."""
        asked = Asked(call.operation, mailbox, call.user, call.impersonated, call.anchor)
        with self._lock:
            self.asked.append(asked)
            for name in (mailbox, "*"):
                self._open[name] += 1
                self.most_at_once[name] = max(self.most_at_once[name], self._open[name])
        try:
            yield
        finally:
            with self._lock:
                self._open.subtract((mailbox, "*"))

    def connected(self, change: int) -> int:
        """A socket more or less; how many there are now."""
        with self._lock:
            self.sockets += change
            self.most_sockets = max(self.most_sockets, self.sockets)
            return self.sockets

    def signed_in(self) -> None:
        """Somebody proved who they are."""
        with self._lock:
            self.sign_ins += 1

    def count(self, operation: str | None = None, mailbox: str | None = None) -> int:
        """How many requests of an operation, for a mailbox."""
        with self._lock:
            return sum(
                operation in (None, a.operation) and mailbox in (None, a.mailbox)
                for a in self.asked
            )

    def operations(self) -> list[str]:
        """What was asked, in order."""
        with self._lock:
            return [a.operation for a in self.asked]

    def reset(self) -> None:
        """Forget what was asked so far."""
        with self._lock:
            self.asked.clear()
            self.most_at_once.clear()
            self.sign_ins = 0
