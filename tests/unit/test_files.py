"""The files connector sees every change, changes nobody's bytes, and leaves no half-written file."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors import files, ics_parse
from connectors.atomic import write_atomically
from connectors.errors import (
    EntryGone,
    MailboxGone,
    PreconditionFailed,
    Rejected,
    Unavailable,
)
from connectors.file_cursor import compare, parse_cursor, take_cursor
from connectors.files import Files
from connectors.mailbox_place import Seen
from connectors.model import Mailbox, Notice, ReadRequest, Snapshot, Unchanged

ANNA = Mailbox("anna@example.dk", ZoneInfo("Europe/Copenhagen"))
DAY = date(2026, 11, 24)
NOTICE = Notice("day:1", "5f2c0e1a9b", "Note om din hjemmedag", "Krop", DAY, DAY + timedelta(1))
SECOND = 1_000_000_000


def _clock() -> datetime:
    return datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def _entry(uid: str, subject: str, *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{uid}", "DTSTART;VALUE=DATE:20261124", f"SUMMARY:{subject}"]
    return "\r\n".join([*lines, *more, "END:VEVENT", ""])


def _calendar(*entries: str) -> bytes:
    return ("BEGIN:VCALENDAR\r\n" + "".join(entries) + "END:VCALENDAR\r\n").encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / ANNA.address
    path.mkdir()
    (path / "a.ics").write_bytes(_calendar(_entry("a", "Hjemme")))
    return path


def _read(root: Path, cursor: str | None = None, mailbox: Mailbox = ANNA) -> Snapshot | Unchanged:
    request = ReadRequest(mailbox, DAY - timedelta(days=1), DAY + timedelta(days=27), cursor)
    (result,) = Files(root, _clock).read([request])
    if isinstance(result.outcome, Exception):
        raise result.outcome
    return result.outcome


def _subjects(outcome: Snapshot | Unchanged) -> list[str]:
    assert isinstance(outcome, Snapshot)
    return [event.subject for event in outcome.events]


def test_unchanged_files_are_not_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = _read(folder.parent).cursor

    def refuse(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(ics_parse, "parse", refuse)
    assert isinstance(_read(folder.parent, cursor), Unchanged)
    with pytest.raises(AssertionError, match="parsed"):
        _read(folder.parent)


def test_settled_files_are_not_even_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_time_pass(monkeypatch, 60)
    cursor = _read(folder.parent).cursor
    monkeypatch.setattr(files, "_bytes_of", lambda _: pytest.fail("opened"))
    assert _read(folder.parent, cursor) == Unchanged(cursor)


def _let_time_pass(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = files.time.time_ns
    monkeypatch.setattr("connectors.files.time.time_ns", lambda: now() + seconds * SECOND)


def test_a_fresh_cursor_is_exchanged_once_for_a_settled_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = _read(folder.parent).cursor
    assert _read(folder.parent, fresh) == Unchanged(fresh)
    _let_time_pass(monkeypatch, 60)
    settled = _read(folder.parent, fresh)
    assert isinstance(settled, Unchanged)
    assert settled.cursor != fresh
    assert _read(folder.parent, settled.cursor) == settled


def test_a_rewrite_of_equal_size_within_one_tick_is_seen(folder: Path) -> None:
    path = folder / "a.ics"
    before = path.stat()
    cursor = _read(folder.parent).cursor
    path.write_bytes(path.read_bytes().replace(b"Hjemme", b"Kontor"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert _subjects(_read(folder.parent, cursor)) == ["Kontor"]


def _seen(changed_ns: int) -> Seen:
    return Seen(Path("a.ics"), False, 10, changed_ns, changed_ns, 7)  # noqa: FBT003 – a value


@pytest.mark.parametrize("age", [0, SECOND, 2 * SECOND])
def test_stats_alone_are_not_trusted_for_a_fresh_file(age: int) -> None:
    taken = 1_000 * SECOND
    seen = [_seen(taken - age)]
    old = take_cursor(seen, taken, "", lambda _: b"one")
    assert compare(old, seen, taken + 60 * SECOND, "", lambda _: b"one") is not None
    assert compare(old, seen, taken + 60 * SECOND, "", lambda _: b"two") is None


def test_the_exchanged_cursor_sees_a_later_change() -> None:
    taken = 1_000 * SECOND
    old = take_cursor([_seen(taken)], taken, "", lambda _: b"one")
    settled = compare(old, [_seen(taken)], taken + 60 * SECOND, "", lambda _: b"one")
    assert settled is not None
    assert not settled.fresh
    later = [_seen(taken + 61 * SECOND)]
    assert compare(settled, later, taken + 62 * SECOND, "", lambda _: b"two") is None


@pytest.mark.parametrize("raw", [None, "", "f1:x:0:0", "f1:1:2:" + "0" * 64, "m0/1/2"])
def test_what_is_no_cursor_is_none(raw: str | None) -> None:
    assert parse_cursor(raw) is None


def test_a_file_that_changes_while_it_is_read_is_read_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = files._bytes_of

    def read_and_change(one: Seen) -> bytes | None:
        content = read(one)
        one.path.write_bytes(_calendar(_entry("a", "Nyt!!!")))
        return content

    monkeypatch.setattr(files, "_bytes_of", read_and_change)
    first = _read(folder.parent)
    assert _subjects(first) == ["Hjemme"]
    monkeypatch.setattr(files, "_bytes_of", read)
    assert _subjects(_read(folder.parent, first.cursor)) == ["Nyt!!!"]


@pytest.mark.parametrize("change", ["added", "removed", "renamed", "note"])
def test_every_change_in_the_folder_is_seen(folder: Path, change: str) -> None:
    cursor = _read(folder.parent).cursor
    if change == "added":
        (folder / "b.ics").write_bytes(_calendar(_entry("b", "Ny")))
    elif change == "removed":
        (folder / "a.ics").unlink()
    elif change == "renamed":
        (folder / "a.ics").rename(folder / "c.ics")
    else:
        Files(folder.parent, _clock).put(ANNA, NOTICE, None)
    assert isinstance(_read(folder.parent, cursor), Snapshot)


def test_another_zone_or_alias_gives_a_snapshot(folder: Path) -> None:
    cursor = _read(folder.parent).cursor
    nuuk = replace(ANNA, zone=ZoneInfo("America/Nuuk"))
    assert isinstance(_read(folder.parent, cursor, nuuk), Snapshot)
    named = replace(ANNA, aliases=("aa@example.dk",))
    assert isinstance(_read(folder.parent, cursor, named), Snapshot)


def test_dot_files_other_suffixes_and_folders_are_ignored(folder: Path) -> None:
    cursor = _read(folder.parent).cursor
    for name in (".b.ics", "b.txt", "b.ics.bak", ".hjemmedag-1.tmp"):
        (folder / name).write_bytes(_calendar(_entry("b", "Skjult")))
    (folder / "sub.ics").mkdir()
    assert isinstance(_read(folder.parent, cursor), Unchanged)


def test_names_may_be_in_any_letters(tmp_path: Path) -> None:
    mailbox = replace(ANNA, address="Åse.Østergård@example.dk")
    folder = tmp_path / "åse.østergård@EXAMPLE.dk"
    folder.mkdir()
    (folder / "møde – æøå 🏠.ICS").write_bytes(_calendar(_entry("a", "Hjemme")))
    assert _subjects(_read(tmp_path, mailbox=mailbox)) == ["Hjemme"]
    assert Files(tmp_path, _clock).put(mailbox, NOTICE, None).id == "hjemmedag-5f2c0e1a9b.ics"


def test_two_mailboxes_that_differ_in_case_are_not_guessed_at(tmp_path: Path) -> None:
    for name in ("ANNA@example.dk", "Anna@example.dk"):
        (tmp_path / name).mkdir()
    with pytest.raises(MailboxGone):
        _read(tmp_path)
    (tmp_path / ANNA.address).mkdir()
    assert _subjects(_read(tmp_path)) == []


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
        _read(root, mailbox=mailbox)
    with pytest.raises(MailboxGone):
        Files(root, _clock).put(mailbox, NOTICE, None)


@pytest.mark.parametrize(
    "name", ["../../x.ics", "/etc/passwd", "..", "a\0.ics", ".hjemmedag-1.tmp"]
)
def test_no_id_escapes_the_mailbox(folder: Path, name: str) -> None:
    (folder.parent / "x.ics").write_bytes(_calendar(_entry("x", "x", "X-HJEMMEDAG-KEY:day:1")))
    door = Files(folder.parent, _clock)
    ref = replace(door.put(ANNA, NOTICE, None), id=name)
    with pytest.raises(EntryGone):
        door.put(ANNA, NOTICE, ref)
    found = door.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert found.id == "hjemmedag-5f2c0e1a9b.ics"


def test_a_connection_without_its_folder_is_unavailable(tmp_path: Path) -> None:
    request = ReadRequest(ANNA, DAY, DAY + timedelta(days=7))
    with pytest.raises(Unavailable):
        Files(tmp_path / "gone", _clock).read([request])
    with pytest.raises(Unavailable):
        Files(tmp_path / "gone", _clock).put(ANNA, NOTICE, None)


def test_a_folder_that_goes_away_in_the_middle_is_no_gone_mailbox(folder: Path) -> None:
    request = ReadRequest(ANNA, DAY, DAY + timedelta(days=7))
    results = Files(folder.parent, _clock).read([request, request])
    next(results)
    folder.parent.rename(folder.parent.with_name("unmounted"))
    with pytest.raises(Unavailable):
        next(results)


def test_an_export_that_cannot_be_read_is_an_error_value(tmp_path: Path) -> None:
    with (tmp_path / f"{ANNA.address}.ics").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    with pytest.raises(Unavailable):
        _read(tmp_path)


def test_a_huge_file_in_a_folder_is_set_aside(folder: Path) -> None:
    with (folder / "b.ics").open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    outcome = _read(folder.parent)
    assert _subjects(outcome) == ["Hjemme"]
    assert isinstance(outcome, Snapshot)
    assert len(outcome.unreadable) == 1


def test_nobody_elses_bytes_are_changed(folder: Path) -> None:
    door = Files(folder.parent, _clock)
    (folder / "broken.ics").write_bytes(b"\0\xff")
    before = {path: path.read_bytes() for path in folder.iterdir()}
    ref = door.put(ANNA, NOTICE, None)
    ref = door.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    door.remove(ANNA, NOTICE.key, ref)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_note_in_somebody_elses_file_is_found_and_not_written(folder: Path) -> None:
    door = Files(folder.parent, _clock)
    marked = _entry("x", NOTICE.subject, "X-HJEMMEDAG-KEY:day:1", "CREATED:20260101T000000Z")
    (folder / "all.ics").write_bytes(_calendar(_entry("a2", "Andet"), marked))
    found = door.find(ANNA, NOTICE.key, None)
    assert found is not None
    assert found.shape == NOTICE.shape
    assert door.put(ANNA, NOTICE, None) == found
    with pytest.raises(Rejected):
        door.put(ANNA, replace(NOTICE, subject="Ny"), found)
    with pytest.raises(Rejected):
        door.remove(ANNA, NOTICE.key, found)


def test_an_export_that_holds_our_note_is_found_after_our_own_file(tmp_path: Path) -> None:
    door = Files(tmp_path, _clock)
    marked = _entry(NOTICE.uid, NOTICE.subject, "X-HJEMMEDAG-KEY:day:1", "CREATED:20200101T000000Z")
    export = tmp_path / f"{ANNA.address}.ics"
    export.write_bytes(_calendar())
    ours = door.put(ANNA, NOTICE, None)
    export.write_bytes(_calendar(marked))
    assert door.find(ANNA, NOTICE.key, None) == ours
    assert _subjects(_read(tmp_path)) == [NOTICE.subject]
    door.remove(ANNA, NOTICE.key, ours)
    inside = door.find(ANNA, NOTICE.key, ours)
    assert inside is not None
    assert inside.id.startswith(f"{ANNA.address}.ics#")
    assert door.put(ANNA, NOTICE, inside) == inside
    with pytest.raises(Rejected):
        door.remove(ANNA, NOTICE.key, inside)
    assert export.read_bytes() == _calendar(marked)


def test_a_note_whose_key_a_client_dropped_is_found_by_its_name(folder: Path) -> None:
    door = Files(folder.parent, _clock)
    ref = door.put(ANNA, NOTICE, None)
    path = folder / ref.id
    lines = [line for line in path.read_bytes().split(b"\r\n") if not line.startswith(b"X-HJ")]
    path.write_bytes(b"\r\n".join(lines))
    found = door.find(ANNA, NOTICE.key, ref)
    assert found is not None
    assert (found.id, found.shape) == (ref.id, ref.shape)


def test_a_note_whose_file_is_damaged_is_not_overwritten(folder: Path) -> None:
    door = Files(folder.parent, _clock)
    ref = door.put(ANNA, NOTICE, None)
    (folder / ref.id).write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n")
    for known in (ref, None):
        with pytest.raises(PreconditionFailed):
            door.put(ANNA, NOTICE, known)
    assert door.find(ANNA, NOTICE.key, ref) is None


def test_rewriting_keeps_when_the_note_was_made(folder: Path) -> None:
    moments = iter(_clock() + timedelta(days=n) for n in range(9))
    door = Files(folder.parent, lambda: next(moments))
    ref = door.put(ANNA, NOTICE, None)
    door.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    content = (folder / ref.id).read_text(encoding="utf-8")
    assert "CREATED:20261123T080000Z" in content
    assert "DTSTAMP:20261124T080000Z" in content
    assert "SEQUENCE:1" in content


def test_leftovers_of_a_crash_are_ignored_and_then_cleared(folder: Path) -> None:
    leftover = folder / ".hjemmedag-0123.tmp"
    leftover.write_bytes(_calendar(_entry("x", "Halv")))
    door = Files(folder.parent, _clock)
    assert _subjects(_read(folder.parent)) == ["Hjemme"]
    door.put(ANNA, NOTICE, None)
    assert not leftover.exists()


class Crash(BaseException):
    """The process dies here: no handler of ours may run on."""


_CALLS = ("open", "write", "fsync", "close", "replace", "unlink", "mkdir")


def _dying(monkeypatch: pytest.MonkeyPatch, at: int, *, before: bool) -> Callable[[], int]:
    """Let the ``at``-th system call that writes be the last, before or after it takes effect."""
    count = 0

    def interrupt(call: Callable[..., object]) -> Callable[..., object]:
        def interrupted(*args: object, **kwargs: object) -> object:
            nonlocal count
            count += 1
            if count > at:
                raise Crash
            if count == at and before:
                raise Crash
            result = call(*args, **kwargs)
            if count == at:
                raise Crash
            return result

        return interrupted

    for name in _CALLS:
        monkeypatch.setattr(os, name, interrupt(getattr(os, name)))
    return lambda: count


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("form", ["folder", "export"])
@pytest.mark.parametrize("act", ["create", "rewrite", "remove"])
def test_a_crash_at_any_call_leaves_the_old_or_the_new(
    tmp_path: Path, act: str, form: str, before: bool
) -> None:
    later = replace(NOTICE, subject="Note om hjemmearbejde", body="Nyt " * 9)
    for at in range(1, 40):
        root = tmp_path / str(at)
        root.mkdir()
        if form == "folder":
            (root / ANNA.address).mkdir()
        else:
            (root / f"{ANNA.address}.ics").write_bytes(_calendar())
        door = Files(root, _clock)
        ref = None if act == "create" else door.put(ANNA, NOTICE, None)
        old = [] if act == "create" else [NOTICE.subject]
        with pytest.MonkeyPatch.context() as patch:
            _dying(patch, at, before=before)
            try:
                if act == "remove":
                    door.remove(ANNA, NOTICE.key, ref)
                else:
                    door.put(ANNA, later, ref)
            except Crash:
                crashed = True
            else:
                crashed = False
        new = [] if act == "remove" else [later.subject]
        standing = _read(root)
        assert isinstance(standing, Snapshot)
        assert standing.unreadable == ()
        assert _subjects(standing) in ([new] if not crashed else [old, new])
        _recover(door, act, later)
        assert _subjects(_read(root)) == new
        assert not list(root.rglob("*.tmp"))
        if not crashed:
            assert at > 3
            return
    pytest.fail("the act never ended")


def _recover(door: Files, act: str, later: Notice) -> None:
    """What the deliverer does after a crash: look by key, then act on what stands."""
    found = door.find(ANNA, NOTICE.key, None)
    if act == "remove":
        door.remove(ANNA, NOTICE.key, found)
    else:
        door.put(ANNA, later, found)


@pytest.mark.parametrize("name", ["write", "fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    target = tmp_path / "hjemmedag-1.ics"
    write_atomically(target, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, name, full)
    with pytest.raises(OSError, match="No space"):
        write_atomically(target, b"new")
    monkeypatch.undo()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_full_disk_is_unavailable_to_the_caller(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Unavailable, match="No space"):
        Files(folder.parent, _clock).put(ANNA, NOTICE, None)


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:2]))
    write_atomically(tmp_path / "a.ics", b"0123456789")
    assert (tmp_path / "a.ics").read_bytes() == b"0123456789"
