"""What ``doctor`` tries, one step after the other: each says in a sentence what it found."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import DatabaseError

from config.bootstrap import join
from config.configuration import Configuration, load
from config.connecting import Clock, connector, warnings_of, with_fallbacks
from config.problems import ConfigurationError, Problem
from connectors.base import Examiner, Step, WritingExaminer
from connectors.model import Mailbox
from sync.service import Service, people
from sync.store import head, is_held, reading, revision_in
from sync.store_trouble import StoreError, check_place, file_of

ROOM = 200 * 1024 * 1024
AHEAD = timedelta(minutes=10)
MADE = 2026
WINTER, SUMMER = datetime(2026, 1, 15, 12, tzinfo=UTC), datetime(2026, 7, 15, 12, tzinfo=UTC)
STAMPS = {"mailbox": ("completed_at", "read_at"), "entry": ("delivered_at",), "audit": ("at",)}


@dataclass(frozen=True, slots=True)
class Found:
    """A step, and the part of the installation that it was about."""

    part: str
    step: Step


def examine(config_file: Path, clock: Clock, *, write: bool = False) -> Iterator[Found]:
    """Everything that the service rests on; one part's trouble does not keep from the next.

    ``write``: with a note over each connection that can tell nothing sure without one.
    """
    yield from _named("clock", _of_clock(clock()))
    yield from _named("time zones", _of_zones(("Europe/Copenhagen", "Atlantic/Faroe")))
    try:
        configuration = load(config_file)
    except ConfigurationError as error:
        ask = "Correct it in the file; docs/reference/configuration.md says what is allowed."
        yield from _named(
            "configuration", (Step(str(p), well=False, ask=ask) for p in error.problems)
        )
        return
    yield Found("configuration", Step(f"{config_file} and the files it names can be read"))
    yield from _named("store", _of_store(configuration.settings.store_url, clock()))
    yield from _of_connections(configuration, clock, write=write)


def _named(part: str, steps: Iterator[Step]) -> Iterator[Found]:
    return (Found(part, step) for step in steps)


def _of_clock(now: datetime) -> Iterator[Step]:
    well = now.year >= MADE
    ask = "Set it, and let it be kept by the network (NTP)."
    yield Step(f"the clock says {now:%Y-%m-%d %H:%M} UTC", well=well, ask=ask)


def _of_zones(names: tuple[str, ...]) -> Iterator[Step]:
    """Whether zones are known with their summer time; slim images come without."""
    try:
        zones = [ZoneInfo(name) for name in names]
    except ZoneInfoNotFoundError as error:
        yield Step(str(error), well=False, ask="Install the package tzdata.")
        return
    turning = all(
        WINTER.astimezone(z).utcoffset() != SUMMER.astimezone(z).utcoffset() for z in zones
    )
    said = "time zones are known" + ("" if turning else ", but not their summer time")
    yield Step(said, well=turning, ask="Install the package tzdata anew.")


def _of_store(url: str, now: datetime) -> Iterator[Step]:
    path = file_of(url)
    if path is None:
        return
    try:
        check_place(path)
    except StoreError as error:
        yield Step(str(error), well=False, ask="Put it on a disk of this machine.")
    yield from _of_disk(path)
    if not path.exists():
        yield Step("there is no store yet; the first pass makes it")
        return
    yield from _of_permissions(path)
    yield from _of_content(path, now)
    if is_held(url):
        yield Step("a service or a pass is at work on it just now")


def _of_disk(path: Path) -> Iterator[Step]:
    folder = path.parent
    if not folder.is_dir():
        ask = "Make the folder, readable and writable for the account that runs Hjemmedag alone."
        yield Step(f"the store's folder {folder} is not there", well=False, ask=ask)
        return
    free, needed = shutil.disk_usage(folder).free, ROOM
    if path.exists():
        needed += 2 * path.stat().st_size
    said = f"{free // 2**20:,} MB are free beside the store"
    ask = f"At least {needed // 2**20:,} MB are needed, for its log and for a copy."
    yield Step(said, well=free >= needed, ask=ask)


def _of_permissions(path: Path) -> Iterator[Step]:
    mode = stat.S_IMODE(path.stat().st_mode)
    well = not mode & (stat.S_IRWXG | stat.S_IRWXO)
    said = "only its owner can read the store" if well else f"others can read the store ({mode:o})"
    yield Step(said, well=well, ask=f"Take their right away: chmod 600 {path}")


def _of_content(path: Path, now: datetime) -> Iterator[Step]:
    try:
        with reading(path) as source:
            found = source.execute("PRAGMA integrity_check(1)").fetchone()[0]
            revision, newest = revision_in(source), _newest(source)
    except sqlite3.Error as error:
        found, revision, newest = str(error), None, None
    ask = "Take back a copy with `hjemmedag restore FILE`, or move the store away."
    yield Step(
        "the store is whole" if found == "ok" else f"the store is damaged: {found}",
        well=found == "ok",
        ask=ask,
    )
    if found == "ok":
        said = f"the store's tables are those of version {revision}, this program's of {head()}"
        yield Step(said, well=revision == head(), ask="Run `hjemmedag migrate`.")
    if newest is not None and newest > now + AHEAD:
        said = f"the store knows of {newest:%Y-%m-%d %H:%M} UTC, which lies ahead of the clock"
        yield Step(said, well=False, ask="One of the two is wrong: set the clock (NTP).")


def _newest(source: sqlite3.Connection) -> datetime | None:
    """The latest moment that was ever written down."""
    given = []
    for table, columns in STAMPS.items():
        known = {row[1] for row in source.execute(f"PRAGMA table_info({table})")}
        latest = (f"SELECT max({c}) FROM {table}" for c in known.intersection(columns))  # noqa: S608 – our own names
        given += [found for q in latest if (found := source.execute(q).fetchone()[0])]
    return datetime.fromisoformat(max(given)).replace(tzinfo=UTC) if given else None


def _of_connections(configuration: Configuration, clock: Clock, *, write: bool) -> Iterator[Found]:
    settings = configuration.settings
    made: dict[str, object] = {}
    for name, connection in settings.connections.items():
        one = connector(name, connection, settings, clock)
        if isinstance(one, Problem):
            ask = "Give the account that runs Hjemmedag what it names."
            yield Found(f"connection {name}", Step(str(one), well=False, ask=ask))
        else:
            made[name] = one
    made = with_fallbacks(settings, made)
    service = join(configuration, clock=clock, connections=made)
    for line in warnings_of(made):
        yield Found("connections", Step(line))
    for name in made:
        part = f"connection {name}"
        yield from _named(part, _of_connection(service, name))
        if write:
            yield from _named(part, _of_writing(service, name))


def _of_connection(service: Service, name: str) -> Iterator[Step]:
    one = service.connections[name]
    if not isinstance(one, Examiner):
        yield Step("there is nothing to try")
        return
    try:
        yield from one.examine(_mailboxes(service, name))
    except OSError as error:
        yield Step(f"it cannot be tried: {error.strerror or error}", well=False)


def _of_writing(service: Service, name: str) -> Iterator[Step]:
    one = service.connections[name]
    if isinstance(one, WritingExaminer):
        yield from one.examine_writing(_mailboxes(service, name))


def _mailboxes(service: Service, name: str) -> list[Mailbox]:
    """Those that are read there; none where the store cannot say who is kept out."""
    try:
        return [p.mailbox for p in people(service) if p.employee.connection == name]
    except DatabaseError:
        return []
