"""Opens the store: pragmas, transactions, migrations, and the lock of whoever writes calendars."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock, Timeout
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event, make_url
from sqlalchemy.exc import DatabaseError

MIGRATIONS = Path(__file__).parent / "migrations"


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
        """The store at a SQLAlchemy URL, created and migrated where needed."""
        path = _file_of(url)
        if path is not None and not path.exists():
            # What people's days are is nobody's business but the service's.
            path.touch(mode=0o600)
        store = cls(_listening(create_engine(url)))
        store._migrate()
        return store

    @classmethod
    def rehearsal(cls, url: str) -> Store:
        """A copy in memory of the store at ``url``, for a dry run; the file is only read."""
        engine = _listening(create_engine("sqlite://", poolclass=StaticPool))
        path = _file_of(url)
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

    def _migrate(self) -> None:
        """A store that is up to date costs one look; Alembic's steps are loaded only if needed."""
        with self.transaction() as connection:
            if MigrationContext.configure(connection).get_current_revision() != _head():
                config = _alembic()
                config.attributes["connection"] = connection
                command.upgrade(config, "head")


def _alembic() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


@cache
def _head() -> str | None:
    return ScriptDirectory.from_config(_alembic()).get_current_head()


@contextmanager
def writer_lock(url: str) -> Iterator[None]:
    """Hold the lock of whoever writes calendars; raises StoreBusyError at once where it is taken."""
    path = _file_of(url)
    if path is None:
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{path}.lock", timeout=0)
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


def _file_of(url: str) -> Path | None:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


def _copy(path: Path, engine: Engine) -> None:
    # Without a write-ahead log nobody is writing, and then reading need not leave one behind.
    quiet = "" if path.with_name(f"{path.name}-wal").exists() else "&immutable=1"
    source = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro{quiet}", uri=True)
    try:
        raw = engine.raw_connection()
        try:
            target = raw.driver_connection
            assert isinstance(target, sqlite3.Connection)
            source.backup(target)
        finally:
            raw.close()
    finally:
        source.close()
