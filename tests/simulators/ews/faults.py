"""Faults on demand: the nth request of an operation answers what a test says, before or after its effect."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from tests.simulators.ews.soap import (
    Call,
    EwsError,
    Reply,
    SoapFaultError,
    answered,
    enveloped,
    failure,
    faulted,
)

Handle = Callable[[], Reply]
Answer = Callable[[Call, Handle], Reply]
BUILD = (15, 2, 2562, 17)
LOGIN_PAGE = b"<!DOCTYPE html><html><body><form action='/owa/auth.owa'>Log ind</form></body></html>"
CLOUD = b"<html><body><h2>403 - Forbidden: EWS is disabled for this tenant.</h2></body></html>"


@dataclass
class Scripted:
    """A fault that waits for its requests: the ``nth`` (from 1) of those that fit, and ``times``."""

    operation: str
    answer: Answer
    nth: int = 1
    times: int = 1
    mailbox: str | None = None

    def strikes(self, call: Call, mailbox: str) -> bool:
        """Count a request, and say whether this is one to answer."""
        if self.operation not in (call.operation, "*") or self.times == 0:
            return False
        if self.mailbox not in (None, mailbox):
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
    ) -> None:
        """Let requests of an operation (``*``: any) be answered otherwise."""
        with self._lock:
            self._script.append(Scripted(operation, answer, nth, times, mailbox))

    def clear(self) -> None:
        """No more faults."""
        with self._lock:
            self._script.clear()

    def for_call(self, call: Call, mailbox: str) -> Answer | None:
        """The answer that the script has for a call."""
        with self._lock:
            struck = [one for one in self._script if one.strikes(call, mailbox)]
            return struck[0].answer if struck else None


def fault(code: str, *, back_off: int | None = None, status: int = 500) -> Answer:
    """A SOAP fault, without any effect."""
    return lambda _call, _handle: Reply(status, faulted(SoapFaultError(code, back_off=back_off)))


def inside(code: str, *, back_off: int | None = None) -> Answer:
    """An error inside an HTTP 200, without any effect."""

    def answer(call: Call, _: Handle) -> Reply:
        message = failure(call.operation, EwsError(code, back_off=back_off))
        return Reply(200, enveloped(answered(call.operation, [message]), BUILD))

    return answer


def web_page(status: int = 200, page: bytes = LOGIN_PAGE) -> Answer:
    """A page for people, as proxies and moved tenants give it."""
    return lambda _call, _handle: Reply(status, page, "text/html; charset=utf-8")


def moved_to_cloud() -> Answer:
    """403 for the tenant."""
    return web_page(403, CLOUD)


def unavailable(retry_after: int | None = None) -> Answer:
    """503 with or without Retry-After."""
    headers = (("Retry-After", str(retry_after)),) if retry_after is not None else ()
    return lambda _call, _handle: Reply(503, b"Service Unavailable", "text/plain", headers)


def drop_before() -> Answer:
    """Hang up, and nothing has happened."""
    return lambda _call, _handle: Reply(200, b"", cut=0)


def drop_after() -> Answer:
    """Let it happen, then hang up without a word."""
    return lambda _call, handle: replace(handle(), cut=0)


def truncated(share: float = 0.7) -> Answer:
    """The answer ends in the middle, with a length that says it does not."""

    def answer(_: Call, handle: Handle) -> Reply:
        whole = handle().body
        return Reply(200, whole[: int(len(whole) * share)])

    return answer


def fails_after(code: str) -> Answer:
    """Let it happen, then say that it failed."""

    def answer(_: Call, handle: Handle) -> Reply:
        handle()
        return Reply(500, faulted(SoapFaultError(code)))

    return answer


def rewritten(old: bytes, new: bytes, count: int = -1) -> Answer:
    """The answer with some of its bytes changed."""

    def answer(_: Call, handle: Handle) -> Reply:
        reply = handle()
        return replace(reply, body=reply.body.replace(old, new, count))

    return answer


def invalid_characters() -> Answer:
    """Characters in the subjects that no XML may hold: as bytes and as references."""
    return rewritten(b"<t:Subject>", b"<t:Subject>\x19&#x0;&#11;")


def no_response_class() -> Answer:
    """Messages without ResponseClass, as some proxies leave them."""

    def answer(_: Call, handle: Handle) -> Reply:
        reply = handle()
        return replace(reply, body=re.sub(rb' ResponseClass="\w+"', b"", reply.body))

    return answer


def without_item(position: int, code: str = "ErrorItemNotFound") -> Answer:
    """One of the messages of a batch says that its item is not there."""

    def answer(call: Call, handle: Handle) -> Reply:
        reply = handle()
        envelope = etree.fromstring(reply.body)
        messages = envelope.find(".//{*}ResponseMessages")
        messages.replace(messages[position], failure(call.operation, EwsError(code)))
        return replace(reply, body=etree.tostring(envelope))

    return answer


def hang(seconds: float) -> Answer:
    """Say nothing for a while, then hang up; nothing has happened."""

    def answer(_: Call, _handle: Handle) -> Reply:
        threading.Event().wait(seconds)
        return Reply(200, b"", cut=0)

    return answer
