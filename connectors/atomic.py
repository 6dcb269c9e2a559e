"""A file is written whole or not at all: dot-file, sync, rename, sync of the folder."""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def write_atomically(target: Path, content: bytes) -> None:
    """Replace or create ``target``; after a crash it holds the old bytes or the new, never a mix."""
    temporary = target.with_name(_temporary_name(target.name))
    try:
        _write_through(temporary, content)
        temporary.replace(target)
    except OSError:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def remove_durably(target: Path) -> None:
    """Unlink a file and make that last; what is gone already is fine."""
    target.unlink(missing_ok=True)
    sync_folder(target.parent)


def clear_leftovers(folder: Path) -> None:
    """Take away what a crash of ours left behind in a folder, if there is such a folder."""
    for leftover in folder.glob(".hjemmedag-*.tmp"):
        leftover.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make a rename or an unlink in a folder last; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_through(path: Path, content: bytes) -> None:
    descriptor = os.open(path, _FLAGS, 0o666)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _temporary_name(name: str) -> str:
    return f".hjemmedag-{hashlib.sha256(os.fsencode(name)).hexdigest()[:16]}.tmp"
