"""Reading over EWS when things go wrong: throttled, moved, cut off, garbled, forbidden."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Unavailable
from connectors.ews_errors import NobodyThere
from connectors.model import Snapshot, Unchanged
from tests.conformance.suite import NOTICE
from tests.simulators.ews import faults
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import (
    ANNA,
    DAY,
    HOUR,
    TEN,
    TUESDAY,
    day_of,
    outcome,
    read_all,
    several,
    snapshot,
    subjects,
)

BACK_OFF = 297_749
WRONG = "forkert"


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
        yield desk


@pytest.fixture
def alone() -> Iterator[EwsDesk]:
    """By impersonation each mailbox has its own budget at the server."""
    with ews_desk("impersonation", connections=1) as desk:
        scope = frozenset({ANNA.address, *(f"p{n}@example.dk" for n in range(30))})
        users = desk.server.exchange.users
        for address, user in list(users.items()):
            users[address] = replace(user, scope=(user.scope or frozenset()) | scope)
        desk.add_mailbox(ANNA.address)
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
        yield desk


def asked(desk: EwsDesk, operation: str | None = None) -> int:
    return desk.server.exchange.counters.count(operation)


@pytest.mark.parametrize("make", [faults.fault, faults.inside])
@pytest.mark.parametrize("operation", ["SyncFolderItems", "FindItem"])
def test_the_time_to_back_off_is_handed_on_and_kept(
    desk: EwsDesk, make: object, operation: str
) -> None:
    answer = make("ErrorServerBusy", back_off=BACK_OFF)  # type: ignore[operator]
    desk.server.exchange.faults.add(operation, answer)
    found = outcome(desk)
    assert isinstance(found, Unavailable)
    assert found.retry_after == BACK_OFF / 1000
    before = asked(desk)
    again = outcome(desk)
    assert isinstance(again, Unavailable)
    assert again.retry_after == pytest.approx(BACK_OFF / 1000, abs=5)
    assert asked(desk) == before


def test_the_time_to_back_off_is_kept_from_the_very_first_call_on(desk: EwsDesk) -> None:
    busy = faults.fault("ErrorServerBusy", back_off=BACK_OFF)
    desk.server.exchange.faults.add("*", busy)
    found = outcome(desk)
    assert isinstance(found, Unavailable)
    assert found.retry_after == BACK_OFF / 1000


@pytest.mark.parametrize("make", [faults.fault, faults.inside])
def test_a_busy_server_without_a_time_gets_one(desk: EwsDesk, make: object) -> None:
    desk.server.exchange.faults.add("FindItem", make("ErrorServerBusy"))  # type: ignore[operator]
    found = outcome(desk)
    assert isinstance(found, Unavailable)
    assert found.retry_after is not None
    assert 5 < found.retry_after < 20


def test_a_moment_of_quiet_is_waited_for(desk: EwsDesk) -> None:
    answer = faults.fault("ErrorServerBusy", back_off=150)
    desk.server.exchange.faults.add("FindItem", answer)
    began = time.monotonic()
    assert subjects(desk) == ["Hjemme"]
    assert time.monotonic() - began >= 0.15


def test_with_folder_rights_one_busy_mailbox_is_quiet_for_all(desk: EwsDesk) -> None:
    boxes = several(desk, 8)
    answer = faults.inside("ErrorServerBusy", back_off=BACK_OFF)
    desk.server.exchange.faults.add("*", answer, mailbox="p0@example.dk")
    outcomes = read_all(desk, boxes)
    read = [name for name, found in outcomes.items() if isinstance(found, Snapshot)]
    rest = [found for name, found in outcomes.items() if name not in read]
    assert all(isinstance(found, Unavailable) and found.retry_after for found in rest)
    assert len(read) <= 5


def test_by_impersonation_one_busy_mailbox_is_nothing_to_the_others(alone: EwsDesk) -> None:
    boxes = several(alone, 8)
    answer = faults.fault("ErrorServerBusy", back_off=BACK_OFF)
    alone.server.exchange.faults.add("*", answer, mailbox="p3@example.dk")
    outcomes = read_all(alone, boxes)
    assert [n for n, found in outcomes.items() if not isinstance(found, Snapshot)] == [
        "p3@example.dk"
    ]


def test_when_several_in_a_row_are_busy_the_server_is(alone: EwsDesk) -> None:
    boxes = several(alone, 20)
    snapshot(alone)
    alone.server.exchange.counters.reset()
    busy = faults.fault("ErrorServerBusy", back_off=BACK_OFF)
    alone.server.exchange.faults.add("*", busy, times=-1)
    outcomes = read_all(alone, boxes)
    assert all(isinstance(found, Unavailable) for found in outcomes.values())
    assert asked(alone) == 3


def test_too_many_connections_are_fewer_next_time(desk: EwsDesk) -> None:
    desk.server.exchange.faults.add("FindItem", faults.fault("ErrorExceededConnectionCount"))
    assert isinstance(outcome(desk), Unavailable)
    assert desk.connector.calls._budget.limit == 2


def test_there_are_never_more_sockets_than_the_budget() -> None:
    with ews_desk("calendar-folder", connections=3) as desk:
        desk.server.exchange.manners.max_sockets = 3
        desk.server.exchange.manners.latency = 0.01
        outcomes = read_all(desk, several(desk, 30))
        assert all(isinstance(found, Snapshot) for found in outcomes.values())
        counters = desk.server.exchange.counters
        assert counters.most_sockets <= 3
        at_once = counters.most_at_once
        assert at_once.pop("*") == 3
        assert set(at_once.values()) == {1}
        assert counters.sign_ins <= 3


def test_silence_is_taken_for_throttling(alone: EwsDesk) -> None:
    boxes = several(alone, 30)
    snapshot(alone)
    alone.server.exchange.counters.reset()
    alone.server.exchange.faults.add("*", faults.drop_before(), times=-1)
    outcomes = read_all(alone, boxes)
    assert all(isinstance(found, Unavailable) for found in outcomes.values())
    assert asked(alone) <= 6
    assert "quiet" in str(list(outcomes.values())[-1])


def test_a_server_that_hangs_costs_one_time_out() -> None:
    with ews_desk("calendar-folder", timeout=0.3) as desk:
        desk.add_mailbox(ANNA.address)
        snapshot(desk)
        desk.server.exchange.faults.add("FindItem", faults.hang(2))
        began = time.monotonic()
        assert isinstance(outcome(desk), Unavailable)
        assert time.monotonic() - began < 1.5


@pytest.mark.parametrize(
    "answer",
    [
        faults.drop_before(),
        faults.fault("ErrorInternalServerTransientError"),
        faults.fault("ErrorInvalidExchangeImpersonationHeaderData"),
        faults.fault("ErrorMailboxStoreUnavailable"),
    ],
)
def test_what_may_pass_is_tried_once_more(desk: EwsDesk, answer: faults.Answer) -> None:
    desk.server.exchange.faults.add("FindItem", answer)
    assert subjects(desk) == ["Hjemme"]
    desk.server.exchange.faults.add("FindItem", answer, times=2)
    assert isinstance(outcome(desk), Unavailable)
    assert subjects(desk) == ["Hjemme"]


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("ErrorNonExistentMailbox", NobodyThere, "no such mailbox"),
        ("ErrorImpersonateUserDenied", MailboxGone, "management scope"),
        ("ErrorAccessDenied", MailboxGone, "Editor on the folder"),
        ("ErrorAccountDisabled", MailboxGone, "disabled"),
        ("ErrorMailboxMovedToCloud", MailboxGone, "kind graph"),
        ("ErrorMailboxMoveInProgress", Unavailable, "being moved"),
        ("ErrorProxyRequestNotAllowed", MailboxGone, "kind graph"),
        ("ErrorSomethingNew", Unavailable, "ErrorSomethingNew"),
    ],
)
@pytest.mark.parametrize("make", [faults.fault, faults.inside])
def test_error_codes_say_what_to_do(
    desk: EwsDesk, code: str, kind: type[ConnectorError], words: str, make: object
) -> None:
    desk.server.exchange.faults.add("SyncFolderItems", make(code), times=2)  # type: ignore[operator]
    found = outcome(desk)
    assert type(found) is kind
    assert words in str(found)


def test_a_mailbox_that_is_not_shared_and_one_out_of_scope(desk: EwsDesk, alone: EwsDesk) -> None:
    desk.server.exchange.store.mailboxes[ANNA.address].delegates.clear()
    found = outcome(desk)
    assert isinstance(found, MailboxGone)
    assert "ask the Exchange administrator for Editor" in str(found)
    user = alone.server.exchange.users["hjemmedag@example.dk"]
    alone.server.exchange.users[user.address] = replace(user, scope=frozenset())
    found = outcome(alone)
    assert isinstance(found, MailboxGone)
    assert "management scope" in str(found)


def test_403_for_all_is_the_cloud_and_stops_the_connection(desk: EwsDesk) -> None:
    boxes = several(desk, 10)
    desk.server.exchange.faults.add("*", faults.moved_to_cloud(), times=-1)
    with pytest.raises(AuthFailed, match="connection of kind graph"):
        read_all(desk, boxes)
    with pytest.raises(AuthFailed, match="kind graph"):
        outcome(desk)


def test_403_for_some_is_a_value_for_each_of_them(desk: EwsDesk) -> None:
    boxes = several(desk, 10)
    for number in (0, 1, 2, 5):
        page = faults.moved_to_cloud()
        desk.server.exchange.faults.add("*", page, times=-1, mailbox=f"p{number}@example.dk")
    snapshot(desk)
    outcomes = read_all(desk, boxes)
    refused = [n for n, found in outcomes.items() if isinstance(found, MailboxGone)]
    assert sorted(refused) == [f"p{number}@example.dk" for number in (0, 1, 2, 5)]
    assert sum(isinstance(found, Snapshot) for found in outcomes.values()) == 6


def test_403_for_one_of_many_stops_no_writing_and_no_second_look_either(desk: EwsDesk) -> None:
    ids = [event.id for event in snapshot(desk).events]
    ref = desk.connector.put(ANNA, NOTICE, None)
    desk.server.exchange.faults.add("*", faults.moved_to_cloud(), times=-1)
    for call in (
        lambda: desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref),
        lambda: desk.connector.remove(ANNA, NOTICE.key, ref),
        lambda: desk.connector.details(ANNA, ids),
    ):
        with pytest.raises(MailboxGone, match="kind graph"):
            call()


def test_a_login_page_is_no_empty_calendar(desk: EwsDesk) -> None:
    cursor = snapshot(desk).cursor
    desk.server.exchange.faults.add("*", faults.web_page(), times=-1)
    for known in (None, cursor):
        found = outcome(desk, known)
        assert isinstance(found, Unavailable)
        assert "web page" in str(found)


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        ("SyncFolderItems", faults.truncated()),
        ("SyncFolderItems", faults.no_response_class()),
        ("SyncFolderItems", faults.rewritten(b"m:Changes", b"m:Chances")),
        ("SyncFolderItems", faults.rewritten(b"m:SyncState", b"m:SinkState")),
        ("FindItem", faults.truncated()),
        ("FindItem", faults.no_response_class()),
        ("FindItem", faults.rewritten(b"t:Items>", b"t:Itens>")),
        ("FindItem", faults.rewritten(b"FindItemResponseMessage", b"FoundItemMessage")),
        ("FindItem", faults.rewritten(b"s:Body", b"s:Corpse")),
    ],
)
def test_an_answer_of_another_form_is_no_empty_calendar(
    desk: EwsDesk, operation: str, answer: faults.Answer
) -> None:
    desk.server.exchange.faults.add(operation, answer, times=-1)
    assert isinstance(outcome(desk), Unavailable)
    desk.server.exchange.faults.clear()
    assert subjects(desk) == ["Hjemme"]


def test_characters_that_no_xml_may_hold_are_left_out(desk: EwsDesk) -> None:
    desk.server.exchange.faults.add("FindItem", faults.invalid_characters())
    assert subjects(desk) == ["Hjemme"]


def test_one_item_that_breaks_every_answer_is_found_and_set_aside(desk: EwsDesk) -> None:
    for number in range(12):
        start = TEN + number * DAY
        desk.add(ANNA.address, "Væk" if number == 7 else f"Møde {number}", start, start + HOUR)
    broken = faults.rewritten("<t:Subject>Væk".encode(), b"<t:Subject><</hemmeligt>")
    desk.server.exchange.faults.add("*", broken, times=-1)
    found = snapshot(desk)
    assert len(found.events) == 12
    assert "Væk" not in [event.subject for event in found.events]
    (item,) = found.unreadable
    assert item.reason == "its answer is no XML"
    assert asked(desk) < 25


def test_one_item_that_the_server_does_not_give_by_itself_is_set_aside(desk: EwsDesk) -> None:
    broken = faults.rewritten(b"<t:Subject>Hjemme", b"<t:Subject><</hemmeligt>")
    desk.server.exchange.faults.add("FindItem", broken, times=-1)
    desk.server.exchange.faults.add("GetItem", faults.without_item(0, "ErrorCorruptData"))
    (item,) = snapshot(desk).unreadable
    assert item.reason == "the server does not give it (ErrorCorruptData)"


def test_a_lost_sync_state_on_any_page_is_a_full_read(desk: EwsDesk) -> None:
    desk.server.exchange.manners.sync_page = 2
    cursor = snapshot(desk).cursor
    for page in (1, 2, 3):
        for make in (faults.inside, faults.fault):
            for number in range(5):
                desk.add(ANNA.address, f"Nyt {number}", day_of(3), day_of(4))
            answer = make("ErrorInvalidSyncStateData")
            desk.server.exchange.faults.add("SyncFolderItems", answer, nth=page)
            found = outcome(desk, cursor)
            assert isinstance(found, Snapshot), found
            assert isinstance(outcome(desk, found.cursor), Unchanged)


def test_a_sync_that_never_ends_is_given_up(desk: EwsDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("connectors.ews_reading.PAGES_CAP", 20)
    for number in range(40):
        desk.add(ANNA.address, f"Entry {number}", day_of(1), day_of(2))
    desk.server.exchange.manners.sync_page = 1
    endless = faults.rewritten(b"InRange>true", b"InRange>false")
    desk.server.exchange.faults.add("SyncFolderItems", endless, times=-1)
    found = outcome(desk)
    assert isinstance(found, Unavailable)
    assert "end" in str(found)


def test_a_last_page_that_says_it_is_none_ends_with_its_state(desk: EwsDesk) -> None:
    endless = faults.rewritten(b"InRange>true", b"InRange>false")
    desk.server.exchange.faults.add("SyncFolderItems", endless, times=-1)
    assert subjects(desk) == ["Hjemme"]


@pytest.mark.parametrize("says_so", [True, False])
def test_a_full_view_is_read_in_parts(desk: EwsDesk, says_so: bool) -> None:
    desk.server.exchange.manners.find_cap = 10
    if not says_so:
        silent = faults.rewritten(b'InRange="false"', b'InRange="true"')
        desk.server.exchange.faults.add("FindItem", silent, times=-1)
    for number in range(45):
        start = TEN + (number % 20) * DAY
        desk.add(ANNA.address, f"Møde {number}", start, start + HOUR)
    assert len(set(subjects(desk))) == 46


def test_a_day_beyond_the_cap_is_said_to_be_one(desk: EwsDesk) -> None:
    desk.server.exchange.manners.find_cap = 10
    for number in range(15):
        desk.add(ANNA.address, f"Møde {number}", TEN, TEN + HOUR)
    found = snapshot(desk)
    assert any("more than" in item.reason for item in found.unreadable)


@pytest.mark.parametrize("make", [faults.fault, faults.inside])
@pytest.mark.parametrize(
    "code",
    ["ErrorCalendarViewRangeTooBig", "ErrorExceededFindCountLimit", "ErrorMessageSizeExceeded"],
)
def test_a_window_that_is_too_wide_for_the_server_is_halved(
    desk: EwsDesk, code: str, make: object
) -> None:
    answer = make(code)  # type: ignore[operator]
    desk.server.exchange.faults.add("FindItem", answer, times=3)
    assert subjects(desk) == ["Hjemme"]


def test_a_sign_in_that_fails_stops_the_connection() -> None:
    for auth in ("ntlm", "basic"):
        with ews_desk("calendar-folder", auth=auth, password=WRONG) as desk:
            boxes = several(desk, 5)
            with pytest.raises(AuthFailed, match="refuses"):
                read_all(desk, boxes)


def test_a_401_after_good_answers_is_believed_the_third_time(desk: EwsDesk) -> None:
    snapshot(desk)
    refuse = faults.web_page(401, b"")
    desk.server.exchange.faults.add("*", refuse, times=-1)
    for _ in range(2):
        assert isinstance(outcome(desk), Unavailable)
    with pytest.raises(AuthFailed):
        outcome(desk)


def test_one_poison_mailbox_leaves_the_others_alone(desk: EwsDesk) -> None:
    boxes = several(desk, 20)
    desk.server.exchange.faults.add(
        "FindItem", faults.no_response_class(), times=-1, mailbox="p7@example.dk"
    )
    outcomes = read_all(desk, boxes)
    bad = [name for name, found in outcomes.items() if not isinstance(found, Snapshot)]
    assert bad == ["p7@example.dk"]
