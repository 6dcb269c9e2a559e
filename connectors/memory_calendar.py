"""What a calendar in memory holds: its owner's events, our notes and our invites."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectors.errors import ConnectorError, PreconditionFailed
from connectors.model import (
    CalendarEvent,
    Details,
    Invite,
    Notice,
    ReadRequest,
    RemoteRef,
    Response,
    Role,
    ShowAs,
    Unreadable,
)
from connectors.zones import overlaps


@dataclass(slots=True)
class Note:
    """A note as it stands; ``subject``, ``day`` and ``end`` may have been edited by its owner."""

    id: str
    notice: Notice
    version: int

    @property
    def ref(self) -> RemoteRef:
        """Where it stands."""
        return RemoteRef(self.id, str(self.version), self.notice.shape)


@dataclass(slots=True)
class Calendar:
    """One mailbox. ``invites``: by UID, as they stand; ``told``: what was called off, by UID."""

    events: dict[str, CalendarEvent] = field(default_factory=dict)
    details: dict[str, Details] = field(default_factory=dict)
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    notes: dict[str, Note] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    version: int = 0
    trouble: ConnectorError | None = None

    def take_invite(self, invite: Invite) -> RemoteRef:
        """Let the invite stand unless this or a later version does, edited or not."""
        standing = self.invites.get(invite.uid)
        if standing is None or standing.sequence < invite.sequence:
            self.invites[invite.uid] = standing = invite
            self.version += 1
        return RemoteRef(standing.uid, str(standing.sequence), standing.shape)

    def drop_invite(self, invite: Invite, known: RemoteRef | None) -> bool:
        """Whether the invite stood there unedited; then it is gone now."""
        standing = self.invites.get(invite.uid)
        if standing is None or standing.shape != (known.shape if known else invite.shape):
            return False
        del self.invites[invite.uid]
        self.version += 1
        return True


def check_unchanged(note: Note, known: RemoteRef | None) -> None:
    """Raise PreconditionFailed where the note is not the known version."""
    if known is not None and note.ref.etag != known.etag:
        raise PreconditionFailed("the note changed since it was written")


def events_in(calendar: Calendar, request: ReadRequest) -> tuple[CalendarEvent, ...]:
    """What touches the window, in a fixed order."""
    zone = request.mailbox.zone
    ours = (*map(_note_event, calendar.notes.values()), *map(_invited, calendar.invites.values()))
    everything = [*calendar.events.values(), *ours]
    inside = [
        event
        for event in everything
        if overlaps(event.start, event.end, request.start, request.end, zone)
    ]
    return tuple(sorted(inside, key=lambda event: (event.start.isoformat(), event.id)))


def _note_event(note: Note) -> CalendarEvent:
    return CalendarEvent(
        id=note.id,
        subject=note.notice.subject,
        start=note.notice.day,
        end=note.notice.end,
        show_as=ShowAs.FREE,
        private=True,
        managed_key=note.notice.key,
    )


def _invited(invite: Invite) -> CalendarEvent:
    return CalendarEvent(
        id=invite.uid,
        subject=invite.subject,
        start=invite.day,
        end=invite.end,
        show_as=ShowAs.FREE,
        private=True,
        role=Role.REQUIRED,
        response=Response.NONE,
        organizer=invite.organizer,
        others=True,
        managed_key=invite.key,
    )
