"""How a diary is written down here: entries on weeks and weekdays around the demo's date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

BASE_WEEK = 49
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
DAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
HOME = "WORKINGELSEWHERE"
AWAY = "OOF"


@dataclass(frozen=True, slots=True)
class Moved:
    """An occurrence of a series that stands elsewhere, or says something else, than its rule."""

    week: int
    weekday: int
    to_week: int
    to_weekday: int
    at: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A calendar entry. ``week`` 49 is the week of the demo's date; weeks count on past 53.

    ``at``: "10-12" or "8.30-11.30", empty = all day for ``days`` days. ``repeat``: the RRULE
    without its end; ``until``: the last week; ``count``: RRULE COUNT. ``by``: the organiser's id,
    empty = an appointment of the owner's own. ``meeting``: entries of several people with one
    name share one UID. ``show_as`` empty = Free all day, Busy else.
    """

    subject: str
    week: int
    weekday: int
    at: str = ""
    days: int = 1
    location: str = ""
    categories: tuple[str, ...] = ()
    show_as: str = ""
    private: bool = False
    repeat: str = ""
    until: int | None = None
    count: int | None = None
    skip: tuple[tuple[int, int], ...] = ()
    moved: tuple[Moved, ...] = ()
    by: str = ""
    guests: tuple[str, ...] = ()
    answer: str = "ACCEPTED"
    link: bool = False
    cancelled: bool = False
    zone: str = ""
    meeting: str = ""


def weekly(*weekdays: int, every: int = 1) -> str:
    """The RRULE of a series on ``weekdays`` every ``every`` weeks."""
    days = ",".join(DAY_CODES[day] for day in weekdays)
    interval = f"INTERVAL={every};" if every > 1 else ""
    return f"FREQ=WEEKLY;{interval}BYDAY={days};WKST=MO"


def day_of(as_of: date, week: int, weekday: int) -> date:
    """The date of a diary's week and weekday; the ISO week of ``as_of`` is ``BASE_WEEK``."""
    monday = as_of - timedelta(days=as_of.weekday())
    return monday + timedelta(weeks=week - BASE_WEEK, days=weekday)


def hours(at: str) -> tuple[time, time]:
    """Start and end of "10-12" or "8.30-11.30"."""
    found = re.fullmatch(r"(\d+)(?:\.(\d\d))?-(\d+)(?:\.(\d\d))?", at)
    if found is None:
        raise ValueError(f"no hours: {at!r}; write them as 10-12 or 8.30-11.30")
    h1, m1, h2, m2 = (int(part or 0) for part in found.groups())
    return time(h1, m1), time(h2, m2)


def boundaries(day: date, at: str, days: int) -> tuple[date, date]:
    """Start and exclusive end: dates for an all-day entry, else naive local datetimes."""
    if not at:
        return day, day + timedelta(days=days)
    start, end = hours(at)
    return datetime.combine(day, start), datetime.combine(day, end)
