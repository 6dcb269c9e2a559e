"""A mailbox that moves to the cloud looks the same there, and its notes are found by the same key."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from exchangelib import CalendarItem, EWSDate, errors

from config.demo import AS_OF
from config.demo.files import build
from tests.simulators.conftest import ANNA, COPENHAGEN
from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.owner import Owner as EwsOwner
from tests.simulators.ews.recurrence import occurrences as ews_occurrences
from tests.simulators.ews.server import Server
from tests.simulators.ews.store import whole
from tests.simulators.ews_from_ics import files_of
from tests.simulators.ews_from_ics import lay_in as lay_in_ews
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.recurrence import occurrences
from tests.simulators.graph.tenant import Tenant
from tests.simulators.graph.zones import instant
from tests.simulators.graph_from_ics import lay_in
from tests.simulators.graph_peer import KEY, Peer, asked, peer
from tests.simulators.moving import move_to_cloud
from tests.simulators.test_ews_with_exchangelib import account

TUESDAY = date(2026, 11, 24)
NINE = datetime(2026, 11, 24, 9, tzinfo=COPENHAGEN)


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        found.owner(ANNA).mailbox.spoiled = "MailboxNotEnabledForRESTAPI"
        yield found


def test_a_note_that_ews_wrote_is_found_by_graph_after_the_move(
    server: Server, graph: Peer
) -> None:
    box = account(server)
    days = {"start": EWSDate(2026, 11, 24), "end": EWSDate(2026, 11, 24), "is_all_day": True}
    CalendarItem(folder=box.calendar, subject="Note", test_key="day:anna", **days).save()
    words = f"singleValueExtendedProperties/Any(ep: ep/id eq '{KEY}' and ep/value eq 'day:anna')"
    target = f"/users/{ANNA}/events?{asked({'$filter': words})}"
    assert graph.ask("GET", target).json()["error"]["code"] == "MailboxNotEnabledForRESTAPI"
    move_to_cloud(server.exchange, graph.server.tenant, ANNA)
    (note,) = graph.ask("GET", target).json()["value"]
    assert (note["subject"], note["isAllDay"]) == ("Note", True)
    assert note["start"]["dateTime"] == "2026-11-24T00:00:00.0000000"
    with pytest.raises(errors.ErrorNonExistentMailbox):
        list(box.calendar.all())


def test_a_series_moves_with_what_its_owner_did_to_it(server: Server, graph: Peer) -> None:
    anna = EwsOwner(server.exchange, server.exchange.store.mailboxes[ANNA])
    series = anna.add_weekly("Fast møde", NINE, 4)
    anna.delete_one(series, TUESDAY + timedelta(weeks=1))
    moved = datetime(2026, 12, 9, 13, tzinfo=COPENHAGEN)
    anna.edit_one(series, date(2026, 12, 8), Start=moved, End=moved + timedelta(hours=1))
    anna.edit_one(series, date(2026, 12, 15), Subject="Julefrokost")
    move_to_cloud(server.exchange, graph.server.tenant, ANNA)
    found = graph.view(ANNA)
    assert [(one["subject"], one["start"]["dateTime"][:13], one["type"]) for one in found] == [
        ("Fast møde", "2026-11-24T08", "occurrence"),
        ("Fast møde", "2026-12-09T12", "exception"),
        ("Julefrokost", "2026-12-15T08", "exception"),
    ]


def _in_ews(content: bytes, first: datetime, last: datetime) -> list[Any]:
    exchange = Exchange(())
    mailbox = exchange.store.add_mailbox(ANNA, COPENHAGEN)
    lay_in_ews(EwsOwner(exchange, mailbox), content)
    found = []
    for item in mailbox.items.values():
        unfolded = ews_occurrences(item, first, last, COPENHAGEN) if item.recurring else whole(item)
        for one in unfolded:
            subject = (one.changed or {}).get("Subject", item.fields["Subject"]).text or ""
            if one.start < last and one.end > first:
                found.append((one.start, one.end, subject))
    return sorted(found)


def _in_graph(content: bytes, first: datetime, last: datetime) -> list[Any]:
    tenant = Tenant(())
    mailbox = tenant.store.add_mailbox(ANNA, COPENHAGEN)
    lay_in(Owner(tenant, mailbox), content)
    return sorted(
        (
            *(instant(when, event.zone) for when in (one.start, one.end)),
            {**event.fields, **(one.changed or {})}["subject"],
        )
        for event in mailbox.events.values()
        for one in occurrences(event, first, last)
    )


def test_the_demo_calendars_are_the_same_in_both_simulators(tmp_path: Path) -> None:
    build(tmp_path, AS_OF)
    first = datetime.combine(AS_OF - timedelta(weeks=4), datetime.min.time(), UTC)
    last = first + timedelta(weeks=16)
    seen = 0
    for place in sorted((tmp_path / "calendars").iterdir())[::4]:
        for content in files_of(place.with_suffix("") if place.suffix == ".ics" else place):
            there = _in_ews(content, first, last)
            assert _in_graph(content, first, last) == there
            seen += len(there)
    assert seen > 200
