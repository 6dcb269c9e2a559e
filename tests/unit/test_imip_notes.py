"""Notes by mail: one meeting per note, followed up, called off, and never asked about."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from connectors.base import CalendarReader, NoticeWriter
from connectors.errors import Rejected
from connectors.imip import GONE_SUBJECT, Imip
from connectors.mail_outbox import Mail
from connectors.model import Mailbox, RemoteRef
from tests.conformance.desk import ANNA, NOTICE
from tests.conformance.leaders_calendar import events_in, meeting_in


class Pile:
    """An outbox that keeps what it is given, or breaks."""

    warnings: tuple[str, ...] = ()

    def __init__(self) -> None:
        self.mails: list[Mail] = []

    def post(self, mail: Mail) -> None:
        self.mails.append(mail)

    def calendars(self) -> list[bytes]:
        found = []
        for mail in self.mails:
            message = message_from_bytes(mail.content, policy=policy.default)
            *_, part = message.walk()
            raw = part.get_payload(decode=True)
            assert isinstance(raw, bytes)
            found.append(raw)
        return found


class Clock:
    """A clock that is set by hand."""

    now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def pile() -> Pile:
    return Pile()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def imip(pile: Pile, clock: Clock) -> Imip:
    return Imip(pile, "hjemmedag@example.dk", clock)


def test_mail_writes_notes_and_reads_nothing(imip: Imip) -> None:
    assert isinstance(imip, NoticeWriter)
    assert not isinstance(imip, CalendarReader)


def test_a_note_is_a_quiet_meeting_with_the_person_alone(imip: Imip, pile: Pile) -> None:
    ref = imip.put(ANNA, NOTICE, None)
    assert pile.mails[0].recipient == ANNA.address
    meeting = meeting_in(pile.calendars()[0])
    assert (meeting.uid, meeting.key, meeting.sequence) == (NOTICE.uid, NOTICE.key, 0)
    assert (meeting.subject, meeting.text) == (NOTICE.subject, NOTICE.body)
    assert (meeting.day, meeting.end) == (NOTICE.day, NOTICE.end)
    assert meeting.private
    assert meeting.free
    assert not meeting.reminder
    assert not meeting.reply_asked
    assert b"METHOD:REQUEST\r\n" in pile.calendars()[0]
    assert ref.shape == NOTICE.shape


def test_the_same_note_again_is_not_mailed_again(imip: Imip, pile: Pile) -> None:
    ref = imip.put(ANNA, NOTICE, None)
    assert imip.put(ANNA, NOTICE, ref) == ref
    assert imip.put(ANNA, replace(NOTICE, sequence=7), ref) == ref
    assert len(pile.mails) == 1


def test_a_rewritten_note_is_the_same_meeting_with_a_higher_sequence(
    imip: Imip, pile: Pile
) -> None:
    ref = imip.put(ANNA, NOTICE, None)
    later = imip.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    assert later.etag != ref.etag
    assert [meeting_in(raw).sequence for raw in pile.calendars()] == [0, 1]
    assert len({meeting_in(raw).uid for raw in pile.calendars()}) == 1


def test_a_repeat_after_a_crash_is_the_same_message(imip: Imip, pile: Pile, clock: Clock) -> None:
    notice = replace(NOTICE, sequence=3, stamp=clock.now)
    first = imip.put(ANNA, notice, None)
    clock.now += timedelta(hours=1)
    assert imip.put(ANNA, notice, None) == first
    assert pile.mails[0] == pile.mails[1]
    assert meeting_in(pile.calendars()[0]).sequence == 3


def test_a_version_that_the_caller_counts_never_goes_back(imip: Imip, pile: Pile) -> None:
    ref = imip.put(ANNA, replace(NOTICE, sequence=5), None)
    imip.put(ANNA, replace(NOTICE, body="Nyt", sequence=2), ref)
    assert meeting_in(pile.calendars()[1]).sequence == 6


def test_without_a_stamp_a_message_is_dated_now(imip: Imip, pile: Pile) -> None:
    imip.put(ANNA, NOTICE, None)
    assert b"\r\nDate: Mon, 23 Nov 2026 08:00:00 +0000\r\n" in pile.mails[0].content


def test_removing_calls_the_meeting_off(imip: Imip, pile: Pile) -> None:
    ref = imip.put(ANNA, replace(NOTICE, sequence=4), None)
    imip.remove(ANNA, NOTICE.key, ref)
    (event,) = events_in(pile.calendars()[1])
    assert (event["UID"], event["SEQUENCE"], event["STATUS"]) == (NOTICE.uid, 5, "CANCELLED")
    assert event.decoded("DTSTART") == NOTICE.day
    assert str(event["SUMMARY"]) == GONE_SUBJECT
    assert b"METHOD:CANCEL\r\n" in pile.calendars()[1]


def test_a_note_whose_day_has_passed_is_left_without_a_word(
    imip: Imip, pile: Pile, clock: Clock
) -> None:
    ref = imip.put(ANNA, NOTICE, None)
    clock.now = datetime(2026, 11, 24, 22, 59, tzinfo=UTC)
    imip.remove(ANNA, NOTICE.key, ref)
    assert len(pile.mails) == 2
    clock.now = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # midnight in Copenhagen
    imip.remove(ANNA, NOTICE.key, ref)
    assert len(pile.mails) == 2


@pytest.mark.parametrize(
    "known",
    [None, RemoteRef("u", "", "s"), RemoteRef("u", "1/x/y/z", "s"), RemoteRef("u", "7", "")],
)
def test_what_was_never_mailed_is_not_called_off(
    imip: Imip, pile: Pile, known: RemoteRef | None
) -> None:
    imip.remove(ANNA, NOTICE.key, known)
    assert pile.mails == []


def test_nobody_can_look(imip: Imip) -> None:
    ref = RemoteRef("u", "e", "s")
    assert imip.find(ANNA, NOTICE.key, ref) == ref
    assert imip.find(ANNA, NOTICE.key, None) is None


def test_a_mailbox_that_is_no_mail_address_is_refused(imip: Imip, pile: Pile) -> None:
    with pytest.raises(Rejected, match="attendee"):
        imip.put(Mailbox("anna", ANNA.zone), NOTICE, None)
    assert pile.mails == []
