"""Random organisations: a tree of units with dated settings, their people, and who is with whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from random import Random

from holidays import PUBLIC, country_holidays

from policy.model import Employee, Parameter, Unit
from policy.organisation import Organisation
from tests.oracle.drawn_diaries import a_diary, habits
from tests.oracle.drawn_registers import a_register
from tests.oracle.world import World

A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
COUNTRIES = ("DK", "GL", "FO")
ZONES = ("Europe/Copenhagen", "Atlantic/Faroe", "America/Nuuk", "Pacific/Auckland")
SHARES = tuple(Fraction(a, b) for a, b in ((1, 2), (2, 5), (2, 3), (4, 5), (1, 1)))
GROUPS = (None, "guards", "guards", "clerks")
FIRST, LAST = date(2025, 3, 1), date(2027, 12, 31)
HOLIDAY_SEASONS = (date(2026, 3, 23), date(2026, 5, 11), date(2026, 12, 21), date(2027, 1, 4))
HOLIDAYS: Mapping[str, frozenset[date]] = {
    country: frozenset(country_holidays(country, years=range(2024, 2030), categories=(PUBLIC,)))
    for country in COUNTRIES
}


@lru_cache(maxsize=40)
def a_world(seed: int) -> World:
    """One organisation for each seed."""
    draw = Random(seed)
    as_of = a_today(draw)
    horizon = draw.choice((1, 2, 4, 4, 4, 8, 12))
    start = as_of - timedelta(days=as_of.weekday()) - 6 * A_WEEK
    days = [start + k * A_DAY for k in range(7 * (6 + horizon))]
    units = a_tree(draw)
    people = some_people(draw, units)
    register = a_register(draw, days, as_of, list(units), people)
    ours = {unit: habits(draw) for unit in units}
    diaries = {who.id: a_diary(draw, days, register, who, ours[who.unit]) for who in people}
    organisation = an_organisation(draw, days, units, people)
    return World(organisation, register, HOLIDAYS, as_of, horizon, diaries)


def a_today(draw: Random) -> date:
    """Any weekday of three years; often near a holiday or in the weeks around week 53."""
    if draw.random() < 0.4:
        return draw.choice(HOLIDAY_SEASONS) + draw.randrange(-21, 14) * A_DAY
    return FIRST + draw.randrange((LAST - FIRST).days - 100) * A_DAY


def a_tree(draw: Random) -> dict[str, str | None]:
    """Two to six units and their parents; now and then a second tree."""
    units: dict[str, str | None] = {"u0": None}
    for number in range(1, draw.randrange(2, 7)):
        alone = draw.random() < 0.08
        units[f"u{number}"] = None if alone else draw.choice(list(units))
    return units


def some_people(draw: Random, units: Mapping[str, str | None]) -> tuple[Employee, ...]:
    """One crowded workplace, and a few people elsewhere."""
    crowded = draw.choice(list(units))
    homes = [crowded] * draw.choice((1, 4, 5, 5, 6, 7))
    homes += [draw.choice(list(units)) for _ in range(draw.randrange(1, 4))]
    return tuple(a_person(draw, f"e{number}", unit) for number, unit in enumerate(homes, 1))


def a_person(draw: Random, name: str, unit: str) -> Employee:
    usual = (0, 1, 2, 3, 4)
    working = draw.choice((usual, usual, usual, usual, (0, 1, 3), (1, 2, 3, 4), (0, 2, 5)))
    return Employee(
        name,
        f"{name}@x.example",
        "files",
        unit,
        name=name,
        working_days=frozenset(working),
        staff_group=draw.choice(GROUPS),
    )


def an_organisation(
    draw: Random, days: list[date], tree: Mapping[str, str | None], people: tuple[Employee, ...]
) -> Organisation:
    units = {
        name: Unit(name, name, parent, values=unit_values(draw, days))
        for name, parent in tree.items()
    }
    parameters = [row for unit in units for row in some_parameters(draw, days, unit)]
    defaults = {"country": "DK", "home_work": "all"}
    return Organisation(units, people, (), tuple(parameters), defaults)


def unit_values(draw: Random, days: list[date]) -> dict[str, object]:
    """Also what has no dates of effect: from which day on calendars are evidence, and the zone."""
    lasting = {"read_from": draw.choice(days), "time_zone": draw.choice(ZONES)}
    odds = {"read_from": 0.08, "time_zone": 0.3}
    kept = {key: value for key, value in lasting.items() if draw.random() < odds[key]}
    return {**some_values(draw, days, 0.2), **kept}


def some_values(draw: Random, days: list[date], odds: float) -> dict[str, object]:
    drawn = {
        "country": draw.choice(COUNTRIES),
        "home_work": draw.choice(("all", "all", "ad_hoc", "none")),
        "on_site_days": (draw.randrange(5), draw.choice(days)),
        "local_days_off": some_days(draw, days),
        "local_working_days": some_days(draw, days),
        "max_home_share": draw.choice(SHARES),
        "working_environment": draw.choice((True, True, False)),
        "lead_weeks": draw.randrange(1, 12),
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
