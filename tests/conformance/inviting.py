"""What every sender of invites promises, stated once, as it looks from the leader's calendar."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import pytest

from connectors.base import InviteSender
from connectors.errors import Rejected
from connectors.model import Invite, RemoteRef

MONDAY = date(2026, 11, 30)
INVITE = Invite(
    key="invite:lone:2026-W49",
    uid="0c5a3f9d7e@hjemmedag",
    sequence=0,
    organizer="hjemmedag@example.dk",
    attendee="lone@example.dk",
    subject="Hjemmedage i uge 49 – Område Nord",
    text="Til dig\n\nFre. 4/12: møde kl. 10; spørg Anna, «æøå» 🏠, \\n.\n" + "lang linje " * 40,
    html='<h1 lang="da">Til dig</h1>\n<p>Fre. 4/12; spørg Anna, «æøå» &amp; 🏠</p>',
    day=MONDAY,
    end=MONDAY + timedelta(days=1),
    stamp=datetime(2026, 11, 26, 7, 0, tzinfo=UTC),
)
LATER = replace(
    INVITE,
    sequence=1,
    subject="Hjemmedage i uge 49 – rettet",
    text="Rettet",
    html="<p>Rettet</p>",
    stamp=INVITE.stamp + timedelta(hours=1),
)


@dataclass(frozen=True)
class Standing:
    """A meeting in the leader's calendar. ``text``: where the door keeps html alone, the words in it."""

    uid: str
    sequence: int
    key: str
    organizer: str
    subject: str
    text: str
    html: str
    day: date
    end: date
    private: bool
    free: bool
    reminder: bool
    reply_asked: bool


def words_in(body: str) -> str:
    """What is read out of html; where a door carries one body, this is its text."""
    return html.unescape(re.sub(r"<[^>]*>", "", body))


def says(meeting: Standing, invite: Invite) -> bool:
    """Whether a meeting has an invite's words."""
    text = meeting.text in (invite.text, words_in(invite.html))
    return (meeting.subject, meeting.html, text) == (invite.subject, invite.html, True)


class InviteDesk(Protocol):
    """The connector under test, and the eyes of the leaders it sends to."""

    @property
    def connector(self) -> InviteSender:
        """The connector under test."""

    def add_mailbox(self, address: str) -> None:
        """Open an empty calendar."""

    def calendar(self, address: str) -> Sequence[Standing]:
        """What stands in a calendar once all that has come is taken in."""

    def messages(self, address: str) -> int:
        """How often a leader was told anything; always 0 where the door tells nobody."""


