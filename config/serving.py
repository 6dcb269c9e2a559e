"""From the words of a command to the service it works on, and the bar that shows how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from config.arguments import day_to_be
from config.bootstrap import build, check_told
from config.connecting import warnings_of
from config.register.recall import remembered
from config.speaking import say
from sync.one_pass import Step, quietly
from sync.service import Service
from sync.store_trouble import StoreError


def service_of(config: Path, as_of: str | None = None) -> Service:
    """The service that a configuration file describes; what it warns of is said."""
    service = build(config, None if as_of is None else day_to_be(as_of))
    for line in warnings_of(service.connections):
        say(line)
    return service


def told_service(config: Path, as_of: str | None) -> Service:
    """The service, if people have been told that their calendars are read."""
    service = service_of(config, as_of)
    check_told(service)
    _check_memory(service)
    return service


def _check_memory(service: Service) -> None:
    """Nobody is judged by a register without the rows that only the store remembers.

    Raises DatabaseError where the store cannot be read, StoreError where it could not just now.
    """
    if service.register_rows is None:
        remembered(service.store_url)
        raise StoreError("store.url: the store could not be read just now; try again")


@contextmanager
def progress(*, shown: bool) -> Iterator[Step]:
    """A bar on a terminal; nothing in a pipe, and nothing beside a document."""
    console = Console(stderr=True)
    if not shown or not console.is_terminal:
        yield quietly
        return
    with Progress(console=console, transient=True) as bar:
        tasks = {"read": bar.add_task("Reads"), "write": bar.add_task("Writes", visible=False)}

        def step(what: str, done: int, of: int) -> None:
            bar.update(tasks[what], completed=done, total=of, visible=True)

        yield step
