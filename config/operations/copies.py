"""``backup``, ``restore`` and ``migrate``: copies of the store, and its version."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, FAILED, ConfigFile, leave, speaking
from sync.afresh import start_afresh
from sync.service import Service
from sync.store import Store, head, is_held, revision_of, writer_lock
from sync.store_copies import back_up, check_copy, take_back
from sync.store_trouble import StoreError, check_place, file_of

File = Annotated[Path, typer.Argument(metavar="FILE")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (backup, restore, migrate):
        app.command()(command)


def backup(file: File, config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Write a copy of the store, also while the service runs; overwrites nothing."""
    with speaking():
        size = back_up(_store_file(service_of(config)), file)
        print(f"{file}: a whole copy, {size:,} bytes, readable by its owner alone.")  # noqa: T201


def restore(file: File, config: ConfigFile = DEFAULT_CONFIG) -> None:
    """Take a copy back in the store's place; the old store stays beside it."""
    with speaking():
        service = service_of(config)
        check_copy(file)
        with writer_lock(service.store_url):
            path = _store_file(service)
            check_place(path)
            aside = take_back(file, path, service.clock())
            store = Store.open(service.store_url)
            try:
                with store.transaction() as db:
                    start_afresh(service, db, service.clock())
            finally:
                store.close()
        print(f"{path.name}: restored from {file}.")  # noqa: T201
        if aside is not None:
            print(f"The store as it was: {aside}. Delete it once all is well.")  # noqa: T201
        print("The next pass finds our notes in the calendars and goes on from there.")  # noqa: T201


def migrate(
    config: ConfigFile = DEFAULT_CONFIG,
    check: Annotated[
        bool, typer.Option("--check", help="Only say it; exit code 1 if there is work to do.")
    ] = False,
) -> None:
    """Bring the store's tables to this version."""
    with speaking():
        url = service_of(config).store_url
        before = revision_of(url)
        if before == head():
            print(f"The store is of this version ({before}); nothing to do.")  # noqa: T201
            return
        print(f"From {before or 'no store'} to {head()}.")  # noqa: T201
        if check:
            leave(FAILED)
        _migrate(url)
        print("Done.")  # noqa: T201


def _migrate(url: str) -> None:
    if is_held(url):
        raise StoreError("the service is at work on the store; stop it, then migrate")
    with writer_lock(url):
        Store.open(url).close()


def _store_file(service: Service) -> Path:
    path = file_of(service.store_url)
    if path is None:
        raise StoreError("store.url: only a store in a file can be copied")
    return path
