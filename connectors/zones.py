"""Names of time zones become zones, and dates become instants: all zone trouble in one place."""

from __future__ import annotations

import re
import zoneinfo
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from connectors.model import When

# Windows names its zones in the language of the machine that wrote the entry.
_LOCALISED = {
    "mitteleuropäische zeit": "Europe/Berlin",
    "mitteleuropäische sommerzeit": "Europe/Berlin",
    "mitteleuropäische normalzeit": "Europe/Berlin",
    "westeuropäische zeit": "Europe/London",
    "osteuropäische zeit": "Europe/Helsinki",
    "central european time": "Europe/Paris",
    "central europe time": "Europe/Paris",
    "romersk normaltid": "Europe/Copenhagen",
    "romersk, normaltid": "Europe/Copenhagen",
    "romansk normaltid": "Europe/Copenhagen",
    "rom, normaltid": "Europe/Copenhagen",
    "romance, normaltid": "Europe/Copenhagen",
    "romance (normaltid)": "Europe/Copenhagen",
    "romance (standardtid)": "Europe/Copenhagen",
    "romance normaltid": "Europe/Copenhagen",
    "romanische normalzeit": "Europe/Copenhagen",
    "dansk normaltid": "Europe/Copenhagen",
    "dansk tid": "Europe/Copenhagen",
    "vesteuropa, normaltid": "Europe/Berlin",
    "vesteuropa (normaltid)": "Europe/Berlin",
    "vesteuropæisk normaltid": "Europe/Berlin",
    "w. europa (normaltid)": "Europe/Berlin",
    "centraleuropæisk tid": "Europe/Copenhagen",
    "centraleuropæisk normaltid": "Europe/Copenhagen",
    "centraleuropæisk sommertid": "Europe/Copenhagen",
    "centraleuropa, normaltid": "Europe/Budapest",
    "grønland, normaltid": "America/Nuuk",
    "grønland (normaltid)": "America/Nuuk",
    "grønlandsk normaltid": "America/Nuuk",
    "grönland normalzeit": "America/Nuuk",
    "gmt, normaltid": "Europe/London",
    "gmt (normaltid)": "Europe/London",
    "coordinated universal time": "UTC",
    "koordineret universaltid": "UTC",
    "koordinierte weltzeit": "UTC",
    "tzone://microsoft/utc": "UTC",
    "z": "UTC",
    "cest": "Europe/Paris",
    "mez": "Europe/Berlin",
    "mesz": "Europe/Berlin",
}
_CITIES = {
    "københavn": "Europe/Copenhagen",
    "kopenhagen": "Europe/Copenhagen",
    "bruxelles": "Europe/Brussels",
    "brüssel": "Europe/Brussels",
    "rom": "Europe/Rome",
    "wien": "Europe/Vienna",
    "prag": "Europe/Prague",
    "warszawa": "Europe/Warsaw",
    "warschau": "Europe/Warsaw",
    "lissabon": "Europe/Lisbon",
    "athen": "Europe/Athens",
    "tórshavn": "Atlantic/Faroe",
    "thorshavn": "Atlantic/Faroe",
    "færøerne": "Atlantic/Faroe",
    "grønland": "America/Nuuk",
    "grönland": "America/Nuuk",
    "greenland": "America/Nuuk",
}
_WINDOWS = {
    "Europe/Copenhagen": "Romance Standard Time",
    "Atlantic/Faroe": "GMT Standard Time",
    "Atlantic/Faeroe": "GMT Standard Time",
    "America/Nuuk": "Greenland Standard Time",
    "America/Godthab": "Greenland Standard Time",
    "America/Thule": "Atlantic Standard Time",
    "America/Danmarkshavn": "UTC",
    "America/Scoresbysund": "Azores Standard Time",
    "Europe/Oslo": "W. Europe Standard Time",
    "Europe/Stockholm": "W. Europe Standard Time",
    "Europe/Brussels": "Romance Standard Time",
    "Europe/Madrid": "Romance Standard Time",
    "Pacific/Auckland": "New Zealand Standard Time",
    "UTC": "UTC",
}
_DISPLAY = re.compile(r"\((?:UTC|GMT)\s*(?:([+-])(\d\d?)[:.]?(\d\d)?)?\)\s*(.+)", re.IGNORECASE)
_LONGEST_NAME = 300
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d\d?):?(\d\d)?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def zone_named(name: str) -> tzinfo | None:
    """The zone that an IANA, Windows, localised or display name means; None where nobody knows."""
    bare = name.strip().strip('"').strip()
    if len(bare) > _LONGEST_NAME:
        return None
    key = _known(bare) or _suffix(bare)
    if key:
        return ZoneInfo(key)
    display = _DISPLAY.fullmatch(bare)
    if display:
        return _by_city(display)
    offset = _OFFSET.fullmatch(bare)
    return timezone(_delta(*offset.groups())) if offset and _sane(offset) else None


