"""Change notifications: the handshake, what is delivered, what gets lost, and how subscriptions end."""

from __future__ import annotations

import queue
import secrets
import threading
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import urllib3

from tests.simulators.graph.asked import Call, GraphError, Reply, bad
from tests.simulators.graph.event import Event, change_key, event_id
from tests.simulators.graph.signing_in import TENANT, App
from tests.simulators.graph.store import Mailbox, Store
from tests.simulators.graph.zones import parsed, stamp

if TYPE_CHECKING:
    from tests.simulators.graph.tenant import Tenant

LONGEST, SHORTEST = timedelta(minutes=10_080), timedelta(minutes=45)
KINDS = frozenset({"created", "updated", "deleted"})
URLS = ("notificationUrl", "lifecycleNotificationUrl")
SETTABLE = frozenset({"expirationDateTime", "notificationUrl"})


@dataclass(frozen=True)
class Subscription:
    """What somebody wants to hear of. ``immutable``: how ids are told, for good."""

    id: str
    app: str
    mailbox: Mailbox
    told: dict[str, Any]
    ends: datetime
    immutable: bool

    def shown(self) -> dict[str, Any]:
        """The subscription as JSON."""
        ends = stamp(self.ends)
        return {**self.told, "id": self.id, "applicationId": self.app, "expirationDateTime": ends}


@dataclass
class Hub:
    """All subscriptions. ``loses`` says of the nth notification whether it gets lost.

    ``patience``: seconds for an answer; ``tries``: how often one is delivered at most.
    """

    store: Store
    loses: Callable[[int], bool] = lambda _: False
    patience: float = 3.0
    handshake_patience: float = 10.0
    tries: int = 3
    subscriptions: dict[str, Subscription] = field(default_factory=dict)
    delivered: list[tuple[str, int]] = field(default_factory=list)
    number: int = 0
    _waiting: queue.Queue[tuple[str, dict[str, Any]] | None] = field(default_factory=queue.Queue)
    _thread: threading.Thread | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _pool: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False))

    def create(self, call: Call, mailbox: Mailbox) -> Subscription:
        """A new subscription, after a handshake with each of its addresses."""
        body = _checked(call.body)
        ends = self._ends(body)
        for name in URLS:
            if name in body:
                self._shake_hands(body[name])
        with self._lock:
            same = (mailbox.address, call.app, frozenset(body["changeType"].split(",")))
            if any(_what(other) == same for other in self._standing()):
                raise GraphError(409, "ExtensionError", "Subscription already exists.")
            known = {n: v for n, v in body.items() if n != "expirationDateTime"}
            made = Subscription(str(uuid.uuid4()), call.app, mailbox, known, ends, call.immutable)
            self.subscriptions[made.id] = made
            self._start()
        return made

    def find(self, identity: str, app: str) -> Subscription:
        """One that stands; a 404 for one that ended or was never there."""
        with self._lock:
            for one in self._standing():
                if (one.id, one.app) == (identity, app):
                    return one
        raise GraphError(404, "ExtensionError", "The object was not found.")

    def renew(self, one: Subscription, body: dict[str, Any]) -> Subscription:
        """Another end, or another address after its handshake."""
        if set(body) - SETTABLE:
            raise bad("The property cannot be updated.", "InvalidRequest")
        if "notificationUrl" in body:
            self._shake_hands(body["notificationUrl"])
        told = {**one.told, **{n: v for n, v in body.items() if n == "notificationUrl"}}
        ends = self._ends(body) if "expirationDateTime" in body else one.ends
        self.subscriptions[one.id] = replace(one, told=told, ends=ends)
        return self.subscriptions[one.id]

    def tell(self, mailbox: Mailbox, kind: str, event: Event) -> None:
        """Let subscribers know of a change, unless the notification gets lost."""
        with self._lock:
            for one in self._standing():
                if one.mailbox is not mailbox or kind not in one.told["changeType"].split(","):
                    continue
                self.number += 1
                if not self.loses(self.number):
                    told = {**_head(one), "changeType": kind, **_resource(one, event)}
                    self._waiting.put((one.told["notificationUrl"], told))

    def lifecycle(self, mailbox: Mailbox, kind: str) -> None:
        """Say missed, subscriptionRemoved (and remove it) or reauthorizationRequired."""
        with self._lock:
            for one in self._standing():
                if one.mailbox is not mailbox:
                    continue
                if kind == "subscriptionRemoved":
                    del self.subscriptions[one.id]
                if url := one.told.get("lifecycleNotificationUrl"):
                    resource = {"resource": one.told["resource"], "changeType": "updated"}
                    self._waiting.put((url, {**_head(one), **resource, "lifecycleEvent": kind}))

    def close(self) -> None:
        """Deliver nothing more."""
        if self._thread is not None:
            self._waiting.put(None)
            self._thread.join()
        self._pool.clear()

    def _standing(self) -> list[Subscription]:
        now = self.store.clock()
        return [one for one in self.subscriptions.values() if one.ends > now]

    def _ends(self, body: dict[str, Any]) -> datetime:
        now, ends = self.store.clock(), parsed(body["expirationDateTime"])
        if ends.tzinfo is None or ends - now > LONGEST:
            raise bad(
                "Subscription expiration can only be 10080 minutes in the future.", "InvalidRequest"
            )
        return max(ends, now + SHORTEST)

    def _shake_hands(self, url: str) -> None:
        token = f"Validation: Testing {secrets.token_hex(8)} æ+/&"
        try:
            answer = self._pool.request(
                "POST",
                f"{url}{'&' if '?' in url else '?'}{urlencode({'validationToken': token})}",
                headers={"Content-Type": "text/plain; charset=utf-8"},
                timeout=self.handshake_patience,
            )
            plain = answer.headers.get("Content-Type", "").startswith("text/plain")
            right = answer.status == 200 and plain and answer.data.decode() == token
        except (urllib3.exceptions.HTTPError, UnicodeDecodeError):
            right = False
        if not right:
            raise bad("Subscription validation request failed.", "ValidationError")

    def _start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._deliver_all)
            self._thread.start()

    def _deliver_all(self) -> None:
        while (waiting := self._waiting.get()) is not None:
            url, told = waiting
            for _ in range(self.tries):
                status = self._delivered(url, told)
                self.delivered.append((url, status))
                if 200 <= status < 300:
                    break

    def _delivered(self, url: str, told: dict[str, Any]) -> int:
        try:
            answer = self._pool.request("POST", url, json={"value": [told]}, timeout=self.patience)
        except urllib3.exceptions.HTTPError:
            return 0
        return answer.status


