"""The templates, and how a finding's facts become words that they can speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template, select_autoescape

from policy.model import Finding
from policy.workdays import iso_week
from sync.phrasing import Phrasing, capitalised

_DIRECTION_MARKS = dict.fromkeys(
    (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)


@cache
def template(name: str) -> Template:
    """A template by its path below ``templates``; only those for HTML escape what they are given."""
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("sync"),
        autoescape=select_autoescape(("html.j2",), default=False),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_left_to_right,
    )
    environment.filters["capitalised"] = capitalised
    environment.filters["clock_times"] = _hours
    return environment


def _left_to_right(value: object) -> object:
    """Without marks that turn the direction of text: a name must not reorder what stands after it."""
    return value.translate(_DIRECTION_MARKS) if isinstance(value, str) else value


def speakable(finding: Finding, phrasing: Phrasing) -> dict[str, Any]:
    """What a template may speak of: the finding, its facts as values, its first day."""
    facts: dict[str, Any] = {k: _value(k, v) for k, v in finding.facts.items()}
    return {
        "finding": finding,
        "fact": facts,
        "day": finding.days[0] if finding.days else None,
        "first_week": phrasing.week(iso_week(finding.days[0])) if finding.days else None,
    }


_NUMBERS = frozenset({"cap", "days", "weeks", "per_week", "share", "max_home_share"})
_DATES = frozenset({"date", "last_day", "decided_on", "explained_on", "first_day", "valid_from"})


def _value(key: str, value: object) -> object:
    if key in _DATES:
        return date.fromisoformat(str(value))
    if key == "month":
        return date.fromisoformat(f"{value}-01")
    if key in _NUMBERS:
        return Fraction(str(value))
    if key == "meetings" and isinstance(value, list):
        return [{**m, "start": _moment(m["start"]), "end": _moment(m["end"])} for m in value]
    return value


def _moment(text: str) -> datetime | None:
    """When a meeting is; None for one that takes whole days."""
    return datetime.fromisoformat(text) if "T" in text else None


def _hours(meetings: Sequence[Mapping[str, Any]], phrasing: Phrasing) -> list[str]:
    return [phrasing.hours(m["start"], m["end"]) for m in meetings]
