"""Invites and notes by mail (iMIP): meetings that go out and are never asked about again."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from connectors.base import Step
from connectors.imip_message import compose, html_of
from connectors.mail_outbox import Outbox
from connectors.model import Invite, Mailbox, Notice, RemoteRef

GONE_SUBJECT = "Hjemmedag: note taget væk / note withdrawn"
GONE_TEXT = "Noten gælder ikke længere.\n\nThe note does not hold any more.\n"


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Imip:
    """Sends meeting invites, and notes as meetings, from the service's own address.

    Mail is at-least-once: whoever repeats a send after a crash sends the same UID, SEQUENCE,
    DTSTAMP and Message-ID, and calendars take it as the same meeting. No mailbox is ever read:
    bounces, replies and out-of-office answers reach nobody and mean nothing, and what became of a
    mailed entry is not known; ``find`` says what the caller knew.
    """

    by_mail = True
    """What goes out stays out: it can be called off, not taken away."""

    def __init__(
        self, outbox: Outbox, organizer: str, clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._outbox = outbox
        self._organizer = organizer
        self._clock = clock

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told at every start, such as that mail goes unencrypted."""
        return self._outbox.warnings

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """Whether mail can go out; none does."""
        return self._outbox.examine()

    def expiries(self) -> Mapping[str, datetime]:
        """When the certificate of the mail server ends."""
        return self._outbox.expiries()

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Mail the invite, or this later version of it (METHOD:REQUEST)."""
        self._outbox.post(compose(invite, "REQUEST"))
        return RemoteRef(invite.uid, str(invite.sequence), invite.shape)

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Call off the version that was sent last (METHOD:CANCEL, its SEQUENCE and one)."""
        self._outbox.post(compose(replace(invite, sequence=invite.sequence + 1), "CANCEL"))

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Do nothing: mail cannot take anything away without saying so."""

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """What is known, for nobody can look."""
        return known

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Mail the note, or this later version of it, as a meeting that asks for no reply."""
        digest = _digest(notice)
        before = _Mailed.of(known)
        if known is not None and before is not None and before.digest == digest:
            return known
        sequence = max(notice.sequence, before.sequence + 1 if before else 0)
        invite = self._as_invite(mailbox, notice, sequence)
        self._outbox.post(compose(invite, "REQUEST"))
        mailed = _Mailed(sequence, notice.day, notice.end, digest)
        return RemoteRef(notice.uid, str(mailed), notice.shape)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Call off the note; nothing is mailed where none is known or its day has passed."""
        before = _Mailed.of(known)
        now = self._clock()
        if known is None or before is None or before.end <= now.astimezone(mailbox.zone).date():
            return
        notice = Notice(key, known.id, GONE_SUBJECT, GONE_TEXT, before.day, before.end, stamp=now)
        invite = self._as_invite(mailbox, notice, before.sequence + 1)
        self._outbox.post(compose(invite, "CANCEL"))

    def _as_invite(self, mailbox: Mailbox, notice: Notice, sequence: int) -> Invite:
        return Invite(
            key=notice.key,
            uid=notice.uid,
            sequence=sequence,
            organizer=self._organizer,
            attendee=mailbox.address,
            subject=notice.subject,
            text=notice.body,
            html=html_of(notice.body),
            day=notice.day,
            end=notice.end,
            stamp=notice.stamp or self._clock(),
        )


@dataclass(frozen=True, slots=True)
class _Mailed:
    """What an etag keeps of a mailed note, enough to follow it up or to call it off."""

    sequence: int
    day: date
    end: date
    digest: str

    def __str__(self) -> str:
        return f"{self.sequence}/{self.day}/{self.end}/{self.digest}"

    @classmethod
    def of(cls, known: RemoteRef | None) -> _Mailed | None:
        """What was mailed; None for what did not go by mail."""
        parts = known.etag.split("/") if known else []
        if len(parts) != 4:
            return None
        try:
            day, end = (date.fromisoformat(part) for part in parts[1:3])
            return cls(int(parts[0]), day, end, parts[3])
        except ValueError:
            return None


def _digest(notice: Notice) -> str:
    text = f"{notice.subject}\n{notice.day}\n{notice.end}\n{notice.body}"
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
