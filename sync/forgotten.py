"""Who asked to be forgotten: digests, by which they are known again and kept out."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Collection

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import DatabaseError

from sync import schema
from sync.store import reading
from sync.store_trouble import file_of


def digests(person: str, address: str) -> tuple[str, str]:
    """What is left of somebody: a digest of the id, and one of the mailbox."""
    return digest_of_name("person", person), digest_of_name("mailbox", address)


def take_back(db: Connection, person: str, address: str) -> bool:
    """Let somebody take part again; False where nobody had been forgotten."""
    table = schema.forgotten
    gone = delete(table).where(table.c.digest.in_(digests(person, address)))
    return db.execute(gone).rowcount > 0


def kept_out(db: Connection, person: str, address: str) -> bool:
    """Whether somebody has been forgotten by now: a reading may have been under way."""
    table = schema.forgotten
    query = select(table.c.digest).where(table.c.digest.in_(digests(person, address)))
    return db.execute(query).first() is not None


def is_forgotten(known: Collection[str], person: str, address: str) -> bool:
    """Whether somebody is kept out, by id or by mailbox."""
    return bool(known) and any(d in known for d in digests(person, address))


def forgotten_in(url: str) -> frozenset[str]:
    """Who is kept out, read without the lock; nobody where there is no store yet.

    Raises DatabaseError where the store cannot be read: then nobody knows who must not be.
    """
    path = file_of(url)
    if path is None or not path.exists() or path.stat().st_size == 0:
        return frozenset()
    try:
        with reading(path) as source:
            return frozenset(digest for digest, _ in forgotten_rows(source))
    except sqlite3.Error as error:
        raise DatabaseError(None, None, error) from error


def forgotten_rows(source: sqlite3.Connection) -> tuple[tuple[str, str], ...]:
    """Digest and moment of everybody in a store's file, which may be of an older version."""
    there = "SELECT 1 FROM sqlite_master WHERE name = 'forgotten'"
    if source.execute(there).fetchone() is None:
        return ()
    return tuple(source.execute("SELECT digest, at FROM forgotten ORDER BY digest"))


def digest_of_name(kind: str, text: str) -> str:
    return hashlib.sha256(f"hjemmedag forgotten {kind}\n{text.casefold()}".encode()).hexdigest()
