"""What is known of one connection's subscriptions between ticks; all of it may be lost at any time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from connectors.base import ChangeNotifier

AT_ONCE = 10
"""So many are made, renewed or dropped in one tick."""
LIST_EVERY = timedelta(days=1)
LIST_AGAIN = timedelta(minutes=15)
"""Where one stands that nobody knows, what stands is listed before its time, but not more often."""


@dataclass(slots=True)
class Subscribing:
    """``unknown``: ids of what stands and is nobody's; ``doubted``: something stood that was not in
    the list; ``under_way``: calls in the lanes; ``failures``: how often in a row something failed that
    may be everybody's trouble."""

    notifier: ChangeNotifier
    unknown: deque[str] = field(default_factory=deque)
    listed_at: datetime | None = None
    listing: bool = False
    doubted: bool = False
    under_way: int = 0
    failures: int = 0
    not_before: datetime | None = None

    def open(self, now: datetime) -> bool:
        """Whether anything may be asked; a clock put back does not keep it shut for long."""
        until = self.not_before
        return until is None or not now < until <= now + LIST_EVERY

    def limit(self) -> int:
        """After trouble one call at a time shows whether it is over."""
        return max(0, (1 if self.failures else AT_ONCE) - self.under_way)

    def list_due(self, now: datetime) -> bool:
        """Whether it is time to look what stands."""
        often = LIST_AGAIN if self.doubted else LIST_EVERY
        return self.listed_at is None or not timedelta(0) <= now - self.listed_at < often

    def list_again(self, now: datetime) -> datetime:
        """Look what stands as soon as that may be; when to try again what it kept from being made."""
        self.doubted = True
        return now if self.listed_at is None else max(now, self.listed_at + LIST_AGAIN)

    def was_listed(self, now: datetime) -> None:
        """What stands is known."""
        self.listed_at, self.doubted = now, False
