"""Times on the wire: Windows names of zones, and dateTimes with, without, and in spite of offsets."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

_FRACTION = re.compile(r"\.\d+")
DAY = timedelta(days=1)


def zone_of(windows_name: str | None, otherwise: ZoneInfo) -> ZoneInfo:
    """The zone that a Windows name stands for, or another where nobody knows it."""
    name = MS_TIMEZONE_TO_IANA_MAP.get(windows_name or "")
    return ZoneInfo(name) if name else otherwise


def windows_name(zone: ZoneInfo) -> str:
    """A Windows name for a zone."""
    known = {
        "Europe/Copenhagen": "Romance Standard Time",
        "Atlantic/Faroe": "GMT Standard Time",
        "America/Nuuk": "Greenland Standard Time",
        "UTC": "UTC",
    }
    names = (name for name, key in MS_TIMEZONE_TO_IANA_MAP.items() if key == zone.key)
    return known.get(zone.key) or next(names, "UTC")


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A dateTime as an instant; one without an offset is in ``zone``."""
    found = datetime.fromisoformat(_FRACTION.sub("", text.strip()))
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def wire(instant: datetime) -> str:
    """An instant as Exchange writes it."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def widened(start: datetime, end: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The midnights around an all-day entry, as instants; it lasts a day at least."""
    first = start.astimezone(zone).date()
    last_local = end.astimezone(zone)
    last = last_local.date() + (DAY if last_local.time() > time.min else timedelta())
    last = max(last, first + DAY)
    return _midnight(first, zone), _midnight(last, zone)


def _midnight(day: object, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)  # type: ignore[arg-type]
