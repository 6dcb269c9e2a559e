"""Writing over Graph: notes that mail nobody, are never doubled, and are found again whatever happened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from connectors.errors import EntryGone, MailboxGone, PreconditionFailed, Rejected, Unavailable
from connectors.marks import KEY_NAME, PROPERTY_SET
from connectors.model import RemoteRef
from tests.conformance.desk import ANNA, COPENHAGEN, NOTICE
from tests.conformance.inviting import INVITE, LATER
from tests.simulators.graph.event import Event
from tests.simulators.graph.faults import (
    changed,
    drop_after,
    drop_before,
    error,
    fails_after,
    gateway,
    throttled,
)
from tests.simulators.graph_desk import SERVICE, GraphDesk
from tests.unit.graph_cases import DAY, desk, home, snapshot

__all__ = ["desk"]
LOST_ANSWERS = [drop_after(), fails_after(504, "GatewayTimeout"), fails_after(500, "Internal")]


def notes(desk: GraphDesk, address: str = ANNA.address) -> list[Event]:
    return [e for e in desk.tenant.store.mailboxes[address].events.values() if e.extended]


def put(desk: GraphDesk, known: RemoteRef | None = None, **words: Any) -> RemoteRef:
    return desk.connector.put(ANNA, replace(NOTICE, **words), known)


def test_46_a_note_is_quiet_and_mails_nobody(desk: GraphDesk) -> None:
    ref = put(desk)
    put(desk, ref, body="Nyt")
    desk.connector.remove(ANNA, NOTICE.key, None)
    assert desk.tenant.store.mails == []
    put(desk, uid="2")
    (note,) = notes(desk)
    names = ("showAs", "sensitivity", "isReminderOn", "responseRequested", "attendees")
    assert [note.fields[name] for name in names] == ["free", "private", False, False, []]
    assert (note.fields["categories"], note.all_day) == ([], True)


def test_44_key_and_transaction_go_out_in_the_one_call_that_creates(desk: GraphDesk) -> None:
    bodies: list[Any] = []
    desk.tenant.watch = lambda call, _: bodies.append(call.body) if call.body else None
    put(desk)
    (body,) = bodies
    marks = {p["id"]: p["value"] for p in body["singleValueExtendedProperties"]}
    assert marks[f"String {{{PROPERTY_SET}}} Name {KEY_NAME}"] == NOTICE.key
    assert body["transactionId"] == NOTICE.uid
    (start, end) = (body[name]["timeZone"] for name in ("start", "end"))
    assert start == end == "Romance Standard Time"


@pytest.mark.parametrize("lost", LOST_ANSWERS)
def test_42_43_a_create_whose_answer_is_lost_is_never_sent_again_blindly(
    desk: GraphDesk, lost: Any
) -> None:
    desk.tenant.faults.add("create", lost)
    with pytest.raises(Unavailable):
        put(desk)
    assert desk.tenant.counters.count("create") == 1
    found = desk.connector.find(ANNA, NOTICE.key, None)
    assert found is not None
    assert put(desk, found) == found
    assert len(notes(desk)) == 1


@pytest.mark.parametrize("fault", [drop_before(), gateway(503), gateway(502), throttled(1)])
def test_43_a_create_that_fails_is_tried_once(desk: GraphDesk, fault: Any) -> None:
    desk.tenant.faults.add("create", fault, times=-1)
    with pytest.raises(Unavailable):
        put(desk)
    assert desk.tenant.counters.count("create") == 1


@pytest.mark.parametrize("status", [400, 409])
@pytest.mark.parametrize("named", [True, False])
def test_42_a_transaction_that_was_used_leads_to_the_note_it_made(
    desk: GraphDesk, status: int, named: bool
) -> None:
    """Another process wrote it between our look and our write."""
    desk.tenant.manners.duplicate_status = status
    ref = put(desk)

    def blind(content: Any) -> None:
        content["value"] = []

    def unnamed(content: Any) -> None:
        content["error"].pop("@event.existingEventId", None)

    desk.tenant.faults.add("find", changed(blind))
    desk.tenant.faults.add("view", changed(blind))
    if not named:
        desk.tenant.faults.add("create", changed(unnamed))
    assert put(desk) == ref
    assert len(notes(desk)) == 1


def test_42_a_transaction_whose_note_is_gone_is_followed_by_another(desk: GraphDesk) -> None:
    put(desk)
    desk.delete_note(ANNA.address, NOTICE.key)
    again = put(desk)
    assert len(notes(desk)) == 1
    assert desk.connector.find(ANNA, NOTICE.key, None) == again
    desk.delete_note(ANNA.address, NOTICE.key)
    with pytest.raises(Unavailable):
        put(desk)


@pytest.mark.parametrize("status", [400, 500, 501])
def test_41_where_graph_does_not_search_the_window_is_looked_through(
    desk: GraphDesk, status: int
) -> None:
    desk.tenant.faults.add("find", error(status, "ErrorInvalidUrlQueryFilter"), times=-1)
    ref = put(desk)
    assert desk.connector.find(ANNA, NOTICE.key, None) == ref
    assert put(desk) == ref
    desk.connector.remove(ANNA, NOTICE.key, None)
    assert notes(desk) == []
    assert any("mark" in line for line in desk.connector.warnings)


def test_41_a_search_that_finds_nothing_is_not_believed_before_it_found_something(
    desk: GraphDesk,
) -> None:
    def blind(content: Any) -> None:
        content["value"] = []

    desk.tenant.faults.add("find", changed(blind), times=-1)
    ref = put(desk)
    assert desk.connector.find(ANNA, NOTICE.key, None) == ref


def test_41_once_it_found_something_a_search_is_believed(desk: GraphDesk) -> None:
    put(desk)
    desk.tenant.counters.reset()
    assert desk.connector.find(ANNA, "another:key", None) is None
    assert desk.tenant.counters.count("view") == 0


def test_41_keys_that_differ_in_case_are_two_notes(desk: GraphDesk) -> None:
    put(desk)
    assert desk.connector.find(ANNA, NOTICE.key.upper(), None) is None
    put(desk, key=NOTICE.key.upper(), uid="2")
    assert len(notes(desk)) == 2


def test_41_a_key_with_quotes_is_no_filter_of_its_own(desk: GraphDesk) -> None:
    put(desk)
    assert desk.connector.find(ANNA, "x' or 1 eq 1 or 'y' eq 'y", None) is None
    ref = put(desk, key="o'brien:&?#/%41 æ", uid="2")
    assert desk.connector.find(ANNA, "o'brien:&?#/%41 æ", None) == ref


def test_36_a_note_that_was_moved_keeps_its_id(desk: GraphDesk) -> None:
    ref = put(desk)
    desk.owner(ANNA.address).move(notes(desk)[0])
    found = desk.connector.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert found.id == ref.id


def test_36_a_note_with_another_id_is_found_by_its_key(desk: GraphDesk) -> None:
    ref = put(desk)
    desk.change_note_id(ANNA.address, NOTICE.key)
    with pytest.raises(EntryGone):
        put(desk, ref, body="Nyt")
    found = desk.connector.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert put(desk, found, body="Nyt").id == found.id


def test_68_a_note_that_is_private_can_be_hidden_from_whoever_asks_by_id(desk: GraphDesk) -> None:
    desk.tenant.manners.private_is_found = False
    ref = put(desk)
    later = put(desk, ref, body="Nyt")
    assert later.id == ref.id
    assert desk.connector.find(ANNA, NOTICE.key, later) == later
    desk.double_note(ANNA.address, NOTICE.key)
    assert desk.connector.find(ANNA, NOTICE.key, None) == later
    desk.connector.remove(ANNA, NOTICE.key, later)
    assert len(notes(desk)) == 1


def test_an_id_of_another_server_is_no_obstacle(desk: GraphDesk) -> None:
    ref = put(desk)
    known = replace(ref, id="AAMkAD/ews+id=")
    assert desk.connector.find(ANNA, NOTICE.key, known) == ref


def test_45_a_change_in_between_is_seen_by_graph_itself(desk: GraphDesk) -> None:
    ref = put(desk)

    def between(_: Any, handle: Any) -> Any:
        desk.edit_note(ANNA.address, NOTICE.key, "Mit eget")
        return handle()

    desk.tenant.faults.add("update", between)
    with pytest.raises(PreconditionFailed):
        put(desk, ref, body="Nyt")
    ref = RemoteRef(ref.id, desk.connector.find(ANNA, NOTICE.key, ref).etag, ref.shape)  # type: ignore[union-attr]
    desk.tenant.faults.add("delete", between)
    with pytest.raises(PreconditionFailed):
        desk.connector.remove(ANNA, NOTICE.key, ref)
    assert notes(desk)[0].fields["subject"] == "Mit eget"


def test_48_the_same_again_writes_nothing(desk: GraphDesk) -> None:
    ref = put(desk)
    desk.tenant.counters.reset()
    assert put(desk, ref) == ref
    assert put(desk) == ref
    assert desk.tenant.counters.count("update") == desk.tenant.counters.count("create") == 0


def test_40_a_create_that_answers_with_the_id_of_another_note_harms_neither(
    desk: GraphDesk,
) -> None:
    first = put(desk)

    def old_id(content: Any) -> None:
        content["id"] = first.id

    desk.tenant.faults.add("create", changed(old_id))
    second = put(desk, key="another:key", uid="2")
    assert second.id == first.id
    with pytest.raises(EntryGone):
        put(desk, second, key="another:key", uid="2", body="Nyt")
    found = desk.connector.find(ANNA, "another:key", second)
    assert found is not None
    assert found.id != first.id
    put(desk, found, key="another:key", uid="2", body="Nyt")
    assert put(desk, first) == first
    assert len(notes(desk)) == 2


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (error(400, "ErrorPropertyValidationFailure"), Rejected),
        (error(403, "ErrorAccessDenied"), MailboxGone),
        (error(404, "MailboxNotEnabledForRESTAPI"), MailboxGone),
        (error(413, "RequestEntityTooLarge"), Rejected),
        (error(507, "ErrorQuotaExceeded"), Unavailable),
        (error(429, "ApplicationThrottled", retry_after=7), Unavailable),
    ],
)
def test_what_a_refused_write_means(desk: GraphDesk, fault: Any, expected: type) -> None:
    desk.tenant.faults.add("create", fault)
    with pytest.raises(expected):
        put(desk)


@pytest.mark.parametrize("subject", ["En\nto", "En\x00", "En\ud800"])
def test_words_that_are_no_line_are_refused_before_anything_is_sent(
    desk: GraphDesk, subject: str
) -> None:
    with pytest.raises(Rejected):
        put(desk, subject=subject)
    assert desk.tenant.counters.count() == 0


def test_a_body_loses_what_exchange_cannot_carry(desk: GraphDesk) -> None:
    ref = put(desk, body="Hej\r\ndu\x00\x19\ud800 æ🏠")
    assert notes(desk)[0].fields["body"]["content"] == "Hej\ndu æ🏠"
    assert put(desk, ref, body="Hej\r\ndu\x00\x19\ud800 æ🏠") == ref


def test_a_note_says_nothing_to_anybody_elses_entry(desk: GraphDesk) -> None:
    home(desk)
    before = snapshot(desk).events
    ref = put(desk)
    put(desk, ref, body="Nyt", day=NOTICE.day + DAY, end=NOTICE.end + DAY)
    desk.connector.remove(ANNA, NOTICE.key, None)
    assert snapshot(desk).events == before


def test_an_overview_shows_its_guest_nobody_else(desk: GraphDesk) -> None:
    desk.add_mailbox(INVITE.attendee)
    bodies: list[Any] = []
    desk.tenant.watch = lambda call, _: bodies.append(call.body) if call.body else None
    desk.connector.send(INVITE, None)
    (body,) = bodies
    assert body["hideAttendees"] is True
    assert body["responseRequested"] is False
    assert [a["emailAddress"]["address"] for a in body["attendees"]] == [INVITE.attendee]


@pytest.mark.parametrize("lost", LOST_ANSWERS)
def test_42_an_overview_whose_answer_is_lost_is_mailed_once(desk: GraphDesk, lost: Any) -> None:
    desk.add_mailbox(INVITE.attendee)
    desk.tenant.faults.add("create", lost)
    with pytest.raises(Unavailable):
        desk.connector.send(INVITE, None)
    ref = desk.connector.send(INVITE, None)
    assert desk.messages(INVITE.attendee) == 1
    desk.tenant.faults.add("update", drop_after())
    with pytest.raises(Unavailable):
        desk.connector.send(LATER, ref)
    desk.connector.send(LATER, ref)
    assert desk.messages(INVITE.attendee) == 2


def test_47_four_weeks_of_changes_are_one_meeting_each(desk: GraphDesk) -> None:
    desk.add_mailbox(INVITE.attendee)
    for week in range(4):
        words = {
            "key": f"invite:lone:W{week}",
            "uid": f"u{week}",
            "day": INVITE.day + 7 * week * DAY,
        }
        invite = replace(INVITE, end=words["day"] + DAY, **words)  # type: ignore[arg-type,operator]
        ref = desk.connector.send(invite, None)
        for sequence in range(1, 4):
            ref = desk.connector.send(replace(invite, sequence=sequence), ref)
    assert len(desk.calendar(INVITE.attendee)) == 4
    assert desk.messages(INVITE.attendee) == 16


def test_an_answer_of_the_leader_is_no_new_version(desk: GraphDesk) -> None:
    desk.add_mailbox(INVITE.attendee)
    ref = desk.connector.send(INVITE, None)
    owner = desk.owner(INVITE.attendee)
    owner.answer(owner.with_value(INVITE.key)[0], "accept")
    assert desk.connector.send(INVITE, ref) == ref
    assert desk.messages(INVITE.attendee) == 1


def test_a_leader_whose_mailbox_we_may_not_open_keeps_the_meeting(desk: GraphDesk) -> None:
    desk.add_mailbox(INVITE.attendee)
    ref = desk.connector.send(INVITE, None)
    desk.tenant.store.mailboxes[INVITE.attendee].spoiled = "ErrorAccessDenied"
    desk.connector.clear(INVITE, ref)
    assert len(desk.calendar(INVITE.attendee)) == 1


def test_the_services_own_mailbox_can_be_missing(desk: GraphDesk) -> None:
    desk.tenant.store.mailboxes.pop(SERVICE)
    with pytest.raises(MailboxGone):
        desk.connector.send(INVITE, None)


def test_notes_far_away_are_found_by_the_window_scan(desk: GraphDesk) -> None:
    desk.tenant.faults.add("find", error(500, "Internal"), times=-1)
    day = NOTICE.day + timedelta(weeks=20)
    ref = put(desk, day=day, end=day + DAY)
    assert desk.connector.find(ANNA, NOTICE.key, None) == ref
    assert COPENHAGEN.key == "Europe/Copenhagen"
