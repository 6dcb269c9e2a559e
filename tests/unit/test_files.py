"""Mailboxes that are files are found, and nothing outside of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.errors import (
    MailboxGone,
    Unavailable,
)
from connectors.files import Files
from connectors.model import ReadRequest, Snapshot, Unchanged
from tests.unit.mailbox_folders import (
    ANNA,
    DAY,
    NOTICE,
    calendar,
    clock,
    entry,
    read_window,
    subjects,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / ANNA.address
    path.mkdir()
    (path / "a.ics").write_bytes(calendar(entry("a", "Hjemme")))
    return path


def test_dot_files_other_suffixes_and_folders_are_ignored(folder: Path) -> None:
    cursor = read_window(folder.parent).cursor
    for name in (".b.ics", "b.txt", "b.ics.bak", ".hjemmedag-1.tmp"):
        (folder / name).write_bytes(calendar(entry("b", "Skjult")))
    (folder / "sub.ics").mkdir()
    assert isinstance(read_window(folder.parent, cursor), Unchanged)


def test_names_may_be_in_any_letters(tmp_path: Path) -> None:
    mailbox = replace(ANNA, address="Åse.Østergård@example.dk")
    folder = tmp_path / "åse.østergård@EXAMPLE.dk"
    folder.mkdir()
    (folder / "møde – æøå 🏠.ICS").write_bytes(calendar(entry("a", "Hjemme")))
    assert subjects(read_window(tmp_path, mailbox=mailbox)) == ["Hjemme"]
    assert Files(tmp_path, clock).put(mailbox, NOTICE, None).id == "hjemmedag-5f2c0e1a9b.ics"


def test_two_mailboxes_that_differ_in_case_are_not_guessed_at(tmp_path: Path) -> None:
    for name in ("ANNA@example.dk", "Anna@example.dk"):
        (tmp_path / name).mkdir()
    with pytest.raises(MailboxGone):
        read_window(tmp_path)
    (tmp_path / ANNA.address).mkdir()
    assert subjects(read_window(tmp_path)) == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        ".",
        "..",
        "../x",
        "a/b",
        "a\\b",
        "/etc",
        "C:x",
        "a\0b",
        ".hidden",
        "a.hjemmedag",
        "x" * 300,
    ],
)
def test_no_address_escapes_the_folder(tmp_path: Path, address: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (tmp_path / "x").mkdir()
    (root / "a").mkdir()
    (root / "a" / "b").mkdir()
    (root / "a.hjemmedag").mkdir()
    mailbox = replace(ANNA, address=address)
    with pytest.raises(MailboxGone):
        read_window(root, mailbox=mailbox)
    with pytest.raises(MailboxGone):
        Files(root, clock).put(mailbox, NOTICE, None)


def test_a_connection_without_its_folder_is_unavailable(tmp_path: Path) -> None:
    request = ReadRequest(ANNA, DAY, DAY + timedelta(days=7))
    with pytest.raises(Unavailable):
        Files(tmp_path / "gone", clock).read([request])
    with pytest.raises(Unavailable):
        Files(tmp_path / "gone", clock).put(ANNA, NOTICE, None)


def test_a_folder_that_goes_away_in_the_middle_is_no_gone_mailbox(folder: Path) -> None:
    request = ReadRequest(ANNA, DAY, DAY + timedelta(days=7))
    results = Files(folder.parent, clock).read([request, request])
    next(results)
    folder.parent.rename(folder.parent.with_name("unmounted"))
    with pytest.raises(Unavailable):
        next(results)


def test_an_export_that_cannot_be_read_is_an_error_value(tmp_path: Path) -> None:
    with (tmp_path / f"{ANNA.address}.ics").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(Unavailable):
        read_window(tmp_path)


@pytest.mark.parametrize("content", [b"", b"<html>Log in</html>", b"\0" * 100])
def test_an_export_that_is_no_calendar_is_not_an_empty_one(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"{ANNA.address}.ics").write_bytes(content)
    with pytest.raises(Unavailable):
        read_window(tmp_path)


def test_a_huge_file_in_a_folder_is_set_aside(folder: Path) -> None:
    with (folder / "b.ics").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    outcome = read_window(folder.parent)
    assert subjects(outcome) == ["Hjemme"]
    assert isinstance(outcome, Snapshot)
    assert len(outcome.unreadable) == 1
