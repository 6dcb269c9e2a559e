"""Calls to Graph: one at a time for a mailbox, within the budget, creates never repeated."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from threading import Lock
from typing import Any

import msgspec

from connectors.budget import EVERYBODY, Budget
from connectors.dated import Dates
from connectors.errors import Unavailable
from connectors.graph_errors import ToldError, in_words, of_write, told_by
from connectors.graph_http import DroppedError, Line

SHORT = 2.0
"""Seconds that are waited here; for longer ones the caller comes back."""
PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'
"""What every call asks for: ids that outlive moves, and times in UTC."""
_PAGE = (b"<!doctype html", b"<html")


class Calls:
    """Calls over one line. ``opened``: some mailbox was open to us so far.

    ``dates``: hears what time it is there.
    """

    def __init__(
        self,
        line: Line,
        budget: Budget,
        dates: Dates,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.line = line
        self.budget = budget
        self.wait = wait
        self.opened = False
        self.dates = dates
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)

    def get(self, mailbox: str, target: str, prefer: str = "") -> bytes:
        """What stands at an address; tried twice where the trouble may pass.

        Raises ToldError for an error of Graph's, Unavailable or AuthFailed where there is none.
        """
        headers = {"Prefer": f"{PREFER}, {prefer}" if prefer else PREFER}
        for again in (True, False):
            try:
                return self._call("GET", mailbox, target, None, headers)
            except ToldError as told:
                if not (again and self._passes(told)):
                    raise
            except DroppedError as error:
                if not again or error.late:
                    raise
        raise AssertionError

    def look(self, mailbox: str, target: str, prefer: str = "") -> bytes:
        """As :meth:`get`, with Graph's errors in words."""
        try:
            return self.get(mailbox, target, prefer)
        except ToldError as told:
            raise in_words(told) from told

    def write(
        self, method: str, mailbox: str, target: str, body: object = None, etag: str = ""
    ) -> bytes:
        """Change something: sent once and never again.

        Raises ToldError, or Unavailable where nobody knows whether it was done.
        """
        headers = {"Prefer": PREFER, **({"If-Match": etag} if etag else {})}
        content = None if body is None else msgspec.json.encode(body)
        return self._call(method, mailbox, target, content, headers)

    def change(
        self, method: str, mailbox: str, target: str, body: object = None, etag: str = ""
    ) -> bytes:
        """As :meth:`write`, with Graph's errors in words."""
        try:
            return self.write(method, mailbox, target, body, etag)
        except ToldError as told:
            raise of_write(told) from told

    def batch(self, mailboxes: Iterable[str], requests: list[dict[str, Any]]) -> bytes:
        """The answer to a batch with a part for each of some mailboxes; errors as :meth:`get`."""
        body = msgspec.json.encode({"requests": requests})
        with ExitStack() as turns:
            # In one order, so that two batches never wait for each other.
            for mailbox in sorted(set(mailboxes)):
                turns.enter_context(self._turns[mailbox])
            return self._sent("POST", EVERYBODY, "/$batch", body, {})

    def _call(
        self,
        method: str,
        mailbox: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> bytes:
        with self._turns[mailbox]:
            content = self._sent(method, mailbox, target, body, headers)
        self.opened = True
        return content

    def _sent(
        self,
        method: str,
        mailbox: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
    ) -> bytes:
        with self.budget.turn(mailbox), _heeding(self.budget, mailbox):
            began = time.monotonic()
            answer = self.line.send(method, target, body, headers)
            took = timedelta(seconds=time.monotonic() - began)
            self.dates.hear(answer.headers.get("Date", ""), took)
            if answer.status >= 300:
                raise told_by(answer.status, answer.headers, answer.content)
            if answer.content[:200].lstrip().lower().startswith(_PAGE):
                words = "a web page came instead of an answer; is a proxy or a login in between?"
                raise Unavailable(words)
            self.budget.well()
            return answer.content

    def _passes(self, told: ToldError) -> bool:
        if told.busy and told.retry_after is not None and told.retry_after <= SHORT:
            self.wait(told.retry_after + 0.01)
            return True
        return told.passing


@contextmanager
def _heeding(budget: Budget, mailbox: str) -> Iterator[None]:
    """Tell the budget who is busy and who says nothing."""
    try:
        yield
    except ToldError as told:
        if told.busy:
            told.retry_after = budget.busy(mailbox, told.retry_after)
        raise
    except DroppedError:
        budget.silent()
        raise
