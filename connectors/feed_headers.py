"""What the headers of an answer say about time and version, and nothing that they only pretend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_VALIDATOR = re.compile(r"[\x20-\x7e]{1,500}")
LONGEST_WAIT = timedelta(days=1)


def validator(headers: Mapping[str, str], name: str) -> str:
    """An ETag or a date as it was sent, fit to be sent back; empty if it is none."""
    value = headers.get(name, "")
    return value if _VALIDATOR.fullmatch(value) else ""


def settled(headers: Mapping[str, str]) -> bool:
    """Whether Last-Modified tells versions apart: it counts seconds, and this one is over."""
    sent, changed = _date(headers.get("date", "")), _date(headers.get("last-modified", ""))
    return sent is not None and changed is not None and sent - changed >= timedelta(seconds=2)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait, as a number or as a date (RFC 9110), at most a day; None where not said."""
    raw = headers.get("retry-after", "").strip()
    if raw.isascii() and raw.isdecimal():
        seconds = float(raw[:9])
    elif (until := _date(raw)) is not None:
        seconds = (until - now).total_seconds()
    else:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT.total_seconds())


def _date(raw: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
