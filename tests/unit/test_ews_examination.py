"""An Exchange server is tried step by step, and what must be refused has to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from connectors.base import Examiner, Step, WritingExaminer
from connectors.ews import Ews
from connectors.ews_sign_in import Access, SignIn
from tests.conformance.desk import COPENHAGEN
from tests.simulators.ews import faults
from tests.simulators.ews.store import Delegate
from tests.simulators.ews_desk import PASSWORD, SERVICE, EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, DAY, HOUR


@pytest.fixture(params=["calendar-folder", "impersonation"])
def desk(request: pytest.FixtureRequest) -> Iterator[EwsDesk]:
    with ews_desk(request.param) as desk:
        desk.now = datetime.now(UTC)
        desk.add_mailbox(ANNA.address)
        yield desk


@pytest.fixture
def folder() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        desk.now = datetime.now(UTC)
        desk.add_mailbox(ANNA.address)
        yield desk


def examined(desk: EwsDesk) -> list[Step]:
    assert isinstance(desk.connector, Examiner)
    return list(desk.connector.examine([ANNA]))


def test_all_is_well_and_nothing_that_anybody_wrote_was_asked_for(desk: EwsDesk) -> None:
    owner, start = desk.owner(ANNA.address), desk.now + DAY
    for number in range(12):
        owner.meet(f"hemmeligt {number}", start, start + HOUR, ["bo@example.dk"], rooms=["l@x.dk"])
    seen: list[tuple[bytes, bytes]] = []
    watch = desk.server.exchange.watch
    desk.server.exchange.watch = lambda *both: seen.append(both) or watch(*both)
    steps = examined(desk)
    ((asked, answered),) = [both for both in seen if b"FindItem" in both[0]]
    fields = re.findall(rb'FieldURI="([^"]+)"', asked)
    assert fields == [b"calendar:CalendarItemType"]
    assert b"<t:BaseShape>IdOnly<" in asked
    assert answered.count(b"<t:CalendarItemType>Single<") == 10
    assert all(word not in answered for word in (b"hemmeligt", b"example.dk", b"Start", b"x.dk"))
    assert b"hemmeligt" not in b"".join(answered for _, answered in seen)
    assert desk.connector.learned.able("unfolds") is None
    assert [step for step in steps if not step.well] == []
    said = " ".join(step.said for step in steps)
    assert "version 15.2.2562.17" in said
    assert ("inbox is refused" in said) == (desk.access == "calendar-folder")
    assert set(desk.server.exchange.counters.operations()) == {"GetFolder", "FindItem"}
    assert "only ids and kinds were asked for, nothing that anybody wrote" in said


def test_a_calendar_that_cannot_be_read_says_what_to_ask_for(desk: EwsDesk) -> None:
    desk.server.exchange.faults.add("FindItem", faults.inside("ErrorAccessDenied"))
    (bad,) = [step for step in examined(desk) if not step.well]
    assert bad.said.startswith("the first mailbox's calendar cannot be read: ")
    assert ("Editor" in bad.ask) == (desk.access == "calendar-folder")
    assert "Exchange administrator" in bad.ask


@pytest.mark.parametrize(
    "answer",
    [
        faults.fault("ErrorInvalidRequest"),
        faults.truncated(0.5),
        faults.no_response_class(),
        faults.rewritten(b"t:Items", b"t:Itens"),
    ],
)
def test_an_answer_that_is_none_is_a_step_too(folder: EwsDesk, answer: faults.Answer) -> None:
    folder.server.exchange.faults.add("FindItem", answer, times=-1)
    (bad,) = [step for step in examined(folder) if not step.well]
    assert "cannot be read" in bad.said
    assert "Exchange administrator" in bad.ask


def test_a_server_that_tells_no_rights_is_known_to_be_readable_or_not(folder: EwsDesk) -> None:
    silent = faults.rewritten(b"t:EffectiveRights", b"t:OtherRights")
    folder.server.exchange.faults.add("GetFolder", silent, times=-1)
    said = [step.said for step in examined(folder)]
    assert "the server does not tell what may be done in the first calendar" in said
    assert any(one.startswith("reading works in the first mailbox's calendar") for one in said)
    folder.server.exchange.faults.add("FindItem", faults.inside("ErrorAccessDenied"))
    (bad,) = [step for step in examined(folder) if not step.well]
    assert "cannot be read" in bad.said


def test_whether_series_are_unfolded_is_said_once_as_far_as_it_shows(folder: EwsDesk) -> None:
    said = [step.said for step in examined(folder)]
    assert not any("series" in one for one in said)
    folder.owner(ANNA.address).add_weekly("hemmeligt", folder.now.astimezone(COPENHAGEN), 4)
    said = [step.said for step in examined(folder)]
    assert "the server unfolds series in a calendar view" in said
    folder.server.exchange.manners.expands_series = False
    said = [step.said for step in [*examined(folder), *folder.connector.examine_writing([ANNA])]]
    (once,) = [one for one in said if "series" in one]
    assert once == "the server does not unfold series in a calendar view; they are unfolded here"


def test_a_server_that_does_not_name_its_version_is_said_to(desk: EwsDesk) -> None:
    desk.server.exchange.manners.build = None
    steps = examined(desk)
    assert [step for step in steps if not step.well] == []
    assert "signs us in and does not name its version" in " ".join(step.said for step in steps)


def test_without_a_mailbox_little_can_be_tried(desk: EwsDesk) -> None:
    assert "no more can be tried" in list(desk.connector.examine([]))[-1].said


def test_missing_rights_are_named(folder: EwsDesk) -> None:
    mailbox = folder.server.exchange.store.mailboxes[ANNA.address]
    mailbox.delegates[SERVICE] = Delegate(writes=False, sees_private=False)
    (bad,) = [step for step in examined(folder) if not step.well]
    assert "CreateContents, Modify, Delete, ViewPrivateItems" in bad.said
    assert "Editor" in bad.ask


def test_a_calendar_that_is_not_shared_says_what_to_ask_for(folder: EwsDesk) -> None:
    folder.server.exchange.store.mailboxes[ANNA.address].delegates.clear()
    bad = examined(folder)[-1]
    assert not bad.well
    assert "Editor" in bad.ask


def test_a_mailbox_out_of_scope_says_what_to_ask_for() -> None:
    with ews_desk("impersonation") as desk:
        desk.server.exchange.faults.add(
            "GetFolder", faults.fault("ErrorImpersonateUserDenied"), times=2
        )
        bad = examined(desk)[-1]
        assert not bad.well
        assert "management scope" in bad.ask


def test_an_inbox_that_opens_is_too_much(folder: EwsDesk) -> None:
    folder.server.exchange.faults.add("GetFolder", lambda _, handle: _opened(handle), nth=2)
    (bad,) = [step for step in examined(folder) if not step.well]
    assert "which it must not" in bad.said


def test_an_inbox_that_could_not_be_tried_says_what_to_ask_for(folder: EwsDesk) -> None:
    folder.server.exchange.faults.add("GetFolder", faults.fault("ErrorServerBusy"), nth=2)
    bad = next(step for step in examined(folder) if not step.well)
    assert "inbox" in bad.said
    assert "Exchange administrator" in bad.ask


def _opened(handle: faults.Handle) -> faults.Reply:
    from tests.simulators.ews.soap import M, T, answered, enveloped, success

    handle()
    opened = M.Folders(T.Folder(T.FolderId(Id="inbox")))
    return faults.Reply(
        200, enveloped(answered("GetFolder", [success("GetFolder", opened)]), faults.BUILD)
    )


def test_a_sign_in_that_fails_is_a_step() -> None:
    wrong = "forkert"
    with ews_desk("calendar-folder", password=wrong) as desk:
        bad = examined(desk)[-1]
        assert not bad.well
        assert "user, password" in bad.ask


def with_outside(desk: EwsDesk, address: str) -> list[Step]:
    """What is said where a mailbox is named that must stay shut."""
    known: Any = {"user": "HJEM\\svc", "password": PASSWORD}
    access: Access = desk.access
    trying = Ews(
        desk.server.url,
        SignIn(**known),
        access,
        zone=COPENHAGEN,
        outside_scope=address,
        clock=lambda: desk.now,
    )
    steps = list(trying.examine([ANNA]))
    trying.close()
    return steps


def test_68_a_mailbox_that_must_stay_shut_is_tried(desk: EwsDesk) -> None:
    desk.server.exchange.store.add_mailbox("stranger@example.dk", COPENHAGEN)
    steps = with_outside(desk, "stranger@example.dk")
    assert [step for step in steps if not step.well] == []
    assert "refused, as it must be" in " ".join(step.said for step in steps)


def test_68_one_that_opens_and_one_that_is_not_there_are_named(desk: EwsDesk) -> None:
    desk.add_mailbox("bo@example.dk")
    (bad,) = [step for step in with_outside(desk, "bo@example.dk") if not step.well]
    assert "which it must not" in bad.said
    (bad,) = [step for step in with_outside(desk, "nobody@example.dk") if not step.well]
    assert "no such mailbox" in bad.said


def test_where_none_is_named_it_is_said_how(desk: EwsDesk) -> None:
    assert "name one that must stay shut in outside_scope" in " ".join(
        step.said for step in examined(desk)
    )


def test_60_a_clock_that_is_off_is_told(desk: EwsDesk) -> None:
    desk.now += timedelta(hours=1)
    (bad,) = [step for step in examined(desk) if not step.well]
    assert "seconds ahead of the server's" in bad.said
    assert "NTP" in bad.ask


def test_writing_is_tried_and_leaves_nothing(desk: EwsDesk) -> None:
    assert isinstance(desk.connector, WritingExaminer)
    (step,) = desk.connector.examine_writing([ANNA])
    assert step == Step("a note was written, found again by its mark, changed, and taken away")
    assert not desk.server.exchange.store.mailboxes[ANNA.address].items


def test_what_the_server_was_found_to_lack_is_said_too(desk: EwsDesk) -> None:
    def no_search(call: faults.Call, handle: faults.Handle) -> faults.Reply:
        if call.element.find("{*}Restriction") is None:
            return handle()
        return faults.inside("ErrorUnsupportedPathForQuery")(call, handle)

    desk.server.exchange.faults.add("FindItem", no_search, times=-1)
    well, lack = desk.connector.examine_writing((ANNA,))
    assert well.well
    assert lack.said.startswith("the server does not find entries by our mark")


def test_how_the_server_takes_changes_is_tried_and_said(desk: EwsDesk) -> None:
    desk.server.exchange.manners.update_wants_mapi = True
    well, lack = desk.connector.examine_writing((ANNA,))
    assert well.well
    assert lack.said.startswith("the server heeds changes only as MAPI properties")
    assert not desk.server.exchange.store.mailboxes[ANNA.address].items


def test_a_note_that_cannot_be_changed_is_told_and_taken_away(desk: EwsDesk) -> None:
    refusal = faults.inside("ErrorInvalidPropertySet")
    desk.server.exchange.faults.add("UpdateItem", refusal, times=-1)
    (step,) = desk.connector.examine_writing((ANNA,))
    assert not step.well
    assert "could not be changed" in step.said
    assert not desk.server.exchange.store.mailboxes[ANNA.address].items


def test_a_note_that_would_not_be_found_again_refuses_the_mode(folder: EwsDesk) -> None:
    mailbox = folder.server.exchange.store.mailboxes[ANNA.address]
    mailbox.delegates[SERVICE] = Delegate(sees_private=False)
    folder.server.exchange.manners.private_is_found = False
    (step,) = folder.connector.examine_writing([ANNA])
    assert not step.well
    assert "private items" in step.said
    assert not mailbox.items
