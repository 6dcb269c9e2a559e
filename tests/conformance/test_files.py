"""Files keep the promises of the doors, as folders of single entries and as exports."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Literal

import pytest

from connectors.files import Files
from connectors.model import When
from tests.conformance.leaders_calendar import meeting_in
from tests.conformance.suite import (
    INVITE,
    Answer,
    EvidencePromises,
    InviterPromises,
    ReaderPromises,
    Standing,
    Weekly,
    WriterPromises,
)


class Clock:
    """A clock that moves on by a minute each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class FilesDesk:
    """Plays the owners with a text editor and a file manager."""

    def __init__(self, root: Path, form: Literal["folder", "export"]) -> None:
        self.root = root
        self.form = form
        self.connector = Files(root, Clock())
        self._numbers = count(1)

    def add_mailbox(self, address: str) -> None:
        if self.form == "folder":
            (self.root / address).mkdir()
        else:
            (self.root / f"{address}.ics").write_bytes(_calendar([]))

    def spoil_mailbox(self, address: str) -> None:
        if self.form == "export":
            (self.root / f"{address}.ics").symlink_to("nowhere")
        else:
            (self.root / f"{address}.txt").write_text("no calendar")

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        lines = [f"SUMMARY:{subject}", _time("DTSTART", start), _time("DTEND", end)]
        self._add_events(address, [lines])

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        hour = timedelta(hours=1)
        master = [
            f"SUMMARY:{weekly.subject}",
            _time("DTSTART", weekly.start),
            _time("DTEND", weekly.start + hour),
            f"RRULE:FREQ=WEEKLY;COUNT={weekly.count}",
        ]
        master += [_time("EXDATE", self._original(weekly, day)) for day in weekly.deleted]
        changes = [master]
        for day, start in (weekly.moved or {}).items():
            original = self._original(weekly, day)
            changes.append(_change(weekly.subject, original, start, start + hour))
        for day, subject in (weekly.renamed or {}).items():
            original = self._original(weekly, day)
            changes.append(_change(subject, original, original, original + hour))
        self._add_events(address, changes)

    def add_series(
        self, address: str, subject: str, first: date, weeks: int, answers: Sequence[Answer]
    ) -> None:
        master = [
            f"SUMMARY:{subject}",
            _time("DTSTART", first),
            _time("DTEND", first + timedelta(days=1)),
            f"RRULE:FREQ=WEEKLY;COUNT={weeks}",
            f"ORGANIZER:mailto:{address}",
            *map(_attendee, answers),
        ]
        self._add_events(address, [master])

    def spoil_item(self, address: str) -> None:
        self._add_events(address, [["SUMMARY:hemmeligt", "DTSTART:i morgen", "LOCATION:hemmeligt"]])

    def lost_cursor(self, cursor: str) -> str:
        return cursor[:-8] + "00000000"

    def edit_note(self, address: str, key: str, subject: str) -> None:
        path = self._note(address, key)
        lines = path.read_bytes().split(b"\r\n")
        changed = [
            f"SUMMARY:{subject}".encode() if line.startswith(b"SUMMARY") else line for line in lines
        ]
        path.write_bytes(b"\r\n".join(changed))

    def delete_note(self, address: str, key: str) -> None:
        self._note(address, key).unlink()

    def change_note_id(self, address: str, key: str) -> None:
        path = self._note(address, key)
        path.rename(path.with_name("Flyttet af Nextcloud æøå.ics"))

    def double_note(self, address: str, key: str) -> None:
        path = self._note(address, key)
        content = path.read_bytes().replace(b"CREATED:2026", b"CREATED:2027")
        path.with_name("a copy.ics").write_bytes(content)

    def calendar(self, address: str) -> list[Standing]:
        folder = self.root / (address if self.form == "folder" else f"{address}.hjemmedag")
        return [meeting_in(path.read_bytes()) for path in sorted(folder.glob("*.ics"))]

    def messages(self, address: str) -> int:
        return 0

    def _note(self, address: str, key: str) -> Path:
        folder = self.root / (address if self.form == "folder" else f"{address}.hjemmedag")
        (path,) = (p for p in folder.glob("*.ics") if f"KEY:{key}".encode() in p.read_bytes())
        return path

    def _add_events(self, address: str, events: list[list[str]]) -> None:
        number = next(self._numbers)
        full = [[f"UID:entry-{number}@example.dk", *lines] for lines in events]
        if self.form == "folder":
            (self.root / address / f"entry-{number}.ics").write_bytes(_calendar(full))
            return
        path = self.root / f"{address}.ics"
        inside = _calendar(full).split(b"VERSION:2.0\r\n")[1].split(b"END:VCALENDAR")[0]
        path.write_bytes(path.read_bytes().replace(b"END:VCALENDAR", inside + b"END:VCALENDAR"))

    def _original(self, weekly: Weekly, day: date) -> datetime:
        return datetime.combine(day, weekly.start.timetz())


