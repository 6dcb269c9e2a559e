"""Writing over EWS when things go wrong: nothing doubled, nothing lost, nobody mailed twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from connectors.errors import (
    ConnectorError,
    EntryGone,
    PreconditionFailed,
    Rejected,
    Unavailable,
)
from connectors.ews_errors import NobodyThere
from tests.conformance.suite import ANNA, INVITE, LATER, NOTICE
from tests.simulators.ews import faults
from tests.simulators.ews.store import Delegate
from tests.simulators.ews_desk import SERVICE, EwsDesk, ews_desk
from tests.unit.ews_cases import snapshot


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        desk.add_mailbox(INVITE.attendee)
        yield desk


LOST = [
    faults.drop_after(),
    faults.fails_after("ErrorTimeoutExpired"),
    faults.fails_after("ErrorInternalServerError"),
    faults.fails_after("ErrorServerBusy"),
    faults.truncated(0.5),
    faults.no_response_class(),
]


def standing(desk: EwsDesk) -> int:
    return len(desk.owner(ANNA.address).with_value(NOTICE.key))


@pytest.mark.parametrize("answer", LOST)
def test_a_create_whose_answer_is_lost_is_found_and_never_sent_again(
    desk: EwsDesk, answer: faults.Answer
) -> None:
    desk.server.exchange.faults.add("CreateItem", answer)
    with pytest.raises(Unavailable):
        desk.connector.put(ANNA, NOTICE, None)
    assert desk.server.exchange.counters.count("CreateItem") == 1
    desk.connector.calls._budget._quiet.clear()
    found = desk.connector.find(ANNA, NOTICE.key, None)
    assert found is not None
    assert desk.connector.put(ANNA, NOTICE, None) == found
    assert standing(desk) == 1


@pytest.mark.parametrize("answer", [faults.drop_before(), faults.fault("ErrorServerBusy")])
def test_a_create_that_did_not_happen_is_not_sent_again_by_itself(
    desk: EwsDesk, answer: faults.Answer
) -> None:
    desk.server.exchange.faults.add("CreateItem", answer)
    with pytest.raises(Unavailable):
        desk.connector.put(ANNA, NOTICE, None)
    assert desk.server.exchange.counters.count("CreateItem") == 1
    assert standing(desk) == 0


@pytest.mark.parametrize("answer", LOST)
def test_an_update_whose_answer_is_lost_has_happened_once(
    desk: EwsDesk, answer: faults.Answer
) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    later = replace(NOTICE, subject="Note om hjemmearbejde")
    desk.server.exchange.faults.add("UpdateItem", answer)
    with pytest.raises(Unavailable):
        desk.connector.put(ANNA, later, ref)
    desk.connector.calls._budget._quiet.clear()
    found = desk.connector.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert found.shape == later.shape
    assert desk.connector.put(ANNA, later, found) == found


def test_an_update_that_took_and_yet_says_conflict_is_a_failed_precondition(desk: EwsDesk) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    later = replace(NOTICE, subject="Note om hjemmearbejde")
    desk.server.exchange.faults.add("UpdateItem", faults.fails_after("ErrorIrresolvableConflict"))
    with pytest.raises(PreconditionFailed):
        desk.connector.put(ANNA, later, ref)
    found = desk.connector.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert found.shape == later.shape


def test_a_change_between_look_and_write_is_a_failed_precondition(desk: EwsDesk) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    item = desk.owner(ANNA.address).with_value(NOTICE.key)[0]

    def edited(_: object, handle: faults.Handle) -> object:
        desk.owner(ANNA.address).edit(item, Subject="Aftalt med Lone")
        return handle()

    desk.server.exchange.faults.add("UpdateItem", edited)  # type: ignore[arg-type]
    with pytest.raises(PreconditionFailed):
        desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    assert item.text("Subject") == "Aftalt med Lone"


def test_a_note_deleted_between_look_and_write(desk: EwsDesk) -> None:
    ref = desk.connector.put(ANNA, NOTICE, None)
    gone = faults.inside("ErrorItemNotFound")
    desk.server.exchange.faults.add("UpdateItem", gone)
    with pytest.raises(EntryGone):
        desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    desk.server.exchange.faults.add("DeleteItem", gone)
    desk.connector.remove(ANNA, NOTICE.key, ref)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("ErrorQuotaExceeded", Rejected),
        ("ErrorCreateItemAccessDenied", Rejected),
        ("ErrorSchemaValidation", Rejected),
        ("ErrorNonExistentMailbox", NobodyThere),
        ("ErrorMailboxMoveInProgress", Unavailable),
        ("ErrorServerBusy", Unavailable),
    ],
)
@pytest.mark.parametrize("make", [faults.fault, faults.inside])
def test_what_a_refused_create_means(
    desk: EwsDesk, code: str, kind: type[ConnectorError], make: object
) -> None:
    desk.server.exchange.faults.add("CreateItem", make(code))  # type: ignore[operator]
    with pytest.raises(kind) as raised:
        desk.connector.put(ANNA, NOTICE, None)
    assert type(raised.value) is kind
    assert code in str(raised.value)


def test_somebody_who_may_only_read_is_told_what_to_ask_for(desk: EwsDesk) -> None:
    mailbox = desk.server.exchange.store.mailboxes[ANNA.address]
    mailbox.delegates[SERVICE] = Delegate(writes=False)
    with pytest.raises(Rejected, match="ask the Exchange administrator for Editor"):
        desk.connector.put(ANNA, NOTICE, None)


@pytest.mark.parametrize("told", [True, False])
def test_where_a_note_could_not_be_found_again_none_is_written(desk: EwsDesk, told: bool) -> None:
    mailbox = desk.server.exchange.store.mailboxes[ANNA.address]
    mailbox.delegates[SERVICE] = Delegate(sees_private=False)
    desk.server.exchange.manners.private_is_found = False
    if not told:
        silent = faults.rewritten(b"t:EffectiveRights", b"t:Rights")
        desk.server.exchange.faults.add("GetFolder", silent, times=-1)
    for _ in range(2):
        with pytest.raises(Rejected, match="private items"):
            desk.connector.put(ANNA, NOTICE, None)
    assert standing(desk) == 0
    assert desk.server.exchange.counters.count("CreateItem") == (0 if told else 1)
    # With the right given, it works; and what works is not looked into again.
    desk.server.exchange.faults.clear()
    mailbox.delegates[SERVICE] = Delegate()
    desk.connector.put(ANNA, NOTICE, None)
    desk.server.exchange.counters.reset()
    desk.connector.put(ANNA, replace(NOTICE, key="day:anna:2026-11-25"), None)
    assert desk.server.exchange.counters.operations() == ["FindItem", "CreateItem"]


def test_a_note_that_can_be_neither_found_nor_taken_away_stays_the_only_one(desk: EwsDesk) -> None:
    mailbox = desk.server.exchange.store.mailboxes[ANNA.address]
    mailbox.delegates[SERVICE] = Delegate(sees_private=False)
    desk.server.exchange.manners.private_is_found = False
    silent = faults.rewritten(b"t:EffectiveRights", b"t:Rights")
    desk.server.exchange.faults.add("GetFolder", silent, times=-1)
    desk.server.exchange.faults.add("DeleteItem", faults.inside("ErrorItemNotFound"), times=-1)
    for _ in range(3):
        with pytest.raises(Rejected, match="private items"):
            desk.connector.put(ANNA, NOTICE, None)
    assert standing(desk) == 1


def test_two_keys_that_differ_in_case_are_two_notes(desk: EwsDesk) -> None:
    desk.connector.put(ANNA, NOTICE, None)
    other = replace(NOTICE, key=NOTICE.key.upper())
    assert desk.connector.find(ANNA, other.key, None) is None
    desk.connector.put(ANNA, other, None)
    assert len(snapshot(desk).events) == 2


@pytest.mark.parametrize("bad", ["To\nlinjer", "Et\x19tegn", "U\u2028skilt"])
def test_a_subject_that_xml_or_a_line_cannot_carry_is_refused(desk: EwsDesk, bad: str) -> None:
    with pytest.raises(Rejected):
        desk.connector.put(ANNA, replace(NOTICE, subject=bad), None)
    assert desk.server.exchange.counters.count("CreateItem") == 0


@pytest.mark.parametrize("answer", LOST)
def test_an_invite_whose_answer_is_lost_is_mailed_once(
    desk: EwsDesk, answer: faults.Answer
) -> None:
    desk.server.exchange.faults.add("CreateItem", answer)
    with pytest.raises(Unavailable):
        desk.connector.send(INVITE, None)
    desk.connector.calls._budget._quiet.clear()
    ref = desk.connector.send(INVITE, None)
    assert desk.messages(INVITE.attendee) == 1
    desk.server.exchange.faults.add("UpdateItem", answer)
    with pytest.raises(Unavailable):
        desk.connector.send(LATER, ref)
    desk.connector.calls._budget._quiet.clear()
    desk.connector.send(LATER, ref)
    assert desk.messages(INVITE.attendee) == 2
    assert desk.calendar(INVITE.attendee)[0].sequence == 1


def test_clearing_without_a_right_to_the_leaders_calendar_clears_ours(desk: EwsDesk) -> None:
    ref = desk.connector.send(INVITE, None)
    desk.server.exchange.store.mailboxes[INVITE.attendee].delegates.clear()
    desk.connector.clear(INVITE, ref)
    assert desk.calendar(SERVICE) == []
    assert len(desk.calendar(INVITE.attendee)) == 1


def test_clearing_where_the_leaders_calendar_may_only_be_read_clears_ours(desk: EwsDesk) -> None:
    ref = desk.connector.send(INVITE, None)
    leader = desk.server.exchange.store.mailboxes[INVITE.attendee]
    leader.delegates[SERVICE] = Delegate(writes=False)
    desk.connector.clear(INVITE, ref)
    assert desk.calendar(SERVICE) == []
    assert len(desk.calendar(INVITE.attendee)) == 1
    desk.connector.clear(INVITE, ref)


def test_answers_of_guests_are_no_new_version(desk: EwsDesk) -> None:
    from tests.simulators.ews.meetings import respond

    ref = desk.connector.send(INVITE, None)
    respond(desk.server.exchange, INVITE.attendee, INVITE.uid, "Accept")
    assert desk.connector.send(INVITE, ref) == ref
    desk.connector.send(LATER, ref)
    assert desk.messages(INVITE.attendee) == 2
