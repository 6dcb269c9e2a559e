"""Writes a small working configuration to start from: two people, one agreement, one calendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from policy.workdays import monday_of

TEMPLATES = Path(__file__).parent / "starter_files"
PLACES = {
    "hjemmedag.toml": "hjemmedag.toml",
    "organisation.toml": "organisation.toml",
    "register.toml": "register.toml",
    "home.ics": "calendars/anna@example.org/home.ics",
    "meeting.ics": "calendars/anna@example.org/meeting.ics",
}


class FolderInUseError(Exception):
    """Something lies where a starting configuration would be written; nothing was."""


def write_starter(folder: Path, today: date) -> Iterator[Path]:
    """Write the files into ``folder``, made if need be; yields each path. Overwrites nothing."""
    taken = [place for place in PLACES.values() if (folder / place).exists()]
    if taken:
        raise FolderInUseError(f"{folder / taken[0]} is there already; choose an empty folder")
    (folder / "calendars" / "boss@example.org").mkdir(parents=True, exist_ok=True)
    for template, place in PLACES.items():
        path = folder / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(template, today), encoding="utf-8")
        yield path


def _filled(template: str, today: date) -> str:
    tuesday = monday_of(today) + timedelta(days=8)
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return (
        text.replace("{today}", today.isoformat())
        .replace("{tuesday}", f"{tuesday:%Y%m%d}")
        .replace("{wednesday}", f"{tuesday + timedelta(days=1):%Y%m%d}")
    )
