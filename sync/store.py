"""Opens the store: pragmas, transactions, migrations, and the lock of whoever writes calendars."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path

import msgspec
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, Pool, StaticPool, create_engine, event
from sqlalchemy.exc import DatabaseError

from sync.store_trouble import StoreError, check_place, check_whole, file_of

MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 0.25
"""Seconds that a taken lock is asked for again, before its holder is believed to be at work."""


class StoreBusyError(Exception):
    """Another process holds the lock: only one may write calendars."""


class Store:
    """A database with our tables. Open one after forking, never before."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        # SQLite lets one write and the others try their luck; threads of ours wait in turn.
        self._turn = threading.RLock()

    @classmethod
    def open(cls, url: str) -> Store:
        """The store at a SQLAlchemy URL, created, looked through and migrated where needed.

        For the holder of the lock. Raises StoreError where it is damaged or lies where none may.
        """
        path = file_of(url)
        if path is not None:
            check_place(path)
            if not path.exists():
                # What people's days are is nobody's business but the service's.
                path.touch(mode=0o600)
        store = cls(_listening(_engine(url)))
        with store.transaction() as db:
            check_whole(db)
        store._migrate()
        return store

    @classmethod
    def visit(cls, url: str) -> Store:
        """A store that somebody else may be at work on: neither created nor migrated.

        Raises StoreError where there is none, or where its tables are not those of this version.
        """
        path = file_of(url)
        if path is not None and not path.exists():
            raise StoreError(f"store.url: there is no store yet ({path.name}); a pass makes it")
        store = cls(_listening(_engine(url)))
        revision = store.revision()
        if revision != head():
            store.close()
            known = "an older version" if revision in revisions() else "another version"
            raise StoreError(f"store.url: the store is one of {known}; run `hjemmedag migrate`")
        return store

    @classmethod
    def rehearsal(cls, url: str) -> Store:
        """A copy in memory of the store at ``url``, for a dry run; the file is only read."""
        engine = _listening(_engine("sqlite://", StaticPool))
        path = file_of(url)
        if path is not None and path.exists():
            try:
                _copy(path, engine)
            except sqlite3.Error as error:
                raise DatabaseError(None, None, error) from error
        store = cls(engine)
        store._migrate()
        return store

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any error."""
        with self._turn, self._engine.begin() as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def revision(self) -> str | None:
        """Which version of the tables this is; None for a store without tables."""
        with self.transaction() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def _migrate(self) -> None:
        """A store that is up to date costs one look; Alembic's steps are loaded only if needed."""
        with self.transaction() as connection:
            revision = MigrationContext.configure(connection).get_current_revision()
            if revision == head():
                return
            if revision is not None and revision not in revisions():
                raise StoreError(
                    f"store.url: the store was written by a later version of Hjemmedag ({revision});"
                    " install that version, or restore a copy made by this one"
                )
            config = _alembic()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _engine(url: str, pool: type[Pool] | None = None) -> Engine:
    return create_engine(url, json_deserializer=msgspec.json.decode, poolclass=pool)


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def head() -> str | None:
    """The version of the tables that this program works with."""
    return ScriptDirectory.from_config(_alembic()).get_current_head()


@cache
def revisions() -> frozenset[str]:
    """All versions of the tables that this program can bring up to its own."""
    scripts = ScriptDirectory.from_config(_alembic()).walk_revisions()
    return frozenset(script.revision for script in scripts)


def revision_of(url: str) -> str | None:
    """Which version of the tables a store is of; None where there is none. Leaves no trace."""
    path = file_of(url)
    if path is None or not path.exists() or path.stat().st_size == 0:
        return None
    try:
        with reading(path) as source:
            return revision_in(source)
    except sqlite3.Error as error:
        raise DatabaseError(None, None, error) from error


def revision_in(source: sqlite3.Connection) -> str | None:
    """Which version of the tables is in a file; None for a database that is none of ours."""
    there = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
    if source.execute(there).fetchone() is None:
        return None
    row = source.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def is_held(url: str) -> bool:
    """Whether somebody who writes calendars is at work just now; leaves nothing behind."""
    path = file_of(url)
    lock_file = Path(f"{path}.lock")
    if path is None or not lock_file.exists():
        return False
    lock = FileLock(lock_file, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


@contextmanager
def looking(url: str) -> Iterator[Connection | None]:
    """The store as it is, to be read alone, whatever its version; None where there is none yet."""
    path = file_of(url)
    if path is None or not path.exists():
        yield None
        return
    engine = create_engine("sqlite://", creator=lambda: _read_only(path), poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def writer_lock(url: str) -> Iterator[None]:
    """Hold the lock of whoever writes calendars; raises StoreBusyError at once where it is taken."""
    path = file_of(url)
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Whoever only looks whether the lock is taken (``is_held``) has it for a moment.
    lock = FileLock(f"{path}.lock", timeout=PATIENCE)
    try:
        lock.acquire()
    except Timeout:
        message = f"another hjemmedag is at work on {path.name}; wait for it to end, then try again"
        raise StoreBusyError(message) from None
    try:
        yield
    finally:
        lock.release()


def _listening(engine: Engine) -> Engine:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(dbapi: sqlite3.Connection, _: object) -> None:
    # sqlite3 would begin transactions late and only for some statements; we begin them ourselves.
    dbapi.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
        dbapi.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _copy(path: Path, engine: Engine) -> None:
    with reading(path) as source, closing(engine.raw_connection()) as raw:
        target = raw.driver_connection
        assert isinstance(target, sqlite3.Connection)
        source.backup(target)


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A look at a store's file that leaves no trace, whoever is at work on it."""
    source = _read_only(path)
    try:
        yield source
    finally:
        source.close()


def _read_only(path: Path) -> sqlite3.Connection:
    # Without a write-ahead log nobody is writing, and then reading need not leave one behind.
    quiet = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{quiet}", uri=True)
