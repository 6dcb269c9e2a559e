"""Many small calendars in one installation, so that a table of cases costs one ``check``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tests.installation import Installation

Entry = tuple[Any, ...]
"""What :meth:`Installation.add` takes: subject, start, end or None, further lines."""


def at(day: date, hour: float) -> datetime:
    """A wall time of that day."""
    minutes = round(hour * 60)
    return datetime(day.year, day.month, day.day, minutes // 60, minutes % 60)  # noqa: DTZ001


def checked(
    folder: Path, as_of: date, calendars: Mapping[str, Sequence[Entry]], **settings: Any
) -> dict[str, Any]:
    """What ``check`` says of everybody, by name of the case."""
    ids = {f"case-{n}": name for n, name in enumerate(calendars)}
    place = Installation(folder, as_of, employees=tuple(ids), **settings)
    for person, name in ids.items():
        for entry in calendars[name]:
            place.add(*entry, person=person)
    return {ids[e["id"]]: e for e in place.check()["employees"]}


def on(employee: Mapping[str, Any], day: date) -> dict[str, Any]:
    """One day of one person; an unknown day without entries where it is not listed."""
    nothing: dict[str, Any] = {
        "status": "unknown",
        "share": None,
        "kind": None,
        "reason": "none",
        "on_site": [],
    }
    return next((d for d in employee["days"] if d["date"] == day.isoformat()), nothing)


def attendee(address: str, answer: str = "ACCEPTED", role: str = "REQ-PARTICIPANT") -> str:
    """A line of an invitation."""
    return f"ATTENDEE;ROLE={role};PARTSTAT={answer}:mailto:{address}"
