"""Whenever the process dies or the disk fills up, a note is the old one or the new one."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.atomic import write_atomically
from connectors.errors import (
    Unavailable,
)
from connectors.files import Files
from connectors.model import Notice, Snapshot
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
            (root / f"{ANNA.address}.ics").write_bytes(calendar())
        door = Files(root, clock)
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
        standing = read_window(root)
        assert isinstance(standing, Snapshot)
        assert standing.unreadable == ()
        assert subjects(standing) in ([new] if not crashed else [old, new])
        _recover(door, act, later)
        assert subjects(read_window(root)) == new
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
        Files(folder.parent, clock).put(ANNA, NOTICE, None)


def test_short_writes_are_carried_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data)[:2]))
    write_atomically(tmp_path / "a.ics", b"0123456789")
    assert (tmp_path / "a.ics").read_bytes() == b"0123456789"