def subscribe(tenant: Tenant, call: Call, app: App, ids: Sequence[str]) -> Reply:
    """Create, list, show, renew, reauthorize or delete subscriptions."""
    hub = tenant.hub
    if not ids and call.method == "POST":
        return Reply(201, hub.create(call, _mailbox(tenant, call, app)).shown())
    if not ids:
        mine = [one.shown() for one in hub.subscriptions.values() if one.app == app.id]
        return Reply(200, {"value": mine})
    one = hub.find(ids[0], app.id)
    if call.method == "PATCH":
        return Reply(200, hub.renew(one, call.body or {}).shown())
    if call.method == "DELETE":
        del hub.subscriptions[one.id]
        return Reply(204)
    return Reply(204) if call.method == "POST" else Reply(200, one.shown())


def _mailbox(tenant: Tenant, call: Call, app: App) -> Mailbox:
    resource = call.body.get("resource", "") if isinstance(call.body, dict) else ""
    kind, _, rest = resource.strip("/").partition("/")
    user, _, what = rest.partition("/")
    if kind.lower() != "users" or what not in ("events", "calendar/events"):
        raise bad(f"The resource '{resource}' is not supported.", "InvalidRequest")
    mailbox = tenant.store.open(user)
    app.check_mailbox(mailbox.address)
    return mailbox


def _checked(body: dict[str, Any]) -> dict[str, Any]:
    kinds = set(str(body.get("changeType", "")).split(","))
    if not kinds <= KINDS or "notificationUrl" not in body or "expirationDateTime" not in body:
        raise bad("The subscription is not complete.", "InvalidRequest")
    if len(body.get("clientState") or "") > 128:
        raise bad("The clientState has at most 128 characters.", "InvalidRequest")
    return body


def _what(one: Subscription) -> tuple[str, str, frozenset[str]]:
    return one.mailbox.address, one.app, frozenset(one.told["changeType"].split(","))


def _head(one: Subscription) -> dict[str, Any]:
    state = one.told.get("clientState")
    words = {"subscriptionId": one.id, "subscriptionExpirationDateTime": stamp(one.ends)}
    return {**words, "tenantId": TENANT, **({"clientState": state} if state else {})}


def _resource(one: Subscription, event: Event) -> dict[str, Any]:
    identity = event_id(event, immutable=one.immutable)
    resource = f"Users/{one.mailbox.id}/Events/{identity}"
    about = {"@odata.type": "#Microsoft.Graph.Event", "@odata.id": resource}
    etag = {"@odata.etag": f'W/"{change_key(event)}"'}
    return {"resource": resource, "resourceData": {**about, **etag, "id": identity}}
