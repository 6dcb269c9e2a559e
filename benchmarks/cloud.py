"""S3, S4, S6, S7, S14, S15 over Graph: beside a bare aiohttp client, json and executemany."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import msgspec

from benchmarks.cloud_server import LARGE, PAGE, SLOW, SMALL, cloud
from benchmarks.corpus import TODAY
from benchmarks.harness import Figure, Ratio, compare
from connectors import graph_requests
from connectors.graph import Endpoint, Graph
from connectors.graph_parse import read_events
from connectors.graph_wire import Round, page
from connectors.model import Mailbox, ReadRequest, Snapshot, Unchanged
from policy.lexicon import Lexicon, Words
from policy.ruleset import window_of
from sync import records
from sync.interpret import Reader, interpret
from sync.records import Kept
from sync.store import Store

ZONE = ZoneInfo("Europe/Copenhagen")
TURNS, SOME, LANES, LATENCY, PEOPLE = 100, 640, 32, 0.02, 4_500
WINDOW = window_of(TODAY, 4, None)
KEPT = Kept("p", "sky", "p@x.example", "Europe/Copenhagen", "c", "r", 130, None, 1)
ROW = "INSERT INTO event VALUES (?, ?, ?, ?)"


class Ready:
    """A token that is at hand."""

    def __init__(self, token: str) -> None:
        self.token = token

    def __call__(self) -> str:
        """The token."""
        return self.token

    def refused(self, token: str) -> None:
        """It is good for ever."""


def figures() -> list[Figure]:
    """Whole reads over loopback; the server is a process of its own and is not counted."""
    with cloud(people=SOME) as (url, token):
        figures = [_poll(url, token), _sizes(url, token), _page(url, token)]
        figures.append(_line(url, token))
    with cloud(people=SOME, latency=LATENCY) as (url, token):
        figures.append(_in_flight(url, token))
    with cloud(people=PEOPLE, latency=LATENCY, slow_for=5.0) as (url, token):
        figures.append(_beside_a_slow_one(url, token))
    return figures


def _connector(url: str, token: str, lanes: int = 1) -> Graph:
    return Graph(Endpoint(url, connections=lanes), Ready(token), zone=ZONE)


def _poll(url: str, token: str) -> Figure:
    connector = _connector(url, token, 4)
    known = _with_cursors(connector, _people(SOME))
    ratio = compare(lambda: _unchanged(connector, known), lambda: _bare(url, token, known, 4))
    connector.close()
    what = (
        "a poll over Graph in which nothing changed, a mailbox ÷ one bare aiohttp GET and msgspec"
    )
    return Figure("S3 (Graph)", what, ratio, goal=1.0, step_one=4.0)


def _sizes(url: str, token: str) -> Figure:
    connector = _connector(url, token)
    small, large = _with_cursors(connector, [SMALL, LARGE])

    def polls(known: ReadRequest) -> None:
        for _ in range(TURNS):
            _unchanged(connector, [known])

    ratio = compare(lambda: polls(large), lambda: polls(small))
    connector.close()
    what = "a poll over Graph of an unchanged calendar of 10,000 entries ÷ one of 10"
    return Figure("S4 (Graph)", what, ratio, goal=1.2, step_one=1.2)


def _page(url: str, token: str) -> Figure:
    connector = _connector(url, token)
    select, key = graph_requests.EVENT, graph_requests.KEY
    target = graph_requests.view(PAGE, WINDOW.read_from, WINDOW.end, select, key)
    content = connector.calls.get(PAGE, target)
    connector.close()
    mailbox, reader = Mailbox(PAGE, ZONE), _reader()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'ours.db'}")
        bare = sqlite3.connect(Path(folder) / "bare.db")
        bare.execute("PRAGMA journal_mode=WAL")
        bare.execute("CREATE TABLE event (id TEXT, subject TEXT, start TEXT, stop TEXT)")

        def ours() -> None:
            events, _, _ = page(content)
            found = read_events(events, mailbox, WINDOW.read_from, WINDOW.end)
            said = interpret(found.sorted, reader)
            with store.transaction() as db:
                records.save_mailbox(db, KEPT)
                records.replace_facts(db, "p", said.days)

        def theirs() -> None:
            rows = [
                (e["id"], e["subject"], e["start"]["dateTime"], e["end"]["dateTime"])
                for e in json.loads(content)["value"]
            ]
            with bare:
                bare.execute("DELETE FROM event")
                bare.executemany(ROW, rows)

        assert len(page(content)[0]) >= 100
        ratio = compare(lambda: _repeat(ours, 20), lambda: _repeat(theirs, 20))
        store.close()
        bare.close()
    what = (
        "a page of Graph to stored facts, its words known to the lexicon ÷ json.loads of the page "
        "and a bare executemany"
    )
    return Figure("S6 (Graph)", what, ratio, goal=3.0, step_one=6.0)


def _line(url: str, token: str) -> Figure:
    connector = _connector(url, token, LANES)
    known = _with_cursors(connector, _people(SOME))
    ratio = compare(lambda: _unchanged(connector, known), lambda: _bare(url, token, known, LANES))
    connector.close()
    what = f"the same with {LANES} in flight, batches counted per mailbox ÷ bare aiohttp"
    return Figure("S7 (Graph)", what, ratio, goal=1.5, step_one=4.0)


def _in_flight(url: str, token: str) -> Figure:
    narrow, wide = _connector(url, token), _connector(url, token, LANES)
    known = _with_cursors(wide, _people(SOME))
    alone = len(known) / 20
    ratios = [_wall(wide, known) / (_wall(narrow, known[:20]) * alone) for _ in range(7)]
    narrow.close()
    wide.close()
    ratio = Ratio(statistics.median(ratios), min(ratios), max(ratios))
    what = (
        f"time of a poll of {SOME} mailboxes over Graph, {LANES} batches in flight ÷ 1, at "
        f"{LATENCY * 1000:.0f} ms latency (wall time; at most one in flight a mailbox)"
    )
    return Figure("S14 (Graph)", what, ratio, goal=1 / 20, step_one=1 / 10)


def _beside_a_slow_one(url: str, token: str) -> Figure:
    connector = _connector(url, token, LANES)
    known = _with_cursors(connector, _people(PEOPLE))
    others = [request for request in known if request.mailbox.address != SLOW]
    # In turns, so that what else the machine does strikes both; then the medians are compared.
    pairs = [(_mean_arrival(connector, known), _mean_arrival(connector, others)) for _ in range(9)]
    connector.close()
    beside, without = (statistics.median(side) for side in zip(*pairs, strict=True))
    ratios = [one / other for one, other in pairs]
    ratio = Ratio(beside / without, min(ratios), max(ratios))
    what = (
        f"mean time at which {PEOPLE - 1:,} polled mailboxes are answered, beside one that takes "
        "5 s ÷ without it (wall time)"
    )
    return Figure("S15 (Graph)", what, ratio, goal=1.05, step_one=1.05)


def _bare(url: str, token: str, known: Sequence[ReadRequest], lanes: int) -> None:
    """Each mailbox's link, asked by itself and decoded."""
    root = url.rpartition("/v1.0")[0] + "/v1.0"
    links = [root + (request.cursor or "").split("/", 5)[5] for request in known]
    headers = {"Authorization": f"Bearer {token}"}

    async def all_of_them() -> None:
        turn = asyncio.Semaphore(lanes)
        connections = aiohttp.TCPConnector(limit=lanes)
        async with aiohttp.ClientSession(headers=headers, connector=connections) as session:

            async def one(link: str) -> None:
                async with turn, session.get(link) as answer:
                    assert msgspec.json.decode(await answer.read(), type=Round).delta_link

            await asyncio.gather(*map(one, links))

    asyncio.run(all_of_them())


