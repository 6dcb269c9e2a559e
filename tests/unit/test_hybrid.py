"""Mailboxes in the cloud and on premises under one connection: each is served where it is, moves too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from connectors.base import Examiner, Expiring, WritingExaminer
from connectors.errors import AuthFailed, EntryGone, MailboxGone, Unavailable
from connectors.examination import ASKED
from connectors.graph_errors import NotInCloud
from connectors.hybrid import REMEMBERED, Hybrid
from connectors.model import Mailbox, ReadRequest, RemoteRef, Snapshot, Unchanged
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, NOTICE, TUESDAY, WINDOW_END
from tests.conformance.inviting import INVITE
from tests.simulators.ews.faults import web_page
from tests.simulators.ews.soap import T
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.simulators.graph_desk import SERVICE, GraphDesk, graph_desk
from tests.simulators.moving import copied
from tests.unit.graph_cases import DAY

BO = Mailbox("bo@example.dk", COPENHAGEN)


@dataclass
class Both:
    """Two servers and the connector over both. Anna is in the cloud, Bo on premises."""

    cloud: GraphDesk
    premises: EwsDesk
    now: float = 0.0
    connector: Hybrid = field(init=False)

    def __post_init__(self) -> None:
        self.connector = Hybrid(self.cloud.connector, self.premises.connector, lambda: self.now)
        self.cloud.add_mailbox(ANNA.address)
        self.cloud.add_mailbox(BO.address)
        self.on_premises(BO)
        self.premises.add_mailbox(BO.address)
        for desk, mailbox in ((self.cloud, ANNA), (self.premises, BO)):
            desk.add(mailbox.address, "Hjemme", TUESDAY, TUESDAY + DAY)

    def on_premises(self, mailbox: Mailbox) -> None:
        self.cloud.tenant.store.mailboxes[mailbox.address].spoiled = "MailboxNotEnabledForRESTAPI"

    def moves_to_the_cloud(self, mailbox: Mailbox) -> None:
        """Everything is copied over, named properties too; on premises it is gone."""
        store = self.cloud.tenant.store
        there = store.mailboxes[mailbox.address]
        here = self.premises.server.exchange.store.mailboxes.pop(mailbox.address)
        there.spoiled = None
        for item in sorted(here.items.values(), key=lambda item: item.number):
            copied(item, self.cloud.tenant, there)

    def read(self, *cursors: str | None) -> dict[str, Any]:
        """The outcomes of both, by who it is."""
        found = cursors or (None, None)
        requests = [
            ReadRequest(mailbox, MONDAY, WINDOW_END, cursor)
            for mailbox, cursor in zip((ANNA, BO), found, strict=True)
        ]
        return {r.mailbox.address[:2].strip("@"): r.outcome for r in self.connector.read(requests)}


@pytest.fixture
def both() -> Iterator[Both]:
    with graph_desk() as cloud, ews_desk("calendar-folder") as premises:
        yield Both(cloud, premises)


def test_each_mailbox_is_read_where_it_is(both: Both) -> None:
    found = both.read()
    assert [e.subject for outcome in found.values() for e in outcome.events] == ["Hjemme"] * 2
    again = both.read(found["an"].cursor, found["bo"].cursor)
    assert all(isinstance(outcome, Unchanged) for outcome in again.values())


def test_the_cloud_is_asked_about_whoever_is_not_there_once_a_day(both: Both) -> None:
    both.read()
    counters = both.cloud.tenant.counters
    asked = counters.count("delta", BO.address)
    both.read()
    assert counters.count("delta", BO.address) == asked
    both.now = REMEMBERED + 1
    both.read()
    assert counters.count("delta", BO.address) == asked + 1


@pytest.mark.parametrize("mailbox", [ANNA, BO])
def test_notes_are_written_where_the_mailbox_is(both: Both, mailbox: Mailbox) -> None:
    ref = both.connector.put(mailbox, NOTICE, None)
    assert both.connector.find(mailbox, NOTICE.key, None) == ref
    later = both.connector.put(mailbox, replace(NOTICE, body="Nyt"), ref)
    both.connector.remove(mailbox, NOTICE.key, later)
    assert both.connector.find(mailbox, NOTICE.key, later) is None
    assert both.connector.details(mailbox, ["i:nothing"]) == {}


def test_7_36_a_mailbox_that_moves_to_the_cloud_keeps_its_notes(both: Both) -> None:
    before = both.read()
    ref = both.connector.put(BO, NOTICE, None)
    both.moves_to_the_cloud(BO)
    found = both.read(before["an"].cursor, before["bo"].cursor)["bo"]
    assert isinstance(found, Snapshot)
    assert {e.managed_key for e in found.events} == {NOTICE.key, None}
    standing = both.connector.find(BO, NOTICE.key, ref)
    assert standing is not None
    assert standing.id != ref.id
    assert standing.shape == ref.shape
    rewritten = both.connector.put(BO, replace(NOTICE, body="Nyt"), standing)
    assert rewritten.id == standing.id
    both.connector.remove(BO, NOTICE.key, rewritten)
    assert both.connector.find(BO, NOTICE.key, None) is None


def test_36_a_mailbox_that_moves_back_to_the_premises_keeps_its_notes(both: Both) -> None:
    both.premises.add_mailbox(ANNA.address)
    ref = both.connector.put(ANNA, NOTICE, None)
    # The move copies named properties; on premises it is the entry that EWS marks so.
    both.premises.connector.put(ANNA, NOTICE, None)
    both.on_premises(ANNA)
    with pytest.raises(EntryGone):
        both.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    standing = both.connector.find(ANNA, NOTICE.key, ref)
    assert standing is not None
    assert both.connector.put(ANNA, replace(NOTICE, body="Nyt"), standing).id == standing.id
    assert len(list(both.premises.calendar(ANNA.address))) == 1


def test_a_move_is_noticed_by_whoever_writes_first(both: Both) -> None:
    both.connector.put(BO, NOTICE, None)
    both.moves_to_the_cloud(BO)
    standing = both.connector.find(BO, NOTICE.key, None)
    assert standing is not None
    assert both.cloud.tenant.counters.count("find", BO.address) > 0


def test_a_mailbox_that_leaves_for_nowhere_is_gone(both: Both) -> None:
    both.read()
    both.premises.server.exchange.store.mailboxes.pop(BO.address)
    assert isinstance(both.read()["bo"], MailboxGone)


def test_a_mailbox_that_is_nowhere_is_gone(both: Both) -> None:
    nobody = Mailbox("nobody@example.dk", COPENHAGEN)
    (result,) = both.connector.read([ReadRequest(nobody, MONDAY, WINDOW_END)])
    assert isinstance(result.outcome, MailboxGone)
    assert not isinstance(result.outcome, NotInCloud)
    with pytest.raises(MailboxGone):
        both.connector.put(nobody, NOTICE, None)


def test_trouble_on_premises_is_trouble_of_those_there(both: Both) -> None:
    both.premises.server.exchange.faults.add("SyncFolderItems", web_page(401), times=-1)
    found = both.read()
    assert isinstance(found["an"], Snapshot)
    assert isinstance(found["bo"], AuthFailed | Unavailable)


def test_trouble_in_the_cloud_is_never_taken_for_a_move(both: Both) -> None:
    both.cloud.tenant.store.mailboxes[ANNA.address].spoiled = "ErrorMailboxMoveInProgress"
    found = both.read()
    assert isinstance(found["an"], Unavailable)
    assert isinstance(found["bo"], Snapshot)


@pytest.mark.parametrize("in_cloud", [True, False])
def test_overviews_go_out_from_where_the_services_own_mailbox_is(
    both: Both, in_cloud: bool
) -> None:
    desk: Any = both.cloud if in_cloud else both.premises
    if not in_cloud:
        both.on_premises(Mailbox(SERVICE, COPENHAGEN))
    desk.add_mailbox(INVITE.attendee)
    ref = both.connector.send(INVITE, None)
    assert desk.messages(INVITE.attendee) == 1
    both.connector.clear(INVITE, ref)
    assert list(desk.calendar(INVITE.attendee)) == []
    both.connector.cancel(INVITE, ref)
    assert both.connector.warnings == ()


@dataclass
class Across:
    """An overview sent from one side, and its copy on the other as Exchange lays it down there."""

    both: Both
    in_cloud: bool
    ref: RemoteRef = field(init=False)
    copy: Any = field(init=False)

    def __post_init__(self) -> None:
        if not self.in_cloud:
            self.both.on_premises(Mailbox(SERVICE, COPENHAGEN))
        self.there.add_mailbox(INVITE.attendee)
        self.ref = self.both.connector.send(INVITE, None)
        self.copy = self.owner.add(INVITE.subject, INVITE.day, INVITE.end)
        self.copy.organizer = SERVICE
        if self.in_cloud:
            (made,) = self.both.cloud.tenant.store.mailboxes[SERVICE].events.values()
            assert made.uid != INVITE.uid
            self.copy.fields["UID"], self.copy.response = T.UID(made.uid), "NoResponseReceived"
        else:
            self.copy.uid, self.copy.response = INVITE.uid, "notResponded"
        self.counted()

    @property
    def there(self) -> Any:
        """The desk on the reader's side."""
        return self.both.premises if self.in_cloud else self.both.cloud

    @property
    def owner(self) -> Any:
        """The reader."""
        return self.there.owner(INVITE.attendee)

    @property
    def left(self) -> list[Any]:
        """What stands in the reader's calendar."""
        mailbox = self.owner.mailbox
        return list((mailbox.items if self.in_cloud else mailbox.events).values())

    @property
    def mails(self) -> int:
        """How many mails went out on both sides."""
        here, there = self.both.cloud.tenant.store, self.both.premises.server.exchange.store
        return len(here.mails) + len(there.mails)

    def clear(self) -> None:
        before = self.mails
        try:
            self.both.connector.clear(INVITE, self.ref)
        finally:
            assert self.mails == before > 0

    def counted(self) -> tuple[list[str], list[str]]:
        """What was asked in the cloud and on premises since last time, versions left out."""
        both = (self.both.cloud.tenant.counters, self.both.premises.server.exchange.counters)
        cloud, premises = ([o for o in c.operations() if o != "ConvertId"] for c in both)
        for counters in both:
            counters.reset()
        return cloud, premises


