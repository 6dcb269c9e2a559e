"""What can be wrong with a store and where it lies, in sentences that say what to do about it."""

from __future__ import annotations

import os
import re
from pathlib import Path, PureWindowsPath

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DatabaseError

MOUNTS = Path("/proc/self/mountinfo")
NETWORK = frozenset(
    ("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "beegfs", "davfs")
)
FUSE = frozenset(
    ("sshfs", "glusterfs", "ceph", "ceph-fuse", "davfs2", "rclone", "smbnetfs", "juicefs", "s3fs")
)
_ESCAPED = re.compile(r"\\([0-7]{3})")
_WORDS = (
    ("full", "the disk is full, or the file may not grow; free some room, then start again"),
    ("disk i/o error", "the disk does not take what is written, or does not give it back ({0})"),
    ("readonly", "it cannot be written: {0}; look whose file it is and how its disk is mounted"),
    (
        "unable to open",
        "it cannot be opened: {0}; look whether its folder is there and whose it is",
    ),
    ("locked", "somebody else keeps it busy; try again, or look what has it open"),
    ("malformed", "{damaged}"),
    ("not a database", "{damaged}"),
)
DAMAGED = (
    "it is damaged ({0}). Take back a copy with `hjemmedag restore FILE`, or move it away: the next "
    "pass takes on again what stands in the calendars"
)


class StoreError(Exception):
    """The store cannot be used as it is; the message says why and what to do."""


def file_of(url: str) -> Path | None:
    """The file that a store is; None for one in memory or on a server."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def reason_of(error: DatabaseError) -> str:
    """Why the store cannot be used, for an operator; what SQLite said stands in brackets."""
    said = str(error.orig)
    for part, words in _WORDS:
        if part in said.lower():
            return words.format(said, damaged=DAMAGED.format(said))
    return said


def check_place(path: Path) -> None:
    """Raise StoreError where the store would lie on a network file system."""
    kind = network_file_system(path, _mounts())
    if kind is not None:
        raise StoreError(
            f"store.url: {path.name} lies on a network file system ({kind}), where locks do not "
            "hold and a store gets damaged. Put it on a disk of this machine."
        )


def check_whole(db: Connection) -> None:
    """Raise StoreError where SQLite finds the file damaged; costs one reading of it."""
    if db.dialect.name != "sqlite":
        return
    found = db.exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
    if found != "ok":
        said = str(found).splitlines()[-1]
        raise StoreError(f"store.url: the store cannot be used: {DAMAGED.format(said)}")


def network_file_system(path: Path, mounts: str) -> str | None:
    """The kind of network file system that ``path`` lies on, by ``mounts`` (mountinfo), if it does."""
    if PureWindowsPath(path).drive.startswith("\\\\"):
        return "a share"
    place, best, kind = os.path.realpath(path), -1, None
    for line in mounts.splitlines():
        head, separator, tail = line.partition(" - ")
        fields, filesystem = head.split(), tail.split()
        if not separator or len(fields) < 5 or not filesystem:
            continue
        point = _ESCAPED.sub(lambda found: chr(int(found[1], 8)), fields[4])
        # Of two on one place the later one hides the earlier.
        if _below(place, point) and len(point) >= best:
            best, kind = len(point), _network(filesystem)
    return kind


def _network(filesystem: list[str]) -> str | None:
    kind, options = filesystem[0], set(filesystem[-1].split(","))
    # 9p is how sandboxes and virtual machines see their own host's disk, unless it goes over a wire.
    if (
        kind in NETWORK
        or kind.removeprefix("fuse.") in FUSE
        or (kind == "9p" and options & {"trans=tcp", "trans=rdma"})
    ):
        return kind
    return None


def _below(place: str, point: str) -> bool:
    return point == "/" or place == point or place.startswith(point.rstrip("/") + "/")


def _mounts() -> str:
    try:
        return MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:  # no Linux
        return ""
