"""The Graph simulator, seen by Microsoft's own SDK as it ships."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from tests.simulators.graph import faults
from tests.simulators.graph_peer import ANNA, COPENHAGEN, KEY, LONE, WINDOW, Peer, peer
from tests.simulators.test_graph_notifications import listening

EXPANDED = f"singleValueExtendedProperties($filter=id eq '{KEY}')"
NINE = datetime(2026, 11, 24, 9, tzinfo=COPENHAGEN)
TEN = datetime(2026, 11, 24, 10, tzinfo=COPENHAGEN)
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture(scope="session")
def sdk() -> SimpleNamespace:
    """The SDK, which takes its time to be imported and warns of itself."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import kiota_abstractions.authentication as authentication
        import msgraph
        from kiota_abstractions.api_error import APIError
        from kiota_abstractions.base_request_configuration import RequestConfiguration
        from msgraph.generated import models
        from msgraph.generated.models.o_data_errors.o_data_error import ODataError
        from msgraph.generated.users.item.calendar_view.calendar_view_request_builder import (
            CalendarViewRequestBuilder,
        )
        from msgraph.generated.users.item.calendar_view.delta.delta_request_builder import (
            DeltaRequestBuilder,
        )
        from msgraph.generated.users.item.events.events_request_builder import EventsRequestBuilder
        from msgraph_core import GraphClientFactory

        for name in ("event", "attendee", "attendee_type", "email_address", "subscription"):
            __import__(f"msgraph.generated.models.{name}")
    return SimpleNamespace(
        authentication=authentication,
        msgraph=msgraph,
        factory=GraphClientFactory,
        models=models,
        configuration=RequestConfiguration,
        error=ODataError,
        api_error=APIError,
        views=CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters,
        deltas=DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters,
        lists=EventsRequestBuilder.EventsRequestBuilderGetQueryParameters,
    )


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        yield found


Asking = Callable[[Callable[[Any], Awaitable[Any]]], Any]


@pytest.fixture
def ask(sdk: SimpleNamespace, graph: Peer) -> Asking:
    """Runs what a test does with a client of its own, signed in."""

    class Token(sdk.authentication.AccessTokenProvider):  # type: ignore[misc,name-defined]
        async def get_authorization_token(self, uri: str, _: Any = None) -> str:
            return graph.token

        def get_allowed_hosts_validator(self) -> Any:
            return sdk.authentication.AllowedHostsValidator(["localhost"])

    async def run(asking: Callable[[Any], Awaitable[Any]]) -> Any:
        provider = sdk.authentication.BaseBearerTokenAuthenticationProvider(Token())
        async with httpx.AsyncHTTPTransport() as lines:  # the SDK's own never closes them
            client = sdk.factory.create_with_default_middleware(
                client=httpx.AsyncClient(transport=lines)
            )
            adapter = sdk.msgraph.GraphRequestAdapter(provider, client)
            adapter.base_url = graph.server.url
            return await asking(sdk.msgraph.GraphServiceClient(request_adapter=adapter))

    return lambda asking: asyncio.run(run(asking))


def configured(sdk: SimpleNamespace, query: Any = None, **headers: str) -> Any:
    made = sdk.configuration(query_parameters=query)
    for name, value in headers.items():
        made.headers.add(name.replace("_", "-"), value)
    return made


def note(sdk: SimpleNamespace, **more: Any) -> Any:
    models = sdk.models
    boundary = models.date_time_time_zone.DateTimeTimeZone
    key = models.single_value_legacy_extended_property.SingleValueLegacyExtendedProperty
    return models.event.Event(
        subject="Note om din hjemmedag",
        start=boundary(date_time="2026-11-24T00:00:00", time_zone="Romance Standard Time"),
        end=boundary(date_time="2026-11-25T00:00:00", time_zone="Romance Standard Time"),
        is_all_day=True,
        is_reminder_on=False,
        show_as=models.free_busy_status.FreeBusyStatus.Free,
        sensitivity=models.sensitivity.Sensitivity.Private,
        transaction_id="5f2c0e1a9b",
        single_value_extended_properties=[key(id=KEY, value="day:anna")],
        **more,
    )


def test_all_pages_of_a_view_are_read_with_kinds_times_and_key(
    sdk: SimpleNamespace, graph: Peer, ask: Asking
) -> None:
    anna = graph.owner(ANNA)
    series = anna.add_weekly("Fast møde", NINE, 4)
    anna.edit_one(series, date(2026, 12, 1), subject="Anderledes")
    anna.add("Note", date(2026, 11, 24), date(2026, 11, 25)).extended[KEY] = "day:anna"
    query = sdk.views(
        start_date_time=WINDOW["startDateTime"],
        end_date_time=WINDOW["endDateTime"],
        top=2,
        expand=[EXPANDED],
    )

    async def read(client: Any) -> list[Any]:
        view = client.users.by_user_id(ANNA).calendar_view
        page = await view.get(
            configured(sdk, query, Prefer='outlook.timezone="Romance Standard Time"')
        )
        found = list(page.value)
        while page.odata_next_link:
            page = await view.with_url(page.odata_next_link).get()
            found += page.value
        return found

    found = ask(read)
    assert [one.type.value for one in found] == [
        "singleInstance",
        "occurrence",
        "exception",
        "occurrence",
        "occurrence",
    ]
    assert [p.value for p in found[0].single_value_extended_properties] == ["day:anna"]
    assert found[1].start.date_time == "2026-11-24T09:00:00.0000000"
    assert found[2].original_start.isoformat() == "2026-12-01T08:00:00+00:00"
    assert graph.server.tenant.counters.count("view") == 3