def _calendar(events: list[list[str]]) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for event in events:
        lines += ["BEGIN:VEVENT", *event, "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _attendee(answer: Answer) -> str:
    by = f';SENT-BY="mailto:{answer.sent_by}"' if answer.sent_by else ""
    return f"ATTENDEE;PARTSTAT={answer.partstat}{by}:mailto:{answer.address}"


def _change(subject: str, original: datetime, start: datetime, end: datetime) -> list[str]:
    return [
        f"SUMMARY:{subject}",
        _time("RECURRENCE-ID", original),
        _time("DTSTART", start),
        _time("DTEND", end),
    ]


def _time(name: str, value: When) -> str:
    if isinstance(value, datetime):
        return f"{name};TZID={value.tzinfo}:{value:%Y%m%dT%H%M%S}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


class _InFolders:
    @pytest.fixture
    def desk(self, tmp_path: Path) -> FilesDesk:
        return FilesDesk(tmp_path, "folder")


class _InExports:
    @pytest.fixture
    def desk(self, tmp_path: Path) -> FilesDesk:
        return FilesDesk(tmp_path, "export")


class TestReadingFolders(_InFolders, ReaderPromises):
    """All of the reader's promises."""


class TestWritingFolders(_InFolders, WriterPromises):
    """All of the writer's promises."""


class TestReadingExports(_InExports, ReaderPromises):
    """All of the reader's promises."""


class TestWritingExports(_InExports, WriterPromises):
    """All of the writer's promises."""

    def test_the_export_keeps_its_bytes(self, desk: FilesDesk) -> None:
        before = (desk.root / "anna@example.dk.ics").read_bytes()
        self.put(desk)
        assert (desk.root / "anna@example.dk.ics").read_bytes() == before

    def test_notes_survive_a_new_export(self, desk: FilesDesk) -> None:
        self.put(desk)
        (desk.root / "anna@example.dk.ics").unlink()
        desk.add_mailbox("anna@example.dk")
        assert len(self.managed(desk)) == 1


class TestEvidenceInFolders(_InFolders, EvidencePromises):
    """All of the promises about a second look."""


class TestEvidenceInExports(_InExports, EvidencePromises):
    """All of the promises about a second look."""


class _Inviting(InviterPromises):
    def test_clearing_takes_the_invite_away(self, invites: FilesDesk) -> None:
        ref = invites.connector.send(INVITE, None)
        invites.connector.clear(INVITE, ref)
        assert invites.calendar(INVITE.attendee) == []


class TestInvitingIntoFolders(_InFolders, _Inviting):
    """All of the sender's promises, and clearing can be done."""

    @pytest.fixture
    def invites(self, desk: FilesDesk) -> FilesDesk:
        return desk


class TestInvitingBesideExports(_InExports, _Inviting):
    """All of the sender's promises, and clearing can be done."""

    @pytest.fixture
    def invites(self, desk: FilesDesk) -> FilesDesk:
        return desk


def test_a_folder_goes_before_an_export(tmp_path: Path) -> None:
    desk = FilesDesk(tmp_path, "folder")
    desk.add_mailbox("anna@example.dk")
    shutil.copyfile(__file__, tmp_path / "anna@example.dk.ics")
    assert WriterPromises().managed(desk) == []
