"""Reading over Graph: rounds of changes tell that something happened, and only views tell what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors import graph_http
from connectors.errors import AuthFailed, MailboxGone, Unavailable
from connectors.graph_cursor import parse_cursor, wide_window
from connectors.model import JoinLink, Mailbox, ReadRequest, Role, Snapshot, Unchanged
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, NOTICE, TUESDAY, WINDOW_END
from tests.simulators.graph.faults import changed, error, gateway
from tests.simulators.graph.store import SPOILED
from tests.simulators.graph_desk import GraphDesk
from tests.unit.graph_cases import (
    DAY,
    NINE,
    desk,
    home,
    many,
    outcomes,
    read,
    snapshot,
    subjects,
    with_cursors,
)

__all__ = ["desk"]
LOST = [(410, "SyncStateNotFound"), (400, "syncStateNotFound"), (404, "SYNCSTATEINVALID")]


def mailbox_of(desk: GraphDesk, address: str = ANNA.address) -> Any:
    return desk.tenant.store.mailboxes[address]


def test_nothing_new_is_one_request_for_twenty_mailboxes(desk: GraphDesk) -> None:
    requests = many(desk, 40)
    again = with_cursors(requests, outcomes(desk, requests))
    desk.tenant.counters.reset()
    found = outcomes(desk, again)
    assert all(isinstance(outcome, Unchanged) for outcome in found.values())
    assert desk.tenant.counters.over_the_wire() == 2
    assert desk.tenant.counters.count("view") == 0


def test_a_changed_mailbox_is_read_anew_and_the_others_are_not(desk: GraphDesk) -> None:
    requests = many(desk, 20)
    again = with_cursors(requests, outcomes(desk, requests))
    desk.add("person0007@example.dk", "Ferie", MONDAY, TUESDAY)
    desk.tenant.counters.reset()
    found = outcomes(desk, again)
    assert isinstance(found["person0007@example.dk"], Snapshot)
    assert sum(isinstance(outcome, Unchanged) for outcome in found.values()) == 19
    assert desk.tenant.counters.over_the_wire() == 2


def test_all_ids_are_immutable_ones(desk: GraphDesk) -> None:
    home(desk)
    snapshot(desk)
    asked = [a for a in desk.tenant.counters.asked if a.mailbox]
    assert asked
    assert all(a.immutable for a in asked)


def test_long_calendars_come_in_pages(desk: GraphDesk) -> None:
    desk.tenant.manners.page_cap = 3
    desk.tenant.manners.empty_pages = True
    for number in range(10):
        home(desk, f"Hjemme {number}")
    assert len(snapshot(desk).events) == 10


def test_a_view_that_leads_to_itself_is_given_up(desk: GraphDesk) -> None:
    home(desk)

    def turn(content: Any) -> None:
        content["@odata.nextLink"] = f"{desk.server.url}/users/{ANNA.address}/calendarView?x=1"

    desk.tenant.faults.add("view", changed(turn), times=-1)
    desk.tenant.faults.add("unknown", changed(turn), times=-1)
    assert isinstance(read(desk), Unavailable)


def test_a_link_to_another_server_is_never_followed(desk: GraphDesk) -> None:
    home(desk)
    link = "https://evil.example/v1.0/users/x/calendarView?$skip=1"
    desk.tenant.faults.add("view", changed(lambda c: c.update({"@odata.nextLink": link})), times=-1)
    outcome = read(desk)
    assert isinstance(outcome, Unavailable)
    assert "evil" not in str(outcome)


@pytest.mark.parametrize(("status", "code"), LOST)
def test_15_16_a_lost_state_means_a_new_token_and_the_same_window(
    desk: GraphDesk, status: int, code: str
) -> None:
    desk.tenant.manners.lost_state = (status, code)
    home(desk)
    before = snapshot(desk)
    mailbox_of(desk).forget_states()
    after = snapshot(desk, before.cursor)
    assert after.events == before.events
    assert isinstance(read(desk, after.cursor), Unchanged)


@pytest.mark.parametrize("page", [1, 2, 3, 4])
def test_16_a_state_lost_on_any_page_of_a_round(desk: GraphDesk, page: int) -> None:
    desk.tenant.manners.page_cap = 2
    for number in range(7):
        home(desk, f"Hjemme {number}")
    desk.tenant.faults.add("delta", error(410, "SyncStateNotFound"), nth=page)
    outcome = snapshot(desk)
    assert len(outcome.events) == 7
    assert isinstance(read(desk, outcome.cursor), Unchanged)


def test_1_a_token_that_is_refused_inside_a_batch_alone_stops_nothing(desk: GraphDesk) -> None:
    requests = many(desk, 3)
    refused = error(401, "InvalidAuthenticationToken")
    desk.tenant.faults.add("delta", refused, mailbox=requests[1].mailbox.address)
    found = outcomes(desk, requests)
    assert all(isinstance(outcome, Snapshot) for outcome in found.values())
    desk.tenant.faults.add("delta", refused, times=-1, mailbox=requests[1].mailbox.address)
    with pytest.raises(AuthFailed):
        outcomes(desk, requests)


def test_16_a_state_that_is_lost_for_ever_is_trouble_with_that_mailbox(desk: GraphDesk) -> None:
    requests = many(desk, 3)
    desk.tenant.faults.add(
        "delta", error(410, "resyncRequired"), times=-1, mailbox="person0001@example.dk"
    )
    found = outcomes(desk, requests)
    assert isinstance(found["person0001@example.dk"], Unavailable)
    assert sum(isinstance(outcome, Snapshot) for outcome in found.values()) == 2


def test_17_a_deletion_that_delta_never_tells_of_is_healed_by_a_read_without_cursor(
    desk: GraphDesk,
) -> None:
    home(desk)
    before = snapshot(desk)
    mailbox_of(desk).delta.misses_deletions = True
    owner = desk.owner(ANNA.address)
    owner.delete(next(iter(owner.mailbox.events.values())))
    assert isinstance(read(desk, before.cursor), Unchanged)
    assert snapshot(desk).events == ()


def test_18_a_removal_that_is_none_costs_a_read_and_changes_nothing(desk: GraphDesk) -> None:
    home(desk)
    before = snapshot(desk)
    mailbox_of(desk).delta.removes_falsely = True
    assert snapshot(desk, before.cursor).events == before.events


def test_18_a_change_outside_the_window_changes_nothing(desk: GraphDesk) -> None:
    home(desk)
    before = snapshot(desk)
    home(desk, "Langt væk", date(2027, 10, 5))
    after = read(desk, before.cursor)
    assert isinstance(after, Unchanged) or after.events == before.events  # type: ignore[union-attr]


def test_40_items_that_come_twice_in_a_round_and_on_a_page_are_one(desk: GraphDesk) -> None:
    mailbox_of(desk).delta.repeats = True
    home(desk)

    def twice(content: Any) -> None:
        content["value"] *= 2

    desk.tenant.faults.add("view", changed(twice), times=-1)
    assert subjects(desk) == ["Hjemme"]


def test_a_round_that_never_ends_is_trouble_with_that_mailbox(desk: GraphDesk) -> None:
    requests = many(desk, 3)
    mailbox_of(desk, "person0002@example.dk").delta.never_ends = True
    found = outcomes(desk, requests)
    assert isinstance(found["person0002@example.dk"], Unavailable)
    assert sum(isinstance(outcome, Snapshot) for outcome in found.values()) == 2


def test_an_empty_first_page_is_not_the_end_of_a_round(desk: GraphDesk) -> None:
    home(desk)
    mailbox_of(desk).delta.empty_first_page = True
    assert subjects(desk) == ["Hjemme"]


def _in_window(day: date) -> Any:
    def where(call: Any) -> bool:
        first, last = (call.query[n][:10] for n in ("startdatetime", "enddatetime"))
        return bool(first <= day.isoformat() < last)

    return where


@pytest.mark.parametrize("day", [MONDAY - DAY, MONDAY + 9 * DAY, WINDOW_END])
def test_23_a_day_that_is_always_504_is_set_aside_and_said(desk: GraphDesk, day: date) -> None:
    home(desk)
    home(desk, "Sidst", WINDOW_END - DAY)
    desk.tenant.faults.add("view", gateway(504), times=-1, where=_in_window(day))
    found = snapshot(desk)
    assert [event.subject for event in found.events] == ["Hjemme", "Sidst"]
    (item,) = found.unreadable
    assert "this day" in item.reason


def test_23_a_gateway_that_is_down_is_an_outage_and_no_odd_days(desk: GraphDesk) -> None:
    home(desk)
    desk.tenant.faults.add("view", gateway(504), times=-1)
    assert isinstance(read(desk), Unavailable)
    assert desk.tenant.counters.count("view") < 12


def test_23_where_rounds_are_always_504_the_window_is_read_each_time(desk: GraphDesk) -> None:
    home(desk)
    desk.tenant.faults.add("delta", gateway(504), times=-1)
    assert subjects(desk) == ["Hjemme"]
    assert isinstance(read(desk, snapshot(desk).cursor), Snapshot)


def test_67_a_batch_of_rounds_that_is_too_heavy_is_asked_for_one_by_one(
    desk: GraphDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    requests = many(desk, 10)
    body = {"contentType": "html", "content": "x" * 30_000}
    for request in requests[:9]:
        desk.owner(request.mailbox.address).add("Lang", NINE, NINE + DAY / 24, body=body)
    for _ in range(4):
        desk.owner(requests[9].mailbox.address).add("Lang", NINE, NINE + DAY / 24, body=body)
    monkeypatch.setattr(graph_http, "MOST_BYTES", 100_000)
    found = outcomes(desk, requests)
    assert all(isinstance(outcome, Snapshot) for outcome in found.values()), found
    # The rounds of the last are too heavy even alone: its window is read each time instead.
    again = outcomes(desk, with_cursors(requests, found))
    heavy = again.pop(requests[9].mailbox.address)
    assert isinstance(heavy, Snapshot)
    assert all(isinstance(outcome, Unchanged) for outcome in again.values())


def test_23_no_request_is_about_more_than_twenty_weeks(desk: GraphDesk) -> None:
    spans: list[timedelta] = []

    def watch(call: Any, _: Any) -> None:
        if "startdatetime" in call.query:
            first, last = (call.query[n][:10] for n in ("startdatetime", "enddatetime"))
            spans.append(date.fromisoformat(last) - date.fromisoformat(first))

    desk.tenant.watch = watch
    wide = ReadRequest(ANNA, MONDAY, MONDAY + timedelta(weeks=30))
    (result,) = desk.connector.read([wide])
    assert isinstance(result.outcome, Snapshot)
    views = [span for span in spans if span > timedelta(weeks=20)]
    assert len(views) <= 1  # the round of changes cannot be had in parts


def test_25_times_are_asked_for_in_utc_and_shown_in_the_owners_zone(desk: GraphDesk) -> None:
    desk.add(ANNA.address, "Møde", NINE, NINE + timedelta(hours=1))
    (event,) = snapshot(desk).events
    assert event.start == NINE
    assert isinstance(event.start, datetime)
    assert event.start.utcoffset() == timedelta(hours=1)
    assert not event.uncertain


@pytest.mark.parametrize(
    ("zone", "hour", "uncertain"),
    [
        ("Customized Time Zone", 9, True),
        ("tzone://Microsoft/Utc", 10, False),
        ("Romance Standard Time", 9, False),
        ("Mitteleuropäische Zeit", 9, False),
    ],
)
def test_25_26_a_zone_that_was_not_asked_for(
    desk: GraphDesk, zone: str, hour: int, uncertain: bool
) -> None:
    desk.add(ANNA.address, "Møde", NINE, NINE + timedelta(hours=1))

    def rezone(content: Any) -> None:
        for event in content["value"]:
            event["start"] = {"dateTime": "2026-11-25T09:00:00.0000000", "timeZone": zone}
            event["end"] = {"dateTime": "2026-11-25T10:00:00.0000000", "timeZone": zone}

    desk.tenant.faults.add("view", changed(rezone), times=-1)
    (event,) = snapshot(desk).events
    assert isinstance(event.start, datetime)
    assert (event.start.hour, event.uncertain) == (hour, uncertain)


@pytest.mark.parametrize("hours", [-1, -2, 3, 10, -12])
def test_32_an_all_day_event_that_comes_as_an_instant_keeps_its_day(
    desk: GraphDesk, hours: int
) -> None:
    home(desk)
    moment = datetime(2026, 11, 24) + timedelta(hours=hours)  # noqa: DTZ001 – as it is written

    def shift(content: Any) -> None:
        for event in content["value"]:
            event["start"]["dateTime"] = moment.isoformat()
            event["end"]["dateTime"] = (moment + DAY).isoformat()

    desk.tenant.faults.add("view", changed(shift), times=-1)
    (event,) = snapshot(desk).events
    assert (event.start, event.end) == (TUESDAY, TUESDAY + DAY)


def test_33_a_moved_occurrence_lies_where_graph_unfolds_it(desk: GraphDesk) -> None:
    owner = desk.owner(ANNA.address)
    series = owner.add_weekly("Hjemme", TUESDAY, 3)
    owner.edit_one(series, TUESDAY + 7 * DAY, start=TUESDAY + 8 * DAY, end=TUESDAY + 9 * DAY)
    starts = [event.start for event in snapshot(desk).events]
    assert starts == [TUESDAY, TUESDAY + 8 * DAY, TUESDAY + 14 * DAY]


@pytest.mark.parametrize("night", [date(2026, 10, 25), date(2027, 3, 28)])
def test_a_weekly_series_keeps_its_hour_through_the_change_of_clocks(
    desk: GraphDesk, night: date
) -> None:
    monday = night - timedelta(days=6)
    start = datetime(monday.year, monday.month, monday.day, 9, tzinfo=COPENHAGEN)
    desk.owner(ANNA.address).add_weekly("Fast møde", start, 3)
    request = ReadRequest(ANNA, monday, monday + timedelta(weeks=3))
    (result,) = desk.connector.read([request])
    assert isinstance(result.outcome, Snapshot)
    hours = [e.start.hour for e in result.outcome.events if isinstance(e.start, datetime)]
    assert hours == [9, 9, 9]
    assert {e.series.weeks for e in result.outcome.events if e.series} == {3}


def test_37_no_calendar_is_named_by_an_id_that_could_change(desk: GraphDesk) -> None:
    home(desk)
    cursor = snapshot(desk).cursor
    mailbox_of(desk).calendar_generation += 1
    assert isinstance(read(desk, cursor), Unchanged)
    assert subjects(desk) == ["Hjemme"]


def test_38_one_meeting_in_two_mailboxes_is_two_events(desk: GraphDesk) -> None:
    bo = Mailbox("bo@example.dk", COPENHAGEN)
    desk.add_mailbox(bo.address)
    desk.owner(ANNA.address).meet("Møde", NINE, NINE + timedelta(hours=1), [bo.address])
    (organised,) = snapshot(desk).events
    outcome = read(desk, mailbox=bo)
    assert isinstance(outcome, Snapshot)
    (invited,) = outcome.events
    assert organised.id != invited.id
    assert (organised.role, invited.role) == (Role.ORGANIZER, Role.REQUIRED)


def test_39_ids_that_differ_in_case_alone_are_two_events(desk: GraphDesk) -> None:
    home(desk)
    home(desk, "Ferie")

    def rename(content: Any) -> None:
        for event, identity in zip(content["value"], ("AAkALgAx-_", "AAkALgAX-_"), strict=True):
            event["id"] = identity

    desk.tenant.faults.add("view", changed(rename), times=-1)
    assert sorted(subjects(desk)) == ["Ferie", "Hjemme"]


def test_63_characters_that_no_json_has_do_not_hide_the_rest(desk: GraphDesk) -> None:
    home(desk)

    def answer(_: Any, handle: Any) -> Any:
        import json

        reply = handle()
        raw = json.dumps(reply.content).replace("Hjemme", "Hje\x19\x00mme").encode() + b"\xff"
        return replace(reply, content=raw.replace(b"\xff", b""))

    desk.tenant.faults.add("view", answer, times=-1)
    (event,) = snapshot(desk).events
    assert event.subject.startswith("Hje")


@pytest.mark.parametrize("status", [200, 403, 404, 503])
def test_64_a_login_page_is_trouble_and_never_an_empty_calendar(
    desk: GraphDesk, status: int
) -> None:
    from tests.simulators.graph.faults import web_page

    home(desk)
    desk.tenant.faults.add("view", web_page(status), times=-1)
    outcome = read(desk)
    assert isinstance(outcome, Unavailable | MailboxGone)


def test_64_half_an_answer_is_trouble_and_never_half_a_calendar(desk: GraphDesk) -> None:
    from tests.simulators.graph.faults import truncated

    home(desk)
    desk.tenant.faults.add("view", truncated(), times=-1)
    assert isinstance(read(desk), Unavailable)


@pytest.mark.parametrize("code", sorted(set(SPOILED) - {"ErrorQuotaExceeded"}))
def test_65_a_mailbox_that_goes_and_comes_back(desk: GraphDesk, code: str) -> None:
    home(desk)
    before = snapshot(desk)
    mailbox_of(desk).spoiled = code
    gone = read(desk, before.cursor)
    assert isinstance(gone, MailboxGone if SPOILED[code][0] in (403, 404) else Unavailable)
    mailbox_of(desk).spoiled = None
    desk.connector.calls.budget.well()
    assert read(desk, before.cursor) is not gone


def test_65_a_mailbox_that_is_not_in_the_cloud_is_said_in_words(desk: GraphDesk) -> None:
    mailbox_of(desk).spoiled = "MailboxNotEnabledForRESTAPI"
    outcome = read(desk)
    assert isinstance(outcome, MailboxGone)
    assert "fallback" in str(outcome)


def test_68_a_private_event_is_times_and_show_as_and_nothing_else(desk: GraphDesk) -> None:
    desk.owner(ANNA.address).add(
        "Kanarie",
        NINE,
        NINE + timedelta(hours=1),
        sensitivity="private",
        showAs="oof",
        categories=["Kanarie"],
        location={"displayName": "Kanarie"},
        isOnlineMeeting=True,
    )
    found = snapshot(desk)
    (event,) = found.events
    assert "Kanarie" not in repr(found)
    assert (event.private, event.show_as.value, event.start) == (True, "oof", NINE)
    assert event.join_link is JoinLink.UNKNOWN


def test_67_bodies_are_never_asked_for_in_a_view(desk: GraphDesk) -> None:
    selected: list[str] = []
    desk.tenant.watch = lambda call, _: selected.append(call.query.get("$select", ""))
    home(desk)
    snapshot(desk)
    assert not any("body" in names for names in selected)


def test_tokens_have_wider_windows_than_needed_and_are_renewed_seldom(desk: GraphDesk) -> None:
    home(desk)
    cursor = snapshot(desk).cursor
    found = parse_cursor(cursor, ReadRequest(ANNA, MONDAY, WINDOW_END))
    assert found is not None
    assert found.token.last >= WINDOW_END + timedelta(weeks=3)
    desk.tenant.counters.reset()
    later = ReadRequest(ANNA, MONDAY + 7 * DAY, WINDOW_END + 7 * DAY)
    (result,) = desk.connector.read([later])
    assert isinstance(result.outcome, Snapshot)
    assert desk.tenant.counters.count("delta") == 1
    moved = parse_cursor(result.outcome.cursor, later)
    assert moved is not None
    assert moved.token.last == found.token.last


def test_the_ends_of_windows_are_spread_over_the_mailboxes() -> None:
    boxes = [Mailbox(f"p{n}@example.dk", COPENHAGEN) for n in range(60)]
    ends = {wide_window(ReadRequest(box, MONDAY, WINDOW_END))[1] for box in boxes}
    assert len(ends) == 6


def test_what_is_written_by_us_is_seen_by_the_next_round(desk: GraphDesk) -> None:
    cursor = snapshot(desk).cursor
    desk.connector.put(ANNA, NOTICE, None)
    (event,) = snapshot(desk, cursor).events
    assert event.managed_key == NOTICE.key


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "America/Nuuk", "Pacific/Auckland"])
def test_a_note_is_on_its_day_in_every_zone(desk: GraphDesk, zone: str) -> None:
    there = Mailbox(ANNA.address, ZoneInfo(zone))
    desk.connector.put(there, NOTICE, None)
    outcome = read(desk, mailbox=there)
    assert isinstance(outcome, Snapshot)
    (event,) = outcome.events
    assert (event.start, event.end) == (NOTICE.day, NOTICE.end)
