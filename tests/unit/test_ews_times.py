"""What Exchange says about an item: its times in every zone, its words, who takes part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ews_names import T
from connectors.ews_parse import event_of, raw_item, read_page
from connectors.model import CalendarEvent, Mailbox, Response, Role, ShowAs
from tests.simulators.ews.meetings import respond
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, COPENHAGEN, DAY, HOUR, TEN, TUESDAY, one, snapshot, subjects

ZONES = ("Romance Standard Time", "GMT Standard Time", "Greenland Standard Time", "UTC")


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("impersonation") as desk:
        for name in ("anna", "bo", "lone"):
            desk.add_mailbox(f"{name}@example.dk")
        yield desk


def item(start: str, end: str, zone: str | None = None, **more: str) -> CalendarEvent:
    """The event that one element becomes."""
    element = T.CalendarItem(T.ItemId(Id="x", ChangeKey="y"), T.Start(start), T.End(end))
    element.extend(T(name, value) for name, value in more.items())
    if zone is not None:
        element.append(T.StartTimeZone(Id=zone))
    return event_of(raw_item(element), ANNA)


ALL_DAY = {"IsAllDayEvent": "true"}


@pytest.mark.parametrize(
    ("start", "end", "zone", "first", "last", "uncertain"),
    [
        ("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z", "Romance Standard Time", 24, 25, False),
        ("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", "GMT Standard Time", 24, 25, False),
        ("2026-11-24T02:00:00Z", "2026-11-25T02:00:00Z", "Greenland Standard Time", 24, 25, False),
        (
            "2026-11-23T11:00:00Z",
            "2026-11-24T11:00:00Z",
            "New Zealand Standard Time",
            24,
            25,
            False,
        ),
        ("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z", "Customized Time Zone", 24, 25, False),
        ("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z", "", 24, 25, False),
        ("2026-11-23T23:00:00Z", "2026-11-24T23:00:00Z", None, 24, 25, False),
        ("2026-11-23T22:00:00Z", "2026-11-24T22:00:00Z", "Customized Time Zone", 24, 25, True),
        ("2026-11-24T00:30:00Z", "2026-11-25T00:30:00Z", "Romance Standard Time", 24, 25, False),
        ("2026-11-24T00:00:00", "2026-11-25T00:00:00", None, 24, 25, False),
        ("2026-11-24T00:00:00+01:00", "2026-11-26T00:00:00+01:00", None, 24, 26, False),
        ("2026-11-23T23:00:00Z", "2026-11-23T23:00:00Z", "Romance Standard Time", 24, 25, False),
    ],
)
def test_an_all_day_item_is_a_civil_date(
    start: str, end: str, zone: str | None, first: int, last: int, uncertain: bool
) -> None:
    event = item(start, end, zone, **ALL_DAY)
    assert (event.start, event.end) == (date(2026, 11, first), date(2026, 11, last))
    assert event.uncertain is uncertain


@given(day=st.dates(date(2024, 1, 1), date(2030, 12, 30)), zone=st.sampled_from(ZONES))
def test_an_all_day_item_keeps_its_date_on_every_day_of_the_year(day: date, zone: str) -> None:
    from connectors.zones import zone_named

    midnights = [
        datetime.combine(d, datetime.min.time(), zone_named(zone)) for d in (day, day + DAY)
    ]
    start, end = (m.astimezone(ZoneInfo("UTC")).isoformat() for m in midnights)
    event = item(start, end, zone, **ALL_DAY)
    assert (event.start, event.end) == (day, day + DAY)


def test_times_without_an_offset_are_the_owners_and_a_guess() -> None:
    event = item("2026-11-24T10:00:00", "2026-11-24T11:00:00", "Customized Time Zone")
    assert (event.start, event.uncertain) == (TEN, True)
    sure = item("2026-11-24T09:00:00Z", "2026-11-24T10:00:00Z", "Mitteleuropäische Zeit")
    assert (sure.start, sure.uncertain) == (TEN, False)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("", "2026-11-24T10:00:00Z"),
        ("i morgen", "2026-11-24T10:00:00Z"),
        ("2026-11-24T10:00:00Z", "2026-11-24T09:00:00Z"),
        ("2026-13-24T10:00:00Z", "2026-11-24T09:00:00Z"),
    ],
)
def test_an_item_without_sound_times_is_set_aside(start: str, end: str) -> None:
    element = T.CalendarItem(T.ItemId(Id="x"), T.Start(start), T.End(end), T.Subject("hemmeligt"))
    page = read_page([element], ANNA, TUESDAY, TUESDAY + DAY)
    assert page.events == {}
    (aside,) = page.unreadable
    assert "hemmeligt" not in aside.reason + aside.id


def test_a_weekly_series_keeps_its_clock_in_both_halves_of_the_year(desk: EwsDesk) -> None:
    owner = desk.owner(ANNA.address)
    for zone_id in ("GMT Standard Time", "Romance Standard Time"):
        owner.add(
            zone_id,
            datetime(2026, 3, 3, 9, tzinfo=COPENHAGEN),
            datetime(2026, 3, 3, 10, tzinfo=COPENHAGEN),
            recurrence=_weekly(),
            zone_id=zone_id,
        )
    starts = {e.start.strftime("%H:%M") for e in snapshot(desk).events}  # type: ignore[union-attr]
    assert starts == {"09:00"}


def _weekly() -> Any:
    pattern = T.WeeklyRecurrence(T.Interval("1"), T.DaysOfWeek("Tuesday"))
    return T.Recurrence(pattern, T.NoEndRecurrence(T.StartDate("2026-03-03")))


def test_a_private_entry_shows_times_and_show_as_alone(desk: EwsDesk) -> None:
    words = {"Location": "Klinikken", "Sensitivity": "Private", "LegacyFreeBusyStatus": "OOF"}
    item = desk.owner(ANNA.address).add("Læge", TEN, TEN + HOUR, **words)
    item.fields["Categories"] = T.Categories(T.String("Læge"))
    event = one(desk)
    assert (event.private, event.show_as, event.start) == (True, ShowAs.OOF, TEN)
    assert (event.subject, event.location, event.categories) == ("", "", ())
    assert "Læge" not in repr(event)


@pytest.mark.parametrize(
    "status", ["Free", "Tentative", "Busy", "OOF", "WorkingElsewhere", "NoData"]
)
def test_show_as(desk: EwsDesk, status: str) -> None:
    desk.owner(ANNA.address).add("X", TEN, TEN + HOUR, LegacyFreeBusyStatus=status)
    wanted = {"OOF": "oof", "WorkingElsewhere": "workingElsewhere", "NoData": "unknown"}
    assert one(desk).show_as.value == wanted.get(status, status.lower())


def test_whose_meeting_it_is_and_what_was_answered(desk: EwsDesk) -> None:
    meeting = desk.owner("bo@example.dk").meet("Møde", TEN, TEN + HOUR, [ANNA.address])
    event = one(desk)
    assert (event.role, event.response) == (Role.REQUIRED, Response.NONE)
    assert (event.organizer, event.others) == ("bo@example.dk", True)
    for answer, response in (("Accept", Response.ACCEPTED), ("Tentative", Response.TENTATIVE)):
        respond(desk.server.exchange, ANNA.address, meeting.uid, answer)
        assert one(desk).response is response
    (mine,) = snapshot(desk, Mailbox("bo@example.dk", COPENHAGEN)).events
    assert (mine.role, mine.response, mine.others) == (Role.ORGANIZER, Response.ACCEPTED, True)


def test_a_room_alone_is_nobody_else(desk: EwsDesk) -> None:
    desk.owner(ANNA.address).meet("Fokus", TEN, TEN + HOUR, [], rooms=["lokale3@example.dk"])
    event = one(desk)
    assert (event.role, event.others) == (Role.ORGANIZER, False)


def test_a_cancelled_meeting_is_marked(desk: EwsDesk) -> None:
    owner = desk.owner("bo@example.dk")
    owner.meet("Møde", TEN, TEN + HOUR, [ANNA.address])
    for item in desk.server.exchange.store.mailboxes[ANNA.address].items.values():
        item.cancelled = True
    assert one(desk).cancelled


def test_categories_and_place_arrive(desk: EwsDesk) -> None:
    item = desk.owner(ANNA.address).add("X", TEN, TEN + HOUR, Location="Lokale 3")
    item.fields["Categories"] = T.Categories(T.String("Hjemmearbejde"), T.String("Rød"))
    event = one(desk)
    assert (event.location, event.categories) == ("Lokale 3", ("Hjemmearbejde", "Rød"))


def test_only_the_window_arrives(desk: EwsDesk) -> None:
    for number in range(-3, 40, 7):
        start = TEN + timedelta(days=number)
        desk.add(ANNA.address, f"{number}", start, start + HOUR)
    assert subjects(desk) == ["4", "11", "18", "25"]
