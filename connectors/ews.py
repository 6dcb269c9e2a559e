"""Exchange on premises over EWS: reads, looks twice, writes notes and sends overviews."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from connectors.base import ReadResult, Step
from connectors.budget import Budget
from connectors.dated import Dates
from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Unavailable
from connectors.ews_calls import Calls
from connectors.ews_details import details
from connectors.ews_examination import EDITOR, RENEW, Trial, examine
from connectors.ews_invites import EwsInvites
from connectors.ews_notes import EwsNotes
from connectors.ews_reading import read_mailbox
from connectors.ews_sign_in import Access, ForbiddenError, SignIn, quiet_library
from connectors.examination import of_credential, of_writing
from connectors.learned import Learned
from connectors.model import (
    Depth,
    Details,
    Mailbox,
    ReadRequest,
    Snapshot,
    Unchanged,
)
from connectors.writing_doors import WritingDoors

FORBIDDEN = 3
"""When so many mailboxes in a row are forbidden and none is open, the whole connection is."""
Outcome = Unchanged | Snapshot | ConnectorError


def utc_now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class Ews(WritingDoors):
    """All doors to the mailboxes of one Exchange server, at ``url`` or found by ``autodiscover``.

    ``access``: how a mailbox is reached – by rights on its calendar folder, or by impersonation.
    ``zone``: where an overview's day has its midnight. ``outside_scope``: a mailbox that must be
    refused. Nothing is sent before the first call.
    """

    def __init__(
        self,
        url: str | None,
        sign_in: SignIn,
        access: Access = "calendar-folder",
        *,
        zone: ZoneInfo,
        autodiscover: str | None = None,
        outside_scope: str | None = None,
        clock: Callable[[], datetime] = utc_now,
        budget: Budget | None = None,
    ) -> None:
        quiet_library()
        shared = access == "calendar-folder"
        self.learned = Learned()
        budget = budget or Budget(sign_in.connections, shared=shared)
        dates = Dates(clock)
        self.calls = Calls(url, sign_in, access, budget, dates, autodiscover=autodiscover)
        self.credential = sign_in.credential
        outside = Mailbox(outside_scope, zone) if outside_scope else None
        self._trial = Trial(self.calls, access, clock, outside, self.learned)
        self._clock = clock
        self._lanes = sign_in.connections
        self._notes = EwsNotes(self.calls, self.learned, clock, each_mailbox=shared)
        self._invites = EwsInvites(self.calls, self.learned, clock, zone)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told: of an open line, of an end, and what the server lacks."""
        plain = (self.calls.url or "").lower().startswith("http:")
        said = ("calendars are read UNENCRYPTED; write the url with https",) if plain else ()
        ending = self.credential.warning(self._clock()) if self.credential else None
        return (*said, *((ending,) if ending else ()), *self.learned.missing)

    def close(self) -> None:
        """Let the connections go."""
        self.calls.close()

    def read(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """One result a request, as they come; one call under way for a mailbox at most.

        Raises AuthFailed where signing in fails, or where EWS is forbidden for everybody.
        """
        closed: list[ReadResult] = []
        for result in self._in_lanes(requests):
            outcome = result.outcome
            if isinstance(outcome, ForbiddenError):
                closed.append(result)
                if len(closed) >= FORBIDDEN and not self.calls.proved:
                    raise outcome
            elif isinstance(outcome, AuthFailed):
                raise outcome
            else:
                yield result
        if closed and not self.calls.proved:
            raise AuthFailed(str(closed[0].outcome))
        for result in closed:
            yield ReadResult(result.mailbox, MailboxGone(str(result.outcome)))

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """Details by event id; what is gone is missing."""
        return details(self.calls, mailbox, ids, depths)

    def examine(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """Certificate, name, TLS, sign-in, version, rights, reading, and what must be refused."""
        if self.credential is not None:
            yield of_credential(self.credential, self._clock(), RENEW)
        yield from examine(self._trial, mailboxes)

    def examine_writing(self, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
        """One note written far ahead, found again and taken away; then what it showed the server to lack."""
        before = self.learned.missing
        yield from of_writing(self, mailboxes, self._clock(), EDITOR)
        yield from (Step(said) for said in self.learned.missing if said not in before)

    def expiries(self) -> Mapping[str, datetime]:
        """When the certificate that we sign in with ends."""
        return self.credential.expiries if self.credential else {}

    def clock_apart(self) -> timedelta | None:
        """By how much our clock is ahead of the server's."""
        return self.calls.dates.apart

    def _in_lanes(self, requests: Iterable[ReadRequest]) -> Iterator[ReadResult]:
        """Some at a time, so that neither threads nor results pile up."""
        waiting = iter(requests)
        with ThreadPoolExecutor(self._lanes, thread_name_prefix="ews") as pool:
            under_way: set[Future[ReadResult]] = set()
            try:
                while True:
                    free = 2 * self._lanes - len(under_way)
                    under_way |= {pool.submit(self._read, r) for r in islice(waiting, free)}
                    if not under_way:
                        return
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    for future in done:
                        yield future.result()
            finally:
                for future in under_way:
                    future.cancel()

    def _read(self, request: ReadRequest) -> ReadResult:
        return ReadResult(request.mailbox, self._outcome(request))

    def _outcome(self, request: ReadRequest) -> Outcome:
        try:
            return read_mailbox(self.calls, request, self.learned, self._clock)
        except ConnectorError as error:
            return error
        except Exception as error:  # noqa: BLE001 – one odd mailbox must not end the pass
            return Unavailable(f"the mailbox could not be read ({type(error).__name__})")
