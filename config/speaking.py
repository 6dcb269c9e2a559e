"""What all commands share: options, exit codes, and how wrong input ends – in words, never in a traceback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DatabaseError

from config.arguments import InputError
from config.bootstrap import GateClosedError
from config.plain_text import plain
from config.problems import ConfigurationError
from config.starter import FolderInUseError
from sync.lookups import LookUpNotKeptError
from sync.store import StoreBusyError
from sync.store_trouble import StoreError, reason_of

DONE, FAILED, WRONG, HELD = 0, 1, 2, 3
EXPECTED = (
    ConfigurationError,
    FolderInUseError,
    GateClosedError,
    InputError,
    LookUpNotKeptError,
    StoreBusyError,
    StoreError,
)


class Format(StrEnum):
    """How an answer is given."""

    TEXT = "text"
    JSON = "json"


class PageFormat(StrEnum):
    """How an answer is given that can also be printed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


ConfigFile = Annotated[Path, typer.Option("--config", help="The configuration file.")]
AsOf = Annotated[
    str | None, typer.Option("--as-of", metavar="DATE", help="Take this date for today.")
]
Answer = Annotated[Format, typer.Option("--format", help="text for people, json for programs.")]
PageAnswer = Annotated[
    PageFormat,
    typer.Option("--format", help="text for people, json for programs, html for a page."),
]
DEFAULT_CONFIG = Path("hjemmedag.toml")


@contextmanager
def speaking() -> Iterator[None]:
    """Wrong input and a store that cannot be used end in words and exit code 2."""
    try:
        yield
    except EXPECTED as error:
        say(str(error))
        leave(WRONG)
    except DatabaseError as error:
        say(f"store.url: the store cannot be used: {reason_of(error)}")
        leave(WRONG)
    except OSError as error:
        say(f"{error.filename or 'file'}: {error.strerror or error}")
        leave(WRONG)


def leave(code: int) -> None:
    """End the command with this exit code; 0 lets it go on to its end."""
    if code:
        raise typer.Exit(code)


def say(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(plain(text.rstrip("\n")) + "\n")
