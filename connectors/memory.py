"""Calendars in memory: every promise of the doors without a server, for tests and the bench."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from connectors.base import ReadResult
from connectors.errors import ConnectorError, EntryGone, MailboxGone, PreconditionFailed
from connectors.model import (
    CalendarEvent,
    Details,
    Mailbox,
    Notice,
    ReadRequest,
    RemoteRef,
    ShowAs,
    Snapshot,
    Unchanged,
    Unreadable,
)
from connectors.zones import overlaps


@dataclass(slots=True)
class _Note:
    """A note as it stands; ``subject``, ``day`` and ``end`` may have been edited by its owner."""

    id: str
    notice: Notice
    version: int

    @property
    def ref(self) -> RemoteRef:
        return RemoteRef(self.id, str(self.version), self.notice.shape)


@dataclass(slots=True)
class _Calendar:
    events: dict[str, CalendarEvent] = field(default_factory=dict)
    details: dict[str, Details] = field(default_factory=dict)
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    notes: dict[str, _Note] = field(default_factory=dict)
    version: int = 0
    trouble: ConnectorError | None = None


class Memory:
    """Reads, writes and looks twice, as any connector; and lets a test play the calendars' owners."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._calendars: dict[str, _Calendar] = {}
        self._lock = threading.RLock()
        self._generation = 0
        self._count = 0
        self._trouble: ConnectorError | None = None
        self.writes = 0
        """How many notes were created, rewritten or removed so far."""

    # The doors

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request; raises what :meth:`fail_connection` was given."""
        with self._lock:
            self._check_connection()
            return iter([ReadResult(r.mailbox, self._outcome(r)) for r in requests])

    def details(self, mailbox: Mailbox, ids: Sequence[str]) -> Mapping[str, Details]:
        """Details by entry id; what is gone is missing."""
        with self._lock:
            known = self._open(mailbox).details
            return {id_: known[id_] for id_ in ids if id_ in known}

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The note by id, then by key; of two with one key the older."""
        with self._lock:
            note = self._note(self._open(mailbox), key, known)
            return note.ref if note else None

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create or rewrite a note; see :class:`connectors.base.NoticeWriter`."""
        with self._lock:
            calendar = self._open(mailbox)
            if known is None:
                return self._create(calendar, notice)
            note = calendar.notes.get(known.id)
            if note is None or note.notice.key != notice.key:
                raise EntryGone("the note is not there any more")
            _check(note, known)
            return self._rewrite(calendar, note, notice)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take a note away; what is gone is fine."""
        with self._lock:
            calendar = self._open(mailbox)
            note = self._note(calendar, key, known)
            if note is None:
                return
            _check(note, known)
            del calendar.notes[note.id]
            calendar.version += 1
            self.writes += 1

    # The owners of the calendars

    def add_mailbox(self, address: str) -> None:
        """Open an empty calendar, or leave the one there as it is."""
        with self._lock:
            self._calendars.setdefault(address, _Calendar())

    def drop_mailbox(self, address: str) -> None:
        """Close a calendar."""
        with self._lock:
            del self._calendars[address]

    def add(self, address: str, event: CalendarEvent, details: Details | None = None) -> None:
        """Put an (already expanded) event into a calendar, in place of one with the same id."""
        with self._lock:
            self.add_mailbox(address)
            calendar = self._calendars[address]
            calendar.events[event.id] = event
            if details is not None:
                calendar.details[event.id] = details
            calendar.version += 1

    def delete(self, address: str, event_id: str) -> None:
        """Take an event out of a calendar."""
        with self._lock:
            calendar = self._calendars[address]
            del calendar.events[event_id]
            calendar.details.pop(event_id, None)
            calendar.version += 1

    def spoil(self, address: str, item: Unreadable) -> None:
        """Let a calendar hold an item that cannot be read."""
        with self._lock:
            self.add_mailbox(address)
            self._calendars[address].unreadable[item.id] = item
            self._calendars[address].version += 1

    def fail(self, address: str, trouble: ConnectorError | None) -> None:
        """Let one mailbox answer with an error, or (None) work again."""
        with self._lock:
            self.add_mailbox(address)
            self._calendars[address].trouble = trouble

    def fail_connection(self, trouble: ConnectorError | None) -> None:
        """Let every call raise an error, or (None) work again."""
        with self._lock:
            self._trouble = trouble

    def lose_cursors(self) -> None:
        """Forget every cursor that was handed out."""
        with self._lock:
            self._generation += 1

    def edit_note(self, address: str, key: str, subject: str | None = None) -> None:
        """Let the owner change a note: its subject, or else nothing but its version."""
        with self._lock:
            calendar, note = self._standing(address, key)
            note.notice = replace(note.notice, subject=subject or note.notice.subject)
            note.version += 1
            calendar.version += 1

    def move_note(self, address: str, key: str, day: date, end: date) -> None:
        """Let the owner drag a note to other days."""
        with self._lock:
            calendar, note = self._standing(address, key)
            note.notice = replace(note.notice, day=day, end=end)
            note.version += 1
            calendar.version += 1

    def delete_note(self, address: str, key: str) -> None:
        """Let the owner delete a note."""
        with self._lock:
            calendar, note = self._standing(address, key)
            del calendar.notes[note.id]
            calendar.version += 1

    def double_note(self, address: str, key: str) -> None:
        """Let a second, younger note with the same key appear."""
        with self._lock:
            calendar, note = self._standing(address, key)
            self._add_note(calendar, note.notice)

    def rename_note(self, address: str, key: str) -> None:
        """Let the server give a note another id, as a move between folders does."""
        with self._lock:
            calendar, note = self._standing(address, key)
            del calendar.notes[note.id]
            self._add_note(calendar, note.notice)

    def notices(self, address: str) -> tuple[Notice, ...]:
        """The notes that stand in a calendar, oldest first."""
        with self._lock:
            return tuple(note.notice for note in self._calendars[address].notes.values())

    def _outcome(self, request: ReadRequest) -> Unchanged | Snapshot | ConnectorError:
        calendar = self._calendars.get(request.mailbox.address)
        if calendar is None:
            return MailboxGone("no such mailbox")
        if calendar.trouble is not None:
            return calendar.trouble
        cursor = self._cursor(request, calendar)
        if request.cursor == cursor:
            return Unchanged(cursor)
        unreadable = tuple(sorted(calendar.unreadable.values(), key=lambda item: item.id))
        return Snapshot(_window(calendar, request), unreadable, cursor, self._clock())

    def _cursor(self, request: ReadRequest, calendar: _Calendar) -> str:
        zone = request.mailbox.zone.key
        return f"m{self._generation}/{calendar.version}/{request.start}/{request.end}/{zone}"

    def _check_connection(self) -> None:
        if self._trouble is not None:
            raise self._trouble

    def _open(self, mailbox: Mailbox) -> _Calendar:
        self._check_connection()
        calendar = self._calendars.get(mailbox.address)
        if calendar is None:
            raise MailboxGone("no such mailbox")
        if calendar.trouble is not None:
            raise calendar.trouble
        return calendar

    def _create(self, calendar: _Calendar, notice: Notice) -> RemoteRef:
        note = self._note(calendar, notice.key, None) or next(
            (note for note in calendar.notes.values() if note.notice.uid == notice.uid), None
        )
        if note is None:
            self.writes += 1
            return self._add_note(calendar, notice)
        if note.notice.shape != notice.shape:
            raise PreconditionFailed("an entry with this key or UID stands there in another shape")
        return self._rewrite(calendar, note, notice)

    def _rewrite(self, calendar: _Calendar, note: _Note, notice: Notice) -> RemoteRef:
        if note.notice != notice:
            note.notice = notice
            note.version += 1
            calendar.version += 1
            self.writes += 1
        return note.ref

    def _add_note(self, calendar: _Calendar, notice: Notice) -> RemoteRef:
        self._count += 1
        note = _Note(f"note-{self._count:08}", notice, 1)
        calendar.notes[note.id] = note
        calendar.version += 1
        return note.ref

    def _standing(self, address: str, key: str) -> tuple[_Calendar, _Note]:
        calendar = self._calendars[address]
        note = self._note(calendar, key, None)
        if note is None:
            raise KeyError(key)
        return calendar, note

    def _note(self, calendar: _Calendar, key: str, known: RemoteRef | None) -> _Note | None:
        by_id = calendar.notes.get(known.id) if known else None
        if by_id is not None and by_id.notice.key == key:
            return by_id
        with_key = (note for note in calendar.notes.values() if note.notice.key == key)
        return min(with_key, key=lambda note: note.id, default=None)


def _check(note: _Note, known: RemoteRef | None) -> None:
    if known is not None and note.ref.etag != known.etag:
        raise PreconditionFailed("the note changed since it was written")


def _window(calendar: _Calendar, request: ReadRequest) -> tuple[CalendarEvent, ...]:
    zone = request.mailbox.zone
    everything = [*calendar.events.values(), *map(_as_event, calendar.notes.values())]
    inside = [
        event
        for event in everything
        if overlaps(event.start, event.end, request.start, request.end, zone)
    ]
    return tuple(sorted(inside, key=lambda event: (event.start.isoformat(), event.id)))


def _as_event(note: _Note) -> CalendarEvent:
    return CalendarEvent(
        id=note.id,
        subject=note.notice.subject,
        start=note.notice.day,
        end=note.notice.end,
        show_as=ShowAs.FREE,
        private=True,
        managed_key=note.notice.key,
    )
