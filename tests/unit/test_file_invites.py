"""Invites in the leader's own folder: whose they are, what an edit means, what never happens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from connectors.errors import MailboxGone, Rejected
from connectors.files import Files
from connectors.model import Mailbox, ReadRequest, Snapshot
from tests.conformance.inviting import INVITE, LATER
from tests.unit.mailbox_folders import ANNA, clock


@pytest.fixture
def files(tmp_path: Path) -> Files:
    (tmp_path / INVITE.attendee).mkdir()
    return Files(tmp_path, clock)


def the_file(root: Path) -> Path:
    (path,) = (root / INVITE.attendee).iterdir()
    return path


def edit(path: Path) -> None:
    content = path.read_bytes().replace(b"SUMMARY:Hjemmedage", b"SUMMARY:Mit eget")
    path.write_bytes(content)


def test_an_invite_is_a_file_of_ours_and_no_message(files: Files, tmp_path: Path) -> None:
    ref = files.send(INVITE, None)
    path = the_file(tmp_path)
    assert path.name == ref.id
    assert path.name.startswith("hjemmedag-")
    assert b"METHOD" not in path.read_bytes()


def test_it_is_read_back_as_ours(files: Files) -> None:
    ref = files.send(INVITE, None)
    leader = Mailbox(INVITE.attendee, ANNA.zone)
    (result,) = files.read([ReadRequest(leader, INVITE.day, INVITE.end)])
    assert isinstance(result.outcome, Snapshot)
    (event,) = result.outcome.events
    assert (event.managed_key, event.organizer) == (INVITE.key, INVITE.organizer)
    assert event.shape == ref.shape == INVITE.shape


def test_the_same_version_sent_again_does_not_touch_the_file(files: Files, tmp_path: Path) -> None:
    files.send(INVITE, None)
    before = the_file(tmp_path).stat()
    files.send(INVITE, None)
    assert the_file(tmp_path).stat() == before


def test_what_the_leader_edited_is_left_until_a_newer_version_comes(
    files: Files, tmp_path: Path
) -> None:
    ref = files.send(INVITE, None)
    edit(the_file(tmp_path))
    assert files.send(INVITE, ref).shape != ref.shape
    files.cancel(INVITE, ref)
    files.clear(INVITE, None)
    assert b"Mit eget" in the_file(tmp_path).read_bytes()
    files.send(LATER, ref)
    assert b"Mit eget" not in the_file(tmp_path).read_bytes()


def test_what_the_leader_deleted_is_gone_for_cancel_and_clear(files: Files, tmp_path: Path) -> None:
    ref = files.send(INVITE, None)
    the_file(tmp_path).unlink()
    files.cancel(INVITE, ref)
    files.clear(INVITE, ref)


def test_calling_off_goes_by_what_was_sent_whatever_the_last_words_are(
    files: Files, tmp_path: Path
) -> None:
    ref = files.send(INVITE, None)
    files.cancel(replace(INVITE, subject="Aflyst"), ref)
    assert list((tmp_path / INVITE.attendee).iterdir()) == []


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT\r\n"]
)
def test_a_file_that_is_not_the_invite_is_not_touched(
    files: Files, tmp_path: Path, content: bytes
) -> None:
    ref = files.send(INVITE, None)
    the_file(tmp_path).write_bytes(content)
    for act in (files.send, files.cancel, files.clear):
        with pytest.raises(Rejected):
            act(LATER, ref)
    assert the_file(tmp_path).read_bytes() == content


def test_a_leader_without_a_mailbox_is_gone(files: Files) -> None:
    with pytest.raises(MailboxGone):
        files.send(replace(INVITE, attendee="nobody@example.dk"), None)