def windows_name(zone: ZoneInfo) -> str:
    """The Windows name of a zone, as EWS and Graph want it; ``UTC`` for one without a name."""
    return _WINDOWS.get(zone.key) or _from_windows().get(zone.key, "UTC")


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """The wall time of an aware moment in a zone, without the zone."""
    return moment.astimezone(zone).replace(tzinfo=None)


def midnight(day: date, zone: tzinfo) -> datetime:
    """The first instant of a local date."""
    return datetime.combine(day, time.min, tzinfo=zone)


def overlaps(start: When, end: When, first: date, last: date, zone: tzinfo) -> bool:
    """Whether an entry touches the local dates ``[first, last)``; all-day entries stay on dates."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return start < last and end > first
    opens, closes = midnight(first, zone), midnight(last, zone)
    # Of one tzinfo Python compares wall times; the repeated hour needs the instants.
    begins = start.timestamp()
    if begins >= closes.timestamp():
        return False
    return end.timestamp() > opens.timestamp() or begins >= opens.timestamp()


def _known(name: str) -> str | None:
    folded = name.casefold()
    return (
        _iana().get(folded)
        or _windows_names().get(folded)
        or _LOCALISED.get(folded)
        or _CITIES.get(folded)
    )


def _suffix(name: str) -> str | None:
    """``/freeassociation.sourceforge.net/Europe/Berlin`` and its like end in an IANA name."""
    parts = [part for part in name.split("/") if part]
    for start in range(len(parts) - 1):
        key = _iana().get("/".join(parts[start:]).casefold())
        if key:
            return key
    return None


def _by_city(display: re.Match[str]) -> tzinfo | None:
    wanted = _delta(*display.groups()[:3]) if display[1] else timedelta()
    for city in display[4].split(","):
        folded = city.strip().casefold()
        key = _CITIES.get(folded) or _city_names().get(folded)
        if key and _standard_offset(key) == wanted:
            return ZoneInfo(key)
    return None


def _standard_offset(key: str) -> timedelta | None:
    zone = ZoneInfo(key)
    offsets = [datetime(2026, month, 1, tzinfo=zone).utcoffset() for month in (1, 7)]
    return min(offset for offset in offsets if offset is not None)


def _delta(sign: str, hours: str, minutes: str | None) -> timedelta:
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return -size if sign == "-" else size


def _sane(offset: re.Match[str]) -> bool:
    return int(offset[2]) <= 14 and int(offset[3] or 0) < 60


@cache
def _iana() -> dict[str, str]:
    return {key.casefold(): key for key in zoneinfo.available_timezones() if key != "Factory"}


@cache
def _windows_names() -> dict[str, str]:
    return {name.casefold(): key for name, key in WINDOWS_TO_OLSON.items()}


@cache
def _from_windows() -> dict[str, str]:
    return {key: name for name, key in WINDOWS_TO_OLSON.items()}


@cache
def _city_names() -> dict[str, str]:
    keys = sorted(key for key in _iana().values() if "/" in key)
    return {key.rsplit("/", 1)[1].replace("_", " ").casefold(): key for key in keys}
