"""The doors: what a connector may be able to do. It implements those it has, and no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, runtime_checkable

from connectors.errors import ConnectorError
from connectors.model import (
    Depth,
    Details,
    Invite,
    Mailbox,
    Notice,
    ReadRequest,
    RemoteRef,
    Snapshot,
    Unchanged,
)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """The answer to one request; trouble with one mailbox is a value."""

    mailbox: Mailbox
    outcome: Unchanged | Snapshot | ConnectorError


@runtime_checkable
class CalendarReader(Protocol):
    """Reads calendars. The cursor says *that* something changed, the window says *what*.

    A connector that asks for several mailboxes with one request says for how many in ``batch``;
    else it is handed one at a time, so that a slow mailbox holds up no other. Several threads may
    read at once, never the same mailbox.
    """

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request, in any order. Raises only for trouble with the whole connection."""
        ...


@runtime_checkable
class EvidenceReader(Protocol):
    """Takes a second look at a few entries."""

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """Details by the id of an event; what is gone is missing from the answer.

        An occurrence is asked about through its series: guests and rule are the series' own.
        ``depths``: how much is needed of each, everything where nothing is said; what goes deeper
        may be left out.
        """
        ...


@runtime_checkable
class NoticeWriter(Protocol):
    """Writes, finds and removes our own notes."""

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The entry as it stands: by id, then by key; of two with one key the older."""
        ...

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create (``known`` None; put twice leaves one) or rewrite the entry.

        Raises EntryGone where ``known`` is gone, PreconditionFailed where its etag or, for a
        create that meets an entry with the same UID, its shape is not ours.
        """
        ...

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take the entry away; what is gone is fine. PreconditionFailed as for ``put``."""
        ...


@runtime_checkable
class InviteSender(Protocol):
    """Sends meeting invites from the service's own mailbox."""

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """Send or update the invite; the same UID and SEQUENCE are the same meeting."""
        ...

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """Call it off and tell the leader."""
        ...

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Take it away quietly, where the door can."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was tried, in a sentence; ``ask``: where it went wrong, what to ask whom for."""

    said: str
    well: bool = True
    ask: str = ""


@runtime_checkable
class Examiner(Protocol):
    """Tries what it needs before anybody relies on it: signs in, looks at a folder, reads.

    Reading is tried on ids and kinds of a few entries: subject, body, place, times and guests are not
    asked for, and nothing is kept.
    """

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """One step after the other, without reading what anybody wrote and without a trace."""
        ...


@runtime_checkable
class WritingExaminer(Protocol):
    """Tries whether a note can be written and found again, which only a note can tell."""

    def examine_writing(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """One note far ahead in the first of them, gone again before the step is told."""
        ...


@dataclass(frozen=True, slots=True)
class Subscription:
    """A wish to hear of changes as it stands at the server; it ends by itself at ``ends`` (aware).

    ``ours``: what it tells comes to our own address.
    """

    id: str
    ends: datetime
    ours: bool = True


class ChangeNotifier(Protocol):
    """Asks a server to say *that* something changed in a mailbox, never what.

    ``url``: where the server is to say so, None where nobody wants to hear; then subscriptions can
    still be dropped.
    """

    @property
    def url(self) -> str | None:
        """See above."""
        ...

    def create(self, mailbox: Mailbox, client_state: str, ends: datetime) -> Subscription:
        """A new one, sent once. AlreadyThere where one stands; Unavailable, too, where the server
        does not reach ``url``."""
        ...

    def renew(self, mailbox: Mailbox, subscription: str, ends: datetime) -> Subscription:
        """Another end for one that stands; EntryGone for one that does not any more."""
        ...

    def listed(self) -> tuple[Subscription, ...]:
        """All that stand for this application, those of other addresses too."""
        ...

    def drop(self, subscription: str) -> None:
        """Take one away; what is gone is fine."""
        ...


@runtime_checkable
class Expiring(Protocol):
    """Rests on something that ends, such as a certificate or a secret."""

    def expiries(self) -> Mapping[str, datetime]:
        """What ends when, as far as it is known by now, by a short name."""
        ...


@runtime_checkable
class Dated(Protocol):
    """Talks to a server that says what time it is."""

    def clock_apart(self) -> timedelta | None:
        """By how much our clock was ahead of the server's at its latest answer (negative: behind).

        None as long as it told no time.
        """
        ...
