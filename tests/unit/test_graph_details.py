"""A second look over Graph: who takes part, who accepted, and whether one can join online."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from connectors.model import Depth, Details, JoinLink, Mailbox, Response, Role, Series
from tests.conformance.desk import ANNA, COPENHAGEN, TUESDAY
from tests.simulators.graph.faults import error
from tests.simulators.graph_desk import GraphDesk
from tests.unit.graph_cases import DAY, NINE, desk, read, snapshot

__all__ = ["desk"]
BO, LONE, ROOM = "bo@example.dk", "lone@example.dk", "lokale4@example.dk"
TEAMS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting"


def details(desk: GraphDesk, identity: str) -> Details:
    return desk.connector.details(ANNA, [identity])[identity]


def meet(desk: GraphDesk, **words: Any) -> Details:
    """A meeting of Anna's with a room, looked at again."""
    desk.owner(ANNA.address).meet(
        "Møde", NINE, NINE + timedelta(hours=1), [BO], rooms=[ROOM], **words
    )
    (event,) = snapshot(desk).events
    assert (event.room, event.others) == (True, True)
    return details(desk, event.id)


def rule_of(desk: GraphDesk) -> Series:
    """The series of the first event, looked at again."""
    found = details(desk, snapshot(desk).events[0].id).series
    assert found is not None
    return found


def selected(desk: GraphDesk) -> list[str]:
    """What is selected from now on."""
    found: list[str] = []
    desk.tenant.watch = lambda call, _: found.append(call.query.get("$select", ""))
    return found


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({"isOnlineMeeting": True}, JoinLink.YES),
        ({"onlineMeetingUrl": "https://skype.example"}, JoinLink.YES),
        ({"location": {"displayName": "Microsoft Teams-møde"}}, JoinLink.YES),
        ({"body": {"contentType": "html", "content": f'<a href="{TEAMS}">x</a>'}}, JoinLink.YES),
        ({"body": {"contentType": "html", "content": "Dagsorden"}}, JoinLink.NO),
        ({"location": {"displayName": "Lokale 4"}}, JoinLink.NO),
    ],
)
def test_a_meeting_with_a_room_says_whether_one_can_join_online(
    desk: GraphDesk, words: dict[str, Any], expected: JoinLink
) -> None:
    found = meet(desk, **words)
    assert found.join_link is expected
    assert "Dagsorden" not in repr(found)


def test_the_body_is_asked_for_where_nothing_else_tells_and_then_alone(desk: GraphDesk) -> None:
    meet(desk, isOnlineMeeting=True)
    asked = selected(desk)
    (event,) = snapshot(desk).events
    details(desk, event.id)
    assert not any("body" in names for names in asked)
    desk.owner(ANNA.address).add("Vagt", NINE, NINE + DAY, location={"displayName": "Lokale 4"})
    vagt = next(e for e in snapshot(desk).events if e.subject == "Vagt")
    details(desk, vagt.id)
    assert asked[-1] == "body"


def test_68_a_private_meeting_is_not_looked_into(desk: GraphDesk) -> None:
    owner = desk.owner(ANNA.address)
    body = {"contentType": "html", "content": TEAMS}
    words: dict[str, Any] = {"sensitivity": "private", "body": body}
    owner.meet("Møde", NINE, NINE + timedelta(hours=1), [BO], rooms=[ROOM], **words)
    (event,) = snapshot(desk).events
    asked = selected(desk)
    assert details(desk, event.id).join_link is JoinLink.UNKNOWN
    assert not any(names == "body" for names in asked)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [("accept", Response.ACCEPTED), ("tentativelyAccept", Response.TENTATIVE)],
)
@pytest.mark.parametrize(
    ("kind", "role"), [("required", Role.REQUIRED), ("optional", Role.OPTIONAL)]
)
def test_what_the_owner_answered_and_as_what_he_was_invited(
    desk: GraphDesk, answer: str, expected: Response, kind: str, role: Role
) -> None:
    desk.add_mailbox(LONE)
    required, optional = ([ANNA.address], [BO]) if kind == "required" else ([BO], [ANNA.address])
    lone = desk.owner(LONE)
    lone.meet("Møde", NINE, NINE + timedelta(hours=1), required, optional=optional)
    owner = desk.owner(ANNA.address)
    (copy,) = owner.mailbox.events.values()
    owner.answer(copy, answer)
    (event,) = snapshot(desk).events
    found = details(desk, event.id)
    assert (event.role, event.response) == (found.role, found.response) == (role, expected)
    assert event.organizer == LONE


def test_who_was_invited_through_a_list_may_stay_away(desk: GraphDesk) -> None:
    desk.add_mailbox(LONE)
    desk.owner(LONE).meet("Møde", NINE, NINE + timedelta(hours=1), [ANNA.address])
    (copy,) = desk.owner(ANNA.address).mailbox.events.values()
    copy.fields["attendees"][0]["emailAddress"]["address"] = "alle@example.dk"
    (event,) = snapshot(desk).events
    assert event.role is Role.OPTIONAL


