"""The VTIMEZONE blocks of a file become zones, as far as their rules are sane."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from icalendar import Timezone

from connectors.zones import zone_named

LINES_CAP = 1_000
"""Of the zones that a file defines, no more lines than this are compiled."""
Compiled = dict[tuple[str, ...], tzinfo | None]
"""The zones that a file's blocks gave, by their lines."""

_OBSERVANCE_RULE = re.compile(
    r"FREQ=YEARLY(;(INTERVAL=1|BYMONTH=\d+|BYDAY=-?\d?[A-Z]{2}|BYMONTHDAY=[-\d,]+"
    r"|UNTIL=\w+|WKST=[A-Z]{2}|BYHOUR=\d+|BYMINUTE=\d+|COUNT=\d{1,3}))*"
)
_OBSERVANCE = re.compile(
    r"^BEGIN:(?:STANDARD|DAYLIGHT)\n(?:(?!END:).*\n)*", re.IGNORECASE | re.MULTILINE
)
_ENDLESS = re.compile(r"^RRULE(?!.*(?:UNTIL|COUNT)=)", re.IGNORECASE | re.MULTILINE)
_FAR_BACK = re.compile(r"^(DTSTART[^:\n]*:)1[0-8]\d\d|^(DTSTART[^:\n]*:)19[0-7]\d", re.I | re.M)


def blocks_by_name(blocks: list[list[str]]) -> dict[str, list[list[str]]]:
    """The blocks by their TZID, in the order of the file."""
    named: dict[str, list[list[str]]] = {}
    for block in blocks:
        named.setdefault(_name(block), []).append(block)
    return named


def defined(block: list[str], compiled: Compiled) -> tzinfo | None:
    """The zone that a block stands for; None where its rules are none, or the file has too many."""
    key = tuple(block)
    if key not in compiled:
        if sum(map(len, compiled)) + len(block) > LINES_CAP:
            return None
        compiled[key] = _located(block) or _compile(block)
    return compiled[key]


def _name(block: list[str]) -> str:
    for line in block:
        if line[:5].upper() in {"TZID:", "TZID;"}:
            return line.partition(":")[2].strip().strip('"')
    return ""


def _located(block: list[str]) -> tzinfo | None:
    for line in block:
        if line.upper().startswith("X-LIC-LOCATION:"):
            return zone_named(line.partition(":")[2])
    return None


def _compile(block: list[str]) -> tzinfo | None:
    """The block's own rules as a zone; None where it has none or they are not sane."""
    # The library keeps zones by name for all files, and chokes on parameters of the name.
    kept = [block[0], "TZID:of-this-file"]
    kept += [line for line in block[1:] if not line.upper().startswith(("X-", "TZID"))]
    rules = [line for line in kept if line.upper().startswith(("RRULE", "EXRULE"))]
    sane = all(_OBSERVANCE_RULE.fullmatch(rule.partition(":")[2].strip().upper()) for rule in rules)
    if not sane:
        return None
    try:
        end = [] if kept[-1].strip().upper() == "END:VTIMEZONE" else ["END:VTIMEZONE"]
        text = _OBSERVANCE.sub(_moved_up, "\n".join([*kept, *end, ""]))
        component = Timezone.from_ical(text)
        zone = component.to_tz(lookup_tzid=False) if isinstance(component, Timezone) else None
        datetime(2026, 7, 1, tzinfo=zone).utcoffset()
    except Exception:  # noqa: BLE001 – rules nobody can compile are no rules, whatever it raises
        return None
    return zone


def _moved_up(observance: re.Match[str]) -> str:
    """An endless yearly rule gives the same changes from 1980 on; Outlook begins in 1601."""
    if not _ENDLESS.search(observance[0]):
        return observance[0]
    return _FAR_BACK.sub(lambda start: (start[1] or start[2]) + "1980", observance[0])
