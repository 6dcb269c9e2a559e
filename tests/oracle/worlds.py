"""Random worlds: units with parents, dated settings, agreements, call-ins and seventy days of diary."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from policy.model import Employee, Parameter, Unit
from policy.organisation import Organisation
from policy.register import CallIn, IndividualAgreement, LocalAgreement, Register
from tests.oracle.oracle import Diary, Entry, Meeting, World

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
UNITS = {"top": None, "area": "top", "office": "area", "annex": "office", "other": "top"}
COUNTRIES = ("DK", "GL", "FO")
FIRST, LAST = date(2025, 3, 1), date(2027, 12, 31)
HOLIDAY_SEASONS = (date(2026, 3, 23), date(2026, 5, 11), date(2026, 12, 21), date(2027, 1, 4))
MINE = "e1"
Holidays = Mapping[str, frozenset[date]]


def a_world(seed: int, holidays: Holidays) -> World:
    """One world for each seed."""
    draw = Random(seed)
    as_of = a_today(draw)
    horizon = draw.choice((1, 2, 4, 4, 4, 8, 12))
    start = as_of - timedelta(days=as_of.weekday()) - 6 * A_WEEK
    days = [start + k * A_DAY for k in range(7 * (6 + horizon))]
    person = a_person(draw)
    register = a_register(draw, days)
    read_from = draw.choice((None, None, None, draw.choice(days)))
    diary = a_diary(draw, days, register, person)
    organisation = an_organisation(draw, days, person)
    return World(organisation, register, holidays, person, as_of, horizon, read_from, diary)


def a_today(draw: Random) -> date:
    """Any weekday of three years; often near a holiday or in the weeks around week 53."""
    if draw.random() < 0.4:
        return draw.choice(HOLIDAY_SEASONS) + draw.randrange(-21, 14) * A_DAY
    return FIRST + draw.randrange((LAST - FIRST).days - 100) * A_DAY


def a_person(draw: Random) -> Employee:
    working = draw.choice(((0, 1, 2, 3, 4), (0, 1, 2, 3, 4), (0, 1, 3), (1, 2, 3, 4), (0, 2, 5)))
    unit = draw.choice(("area", "office", "office", "annex"))
    group = draw.choice((None, "guards", "clerks"))
    return Employee(
        MINE, "e1@x.example", "files", unit, working_days=frozenset(working), staff_group=group
    )


def an_organisation(draw: Random, days: list[date], person: Employee) -> Organisation:
    units = {
        name: Unit(name, parent=parent, values=some_values(draw, days, 0.2))
        for name, parent in UNITS.items()
    }
    parameters = [row for unit in UNITS for row in some_parameters(draw, days, unit)]
    defaults = {"country": "DK", "home_work": "all"}
    return Organisation(units, (person,), (), tuple(parameters), defaults)


def some_values(draw: Random, days: list[date], odds: float) -> dict[str, object]:
    drawn = {
        "country": draw.choice(COUNTRIES),
        "home_work": draw.choice(("all", "all", "ad_hoc", "none")),
        "on_site_days": (draw.randrange(5), draw.choice(days)),
        "local_days_off": some_days(draw, days),
        "local_working_days": some_days(draw, days),
    }
    return {key: value for key, value in drawn.items() if draw.random() < odds}


def some_days(draw: Random, days: list[date]) -> tuple[date, ...]:
    whole_week = draw.choice(days)
    week = tuple(whole_week + k * A_DAY for k in range(draw.choice((0, 0, 7))))
    return tuple(draw.choice(days) for _ in range(draw.randrange(1, 6))) + week


def some_parameters(draw: Random, days: list[date], unit: str) -> list[Parameter]:
    """Dated values; of one key, each begins on a day of its own."""
    found: list[Parameter] = []
    for begins in draw.sample(days, 2):
        ends = draw.choice((None, begins + draw.randrange(30) * A_DAY))
        for key, value in some_values(draw, days, 0.12).items():
            found.append(Parameter(unit, key, value, begins, ends))
    return found


# --- the register ------------------------------------------------------------------------------


def a_register(draw: Random, days: list[date]) -> Register:
    local = [row for unit in UNITS for row in local_agreements(draw, days, unit)]
    own = individual_agreements(draw, days, MINE) + individual_agreements(draw, days, "e2")
    calls = [a_call_in(draw, days) for _ in range(draw.randrange(6))]
    return Register(tuple(local), tuple(own), (), tuple(calls))


def local_agreements(draw: Random, days: list[date], unit: str) -> list[LocalAgreement]:
    """At most one in force for a unit and staff group on any day."""
    if draw.random() < 0.4:
        return []
    groups: tuple[tuple[str, ...], ...] = (
        draw.choice(((), (), ("guards",), ("clerks", "cooks"))),
        *draw.choice(((), (("cooks",),))),
    )
    rows: list[LocalAgreement] = []
    for number, group in enumerate(groups[:1] if not groups[0] else groups):
        for part, (begins, ends) in enumerate(some_periods(draw, days)):
            name = f"L-{unit}-{number}-{part}"
            rows.append(a_local_agreement(draw, name, unit, group, begins, ends))
    return rows


def a_local_agreement(
    draw: Random, name: str, unit: str, group: tuple[str, ...], begins: date, ends: date | None
) -> LocalAgreement:
    cap = draw.choice((None, None, None, Fraction(1), Fraction(3, 2), Fraction(2), Fraction(5, 2)))
    return LocalAgreement(
        name,
        (unit,),
        begins,
        staff_groups=group,
        valid_to=ends,
        max_days_per_week=cap,
        averaging_weeks=draw.choice((None, None, None, 1, 2, 3, 5, 6)),
        reading=draw.choice((None, None, "all-weeks", "active-weeks", "active-weeks")),
        counts=draw.choice((None, None, "fixed", "all")),
    )


def some_periods(draw: Random, days: list[date]) -> list[tuple[date, date | None]]:
    """One or two stretches of time that do not overlap."""
    long_ago = days[0] - draw.randrange(1, 400) * A_DAY
    if draw.random() < 0.6:
        begins = draw.choice((long_ago, long_ago, draw.choice(days)))
        return [(begins, draw.choice((None, None, begins + draw.randrange(500) * A_DAY)))]
    change = draw.choice(days[1:])
    after = change + draw.choice((1, 1, 1, draw.randrange(1, 20))) * A_DAY
    ends = draw.choice((None, after + draw.randrange(40) * A_DAY))
    return [(long_ago, change), (after, ends)]


def individual_agreements(draw: Random, days: list[date], who: str) -> list[IndividualAgreement]:
    if draw.random() < 0.25:
        return []
    return [
        an_individual_agreement(draw, days, who, begins, ends)
        for begins, ends in some_periods(draw, days)
    ]


def an_individual_agreement(
    draw: Random, days: list[date], who: str, begins: date, ends: date | None
) -> IndividualAgreement:
    cycle = draw.choice((1, 1, 1, 2, 2, 3, 4, 5))
    pattern = tuple(
        frozenset(draw.sample(range(5), draw.choice((0, 1, 2, 2, 3, 3)))) for _ in range(cycle)
    )
    withdrawn_on = draw.choice((None, None, max(begins, draw.choice(days))))
    return IndividualAgreement(who, begins, pattern, valid_to=ends, withdrawn_on=withdrawn_on)


def a_call_in(draw: Random, days: list[date]) -> CallIn:
    who, unit = draw.choice(((MINE, None), ("e2", None), (None, draw.choice(list(UNITS)))))
    start, end = draw.choice(
        ((None, None), (540, 600), (480, None), (None, 660), (1080, 1200), (960, 1100))
    )
    return CallIn(draw.choice(days), who, unit, start, end)


# --- the diary ---------------------------------------------------------------------------------


def a_diary(
    draw: Random, days: list[date], register: Register, person: Employee
) -> dict[date, Diary]:
    """Mostly the agreed days, or two or three weekdays, with exceptions of every sort."""
    habit = frozenset(draw.sample(range(5), draw.choice((1, 2, 3, 3, 4))))
    wild, trouble = draw.choice((0.05, 0.2, 0.5)), draw.choice((0.03, 0.15, 0.4))
    follows = draw.random() < 0.5
    diary: dict[date, Diary] = {}
    for day in days:
        own = register.individual(person.id, day)
        named = own.names(day) if follows and own else day.weekday() in habit
        at_home = named if draw.random() > wild else draw.random() < 0.5
        plain = Entry("open" if follows else draw.choice(("fixed", "fixed", "open")))
        home = (plain if draw.random() > wild else None,) if at_home else ()
        entries = tuple(e for one in home for e in ([one] if one else some_entries(draw)))
        diary[day] = with_trouble(draw, Diary(entries), trouble)
    return {**diary, **weeks_away(draw, days)}


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
        cuts: tuple[tuple[int | None, int | None], ...] = ((None, 720), (720, None))
        kinds = (a_kind(draw), a_kind(draw))
        return [Entry(k, cut=draw.choice(cuts), half=draw.random() < 0.5) for k in kinds]
    return [Entry(a_kind(draw), timed(draw, 60, 420)) for _ in range(2)]


def an_entry(draw: Random, kind: str = "open") -> Entry:
    cuts = (
        (None, 720),
        (720, None),
        (None, 780),
        (660, None),
        (600, 960),
        (None, 600),
        (900, None),
    )
    return draw.choice(
        (
            Entry(kind),
            Entry(kind, half=True),
            Entry(kind, half=True, cut=draw.choice(((None, 720), (540, None)))),
            Entry(kind, cut=draw.choice(cuts)),
            Entry(kind, timed(draw, 30, 700)),
            Entry(kind, timed(draw, 180, 480), half=True),
            Entry(kind, timed(draw, 300, 600), cut=draw.choice(cuts[:2])),
        )
    )


def timed(draw: Random, least: int, most: int) -> tuple[int, int]:
    start = draw.randrange(5 * 60, 16 * 60, 30)
    return start, min(24 * 60, start + draw.randrange(least, most + 1, 30))


def with_trouble(draw: Random, day: Diary, odds: float) -> Diary:
    """Absence, presence and meetings at random."""
    away = (an_entry(draw),) if draw.random() < odds else ()
    here = (draw.choice((Entry(), Entry(hours=timed(draw, 60, 600)))),)
    meetings = tuple(a_meeting(draw) for _ in range(draw.choice((1, 1, 2))))
    return Diary(
        day.home,
        away,
        here if draw.random() < odds / 4 else (),
        meetings if draw.random() < odds * 2 else (),
    )


def a_meeting(draw: Random) -> Meeting:
    evidence = draw.choice(("sure", "sure", "likely", "possible"))
    if draw.random() < 0.1:
        return Meeting(0, 24 * 60, evidence)
    return Meeting(*timed(draw, 30, 180), evidence)
