"""Overviews as meetings from the service's own mailbox over EWS: one UID, one mail a version."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors import ews_writes
from connectors.errors import EntryGone, MailboxGone, Rejected
from connectors.ews_calls import Calls
from connectors.ews_names import M_, T_, is_legal
from connectors.ews_standing import Finder, Standing
from connectors.ews_writes import EVERYBODY, NOBODY, Sending
from connectors.ics_invite import check_invite
from connectors.learned import Learned
from connectors.marks import SEQUENCE_NAME
from connectors.model import Invite, Mailbox, RemoteRef
from connectors.zones import midnight

UNCHANGEABLE = (
    "the server heeds changes only as MAPI properties, and an overview's text cannot be changed so: "
    "send overviews by mail, over a connection of kind imip"
)


class EwsInvites:
    """The sending half of the ``ews`` connector. ``zone``: where an overview's day has its midnight."""

    def __init__(
        self, calls: Calls, learned: Learned, clock: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self._calls = calls
        self._learned = learned
        self._zone = zone
        self._mine = Finder(calls, learned, clock, own=True)
        self._theirs = Finder(calls, learned, clock)

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Send the meeting, or its next version; what stands already is not sent again."""
        check_invite(invite)
        if not is_legal(invite.subject + invite.uid + invite.key):
            raise Rejected("the invite's subject, UID or key holds what XML cannot carry")
        standing = self._standing(invite, known)
        if standing is None:
            return self._create(invite)
        if _sequence(standing) >= invite.sequence:
            return _ref(standing.ref.id, _sequence(standing), standing.ref.shape)
        if self._learned.able("updates") is False:
            raise Rejected(UNCHANGEABLE)
        changes = ews_writes.meeting_changes(invite, self._zone)
        payload = ews_writes.update(standing.ref.id, "", changes, EVERYBODY)
        self._calls.write("UpdateItem", payload, invite.organizer, own=True)
        return _ref(standing.ref.id, invite.sequence, invite.shape)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Call the meeting off and tell its guest."""
        standing = self._standing(invite, known)
        if standing is not None:
            self._delete(standing, invite.organizer, EVERYBODY)

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take the meeting out of both calendars and tell nobody; what the guest edited stays.

        A copy that we may not look at, or not write, is let be; our own goes all the same.
        """
        with suppress(MailboxGone, Rejected):
            self._take_away(self._copy(invite, invite.uid), invite, known)
        self.clear_own(invite, known)

    def clear_own(self, invite: Invite, known: RemoteRef | None) -> str | None:
        """Take the meeting out of the service's own mailbox, and tell its UID, which its copy has too."""
        standing = self._standing(invite, known)
        if standing is not None:
            self._delete(standing, invite.organizer, NOBODY)
        return invite.uid

    def clear_copy(self, invite: Invite, uid: str | None, known: RemoteRef | None) -> None:
        """Take the guest's copy away and tell nobody; MailboxGone where we may not look."""
        self._take_away(self._copy(invite, uid), invite, known)

    def _standing(self, invite: Invite, known: RemoteRef | None) -> Standing | None:
        mine = Mailbox(invite.organizer, self._zone)
        found = self._mine.by_id(mine, known.id, invite.key) if known else None
        return found or self._mine.by_key(mine, invite.key)

    def _copy(self, invite: Invite, uid: str | None) -> Standing | None:
        """The guest's copy, by our mark or by the UID of the organizer's."""
        guest = Mailbox(invite.attendee, self._zone)
        first, last = (midnight(day, self._zone) for day in (invite.day, invite.end))
        there = self._theirs.on_days(guest, first, last + timedelta(days=1))
        return next((s for s in there if s.key == invite.key or _is(s, uid)), None)

    def _take_away(self, copy: Standing | None, invite: Invite, known: RemoteRef | None) -> None:
        expected = known.shape if known else invite.shape
        if copy is not None and copy.ref.shape == expected:
            self._delete(copy, invite.attendee, NOBODY, own=False)

    def _create(self, invite: Invite) -> RemoteRef:
        item = ews_writes.meeting(invite, self._zone)
        payload = ews_writes.create(invite.organizer, item, EVERYBODY)
        message = self._calls.write("CreateItem", payload, invite.organizer, own=True)
        identity = message.find(f"{M_}Items/{T_}CalendarItem/{T_}ItemId")
        if identity is None:
            raise Rejected("the server took the meeting and named no id for it")
        return _ref(identity.get("Id", ""), invite.sequence, invite.shape)

    def _delete(
        self, standing: Standing, address: str, sending: Sending, *, own: bool = True
    ) -> None:
        try:
            payload = ews_writes.delete(standing.ref.id, sending)
            self._calls.write("DeleteItem", payload, address, own=own)
        except EntryGone:
            return


def _is(standing: Standing, uid: str | None) -> bool:
    return uid is not None and standing.raw.uid == uid


def _sequence(standing: Standing) -> int:
    raw = standing.raw.ours.get(SEQUENCE_NAME, "")
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _ref(identity: str, sequence: int, shape: str) -> RemoteRef:
    """Answers of guests change the change key; the sequence changes when we do."""
    return RemoteRef(identity, str(sequence), shape)
