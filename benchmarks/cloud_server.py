"""A Graph server in a process of its own, with calendars of known sizes, for the figures about Graph."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from tests.conformance.desk import COPENHAGEN
from tests.simulators.graph.faults import slow
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import App

SECRET = "hemmelig"  # noqa: S105 – of an application of the simulator's
APP = "5f3c2a10-1111-4222-8333-444455556666"
MONDAY = datetime(2026, 11, 30, 9, tzinfo=COPENHAGEN)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SMALL, LARGE, PAGE, SLOW = "small@x.example", "large@x.example", "page@x.example", "p50@x.example"
WORDS = ("Hjemmearbejde", "Møde", "Retsmøde", "Frokost", "Fokustid")


def main(people: int, latency: float, slow_for: float) -> None:
    """Serve until the other side hangs up; the address and a token go out first."""
    with serving([App(APP)]) as server:
        for address, count in ((SMALL, 10), (LARGE, 10_000), (PAGE, 130)):
            _fill(server, address, count, past=address == LARGE)
        for number in range(people):
            _fill(server, f"p{number}@x.example", 2)
        server.tenant.manners.latency = latency
        if slow_for:
            later = "$deltatoken"
            server.tenant.faults.add(
                "delta", slow(slow_for), times=-1, mailbox=SLOW, where=lambda c: later in c.query
            )
        server.tenant.signing_in.lifetime = 1e9
        sys.stdout.write(json.dumps([server.url, server.token(APP)]) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def apart(people: int, events: int, at_odds: bool, own_words: bool) -> None:
    """Serve calendars over TLS, for a whole command, until the other side hangs up.

    ``at_odds``: in each a home day has a meeting on site, so that there is something to write about.
    ``own_words``: no subject comes twice in all of them.
    """
    with serving([App(APP, secrets={SECRET: None})], tls=True) as server:
        for number in range(people):
            first = number * events if own_words else 0
            owner = _fill(server, f"p{number}@x.example", events, first)
            if at_odds:
                _contradict(owner)
        sys.stdout.write(json.dumps([server.graph, server.authority, str(server.ca_file)]) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


def _fill(server: Server, address: str, count: int, first: int = 0, *, past: bool = False) -> Owner:
    owner = Owner(server.tenant, server.tenant.store.add_mailbox(address, COPENHAGEN))
    for number in range(first, first + count):
        subject, day, place = appointment(number)
        day -= timedelta(days=400) if past else timedelta()
        owner.add(subject, day, day + HOUR, location={"displayName": place})
    return owner


def _contradict(owner: Owner) -> None:
    meeting = MONDAY + 8 * DAY
    owner.add("Hjemmearbejde", meeting.date(), meeting.date() + DAY)
    owner.add("Møde (fysisk)", meeting, meeting + HOUR)


def appointment(number: int) -> tuple[str, datetime, str]:
    """Subject, start and place of one appointment of an hour, within four weeks."""
    return f"{WORDS[number % 5]} nr. {number}", MONDAY + DAY * (number % 28), "Lokale 3"


@contextmanager
def cloud(
    people: int = 0, latency: float = 0.0, slow_for: float = 0.0
) -> Iterator[tuple[str, str]]:
    """The address of a server in another process, and a token for it."""
    with _child("main", people, latency, slow_for) as (url, token):
        yield url, token


@contextmanager
def tenant(
    people: int, events: int, *, at_odds: bool = False, own_words: bool = False
) -> Iterator[tuple[str, str, str]]:
    """Graph, authority and file of certificates of a server in another process, over TLS."""
    with _child("apart", people, events, at_odds, own_words) as (graph, authority, ca_file):
        yield graph, authority, ca_file


@contextmanager
def _child(work: str, *numbers: float) -> Iterator[list[str]]:
    words = [sys.executable, "-m", "benchmarks.cloud_server", work, *map(str, numbers)]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield json.loads(process.stdout.readline())
        finally:
            process.stdin.close()


if __name__ == "__main__":
    if sys.argv[1] == "main":
        main(int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4]))
    else:
        people, events, *which = sys.argv[2:]
        apart(int(people), int(events), *(word == "True" for word in which))
