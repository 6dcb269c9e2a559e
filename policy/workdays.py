"""Working days, public holidays and ISO weeks – given as data, computed without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

LOOK_BACK_WEEKS = 6
DEFAULT_HORIZON_WEEKS = 4
PATTERN_WEEKS = 6
"""In how many ISO weeks, the last of them today's, a habit is looked for."""
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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


def pattern_weeks(today: date) -> tuple[date, date]:
    """The weeks in which a habit is looked for, as ``[start, end)``."""
    end = monday_of(today) + WEEK
    return end - PATTERN_WEEKS * WEEK, end


def dates(start: date, end: date) -> Iterator[date]:
    """Every date of ``[start, end)``."""
    for offset in range((end - start).days):
        yield start + timedelta(days=offset)


def week_of(day: date) -> tuple[date, ...]:
    """The seven dates of ``day``'s ISO week."""
    monday = monday_of(day)
    return tuple(dates(monday, monday + WEEK))
