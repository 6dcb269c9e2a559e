"""Invites among calendar files: an entry in the leader's own folder, one file for all its versions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.atomic import clear_leftovers, remove_durably, sync_folder, write_atomically
from connectors.errors import Rejected
from connectors.file_notes import digest_of, disk_trouble
from connectors.ics_invite import render_invite
from connectors.ics_lines import Item, take_apart
from connectors.ics_times import UnfitError, ZoneTable, read_span
from connectors.ics_write import file_name
from connectors.mailbox_place import Place, locate, read_whole
from connectors.model import Invite, RemoteRef, shape_of

_ANY_ZONE = ZoneInfo("UTC")  # Invites lie on dates; no zone moves them.


@dataclass(frozen=True, slots=True)
class _Standing:
    """An invite as it lies there. ``shape`` empty: its times cannot be read any more."""

    ref: RemoteRef
    sequence: int


class FileInvites:
    """The sending half of the ``files`` connector; the attendee's address names the mailbox."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def send(self, invite: Invite) -> RemoteRef:
        """Write the invite unless this or a later version stands there, edited or not."""
        content = render_invite(invite)
        with disk_trouble():
            place = locate(self._root, invite.attendee)
            clear_leftovers(place.folder)
            path = place.folder / file_name(invite.uid)
            standing = _standing(path, invite)
            if standing is not None and standing.sequence >= invite.sequence:
                return standing.ref
            _make_folder(place)
            write_atomically(path, content)
        return RemoteRef(path.name, digest_of(content), invite.shape)

    def take_away(self, invite: Invite, known: RemoteRef | None) -> None:
        """Remove the invite; what is gone is fine, and what the leader has edited stays."""
        with disk_trouble():
            place = locate(self._root, invite.attendee)
            clear_leftovers(place.folder)
            path = place.folder / file_name(invite.uid)
            standing = _standing(path, invite)
            expected = known.shape if known else invite.shape
            if standing is not None and standing.ref.shape == expected:
                remove_durably(path)


def _standing(path: Path, invite: Invite) -> _Standing | None:
    """What stands under the invite's file name; raises Rejected if it is not the invite."""
    if not path.exists():
        return None
    content = read_whole(path) or b""
    calendar = take_apart(content)
    item = calendar.items[0] if len(calendar.items) == 1 else None
    if item is None or item.damage or item.text("UID").strip() != invite.uid:
        raise Rejected("the invite's file is damaged, or holds something else")
    return _Standing(RemoteRef(path.name, digest_of(content), _shape(item)), _sequence(item))


def _shape(item: Item) -> str:
    try:
        span = read_span(item, ZoneTable(_ANY_ZONE, []))
    except UnfitError:
        return ""
    return shape_of(item.text("SUMMARY"), span.start, span.end)


def _sequence(item: Item) -> int:
    raw = item.text("SEQUENCE").strip()
    return int(raw) if raw.isdecimal() and len(raw) < 10 else 0


def _make_folder(place: Place) -> None:
    if not place.folder.is_dir():
        place.folder.mkdir(exist_ok=True)
        sync_folder(place.folder.parent)
