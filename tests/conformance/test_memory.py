"""The twin in memory keeps the promises of the doors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count

import pytest

from connectors.base import EvidenceReader
from connectors.errors import AuthFailed, Unavailable
from connectors.memory import Memory
from connectors.model import (
    CalendarEvent,
    Details,
    JoinLink,
    Mailbox,
    ReadRequest,
    Response,
    Role,
    Series,
    Snapshot,
    Unreadable,
    When,
)
from tests.conformance.suite import (
    ANNA,
    COPENHAGEN,
    INVITE,
    LATER,
    NOTICE,
    Answer,
    EvidencePromises,
    InviterPromises,
    ReaderPromises,
    Standing,
    Weekly,
    WriterPromises,
)


class MemoryDesk:
    """Plays the owners through the connector's own test hands."""

    def __init__(self) -> None:
        self.connector = Memory()
        self._numbers = count(1)

    def add_mailbox(self, address: str) -> None:
        self.connector.add_mailbox(address)

    def spoil_mailbox(self, address: str) -> None:
        self.connector.fail(address, Unavailable("out of order"))

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        series = Series("series", endless=False, weeks=weekly.count, pattern="weekly")
        for number in range(weekly.count):
            start = weekly.start + timedelta(weeks=number)
            if start.date() in weekly.deleted:
                continue
            subject = (weekly.renamed or {}).get(start.date(), weekly.subject)
            begin = (weekly.moved or {}).get(start.date(), start)
            end = begin + timedelta(hours=1)
            event = CalendarEvent(f"weekly-{number}", subject, begin, end, series=series)
            self.connector.add(address, event)

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        event = CalendarEvent(f"event-{next(self._numbers)}", subject, start, end)
        details = Details(Role.ORGANIZER, Response.ACCEPTED, JoinLink.NO, None)
        self.connector.add(address, event, details)

    def add_series(
        self, address: str, subject: str, first: date, weeks: int, answers: Sequence[Answer]
    ) -> None:
        series = Series("home series", endless=False, weeks=weeks, pattern="weekly")
        own = {a.address.lower() for a in answers if a.partstat == "ACCEPTED" and not a.sent_by}
        accepted = tuple(sorted(own - {address}))
        details = Details(Role.ORGANIZER, Response.ACCEPTED, JoinLink.NO, series, accepted)
        for number in range(weeks):
            day = first + timedelta(weeks=number)
            end = day + timedelta(days=1)
            event = CalendarEvent(f"home-{number}", subject, day, end, others=True, series=series)
            self.connector.add(address, event, details)

    def spoil_item(self, address: str) -> None:
        self.connector.spoil(address, Unreadable("0badc0de", "it has no start"))

    def lost_cursor(self, cursor: str) -> str:
        self.connector.lose_cursors()
        return cursor

    def edit_note(self, address: str, key: str, subject: str) -> None:
        self.connector.edit_note(address, key, subject)

    def delete_note(self, address: str, key: str) -> None:
        self.connector.delete_note(address, key)

    def change_note_id(self, address: str, key: str) -> None:
        self.connector.rename_note(address, key)

    def double_note(self, address: str, key: str) -> None:
        self.connector.double_note(address, key)

    def calendar(self, address: str) -> list[Standing]:
        return [
            Standing(
                uid=invite.uid,
                sequence=invite.sequence,
                key=invite.key,
                organizer=invite.organizer,
                subject=invite.subject,
                text=invite.text.replace("\r\n", "\n"),
                html=invite.html,
                day=invite.day,
                end=invite.end,
                private=True,
                free=True,
                reminder=False,
                reply_asked=False,
            )
            for invite in self.connector.invites(address)
        ]

    def messages(self, address: str) -> int:
        return len(self.connector.told(address))


@pytest.fixture
def desk() -> MemoryDesk:
    return MemoryDesk()


class TestEvidenceInMemory(EvidencePromises):
    """All of the promises about a second look."""


class TestReadingMemory(ReaderPromises):
    """All of the reader's promises."""


class TestWritingMemory(WriterPromises):
    """All of the writer's promises."""

    def test_a_dragged_note_is_an_edited_note(self, desk: MemoryDesk) -> None:
        ref = desk.connector.put(ANNA, NOTICE, None)
        desk.connector.move_note(ANNA.address, NOTICE.key, NOTICE.end, NOTICE.end)
        found = desk.connector.find(ANNA, NOTICE.key, ref)
        assert found is not None
        assert found.shape != NOTICE.shape

    def test_writes_are_counted_and_repeats_are_none(self, desk: MemoryDesk) -> None:
        ref = desk.connector.put(ANNA, NOTICE, None)
        desk.connector.put(ANNA, NOTICE, ref)
        desk.connector.put(ANNA, NOTICE, None)
        assert desk.connector.writes == 1


class TestInvitingInMemory(InviterPromises):
    """All of the sender's promises."""

    @pytest.fixture
    def invites(self) -> MemoryDesk:
        return MemoryDesk()

    def test_calling_off_tells_the_leader_once(self, invites: MemoryDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.cancel(INVITE, ref)
        invites.connector.cancel(INVITE, ref)
        assert invites.connector.told(INVITE.attendee) == (INVITE.uid,)

    def test_what_the_leader_edited_stays_until_a_newer_version(self, invites: MemoryDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.edit_invite(INVITE.attendee, INVITE.uid, "Mit eget")
        assert invites.connector.send(INVITE, ref).shape != INVITE.shape
        invites.connector.clear(INVITE, ref)
        assert self.standing(invites).subject == "Mit eget"
        invites.connector.send(LATER, ref)
        assert self.standing(invites).subject == LATER.subject

    def test_an_invite_is_read_back_as_ours(self, invites: MemoryDesk) -> None:
        invites.connector.send(INVITE, None)
        leader = Mailbox(INVITE.attendee, COPENHAGEN)
        (result,) = invites.connector.read([ReadRequest(leader, INVITE.day, INVITE.end)])
        assert isinstance(result.outcome, Snapshot)
        (event,) = result.outcome.events
        assert (event.managed_key, event.organizer) == (INVITE.key, INVITE.organizer)
        invites.connector.delete_invite(INVITE.attendee, INVITE.uid)
        assert invites.calendar(INVITE.attendee) == []


def test_details_leave_out_what_is_gone() -> None:
    memory = Memory()
    details = Details(Role.REQUIRED, Response.ACCEPTED, JoinLink.NO, None)
    event = CalendarEvent("e1", "Møde", NOTICE.day, NOTICE.end)
    memory.add(ANNA.address, event, details)
    assert isinstance(memory, EvidenceReader)
    assert memory.details(ANNA, ["e1", "e2"]) == {"e1": details}
    memory.delete(ANNA.address, "e1")
    assert memory.details(ANNA, ["e1"]) == {}


def test_trouble_with_the_connection_is_raised_until_it_is_over() -> None:
    memory = Memory()
    memory.add_mailbox(ANNA.address)
    memory.fail_connection(AuthFailed("the secret has expired"))
    with pytest.raises(AuthFailed):
        memory.read([])
    with pytest.raises(AuthFailed):
        memory.put(ANNA, NOTICE, None)
    memory.fail_connection(None)
    assert memory.put(ANNA, NOTICE, None).shape == NOTICE.shape