def _reader() -> Reader:
    return Reader(
        Lexicon(Words()), ZONE, WINDOW.read_from, WINDOW.end, frozenset(), lambda _: (), ""
    )


def _people(number: int) -> list[str]:
    return [f"p{count}@x.example" for count in range(number)]


def _with_cursors(connector: Graph, addresses: Sequence[str]) -> list[ReadRequest]:
    requests = [
        ReadRequest(Mailbox(address, ZONE), WINDOW.read_from, WINDOW.end) for address in addresses
    ]
    found = []
    for result in connector.read(requests):
        assert isinstance(result.outcome, Snapshot), result.outcome
        cursor = result.outcome.cursor
        found.append(ReadRequest(result.mailbox, WINDOW.read_from, WINDOW.end, cursor))
    return found


def _unchanged(connector: Graph, known: Sequence[ReadRequest]) -> None:
    assert all(isinstance(r.outcome, Unchanged) for r in connector.read(known))


def _repeat(work: Callable[[], None], times: int) -> None:
    for _ in range(times):
        work()


def _wall(connector: Graph, known: Sequence[ReadRequest]) -> float:
    began = time.perf_counter()
    _unchanged(connector, known)
    return time.perf_counter() - began


def _mean_arrival(connector: Graph, known: Sequence[ReadRequest]) -> float:
    """Of all but the slow one."""
    began = time.perf_counter()
    times = [
        time.perf_counter() - began
        for result in connector.read(known)
        if isinstance(result.outcome, Unchanged) and result.mailbox.address != SLOW
    ]
    assert len(times) == PEOPLE - 1
    return statistics.fmean(times)
