"""Overviews as meetings from the service's own mailbox over Graph: one meeting a week, one mail a version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from connectors import graph_requests, graph_writes
from connectors.errors import EntryGone, MailboxGone, Rejected
from connectors.graph_calls import Calls
from connectors.graph_errors import ToldError, of_write
from connectors.graph_standing import Finder, Standing
from connectors.ics_invite import check_invite
from connectors.learned import Learned
from connectors.model import Invite, Mailbox, RemoteRef


class GraphInvites:
    """The sending half of the ``graph`` connector. ``zone``: where an overview's day has its midnight."""

    def __init__(
        self, calls: Calls, learned: Learned, clock: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self._calls = calls
        self._zone = zone
        self._finder = Finder(calls, learned, clock)

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Send the meeting, or its next version; what stands already is not sent again."""
        check_invite(invite)
        if not all(map(graph_writes.is_line, (invite.subject, invite.uid, invite.key))):
            raise Rejected("the invite's subject, UID or key holds what Exchange cannot carry")
        standing = self._standing(invite, known)
        if standing is None:
            return self._create(invite)
        return self._update(invite, standing)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Call the meeting off and tell its guest."""
        standing = self._standing(invite, known)
        if standing is None:
            return
        target = f"{graph_requests.item(invite.organizer, standing.ref.id)}/cancel"
        try:
            self._calls.change("POST", invite.organizer, target, {"comment": ""})
        except EntryGone:
            return

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take the meeting out of its guest's calendar and tell nobody; what the guest edited stays.

        A copy that we may not look at is let be.
        """
        uid = self.clear_own(invite, known)
        try:
            copy = self._copy(invite, uid)
        except MailboxGone:
            return
        self._take_away(copy, invite, known)

    def clear_own(self, invite: Invite, known: RemoteRef | None) -> str | None:
        """The UID that Graph gave the meeting, which its copy has too; None where it is gone.

        The meeting itself stays in the service's mailbox: Graph would mail its deletion.
        """
        standing = self._standing(invite, known)
        return standing.raw.i_cal_u_id if standing else None

    def clear_copy(self, invite: Invite, uid: str | None, known: RemoteRef | None) -> None:
        """Take the guest's copy away and tell nobody; MailboxGone where we may not look."""
        self._take_away(self._copy(invite, uid), invite, known)

    def _standing(self, invite: Invite, known: RemoteRef | None) -> Standing | None:
        mine = Mailbox(invite.organizer, self._zone)
        found = self._finder.by_id(mine, known.id, invite.key) if known else None
        return found or self._finder.by_key(mine, invite.key)

    def _copy(self, invite: Invite, uid: str | None) -> Standing | None:
        """The guest's copy, by our mark or by the UID of the organizer's."""
        guest = Mailbox(invite.attendee, self._zone)
        there = self._finder.on_days(guest, invite.day, invite.end + timedelta(days=1))
        return next((s for s in there if s.key == invite.key or _is(s, uid)), None)

    def _take_away(self, copy: Standing | None, invite: Invite, known: RemoteRef | None) -> None:
        expected = known.shape if known else invite.shape
        if copy is None or copy.ref.shape != expected:
            return
        target = graph_requests.item(invite.attendee, copy.ref.id)
        try:
            self._calls.change("DELETE", invite.attendee, target, etag=copy.ref.etag)
        except EntryGone:
            return

    def _create(self, invite: Invite) -> RemoteRef:
        try:
            return self._post(invite, invite.uid)
        except ToldError as told:
            if told.duplicate:
                return self._made_before(invite, told.existing)
            raise of_write(told) from told

    def _made_before(self, invite: Invite, existing: str) -> RemoteRef:
        """The meeting that the transactionId made; one that was called off is followed by another."""
        known = RemoteRef(existing, "", "") if existing else None
        standing = self._standing(invite, known)
        if standing is not None:
            return self._update(invite, standing)
        if known is None:
            raise Rejected("the overview was sent before and is no longer in the service's mailbox")
        try:
            return self._post(invite, invite.uid + graph_writes.AGAIN)
        except ToldError as told:
            raise of_write(told) from told

    def _post(self, invite: Invite, transaction: str) -> RemoteRef:
        payload = graph_writes.meeting(invite, self._zone, transaction)
        target = graph_requests.events(invite.organizer)
        content = self._calls.write("POST", invite.organizer, target, payload)
        return _ref(graph_writes.written(content).id, invite.sequence, invite.shape)

    def _update(self, invite: Invite, standing: Standing) -> RemoteRef:
        if standing.sequence >= invite.sequence:
            return _ref(standing.ref.id, standing.sequence, standing.ref.shape)
        payload = graph_writes.meeting_changes(invite, self._zone)
        target = graph_requests.item(invite.organizer, standing.ref.id)
        # No If-Match: the answers of guests change the organizer's copy.
        self._calls.change("PATCH", invite.organizer, target, payload)
        return _ref(standing.ref.id, invite.sequence, invite.shape)


def _is(standing: Standing, uid: str | None) -> bool:
    return uid is not None and standing.raw.i_cal_u_id == uid


def _ref(identity: str, sequence: int, shape: str) -> RemoteRef:
    """Answers of guests change the etag; the sequence changes when we do."""
    return RemoteRef(identity, str(sequence), shape)
