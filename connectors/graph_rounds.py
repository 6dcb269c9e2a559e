"""Rounds of changes for many mailboxes at once: whether anything happened, and the token to go on from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

import msgspec

from connectors import graph_requests
from connectors.errors import ConnectorError, Unavailable
from connectors.graph_calls import PREFER, SHORT, Calls
from connectors.graph_cursor import Token, basis_of, parse_cursor, wide_window
from connectors.graph_errors import ToldError, in_words, told_by
from connectors.graph_http import HeavyError
from connectors.graph_wire import GarbledError, Part, Parts, Round, decoded
from connectors.model import ReadRequest

BATCH = 20
"""The most parts that Graph takes in a batch."""
PAGES_CAP = 500
"""A round of so many pages never ends."""
_PREFER = {"Prefer": f"{PREFER}, {graph_requests.ROUND_PREFER}"}


@dataclass(slots=True)
class Poll:
    """One mailbox's round under way.

    ``target``: where its next page is; empty once it is over. ``changed``: the window has to be
    read. ``error``: what ended it. ``waits``: seconds that Graph asked to wait for.
    """

    request: ReadRequest
    began_at: datetime
    first: date
    last: date
    target: str
    changed: bool
    fresh: bool
    link: str = ""
    pages: int = 0
    restarted: bool = False
    waited: bool = False
    waits: float = 0.0
    error: ConnectorError | None = None
    seen: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Whose mailbox it is."""
        return self.request.mailbox.address

    @property
    def over(self) -> bool:
        """Whether nothing is left to be asked."""
        return not self.target or self.error is not None

    @property
    def token(self) -> Token:
        """What to go on from."""
        return Token(self.first, self.last, self.link)

    def restart(self) -> None:
        """Begin a new round, as if there had been no token."""
        if self.restarted:
            raise Unavailable("Graph loses a round of changes again and again")
        self.first, self.last = wide_window(self.request)
        self.target = graph_requests.first_round(self.address, self.first, self.last)
        self.changed = self.fresh = self.restarted = True
        self.pages = 0
        self.seen.clear()


def poll_of(request: ReadRequest, now: datetime, kept: Token | None) -> Poll:
    """A round for a request; ``kept``: a token of the mailbox's that is remembered here."""
    cursor = parse_cursor(request.cursor, request)
    token = cursor.token if cursor else kept
    changed = cursor is None or cursor.basis != basis_of(request)
    if token is not None and token.covers(request):
        return Poll(request, now, token.first, token.last, token.link, changed, fresh=False)
    first, last = wide_window(request)
    target = graph_requests.first_round(request.mailbox.address, first, last)
    return Poll(request, now, first, last, target, changed=True, fresh=True)


def ask_together(calls: Calls, polls: Sequence[Poll]) -> None:
    """Take each of up to twenty rounds one page further.

    Raises DroppedError, HeavyError or ToldError where the batch as a whole was not answered.
    """
    requests = [
        {"id": str(number), "method": "GET", "url": poll.target, "headers": _PREFER}
        for number, poll in enumerate(polls)
    ]
    content = calls.batch([poll.address for poll in polls], requests)
    parts = {part.id: part for part in decoded(content, Parts).responses}
    for number, poll in enumerate(polls):
        part = parts.get(str(number))
        with _of(poll):
            _heed(calls, poll, part)


def ask_alone(calls: Calls, poll: Poll) -> None:
    """Take one round one page further."""

    with _of(poll):
        try:
            content = calls.get(poll.address, poll.target, graph_requests.ROUND_PREFER)
            _advance(calls, poll, content)
        except ToldError as told:
            _refused(poll, told)
        except HeavyError:
            _unanswered(poll)


def _heed(calls: Calls, poll: Poll, part: Part | None) -> None:
    if part is None:
        raise GarbledError("the batch was answered without this mailbox")
    if part.status < 300:
        calls.opened = True
        _advance(calls, poll, part.body)
        return
    told = told_by(part.status, part.headers or {}, bytes(part.body))
    if told.status == 401:
        # Taken for the batch and not for this part; on its own a refused token is replaced.
        ask_alone(calls, poll)
        return
    if not told.busy:
        _refused(poll, told)
        return
    seconds = told.retry_after
    told.retry_after = calls.budget.busy(poll.address, seconds)
    if seconds is None or seconds > SHORT or poll.waited:
        raise in_words(told)
    poll.waited, poll.waits = True, seconds + 0.01


def _refused(poll: Poll, told: ToldError) -> None:
    if told.lost:
        poll.restart()
    elif told.status == 504:
        _unanswered(poll)
    else:
        raise in_words(told)


def _unanswered(poll: Poll) -> None:
    """A round that is never answered, or too heavy to be taken: a new one, and where that fails, none;
    then all is read anew."""
    if poll.fresh:
        poll.target, poll.link, poll.changed = "", "", True
    else:
        poll.restart()


def _advance(calls: Calls, poll: Poll, content: bytes | msgspec.Raw) -> None:
    """What stands beside the items is all that is read of a page."""
    page = decoded(content, Round)
    poll.changed = poll.changed or bool(page.value)
    poll.pages += 1
    if page.delta_link:
        poll.link, poll.target = calls.line.relative(page.delta_link), ""
        return
    if not page.next_link:
        raise GarbledError("a page of changes leads nowhere")
    target = calls.line.relative(page.next_link)
    if target in poll.seen or poll.pages >= PAGES_CAP:
        raise Unavailable("Graph never comes to the end of its changes")
    poll.seen.add(target)
    poll.target = target


@contextmanager
def _of(poll: Poll) -> Iterator[None]:
    """Trouble with one mailbox ends its round and no other."""
    try:
        yield
    except ConnectorError as error:
        poll.error = error
