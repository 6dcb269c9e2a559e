"""Busy, slow and silent servers: one request at a time for a mailbox, quiet when asked for, no herd after."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from connectors.budget import Budget
from connectors.errors import AuthFailed, MailboxGone, Unavailable
from connectors.graph_errors import OutOfScope
from connectors.model import Snapshot, Unchanged
from tests.conformance.desk import ANNA, NOTICE
from tests.simulators.graph.faults import (
    changed,
    drop_before,
    error,
    gateway,
    hang,
    slow,
    throttled,
)
from tests.simulators.graph_desk import APP, GraphDesk, graph_desk
from tests.unit.graph_cases import desk, home, many, outcomes, read, snapshot, with_cursors

__all__ = ["desk"]
STORM = [throttled(30), throttled(None), error(503, "ServiceUnavailable", retry_after=30)]


class Clock:
    """Seconds that a test moves on."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_12_one_request_at_a_time_for_a_mailbox_in_batches_and_beside_them(
    desk: GraphDesk,
) -> None:
    requests = many(desk, 60)
    desk.tenant.manners.latency = 0.01
    again = with_cursors(requests, outcomes(desk, requests))
    with ThreadPoolExecutor(4) as pool:
        reading = pool.submit(outcomes, desk, again)
        writing = [
            pool.submit(desk.connector.put, request.mailbox, replace(NOTICE, uid=f"u{n}"), None)
            for n, request in enumerate(requests[:20])
        ]
        assert reading.result()
        assert all(one.result() for one in writing)
    counts = desk.tenant.counters.most_at_once
    assert max(count for name, count in counts.items() if name != "*") == 1


def test_12_a_part_that_is_throttled_inside_a_batch_waits_its_second_and_comes(
    desk: GraphDesk,
) -> None:
    requests = many(desk, 20)
    desk.tenant.faults.add("delta", throttled(1), mailbox="person0003@example.dk")
    found = outcomes(desk, requests)
    assert all(isinstance(outcome, Snapshot) for outcome in found.values())
    assert len(desk.waits) == 1
    assert 1 <= desk.waits[0] < 2


def test_12_a_part_that_is_throttled_for_longer_is_the_callers_to_wait_for(
    desk: GraphDesk,
) -> None:
    requests = many(desk, 20)
    desk.tenant.faults.add("delta", throttled(90), mailbox="person0003@example.dk")
    found = outcomes(desk, requests)
    busy = found.pop("person0003@example.dk")
    assert isinstance(busy, Unavailable)
    assert busy.retry_after == 90
    assert all(isinstance(outcome, Snapshot) for outcome in found.values())
    assert desk.waits == []


def test_51_of_a_batch_that_is_answered_in_part_each_mailbox_has_its_own_result(
    desk: GraphDesk,
) -> None:
    requests = many(desk, 8)
    bad: list[int] = []

    def mixed(content: Any) -> None:
        missing, odd, failed, *_ = parts = content["responses"]
        bad.extend(int(part["id"]) for part in (missing, odd, failed))
        odd["body"] = "ikke JSON"
        failed.update(status=500, body={"error": {"code": "InternalServerError"}})
        parts.remove(missing)

    desk.tenant.faults.add("batch", changed(mixed))
    found = outcomes(desk, requests)
    for number, outcome in enumerate(found[r.mailbox.address] for r in requests):
        assert isinstance(outcome, Unavailable if number in bad else Snapshot), (number, outcome)
    assert len(bad) == 3


@pytest.mark.parametrize("storm", STORM)
def test_14_in_a_storm_each_mailbox_is_asked_once_for_every_pause(storm: Any) -> None:
    clock = Clock()
    calm = Budget(8, shared=False, crowd=None, clock=clock, chance=lambda: 1.0)
    with graph_desk(budget=calm) as desk:
        requests = many(desk, 5)
        desk.tenant.faults.add("delta", storm, times=-1)
        for _ in range(10):
            assert all(isinstance(one, Unavailable) for one in outcomes(desk, requests).values())
        assert desk.tenant.counters.count("delta") == 5
        clock.now = 31.0 if storm is not STORM[1] else 601.0
        desk.tenant.faults.clear()
        assert all(isinstance(one, Snapshot) for one in outcomes(desk, requests).values())


def test_14_pauses_that_nobody_named_are_drawn_by_lot() -> None:
    def pause(chance: float) -> float:
        return Budget(8, shared=False, chance=lambda: chance).busy("anna", None)

    assert pause(0.0) == 0.5 * pause(1.0)


def test_a_batch_that_is_throttled_as_a_whole_is_the_callers_to_wait_for(desk: GraphDesk) -> None:
    requests = many(desk, 20)
    desk.tenant.faults.add("batch", throttled(60))
    found = list(outcomes(desk, requests).values())
    assert {getattr(outcome, "retry_after", None) for outcome in found} == {60}


def test_13_a_mailbox_that_hangs_delays_and_spoils_no_other() -> None:
    with graph_desk(timeout=0.5) as desk:
        requests = many(desk, 20)
        poisoned = "person0004@example.dk"
        again = with_cursors(requests, outcomes(desk, requests))
        desk.tenant.faults.add("delta", hang(1.0), times=-1, mailbox=poisoned)
        found = outcomes(desk, again)
        assert isinstance(found.pop(poisoned), Unavailable)
        assert all(isinstance(outcome, Unchanged) for outcome in found.values())
        desk.tenant.counters.reset()
        found = outcomes(desk, again)
        assert isinstance(found.pop(poisoned), Unavailable)
        assert all(isinstance(outcome, Unchanged) for outcome in found.values())
        # It is asked on its own now, and the batch of the others is not held up.
        assert desk.tenant.counters.count("batch") == 1


