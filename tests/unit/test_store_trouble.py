"""Where a store may lie, and what is said about one that cannot be used."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from sync.store_trouble import network_file_system, reason_of

MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
31 27 0:40 / /mnt/nfs rw,relatime - nfs4 filer:/export rw,vers=4.2,addr=10.0.0.1
32 27 0:41 / /mnt/old rw,relatime - nfs filer:/old rw,vers=3
33 27 0:42 / /mnt/windows rw,relatime - cifs //filer/share rw,vers=3.0
34 27 0:43 / /mnt/a\040place\134with\040signs rw,relatime - smb3 //filer/x rw
35 27 0:44 / /mnt/ssh rw,nosuid - fuse.sshfs anna@host:/ rw,user_id=0
36 27 0:45 / /mnt/plan9 rw - 9p host rw,trans=tcp,port=564
37 27 0:46 / /mnt/virtual rw - 9p host rw,trans=virtio,cache=mmap
38 31 8:1 / /mnt/nfs/disk rw - xfs /dev/sdb1 rw
39 27 0:47 / /mnt/both rw - cifs //filer/x rw
40 27 8:2 / /mnt/both rw - ext4 /dev/sdc1 rw
41 27 0:48 / /mnt/memory rw - tmpfs tmpfs rw
42 27 0:49 / /mnt/overlay rw - overlay overlay rw,lowerdir=/a
nonsense
50 27 0:50 / /mnt/half -
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/hjemmedag.db", None),
        ("/mnt/nfs/hjemmedag.db", "nfs4"),
        ("/mnt/nfs/deep/er/hjemmedag.db", "nfs4"),
        ("/mnt/nfsother/hjemmedag.db", None),
        ("/mnt/old/hjemmedag.db", "nfs"),
        ("/mnt/windows/hjemmedag.db", "cifs"),
        ("/mnt/a place\\with signs/hjemmedag.db", "smb3"),
        ("/mnt/ssh/hjemmedag.db", "fuse.sshfs"),
        ("/mnt/plan9/hjemmedag.db", "9p"),
        ("/mnt/virtual/hjemmedag.db", None),
        ("/mnt/nfs/disk/hjemmedag.db", None),
        ("/mnt/both/hjemmedag.db", None),
        ("/mnt/memory/hjemmedag.db", None),
        ("/mnt/overlay/hjemmedag.db", None),
        ("/mnt/nfs/disk/../hjemmedag.db", "nfs4"),
    ],
)
def test_network_file_systems_are_known_by_the_mount_that_holds_the_file(
    path: str, kind: str | None
) -> None:
    assert network_file_system(Path(path), MOUNTS) == kind


def test_a_link_is_followed_to_where_the_file_lies(tmp_path: Path) -> None:
    share = tmp_path / "share"
    share.mkdir()
    (tmp_path / "near").symlink_to(share)
    mounts = f"1 0 0:1 / / rw - ext4 x rw\n2 1 0:2 / {share.resolve()} rw - nfs x rw"

    assert network_file_system(tmp_path / "near" / "hjemmedag.db", mounts) == "nfs"


def test_where_nothing_is_known_about_mounts_nothing_is_refused() -> None:
    assert network_file_system(Path("/srv/hjemmedag.db"), "") is None


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database or disk is full", "free some room"),
        ("disk I/O error", "does not take what is written"),
        ("attempt to write a readonly database", "cannot be written"),
        ("unable to open database file", "cannot be opened"),
        ("database is locked", "keeps it busy"),
        ("database disk image is malformed", "hjemmedag restore"),
        ("file is not a database", "move it away"),
        ("something else", "something else"),
    ],
)
def test_what_sqlite_says_becomes_what_to_do(said: str, words: str) -> None:
    assert words in reason_of(DatabaseError(None, None, sqlite3.OperationalError(said)))
