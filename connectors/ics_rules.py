"""A recurrence rule is checked before anybody expands it: what could run away is refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, tzinfo

from connectors.ics_reach import BYDAY, DAYS, SELECTORS, Rule, finds_a_day
from connectors.ics_times import UnfitError
from connectors.model import When
from connectors.zones import in_zone

DATES_CAP = 2_000
"""More RDATE or EXDATE values than this are refused."""
YEARS_BACK = 30
"""A series that started longer before the window is refused."""
RULES_CAP = 4

_STEPS = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_LIMITS = {
    "BYSECOND": (0, 59),
    "BYMINUTE": (0, 59),
    "BYHOUR": (0, 23),
    "BYMONTH": (1, 12),
    "BYMONTHDAY": (-31, 31),
    "BYYEARDAY": (-366, 366),
    "BYWEEKNO": (-53, 53),
    "BYSETPOS": (-5, 5),
}
_ALLOWED = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_LIMITS}


def read_rule(raw: str, start: When, home: tzinfo) -> Rule:
    """Check one RRULE value for a series that begins at ``start``; raises UnfitError."""
    words = _words(raw)
    _check_words(words)
    freq, interval = words["FREQ"], _number(words.get("INTERVAL", "1"), 1, 1000, "INTERVAL")
    count = _number(words["COUNT"], 1, 100_000, "COUNT") if "COUNT" in words else None
    until = _until(words["UNTIL"], start, home) if "UNTIL" in words else None
    parts = tuple(
        (name, ",".join(sorted(set(words[name].split(",")))))
        for name in sorted(words)
        if name.startswith("BY") or name == "WKST"
    )
    rule = Rule(freq, interval, count, until, parts)
    first = start.date() if isinstance(start, datetime) else start
    if rule.searched and not finds_a_day(rule, first):
        raise UnfitError("its rule names days that no year has")
    return rule


def check_extent(started: When, window_start: date, dates: int, rules: int) -> None:
    """Refuse a series that is too old, or has too many single dates or rules (UnfitError)."""
    if started.year < window_start.year - YEARS_BACK:
        raise UnfitError(f"its series started more than {YEARS_BACK} years ago")
    if dates > DATES_CAP:
        raise UnfitError(f"its series names more than {DATES_CAP} single dates")
    if rules > RULES_CAP:
        raise UnfitError(f"its series has more than {RULES_CAP} rules")


def _words(raw: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for part in filter(None, raw.replace(" ", "").upper().split(";")):
        name, _, value = part.partition("=")
        if name in words or not value:
            raise UnfitError("its rule is malformed")
        if not name.startswith("X-"):
            words[name] = value.strip(",")
    return words


def _check_words(words: dict[str, str]) -> None:
    words.pop("SKIP", None) if words.get("SKIP") == "OMIT" else None
    words.pop("RSCALE", None) if words.get("RSCALE") == "GREGORIAN" else None
    unknown = set(words) - _ALLOWED
    if unknown:
        raise UnfitError("its rule has a part that is not known here")
    if words.get("FREQ") not in _STEPS:
        raise UnfitError("its rule repeats more often than daily, or names no frequency")
    if "COUNT" in words and "UNTIL" in words:
        raise UnfitError("its rule has both a count and an end")
    if words.get("WKST", "MO") not in DAYS:
        raise UnfitError("its rule names a week start that is no weekday")
    if not all(BYDAY.fullmatch(day) for day in words.get("BYDAY", "MO").split(",")):
        raise UnfitError("its rule names a weekday that is none")
    for name, (low, high) in _LIMITS.items():
        if name in words:
            _check_numbers(name, words[name].split(","), low, high)
    _check_together(words)


def _check_numbers(name: str, values: list[str], low: int, high: int) -> None:
    for value in values:
        if _number(value, low, high, name) == 0 and low < 0:
            raise UnfitError(f"{name} in its rule is out of bounds")
    if name in {"BYHOUR", "BYMINUTE", "BYSECOND"} and len(values) > 1:
        raise UnfitError(f"{name} in its rule has more than one value")


def _check_together(words: dict[str, str]) -> None:
    freq = words["FREQ"]
    if "BYWEEKNO" in words and freq != "YEARLY":
        raise UnfitError("BYWEEKNO stands only in a yearly rule")
    if "BYYEARDAY" in words and freq != "YEARLY":
        raise UnfitError("BYYEARDAY stands only in a yearly rule")
    if "BYMONTHDAY" in words and freq == "WEEKLY":
        raise UnfitError("BYMONTHDAY does not stand in a weekly rule")
    if "BYSETPOS" in words and not any(name in words for name in SELECTORS):
        raise UnfitError("BYSETPOS in its rule has nothing to choose from")


def _number(raw: str, low: int, high: int, name: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,6}", raw) or not low <= int(raw) <= high:
        raise UnfitError(f"{name} in its rule is out of bounds")
    return int(raw)


def _until(raw: str, start: When, home: tzinfo) -> When:
    match = _UNTIL.fullmatch(raw)
    if not match:
        raise UnfitError("the end of its rule is malformed")
    try:
        day = date(int(match[1]), int(match[2]), int(match[3]))
        clock = _clock(match) if match[4] else None
    except ValueError as error:
        raise UnfitError("the end of its rule does not exist") from error
    if not isinstance(start, datetime):
        return _last_date(day, clock, bool(match[7]), home)
    if clock is None:
        return datetime.combine(day, time(23, 59, 59))
    wall = datetime.combine(day, clock)
    return in_zone(wall.replace(tzinfo=UTC), start.tzinfo) if match[7] else wall


def _clock(match: re.Match[str]) -> time:
    return time(int(match[4]), int(match[5]), min(int(match[6]), 59))


def _last_date(day: date, clock: time | None, utc: bool, home: tzinfo) -> date:
    """Midnight UTC is a date that was written as a time; another hour is a local midnight."""
    if clock is None or not utc or clock == time():
        return day
    return datetime.combine(day, clock, tzinfo=UTC).astimezone(home).date()
