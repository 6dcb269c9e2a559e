"""Section 4 once more, and the two days a week of a calendar month (K4, AT)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from policy.model import Employee
from policy.register import LocalAgreement
from tests.oracle.agreed import individual_agreement, is_agreed, local_agreement
from tests.oracle.day_status import home_days_ahead, status_of
from tests.oracle.register_dates import cap_on
from tests.oracle.units import setting
from tests.oracle.weeks import (
    A_DAY,
    A_WEEK,
    days_read,
    monday,
    month_of,
    week_name,
    week_of,
    weeks_read,
)
from tests.oracle.world import NONE, TWO, Said, World, to


def average_exceeded(world: World, who: Employee) -> Iterator[Said]:
    """The earliest window that is over."""
    for week in weeks_read(world, who):
        said = window_ending(world, who, week + 6 * A_DAY)
        if said:
            yield said
            return


def window_weeks(world: World, who: Employee, sunday: date) -> int:
    """The averaging weeks, or the shortest whole number of cycles that is at least as long."""
    local = local_agreement(world, who, sunday)
    least = 4 if local is None or local.averaging_weeks is None else local.averaging_weeks
    own = individual_agreement(world, who, sunday)
    cycle = 1 if own is None else len(own.pattern)
    weeks = cycle
    while weeks < least:
        weeks += cycle
    return weeks


def window_ending(world: World, who: Employee, sunday: date) -> Said | None:
    """What is said of the weeks that end with a Sunday."""
    local, weeks = local_agreement(world, who, sunday), window_weeks(world, who, sunday)
    mondays = [monday(sunday) - k * A_WEEK for k in reversed(range(weeks))]
    if any(m not in weeks_read(world, who) for m in mondays):
        return None
    days = {d: status_of(world, who, d) for m in mondays for d in week_of(m)}
    counts = "fixed" if local is None or local.counts is None else local.counts
    reading = "all-weeks" if local is None or local.reading is None else local.reading
    worth = {d: day.share if counts == "all" else day.fixed for d, day in days.items()}
    counted = [d for d in days if worth[d] > NONE]
    ahead = tuple(d for d in counted if d >= world.as_of)
    if not ahead or all(is_agreed(world, who, d) for d in counted):
        return None
    active = [m for m in mondays if any(days[d].available for d in week_of(m))]
    divisor = len(active) if reading == "active-weeks" else weeks
    total, cap = sum(worth.values(), NONE), cap_on(world, who, sunday)
    if total <= cap * divisor:
        return None
    more = {
        "reading": reading,
        "cap": str(cap),
        "window_weeks": weeks,
        "first_week": week_name(mondays[0]),
        "last_week": week_name(mondays[-1]),
        "days": str(total),
        "weeks": str(divisor),
        "per_week": str(total / divisor),
    }
    rule, facts = "average_exceeded", tuple(sorted(more.items()))
    clause, key, told = clause_of(local), f"{rule}:{who.id}", (reading, cap, total / divisor)
    return Said(rule, "question", who.id, ahead, clause, key, to("employee"), facts, told)


def clause_of(local: LocalAgreement | None) -> str:
    """The local agreement's id if it sets reading, counts or a cap below two."""
    if local is None:
        return "K4"
    lower = local.max_days_per_week is not None and local.max_days_per_week < TWO
    return local.id if local.reading or local.counts or lower else "K4"


def working_environment(world: World, who: Employee) -> Iterator[Said]:
    """Fixed days above two a week over a whole month that is read and is not over yet."""
    ahead, read = home_days_ahead(world, who, "fixed"), days_read(world, who)
    for first in sorted({day.replace(day=1) for day in ahead}):
        month = month_of(first)
        days = sum((status_of(world, who, day).fixed for day in month), NONE)
        wanted = setting(world, who.unit, "working_environment", month[-1]) is True
        whole = all(day in read for day in month)
        if wanted and whole and days / Fraction(len(month), 7) > TWO:
            rule, key = "working_environment", f"working_environment:{who.id}:{first:%Y-%m}"
            yield Said(rule, "hint", who.id, (), "AT", key, to("employee", "leader"))
