"""Calendars in memory: every promise of the doors without a server, for tests and the bench."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from connectors.base import ReadResult
from connectors.errors import ConnectorError, EntryGone, MailboxGone, PreconditionFailed
from connectors.ics_invite import check_invite
from connectors.memory_calendar import Calendar, Note, check_unchanged, events_in
from connectors.model import (
    CalendarEvent,
    Depth,
    Details,
    Invite,
    Mailbox,
    Notice,
    ReadRequest,
    RemoteRef,
    Snapshot,
    Unchanged,
    Unreadable,
)


class Memory:
    """Reads, writes and looks twice, as any connector; and lets a test play the calendars' owners."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._calendars: dict[str, Calendar] = {}
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

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """Details by event id; what is gone is missing."""
        with self._lock:
            known = self._open(mailbox.address).details
            return {id_: known[id_] for id_ in ids if id_ in known}

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The note by id, then by key; of two with one key the older."""
        with self._lock:
            note = self._note(self._open(mailbox.address), key, known)
            return note.ref if note else None

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create or rewrite a note; see :class:`connectors.base.NoticeWriter`."""
        with self._lock:
            calendar = self._open(mailbox.address)
            if known is None:
                return self._create(calendar, notice)
            note = calendar.notes.get(known.id)
            if note is None or note.notice.key != notice.key:
                raise EntryGone("the note is not there any more")
            check_unchanged(note, known)
            return self._rewrite(calendar, note, notice)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take a note away; what is gone is fine."""
        with self._lock:
            calendar = self._open(mailbox.address)
            note = self._note(calendar, key, known)
            if note is None:
                return
            check_unchanged(note, known)
            del calendar.notes[note.id]
            calendar.version += 1
            self.writes += 1

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Let the invite stand in the attendee's calendar, in place of an earlier version."""
        check_invite(invite)
        with self._lock:
            return self._open(invite.attendee).take_invite(invite)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take the invite away and tell; what the leader has edited stays."""
        with self._lock:
            calendar = self._open(invite.attendee)
            if calendar.drop_invite(invite, known):
                calendar.told.append(invite.uid)

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take the invite away and tell nothing; what the leader has edited stays."""
        with self._lock:
            self._open(invite.attendee).drop_invite(invite, known)

    # The owners of the calendars

    def add_mailbox(self, address: str) -> None:
        """Open an empty calendar, or leave the one there as it is."""
        with self._lock:
            self._calendars.setdefault(address, Calendar())

    def drop_mailbox(self, address: str) -> None:
        """Close a calendar."""
        with self._lock:
            del self._calendars[address]

    def add(self, address: str, event: CalendarEvent, details: Details | None = None) -> None:
        """Put an (already expanded) event into a calendar, in place of one with the same id.

        ``details`` are those of the series where the event is of one.
        """
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

    def edit_invite(self, address: str, uid: str, subject: str) -> None:
        """Let the leader change an invite's subject."""
        with self._lock:
            calendar = self._calendars[address]
            calendar.invites[uid] = replace(calendar.invites[uid], subject=subject)
            calendar.version += 1

    def delete_invite(self, address: str, uid: str) -> None:
        """Let the leader delete an invite."""
        with self._lock:
            del self._calendars[address].invites[uid]
            self._calendars[address].version += 1

    def invites(self, address: str) -> tuple[Invite, ...]:
        """The invites that stand in a calendar, oldest first."""
        with self._lock:
            return tuple(self._calendars[address].invites.values())

    def told(self, address: str) -> tuple[str, ...]:
        """The UIDs of the meetings that a leader was told are off, oldest first."""
        with self._lock:
            return tuple(self._calendars[address].told)

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
        return Snapshot(events_in(calendar, request), unreadable, cursor, self._clock())

    def _cursor(self, request: ReadRequest, calendar: Calendar) -> str:
        zone = request.mailbox.zone.key
        return f"m{self._generation}/{calendar.version}/{request.start}/{request.end}/{zone}"

    def _check_connection(self) -> None:
        if self._trouble is not None:
            raise self._trouble

    def _open(self, address: str) -> Calendar:
        self._check_connection()
        calendar = self._calendars.get(address)
        if calendar is None:
            raise MailboxGone("no such mailbox")
        if calendar.trouble is not None:
            raise calendar.trouble
        return calendar

    def _create(self, calendar: Calendar, notice: Notice) -> RemoteRef:
        note = self._note(calendar, notice.key, None) or next(
            (note for note in calendar.notes.values() if note.notice.uid == notice.uid), None
        )
        if note is None:
            self.writes += 1
            return self._add_note(calendar, notice)
        if note.notice.shape != notice.shape:
            raise PreconditionFailed("an entry with this key or UID stands there in another shape")
        return self._rewrite(calendar, note, notice)

    def _rewrite(self, calendar: Calendar, note: Note, notice: Notice) -> RemoteRef:
        if note.notice != notice:
            note.notice = notice
            note.version += 1
            calendar.version += 1
            self.writes += 1
        return note.ref

    def _add_note(self, calendar: Calendar, notice: Notice) -> RemoteRef:
        self._count += 1
        note = Note(f"note-{self._count:08}", notice, 1)
        calendar.notes[note.id] = note
        calendar.version += 1
        return note.ref

    def _standing(self, address: str, key: str) -> tuple[Calendar, Note]:
        calendar = self._calendars[address]
        note = self._note(calendar, key, None)
        if note is None:
            raise KeyError(key)
        return calendar, note

    def _note(self, calendar: Calendar, key: str, known: RemoteRef | None) -> Note | None:
        by_id = calendar.notes.get(known.id) if known else None
        if by_id is not None and by_id.notice.key == key:
            return by_id
        with_key = (note for note in calendar.notes.values() if note.notice.key == key)
        return min(with_key, key=lambda note: note.id, default=None)
