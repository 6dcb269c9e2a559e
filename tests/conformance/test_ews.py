"""Exchange over EWS keeps the promises of the doors, with folder rights and with impersonation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.evidence import DELEGATE, LEADER
from tests.conformance.suite import (
    INVITE,
    Answer,
    EvidencePromises,
    InviterPromises,
    ReaderPromises,
    WriterPromises,
)
from tests.simulators.ews_desk import SERVICE, EwsDesk, ews_desk


class _WithFolderRights:
    @pytest.fixture
    def desk(self) -> Iterator[EwsDesk]:
        with ews_desk("calendar-folder") as desk:
            yield desk


class _Impersonating:
    @pytest.fixture
    def desk(self) -> Iterator[EwsDesk]:
        with ews_desk("impersonation") as desk:
            yield desk


class TestReadingWithFolderRights(_WithFolderRights, ReaderPromises):
    """All of the reader's promises."""


class TestWritingWithFolderRights(_WithFolderRights, WriterPromises):
    """All of the writer's promises."""


class TestReadingByImpersonation(_Impersonating, ReaderPromises):
    """All of the reader's promises."""


class TestWritingByImpersonation(_Impersonating, WriterPromises):
    """All of the writer's promises."""


class _Inviting(InviterPromises):
    def test_clearing_takes_the_invite_out_of_both_calendars(self, invites: Any) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.clear(INVITE, ref)
        assert (invites.calendar(INVITE.attendee), invites.calendar(SERVICE)) == ([], [])
        assert invites.messages(INVITE.attendee) == 1

    def test_each_version_is_one_mail(self, invites: Any) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.send(INVITE, ref)
        invites.connector.cancel(INVITE, ref)
        kinds = [mail.kind for mail in invites.server.exchange.store.mails]
        assert kinds == ["request", "cancellation"]

    def test_what_the_leader_edited_is_not_cleared(self, invites: Any) -> None:
        ref = invites.connector.send(INVITE, None)
        owner = invites.owner(INVITE.attendee)
        owner.edit(owner.with_value(INVITE.key)[0], Subject="Mit eget")
        invites.connector.clear(INVITE, ref)
        assert self.standing(invites).subject == "Mit eget"

    def test_a_copy_without_our_mark_is_cleared_by_its_uid(self, invites: Any) -> None:
        invites.server.exchange.manners.named_properties_travel = False
        ref = invites.connector.send(INVITE, None)
        invites.connector.clear(INVITE, ref)
        assert not invites.server.exchange.store.mailboxes[INVITE.attendee].items


class TestInvitingWithFolderRights(_WithFolderRights, _Inviting):
    """All of the sender's promises."""

    @pytest.fixture
    def invites(self, desk: EwsDesk) -> EwsDesk:
        return desk


class TestInvitingByImpersonation(_Impersonating, _Inviting):
    """All of the sender's promises."""

    @pytest.fixture
    def invites(self, desk: EwsDesk) -> EwsDesk:
        return desk


class _Looking(EvidencePromises):
    def test_a_delegate_s_click_is_not_the_leader_s_own(self, desk: EwsDesk) -> None:
        """Exchange keeps an answer and not whose hand gave it: it is taken for the leader's own.

        What it can do is little: the question stays and asks for the register. It ends nothing.
        """
        by_delegate = Answer(LEADER, "ACCEPTED", sent_by=DELEGATE)
        assert self.details(desk, by_delegate).accepted_by == (LEADER.lower(),)

    def test_an_entry_that_was_there_is_missing(self, desk: EwsDesk) -> None:
        assert self.looked(desk, "i:QUFNay85OTk5", "o:QUFNay85OTk5") == {}


class TestLookingWithFolderRights(_WithFolderRights, _Looking):
    """The second look's promises, but for whose hand clicked."""


class TestLookingByImpersonation(_Impersonating, _Looking):
    """The second look's promises, but for whose hand clicked."""
