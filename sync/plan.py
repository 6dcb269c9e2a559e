"""The difference between what stands and what ought to stand; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sync.content import InviteContent
from sync.ledger import Entry
from sync.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Counts:
    """What a pass does, or would do, to notes."""

    created: int = 0
    updated: int = 0
    removed: int = 0
    unchanged: int = 0


def plan(
    entries: Iterable[Entry], notes: Iterable[Wanted], person: str, connection: str | None
) -> tuple[Entry, ...]:
    """The rows of the ledger that change so that it desires ``notes`` and nothing else.

    Entries on another connection than ``connection`` are taken away there.
    """
    rows = {e.key: e for e in entries if e.connection == connection}
    changed = [e for note in notes if connection for e in _put(rows, note, person, connection)]
    keys = {note.key for note in notes} if connection else set()
    strays = (e for e in entries if e.connection != connection or e.key not in keys)
    return (*changed, *(drop(e) for e in strays if needs_removal(e)))


def needs_removal(entry: Entry) -> bool:
    """Whether an entry that nobody wants is still desired, or stands unplanned."""
    return entry.desired is not None or (entry.standing and not entry.pending)


def drop(entry: Entry) -> Entry:
    """Unwanted from now on; what was never written is done with at once."""
    gone = entry.unwanted()
    return gone if entry.uncertain else gone.left()


def _put(rows: Mapping[str, Entry], note: Wanted, person: str, connection: str) -> Iterable[Entry]:
    entry = rows.get(note.key) or Entry(connection, person, note.key, note.content.until)
    if entry.desired is None or entry.digest != note.digest:
        yield entry.wanted(note.content, note.digest)


def counts(entries: Iterable[Entry]) -> Counts:
    """What the outbox would do; every desired note is in exactly one of the first, second, last."""
    created = updated = removed = unchanged = 0
    for entry in entries:
        if entry.desired is None:
            removed += entry.pending and entry.uncertain
        elif not entry.pending:
            unchanged += 1
        elif entry.standing:
            updated += 1
        else:
            created += 1
    return Counts(created, updated, removed, unchanged)


@dataclass(frozen=True, slots=True)
class InviteCounts:
    """What a pass does, or would do, to overviews; what is only cleared away is not counted."""

    sent: int = 0
    updated: int = 0
    cancelled: int = 0
    unchanged: int = 0


def invite_counts(entries: Iterable[Entry], today: date) -> InviteCounts:
    """What the outbox would do to overviews."""
    sent = updated = cancelled = unchanged = 0
    for entry in entries:
        content = entry.desired
        if not isinstance(content, InviteContent):
            continue
        if content.called_off:
            cancelled += entry.pending and entry.until > today
        elif not entry.pending:
            unchanged += 1
        elif entry.standing:
            updated += 1
        else:
            sent += 1
    return InviteCounts(sent, updated, cancelled, unchanged)
