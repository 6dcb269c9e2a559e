"""Our notes among files: found, written and removed, and nobody else's bytes changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from connectors.errors import (
    EntryGone,
    PreconditionFailed,
    Rejected,
)
from connectors.files import Files
from tests.unit.mailbox_folders import (
    ANNA,
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


@pytest.mark.parametrize(
    "name", ["../../x.ics", "/etc/passwd", "..", "a\0.ics", ".hjemmedag-1.tmp"]
)
def test_no_id_escapes_the_mailbox(folder: Path, name: str) -> None:
    (folder.parent / "x.ics").write_bytes(calendar(entry("x", "x", "X-HJEMMEDAG-KEY:day:1")))
    door = Files(folder.parent, clock)
    ref = replace(door.put(ANNA, NOTICE, None), id=name)
    with pytest.raises(EntryGone):
        door.put(ANNA, NOTICE, ref)
    found = door.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert found.id == "hjemmedag-5f2c0e1a9b.ics"


def test_nobody_elses_bytes_are_changed(folder: Path) -> None:
    door = Files(folder.parent, clock)
    (folder / "broken.ics").write_bytes(b"\0\xff")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ref = door.put(ANNA, NOTICE, None)
    ref = door.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    door.remove(ANNA, NOTICE.key, ref)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_note_in_somebody_elses_file_is_found_and_not_written(folder: Path) -> None:
    door = Files(folder.parent, clock)
    marked = entry("x", NOTICE.subject, "X-HJEMMEDAG-KEY:day:1", "CREATED:20260101T000000Z")
    (folder / "all.ics").write_bytes(calendar(entry("a2", "Andet"), marked))
    found = door.find(ANNA, NOTICE.key, None)
    assert found is not None
    assert found.shape == NOTICE.shape
    assert door.put(ANNA, NOTICE, None) == found
    with pytest.raises(Rejected):
        door.put(ANNA, replace(NOTICE, subject="Ny"), found)
    with pytest.raises(Rejected):
        door.remove(ANNA, NOTICE.key, found)


def test_an_export_that_holds_our_note_is_found_after_our_own_file(tmp_path: Path) -> None:
    door = Files(tmp_path, clock)
    marked = entry(NOTICE.uid, NOTICE.subject, "X-HJEMMEDAG-KEY:day:1", "CREATED:20200101T000000Z")
    export = tmp_path / f"{ANNA.address}.ics"
    export.write_bytes(calendar())
    ours = door.put(ANNA, NOTICE, None)
    export.write_bytes(calendar(marked))
    assert door.find(ANNA, NOTICE.key, None) == ours
    assert subjects(read_window(tmp_path)) == [NOTICE.subject]
    door.remove(ANNA, NOTICE.key, ours)
    inside = door.find(ANNA, NOTICE.key, ours)
    assert inside is not None
    assert inside.id.startswith(f"{ANNA.address}.ics#")
    assert door.put(ANNA, NOTICE, inside) == inside
    with pytest.raises(Rejected):
        door.remove(ANNA, NOTICE.key, inside)
    assert export.read_bytes() == calendar(marked)


def test_a_note_whose_key_a_client_dropped_is_found_by_its_name(folder: Path) -> None:
    door = Files(folder.parent, clock)
    ref = door.put(ANNA, NOTICE, None)
    path = folder / ref.id
    lines = [line for line in path.read_bytes().split(b"\r\n") if not line.startswith(b"X-HJ")]
    path.write_bytes(b"\r\n".join(lines))
    found = door.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert (found.id, found.shape) == (ref.id, ref.shape)


def test_a_note_whose_file_is_damaged_is_not_overwritten(folder: Path) -> None:
    door = Files(folder.parent, clock)
    ref = door.put(ANNA, NOTICE, None)
    (folder / ref.id).write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    for known in (ref, None):
        with pytest.raises(PreconditionFailed):
            door.put(ANNA, NOTICE, known)
    assert door.find(ANNA, NOTICE.key, ref) is None


def test_rewriting_keeps_when_the_note_was_made(folder: Path) -> None:
    moments = iter(clock() + timedelta(days=n) for n in range(9))
    door = Files(folder.parent, lambda: next(moments))
    ref = door.put(ANNA, NOTICE, None)
    door.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    content = (folder / ref.id).read_text(encoding="utf-8")
    assert "CREATED:20261123T080000Z" in content
    assert "DTSTAMP:20261124T080000Z" in content
    assert "SEQUENCE:1" in content


def test_leftovers_of_a_crash_are_ignored_and_then_cleared(folder: Path) -> None:
    leftover = folder / ".hjemmedag-0123.tmp"
    leftover.write_bytes(calendar(entry("x", "Halv")))
    door = Files(folder.parent, clock)
    assert subjects(read_window(folder.parent)) == ["Hjemme"]
    door.put(ANNA, NOTICE, None)
    assert not leftover.exists()