@pytest.fixture(params=[True, False], ids=["service in the cloud", "service on premises"])
def across(both: Both, request: pytest.FixtureRequest) -> Across:
    return Across(both, request.param)


def test_a_copy_on_the_other_side_is_cleared_and_nobody_is_told(across: Across) -> None:
    across.clear()
    assert across.left == []
    cloud, premises = across.counted()
    # That the reader is not in the cloud is learned by asking there.
    assert cloud == (["get", "view"] if across.in_cloud else ["view", "delete"])
    reader, own = ["FindItem", "DeleteItem"], ["GetItem", "DeleteItem"]
    assert premises == (reader if across.in_cloud else own)
    across.clear()


def test_a_copy_on_the_other_side_that_its_reader_edited_stays(across: Across) -> None:
    across.owner.edit(across.copy, **{"Subject" if across.in_cloud else "subject": "Mit eget"})
    across.clear()
    assert across.left == [across.copy]


def test_a_copy_on_the_other_side_that_we_may_not_look_at_is_let_be(across: Across) -> None:
    if across.in_cloud:
        across.owner.mailbox.delegates.clear()
    else:
        across.owner.mailbox.spoiled = "ErrorAccessDenied"
    across.clear()
    assert across.left == [across.copy]


def test_trouble_with_the_other_side_is_waited_for_and_ours_is_cleared_once(across: Across) -> None:
    faults = across.both.premises.server.exchange.faults
    if across.in_cloud:
        faults.add("FindItem", web_page(401), times=-1, mailbox=INVITE.attendee)
    else:
        across.owner.mailbox.spoiled = "ErrorInternalServerError"
    for _ in range(2):
        with pytest.raises(Unavailable):
            across.clear()
    assert across.left == [across.copy]
    assert across.counted()[1].count("DeleteItem") == (0 if across.in_cloud else 1)
    faults.clear()
    across.owner.mailbox.spoiled = None
    across.clear()
    assert across.left == []


