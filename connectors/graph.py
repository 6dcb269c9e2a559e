"""Exchange Online over Microsoft Graph: reads, looks twice, writes notes and sends overviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.base import ChangeNotifier, ReadResult, Step
from connectors.budget import Budget
from connectors.credentials import Credential
from connectors.dated import Dates
from connectors.errors import AuthFailed
from connectors.examination import of_writing
from connectors.graph_calls import Calls
from connectors.graph_details import details
from connectors.graph_errors import OutOfScope
from connectors.graph_examination import SCOPE, Trial, examine, knock
from connectors.graph_http import Line
from connectors.graph_invites import GraphInvites
from connectors.graph_notes import GraphNotes
from connectors.graph_reading import Progress, Reading
from connectors.graph_rounds import BATCH
from connectors.graph_subscriptions import GraphSubscriptions
from connectors.learned import Learned
from connectors.model import Depth, Details, Mailbox, ReadRequest
from connectors.tokens import Token
from connectors.writing_doors import WritingDoors

FORBIDDEN = 3
"""When so many mailboxes are out of scope and none ever was in it, the application has no rights."""
NO_RIGHTS = (
    "the application may open no mailbox at all: ask the Exchange administrator to assign it the role "
    '"Application Calendars.ReadWrite" with a scope; that takes up to two hours (403)'
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where Graph is, version included, and how it is called."""

    root: str
    connections: int = 8
    timeout: float = 60.0
    ca_file: Path | None = None


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Graph(WritingDoors):
    """All doors to the mailboxes of one tenant. Nothing is sent before the first call.

    ``zone``: where an overview's day has its midnight. ``credential``: what the token rests on.
    ``outside_scope``: a mailbox that must be refused. ``notification_url``: where Graph is to say
    that something changed; None: nowhere.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        token: Token,
        *,
        zone: ZoneInfo,
        credential: Credential | None = None,
        outside_scope: str | None = None,
        notification_url: str | None = None,
        clock: Callable[[], datetime] = utc_now,
        budget: Budget | None = None,
    ) -> None:
        self.learned = Learned()
        line = Line(
            endpoint.root,
            token,
            token.refused,
            connections=endpoint.connections,
            timeout=endpoint.timeout,
            ca_file=endpoint.ca_file,
        )
        # Graph counts by mailbox: one that is busy tells of no other.
        budget = budget or Budget(endpoint.connections, shared=False, crowd=None)
        self.calls = Calls(line, budget, Dates(clock))
        self.credential = credential
        self._clock = clock
        self._lanes = endpoint.connections
        self._reading = Reading(self.calls, clock)
        self._notes = GraphNotes(self.calls, self.learned, clock)
        self._invites = GraphInvites(self.calls, self.learned, clock, zone)
        self.notifier: ChangeNotifier = GraphSubscriptions(self.calls, notification_url)
        outside = Mailbox(outside_scope, zone) if outside_scope else None
        self._trial = Trial(self.calls, token, credential, clock, outside, notification_url)

    @property
    def credential_ends(self) -> datetime | None:
        """When the certificate or secret ends (aware); None where nobody told."""
        return self.credential.ends if self.credential else None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told: that the credential ends, and what Graph lacks."""
        ending = self.credential.warning(self._clock()) if self.credential else None
        return (*((ending,) if ending else ()), *self.learned.missing)

    def close(self) -> None:
        """Let the connections go."""
        self.calls.line.close()

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request, as they come; one call under way for a mailbox at most.

        Raises AuthFailed where signing in fails, or where no mailbox may be opened at all.
        """
        closed: list[ReadResult] = []
        for result in self._in_lanes(requests):
            outcome = result.outcome
            if isinstance(outcome, OutOfScope):
                closed.append(result)
            elif isinstance(outcome, AuthFailed):
                raise outcome
            else:
                yield result
        # Not before all were asked: those of the first batch may be the only ones out of scope.
        if len(closed) >= FORBIDDEN and not self.calls.opened:
            raise AuthFailed(NO_RIGHTS)
        yield from closed

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """Details by event id; what is gone is missing."""
        return details(self.calls, mailbox, ids, depths)

    def knock(self, mailbox: Mailbox) -> None:
        """Raise a ConnectorError where a mailbox stays shut to us."""
        knock(self.calls, mailbox)

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """Name, credential, token and its consents, the first mailbox, and what must be refused."""
        return examine(self._trial, mailboxes)

    def examine_writing(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """One note written far ahead, found again and taken away."""
        return of_writing(self, mailboxes, self._clock(), SCOPE)

    def expiries(self) -> Mapping[str, datetime]:
        """When the certificate or the client secret ends."""
        return self.credential.expiries if self.credential else {}

    def clock_apart(self) -> timedelta | None:
        """By how much our clock is ahead of Graph's."""
        return self.calls.dates.apart

    def _in_lanes(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """Some pieces of work at a time; new mailboxes come in when those begun are nearly done."""
        waiting = iter(requests)
        with ThreadPoolExecutor(self._lanes, thread_name_prefix="graph") as pool:
            under_way: set[Future[Progress]] = set()
            try:
                while True:
                    while len(under_way) < self._lanes + 2 and (
                        group := list(islice(waiting, BATCH))
                    ):
                        under_way.add(pool.submit(partial(self._reading.begin, group)))
                    if not under_way:
                        return
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    for future in done:
                        step = future.result()
                        under_way |= {pool.submit(task) for task in step.left}
                        yield from step.results
            finally:
                for future in under_way:
                    future.cancel()
