"""One item with its times read, and which of several versions of an entry counts."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from connectors.ics_lines import Item
from connectors.ics_times import LONGEST_YEARS, Span, UnfitError, ZoneTable, read_span, read_time
from connectors.model import When


@dataclass(frozen=True, slots=True)
class Entry:
    """One item with its times read: the master of a UID, or a changed occurrence (``original``)."""

    item: Item
    uid: str
    span: Span
    sequence: int
    original: When | None
    and_future: bool
    zones: ZoneTable
    cancelled: bool
    source: str


def read_entry(item: Item, uid: str, zones: ZoneTable, source: str) -> Entry:
    """The item with its times; raises UnfitError where it cannot be read."""
    raw_original = item.first("RECURRENCE-ID")
    original = read_time(raw_original, zones)[0] if raw_original else None
    span = read_span(item, zones)
    if original is not None and abs(original.year - span.start.year) > LONGEST_YEARS:
        raise UnfitError(f"it was moved over more than {LONGEST_YEARS} years")
    return Entry(
        item,
        uid,
        span,
        _sequence(item),
        original,
        "RANGE=THISANDFUTURE" in (raw_original or "").upper().replace('"', ""),
        zones,
        item.around.method == "CANCEL" or item.word("STATUS") == "CANCELLED",
        source,
    )


def latest_by_original(entries: list[Entry]) -> dict[str, Entry]:
    """The latest version of each changed occurrence, in the order of their first places."""
    changes: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.original is not None:
            changes[stamp(entry.original)].append(entry)
    return {name: max(changes[name], key=_age) for name in sorted(changes)}


def latest(entries: list[Entry]) -> Entry | None:
    """The version that counts; None of none."""
    if len(entries) < 2:
        return entries[0] if entries else None
    return max(entries, key=_age)


def original_of(entry: Entry) -> When:
    """Where the occurrence first stood: for a master its own start."""
    return entry.span.start if entry.original is None else entry.original


def stamp(value: When) -> str:
    """One name for one moment, whatever zone it is written in."""
    return f"{value.timestamp():.0f}" if isinstance(value, datetime) else value.isoformat()


def _age(entry: Entry) -> tuple[int, str, str]:
    """Orders copies of one entry: the latest wins, and of equals always the same one."""
    stamps = (entry.item.text(name) for name in ("LAST-MODIFIED", "DTSTAMP", "CREATED"))
    return entry.sequence, next(filter(None, stamps), ""), entry.item.digest


def _sequence(item: Item) -> int:
    raw = item.text("SEQUENCE").strip()
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0
