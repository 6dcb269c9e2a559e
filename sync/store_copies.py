"""Copies of a store: one made while the service runs, one taken back in the store's place."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from connectors.atomic import sync_folder
from sync.forgotten import forgotten_rows
from sync.store import reading, revision_in, revisions
from sync.store_trouble import StoreError

JOURNALS = ("-wal", "-shm")


def back_up(store: Path, target: Path) -> int:
    """Write a whole, synced copy of the store to ``target``, readable by its owner alone: its bytes.

    Raises StoreError where there is no store or something stands in the way.
    """
    if not store.exists():
        raise StoreError(f"store.url: there is no store yet ({store.name}), so nothing to copy")
    if target.exists():
        raise StoreError(f"{target}: there is a file of this name; a copy overwrites nothing")
    partial = target.with_name(f".{target.name}.partial")
    try:
        _copy(store, partial)
        _check_copy(partial)
        # Nobody else's file of this name appears between the look above and here but by intent.
        partial.rename(target)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)
    return target.stat().st_size


def check_copy(copy: Path) -> str:
    """The version of the tables in a copy; raises StoreError for a file that is none, or damaged."""
    if not copy.is_file():
        raise StoreError(f"{copy}: there is no such file")
    try:
        return _check_copy(copy)
    except (sqlite3.Error, DatabaseError) as error:
        raise StoreError(f"{copy}: this is no whole copy of a store ({error})") from None


def take_back(copy: Path, store: Path, now: datetime) -> Path | None:
    """Put a copy in the store's place; where the old store stands from now on, if there was one.

    For the holder of the lock. Who was forgotten since the copy was made stays forgotten.
    """
    check_copy(copy)
    fresh = store.with_name(f".{store.name}.restored")
    fresh.unlink(missing_ok=True)
    try:
        _copy(copy, fresh)
        _carry_over(store, fresh)
        aside = _set_aside(store, now) if store.exists() else None
        fresh.replace(store)
    finally:
        fresh.unlink(missing_ok=True)
    sync_folder(store.parent)
    return aside


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    target.touch(mode=0o600)
    with _in_words(), reading(source) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
        # One file, without a log beside it: it is to be carried elsewhere.
        new.execute("PRAGMA journal_mode=DELETE")
    _sync_file(target)


def _check_copy(copy: Path) -> str:
    with _in_words(), reading(copy) as source:
        found = source.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"{copy}: the copy is damaged ({found})")
        revision = revision_in(source)
    if revision is None:
        raise StoreError(f"{copy}: this is a database, but no store of Hjemmedag")
    if revision not in revisions():
        raise StoreError(f"{copy}: this copy is of a later version of Hjemmedag ({revision})")
    return revision


def _carry_over(store: Path, fresh: Path) -> None:
    """Who has been forgotten by now must not come back with an old copy."""
    try:
        with reading(store) as old:
            known = forgotten_rows(old)
    except sqlite3.Error:  # no store, or one that cannot be read any more: that is why it goes
        return
    if not known:
        return
    if check_copy(fresh) < "0003":
        raise StoreError(
            "somebody was forgotten since this copy was made, and the copy is of a version that "
            "cannot keep anybody out: take a later copy"
        )
    with closing(sqlite3.connect(fresh)) as new, new:
        new.executemany("INSERT OR IGNORE INTO forgotten (digest, at) VALUES (?, ?)", known)
    _sync_file(fresh)


def _set_aside(store: Path, now: datetime) -> Path:
    """The old store, whole with its log, under a name that says when it was put away."""
    aside = store.with_name(f"{store.name}.before-{now:%Y%m%dT%H%M%SZ}")
    try:
        with closing(sqlite3.connect(store)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        pass  # it is damaged; then its log goes with it as it is
    for suffix in JOURNALS:
        journal = Path(f"{store}{suffix}")
        if journal.exists():
            journal.replace(f"{aside}{suffix}")
    try:
        os.link(store, aside)
    except OSError:  # a file system without links
        shutil.copy2(store, aside)
    return aside


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _in_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        raise DatabaseError(None, None, error) from error
