"""Section 2 once more, hours as sets of minutes: from what a day's entries say to its status."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import lru_cache

from policy.model import Employee
from tests.oracle.agreed import is_agreed
from tests.oracle.units import nobody_works
from tests.oracle.weeks import days_read, six_weeks, week_of, weeks_read
from tests.oracle.world import HALF, NONE, WHOLE, Day, Diary, Entry, Minutes, World

SIX_TO_EIGHTEEN: Minutes = frozenset(range(6 * 60, 18 * 60))
EIGHT_TO_SIXTEEN: Minutes = frozenset(range(8 * 60, 16 * 60))
NO_ENTRY = Diary()


@lru_cache(maxsize=5000)
def minutes_of(entry: Entry) -> Minutes:
    """The entry's span, cut by its words and to 06-18; a half without a side has none."""
    if entry.half and entry.hours is None and entry.cut == (None, None):
        return frozenset()
    first, last = entry.hours or (0, 24 * 60)
    first = max(first, entry.cut[0] or 0)
    last = min(last, 24 * 60 if entry.cut[1] is None else entry.cut[1])
    return frozenset(range(first, last)) & SIX_TO_EIGHTEEN


def is_sideless_half(entry: Entry) -> bool:
    """A half of which nobody knows which."""
    return entry.half and not minutes_of(entry)


def by_hours(minutes: int) -> Fraction:
    """Five hours are a day, three a half."""
    return WHOLE if minutes >= 5 * 60 else HALF if minutes >= 3 * 60 else NONE


@lru_cache(maxsize=5000)
def own_share(entry: Entry) -> Fraction:
    """What one entry alone is worth."""
    left = minutes_of(entry)
    if entry.half:
        return HALF if left or is_sideless_half(entry) else NONE
    if entry.hours is not None:
        return by_hours(len(left))
    if entry.cut == (None, None):
        return WHOLE
    if not left:
        return NONE
    return WHOLE if len(left & EIGHT_TO_SIXTEEN) >= 5 * 60 else HALF


def union_share(entries: list[Entry]) -> Fraction:
    """The share of the union of their hours, those of a cut day between 8 and 16."""
    hours: set[int] = set()
    for entry in entries:
        left = minutes_of(entry)
        hours |= left & EIGHT_TO_SIXTEEN if entry.hours is None else left
    return max([by_hours(len(hours)), *(own_share(e) for e in entries)])


def share_of(entries: list[Entry]) -> Fraction:
    """The share of the union of their hours; halves without a span add a half; at most one.

    Words that say half make no entry more than a half, however long its hours are.
    """
    if len(entries) < 2:
        return own_share(entries[0]) if entries else NONE
    placed = [e for e in entries if not is_sideless_half(e)]
    long = [e for e in placed if not e.half]
    most = union_share(long) + HALF * sum(e.half for e in placed) if placed else NONE
    share = min(union_share(placed), most) if placed else NONE
    return min(WHOLE, share + HALF * (len(entries) - len(placed)))


def fills_the_day(entries: tuple[Entry, ...]) -> bool:
    """All-day, or five hours together; a half in words is no more than that."""
    return share_of([e for e in entries if not e.half]) == WHOLE


def minutes_away(diary: Diary) -> Minutes:
    """The hours that absence takes out of the home span."""
    return frozenset().union(*map(minutes_of, diary.absence))


@lru_cache(maxsize=10000)
def status_of(world: World, who: Employee, day: date) -> Day:
    """The status of a day, first that holds."""
    diary = world.diaries[who.id].get(day, NO_ENTRY)
    if day.isoweekday() - 1 not in who.working_days:
        return Day("unknown")
    if nobody_works(world, who.unit, day):
        return Day("holiday")
    if fills_the_day(diary.absence):
        return Day("absence")
    if fills_the_day(diary.presence):
        return Day("unknown", available=True)
    return home_day(world, who, day, diary)


def home_day(world: World, who: Employee, day: date, diary: Diary) -> Day:
    """What absence leaves of the home entries, and of which kind it is."""
    away = minutes_away(diary)
    half_away = len(away) >= 3 * 60 or any(e.half for e in diary.absence)
    most = HALF if half_away else WHOLE
    there = [e for e in diary.home if is_sideless_half(e) or minutes_of(e) - away]
    share = min(most, share_of(there))
    if share == NONE:
        return Day("unknown", available=True)
    agreed = is_agreed(world, who, day)
    fixed = [e for e in there if e.kind == "fixed" or (e.kind == "open" and agreed)]
    return Day(
        "home",
        available=True,
        share=share,
        fixed=min(most, share_of(fixed)),
        kind="fixed" if share_of(fixed) > NONE else "ad_hoc",
        minutes=frozenset().union(*map(minutes_of, there)) - away,
        somewhere=any(is_sideless_half(e) for e in there),
    )


@lru_cache(maxsize=500)
def home_days(world: World, who: Employee, kind: str = "") -> tuple[date, ...]:
    """The home days of every week that is read, past ones too."""
    days = [(day, status_of(world, who, day)) for day in days_read(world, who)]
    found = [(day, one.kind) for day, one in days if one.status == "home"]
    return tuple(day for day, its_kind in found if kind in ("", its_kind))


def home_days_ahead(world: World, who: Employee, kind: str = "") -> list[date]:
    """Findings are made only for days from as_of on."""
    return [day for day in home_days(world, who, kind) if day >= world.as_of]


def weeks_with(world: World, who: Employee, days: list[date]) -> int:
    """In how many of the six ISO weeks that end with as_of's one of the days lies."""
    read = [week for week in six_weeks(world) if week in weeks_read(world, who)]
    return sum(any(day in days for day in week_of(week)) for week in read)


def at_home_during(home: Day, start: int, end: int) -> bool:
    """Whether the hours meet the home span; an unknown half may lie anywhere from 6 to 18."""
    hours = frozenset(range(start, end))
    return bool(hours & home.minutes) or (home.somewhere and bool(hours & SIX_TO_EIGHTEEN))
