"""An Exchange server in a process of its own, with calendars of known sizes, for the figures about EWS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta

from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import COPENHAGEN, Server, serving
from tests.simulators.ews.store import Delegate

SERVICE, PASSWORD = "svc@x.example", "hemmelig"
MONDAY = datetime(2026, 11, 30, 9, tzinfo=COPENHAGEN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SMALL, LARGE, PAGE, FULL = "small@x.example", "large@x.example", "page@x.example", "full@x.example"
WORDS = ("Hjemmearbejde", "Møde", "Retsmøde", "Frokost", "Fokustid")


def main(people: int, latency: float) -> None:
    """Serve until the other side hangs up; the address goes out first."""
    with empty() as server:
        for address, count in ((SMALL, 10), (LARGE, 10_000), (PAGE, 130), (FULL, 990)):
            fill(server, address, count, past=address == LARGE)
        for number in range(people):
            fill(server, f"p{number}@x.example", 6)
            _contradict(server, f"p{number}@x.example")
        server.exchange.manners.latency = latency
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        sys.stdin.read()


def empty() -> AbstractContextManager[Server]:
    """A server in this process that knows the service and nobody else."""
    return serving([User("svc", PASSWORD, SERVICE)], schemes=("Basic",))


def fill(server: Server, address: str, count: int, *, past: bool = False) -> None:
    """A mailbox whose calendar the service may read."""
    mailbox = server.exchange.store.add_mailbox(address, COPENHAGEN)
    mailbox.delegates[SERVICE] = Delegate()
    owner = Owner(server.exchange, mailbox)
    for number in range(count):
        day = MONDAY + DAY * (number % 28) - (timedelta(days=400) if past else timedelta())
        owner.add(f"{WORDS[number % 5]} {number}", day, day + HOUR, Location="Lokale 3")


def _contradict(server: Server, address: str) -> None:
    """A home day with a meeting on site, so that there is something to write about."""
    owner = Owner(server.exchange, server.exchange.store.mailboxes[address])
    meeting = MONDAY + 8 * DAY
    owner.add("Hjemmearbejde", meeting.date(), meeting.date() + DAY)
    owner.add("Møde (fysisk)", meeting, meeting + HOUR)


@contextmanager
def exchange(people: int = 0, latency: float = 0.0) -> Iterator[str]:
    """The address of a server in another process."""
    words = [sys.executable, "-m", "benchmarks.exchange_server", str(people), str(latency)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.stdin.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
