"""Where a mailbox of kind ``files`` stands, and what lies there."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from connectors.errors import MailboxGone, Unavailable
from connectors.ics_lines import SIZE_CAP

NOTES_SUFFIX = ".hjemmedag"
_FORBIDDEN = re.compile(r'[/\\:\x00-\x1f\x7f<>"|?*]')


@dataclass(frozen=True, slots=True)
class Place:
    """A mailbox on disk: a folder, or an export beside which our notes have a folder of their own."""

    folder: Path
    export: Path | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """One file as it lay there. ``changed_ns`` is the later of its two time stamps."""

    path: Path
    in_export: bool
    size: int
    modified_ns: int
    changed_ns: int
    inode: int


def locate(root: Path, address: str) -> Place:
    """Find a mailbox: its folder, else its export; the exact name before one in other letters.

    Raises MailboxGone where there is neither, Unavailable where the root itself cannot be read.
    """
    check_root(root)
    if not _is_name(address):
        raise MailboxGone("the mailbox's address is no name that a folder could have")
    found = _exact(root, address) or _alike(root, address)
    if found is None:
        check_root(root)
        raise MailboxGone(f"neither the folder {address}/ nor the file {address}.ics is there")
    return found


def check_root(root: Path) -> None:
    """Raise Unavailable unless the connection's folder is there and can be read."""
    try:
        with os.scandir(root) as entries:
            next(entries, None)
    except OSError as error:
        raise Unavailable(f"the folder {root} cannot be read: {error.strerror}") from error


def look(place: Place) -> list[Seen]:
    """The calendar files of a mailbox, sorted by name; dot-files and other suffixes are ignored."""
    seen = [_seen(path, in_export=False) for path in calendar_files(place)]
    if place.export is not None:
        seen.append(_seen(place.export, in_export=True))
    return [one for one in seen if one is not None]


def calendar_files(place: Place) -> list[Path]:
    """The ``*.ics`` files of the folder itself, sorted by name; none if there is no folder yet."""
    if place.export is not None and not place.folder.is_dir():
        return []
    with os.scandir(place.folder) as entries:
        names = [entry.name for entry in entries if _is_calendar(entry)]
    return [place.folder / name for name in sorted(names)]


def read_whole(path: Path) -> bytes | None:
    """The bytes of a file; None where it cannot be opened or is above the size cap."""
    try:
        with path.open("rb") as file:
            content = file.read(SIZE_CAP + 1)
    except OSError:
        return None
    return content if len(content) <= SIZE_CAP else None


def _is_calendar(entry: os.DirEntry[str]) -> bool:
    name = entry.name
    return name[-4:].lower() == ".ics" and not name.startswith(".") and not entry.is_dir()


def _seen(path: Path, *, in_export: bool) -> Seen | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    changed = max(stat.st_mtime_ns, stat.st_ctime_ns)
    return Seen(path, in_export, stat.st_size, stat.st_mtime_ns, changed, stat.st_ino)


def _is_name(address: str) -> bool:
    """Whether an address stays inside the root whatever the file system makes of it."""
    return (
        bool(address)
        and not _FORBIDDEN.search(address)
        and not address.startswith(".")
        and not address.endswith((".", " ", NOTES_SUFFIX))
        and len(os.fsencode(address)) < 200
    )


def _exact(root: Path, address: str) -> Place | None:
    if (root / address).is_dir():
        return Place(root / address)
    export = root / f"{address}.ics"
    return Place(root / f"{address}{NOTES_SUFFIX}", export) if export.is_file() else None


def _alike(root: Path, address: str) -> Place | None:
    """The one mailbox whose name differs in case or composition only; two are none."""
    wanted = _folded(address)
    with os.scandir(root) as entries:
        names = {_bare(entry) for entry in entries}
    alike = [name for name in names if name and _folded(name) == wanted]
    return _exact(root, alike[0]) if len(alike) == 1 else None


def _bare(entry: os.DirEntry[str]) -> str:
    if entry.is_dir():
        return "" if entry.name.endswith(NOTES_SUFFIX) else entry.name
    return entry.name[:-4] if entry.name[-4:].lower() == ".ics" else ""


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
