"""A rule and the question whether it ever finds a day, answered without searching for ages."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from connectors.model import When

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
SELECTORS = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYDAY")
_REACH = 8 * 366


@dataclass(frozen=True, slots=True)
class Rule:
    """One checked rule. ``until`` is of the type of the series' start: a date, or a wall time."""

    freq: str
    interval: int
    count: int | None
    until: When | None
    parts: tuple[tuple[str, str], ...]

    @property
    def endless(self) -> bool:
        """Whether the rule never ends by itself."""
        return self.count is None and self.until is None

    @property
    def searched(self) -> bool:
        """Whether the rule picks days, so that it may have to look for long."""
        return any(name in SELECTORS for name, _ in self.parts)

    @property
    def text(self) -> str:
        """The rule in one normal form, as dateutil and recurring-ical-events read it."""
        words = [f"FREQ={self.freq}"]
        if self.until is not None:
            form = "%Y%m%dT%H%M%S" if isinstance(self.until, datetime) else "%Y%m%d"
            words.append(f"UNTIL={self.until.strftime(form)}")
        if self.count is not None:
            words.append(f"COUNT={self.count}")
        words.append(f"INTERVAL={self.interval}")
        return ";".join(words + [f"{name}={value}" for name, value in self.parts])

    def numbers(self, name: str) -> list[int]:
        """The values of a numeric BY part, empty if there is none."""
        return [int(v) for key, value in self.parts if key == name for v in value.split(",")]

    def weekdays(self) -> list[tuple[int, int]]:
        """BYDAY as (ordinal or 0, weekday with Monday 0)."""
        raw = next((value for key, value in self.parts if key == "BYDAY"), "")
        found = [BYDAY.fullmatch(day) for day in raw.split(",") if day]
        return [(int(m[1] or 0), DAYS.index(m[2])) for m in found if m]


@lru_cache(maxsize=4096)
def finds_a_day(rule: Rule, start: date) -> bool:
    """Whether the rule hits a day within eight years of its start: a search beyond is a bomb."""
    wanted = min((abs(n) for n in rule.numbers("BYSETPOS")), default=1)
    selected = _Selection(rule, start)
    found: Counter[int] = Counter()
    for step, day in _candidates(rule, start):
        if selected.holds(day):
            found[step] += 1
            if found[step] >= wanted:
                return True
    return False


def _candidates(rule: Rule, start: date) -> Iterator[tuple[int, date]]:
    """The days that the rule's frequency and interval allow, each with the number of its step."""
    stride = rule.interval if rule.freq == "DAILY" else 1
    origin = _step(rule, start)
    for ahead in range(0, _REACH, stride):
        day = start + timedelta(days=ahead)
        step = _step(rule, day) - origin
        if rule.freq == "DAILY" or step % rule.interval == 0:
            yield step, day


def _step(rule: Rule, day: date) -> int:
    if rule.freq == "YEARLY":
        return day.year
    if rule.freq == "MONTHLY":
        return day.year * 12 + day.month
    if rule.freq == "WEEKLY":
        week_start = next((value for name, value in rule.parts if name == "WKST"), "MO")
        return (day.toordinal() - 1 - DAYS.index(week_start)) // 7
    return day.toordinal()


class _Selection:
    """The BY parts as one test of a date, with what RFC 5545 takes from the start."""

    def __init__(self, rule: Rule, start: date) -> None:
        self.months = rule.numbers("BYMONTH")
        self.month_days = rule.numbers("BYMONTHDAY")
        self.year_days = rule.numbers("BYYEARDAY")
        self.weeks = rule.numbers("BYWEEKNO")
        ordinals = rule.freq in {"MONTHLY", "YEARLY"}
        days = rule.weekdays()
        self.weekdays = {day for nth, day in days if not (nth and ordinals)}
        self.nth = {(nth, day) for nth, day in days if nth and ordinals}
        self.by_month = rule.freq == "MONTHLY" or bool(self.months)
        if not (days or self.month_days or self.year_days or self.weeks):
            self.month_days = [start.day] if ordinals else []
            self.weekdays = {start.weekday()} if rule.freq == "WEEKLY" else set()

    def holds(self, day: date) -> bool:
        """Whether every BY part lets the day through."""
        if self.months and day.month not in self.months:
            return False
        length = monthrange(day.year, day.month)[1]
        return (
            (not self.weekdays or day.weekday() in self.weekdays)
            and _listed(day.day, length, self.month_days)
            and (not self.nth or self._is_nth(day, length))
            and self._in_year(day)
        )

    def _is_nth(self, day: date, month_length: int) -> bool:
        place, size = (day.day, month_length) if self.by_month else _place_in_year(day)
        weekday = day.weekday()
        ahead, behind = (place - 1) // 7 + 1, -((size - place) // 7 + 1)
        return (ahead, weekday) in self.nth or (behind, weekday) in self.nth

    def _in_year(self, day: date) -> bool:
        if self.weeks:
            last = date(day.isocalendar().year, 12, 28).isocalendar().week
            if not _listed(day.isocalendar().week, last, self.weeks):
                return False
        return not self.year_days or _listed(*_place_in_year(day), self.year_days)


def _listed(place: int, size: int, wanted: list[int]) -> bool:
    return not wanted or place in wanted or place - size - 1 in wanted


def _place_in_year(day: date) -> tuple[int, int]:
    return day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
