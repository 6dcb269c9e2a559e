"""``forget``: takes a person's notes away, deletes what is kept, and keeps the person out."""

from __future__ import annotations

from typing import Annotated

import typer

from config.arguments import InputError
from config.lookups import Reason, look_up, reason_of
from config.operations.asking import Wish, ask_or_do
from config.operations.whom import Whom, whom_of
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, FAILED, ConfigFile, leave, say, speaking
from sync.forget import forget_at_once
from sync.forgotten import take_back
from sync.service import Service
from sync.store import Store, StoreBusyError, writer_lock


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(forget)


def forget(
    who: Annotated[str, typer.Argument(metavar="PERSON", help="An employee's id or mailbox.")],
    config: ConfigFile = DEFAULT_CONFIG,
    undo: Annotated[
        bool, typer.Option("--undo", help="Let the person take part again; nothing else returns.")
    ] = False,
    reason: Reason = None,
) -> None:
    """Take a person's notes away, delete what is kept, keep the person out from now on."""
    with speaking():
        why, service = reason_of(reason), service_of(config)
        whom = whom_of(service, who)
        if undo:
            _take_back(service, whom)
            return
        look_up(service, "forget", whom.person, why)
        try:
            with writer_lock(service.store_url):
                trouble = _at_once(service, whom)
        except StoreBusyError:
            print(ask_or_do(service, Wish("forget", whom.person)))  # noqa: T201
            return
        if trouble is not None:
            say(f"a note could not be taken away yet ({trouble}); every pass tries again")
            leave(FAILED)
        print(f"{whom.person} is forgotten, and is not read again.")  # noqa: T201


def _at_once(service: Service, whom: Whom) -> str | None:
    store = Store.open(service.store_url)
    try:
        return forget_at_once(service, store, whom.person, whom.address)
    finally:
        store.close()


def _take_back(service: Service, whom: Whom) -> None:
    store = Store.visit(service.store_url)
    try:
        with store.transaction() as db:
            if not take_back(db, whom.person, whom.address):
                raise InputError(f"PERSON {whom.person} was not forgotten")
    finally:
        store.close()
    print(f"{whom.person} takes part again, as far as the files say so.")  # noqa: T201
