"""Reads many mailboxes: rounds of changes in batches, then each changed mailbox's window on its own."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from connectors import graph_requests
from connectors.base import ReadResult
from connectors.errors import ConnectorError, Unavailable
from connectors.graph_calls import Calls
from connectors.graph_cursor import Token, cursor_of
from connectors.graph_errors import ToldError, in_words
from connectors.graph_http import DroppedError, HeavyError
from connectors.graph_parse import read_events
from connectors.graph_rounds import Poll, ask_alone, ask_together, poll_of
from connectors.graph_series import in_series
from connectors.graph_window import Window
from connectors.model import ReadRequest, Snapshot, Unchanged, Unreadable

ALONE_FOR = 3600.0
"""Seconds for which a mailbox that held up a batch is asked on its own."""
Task = Callable[[], "Progress"]


@dataclass(frozen=True, slots=True)
class Progress:
    """What a piece of work came to: results, and work that is left."""

    results: Sequence[ReadResult] = ()
    left: Sequence[Task] = ()


@dataclass(slots=True)
class Reading:
    """What is remembered from read to read, in this process: tokens, and who is slow."""

    calls: Calls
    clock: Callable[[], datetime]
    monotonic: Callable[[], float] = time.monotonic
    _tokens: dict[str, Token] = field(default_factory=dict)
    _slow: dict[str, float] = field(default_factory=dict)

    def begin(self, requests: Sequence[ReadRequest]) -> Progress:
        """The first work for up to twenty requests."""
        now = self.clock()
        polls = [poll_of(r, now, self._tokens.get(r.mailbox.address)) for r in requests]
        slow = [poll for poll in polls if self._is_slow(poll.address)]
        together = [poll for poll in polls if poll not in slow]
        alone = [partial(self.alone, poll) for poll in slow]
        return Progress((), [*([partial(self.together, together)] if together else ()), *alone])

    def together(self, polls: Sequence[Poll]) -> Progress:
        """One page further for some mailboxes, in one request."""
        self._wait(polls)
        asked = [poll for poll in polls if self._may_ask(poll)]
        try:
            if asked:
                ask_together(self.calls, asked)
        except ToldError as told:
            if told.status != 504:
                return self._failed(polls, in_words(told))
            return self._one_by_one(polls)
        except HeavyError:
            return self._one_by_one(polls)
        except DroppedError as error:
            return self._one_by_one(polls) if error.late else self._failed(polls, error)
        except ConnectorError as error:
            return self._failed(polls, error)
        return self._sorted(polls)

    def alone(self, poll: Poll) -> Progress:
        """One page further for one mailbox."""
        began = self.monotonic()
        self._wait([poll])
        if self._may_ask(poll):
            ask_alone(self.calls, poll)
        if poll.error is None and self.monotonic() - began < 1.0:
            self._slow.pop(poll.address, None)
        return self._sorted([poll])

    def window(self, poll: Poll) -> Progress:
        """The whole window of a changed mailbox."""
        return Progress([ReadResult(poll.request.mailbox, self._outcome(poll))])

    def _sorted(self, polls: Sequence[Poll]) -> Progress:
        results: list[ReadResult] = []
        left: list[Task] = []
        further: list[Poll] = []
        for poll in polls:
            if poll.error is not None:
                results.append(ReadResult(poll.request.mailbox, poll.error))
            elif not poll.over:
                further.append(poll)
            elif poll.changed:
                left.append(partial(self.window, poll))
            else:
                self._remember(poll)
                cursor = str(cursor_of(poll.request, poll.token))
                results.append(ReadResult(poll.request.mailbox, Unchanged(cursor)))
        waiting = [poll for poll in further if poll.waits]
        ready = [poll for poll in further if not poll.waits]
        again = [group for group in (ready, waiting) if group]
        return Progress(results, [*(partial(self._again, group) for group in again), *left])

    def _again(self, polls: Sequence[Poll]) -> Progress:
        if len(polls) == 1:
            return self.alone(polls[0])
        return self.together(polls)

    def _one_by_one(self, polls: Sequence[Poll]) -> Progress:
        """One of them held the batch up or made it too large: nobody knows which, so each is asked alone."""
        for poll in polls:
            self._slow[poll.address] = self.monotonic() + ALONE_FOR
        return Progress((), [partial(self.alone, poll) for poll in polls])

    def _failed(self, polls: Sequence[Poll], error: ConnectorError) -> Progress:
        return Progress([ReadResult(poll.request.mailbox, poll.error or error) for poll in polls])

    def _wait(self, polls: Sequence[Poll]) -> None:
        """As long as Graph asked for, which is short here."""
        seconds = max((poll.waits for poll in polls), default=0.0)
        if seconds:
            self.calls.wait(seconds)
        for poll in polls:
            poll.waits = 0.0

    def _may_ask(self, poll: Poll) -> bool:
        try:
            self.calls.budget.check(poll.address)
        except Unavailable as error:
            poll.error = error
        return poll.error is None

    def _is_slow(self, address: str) -> bool:
        return self._slow.get(address, 0.0) > self.monotonic()

    def _remember(self, poll: Poll) -> None:
        if poll.link:
            self._tokens[poll.address] = poll.token

    def _outcome(self, poll: Poll) -> Snapshot | ConnectorError:
        try:
            snapshot = self._read(poll)
        except ConnectorError as error:
            return error
        except Exception as error:  # noqa: BLE001 – one odd mailbox must not end the pass
            return Unavailable(f"the mailbox could not be read ({type(error).__name__})")
        self._remember(poll)
        return snapshot

    def _read(self, poll: Poll) -> Snapshot:
        request, mailbox = poll.request, poll.request.mailbox
        window = Window(self.calls, mailbox, graph_requests.EVENT, graph_requests.KEY)
        raw = window.events(request.start, request.end)
        found = read_events(raw, mailbox, request.start, request.end)
        found.events = in_series(found.events)
        unreadable = sorted(found.unreadable | window.unreadable, key=_name)
        cursor = str(cursor_of(request, poll.token))
        return Snapshot(found.sorted, tuple(unreadable), cursor, poll.began_at)


def _name(item: Unreadable) -> tuple[str, str]:
    return item.id, item.reason
