"""A second look at a few entries of calendar files: who takes part, and who accepted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from connectors import ics_join, ics_meeting
from connectors.ics_entry import Entry, latest, read_entry
from connectors.ics_lines import Item, digest, take_apart
from connectors.ics_parse import MESSAGES, Source, recurring_of
from connectors.ics_series import describe
from connectors.ics_times import UnfitError, ZoneTable
from connectors.model import Details, JoinLink, Mailbox, Series


def details(
    sources: Iterable[Source], mailbox: Mailbox, ids: Collection[str]
) -> Mapping[str, Details]:
    """Details by event id; what cannot be read is missing, as what is gone."""
    wanted = {identity: identity.partition(".")[0] for identity in ids}
    names = frozenset(wanted.values())
    found: dict[str, list[Entry]] = defaultdict(list)
    for source in sources:
        for name, entry in _masters(source, mailbox):
            if name in names:
                found[name].append(entry)
    masters = {name: latest(entries) for name, entries in found.items()}
    looked = {name: _details(entry, mailbox) for name, entry in masters.items() if entry}
    return {identity: looked[name] for identity, name in wanted.items() if name in looked}


def _masters(source: Source, mailbox: Mailbox) -> Iterable[tuple[str, Entry]]:
    """Every entry of a file that is no changed occurrence of another, by its id."""
    for item in take_apart(source.content).items:
        if not item.damage and item.around.method not in MESSAGES:
            entry = _read(item, mailbox, source)
            if entry is not None and entry.original is None:
                yield digest(entry.uid), entry


def _read(item: Item, mailbox: Mailbox, source: Source) -> Entry | None:
    zones = ZoneTable(mailbox.zone, item.around.zones, {})
    try:
        return read_entry(item, item.text("UID").strip(), zones, source.name)
    except Exception:  # noqa: BLE001 – one odd item must not hide the rest; a read has named it
        return None


def _details(entry: Entry, mailbox: Mailbox) -> Details:
    item = entry.item
    private = ics_meeting.is_private(item)
    part = ics_meeting.part(item, mailbox)
    return Details(
        role=part.role,
        response=part.response,
        join_link=JoinLink.UNKNOWN if private else ics_join.join_link(item),
        series=_series(entry, mailbox),
        accepted_by=() if private or entry.cancelled else ics_meeting.accepted_by(item, mailbox),
    )


def _series(entry: Entry, mailbox: Mailbox) -> Series | None:
    if not any(entry.item.first(name) for name in ("RRULE", "RDATE")):
        return None
    start = entry.span.start
    try:
        first = start.date() if isinstance(start, datetime) else start
        return describe(recurring_of(entry, first), mailbox.zone)
    except UnfitError:
        return None