def test_an_alias_is_the_owner(desk: GraphDesk) -> None:
    alias = "a.hansen@example.dk"
    anna = Mailbox(ANNA.address, COPENHAGEN, (alias,))
    desk.owner(ANNA.address).meet("Møde", NINE, NINE + timedelta(hours=1), [alias.title()])
    outcome = read(desk, mailbox=anna)
    (event,) = outcome.events  # type: ignore[union-attr]
    assert not event.others


def test_a_series_is_described_by_the_window_and_its_rule_is_one_request(desk: GraphDesk) -> None:
    owner = desk.owner(ANNA.address)
    series = owner.add_weekly("Hjemme", TUESDAY, None, location={"displayName": "Hjemme"})
    (guess,) = {event.series for event in snapshot(desk).events}
    assert guess is not None
    assert (guess.endless, guess.weeks, guess.pattern, guess.guessed) == (False, 4, "all-day", True)
    assert desk.tenant.counters.count("get") == 0
    identity = snapshot(desk).events[0].id
    looked = desk.connector.details(ANNA, [identity], {identity: Depth.GUESTS})[identity]
    assert desk.tenant.counters.count("get") == 1
    assert looked.series is not None
    assert (looked.series.id, looked.series.endless) == (guess.id, True)
    assert looked.join_link is JoinLink.UNKNOWN
    bounds = {"type": "numbered", "numberOfOccurrences": 3}
    rule = series.fields["recurrence"]
    owner.edit(series, recurrence={**rule, "range": {**rule["range"], **bounds}})
    assert (rule_of(desk).endless, rule_of(desk).weeks) == (False, 3)


def test_a_series_is_asked_about_by_an_occurrence_that_a_guest_answered_alone(
    desk: GraphDesk,
) -> None:
    owner = desk.owner(ANNA.address)
    answers = [
        [{"type": "required", "status": {"response": said}, "emailAddress": {"address": LONE}}]
        for said in ("none", "accepted")
    ]
    series = owner.add_weekly("Hjemme", TUESDAY, 4, attendees=answers[0])
    owner.edit_one(series, TUESDAY, attendees=answers[1])
    found = details(desk, snapshot(desk).events[0].id)
    assert found.series is not None
    assert (found.series.weeks, found.accepted_by) == (4, ())


@pytest.mark.parametrize(
    ("pattern", "weeks"),
    [
        ({"type": "daily", "interval": 1}, 1),
        ({"type": "weekly", "interval": 2, "daysOfWeek": ["tuesday", "thursday"]}, 3),
        ({"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 24}, 6),
        (
            {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["tuesday"], "index": "last"},
            6,
        ),
        ({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 24, "month": 11}, 6),
        (
            {
                "type": "relativeYearly",
                "interval": 1,
                "daysOfWeek": ["tuesday"],
                "index": "fourth",
                "month": 11,
            },
            6,
        ),
    ],
)
def test_every_kind_of_recurrence_says_in_how_many_weeks_it_falls(
    desk: GraphDesk, pattern: dict[str, Any], weeks: int
) -> None:
    bounds = {
        "type": "numbered",
        "startDate": TUESDAY.isoformat(),
        "numberOfOccurrences": 6,
        "recurrenceTimeZone": "",
    }
    owner = desk.owner(ANNA.address)
    start = datetime(2026, 11, 24, 9, tzinfo=COPENHAGEN)
    owner.add("Serie", start, start + DAY / 24, recurrence={"pattern": pattern, "range": bounds})
    series = rule_of(desk)
    assert (series.endless, series.weeks) == (False, weeks)


def test_a_rule_until_a_date_in_a_zone_that_is_empty(desk: GraphDesk) -> None:
    owner = desk.owner(ANNA.address)
    rule = {
        "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"]},
        "range": {
            "type": "endDate",
            "startDate": "2026-11-24",
            "endDate": "2026-12-15",
            "recurrenceTimeZone": "",
        },
    }
    late = datetime(2026, 11, 24, 0, 30, tzinfo=COPENHAGEN)
    owner.add("Tidligt", late, late + DAY / 24, recurrence=rule)
    assert rule_of(desk).weeks == 4


def test_a_master_that_cannot_be_had_is_described_by_what_is_seen(desk: GraphDesk) -> None:
    desk.owner(ANNA.address).add_weekly("Hjemme", TUESDAY, 8)
    desk.tenant.faults.add("get", error(404, "ErrorItemNotFound"), times=-1)
    events = snapshot(desk).events
    assert {event.series.weeks for event in events if event.series} == {4}
    assert desk.connector.details(ANNA, [events[0].id]) == {}


def test_an_odd_id_is_missing_and_hides_nothing(desk: GraphDesk) -> None:
    desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
    (event,) = snapshot(desk).events
    found = desk.connector.details(ANNA, ["nothing", event.id, "o:QUFN/x"])
    assert list(found) == [event.id]
    assert date(2026, 11, 24) == event.start
