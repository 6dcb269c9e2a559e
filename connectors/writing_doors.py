"""The writing doors of a connector to a server: notes go by one part of it, overviews by another."""

from __future__ import annotations

from typing import Protocol

from connectors.base import InviteSender, NoticeWriter
from connectors.model import Invite, Mailbox, Notice, RemoteRef


class HalvingSender(InviteSender, Protocol):
    """Clears overviews by halves, too, for a reader whose mailbox is on another server."""

    def clear_own(self, invite: Invite, known: RemoteRef | None) -> str | None:
        """Take the meeting out of the service's own mailbox where that mails nothing.

        Returns the UID under which its copy stands; None where nobody knows. Safe to repeat.
        """
        ...

    def clear_copy(self, invite: Invite, uid: str | None, known: RemoteRef | None) -> None:
        """Take the reader's copy away, by our mark or its UID; what the reader edited stays.

        Raises MailboxGone where the mailbox is not on this server, or shut.
        """
        ...


class WritingDoors:
    """What each does is said in :mod:`connectors.base` and :class:`HalvingSender`."""

    _notes: NoticeWriter
    _invites: HalvingSender

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The note by id, then by key; of two with one key the older."""
        return self._notes.find(mailbox, key, known)

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create or rewrite a note."""
        return self._notes.put(mailbox, notice, known)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take a note away; what is gone is fine."""
        self._notes.remove(mailbox, key, known)

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Send an overview from the service's own mailbox."""
        return self._invites.send(invite, known)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Call an overview off and tell its reader."""
        self._invites.cancel(invite, known)

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take an overview away and tell nobody."""
        self._invites.clear(invite, known)

    def clear_own(self, invite: Invite, known: RemoteRef | None) -> str | None:
        """The organizer's half of ``clear``."""
        return self._invites.clear_own(invite, known)

    def clear_copy(self, invite: Invite, uid: str | None, known: RemoteRef | None) -> None:
        """The reader's half of ``clear``."""
        self._invites.clear_copy(invite, uid, known)