@pytest.mark.parametrize("in_cloud", [True, False])
def test_clearing_on_one_side_asks_no_more_than_that_side_alone(both: Both, in_cloud: bool) -> None:
    desk: Any = both.cloud if in_cloud else both.premises
    if not in_cloud:
        both.on_premises(Mailbox(SERVICE, COPENHAGEN))
    desk.add_mailbox(INVITE.attendee)
    counters = both.cloud.tenant.counters if in_cloud else both.premises.server.exchange.counters
    asked: list[list[str]] = []
    for connector in (desk.connector, both.connector):
        invite = replace(INVITE, key=f"{INVITE.key}{len(asked)}", uid=f"u{len(asked)}")
        ref = connector.send(invite, None)
        counters.reset()
        connector.clear(invite, ref)
        asked.append(sorted(counters.operations()))
    assert asked[0] == asked[1]


def test_both_sides_are_tried_each_with_its_own_mailboxes(both: Both) -> None:
    assert isinstance(both.connector, Examiner)
    said = [step.said for step in both.connector.examine([BO, ANNA])]
    assert f"in the cloud: the first mailbox's calendar can be read, our mark too: {ASKED}" in said
    assert f"on premises: reading works in the first mailbox's calendar: {ASKED}" in said
    rights = "the first mailbox's calendar can be read and written, private items too"
    assert f"on premises: {rights}" in said


def test_a_note_is_tried_on_both_sides(both: Both) -> None:
    assert isinstance(both.connector, WritingExaminer)
    steps = list(both.connector.examine_writing([BO, ANNA]))
    well = "a note was written, found again by its mark, changed, and taken away"
    assert [step.said for step in steps] == [f"in the cloud: {well}", f"on premises: {well}"]
    assert len(both.cloud.tenant.store.mailboxes[ANNA.address].events) == 1


def test_trouble_in_the_cloud_is_told_and_the_premises_are_named_too(both: Both) -> None:
    both.cloud.tenant.store.mailboxes[ANNA.address].spoiled = "ErrorInternalServerError"
    bad = [step.said for step in both.connector.examine([ANNA, BO]) if not step.well]
    assert any("in the cloud: the first mailbox: Graph answered with an error" in s for s in bad)


def test_what_the_cloud_rests_on_ends_for_both(both: Both) -> None:
    assert isinstance(both.connector, Expiring)
    assert both.connector.expiries() == {}
