"""Change notifications of Graph: subscriptions without resource data, and what is posted for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from connectors import graph_requests
from connectors.base import Subscription
from connectors.errors import AlreadyThere, ConnectorError, EntryGone, Rejected, Unavailable
from connectors.graph_calls import Calls
from connectors.graph_errors import ToldError, in_words
from connectors.graph_wire import decoded
from connectors.model import Mailbox

CHANGES = "created,updated,deleted"
NOBODY = "subscriptions"
"""In place of a mailbox: what is asked about many of them. Its quiet is nobody's else."""
MOST_PAGES = 1000
_UNHEARD = "validationerror"


class _Wire(msgspec.Struct, rename="camel", frozen=True):
    """subscription"""

    id: str
    expiration_date_time: str
    notification_url: str | None = None


class _Page(msgspec.Struct, frozen=True):
    value: list[_Wire]
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


@dataclass(frozen=True, slots=True)
class GraphSubscriptions:
    """See :class:`connectors.base.ChangeNotifier`. No resource data is ever asked for."""

    calls: Calls
    url: str | None = None

    def create(self, mailbox: Mailbox, client_state: str, ends: datetime) -> Subscription:
        """A new one; Graph asks at ``url`` whether we want it before it answers."""
        assert self.url is not None
        body = {
            "changeType": CHANGES,
            "notificationUrl": self.url,
            # It cannot be added later.
            "lifecycleNotificationUrl": self.url,
            "resource": graph_requests.events(mailbox.address),
            "expirationDateTime": _stamp(ends),
            "clientState": client_state,
        }
        try:
            return self._of(self.calls.write("POST", mailbox.address, "/subscriptions", body))
        except ToldError as told:
            raise _of_create(told) from told

    def renew(self, mailbox: Mailbox, subscription: str, ends: datetime) -> Subscription:
        """Another end; EntryGone where it ended before."""
        body = {"expirationDateTime": _stamp(ends)}
        try:
            return self._of(self.calls.write("PATCH", mailbox.address, _at(subscription), body))
        except ToldError as told:
            if told.status == 404:
                raise EntryGone(f"the subscription has ended (404 {told.code})") from told
            raise in_words(told) from told

    def listed(self) -> tuple[Subscription, ...]:
        """All of this application's, page by page."""
        return tuple(self._of_wire(one) for page in self._pages() for one in page.value)

    def drop(self, subscription: str) -> None:
        """Take one away."""
        try:
            self.calls.write("DELETE", NOBODY, _at(subscription))
        except ToldError as told:
            if told.status != 404:
                raise in_words(told) from told

    def _pages(self) -> Iterator[_Page]:
        target = "/subscriptions"
        for _ in range(MOST_PAGES):
            page = decoded(self.calls.look(NOBODY, target), _Page)
            yield page
            if page.next_link is None:
                return
            target = self.calls.line.relative(page.next_link)
        raise Unavailable("Graph's list of subscriptions does not end")

    def _of(self, content: bytes) -> Subscription:
        return self._of_wire(decoded(content, _Wire))

    def _of_wire(self, wire: _Wire) -> Subscription:
        try:
            ends = datetime.fromisoformat(wire.expiration_date_time)
        except ValueError:
            raise Unavailable("Graph's subscription does not say when it ends") from None
        ends = ends if ends.tzinfo else ends.replace(tzinfo=UTC)
        return Subscription(wire.id, ends, ours=wire.notification_url == self.url)


def _of_create(told: ToldError) -> ConnectorError:
    shown = f"({told.status} {told.code})"
    if told.status == 409:
        return AlreadyThere(f"a subscription stands there already {shown}")
    if told.code.lower() == _UNHEARD:
        words = "Graph does not reach notification_url, or another than this service answers there"
        return Unavailable(f"{words} {shown}")
    if told.status == 400:
        return Rejected(f"Graph refuses the subscription {shown}")
    return in_words(told)


def _at(subscription: str) -> str:
    return f"/subscriptions/{quote(subscription, safe='')}"


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
