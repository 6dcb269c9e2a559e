"""When the service works and how: its pace, its hours, and the times in which it leaves all alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))
BUDGET = 8


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours in the service's zone: minutes after midnight, the end exclusive; Monday 0.

    An end before the start lies on the next day: 22:00–06:00 on Fridays ends on Saturday.
    """

    start: int
    end: int
    weekdays: frozenset[int] = EVERY_DAY

    def open_at(self, moment: datetime, zone: ZoneInfo) -> bool:
        """Whether the service works at a moment."""
        local = moment.astimezone(zone)
        minute, today = local.hour * 60 + local.minute, local.weekday()
        if self.start < self.end:
            return today in self.weekdays and self.start <= minute < self.end
        evening = today in self.weekdays and minute >= self.start
        return evening or ((today - 1) % 7 in self.weekdays and minute < self.end)


@dataclass(frozen=True, slots=True)
class Maintenance:
    """A time (aware, the end exclusive) in which nothing is read or written."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How the running service goes about its work.

    ``poll``: how often every mailbox is read. ``hours`` None: always. ``read_only``: reads and
    judges, writes no calendar. ``max_new_notices_per_day`` None: as many as there are.
    ``budgets``: requests in flight, by connection.
    """

    poll: timedelta = timedelta(seconds=240)
    hours: Hours | None = None
    maintenance: tuple[Maintenance, ...] = ()
    read_only: bool = False
    max_new_notices_per_day: int | None = None
    budgets: Mapping[str, int] = field(default_factory=dict)

    def budget(self, connection: str) -> int:
        """How many requests may be in flight on a connection at most."""
        return self.budgets.get(connection, BUDGET)

    def quiet(self, moment: datetime, zone: ZoneInfo) -> str | None:
        """Why nothing is read or written now: ``maintenance`` or ``hours``; None: it is."""
        if any(m.start <= moment < m.end for m in self.maintenance):
            return "maintenance"
        if self.hours is not None and not self.hours.open_at(moment, zone):
            return "hours"
        return None
