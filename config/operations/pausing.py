"""``pause``, ``resume`` and ``resync``: what an operator asks for one mailbox, or for all."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Annotated

import typer

from config.arguments import InputError, day_of
from config.operations.asking import Wish, ask_or_do
from config.operations.whom import whom_of
from config.serving import service_of
from config.speaking import DEFAULT_CONFIG, ConfigFile, speaking
from sync.service import Service

Who = Annotated[
    str | None, typer.Argument(metavar="MAILBOX", help="A mailbox, or its employee's id.")
]
Everybody = Annotated[bool, typer.Option("--all", help="Every mailbox.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (pause, resume, resync):
        app.command()(command)


def pause(
    who: Who = None,
    config: ConfigFile = DEFAULT_CONFIG,
    everybody: Everybody = False,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="Read again from that date on."),
    ] = None,
) -> None:
    """Leave a mailbox alone: neither read it nor write to it."""
    with speaking():
        service = service_of(config)
        subject, end = _subject(service, who, everybody=everybody), _until(service, until)
        print(ask_or_do(service, Wish("pause", subject, end)))  # noqa: T201


def resume(
    who: Who = None, config: ConfigFile = DEFAULT_CONFIG, everybody: Everybody = False
) -> None:
    """Read and write again."""
    _ask(config, "resume", who, everybody=everybody)


def resync(
    who: Who = None, config: ConfigFile = DEFAULT_CONFIG, everybody: Everybody = False
) -> None:
    """Read a mailbox whole at the next turn, believe it if it is empty, try again what was set aside."""
    _ask(config, "resync", who, everybody=everybody)


def _ask(config: Path, what: str, who: str | None, *, everybody: bool) -> None:
    with speaking():
        service = service_of(config)
        subject = _subject(service, who, everybody=everybody)
        print(ask_or_do(service, Wish(what, subject)))  # noqa: T201


def _subject(service: Service, who: str | None, *, everybody: bool) -> str | None:
    """A person's id; None for everybody."""
    if (who is None) is not everybody:
        raise InputError("say whom: either MAILBOX or --all")
    return None if who is None else whom_of(service, who).person


def _until(service: Service, text: str | None) -> datetime | None:
    if text is None:
        return None
    day = day_of("--until", text)
    end = datetime.combine(day, time(), service.zone)
    if end <= service.clock():
        raise InputError(f"--until: {day} has come already; take a later date")
    return end
