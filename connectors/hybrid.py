"""Mailboxes partly in the cloud and partly on premises: each is served where it is, under one connection.

A mailbox that moves keeps its notes: both sides mark them with the same property, and find them by key.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from connectors.base import (
    CalendarReader,
    ChangeNotifier,
    EvidenceReader,
    Examiner,
    NoticeWriter,
    ReadResult,
    Step,
    WritingExaminer,
)
from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Unavailable
from connectors.graph_errors import NotInCloud, OutOfScope
from connectors.model import Depth, Details, Invite, Mailbox, Notice, ReadRequest, RemoteRef
from connectors.writing_doors import HalvingSender

REMEMBERED = 24 * 3600.0
"""Seconds after which the cloud is asked again whether a mailbox has come there."""
SOME = 20
"""So many mailboxes at most are knocked at to find one on each side."""
_T = TypeVar("_T")


class Side(
    CalendarReader, EvidenceReader, NoticeWriter, HalvingSender, Examiner, WritingExaminer, Protocol
):
    """A connector with all four doors, which can be tried and tells what time it is there."""

    def clock_apart(self) -> timedelta | None:
        """By how much our clock is ahead of that side's."""
        ...


class Cloud(Side, Protocol):
    """The side that is asked first."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told."""
        ...

    @property
    def notifier(self) -> ChangeNotifier:
        """How it is asked to tell of changes."""
        ...

    def knock(self, mailbox: Mailbox) -> None:
        """Raise a ConnectorError where a mailbox stays shut."""
        ...

    def expiries(self) -> Mapping[str, datetime]:
        """What ends when."""
        ...


class Hybrid:
    """Asks ``cloud``, and ``premises`` about whoever is not there (NotInCloud)."""

    def __init__(
        self, cloud: Cloud, premises: Side, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self.cloud = cloud
        self.premises = premises
        self._monotonic = monotonic
        self._elsewhere: dict[str, float] = {}

    @property
    def warnings(self) -> tuple[str, ...]:
        """Those of the cloud; the other side is a connection of its own and speaks for itself."""
        return self.cloud.warnings

    @property
    def notifier(self) -> ChangeNotifier:
        """The cloud's: the premises are polled."""
        return self.cloud.notifier

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request; trouble with the premises as a whole is trouble of those there."""
        known: list[ReadRequest] = []
        not_there: list[ReadRequest] = []
        yield from self._from_cloud(self._in_cloud(requests, known), not_there)
        moved: dict[ReadRequest, ReadResult] = {}
        yield from self._from_premises([*known, *not_there], {r.mailbox for r in known}, moved)
        if moved:
            nowhere: list[ReadRequest] = []
            yield from self._from_cloud(moved, nowhere)
            yield from (moved[request] for request in nowhere)

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """As that side of the mailbox gives them."""
        return self._at(mailbox.address, lambda side: side.details(mailbox, ids, depths))

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
        """Quietly, each mailbox where it is; a copy that we may not look at is let be.

        The service's own comes first, so no trouble with the reader's keeps it. A sign-in that
        fails for the reader's then is the other side's, and no reason to stop this one.
        """
        uid = self._at(invite.organizer, lambda side: side.clear_own(invite, known))
        try:
            self._at(invite.attendee, lambda side: side.clear_copy(invite, uid, known))
        except MailboxGone:
            return
        except AuthFailed as error:
            raise Unavailable(f"the reader's copy stays for now: {error}") from error

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """Both sides, each with those of the mailboxes that were found there."""
        in_cloud, on_premises = self._sides(mailboxes)
        yield from _said_of("in the cloud", self.cloud.examine(in_cloud))
        yield from _said_of("on premises", self.premises.examine(on_premises))

    def examine_writing(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """A note on both sides."""
        in_cloud, on_premises = self._sides(mailboxes)
        yield from _said_of("in the cloud", self.cloud.examine_writing(in_cloud))
        yield from _said_of("on premises", self.premises.examine_writing(on_premises))

    def expiries(self) -> Mapping[str, datetime]:
        """Those of the cloud; the other side is a connection of its own."""
        return self.cloud.expiries()

    def clock_apart(self) -> timedelta | None:
        """By how much our clock is ahead; of two sides the one that is further away."""
        told = [side.clock_apart() for side in (self.cloud, self.premises)]
        return max((one for one in told if one is not None), key=abs, default=None)

    def _sides(self, mailboxes: Sequence[Mailbox]) -> tuple[list[Mailbox], list[Mailbox]]:
        """Some that are in the cloud, or shut there for another reason, and some that are not."""
        in_cloud: list[Mailbox] = []
        on_premises: list[Mailbox] = []
        for mailbox in mailboxes[:SOME]:
            if in_cloud and on_premises:
                break
            try:
                self.cloud.knock(mailbox)
            except NotInCloud:
                on_premises.append(mailbox)
            except OutOfScope:
                in_cloud.append(mailbox)
            except ConnectorError:
                in_cloud.append(mailbox)
                break
            else:
                in_cloud.append(mailbox)
        return in_cloud, on_premises

    def _in_cloud(
        self, requests: Iterable[ReadRequest], elsewhere: list[ReadRequest]
    ) -> Iterator[ReadRequest]:
        """Those to ask the cloud about; ``elsewhere`` gathers those known to be on premises."""
        for request in requests:
            if self._is_elsewhere(request.mailbox.address):
                elsewhere.append(request)
            else:
                yield request

    def _from_cloud(
        self, requests: Iterable[ReadRequest], not_there: list[ReadRequest]
    ) -> Iterator[ReadResult]:
        asked: dict[Mailbox, ReadRequest] = {}

        def noted() -> Iterator[ReadRequest]:
            for request in requests:
                asked[request.mailbox] = request
                yield request

        for result in self.cloud.read(noted()):
            request = asked.pop(result.mailbox)
            if isinstance(result.outcome, NotInCloud):
                self._remember(result.mailbox.address)
                not_there.append(request)
            else:
                yield result

    def _from_premises(
        self,
        requests: Sequence[ReadRequest],
        remembered: Collection[Mailbox],
        moved: dict[ReadRequest, ReadResult],
    ) -> Iterator[ReadResult]:
        """``moved`` gathers those of the ``remembered`` that are there no more, and what was said."""
        left = {request.mailbox: request for request in requests}
        try:
            for result in self.premises.read(requests):
                request = left.pop(result.mailbox)
                if isinstance(result.outcome, MailboxGone):
                    self._elsewhere.pop(result.mailbox.address, None)
                    if result.mailbox in remembered:
                        moved[request] = result
                        continue
                yield result
        except ConnectorError as error:
            yield from (ReadResult(mailbox, error) for mailbox in left)

    def _at(self, address: str, act: Callable[[Side], _T]) -> _T:
        """Where the mailbox is; one that is no longer where it was is looked for on the other side."""
        remembered = self._is_elsewhere(address)
        if not remembered:
            try:
                return act(self.cloud)
            except NotInCloud:
                self._remember(address)
        try:
            return act(self.premises)
        except MailboxGone as error:
            self._elsewhere.pop(address, None)
            if not remembered:
                raise
            try:
                return act(self.cloud)
            except NotInCloud:
                raise error from None

    def _remember(self, address: str) -> None:
        self._elsewhere[address] = self._monotonic() + REMEMBERED

    def _is_elsewhere(self, address: str) -> bool:
        return self._elsewhere.get(address, 0.0) > self._monotonic()


def _said_of(side: str, steps: Iterable[Step]) -> Iterator[Step]:
    return (replace(step, said=f"{side}: {step.said}") for step in steps)
