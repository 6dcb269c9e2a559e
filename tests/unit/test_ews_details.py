"""The second look: role, answer, join link, series and who accepted; the body goes no further."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.errors import Unavailable
from connectors.model import Details, JoinLink, Response, Role
from tests.simulators.ews import faults
from tests.simulators.ews.meetings import invite, respond
from tests.simulators.ews.soap import T
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, DAY, HOUR, TEN, TUESDAY, snapshot

BO, LONE = "bo@example.dk", "lone@example.dk"
TEAMS = "Deltag: https://teams.microsoft.com/l/meetup-join/19%3ameeting hemmeligt"


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        for address in (ANNA.address, BO, LONE):
            desk.add_mailbox(address)
        yield desk


def looked(desk: EwsDesk) -> list[Details]:
    ids = [event.id for event in snapshot(desk).events]
    found = desk.connector.details(ANNA, ids)
    return [found[identity] for identity in ids]


@pytest.mark.parametrize(
    ("place", "body", "expected"),
    [
        ("Lokale 3", TEAMS, JoinLink.YES),
        ("Lokale 3", "Dagsorden følger.", JoinLink.NO),
        ("Lokale 3", "", JoinLink.NO),
        ("Microsoft Teams-møde", "", JoinLink.YES),
        ("https://meet.google.com/abc-defg", "", JoinLink.YES),
    ],
)
def test_whether_one_can_join_online(
    desk: EwsDesk, place: str, body: str, expected: JoinLink
) -> None:
    owner = desk.owner(BO)
    item = owner.meet("Møde", TEN, TEN + HOUR, [ANNA.address], Location=place)
    for copied in [item, *desk.server.exchange.store.mailboxes[ANNA.address].items.values()]:
        copied.fields["Body"] = T.Body(body, BodyType="Text")
    (details,) = looked(desk)
    assert details.join_link is expected
    assert "hemmeligt" not in repr(details)


def test_a_private_body_is_not_looked_into(desk: EwsDesk) -> None:
    item = desk.owner(ANNA.address).add("Læge", TEN, TEN + HOUR, Sensitivity="Private")
    item.fields["Body"] = T.Body(TEAMS, BodyType="Text")
    (details,) = looked(desk)
    assert details.join_link is JoinLink.UNKNOWN


def test_required_optional_and_invited_through_a_list(desk: EwsDesk) -> None:
    owner = desk.owner(BO)
    owner.meet("Skal", TEN, TEN + HOUR, [ANNA.address, LONE])
    owner.meet("Kan", TEN + HOUR, TEN + 2 * HOUR, [LONE], optional=[ANNA.address])
    listed = owner.meet("Liste", TEN + 2 * HOUR, TEN + 3 * HOUR, [ANNA.address])
    for item in desk.server.exchange.store.mailboxes[ANNA.address].items.values():
        if item.uid == listed.uid:
            box = T.Mailbox(T.EmailAddress("alle@example.dk"))
            item.fields["RequiredAttendees"] = T.RequiredAttendees(T.Attendee(box))
    assert [d.role for d in looked(desk)] == [Role.REQUIRED, Role.OPTIONAL, Role.OPTIONAL]


def test_what_was_answered_and_by_whom_it_was_accepted(desk: EwsDesk) -> None:
    meeting = desk.owner(ANNA.address).meet("Hjemmearbejde", TEN, TEN + HOUR, [LONE, BO])
    respond(desk.server.exchange, LONE, meeting.uid, "Accept")
    respond(desk.server.exchange, BO, meeting.uid, "Tentative")
    (details,) = looked(desk)
    assert (details.role, details.response) == (Role.ORGANIZER, Response.ACCEPTED)
    assert details.accepted_by == (LONE,)


def test_an_occurrence_is_looked_at_through_its_series(desk: EwsDesk) -> None:
    owner = desk.owner(BO)
    meeting = owner.add_weekly("Teammøde", TEN, None)
    guests = (T.Attendee(T.Mailbox(T.EmailAddress(ANNA.address))),)
    meeting.fields["RequiredAttendees"] = T.RequiredAttendees(*guests)
    invite(desk.server.exchange, meeting)
    for details in looked(desk):
        assert details.series is not None
        assert details.series.endless
        assert "FREQ=WEEKLY" in details.series.pattern


def test_a_folded_series_is_looked_at_through_its_master(desk: EwsDesk) -> None:
    desk.server.exchange.manners.expands_series = False
    desk.owner(ANNA.address).add_weekly("Hjemme", TEN, None)
    assert all(details.series and details.series.endless for details in looked(desk))


def test_ten_ids_are_one_call_and_one_that_is_gone_hides_no_other(desk: EwsDesk) -> None:
    for number in range(10):
        desk.add(ANNA.address, f"Møde {number}", TEN + number * HOUR, TEN + (number + 1) * HOUR)
    ids = [event.id for event in snapshot(desk).events]
    desk.server.exchange.counters.reset()
    desk.server.exchange.faults.add("GetItem", faults.without_item(4))
    found = desk.connector.details(ANNA, ids)
    assert desk.server.exchange.counters.operations() == ["GetItem"]
    assert set(ids) - set(found) == {ids[4]}
    assert len(desk.connector.details(ANNA, [*ids, *ids[:3]])) == 10


def test_an_overload_in_the_middle_of_a_batch_is_heeded_and_hides_nothing(desk: EwsDesk) -> None:
    for number in range(3):
        desk.add(ANNA.address, f"Møde {number}", TEN + number * HOUR, TEN + (number + 1) * HOUR)
    ids = [event.id for event in snapshot(desk).events]
    desk.server.exchange.faults.add("GetItem", faults.without_item(1, "ErrorServerBusy"))
    with pytest.raises(Unavailable, match="busy"):
        desk.connector.details(ANNA, ids)
    with pytest.raises(Unavailable, match="asked for quiet"):
        desk.connector.details(ANNA, ids)
    desk.connector.calls._budget._quiet.clear()
    assert len(desk.connector.details(ANNA, ids)) == 3


def test_trouble_is_an_error_and_no_answer(desk: EwsDesk) -> None:
    desk.add(ANNA.address, "Møde", TUESDAY, TUESDAY + DAY)
    ids = [event.id for event in snapshot(desk).events]
    for answer in (faults.truncated(), faults.inside("ErrorServerBusy"), faults.web_page()):
        desk.server.exchange.faults.add("GetItem", answer, times=2)
        with pytest.raises(Unavailable):
            desk.connector.details(ANNA, ids)
        desk.connector.calls._budget._quiet.clear()
        desk.server.exchange.faults.clear()
