"""Our own notes among calendar files: found by name or key, written and removed, never doubled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.atomic import clear_leftovers, remove_durably, sync_folder, write_atomically
from connectors.errors import EntryGone, PreconditionFailed, Rejected, Unavailable
from connectors.ics_lines import Item, digest, take_apart
from connectors.ics_parse import KEY_PROPERTY
from connectors.ics_times import UnfitError, ZoneTable, read_span
from connectors.ics_write import edition_of, file_name, first_edition, render
from connectors.mailbox_place import Place, calendar_files, locate, read_whole
from connectors.model import Mailbox, Notice, RemoteRef, shape_of

_MARK = KEY_PROPERTY.encode()


@dataclass(frozen=True, slots=True)
class _Standing:
    """A note as it stands. ``ours`` if its file holds nothing else and may be written."""

    ref: RemoteRef
    path: Path
    item: Item
    ours: bool

    @property
    def rank(self) -> tuple[bool, str, str]:
        """The older first, and one that can be written before one inside an export."""
        return not self.ours, self.item.text("CREATED") or self.item.text("DTSTAMP"), self.ref.id


class FileNotes:
    """The writing half of the ``files`` connector."""

    def __init__(self, root: Path, clock: Callable[[], datetime]) -> None:
        self._root = root
        self._clock = clock

    def find(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> RemoteRef | None:
        """The note as it stands: by file name, then by key in all files."""
        with disk_trouble():
            standing = self._find(locate(self._root, mailbox.address), mailbox, key, known)
        return standing.ref if standing else None

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        """Create or rewrite the note."""
        with disk_trouble():
            place = locate(self._root, mailbox.address)
            clear_leftovers(place.folder)
            if known is None:
                standing = self._before_create(place, mailbox, notice)
            else:
                standing = self._before_rewrite(place, mailbox, notice.key, known)
            return self._write(place, notice, standing)

    def remove(self, mailbox: Mailbox, key: str, known: RemoteRef | None) -> None:
        """Take the note away."""
        with disk_trouble():
            place = locate(self._root, mailbox.address)
            clear_leftovers(place.folder)
            standing = self._find(place, mailbox, key, known)
            if standing is None:
                return
            if known is not None and standing.ref.etag != known.etag:
                raise PreconditionFailed("the note changed since it was written")
            if not standing.ours:
                raise Rejected("the note stands in a file that is not ours to write")
            remove_durably(standing.path)

    def _find(
        self, place: Place, mailbox: Mailbox, key: str, known: RemoteRef | None
    ) -> _Standing | None:
        if known is not None:
            by_name = self._at(place, mailbox, key, known.id)
            if by_name is not None:
                return by_name
        return min(self._with_key(place, mailbox, key), key=lambda s: s.rank, default=None)

    def _before_create(self, place: Place, mailbox: Mailbox, notice: Notice) -> _Standing | None:
        name = file_name(notice.uid)
        standing = self._find(place, mailbox, notice.key, None)
        if standing is None:
            if not (place.folder / name).exists():
                return None
            standing = self._at(place, mailbox, notice.key, name)
        if standing is None or standing.ref.shape != notice.shape:
            raise PreconditionFailed("an entry with this key or UID stands there in another shape")
        return standing

    def _before_rewrite(
        self, place: Place, mailbox: Mailbox, key: str, known: RemoteRef
    ) -> _Standing:
        standing = self._at(place, mailbox, key, known.id)
        if standing is None:
            path = _path_of(place, known.id)
            if path is not None and path.exists() and not _holds_other(path, key):
                raise PreconditionFailed("the note's file is damaged or no longer a note")
            raise EntryGone("the note is not there any more")
        if standing.ref.etag != known.etag:
            raise PreconditionFailed("the note changed since it was written")
        return standing

    def _write(self, place: Place, notice: Notice, standing: _Standing | None) -> RemoteRef:
        now = self._clock()
        if standing is None:
            if not place.folder.is_dir():
                place.folder.mkdir(exist_ok=True)
                sync_folder(place.folder.parent)
            path, content = place.folder / file_name(notice.uid), render(notice, first_edition(now))
        elif not standing.ours:
            if standing.ref.shape == notice.shape:
                return standing.ref
            raise Rejected("the note stands in a file that is not ours to write")
        else:
            path, edition = standing.path, edition_of(standing.item, now)
            content = render(notice, edition)
            if digest_of(content) == standing.ref.etag:
                return standing.ref
            content = render(notice, edition.next(now))
        write_atomically(path, content)
        return RemoteRef(path.name, digest_of(content), notice.shape)

    def _at(self, place: Place, mailbox: Mailbox, key: str, name: str) -> _Standing | None:
        """The note under a known name; a client may have dropped our key, but not put in another."""
        path = _path_of(place, name)
        if path is None:
            return None
        for standing in _standing_in(path, mailbox, in_export=path == place.export):
            holder = standing.item.text(KEY_PROPERTY).strip()
            if standing.ref.id == name and (holder == key or (standing.ours and not holder)):
                return standing
        return None

    def _with_key(self, place: Place, mailbox: Mailbox, key: str) -> Iterator[_Standing]:
        paths = [(path, False) for path in calendar_files(place)]
        if place.export is not None:
            paths.append((place.export, True))
        for path, in_export in paths:
            for standing in _standing_in(path, mailbox, in_export=in_export, marked=True):
                if standing.item.text(KEY_PROPERTY).strip() == key:
                    yield standing


def digest_of(content: bytes) -> str:
    """The etag of a file."""
    return hashlib.sha256(content).hexdigest()[:32]


def _standing_in(
    path: Path, mailbox: Mailbox, *, in_export: bool, marked: bool = False
) -> Iterator[_Standing]:
    """The readable single events of a file; a broken file has none."""
    content = read_whole(path)
    if content is None or (marked and _MARK not in content):
        return
    calendar = take_apart(content)
    for item in calendar.items:
        ours = not in_export and len(calendar.items) == 1
        standing = _standing(path, item, mailbox, digest_of(content) if ours else None)
        if standing is not None:
            yield standing


def _standing(path: Path, item: Item, mailbox: Mailbox, etag: str | None) -> _Standing | None:
    if item.damage or item.first("RECURRENCE-ID"):
        return None
    try:
        span = read_span(item, ZoneTable(mailbox.zone, item.around.zones))
    except UnfitError:
        return None
    shape = shape_of(item.text("SUMMARY"), span.start, span.end)
    name = path.name if etag else f"{path.name}#{digest(item.text('UID'))}"
    return _Standing(RemoteRef(name, etag or item.digest, shape), path, item, etag is not None)


def _path_of(place: Place, name: str) -> Path | None:
    """The file that an id names; None for an id that is no plain name."""
    bare, _, inside = name.rpartition("#")
    file = bare if bare[-4:].lower() == ".ics" and len(inside) == 24 else name
    if not file or file.startswith(".") or any(c in file for c in "/\\\0"):
        return None
    if place.export is not None and file == place.export.name and file != name:
        return place.export
    return place.folder / file


def _holds_other(path: Path, key: str) -> bool:
    """Whether a file is sound and carries somebody else's key or none."""
    content = read_whole(path)
    if content is None:
        return False
    calendar = take_apart(content)
    return bool(calendar.items) and all(
        not item.damage and item.text(KEY_PROPERTY).strip() not in {"", key}
        for item in calendar.items
    )


@contextmanager
def disk_trouble() -> Iterator[None]:
    """Trouble with the disk is Unavailable, in words."""
    try:
        yield
    except OSError as error:
        raise Unavailable(f"the mailbox cannot be written or read: {error.strerror}") from error
