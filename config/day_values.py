"""Turns dates, weekdays and times of a configuration file into values, or says what is allowed.

The functions take and raise what those of ``values`` do.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time

from config.csv_tables import Cell
from config.problems import did_you_mean, quoted
from config.values import BOOLEANS, items

ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DANISH = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
WEEKDAYS = {name: n for names in (ENGLISH, DANISH) for n, name in enumerate(names)}
YEARS = (1900, 2999)
DANISH_DATE = re.compile(r"(\d{1,2})[-.](\d{1,2})[-.](\d{4})")
AND = {"og", "and", "&"}
DASH = re.compile(r"\s*[-–—]\s*")


def day(value: object) -> date:
    """A date: a TOML date or "YYYY-MM-DD"; in a cell also "DD-MM-YYYY" or "DD.MM.YYYY"."""
    found = value
    written = _iso(value) if isinstance(value, str) else ""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
        try:
            found = date.fromisoformat(written)
        except ValueError:
            raise ValueError(f"{quoted(value)} is no day of the calendar") from None
    if not isinstance(found, date) or isinstance(found, datetime):
        raise ValueError(f"{quoted(value)} is no date. Write it as 2026-12-24.")
    if not YEARS[0] <= found.year <= YEARS[1]:
        raise ValueError(f"{quoted(value)} is not allowed. Years from {YEARS[0]} to {YEARS[1]}.")
    return found


def _iso(value: str) -> str:
    """ "2026-12-24"; a cell may also hold it as Danes write it: "24-12-2026", "24.12.2026"."""
    danish = DANISH_DATE.fullmatch(value.strip()) if isinstance(value, Cell) else None
    return f"{danish[3]}-{danish[2]:>02}-{danish[1]:>02}" if danish else value.strip()


def last_day(value: object) -> date | None:
    """A date; 9999-12-31 is how some systems write an open end."""
    text = _iso(value) if isinstance(value, str) else str(value)
    return None if text == "9999-12-31" else day(value)


def days(value: object) -> tuple[date, ...]:
    """A list of dates."""
    return tuple(day(item) for item in _words(value, "write a list such as [2026-12-24]"))


def on_site_days(value: object) -> tuple[int | date, ...]:
    """Weekdays (Monday 0) and dates, mixed."""
    found: list[int | date] = []
    for item in _words(value, 'write a list such as ["tuesday", 2026-12-01]'):
        found.extend([day(item)] if _looks_like_date(item) else _weekdays_of(item))
    return tuple(found)


def weekday(value: object) -> int:
    """One weekday, Monday 0, in English or Danish."""
    name = value.strip().casefold() if isinstance(value, str) else ""
    if name in WEEKDAYS:
        return WEEKDAYS[name]
    meant = did_you_mean(name, WEEKDAYS)
    raise ValueError(f"{quoted(value)} is no weekday.{meant} Allowed: {', '.join(ENGLISH)}.")


def weekdays(value: object) -> frozenset[int]:
    """Weekdays as a list, or as text such as "monday–friday"."""
    example = 'write a list such as ["monday", "tuesday"] or a text such as "monday–friday"'
    found = frozenset(n for item in _words(value, example) for n in _weekdays_of(item))
    if not found:
        raise ValueError(f"no weekday is named: {example}")
    return found


def pattern(value: object) -> tuple[frozenset[int], ...]:
    """One list of weekdays per week of the cycle."""
    weeks = _weeks(value)
    found = tuple(_week(week) for week in weeks)
    if not any(found):
        raise ValueError('no weekday is named: write a list per week, such as [["tuesday"]]')
    return found


def _weeks(value: object) -> list[object]:
    if isinstance(value, Cell):
        return [Cell(week, value.separator) for week in value.split("/")]
    if isinstance(value, str):
        names = [name for name in re.split(r"[\s,;|]+", value) if name]
        raise ValueError(_nested(names))
    if not isinstance(value, list):
        raise ValueError(f"{quoted(value)} is no list. {_nested(['tuesday', 'thursday'])}")
    if value and all(isinstance(item, str) for item in value):
        raise ValueError(_nested(value))
    return value


def _nested(names: list[str]) -> str:
    week = ", ".join(f'"{name}"' for name in names)
    return f"one list per week of the cycle is needed: write [[{week}]]"


def _week(value: object) -> frozenset[int]:
    """One week of a cycle; it may be without home days."""
    if isinstance(value, list) and not value:
        return frozenset()
    if isinstance(value, Cell) and not value:
        return frozenset()
    return weekdays(value)


def clock(value: object) -> int:
    """A time of day in minutes after midnight: "09:00"."""
    if isinstance(value, time):
        return value.hour * 60 + value.minute
    found = re.fullmatch(r"(\d{1,2}):(\d\d)", value.strip()) if isinstance(value, str) else None
    if found and int(found[2]) < 60 and int(found[1]) * 60 + int(found[2]) <= 24 * 60:
        return int(found[1]) * 60 + int(found[2])
    raise ValueError(f'{quoted(value)} is no time of day. Write it as "09:00".')


def enrolled(value: object) -> bool | date:
    """True, false, or the date from which a person takes part."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Cell) and value.casefold() in BOOLEANS:
        return BOOLEANS[value.casefold()]
    try:
        return day(value)
    except ValueError:
        allowed = "Allowed: true, false, or a date such as 2026-12-24."
        raise ValueError(f"{quoted(value)} is not allowed. {allowed}") from None


def _words(value: object, example: str) -> list[object]:
    """The items of a list of days, which may also stand in one text, parted by anything."""
    if isinstance(value, str):
        parted = re.split(r"[\s,;|]+", DASH.sub("-", value))
        return [_as(value, word) for word in parted if word and word.casefold() not in AND]
    return items(value, example)


def _as(whole: str, part: str) -> str:
    """A part of a cell is one too."""
    return Cell(part, whole.separator) if isinstance(whole, Cell) else part


def _looks_like_date(value: object) -> bool:
    return not isinstance(value, str) or bool(re.match(r"\d", value))


def _weekdays_of(value: object) -> tuple[int, ...]:
    """One weekday, or all of a range such as "monday-friday"."""
    ends = DASH.split(value.strip()) if isinstance(value, str) else []
    if len(ends) != 2:
        return (weekday(value),)
    first, last = weekday(ends[0]), weekday(ends[1])
    return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))
