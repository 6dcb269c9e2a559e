"""Faults on demand: the nth request of an operation answers what a test says, before or after its effect."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from tests.simulators.graph.asked import Call, GraphError, Reply, refused

Handle = Callable[[], Reply]
Answer = Callable[[Call, Handle], Reply]
LOGIN_PAGE = b"<!DOCTYPE html><html><body><form action='/login'>Log ind</form></body></html>"


@dataclass
class Scripted:
    """A fault that waits for its requests: the ``nth`` (from 1) of those that fit, and ``times``."""

    operation: str
    answer: Answer
    nth: int
    times: int
    mailbox: str | None
    where: Callable[[Call], bool]

    def strikes(self, operation: str, mailbox: str, call: Call) -> bool:
        """Count a request, and say whether this is one to answer."""
        any_of_graph = self.operation == "*" and operation != "token"
        if not (any_of_graph or self.operation == operation) or self.times == 0:
            return False
        if self.mailbox not in (None, mailbox) or not self.where(call):
            return False
        self.nth -= 1
        if self.nth > 0:
            return False
        self.times -= 1
        return True


class Faults:
    """The script of faults. ``times`` -1: for ever."""

    def __init__(self) -> None:
        self._script: list[Scripted] = []
        self._lock = threading.Lock()

    def add(
        self,
        operation: str,
        answer: Answer,
        *,
        nth: int = 1,
        times: int = 1,
        mailbox: str | None = None,
        where: Callable[[Call], bool] = lambda _: True,
    ) -> None:
        """Let requests of an operation (``*``: any but ``token``) be answered otherwise."""
        with self._lock:
            self._script.append(Scripted(operation, answer, nth, times, mailbox, where))

    def clear(self) -> None:
        """No more faults."""
        with self._lock:
            self._script.clear()

    def for_call(self, operation: str, mailbox: str, call: Call) -> Answer | None:
        """The answer that the script has for a call."""
        if not self._script:
            return None
        with self._lock:
            struck = [one for one in self._script if one.strikes(operation, mailbox, call)]
            return struck[0].answer if struck else None


def error(status: int, code: str, *, retry_after: int | str | None = None) -> Answer:
    """An error as Graph words it, without any effect."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return lambda _call, _handle: refused(GraphError(status, code, headers=headers))


def throttled(retry_after: int | str | None = 1) -> Answer:
    """429, with or without a time to wait."""
    return error(429, "ApplicationThrottled", retry_after=retry_after)


def gateway(status: int = 504) -> Answer:
    """What a gateway says where Graph says nothing: a page for people (502, 503, 504)."""
    page = f"<html><body><h1>{status}</h1></body></html>".encode()
    return lambda _call, _handle: Reply(status, page, {"Content-Type": "text/html"})


def web_page(status: int = 200) -> Answer:
    """A sign-in page, as proxies give it."""
    return lambda _call, _handle: Reply(status, LOGIN_PAGE, {"Content-Type": "text/html"})


def drop_before() -> Answer:
    """Hang up, and nothing has happened."""
    return lambda _call, _handle: Reply(200, b"", cut=0)


def drop_after() -> Answer:
    """Let it happen, then hang up without a word."""
    return lambda _call, handle: replace(handle(), cut=0)


def truncated(share: float = 0.7) -> Answer:
    """The answer ends in the middle, with a length that says it does not."""

    def answer(_: Call, handle: Handle) -> Reply:
        reply = handle()
        whole = reply.content
        size = len(whole) if isinstance(whole, bytes) else len(json.dumps(whole))
        return replace(reply, cut=int(size * share))

    return answer


def fails_after(status: int, code: str) -> Answer:
    """Let it happen, then say that it failed."""

    def answer(_: Call, handle: Handle) -> Reply:
        handle()
        return refused(GraphError(status, code))

    return answer


def changed(edit: Callable[[Any], object]) -> Answer:
    """The answer with its JSON changed by ``edit``."""

    def answer(_: Call, handle: Handle) -> Reply:
        reply = handle()
        content = deepcopy(reply.content)
        edit(content)
        return replace(reply, content=content)

    return answer


def hang(seconds: float) -> Answer:
    """Say nothing for a while, then hang up; nothing has happened."""

    def answer(_: Call, _handle: Handle) -> Reply:
        threading.Event().wait(seconds)
        return Reply(200, b"", cut=0)

    return answer


def slow(seconds: float) -> Answer:
    """A good answer, late."""

    def answer(_: Call, handle: Handle) -> Reply:
        threading.Event().wait(seconds)
        return handle()

    return answer
