"""How many calls a server sees: S2, S3 and S4 of the goals, counted by the server itself."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.model import ReadRequest, Snapshot, Unchanged
from tests.conformance.suite import INVITE, NOTICE
from tests.simulators.ews_desk import SERVICE, EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, DAY, HOUR, MONDAY, TEN, TUESDAY, outcome, snapshot


@pytest.fixture(params=["calendar-folder", "impersonation"])
def desk(request: pytest.FixtureRequest) -> Iterator[EwsDesk]:
    with ews_desk(request.param) as desk:
        desk.add_mailbox(ANNA.address)
        desk.owner(ANNA.address).add_weekly("Hjemme", TEN - timedelta(weeks=20), None)
        snapshot(desk)
        desk.server.exchange.counters.reset()
        yield desk


def operations(desk: EwsDesk) -> list[str]:
    found = desk.server.exchange.counters.operations()
    desk.server.exchange.counters.reset()
    return found


def test_a_first_read_is_one_sync_and_one_view(desk: EwsDesk) -> None:
    snapshot(desk)
    assert operations(desk) == ["SyncFolderItems", "FindItem"]


def test_a_large_calendar_is_synced_by_512(desk: EwsDesk) -> None:
    for number in range(1300):
        start = TEN - timedelta(days=400 + number % 30)
        desk.add(ANNA.address, f"{number}", start, start + HOUR)
    cursor = snapshot(desk).cursor
    assert operations(desk) == ["SyncFolderItems"] * 3 + ["FindItem"]
    assert isinstance(outcome(desk, cursor), Unchanged)
    assert operations(desk) == ["SyncFolderItems"]


def test_nothing_new_is_one_call(desk: EwsDesk) -> None:
    cursor = snapshot(desk).cursor
    operations(desk)
    assert isinstance(outcome(desk, cursor), Unchanged)
    assert operations(desk) == ["SyncFolderItems"]


def test_something_new_is_two_calls(desk: EwsDesk) -> None:
    cursor = snapshot(desk).cursor
    desk.add(ANNA.address, "Ferie", TUESDAY, TUESDAY + DAY)
    operations(desk)
    assert isinstance(outcome(desk, cursor), Snapshot)
    assert operations(desk) == ["SyncFolderItems", "FindItem"]


def test_a_long_window_is_read_in_parts_of_twenty_weeks(desk: EwsDesk) -> None:
    (result,) = desk.connector.read([ReadRequest(ANNA, MONDAY, MONDAY + timedelta(weeks=30))])
    assert isinstance(result.outcome, Snapshot)
    assert operations(desk).count("FindItem") == 2


def test_a_note_is_a_search_and_a_create_and_later_a_look_and_an_update(desk: EwsDesk) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    second = replace(NOTICE, key="day:anna:2026-11-25")
    operations(desk)
    desk.connector.put(ANNA, second, None)
    assert operations(desk) == ["FindItem", "CreateItem"]
    ref = desk.connector.put(ANNA, replace(NOTICE, subject="Nyt"), ref)
    operations(desk)
    ref = desk.connector.put(ANNA, replace(NOTICE, subject="Nyere"), ref)
    assert operations(desk) == ["GetItem", "UpdateItem"]
    desk.connector.put(ANNA, replace(NOTICE, subject="Nyere"), ref)
    assert operations(desk) == ["GetItem"]
    desk.connector.remove(ANNA, NOTICE.key, ref)
    assert operations(desk) == ["GetItem", "DeleteItem"]


def test_every_call_names_its_mailbox_in_the_anchor(desk: EwsDesk) -> None:
    snapshot(desk)
    desk.connector.put(ANNA, NOTICE, None)
    asked = desk.server.exchange.counters.asked
    assert {call.anchor for call in asked} == {ANNA.address}
    impersonated = {None} if desk.access == "calendar-folder" else {ANNA.address}
    assert {call.impersonated for call in asked} == impersonated


def test_overviews_go_through_the_services_mailbox_one_call_at_a_time(desk: EwsDesk) -> None:
    desk.add_mailbox(INVITE.attendee)
    many = [replace(INVITE, key=f"invite:{n}:2026-W49", uid=f"{n}@hjemmedag") for n in range(5)]
    desk.server.exchange.manners.latency = 0.02
    with ThreadPoolExecutor(5) as pool:
        refs = list(pool.map(lambda one: desk.connector.send(one, None), many))
    assert len({ref.id for ref in refs}) == 5
    assert desk.server.exchange.counters.most_at_once[SERVICE] == 1


def test_folders_are_asked_for_once_where_rights_differ(desk: EwsDesk) -> None:
    snapshot(desk)
    assert "GetFolder" not in operations(desk)
    for number in range(3):
        desk.connector.put(ANNA, replace(NOTICE, key=f"day:anna:{number}"), None)
    assert operations(desk).count("GetFolder") == (desk.access == "calendar-folder")


def test_a_calendar_without_series_is_looked_through_for_them_once_a_day() -> None:
    with ews_desk("impersonation") as desk:
        desk.add_mailbox(ANNA.address)
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
        snapshot(desk)
        assert operations(desk)[-3:] == ["SyncFolderItems", "FindItem", "FindItem"]
        snapshot(desk)
        assert operations(desk) == ["SyncFolderItems", "FindItem"]
        desk.now += DAY
        snapshot(desk)
        assert operations(desk) == ["SyncFolderItems", "FindItem", "FindItem"]


def test_a_server_that_folds_series_is_asked_for_all_of_them_every_time() -> None:
    with ews_desk("impersonation") as desk:
        desk.server.exchange.manners.expands_series = False
        desk.add_mailbox(ANNA.address)
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
        snapshot(desk)
        desk.owner(ANNA.address).add_weekly("Hjemme", TEN + DAY, None)
        for _ in range(2):
            assert len(snapshot(desk).events) == 5
            assert operations(desk)[-4:] == ["SyncFolderItems", "FindItem", "FindItem", "GetItem"]
