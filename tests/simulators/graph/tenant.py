"""The tenant behind the server: its mailboxes, who may call, and how each call is carried out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from tests.simulators.graph.asked import Call, GraphError, Reply, refused
from tests.simulators.graph.batch import batch
from tests.simulators.graph.counters import Asked, Counters
from tests.simulators.graph.faults import Faults
from tests.simulators.graph.routes import Route, routed
from tests.simulators.graph.signing_in import App, SigningIn
from tests.simulators.graph.store import Store
from tests.simulators.graph.subscriptions import Hub

CONCURRENT = 4


@dataclass
class Manners:
    """How Graph may answer, where the documents leave it open or people saw both."""

    page: int = 10
    page_cap: int = 1000
    empty_pages: bool = False
    duplicate_status: int = 409
    lost_state: tuple[int, str] = (410, "SyncStateNotFound")
    retry_after: int | None = 1
    private_is_found: bool = True
    named_properties_travel: bool = True
    batches_are_shuffled: bool = True
    latency: float = 0.0


@dataclass(frozen=True)
class Started:
    """A request under way: where it goes, what went wrong with that, and how many there are."""

    route: Route | None
    error: GraphError | None
    mailbox: str
    at_once: int


class Tenant:
    """Carries out calls. ``watch`` sees every request and answer, parts of batches one by one."""

    def __init__(self, apps: Iterable[App]) -> None:
        self.store = Store()
        self.manners = Manners()
        self.faults = Faults()
        self.counters = Counters()
        self.signing_in = SigningIn(apps)
        self.hub = Hub(self.store)
        self.store.told = self.hub.tell
        self.watch: Callable[[Call, Reply], None] = lambda _call, _reply: None
        self.closing = threading.Event()
        self._lock = threading.Lock()

    def answer(self, call: Call) -> Reply:
        """The answer to one request over the wire, faults in the script included."""
        try:
            app = self.signing_in.app_of(call.headers.get("authorization", ""))
        except GraphError as error:
            return refused(error)
        call = replace(call, app=app.id)
        with ExitStack() as under_way:
            if call.segments == ("$batch",):
                return self._batched(call, under_way)
            started = self.begin(call, under_way)
            self.wait()
            return self.finish(call, started)

    def close(self) -> None:
        """Let nobody wait any more, and tell nobody any more."""
        self.closing.set()
        self.hub.close()

    def wait(self) -> None:
        """As long as Graph takes for an answer."""
        if self.manners.latency:
            self.closing.wait(self.manners.latency)

    def begin(self, call: Call, under_way: ExitStack) -> Started:
        """Count a request among those under way until the stack is left."""
        route, error = None, None
        try:
            route = routed(call)
        except GraphError as problem:
            error = problem
        mailbox = self._address(route.user) if route else ""
        operation = route.operation if route else "unknown"
        asked = Asked(operation, mailbox, call.app, call.batched, call.immutable)
        return Started(route, error, mailbox, under_way.enter_context(self.counters.counted(asked)))

    def finish(self, call: Call, started: Started) -> Reply:
        """Carry a request out that is under way."""
        operation = started.route.operation if started.route else "unknown"
        scripted = self.faults.for_call(operation, started.mailbox, call)
        handle = partial(self._carried_out, call, started)
        reply = scripted(call, handle) if scripted else handle()
        self.counters.answered(operation, reply.status)
        return reply

    def token(self, call: Call, authority: str) -> Reply:
        """The answer of the token endpoint, faults in the script (``token``) included."""
        with self.counters.counted(Asked("token", "", "", batched=False, immutable=False)):
            handle = partial(self.signing_in.token, call, authority)
            scripted = self.faults.for_call("token", "", call)
            reply = scripted(call, handle) if scripted else handle()
            self.counters.answered("token", reply.status)
            return reply

    def _batched(self, call: Call, under_way: ExitStack) -> Reply:
        asked = Asked("batch", "", call.app, batched=False, immutable=call.immutable)
        under_way.enter_context(self.counters.counted(asked))

        def handle() -> Reply:
            try:
                return batch(self, call)
            except GraphError as error:
                return refused(error)

        scripted = self.faults.for_call("batch", "", call)
        reply = scripted(call, handle) if scripted else handle()
        self.counters.answered("batch", reply.status)
        return reply

    def _carried_out(self, call: Call, started: Started) -> Reply:
        try:
            reply = self._done(call, started)
        except GraphError as error:
            reply = refused(error)
        self.watch(call, reply)
        return reply

    def _done(self, call: Call, started: Started) -> Reply:
        if started.error is not None:
            raise started.error
        if started.mailbox and started.at_once > CONCURRENT:
            raise self._throttled()
        route: Any = started.route
        app = self.signing_in.apps[call.app]
        if not route.of_mailbox:
            app.check_role(route)
            return route.handle(self, call, app, route.ids)  # type: ignore[no-any-return]
        with self._lock:
            mailbox = (self.store.find if route.directory else self.store.open)(route.user)
            app.check(route, mailbox.address)
            if route.calendar not in (None, mailbox.calendar_id):
                raise GraphError(
                    404, "ErrorItemNotFound", "The calendar was not found in the store."
                )
            return route.handle(self, call, mailbox, route.ids)  # type: ignore[no-any-return]

    def _throttled(self) -> GraphError:
        wait = self.manners.retry_after
        headers = {} if wait is None else {"Retry-After": str(wait)}
        message = "Application is over its MailboxConcurrency limit."
        return GraphError(429, "ApplicationThrottled", message, headers=headers)

    def _address(self, user: str) -> str:
        mailbox = self.store.by_id.get(user.lower())
        return mailbox.address if mailbox else user.lower()
