"""Puts the invented organisation into a folder and leaves alone whatever else lies there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from config.demo.agreements import register_text
from config.demo.calendars import calendar_files, shared_mailboxes
from config.demo.organisation import SETTINGS, organisation_text


def build(folder: Path, as_of: date) -> None:
    """Write the demo's settings, organisation, register and calendars around ``as_of``.

    The same date gives the same bytes; only files whose bytes differ are written, so a second
    build touches nothing. Other files – our notes, what somebody added – stay as they are.
    """
    for path, content in sorted(_files(as_of)):
        _write(folder / path, content.encode())


def _files(as_of: date) -> Iterator[tuple[str, str]]:
    yield "hjemmedag.toml", SETTINGS
    yield "organisation.toml", organisation_text(as_of)
    yield "register.toml", register_text(as_of)
    for path, text in (*calendar_files(as_of), *shared_mailboxes(as_of)):
        yield f"calendars/{path}", text


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
