"""Weeks and months of the calendar, walked one by one: what is read, what lies ahead."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from functools import lru_cache

from policy.model import Employee
from tests.oracle.units import read_from, setting
from tests.oracle.world import World

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def monday(day: date) -> date:
    """The Monday of the ISO week, by walking back to it."""
    while day.isoweekday() != 1:
        day -= A_DAY
    return day


@lru_cache(maxsize=1000)
def week_of(a_monday: date) -> tuple[date, ...]:
    """The seven days of a week."""
    return tuple(a_monday + k * A_DAY for k in range(7))


def week_name(day: date) -> str:
    """As facts name it: 2026-W53."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


@lru_cache(maxsize=200)
def weeks_read(world: World, who: Employee) -> list[date]:
    """The Mondays of the weeks of the read window that are read; a cut week is not."""
    first, gate = monday(world.as_of) - 6 * A_WEEK, read_from(world, who)
    mondays = [first + k * A_WEEK for k in range(6 + world.horizon)]
    return [m for m in mondays if gate is None or gate <= m]


@lru_cache(maxsize=200)
def days_read(world: World, who: Employee) -> tuple[date, ...]:
    """All days of the weeks that are read."""
    return tuple(day for week in weeks_read(world, who) for day in week_of(week))


def six_weeks(world: World) -> list[date]:
    """The Mondays of the six ISO weeks that end with as_of's."""
    return [monday(world.as_of) - k * A_WEEK for k in reversed(range(6))]


def days_ahead(world: World) -> list[date]:
    """Every day from as_of to the end of the horizon, read or not."""
    end = monday(world.as_of) + world.horizon * A_WEEK
    return [world.as_of + k * A_DAY for k in range((end - world.as_of).days)]


def within_the_lead(world: World, units: tuple[str, ...], day: date) -> bool:
    """Whether a date lies within six weeks from today, or within what one of the units sets."""
    leads = [setting(world, unit, "lead_weeks", world.as_of) for unit in units]
    longest = max(lead if isinstance(lead, int) else 6 for lead in leads)
    return any(world.as_of + k * A_DAY == day for k in range(longest * 7 + 1))


def a_year_after(day: date) -> date:
    """The same date twelve months later; of a 29 February, the last day of the next one."""
    last = calendar.monthrange(day.year + 1, day.month)[1]
    return date(day.year + 1, day.month, min(day.day, last))


def month_of(day: date) -> list[date]:
    """All days of the calendar month."""
    days = calendar.monthrange(day.year, day.month)[1]
    return [date(day.year, day.month, number) for number in range(1, days + 1)]