def test_13_a_line_that_breaks_once_is_nothing(desk: GraphDesk) -> None:
    home(desk)
    desk.tenant.faults.add("view", drop_before())
    assert isinstance(read(desk), Snapshot)


def test_13_silence_is_heeded_like_a_throttle(desk: GraphDesk) -> None:
    requests = many(desk, 60)
    for operation in ("batch", "delta", "view"):
        desk.tenant.faults.add(operation, drop_before(), times=-1)
    assert all(isinstance(outcome, Unavailable) for outcome in outcomes(desk, requests).values())
    desk.tenant.counters.reset()
    outcomes(desk, requests)
    assert desk.tenant.counters.over_the_wire() <= 8


@pytest.mark.parametrize("status", [500, 502])
def test_trouble_that_passes_is_tried_again_once_for_a_read(desk: GraphDesk, status: int) -> None:
    home(desk)
    desk.tenant.faults.add("view", gateway(status))
    assert isinstance(read(desk), Snapshot)
    desk.tenant.faults.add("view", gateway(status), times=-1)
    assert isinstance(read(desk), Unavailable)


def test_more_connections_than_allowed_are_never_opened() -> None:
    with graph_desk(connections=3) as desk:
        requests = many(desk, 100)
        desk.tenant.manners.latency = 0.005
        outcomes(desk, requests)
        assert desk.tenant.counters.most_sockets <= 3


def test_66_a_mailbox_out_of_scope_is_skipped_and_the_others_are_read() -> None:
    scope = frozenset(f"person{n:04}@example.dk" for n in range(20) if n % 3)
    with graph_desk(replace(APP, scope=scope)) as desk:
        found = outcomes(desk, many(desk, 20))
        closed = {name for name, outcome in found.items() if isinstance(outcome, MailboxGone)}
        assert closed == set(found) - scope
        assert all("administrator" in str(found[name]) for name in closed)
        assert all(isinstance(found[name], OutOfScope) for name in closed)


def test_66_no_mailbox_at_all_is_trouble_with_the_connection() -> None:
    nobody = replace(APP, scope=frozenset())
    with graph_desk(nobody) as desk, pytest.raises(AuthFailed, match="no mailbox at all"):
        outcomes(desk, many(desk, 20))


def test_66_a_first_batch_out_of_scope_says_nothing_about_those_after_it() -> None:
    scope = frozenset(f"person{n:04}@example.dk" for n in range(20, 25))
    with graph_desk(replace(APP, scope=scope), connections=1) as desk:
        found = outcomes(desk, many(desk, 25))
        assert {name for name, one in found.items() if isinstance(one, Snapshot)} == scope
        assert sum(isinstance(one, OutOfScope) for one in found.values()) == 20


def test_66_one_mailbox_alone_says_nothing_about_the_others() -> None:
    with graph_desk(replace(APP, scope=frozenset())) as desk:
        assert isinstance(outcomes(desk, many(desk, 1))["person0000@example.dk"], OutOfScope)


def test_s14_many_at_once_are_many_times_as_fast_as_one() -> None:
    def seconds(connections: int, number: int) -> float:
        with graph_desk(connections=connections) as desk:
            requests = many(desk, number)
            desk.tenant.manners.latency = 0.02
            began = time.monotonic()
            outcomes(desk, requests)
            return (time.monotonic() - began) / number

    # Views are one request a mailbox; the whole is a batch of rounds, then those.
    assert seconds(1, 20) > 4 * seconds(16, 160)


def test_s15_one_slow_mailbox_delays_the_others_hardly(desk: GraphDesk) -> None:
    requests = many(desk, 200)
    again = with_cursors(requests, outcomes(desk, requests))

    def came(slow_one: str) -> list[float]:
        began = time.monotonic()
        results = ((r, time.monotonic() - began) for r in desk.connector.read(again))
        return sorted(at for result, at in results if result.mailbox.address != slow_one)

    desk.tenant.faults.add("delta", slow(1.5), mailbox="person0050@example.dk")
    times = came("person0050@example.dk")
    assert sum(t < 1.0 for t in times) >= 180


def test_waiting_for_one_mailbox_holds_no_other_up(desk: GraphDesk) -> None:
    waiting, go_on = threading.Event(), threading.Event()

    def wait(_: float) -> None:
        waiting.set()
        go_on.wait(10)

    desk.connector.calls.wait = wait
    requests = many(desk, 40)
    desk.tenant.faults.add("delta", throttled(1), mailbox="person0003@example.dk")
    results = desk.connector.read(requests)
    others = [next(results) for _ in range(39)]
    assert waiting.is_set()
    go_on.set()
    assert len(list(results)) == 1
    assert all(isinstance(result.outcome, Snapshot) for result in others)


def test_a_first_read_is_a_snapshot_after_all_this(desk: GraphDesk) -> None:
    home(desk)
    assert snapshot(desk).events
    assert ANNA.address in desk.tenant.store.mailboxes
