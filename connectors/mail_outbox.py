"""Where mail goes out: a message ready to send, and a folder that takes messages as files."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from connectors.atomic import clear_leftovers, write_atomically
from connectors.base import Step
from connectors.errors import Rejected, Unavailable

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL_ADDRESS = re.compile(rf"(?=.{{3,254}}$){_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person. ``name``: safe as a file name, the same for the same message."""

    name: str
    sender: str
    recipient: str
    content: bytes


class Outbox(Protocol):
    """Takes mail and sees it on its way."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """What an operator must be told at every start."""

    def post(self, mail: Mail) -> None:
        """Hand the message over, at least once; returns when it is taken."""

    def examine(self) -> Iterator[Step]:
        """Try the way without sending anything."""

    def expiries(self) -> Mapping[str, datetime]:
        """What it rests on that ends, and when."""


class FolderOutbox:
    """Puts every message as an ``.eml`` file into a folder, for a gateway or a person to take."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.warnings: tuple[str, ...] = ()

    def post(self, mail: Mail) -> None:
        """Write the file whole; the same message again is the same file."""
        try:
            self._path.mkdir(exist_ok=True)
            clear_leftovers(self._path)
            write_atomically(self._path / f"{mail.name}.eml", mail.content)
        except OSError as error:
            reason = f"the folder {self._path} cannot be written: {error.strerror}"
            raise Unavailable(reason) from error

    def examine(self) -> Iterator[Step]:
        """Whether the folder can be written to; it is made with the first message."""
        folder = self._path if self._path.is_dir() else self._path.parent
        well = os.access(folder, os.W_OK | os.X_OK)
        said = f"the folder {self._path} {'can' if well else 'cannot'} be written to"
        ask = "Give the account that runs Hjemmedag the right to write there."
        yield Step(said, well=well, ask=ask)

    def expiries(self) -> Mapping[str, datetime]:
        """A folder does not end."""
        return {}


def check_address(address: str, whose: str) -> str:
    """The address, if it is a plain one; raises Rejected for what could not be sent to safely."""
    if not _MAIL_ADDRESS.fullmatch(address) or len(address.partition("@")[0]) > 64:
        raise Rejected(f"the {whose}'s address is no mail address in ASCII")
    return address
