"""The cursor over files sees every change and is otherwise steady."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors import files, ics_parse
from connectors.file_cursor import compare, parse_cursor, take_cursor
from connectors.files import Files
from connectors.mailbox_place import Seen
from connectors.model import Snapshot, Unchanged
from tests.unit.mailbox_folders import (
    ANNA,
    NOTICE,
    SECOND,
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


def test_unchanged_files_are_not_parsed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = read_window(folder.parent).cursor

    def refuse(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(ics_parse, "parse", refuse)
    assert isinstance(read_window(folder.parent, cursor), Unchanged)
    with pytest.raises(AssertionError, match="parsed"):
        read_window(folder.parent)


def test_settled_files_are_not_even_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _let_time_pass(monkeypatch, 60)
    cursor = read_window(folder.parent).cursor
    monkeypatch.setattr(files, "_bytes_of", lambda _: pytest.fail("opened"))
    assert read_window(folder.parent, cursor) == Unchanged(cursor)


def _let_time_pass(monkeypatch: pytest.MonkeyPatch, seconds: int) -> None:
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + seconds * SECOND)


def test_a_fresh_cursor_is_exchanged_once_for_a_settled_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = read_window(folder.parent).cursor
    assert read_window(folder.parent, fresh) == Unchanged(fresh)
    _let_time_pass(monkeypatch, 60)
    settled = read_window(folder.parent, fresh)
    assert isinstance(settled, Unchanged)
    assert settled.cursor != fresh
    assert read_window(folder.parent, settled.cursor) == settled


def test_a_rewrite_of_equal_size_within_one_tick_is_seen(folder: Path) -> None:
    path = folder / "a.ics"
    before = path.stat()
    cursor = read_window(folder.parent).cursor
    path.write_bytes(path.read_bytes().replace(b"Hjemme", b"Kontor"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert subjects(read_window(folder.parent, cursor)) == ["Kontor"]


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
        one.path.write_bytes(calendar(entry("a", "Nyt!!!")))
        return content

    monkeypatch.setattr(files, "_bytes_of", read_and_change)
    first = read_window(folder.parent)
    assert subjects(first) == ["Hjemme"]
    monkeypatch.setattr(files, "_bytes_of", read)
    assert subjects(read_window(folder.parent, first.cursor)) == ["Nyt!!!"]


@pytest.mark.parametrize("change", ["added", "removed", "renamed", "note"])
def test_every_change_in_the_folder_is_seen(folder: Path, change: str) -> None:
    cursor = read_window(folder.parent).cursor
    if change == "added":
        (folder / "b.ics").write_bytes(calendar(entry("b", "Ny")))
    elif change == "removed":
        (folder / "a.ics").unlink()
    elif change == "renamed":
        (folder / "a.ics").rename(folder / "c.ics")
    else:
        Files(folder.parent, clock).put(ANNA, NOTICE, None)
    assert isinstance(read_window(folder.parent, cursor), Snapshot)


def test_another_zone_or_alias_gives_a_snapshot(folder: Path) -> None:
    cursor = read_window(folder.parent).cursor
    nuuk = replace(ANNA, zone=ZoneInfo("America/Nuuk"))
    assert isinstance(read_window(folder.parent, cursor, nuuk), Snapshot)
    named = replace(ANNA, aliases=("aa@example.dk",))
    assert isinstance(read_window(folder.parent, cursor, named), Snapshot)
