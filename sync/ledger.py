"""The ledger: what ought to stand in a calendar, what does, and what a write in doubt may have left."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from connectors.model import Invite, Notice, RemoteRef
from sync.content import NOTICE, Content, Desired, InviteContent, Question

UNTRIED: dict[str, Any] = {
    "failures": 0,
    "not_before": None,
    "last_error": None,
    "parked": False,
}
"""A version that nobody has tried to write yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry that we own. ``desired`` None: it ought not to stand there.

    ``until``: the note is over from this date on. ``shape``: what the delivered version looks
    like to a reader, ``shown_digest`` what it was made of; ``remote``: where it stands, None
    where nothing of ours stands. ``attempts``: writes begun whose outcome is unknown.
    ``failures``: writes of this version that failed in a row, ``not_before`` when it is tried
    again; ``parked``: never, unless a person asks. ``created_at``: when it last came to stand,
    ``changed_at``: when one that stood was last rewritten or taken away. ``confirmed``: the
    version that a person let past the brake.
    """

    connection: str
    person: str
    key: str
    until: date
    kind: str = NOTICE
    incarnation: int = 1
    desired: Desired | None = None
    digest: str | None = None
    version: int = 0
    delivered_version: int = 0
    delivered_at: datetime | None = None
    shape: str | None = None
    shown_digest: str | None = None
    remote: RemoteRef | None = None
    attempts: int = 0
    failures: int = 0
    not_before: datetime | None = None
    last_error: str | None = None
    parked: bool = False
    created_at: datetime | None = None
    changed_at: datetime | None = None
    confirmed: int | None = None
    shown: tuple[Question, ...] = field(default=(), compare=False)
    id: int | None = field(default=None, compare=False)

    @property
    def wire_key(self) -> str:
        """The key that marks the entry in the calendar: a new one each time it is written anew."""
        return self.key if self.incarnation == 1 else f"{self.key}#{self.incarnation}"

    @property
    def uid(self) -> str:
        """iCalendar UID and transactionId: the same for every try to write one incarnation."""
        text = f"{self.person}\n{self.key}\n{self.incarnation}"
        return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@hjemmedag"

    @property
    def pending(self) -> bool:
        """Whether the calendar does not yet show what is desired."""
        return self.version > self.delivered_version

    @property
    def standing(self) -> bool:
        """Whether something of ours stands in the calendar, as far as we know."""
        return self.remote is not None

    @property
    def let_through(self) -> bool:
        """Whether a person let just this version past the brake."""
        return self.confirmed == self.version

    @property
    def note(self) -> Content | None:
        """What a note ought to say; None where none ought to stand."""
        return self.desired if isinstance(self.desired, Content) else None

    def looks_ours(self, shape: str) -> bool:
        """Whether an entry with this shape is as we wrote it, or as a lost write would have."""
        lost = self.notice(self.note).shape if self.note else None
        return shape in (self.shape, lost)

    @property
    def known_shape(self) -> bool:
        """Whether we know what our entry looks like; not for a removal of a write that got lost."""
        return self.shape is not None or self.desired is not None

    @property
    def uncertain(self) -> bool:
        """Whether something of ours stands in the calendar or may stand there."""
        return self.standing or self.attempts > 0

    @property
    def questions(self) -> tuple[Question, ...]:
        """What its reader has seen: what is shown, or what a write of unknown outcome would show."""
        return self.shown or (self.note.questions if self.note else ())

    def notice(self, content: Content) -> Notice:
        """The note as a connector writes it."""
        return Notice(
            key=self.wire_key,
            uid=self.uid,
            subject=content.subject,
            body=content.body,
            day=content.day,
            end=content.end,
            sequence=self.version - 1,
            stamp=content.stamp,
        )

    def invite(self, content: InviteContent) -> Invite:
        """The invite as a connector sends it: one UID for all versions, SEQUENCE grows with each."""
        return Invite(
            key=self.wire_key,
            uid=self.uid,
            sequence=self.version - 1,
            organizer=content.organizer,
            attendee=content.attendee,
            subject=content.subject,
            text=content.text,
            html=content.html,
            day=content.day,
            end=content.end,
            stamp=content.stamp,
        )

    def wanted(self, content: Desired, digest: str) -> Entry:
        """The next version, or the next incarnation where nothing of ours can stand any more."""
        anew = self.version > 0 and self.desired is None and not self.uncertain
        version = self.version + 1
        stands_already = self.standing and digest == self.shown_digest and self.attempts == 0
        return replace(
            self,
            incarnation=self.incarnation + 1 if anew else self.incarnation,
            desired=content,
            digest=digest,
            until=content.until,
            version=version,
            delivered_version=version if stands_already else self.delivered_version,
            **UNTRIED,
        )

    def stamped(self, now: datetime) -> Entry:
        """With the moment of the decision, where a note is desired that has none yet."""
        if self.note is None or self.note.stamp is not None:
            return self
        return replace(self, desired=replace(self.note, stamp=now))

    def unwanted(self) -> Entry:
        """To be taken away, or forgotten where it was never written."""
        return replace(self, desired=None, digest=None, version=self.version + 1, **UNTRIED)

    def failed(self, error: str, not_before: datetime | None, *, parked: bool = False) -> Entry:
        """A write of this version failed; it is tried again from ``not_before`` on, or never."""
        return replace(
            self,
            failures=self.failures + 1,
            last_error=error,
            not_before=not_before,
            parked=parked,
        )

    def delivered(self, shown: Entry, remote: RemoteRef | None, at: datetime) -> Entry:
        """The calendar shows the version ``shown``; a later one may be desired already."""
        return replace(
            self,
            delivered_version=shown.version,
            delivered_at=at,
            remote=remote,
            shape=remote.shape if remote else None,
            shown_digest=shown.digest if remote else None,
            attempts=0,
            created_at=at if remote and not self.standing else self.created_at,
            changed_at=at if self.standing else self.changed_at,
            **UNTRIED,
        )

    def left(self) -> Entry:
        """No longer ours: its owner deleted it or made it their own."""
        version = self.version + 1
        return replace(
            self,
            desired=None,
            digest=None,
            version=version,
            delivered_version=version,
            remote=None,
            shape=None,
            shown_digest=None,
            attempts=0,
            **UNTRIED,
        )


def incarnation_of(wire_key: str) -> tuple[str, int]:
    """Ledger key and incarnation of a key found in a calendar."""
    key, mark, number = wire_key.rpartition("#")
    return (key, int(number)) if mark and number.isdigit() else (wire_key, 1)
