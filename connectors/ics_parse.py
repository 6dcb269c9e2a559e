"""Calendar files become events in a window; what cannot be read is set aside and hides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter

from connectors import ics_join, ics_meeting
from connectors.ics_effort import EVENTS_CAP, OCCURRENCE_EFFORT, SERIES_EFFORT, Effort
from connectors.ics_entry import Entry, latest, latest_by_original, original_of, read_entry, stamp
from connectors.ics_lines import SIZE_CAP, CalendarText, Item, digest, take_apart
from connectors.ics_rules import check_extent, read_rule
from connectors.ics_series import (
    Exceptional,
    Found,
    Recurring,
    days_looked_through,
    describe,
    expand,
    has_ended,
)
from connectors.ics_times import (
    UnfitError,
    ZoneTable,
    read_times,
)
from connectors.model import CalendarEvent, JoinLink, Mailbox, Series, Unreadable, When
from connectors.vtimezone import Compiled
from connectors.zones import overlaps

VERSION = 4
"""Grows whenever the same bytes would be read differently; it is part of every file cursor."""

KEY_PROPERTY = "X-HJEMMEDAG-KEY"
MESSAGES = frozenset(("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH", "ADD"))


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
    events = sorted(reading.events.values(), key=attrgetter("order"))
    return Parsed(tuple(events), tuple(sorted(reading.unreadable, key=lambda u: (u.id, u.reason))))


class _Reading:
    def __init__(self, mailbox: Mailbox, first: date, last: date, *, limited: bool) -> None:
        self.mailbox = mailbox
        self.limited = limited
        self.first, self.last = first, last
        self.groups: dict[str, list[Entry]] = defaultdict(list)
        self.events: dict[str, CalendarEvent] = {}
        self.unreadable: set[Unreadable] = set()
        self.portraits: dict[int, CalendarEvent] = {}
        self.effort = Effort()

    def take(self, source: Source) -> None:
        """Read the items of one file into their UID groups."""
        if len(source.content) > SIZE_CAP:
            reason = f"the file is larger than {SIZE_CAP // 1024 // 1024} MB"
            self._set_aside(source.name, reason)
            return
        calendar = take_apart(source.content)
        if not calendar.ended or not (calendar.begun or calendar.items):
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

    def expand_group(self, entries: list[Entry]) -> None:
        """Add the occurrences of one UID; a master that cannot be read leaves its exceptions."""
        changes = list(latest_by_original(entries).values())
        master = latest([entry for entry in entries if entry.original is None])
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
            if item.around.method in MESSAGES:
                raise UnfitError("its file is a message about an entry, not the entry")
            entry = read_entry(item, uid or f"without {digest(name)}", zones, source.name)
        except Exception as error:  # noqa: BLE001 – one odd item must not hide the rest
            self._set_aside(name + (item.first("RECURRENCE-ID") or ""), _reason(error))
        else:
            self.groups[entry.uid].append(entry)

    def _add_master(self, master: Entry, changes: list[Entry]) -> None:
        repeats = any(master.item.first(name) for name in ("RRULE", "RDATE", "EXRULE"))
        if not repeats and not changes:
            self._add(master, _once(master), None, digest(master.uid))
            return
        self.effort.spend(master.source, SERIES_EFFORT)
        recurring = recurring_of(master, self.first)
        if not changes and has_ended(recurring, self.first, self.mailbox.zone):
            return
        marked = [_exceptional(index, change) for index, change in enumerate(changes)]
        where = self.first, self.last, self.mailbox.zone
        self.effort.spend(master.source, days_looked_through(recurring, marked, *where))
        occurrences = expand(recurring, marked, *where)
        series = describe(recurring, self.mailbox.zone) if repeats and occurrences else None
        for found in occurrences:
            self.effort.spend(master.source, OCCURRENCE_EFFORT)
            entry = master if found.index is None else changes[found.index]
            self._add(entry, found, series, _occurrence_id(master.uid, found))

    def _add(self, entry: Entry, found: Found, series: Series | None, name: str) -> None:
        if overlaps(found.start, found.end, self.first, self.last, self.mailbox.zone):
            if self.effort.full(entry.source):
                reason = f"its file has more than {EVENTS_CAP} entries in the window"
                self._set_aside(entry.source, reason)
                return
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


def recurring_of(master: Entry, window_start: date) -> Recurring:
    """A master with its checked rules; raises UnfitError for what is not read."""
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


def _exceptional(index: int, entry: Entry) -> Exceptional:
    return Exceptional(index, entry.span, entry.sequence, original_of(entry), entry.and_future)


def _portrait(entry: Entry, mailbox: Mailbox, limited: bool) -> CalendarEvent:
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
        join_link=JoinLink.UNKNOWN if private else ics_join.join_link(item, limited=limited),
        uncertain=entry.span.uncertain,
        managed_key=key,
    )


def _once(entry: Entry) -> Found:
    return Found(None, entry.span.start, entry.span.end, original_of(entry))


def _occurrence_id(uid: str, found: Found) -> str:
    """It begins with what names the whole series, so that the series is found by it."""
    return f"{digest(uid)}.{digest(stamp(found.original))}"


def _local(value: When, mailbox: Mailbox) -> When:
    return value.astimezone(mailbox.zone) if isinstance(value, datetime) else value


def _cut(calendar: CalendarText) -> str:
    return "the file is cut short" if calendar.begun else "the file holds no calendar"


def _reason(error: Exception) -> str:
    if isinstance(error, UnfitError):
        return str(error)
    return f"it could not be read ({type(error).__name__})"
