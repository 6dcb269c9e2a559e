"""Overviews as files to look at: the page, the text, the calendar entry and the mail."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from connectors.ics_invite import render_invite
from connectors.imip_message import compose
from policy.workdays import iso_week
from sync.invites import Preview

_FILE_NAME = re.compile(r"\w[\w.@+-]{0,99}")


def write_previews(folder: Path, previews: Iterable[Preview]) -> tuple[Path, ...]:
    """Four files for each overview, named by week and leader; the paths that were written."""
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(path for one in previews for path in _write(folder, one))


def _write(folder: Path, preview: Preview) -> Iterable[Path]:
    invite = preview.invite
    name = f"{iso_week(invite.day)}-{_stem(preview.leader)}"
    contents = {
        "html": invite.html.encode(),
        "txt": f"{invite.subject}\n\n{invite.text}".encode(),
        "ics": render_invite(invite, "REQUEST"),
        "eml": compose(invite, "REQUEST").content,
    }
    for suffix, content in contents.items():
        path = folder / f"{name}.{suffix}"
        path.write_bytes(content)
        yield path


def _stem(leader: str) -> str:
    """The leader's id where it can name a file, else a digest of it: an id may hold anything."""
    if _FILE_NAME.fullmatch(leader):
        return leader
    return hashlib.sha256(leader.encode("utf-8", "surrogatepass")).hexdigest()[:16]
