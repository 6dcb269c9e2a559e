"""Random calendars: mostly a person's habit or agreement, with exceptions of every sort."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from policy.model import Employee
from policy.register import Register
from tests.oracle.world import Diary, Entry, Meeting

A_DAY = timedelta(days=1)
CUTS: tuple[tuple[int | None, int | None], ...] = (
    (None, 720),
    (720, None),
    (None, 780),
    (660, None),
    (600, 960),
    (None, 600),
    (900, None),
)


@dataclass(frozen=True)
class Habit:
    """How somebody usually works at home, and how often it is otherwise."""

    weekdays: frozenset[int]
    kind: str
    follows_agreement: bool
    wild: float
    trouble: float


def habits(draw: Random) -> frozenset[int]:
    """The weekdays that people of one unit like to be at home."""
    return frozenset(draw.sample(range(5), draw.choice((1, 2, 3))))


def a_diary(
    draw: Random, days: list[date], register: Register, who: Employee, ours: frozenset[int]
) -> dict[date, Diary]:
    """Every day of the window."""
    habit = a_habit(draw, ours)
    diary = {day: a_day(draw, day, register, who, habit) for day in days}
    return {**diary, **weeks_away(draw, days)}


def a_habit(draw: Random, ours: frozenset[int]) -> Habit:
    mine = frozenset(draw.sample(range(5), draw.choice((1, 2, 3, 3, 4))))
    return Habit(
        weekdays=draw.choice((ours, mine, ours | mine)),
        kind=draw.choice(("fixed", "fixed", "open", "ad_hoc")),
        follows_agreement=draw.random() < 0.4,
        wild=draw.choice((0.05, 0.2, 0.5)),
        trouble=draw.choice((0.03, 0.15, 0.4)),
    )


def a_day(draw: Random, day: date, register: Register, who: Employee, habit: Habit) -> Diary:
    own = register.individual(who.id, day) if habit.follows_agreement else None
    usual = own.names(day) if own else day.weekday() in habit.weekdays
    at_home = usual if draw.random() > habit.wild else draw.random() < 0.5
    plain = [Entry("open" if own else habit.kind)]
    entries = plain if draw.random() > habit.wild else some_entries(draw)
    return with_trouble(draw, tuple(entries) if at_home else (), habit.trouble)


def weeks_away(draw: Random, days: list[date]) -> dict[date, Diary]:
    """Often one or two whole weeks of holiday, home entries and all."""
    mondays = draw.sample(days[::7], draw.choice((0, 1, 1, 2)))
    return {m + k * A_DAY: Diary((Entry(),), (Entry(),)) for m in mondays for k in range(7)}


def a_kind(draw: Random) -> str:
    return draw.choice(("fixed", "open", "ad_hoc"))


def some_entries(draw: Random) -> list[Entry]:
    """One entry of any sort, or two that are alike in how their hours are read."""
    several = draw.random()
    if several < 0.6:
        return [an_entry(draw, a_kind(draw))]
    if several < 0.8:
        return [Entry(a_kind(draw), half=True), Entry(a_kind(draw), timed(draw, 180, 480))]
    if several < 0.9:
        kinds = (a_kind(draw), a_kind(draw))
        return [Entry(k, cut=draw.choice(CUTS[:2]), half=draw.random() < 0.5) for k in kinds]
    return [Entry(a_kind(draw), timed(draw, 60, 420)) for _ in range(2)]


def an_entry(draw: Random, kind: str = "open") -> Entry:
    return draw.choice(
        (
            Entry(kind),
            Entry(kind, half=True),
            Entry(kind, half=True, cut=draw.choice(((None, 720), (540, None)))),
            Entry(kind, cut=draw.choice(CUTS)),
            Entry(kind, timed(draw, 30, 700)),
            Entry(kind, timed(draw, 180, 480), half=True),
            Entry(kind, timed(draw, 300, 600), cut=draw.choice(CUTS[:2])),
        )
    )


def timed(draw: Random, least: int, most: int) -> tuple[int, int]:
    start = draw.randrange(5 * 60, 16 * 60, 30)
    return start, min(24 * 60, start + draw.randrange(least, most + 1, 30))


def with_trouble(draw: Random, home: tuple[Entry, ...], odds: float) -> Diary:
    """Absence, presence and meetings at random."""
    away = absences(draw) if draw.random() < odds else ()
    here = (draw.choice((Entry(), Entry(hours=timed(draw, 60, 600)))),)
    meetings = tuple(a_meeting(draw) for _ in range(draw.choice((1, 1, 2))))
    return Diary(
        home,
        away,
        here * draw.choice((1, 1, 2)) if draw.random() < odds / 4 else (),
        meetings if draw.random() < odds * 2 else (),
    )


def absences(draw: Random) -> tuple[Entry, ...]:
    """One of any sort, or two; two halves may be the same half, of which the policy does not speak."""
    if draw.random() < 0.7:
        return (an_entry(draw),)
    return tuple(entry for entry in (an_entry(draw), an_entry(draw)) if not entry.half)


def a_meeting(draw: Random) -> Meeting:
    evidence = draw.choice(("sure", "sure", "likely", "possible"))
    if draw.random() < 0.1:
        return Meeting(0, 24 * 60, evidence)
    return Meeting(*timed(draw, 30, 180), evidence)
