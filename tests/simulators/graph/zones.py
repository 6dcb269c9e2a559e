"""Times on the wire: the names of zones that Graph takes, and dateTimes with seven decimals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from tests.simulators.graph.asked import bad

When = date | datetime
DAY = timedelta(days=1)
WINDOWS = {name: key for name, key in MS_TIMEZONE_TO_IANA_MAP.items() if "/" not in name}
_IANA = (
    "America/New_York America/Los_Angeles America/Chicago America/Denver America/Phoenix "
    "America/Halifax America/Sao_Paulo America/Godthab Atlantic/Azores Atlantic/Reykjavik "
    "Etc/GMT Europe/London Europe/Berlin Europe/Budapest Europe/Paris Europe/Warsaw "
    "Europe/Bucharest Europe/Istanbul Europe/Kaliningrad Europe/Moscow Asia/Tokyo"
)
IANA = frozenset(_IANA.split())
"""Some of the few IANA names that are documented; neither Europe/Copenhagen nor Europe/Zurich is."""
_FRACTION = re.compile(r"\.\d+")


def zone_of(name: str | None) -> ZoneInfo:
    """The zone of a name that Graph takes; a 400 for any other."""
    if name in ("UTC", "tzone://Microsoft/Utc", None):
        return ZoneInfo("UTC")
    if name in WINDOWS:
        return ZoneInfo(WINDOWS[name])
    if name in IANA:
        return ZoneInfo(name)
    raise bad(
        "A valid TimeZone value must be specified. The following TimeZone value is not supported: "
        f"'{name}'.",
        "TimeZoneNotSupportedException",
    )


def parsed(text: str) -> datetime:
    """A dateTime as it is written: naive without an offset."""
    try:
        return datetime.fromisoformat(_FRACTION.sub("", text.strip()))
    except (ValueError, AttributeError):
        raise bad(f"The value '{text}' is not a date and time.", "ErrorInvalidParameter") from None


def moment(text: str, zone: ZoneInfo) -> datetime:
    """A dateTime as an instant; one without an offset is in ``zone``."""
    found = parsed(text)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)


def local_of(raw: Mapping[str, Any]) -> tuple[datetime, str]:
    """The local time and the zone's name of a dateTimeTimeZone; a 400 for a zone nobody knows."""
    name = raw.get("timeZone") or "UTC"
    zone = zone_of(name)
    found = parsed(raw.get("dateTime", ""))
    return (found if found.tzinfo is None else found.astimezone(zone).replace(tzinfo=None)), name


def wire(local: datetime) -> str:
    """A local time as Graph writes it inside a dateTimeTimeZone."""
    return f"{local:%Y-%m-%dT%H:%M:%S}.0000000"


def stamp(instant: datetime) -> str:
    """An instant as Graph writes it."""
    return f"{instant.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def instant(when: When, zone: ZoneInfo) -> datetime:
    """The instant of a boundary; a date's is its midnight in a zone."""
    if isinstance(when, datetime):
        return when
    return datetime.combine(when, time.min, zone).astimezone(UTC)
