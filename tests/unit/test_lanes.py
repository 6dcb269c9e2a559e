"""Lanes: so many pieces at once on a connection, the slow left in flight, an end that comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sync.lanes import Inline, Piece, Threads
from sync.store import Store


class Counting:
    """Work that knows how many of its kind are under way."""

    def __init__(self, seconds: float = 0.02) -> None:
        self.seconds = seconds
        self.now = self.most = 0
        self.lock = threading.Lock()

    def __call__(self) -> str:
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        time.sleep(self.seconds)
        with self.lock:
            self.now -= 1
        return "done"


def pieces(count: int, work: Callable[[], object], connection: str = "files") -> list[Piece]:
    return [Piece(connection, (f"{connection}-{n}",), work) for n in range(count)]


def filled(lanes: Threads, work: list[Piece], width: int = 4) -> Threads:
    lanes.widths(lambda connection: width)
    for piece in work:
        lanes.put(piece)
    return lanes


def test_no_more_than_the_width_are_under_way_on_a_connection() -> None:
    work = Counting()
    lanes = filled(Threads(), pieces(40, work))

    found = list(lanes.results())

    assert [d.value for d in found] == ["done"] * 40
    assert work.most == 4
    assert lanes.in_flight() == frozenset()


def test_connections_do_not_wait_for_each_other() -> None:
    slow, quick = Counting(0.4), Counting(0.0)
    lanes = filled(Threads(), pieces(4, slow, "slow") + pieces(20, quick, "quick"), width=1)
    seen = [done.piece.connection for done in lanes.results()]

    assert seen[:20] == ["quick"] * 20


def test_what_is_slow_stays_in_flight_and_comes_another_time() -> None:
    released = threading.Event()
    slow = Piece("files", ("slow",), lambda: released.wait(10))
    lanes = filled(Threads(idle=0.1), [slow, *pieces(10, Counting(0.0))])

    assert len(list(lanes.results())) == 10
    assert lanes.in_flight() == {"slow"}
    released.set()
    assert [done.piece for done in lanes.results()] == [slow]
    assert lanes.in_flight() == frozenset()


def test_results_are_waited_for_no_longer_than_they_may() -> None:
    lanes = filled(Threads(idle=0.5, at_most=0.3), pieces(100, Counting(0.05)), width=1)
    began = time.monotonic()

    found = list(lanes.results())

    assert time.monotonic() - began < 1.0
    assert 1 <= len(found) < 20
    lanes.stop(1)


def test_an_error_is_handed_on_and_stops_nobody() -> None:
    def fails() -> None:
        raise ZeroDivisionError

    lanes = filled(Threads(), [Piece("files", ("bad",), fails), *pieces(5, Counting(0.0))])

    found = {d.piece.people[0]: d for d in lanes.results()}

    assert isinstance(found["bad"].error, ZeroDivisionError)
    assert sum(d.value == "done" for d in found.values()) == 5


def test_the_width_can_shrink_while_work_waits() -> None:
    work = Counting()
    lanes = filled(Threads(), pieces(30, work), width=8)
    time.sleep(0.01)
    lanes.widths(lambda connection: 1)
    time.sleep(0.1)
    work.most = 0

    list(lanes.results())

    assert work.most <= 1


def test_to_stop_is_to_begin_nothing_more_and_to_finish_what_is_in_hand() -> None:
    work = Counting(0.3)
    lanes = filled(Threads(), pieces(20, work), width=2)
    time.sleep(0.05)

    assert lanes.stop(5)

    assert work.now == 0
    assert len(list(lanes.results())) == 2
    lanes.put(Piece("files", ("late",), work))
    assert list(lanes.results()) == []


def test_a_server_that_never_answers_does_not_keep_the_end_from_coming() -> None:
    began, hangs = threading.Event(), threading.Event()

    def never_answers() -> None:
        began.set()
        hangs.wait()

    lanes = filled(Threads(), [Piece("files", ("hangs",), never_answers)])
    began.wait(5)

    assert not lanes.stop(0.2)
    hangs.set()


def test_without_threads_each_is_done_when_it_is_asked_for() -> None:
    lanes = Inline()
    for piece in pieces(3, Counting(0.0)):
        lanes.put(piece)
    assert len(lanes.in_flight()) == 3

    assert [d.value for d in lanes.results()] == ["done"] * 3
    assert lanes.in_flight() == frozenset()


def test_threads_wait_their_turn_for_the_store(tmp_path: Path) -> None:
    """SQLite alone would let somebody wait in vain after five seconds of others' luck."""
    store = Store.open(f"sqlite:///{tmp_path / 'hjemmedag.db'}")
    under_way = Counting(0.001)

    def write() -> None:
        for _ in range(20):
            with store.transaction():
                under_way()

    with ThreadPoolExecutor(8) as threads:
        for future in [threads.submit(write) for _ in range(8)]:
            future.result()

    assert under_way.most == 1
    store.close()
