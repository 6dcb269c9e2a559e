"""The server in a process of its own, so that its work is not counted as its client's."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import App

Doing = Callable[..., Any]


@dataclass(frozen=True)
class Apart:
    """A server elsewhere: where it is, and a line to it."""

    url: str
    authority: str
    ca_file: Path
    line: Connection

    def do(self, doing: Doing, *arguments: Any) -> Any:
        """Call a function of some module with the server and arguments, over there.

        What goes over and comes back can be pickled; what is raised there is raised here.
        """
        self.line.send((doing, arguments))
        result, error = self.line.recv()
        if error is not None:
            raise error
        return result

    def token(self, app: str) -> str:
        """A token, without asking for proof."""
        return str(self.do(Server.token, app))


@contextmanager
def serving_apart(apps: Sequence[App], *, tls: bool = False) -> Iterator[Apart]:
    """A server in another process, ended with the block."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    process = spawn.Process(target=_serve, args=(there, apps, tls), daemon=True)
    process.start()
    there.close()
    try:
        url, authority, ca_file = here.recv()
        yield Apart(url, authority, Path(ca_file), here)
    finally:
        here.close()
        process.join()


def _serve(line: Connection, apps: Sequence[App], tls: bool) -> None:  # spawned
    with serving(apps, tls=tls) as server:
        line.send((server.url, server.authority, str(server.ca_file)))
        while True:
            try:
                doing, arguments = line.recv()
            except EOFError:
                return
            line.send(_done(server, doing, arguments))


def _done(server: Server, doing: Doing, arguments: Sequence[Any]) -> tuple[Any, Exception | None]:
    try:
        return doing(server, *arguments), None
    except Exception as error:  # noqa: BLE001 # it is raised where it was asked for
        return None, error
