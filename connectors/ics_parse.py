"""Calendar files become events in a window; what cannot be read is set aside and hides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from connectors import ics_meeting
from connectors.ics_lines import SIZE_CAP, CalendarText, Item, digest, take_apart
from connectors.ics_rules import check_extent, read_rule
from connectors.ics_series import Exceptional, Found, Recurring, describe, expand
from connectors.ics_times import (
    Span,
    UnfitError,
    ZoneTable,
    read_span,
    read_time,
    read_times,
)
from connectors.model import CalendarEvent, JoinLink, Mailbox, Series, Unreadable, When
from connectors.vtimezone import Compiled
from connectors.zones import overlaps

VERSION = 2
"""Grows whenever the same bytes would be read differently; it is part of every file cursor."""

KEY_PROPERTY = "X-HJEMMEDAG-KEY"
_MESSAGES = frozenset(("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"))


@dataclass(frozen=True, slots=True)
class Source:
    """One file; ``name`` only goes into opaque ids."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Parsed:
    """All occurrences in the window in a fixed order, and what was set aside."""

    events: tuple[CalendarEvent, ...]
    unreadable: tuple[Unreadable, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """One item with its times read: the master of a UID, or a changed occurrence (``original``)."""

    item: Item
    uid: str
    span: Span
    sequence: int
    original: When | None
    and_future: bool
    zones: ZoneTable
    cancelled: bool


def parse(
    sources: Iterable[Source], mailbox: Mailbox, first: date, last: date, *, limited: bool = False
) -> Parsed:
    """Every occurrence that touches the local dates ``[first, last)``, in a fixed order.

    ``limited``: descriptions may have been held back, so none does not mean no join link.
    """
    reading = _Reading(mailbox, first, last, limited=limited)
    for source in sources:
        reading.take(source)
    for uid in sorted(reading.groups):
        reading.expand_group(reading.groups[uid])
    events = sorted(reading.events.values(), key=_order)
    return Parsed(tuple(events), tuple(sorted(reading.unreadable, key=lambda u: (u.id, u.reason))))


class _Reading:
    def __init__(self, mailbox: Mailbox, first: date, last: date, *, limited: bool) -> None:
        self.mailbox = mailbox
        self.limited = limited
        self.first, self.last = first, last
        self.groups: dict[str, list[_Entry]] = defaultdict(list)
        self.events: dict[str, CalendarEvent] = {}
        self.unreadable: set[Unreadable] = set()
        self.portraits: dict[int, CalendarEvent] = {}

    def take(self, source: Source) -> None:
        """Read the items of one file into their UID groups."""
        if len(source.content) > SIZE_CAP:
            reason = f"the file is larger than {SIZE_CAP // 1024 // 1024} MB"
            self._set_aside(source.name, reason)
            return
        calendar = take_apart(source.content)
        if not calendar.ended:
            self._set_aside(source.name, _cut(calendar))
        if calendar.stray:
            self._set_aside(source.name, "the file has an entry without its beginning")
        tables: dict[int, ZoneTable] = {}
        compiled: Compiled = {}
        for item in calendar.items:
            around = item.around
            if id(around) not in tables:
                tables[id(around)] = ZoneTable(self.mailbox.zone, around.zones, compiled)
            self._take_item(item, source, tables[id(around)])

    def expand_group(self, entries: list[_Entry]) -> None:
        """Add the occurrences of one UID; a master that cannot be read leaves its exceptions."""
        changes = list(_latest_by_original(entries).values())
        master = _latest([entry for entry in entries if entry.original is None])
        if master is not None:
            try:
                self._add_master(master, changes)
            except Exception as error:  # noqa: BLE001 – one odd series must not hide the rest
                self._set_aside(master.uid, _reason(error))
            else:
                return
        for change in changes:
            found = _once(change)
            self._add(change, found, None, _occurrence_id(change.uid, found))

    def _take_item(self, item: Item, source: Source, zones: ZoneTable) -> None:
        uid = item.text("UID").strip()
        name = uid or source.name + item.digest
        try:
            if item.damage:
                raise UnfitError(item.damage)
            if item.around.method in _MESSAGES:
                raise UnfitError("its file is a message about an entry, not the entry")
            entry = _read_entry(item, uid or f"without {digest(name)}", zones)
        except Exception as error:  # noqa: BLE001 – one odd item must not hide the rest
            self._set_aside(name + (item.first("RECURRENCE-ID") or ""), _reason(error))
        else:
            self.groups[entry.uid].append(entry)

    def _add_master(self, master: _Entry, changes: list[_Entry]) -> None:
        repeats = any(master.item.first(name) for name in ("RRULE", "RDATE", "EXRULE"))
        if not repeats and not changes:
            self._add(master, _once(master), None, digest(master.uid))
            return
        recurring = _recurring(master, self.first)
        series = describe(recurring, self.mailbox.zone) if repeats else None
        marked = [_exceptional(index, change) for index, change in enumerate(changes)]
        for found in expand(recurring, marked, self.first, self.last, self.mailbox.zone):
            entry = master if found.index is None else changes[found.index]
            self._add(entry, found, series, _occurrence_id(master.uid, found))

    def _add(self, entry: _Entry, found: Found, series: Series | None, name: str) -> None:
        if overlaps(found.start, found.end, self.first, self.last, self.mailbox.zone):
            if id(entry) not in self.portraits:
                self.portraits[id(entry)] = _portrait(entry, self.mailbox, self.limited)
            self.events[name] = replace(
                self.portraits[id(entry)],
                id=name,
                start=_local(found.start, self.mailbox),
                end=_local(found.end, self.mailbox),
                series=series,
            )

    def _set_aside(self, name: str, reason: str) -> None:
        self.unreadable.add(Unreadable(digest(name), reason))


def _read_entry(item: Item, uid: str, zones: ZoneTable) -> _Entry:
    raw_original = item.first("RECURRENCE-ID")
    original = read_time(raw_original, zones)[0] if raw_original else None
    return _Entry(
        item,
        uid,
        read_span(item, zones),
        _sequence(item),
        original,
        "RANGE=THISANDFUTURE" in (raw_original or "").upper().replace('"', ""),
        zones,
        item.around.method == "CANCEL" or item.word("STATUS") == "CANCELLED",
    )


def _recurring(master: _Entry, window_start: date) -> Recurring:
    item, zones = master.item, master.zones
    if item.first("EXRULE"):
        raise UnfitError("its series has an exception rule (EXRULE), which is not read")
    rdates = read_times(item.all("RDATE"), zones)
    exdates = tuple(value for value, _ in read_times(item.all("EXDATE"), zones))
    rules = item.all("RRULE")
    check_extent(master.span.start, window_start, max(len(rdates), len(exdates)), len(rules))
    read = tuple(
        read_rule(tail.rpartition(":")[2], master.span.start, zones.home) for tail in rules
    )
    return Recurring(master.uid, master.span, master.sequence, read, tuple(rdates), exdates)


def _exceptional(index: int, entry: _Entry) -> Exceptional:
    return Exceptional(index, entry.span, entry.sequence, _original(entry), entry.and_future)


def _portrait(entry: _Entry, mailbox: Mailbox, limited: bool) -> CalendarEvent:
    """The entry as it would stand at its own start; its occurrences differ in id and times."""
    item = entry.item
    key = item.text(KEY_PROPERTY).strip() or None
    private = ics_meeting.is_private(item)
    part = ics_meeting.part(item, mailbox)
    return CalendarEvent(
        id=entry.uid,
        subject=item.text("SUMMARY") if key or not private else "",
        start=entry.span.start,
        end=entry.span.end,
        location="" if private else item.text("LOCATION"),
        categories=() if private else ics_meeting.categories(item),
        show_as=ics_meeting.show_as(item),
        private=private,
        cancelled=entry.cancelled,
        role=part.role,
        response=part.response,
        organizer=part.organizer,
        others=part.others,
        room=part.room,
        join_link=JoinLink.UNKNOWN if private else ics_meeting.join_link(item, limited=limited),
        uncertain=entry.span.uncertain,
        managed_key=key,
    )


def _once(entry: _Entry) -> Found:
    return Found(None, entry.span.start, entry.span.end, _original(entry))


def _occurrence_id(uid: str, found: Found) -> str:
    return digest(f"{uid}|{_stamp(found.original)}")


def _latest_by_original(entries: list[_Entry]) -> dict[str, _Entry]:
    changes: dict[str, list[_Entry]] = defaultdict(list)
    for entry in entries:
        if entry.original is not None:
            changes[_stamp(entry.original)].append(entry)
    return {stamp: max(changes[stamp], key=_age) for stamp in sorted(changes)}


def _latest(entries: list[_Entry]) -> _Entry | None:
    if len(entries) < 2:
        return entries[0] if entries else None
    return max(entries, key=_age)


def _age(entry: _Entry) -> tuple[int, str, str]:
    """Orders copies of one entry: the latest wins, and of equals always the same one."""
    stamps = (entry.item.text(name) for name in ("LAST-MODIFIED", "DTSTAMP", "CREATED"))
    return entry.sequence, next(filter(None, stamps), ""), entry.item.digest


def _sequence(item: Item) -> int:
    raw = item.text("SEQUENCE").strip()
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _original(entry: _Entry) -> When:
    return entry.span.start if entry.original is None else entry.original


def _stamp(value: When) -> str:
    return f"{value.timestamp():.0f}" if isinstance(value, datetime) else value.isoformat()


def _local(value: When, mailbox: Mailbox) -> When:
    return value.astimezone(mailbox.zone) if isinstance(value, datetime) else value


def _cut(calendar: CalendarText) -> str:
    return "the file is cut short" if calendar.begun else "the file holds no calendar"


def _reason(error: Exception) -> str:
    if isinstance(error, UnfitError):
        return str(error)
    return f"it could not be read ({type(error).__name__})"


def _order(event: CalendarEvent) -> tuple[str, str, str]:
    start = event.start
    day = start.date() if isinstance(start, datetime) else start
    return day.isoformat(), start.isoformat(), event.id
