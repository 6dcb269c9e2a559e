"""Exchange Online over Graph keeps the promises of the doors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.conformance.suite import (
    INVITE,
    EvidencePromises,
    InviterPromises,
    ReaderPromises,
    WriterPromises,
)
from tests.simulators.graph_desk import SERVICE, GraphDesk, graph_desk


class _InTheCloud:
    @pytest.fixture
    def desk(self) -> Iterator[GraphDesk]:
        with graph_desk() as desk:
            yield desk


class TestReading(_InTheCloud, ReaderPromises):
    """All of the reader's promises."""


class TestWriting(_InTheCloud, WriterPromises):
    """All of the writer's promises."""


class TestInviting(_InTheCloud, InviterPromises):
    """All of the sender's promises."""

    @pytest.fixture
    def invites(self, desk: GraphDesk) -> GraphDesk:
        return desk

    def test_clearing_takes_the_invite_out_of_the_leaders_calendar(self, invites: Any) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.clear(INVITE, ref)
        assert invites.calendar(INVITE.attendee) == []
        assert len(invites.calendar(SERVICE)) == 1
        assert invites.messages(INVITE.attendee) == 1

    def test_each_version_is_one_mail(self, invites: Any) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.send(INVITE, ref)
        invites.connector.cancel(INVITE, ref)
        kinds = [mail.kind for mail in invites.tenant.store.mails]
        assert kinds == ["request", "cancellation"]

    def test_what_the_leader_edited_is_not_cleared(self, invites: Any) -> None:
        ref = invites.connector.send(INVITE, None)
        owner = invites.owner(INVITE.attendee)
        owner.edit(owner.with_value(INVITE.key)[0], subject="Mit eget")
        invites.connector.clear(INVITE, ref)
        assert self.standing(invites).subject == "Mit eget"

    def test_a_copy_without_our_mark_is_cleared_by_its_uid(self, invites: Any) -> None:
        invites.tenant.manners.named_properties_travel = False
        ref = invites.connector.send(INVITE, None)
        invites.connector.clear(INVITE, ref)
        assert not invites.tenant.store.mailboxes[INVITE.attendee].events


class TestLooking(_InTheCloud, EvidencePromises):
    """All of the second look's promises."""
