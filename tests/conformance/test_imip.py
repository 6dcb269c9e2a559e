"""Mail keeps the promises of the door for invites, through a real server and through a folder."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from connectors.base import InviteSender
from connectors.imip import Imip
from connectors.mail_outbox import FolderOutbox
from tests.conformance.leaders_calendar import events_in, meeting_in
from tests.conformance.suite import INVITE, InviterPromises, Standing
from tests.mail_server import MailServer, running


class Outlook:
    """Plays the leader's Outlook: takes in one message after the other, as RFC 5546 says."""

    def __init__(self) -> None:
        self.meetings: dict[str, Standing] = {}
        self.gone: dict[str, int] = {}

    def take(self, content: bytes) -> None:
        (part,) = _calendar_parts(content)
        raw = part.get_payload(decode=True)
        assert isinstance(raw, bytes)
        meeting = meeting_in(raw)
        latest = self.meetings.get(meeting.uid)
        known = max(latest.sequence if latest else -1, self.gone.get(meeting.uid, -1))
        if meeting.sequence < known:
            return
        if part.get_param("method") == "CANCEL":
            self.meetings.pop(meeting.uid, None)
            self.gone[meeting.uid] = meeting.sequence
        elif part.get_param("method") == "REQUEST":
            self.meetings[meeting.uid] = meeting


def _calendar_parts(content: bytes) -> list[EmailMessage]:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return [part for part in message.walk() if part.get_content_type() == "text/calendar"]


class _MailDesk:
    """What both ways of sending have in common."""

    def __init__(self, connector: InviteSender) -> None:
        self.connector = connector

    def add_mailbox(self, address: str) -> None:
        """Mail asks for none."""

    def contents(self) -> list[bytes]:
        raise NotImplementedError

    def calendar(self, address: str) -> list[Standing]:
        outlook = Outlook()
        for content in self.contents():
            outlook.take(content)
        return list(outlook.meetings.values())

    def messages(self, address: str) -> int:
        return len(self.contents())


class SmtpDesk(_MailDesk):
    """A leader behind a mail server."""

    def __init__(self, server: MailServer) -> None:
        super().__init__(Imip(server.outbox(), INVITE.organizer))
        self._server = server

    def contents(self) -> list[bytes]:
        return self._server.desk.contents


class FolderDesk(_MailDesk):
    """A leader whose messages are taken out of a folder by hand, in the order of their names."""

    def __init__(self, folder: Path) -> None:
        super().__init__(Imip(FolderOutbox(folder), INVITE.organizer))
        self._folder = folder

    def contents(self) -> list[bytes]:
        paths = sorted(self._folder.iterdir()) if self._folder.exists() else []
        assert all(path.suffix == ".eml" for path in paths)
        return [path.read_bytes() for path in paths]


class _Mailing(InviterPromises):
    def test_calling_off_tells_the_leader(self, invites: _MailDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.cancel(INVITE, ref)
        request, cancel = invites.contents()
        (part,) = _calendar_parts(cancel)
        raw = part.get_payload(decode=True)
        assert isinstance(raw, bytes)
        (event,) = events_in(raw)
        assert (event["STATUS"], event["SEQUENCE"], event["UID"]) == ("CANCELLED", 1, INVITE.uid)
        assert part.get_param("method") == "CANCEL"
        assert request != cancel

    def test_a_message_sent_twice_has_the_same_bytes(self, invites: _MailDesk) -> None:
        invites.connector.send(INVITE, None)
        invites.connector.send(INVITE, None)
        assert len(set(invites.contents())) == 1


class TestInvitingOverSmtp(_Mailing):
    """All of the sender's promises."""

    @pytest.fixture
    def invites(self, tmp_path: Path) -> Iterator[SmtpDesk]:
        with running(tmp_path, "starttls") as server:
            yield SmtpDesk(server)


class TestInvitingIntoAFolder(_Mailing):
    """All of the sender's promises."""

    @pytest.fixture
    def invites(self, tmp_path: Path) -> FolderDesk:
        return FolderDesk(tmp_path / "outbox")
