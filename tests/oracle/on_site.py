"""Meetings on home days, and days on which the workplace asks people to be in (K6, K1, P2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy.model import Employee
from tests.oracle.day_status import at_home_during, home_days_ahead, status_of
from tests.oracle.units import setting, way_up
from tests.oracle.world import Day, Facts, Said, World, to


def on_site_conflict(world: World, who: Employee) -> Iterator[Said]:
    """A home span that overlaps on-site evidence which is sure or likely."""
    for day in home_days_ahead(world, who):
        home = status_of(world, who, day)
        met = [
            m
            for m in world.diaries[who.id][day].meetings
            if m.evidence in ("sure", "likely") and at_home_during(home, m.start, m.end)
        ]
        if not met:
            continue
        known = [m for m in met if home.minutes & frozenset(range(m.start, m.end))]
        certain = home.kind == "fixed" and any(m.evidence == "sure" for m in known)
        severity = "conflict" if certain else "question"
        clause = "K6" if home.kind == "fixed" else "K1"
        more = (("evidence", tuple(sorted(m.evidence for m in met))),)
        told = (sorted((m.start, m.end, m.evidence) for m in met), sorted(home.minutes))
        yield _about(who, "on_site_conflict", day, severity, clause, more, told)


def on_site_day(world: World, who: Employee) -> Iterator[Said]:
    """A home day with a call-in, a closed day or a ``home_work`` that excludes its kind."""
    for day in home_days_ahead(world, who):
        home = status_of(world, who, day)
        source = why_on_site(world, who, day, home)
        if source:
            clause = "K6" if source == "call_in" and home.kind == "fixed" else "P2"
            yield _about(who, "on_site_day", day, "question", clause, (("source", source),), source)


def why_on_site(world: World, who: Employee, day: date, home: Day) -> str:
    """The first that holds, or nothing."""
    for call in world.register.call_ins:
        asked = call.employee == who.id or call.unit in way_up(world, who.unit)
        if call.date != day or not asked:
            continue
        timed = call.start is not None or call.end is not None
        start = call.start or 0
        end = 24 * 60 if call.end is None else call.end
        if not timed or at_home_during(home, start, end):
            return "call_in"
    on_site_days = setting(world, who.unit, "on_site_days", day)
    if isinstance(on_site_days, tuple) and {day, day.isoweekday() - 1} & set(on_site_days):
        return "on_site_days"
    home_work = setting(world, who.unit, "home_work", day)
    excluded = {"none": ("fixed", "ad_hoc"), "ad_hoc": ("fixed",)}.get(str(home_work), ())
    return "home_work" if home.kind in excluded else ""


def _about(
    who: Employee,
    rule: str,
    day: date,
    severity: str,
    clause: str,
    more: Facts,
    reopen: object,
) -> Said:
    key = f"{rule}:{who.id}:{day}"
    return Said(rule, severity, who.id, (day,), clause, key, to("employee"), more, reopen)
