"""Who is looking, and why: written down before anybody's calendar is shown."""

from __future__ import annotations

import getpass
import os
from typing import Annotated

import typer

from config.arguments import InputError
from config.plain_text import plain
from config.values import text
from sync.lookups import LookUp, note
from sync.service import Service

LONGEST = 200
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="Why you look; kept in the log of look-ups."),
]


def reason_of(given: str | None) -> str | None:
    """The words of ``--reason``: one line, without control characters, at most 200 signs."""
    if given is None:
        return None
    try:
        found = text(given)
    except ValueError as error:
        raise InputError(f"--reason: {error}") from None
    if len(found) > LONGEST:
        raise InputError(f"--reason: {len(found)} signs are too many; at most {LONGEST}")
    return found


def look_up(service: Service, what: str, whom: str, why: str | None) -> None:
    """Write down that ``whom`` is about to be looked at; the time is the real one."""
    note(service.store_url, LookUp(service.clock(), looker(), what, whom, why))


def looker() -> str:
    """The user of the machine, ``root (sudo: anna)`` where sudo says who is behind it."""
    user, behind = _user(), os.environ.get("SUDO_USER", "")
    who = f"{user} (sudo: {behind})" if behind and behind != user else user
    return plain(who.replace("\n", " "))[:LONGEST]


def _user() -> str:
    """By the process itself where the system tells: what the environment says, anybody can say."""
    try:
        import pwd
    except ImportError:  # Windows
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