def test_rounds_of_changes_end_in_links_and_a_lost_one_in_a_typed_410(
    sdk: SimpleNamespace, graph: Peer, ask: Asking
) -> None:
    event = graph.owner(ANNA).add("Møde", NINE, TEN)
    query = sdk.deltas(start_date_time=WINDOW["startDateTime"], end_date_time=WINDOW["endDateTime"])

    async def follow(client: Any) -> Any:
        delta = client.users.by_user_id(ANNA).calendar_view.delta
        first = await delta.get(configured(sdk, query))
        graph.owner(ANNA).delete(event)
        second = await delta.with_url(first.odata_delta_link).get()
        graph.owner(ANNA).mailbox.forget_states()
        with pytest.raises(sdk.error) as lost:
            await delta.with_url(second.odata_delta_link).get()
        return first, second, lost.value

    first, second, lost = ask(follow)
    assert [one.subject for one in first.value] == ["Møde"]
    assert [one.additional_data["@removed"] for one in second.value] == [{"reason": "deleted"}]
    assert (lost.response_status_code, lost.error.code) == (410, "SyncStateNotFound")
    assert "deltatoken=" in lost.response_headers["location"].lower()


def test_a_note_is_written_found_changed_and_taken_away(
    sdk: SimpleNamespace, graph: Peer, ask: Asking
) -> None:
    words = f"singleValueExtendedProperties/Any(ep: ep/id eq '{KEY}' and ep/value eq 'day:anna')"

    async def write(client: Any) -> None:
        events = client.users.by_user_id(ANNA).events
        made = await events.post(note(sdk), configured(sdk, Prefer='IdType="ImmutableId"'))
        assert made.single_value_extended_properties is None
        with pytest.raises(sdk.error) as again:
            await events.post(note(sdk))
        assert again.value.error.code == "ErrorDuplicateTransactionId"
        query = sdk.lists(filter=words, expand=[EXPANDED])
        (found,) = (await events.get(configured(sdk, query, Prefer='IdType="ImmutableId"'))).value
        assert (found.id, found.transaction_id) == (made.id, "5f2c0e1a9b")
        one = events.by_event_id(made.id)
        etag = made.additional_data["@odata.etag"]
        changed = await one.patch(
            sdk.models.event.Event(subject="Ny"), configured(sdk, If_Match=etag)
        )
        assert (changed.subject, changed.change_key != made.change_key) == ("Ny", True)
        with pytest.raises(sdk.error) as old:
            await one.delete(configured(sdk, If_Match=etag))
        assert old.value.response_status_code == 412
        await one.delete()

    ask(write)
    assert graph.view(ANNA) == []
    assert graph.server.tenant.store.mails == []


def test_changes_are_subscribed_to(sdk: SimpleNamespace, graph: Peer, ask: Asking) -> None:
    async def subscribe(client: Any, url: str) -> Any:
        wanted = sdk.models.subscription.Subscription(
            change_type="created",
            notification_url=url,
            resource=f"users/{ANNA}/events",
            expiration_date_time=datetime.now(UTC) + timedelta(days=1),
            client_state="hemmelig",
        )
        made = await client.subscriptions.post(wanted)
        (listed,) = (await client.subscriptions.get()).value
        assert (listed.id, listed.client_state) == (made.id, "hemmelig")
        await client.subscriptions.by_subscription_id(made.id).delete()

    with listening() as listener:
        ask(lambda client: subscribe(client, listener.url))
    assert graph.server.tenant.hub.subscriptions == {}


def test_the_sdk_waits_as_it_is_told_and_asks_again(
    sdk: SimpleNamespace, graph: Peer, ask: Asking
) -> None:
    graph.server.tenant.faults.add("list", faults.throttled(1))

    async def read(client: Any) -> Any:
        return await client.users.by_user_id(ANNA).events.get()

    assert ask(read).value == []
    assert graph.server.tenant.counters.statuses["list", 429] == 1
    assert graph.server.tenant.counters.statuses["list", 200] == 1


def test_an_invitation_is_sent_and_called_off(
    sdk: SimpleNamespace, graph: Peer, ask: Asking
) -> None:
    models = sdk.models
    address = models.email_address.EmailAddress(address=LONE)
    lone = models.attendee.Attendee(
        email_address=address, type=models.attendee_type.AttendeeType.Required
    )

    async def send(client: Any) -> None:
        from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import (
            CancelPostRequestBody,
        )

        events = client.users.by_user_id(ANNA).events
        made = await events.post(note(sdk, attendees=[lone], response_requested=False))
        await events.by_event_id(made.id).cancel.post(CancelPostRequestBody(comment="x"))

    ask(send)
    assert [(one["isCancelled"], one["isOrganizer"]) for one in graph.view(LONE)] == [(True, False)]
    kinds = [mail.kind for mail in graph.server.tenant.store.mails]
    assert kinds == ["request", "cancellation"]
