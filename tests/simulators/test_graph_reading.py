"""How the Graph simulator shows calendars: views, zones, pages, series, and rounds of changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from tests.simulators.graph.meetings import invite
from tests.simulators.graph_peer import (
    ANNA,
    BO,
    COPENHAGEN,
    KEY,
    WINDOW,
    Peer,
    asked,
    first_round,
    peer,
)

NINE = datetime(2026, 11, 24, 9, tzinfo=COPENHAGEN)
TEN = datetime(2026, 11, 24, 10, tzinfo=COPENHAGEN)


@pytest.fixture
def graph() -> Iterator[Peer]:
    with peer() as found:
        yield found


def test_times_follow_the_zone_that_is_wanted_and_all_day_entries_do_not(graph: Peer) -> None:
    graph.owner(ANNA).add("Møde", NINE, TEN)
    graph.owner(ANNA).add("Hjemme", date(2026, 11, 25), date(2026, 11, 26))
    meeting, home = graph.view(ANNA)
    assert meeting["start"] == {"dateTime": "2026-11-24T08:00:00.0000000", "timeZone": "UTC"}
    meeting, home = graph.view(ANNA, prefer='outlook.timezone="Romance Standard Time"')
    assert meeting["start"]["dateTime"] == "2026-11-24T09:00:00.0000000"
    assert home["start"] == {"dateTime": "2026-11-25T00:00:00.0000000", "timeZone": "UTC"}
    refused = graph.ask(
        "GET",
        f"/users/{ANNA}/calendarView?{asked(WINDOW)}",
        Prefer='outlook.timezone="Europe/Zurich"',
    )
    assert (refused.status, refused.json()["error"]["code"]) == (
        400,
        "TimeZoneNotSupportedException",
    )


def test_pages_are_small_and_linked(graph: Peer) -> None:
    for hour in range(25):
        at = datetime(2026, 11, 24, hour % 24, tzinfo=UTC)
        graph.owner(ANNA).add(f"Møde {hour}", at, at)
    graph.server.tenant.manners.empty_pages = True
    assert len(graph.view(ANNA)) == 25
    assert len(graph.view(ANNA, odata_top="7")) == 25
    assert graph.server.tenant.counters.count("view") == 4 + 5


def test_a_series_is_unfolded_with_what_its_owner_did_to_it(graph: Peer) -> None:
    anna = graph.owner(ANNA)
    series = anna.add_weekly("Fast møde", NINE, 4)
    anna.delete_one(series, date(2026, 12, 1))
    anna.edit_one(series, date(2026, 12, 8), start=datetime(2026, 12, 9, 13, tzinfo=COPENHAGEN))
    anna.edit_one(series, date(2026, 12, 15), subject="Julefrokost")
    found = graph.view(ANNA, odata_select="subject,start,type,seriesMasterId,originalStart")
    assert [(one["subject"], one["start"]["dateTime"][:13], one["type"]) for one in found] == [
        ("Fast møde", "2026-11-24T08", "occurrence"),
        ("Fast møde", "2026-12-09T12", "exception"),
        ("Julefrokost", "2026-12-15T08", "exception"),
    ]
    (master,) = graph.ask("GET", f"/users/{ANNA}/events").json()["value"]
    assert {one["seriesMasterId"] for one in found} == {master["id"]}
    assert found[1]["originalStart"] == "2026-12-08T08:00:00Z"
    instances = graph.ask("GET", f"/users/{ANNA}/events/{master['id']}/instances?{asked(WINDOW)}")
    assert [one["id"] for one in instances.json()["value"]] == [one["id"] for one in found]


def test_our_key_is_seen_only_where_it_is_expanded_and_found_whatever_its_case(graph: Peer) -> None:
    event = graph.owner(ANNA).add("Note", date(2026, 11, 24), date(2026, 11, 25))
    event.extended[KEY] = "Day:Anna"
    (plain,) = graph.view(ANNA)
    (expanded,) = graph.view(
        ANNA,
        odata_expand=f"singleValueExtendedProperties($filter=id eq '{KEY}')",
        odata_select="id",
    )
    assert "singleValueExtendedProperties" not in plain
    assert expanded["singleValueExtendedProperties"] == [{"id": KEY, "value": "Day:Anna"}]

    def found(identity: str, value: str) -> int:
        words = f"singleValueExtendedProperties/Any(ep: ep/id eq '{identity}' and ep/value eq '{value}')"
        target = f"/users/{ANNA}/events?{asked({'$filter': words})}"
        return len(graph.ask("GET", target).json()["value"])

    assert (found(KEY, "day:anna"), found(KEY.upper(), "Day:Anna"), found(KEY, "bo")) == (1, 0, 0)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({}, "ErrorInvalidParameter"),
        (
            {"startDateTime": "2026-11-23T00:00:00 01:00", "endDateTime": "x"},
            "ErrorInvalidParameter",
        ),
        ({**WINDOW, "startDateTime": "2021-01-01"}, "ErrorInvalidRequest"),
        ({**WINDOW, "$select": "emne"}, "RequestBroker--ParseUri"),
        ({**WINDOW, "$expand": "singleValueExtendedProperties"}, "ErrorInvalidUrlQuery"),
    ],
)
def test_what_cannot_be_asked_is_refused(graph: Peer, query: dict[str, str], code: str) -> None:
    answer = graph.ask("GET", f"/users/{ANNA}/calendarView?{asked(query)}")
    assert (answer.status, answer.json()["error"]["code"]) == (400, code)


def test_a_window_with_offsets_is_where_it_says(graph: Peer) -> None:
    graph.owner(ANNA).add("Møde", NINE, TEN)
    inside = {
        "startDateTime": "2026-11-24T09:30:00+01:00",
        "endDateTime": "2026-11-24T09:40:00+01:00",
    }
    assert len(graph.view(ANNA, **inside)) == 1
    outside = {name: value.replace("+01:00", "Z") for name, value in inside.items()}
    assert graph.view(ANNA, **outside) == []


def test_a_round_tells_of_what_changed_and_then_of_nothing(graph: Peer) -> None:
    anna = graph.owner(ANNA)
    meeting = anna.add("Møde", NINE, TEN)
    anna.add_weekly("Fast møde", NINE, None)
    found, link = graph.round(first_round(ANNA), "odata.maxpagesize=2")
    assert [one.get("type") for one in found] == [
        "singleInstance",
        "seriesMaster",
        *["occurrence"] * 4,
    ]
    assert all("subject" not in one for one in found if one["type"] == "occurrence")
    assert graph.round(link)[0] == []
    anna.edit(meeting, subject="Flyttet")
    anna.add("Næste år", *(t.replace(year=2027) for t in (NINE, TEN)))
    changed, link = graph.round(link)
    assert [one.get("subject") for one in changed] == ["Flyttet", None]
    assert changed[1]["@removed"] == {"reason": "deleted"}
    anna.delete(meeting)
    (gone,), link = graph.round(link)
    assert (gone["id"], "@removed" in gone) == (found[0]["id"], True)
    assert graph.round(link)[0] == []
    anna.add("Nyt", NINE, TEN)
    assert [one["subject"] for one in graph.round(link)[0]] == ["Nyt"]


@pytest.mark.parametrize("spelling", ["delta", "delta()", "microsoft.graph.delta()"])
def test_delta_has_three_spellings_and_few_options(graph: Peer, spelling: str) -> None:
    target = f"/users/{ANNA}/calendarView/{spelling}?{asked(WINDOW)}"
    assert graph.round(target)[0] == []
    refused = graph.ask("GET", f"{target}&$select=subject")
    assert (refused.status, refused.json()["error"]["code"]) == (400, "ErrorInvalidRequest")


def test_delta_can_be_wrong_in_all_the_ways_that_were_seen(graph: Peer) -> None:
    anna = graph.owner(ANNA)
    first, second = (anna.add(f"Møde {n}", NINE, TEN) for n in range(2))
    found, link = graph.round(first_round(ANNA))
    anna.mailbox.delta.misses_deletions = True
    anna.delete(first)
    assert graph.round(link)[0] == []
    anna.mailbox.delta.misses_deletions = False
    anna.mailbox.delta.removes_falsely = True
    told, _ = graph.round(link)
    assert {one["id"] for one in told if "@removed" in one} == {one["id"] for one in found}
    anna.mailbox.delta.removes_falsely = False
    anna.mailbox.delta.repeats = True
    anna.edit(second, subject="To gange")
    told, _ = graph.round(link)
    assert [one.get("subject") for one in told] == [None, None, "To gange", "To gange"]
    anna.mailbox.delta.never_ends = True
    links = [link]
    for _ in range(5):
        links.append(graph.ask("GET", links[-1]).json()["@odata.nextLink"])
    assert len(graph.ask("GET", links[-1]).json()["value"]) > 0


def test_a_token_that_is_no_longer_known_ends_the_round(graph: Peer) -> None:
    graph.owner(ANNA).add("Møde", NINE, TEN)
    _, link = graph.round(first_round(ANNA))
    elsewhere = graph.ask("GET", link.replace(ANNA, BO))
    assert (elsewhere.status, elsewhere.json()["error"]["code"]) == (410, "SyncStateNotFound")
    graph.owner(ANNA).mailbox.forget_states()
    gone = graph.ask("GET", link)
    assert gone.status == 410
    assert (
        gone.headers["Location"].endswith("$deltatoken=")
        or "deltatoken=" in gone.headers["Location"]
    )
    assert len(graph.round(gone.headers["Location"])[0]) == 1
    graph.server.tenant.manners.lost_state = (400, "syncStateNotFound")
    lost = graph.ask("GET", link)
    assert (lost.status, lost.json()["error"]["code"]) == (400, "syncStateNotFound")


def test_ids_outlive_a_move_only_where_immutable_ones_are_wanted(graph: Peer) -> None:
    anna = graph.owner(ANNA)
    event = anna.add("Møde", NINE, TEN)
    (mutable,), (immutable,) = graph.view(ANNA), graph.view(ANNA, prefer='IdType="ImmutableId"')
    anna.move(event)
    statuses = [
        graph.ask("GET", f"/users/{ANNA}/events/{one['id']}").status for one in (mutable, immutable)
    ]
    assert statuses == [404, 200]
    anna.reimport(event)
    assert graph.ask("GET", f"/users/{ANNA}/events/{immutable['id']}").status == 404


def test_a_state_can_get_lost_in_the_middle_of_a_round(graph: Peer) -> None:
    for number in range(4):
        graph.owner(ANNA).add(f"Møde {number}", NINE, TEN)
    first = graph.ask("GET", first_round(ANNA), Prefer="odata.maxpagesize=2").json()
    graph.owner(ANNA).mailbox.forget_states()
    assert graph.ask("GET", first["@odata.nextLink"]).status == 410


def test_what_changes_during_a_round_is_told_in_the_next(graph: Peer) -> None:
    anna = graph.owner(ANNA)
    events = [anna.add(f"Møde {number}", NINE, TEN) for number in range(4)]
    first = graph.ask("GET", first_round(ANNA), Prefer="odata.maxpagesize=2").json()
    anna.edit(events[0], subject="Ændret")
    rest, link = graph.round(first["@odata.nextLink"], "odata.maxpagesize=2")
    told = {one["subject"] for one in first["value"] + rest}
    assert {"Møde 1", "Møde 2", "Møde 3"} <= told
    assert [one["subject"] for one in graph.round(link)[0]] == ["Ændret"]


def test_events_are_sorted_as_asked_but_not_beside_a_filter(graph: Peer) -> None:
    for name in "bac":
        graph.owner(ANNA).add(name, NINE, TEN)

    def subjects(**query: str) -> list[str]:
        answer = graph.ask("GET", f"/users/{ANNA}/events?{asked(query)}").json()
        return [one["subject"] for one in answer["value"]]

    assert subjects() == ["c", "a", "b"]
    assert subjects(odata_orderby="subject desc") == ["c", "b", "a"]
    assert subjects(odata_filter="subject eq 'A'") == ["a"]
    both = asked({"$orderby": "subject", "$filter": "subject eq 'a'"})
    refused = graph.ask("GET", f"/users/{ANNA}/events?{both}")
    assert (refused.status, refused.json()["error"]["code"]) == (400, "InefficientFilter")


def test_an_entry_without_times_is_odd_but_keeps_the_schema(graph: Peer) -> None:
    graph.owner(ANNA).spoil()
    (odd,) = graph.view(ANNA)
    assert (odd["subject"], odd["start"], odd["end"]) == ("hemmeligt", None, None)


def test_a_guest_is_not_told_the_zone_of_a_series(graph: Peer) -> None:
    graph.owner(BO).add_weekly("Fast møde", NINE, None)
    (event,) = graph.owner(BO).mailbox.events.values()
    event.fields["attendees"] = [{"type": "required", "emailAddress": {"address": ANNA}}]
    invite(graph.server.tenant, event)
    (master,) = graph.ask("GET", f"/users/{ANNA}/events").json()["value"]
    assert master["recurrence"]["range"]["recurrenceTimeZone"] == ""
