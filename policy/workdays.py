"""Working days, public holidays and ISO weeks – given as data, computed without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

LOOK_BACK_WEEKS = 6
DEFAULT_HORIZON_WEEKS = 4
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)
NO_TIME = timedelta(0)


def monday_of(day: date) -> date:
    """The Monday of the ISO week that ``day`` lies in."""
    return day - timedelta(days=day.weekday())


def iso_week(day: date) -> str:
    """ "2026-W53" for any day of that ISO week."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def dates(start: date, end: date) -> Iterator[date]:
    """Every date of ``[start, end)``."""
    for offset in range((end - start).days):
        yield start + timedelta(days=offset)


def week_of(day: date) -> tuple[date, ...]:
    """The seven dates of ``day``'s ISO week."""
    monday = monday_of(day)
    return tuple(dates(monday, monday + WEEK))