class InviterPromises:
    """What ``InviteSender`` promises."""

    @pytest.fixture(autouse=True)
    def _open_mailbox(self, invites: InviteDesk) -> None:
        invites.add_mailbox(INVITE.attendee)

    def standing(self, invites: InviteDesk) -> Standing:
        """The one meeting in the leader's calendar."""
        (meeting,) = invites.calendar(INVITE.attendee)
        return meeting

    def test_the_connector_has_the_door(self, invites: InviteDesk) -> None:
        assert isinstance(invites.connector, InviteSender)

    def test_an_invite_arrives_with_its_words(self, invites: InviteDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        meeting = self.standing(invites)
        assert (meeting.uid, meeting.sequence, meeting.key) == (INVITE.uid, 0, INVITE.key)
        assert meeting.organizer == INVITE.organizer
        assert says(meeting, INVITE)
        assert (meeting.day, meeting.end) == (INVITE.day, INVITE.end)
        assert ref.shape == INVITE.shape

    def test_it_is_private_free_all_day_and_quiet(self, invites: InviteDesk) -> None:
        invites.connector.send(INVITE, None)
        meeting = self.standing(invites)
        assert meeting.private
        assert meeting.free
        assert not isinstance(meeting.day, datetime)
        assert not meeting.reminder
        assert not meeting.reply_asked

    def test_sending_twice_is_the_same_meeting(self, invites: InviteDesk) -> None:
        first = invites.connector.send(INVITE, None)
        assert invites.connector.send(INVITE, None) == first
        assert invites.connector.send(INVITE, first) == first
        assert self.standing(invites).sequence == 0

    def test_an_update_is_the_same_meeting_with_a_higher_sequence(
        self, invites: InviteDesk
    ) -> None:
        first = invites.connector.send(INVITE, None)
        second = invites.connector.send(LATER, first)
        assert second != first
        assert second.shape == LATER.shape
        meeting = self.standing(invites)
        assert (meeting.uid, meeting.sequence) == (INVITE.uid, 1)
        assert says(meeting, LATER)

    def test_an_update_needs_no_knowledge_of_the_first(self, invites: InviteDesk) -> None:
        invites.connector.send(INVITE, None)
        invites.connector.send(LATER, None)
        assert self.standing(invites).sequence == 1

    def test_an_earlier_version_never_takes_the_place_of_a_later(self, invites: InviteDesk) -> None:
        invites.connector.send(LATER, None)
        invites.connector.send(INVITE, None)
        assert self.standing(invites).subject == LATER.subject

    def test_calling_off_takes_the_meeting_away(self, invites: InviteDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.cancel(INVITE, ref)
        assert list(invites.calendar(INVITE.attendee)) == []

    @pytest.mark.parametrize("known", [True, False])
    def test_calling_off_twice_is_fine(self, invites: InviteDesk, known: bool) -> None:
        ref: RemoteRef | None = invites.connector.send(INVITE, None)
        ref = ref if known else None
        invites.connector.cancel(INVITE, ref)
        invites.connector.cancel(INVITE, ref)
        assert list(invites.calendar(INVITE.attendee)) == []

    def test_clearing_tells_nobody_anything(self, invites: InviteDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        before = invites.messages(INVITE.attendee)
        invites.connector.clear(INVITE, ref)
        invites.connector.clear(INVITE, None)
        assert invites.messages(INVITE.attendee) == before

    def test_two_weeks_are_two_meetings(self, invites: InviteDesk) -> None:
        invites.connector.send(INVITE, None)
        other = replace(INVITE, key="invite:lone:2026-W50", uid="77aa01@hjemmedag")
        invites.connector.send(other, None)
        invites.connector.cancel(other, None)
        assert self.standing(invites).uid == INVITE.uid

    @pytest.mark.parametrize(
        "hostile",
        [
            replace(INVITE, subject="Uge 49\r\nBcc: all@example.dk"),
            replace(INVITE, subject="Uge 49\nATTENDEE:mailto:all@example.dk"),
            replace(INVITE, subject="Uge 49\u2028"),
            replace(INVITE, subject="Uge \x1b[31m49"),
            replace(INVITE, uid="u\r\nSEQUENCE:9"),
            replace(INVITE, key="k\nX: y"),
            replace(INVITE, organizer="a@example.dk\r\nBcc: all@example.dk"),
            replace(INVITE, organizer="a@example.dk>, <all@example.dk"),
            replace(INVITE, organizer='a@example.dk";X="'),
        ],
    )
    def test_words_that_would_break_out_are_refused(
        self, invites: InviteDesk, hostile: Invite
    ) -> None:
        with pytest.raises(Rejected):
            invites.connector.send(hostile, None)
        assert list(invites.calendar(INVITE.attendee)) == []
        assert invites.messages(INVITE.attendee) == 0

    def test_text_cannot_add_lines_to_the_calendar(self, invites: InviteDesk) -> None:
        text = "x\r\nEND:VEVENT\r\nATTENDEE:mailto:all@example.dk\r\n.\r\nQUIT\r\nFrom a\x00b\x1b"
        invites.connector.send(replace(INVITE, text=text, html=f"<p>{text}</p>"), None)
        meeting = self.standing(invites)
        wanted = "x\nEND:VEVENT\nATTENDEE:mailto:all@example.dk\n.\nQUIT\nFrom a"
        assert meeting.text.startswith(wanted)
        assert (meeting.day, meeting.subject) == (INVITE.day, INVITE.subject)
