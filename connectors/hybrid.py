"""Mailboxes partly in the cloud and partly on premises: each is served where it is, under one connection.

A mailbox that moves keeps its notes: both sides mark them with the same property, and find them by key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from connectors.base import CalendarReader, EvidenceReader, InviteSender, NoticeWriter, ReadResult
from connectors.errors import ConnectorError, MailboxGone
from connectors.graph_errors import NotInCloud
from connectors.model import Details, Invite, Mailbox, Notice, ReadRequest, RemoteRef

REMEMBERED = 24 * 3600.0
"""Seconds after which the cloud is asked again whether a mailbox has come there."""
_T = TypeVar("_T")


class Side(CalendarReader, EvidenceReader, NoticeWriter, InviteSender, Protocol):
    """A connector with all four doors."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told."""
        ...


class Hybrid:
    """Asks ``cloud``, and ``premises`` about whoever is not there (NotInCloud)."""

    def __init__(
        self, cloud: Side, premises: Side, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.cloud = cloud
        self.premises = premises
        self._monotonic = monotonic
        self._elsewhere: dict[str, float] = {}

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the cloud; the other side is a connection of its own and speaks for itself."""
        return self.cloud.warnings

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request; trouble with the premises as a whole is trouble of those there."""
        there: list[ReadRequest] = []
        yield from self._from_cloud(requests, there)
        left = {request.mailbox: request for request in there}
        try:
            for result in self.premises.read(there):
                left.pop(result.mailbox, None)
                if isinstance(result.outcome, MailboxGone):
                    self._elsewhere.pop(result.mailbox.address, None)
                yield result
        except ConnectorError as error:
            yield from (ReadResult(mailbox, error) for mailbox in left)

    def details(self, mailbox: Mailbox, ids: Sequence[str]) -> Mapping[str, Details]:
        """As that side of the mailbox gives them."""
        return self._at(mailbox.address, lambda side: side.details(mailbox, ids))

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """By id where the entry was written on this side, else by key."""
        return self._at(mailbox.address, lambda side: side.find(mailbox, key, known))

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """See :class:`connectors.base.NoticeWriter`."""
        return self._at(mailbox.address, lambda side: side.put(mailbox, notice, known))

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """See :class:`connectors.base.NoticeWriter`."""
        self._at(mailbox.address, lambda side: side.remove(mailbox, key, known))

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        """From where the service's own mailbox is."""
        return self._at(invite.organizer, lambda side: side.send(invite, known))

    def cancel(self, invite: Invite, known: RemoteRef | None) -> None:
        """From where the service's own mailbox is."""
        self._at(invite.organizer, lambda side: side.cancel(invite, known))

    def clear(self, invite: Invite, known: RemoteRef | None) -> None:
        """Quietly, where both mailboxes are on one side; else as far as that side reaches."""
        self._at(invite.organizer, lambda side: side.clear(invite, known))

    def _from_cloud(
        self, requests: Iterable[ReadRequest], there: list[ReadRequest]
    ) -> Iterator[ReadResult]:
        """Results of the cloud; ``there`` gathers whoever is not in it."""
        asked: dict[Mailbox, ReadRequest] = {}

        def in_cloud() -> Iterator[ReadRequest]:
            for request in requests:
                if self._is_elsewhere(request.mailbox.address):
                    there.append(request)
                else:
                    asked[request.mailbox] = request
                    yield request

        for result in self.cloud.read(in_cloud()):
            if isinstance(result.outcome, NotInCloud):
                self._elsewhere[result.mailbox.address] = self._monotonic() + REMEMBERED
                there.append(asked[result.mailbox])
            else:
                asked.pop(result.mailbox, None)
                yield result

    def _at(self, address: str, act: Callable[[Side], _T]) -> _T:
        if not self._is_elsewhere(address):
            try:
                return act(self.cloud)
            except NotInCloud:
                self._elsewhere[address] = self._monotonic() + REMEMBERED
        try:
            return act(self.premises)
        except MailboxGone:
            self._elsewhere.pop(address, None)
            raise

    def _is_elsewhere(self, address: str) -> bool:
        return self._elsewhere.get(address, 0.0) > self._monotonic()
