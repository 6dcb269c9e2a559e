"""S2, S3, S4, S14 over EWS with exchangelib as it ships in our place: stated, without a goal."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

from exchangelib.folders import Calendar
from exchangelib.protocol import close_connections

from benchmarks.exchange import (
    FIELDS,
    LANES,
    LATENCY,
    connector_at,
    outcomes,
    poll_unchanged,
    request_of,
    shipped_account,
    shipped_calendar,
    shipped_window,
    with_cursors,
)
from benchmarks.exchange_server import FULL, LARGE, SERVICE, SMALL, empty, exchange, fill
from benchmarks.harness import Figure, Ratio, compare
from connectors.model import Snapshot, Unchanged

TURNS, MANY = 60, 320
IDS: dict[str, object] = {"only_fields": (), "max_changes_returned": 512}
"""The most that its arguments save: it asks for all fields of 100 changes a request by itself."""


def figures() -> list[Figure]:
    """The same servers and calendars as for ours; each side keeps its connections and its state."""
    found = [_asked()]
    with exchange() as url:
        found += [*_polls(url), _sizes(url)]
        close_connections()
    with exchange(people=MANY, latency=LATENCY) as url:
        found.append(_in_flight(url))
        close_connections()
    return found


def _asked() -> Figure:
    """Counted by the server, not timed; version, folders and that series are unfolded are known."""
    with empty() as server:
        fill(server, FULL, 990)
        counters = server.exchange.counters
        connector = connector_at(server.url)
        connector.learned.learn("unfolds", able=True)
        outcomes(connector, [request_of(SERVICE)])
        counters.reset()
        (snapshot,) = outcomes(connector, [request_of(FULL)])
        assert isinstance(snapshot, Snapshot)
        (unchanged,) = outcomes(connector, [request_of(FULL, snapshot.cursor)])
        assert isinstance(unchanged, Unchanged)
        ours = counters.count()
        connector.close()
        calendar = shipped_calendar(shipped_account(server.url), FULL)
        counters.reset()
        assert len(list(calendar.view(*shipped_window()).only(*FIELDS))) == 990
        assert len(list(calendar.sync_items())) == 990
        assert not list(calendar.sync_items())
        ratio = ours / counters.count()
        close_connections()
    what = (
        "requests of a first read of 990 items over EWS and of a poll after it ÷ exchangelib's "
        "view of them (its fields by GetItem), sync_items from nothing and once more, by its own "
        "hundreds (asked before and not counted: version and folders)"
    )
    return Figure("S2 shipped (EWS)", what, Ratio(ratio, ratio, ratio))


def _polls(url: str) -> list[Figure]:
    """As its manual polls, and with the arguments that make it ask for what we ask for."""
    connector = connector_at(url)
    (known,) = with_cursors(connector, [SMALL])
    calendar = _synced(shipped_calendar(shipped_account(url), SMALL))

    def ours() -> None:
        poll_unchanged(connector, known, TURNS)

    plain = compare(ours, lambda: _turns(calendar))
    ids = compare(ours, lambda: _turns(calendar, **IDS))
    connector.close()
    what = "a poll over EWS in which nothing changed ÷ exchangelib's sync_items, its state kept"
    return [
        Figure("S3 shipped (EWS)", what, plain),
        Figure("S3 shipped, ids (EWS)", f"{what}, told to ask for ids only", ids),
    ]


def _sizes(url: str) -> Figure:
    account = shipped_account(url)
    small, large = (_synced(shipped_calendar(account, address)) for address in (SMALL, LARGE))
    ratio = compare(lambda: _turns(large, **IDS), lambda: _turns(small, **IDS))
    what = (
        "exchangelib's own poll, ids only, of an unchanged calendar of 10,000 entries over EWS "
        "÷ of one of 10"
    )
    return Figure("S4 shipped (EWS)", what, ratio)


def _in_flight(url: str) -> Figure:
    addresses = [f"p{number}@x.example" for number in range(MANY)]
    connector = connector_at(url, LANES)
    known = with_cursors(connector, addresses)
    account = shipped_account(url, LANES)
    assert account.root is not None
    with ThreadPoolExecutor(LANES) as pool:
        calendars = list(pool.map(lambda one: _synced(shipped_calendar(account, one)), addresses))

    def ours() -> None:
        assert all(isinstance(one, Unchanged) for one in outcomes(connector, known))

    def theirs() -> None:
        with ThreadPoolExecutor(LANES) as pool:
            assert not any(pool.map(lambda one: list(one.sync_items(**IDS)), calendars))

    ratio = compare(ours, theirs, clock=time.perf_counter)
    connector.close()
    what = (
        f"time of a poll of {MANY} mailboxes over EWS, {LANES} in flight ÷ exchangelib's "
        f"sync_items, ids only, of the same in {LANES} threads with max_connections={LANES} "
        f"(it has one connection by itself), at {LATENCY * 1000:.0f} ms latency (wall time)"
    )
    return Figure("S14 shipped (EWS)", what, ratio)


def _synced(calendar: Calendar) -> Calendar:
    """The calendar, which from now on knows its state."""
    assert list(calendar.sync_items(**IDS))
    return calendar


def _turns(calendar: Calendar, **arguments: object) -> None:
    for _ in range(TURNS):
        assert not list(calendar.sync_items(**arguments))
