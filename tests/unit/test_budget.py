"""Fewer requests at once in trouble, one more a round when all is well, within bounds."""

from __future__ import annotations

import pytest

from sync.budget import Budget, is_burst
from sync.claim import AT_LEAST, batches, few, how_many
from sync.records import Kept
from sync.schedule_rows import Waiting
from tests.unit.test_states import DAY, HOUR, KEPT, NOW, POLL, timedelta


def test_a_burst_of_failures_halves_the_budget_down_to_one() -> None:
    budget, seen = Budget(8, 8), []
    for _ in range(5):
        budget = budget.after(10, 10)
        seen.append(budget.now)

    assert seen == [4, 2, 1, 1, 1]


def test_every_good_round_gives_one_back_up_to_what_is_configured() -> None:
    budget, seen = Budget(8, 5), []
    for _ in range(5):
        budget = budget.after(20, 0)
        seen.append(budget.now)

    assert seen == [6, 7, 8, 8, 8]


def test_a_round_without_reads_changes_nothing() -> None:
    assert Budget(8, 3).after(0, 0) == Budget(8, 3)


@pytest.mark.parametrize(
    ("answered", "unavailable", "burst"),
    [(4, 4, False), (5, 5, True), (100, 49, False), (100, 50, True), (1000, 45, False)],
)
def test_a_few_bad_mailboxes_are_no_burst(answered: int, unavailable: int, burst: bool) -> None:
    assert is_burst(answered, unavailable) == burst
    assert Budget(8, 8).after(answered, unavailable).now == (4 if burst else 8)


def test_after_an_outage_no_more_than_twice_the_usual_rate_is_read() -> None:
    assert how_many(4500, timedelta(seconds=5), POLL) == 188
    assert how_many(4500, timedelta(hours=3), POLL) == 6 * 188 - 3
    assert how_many(3, timedelta(seconds=5), POLL) == AT_LEAST


def test_a_connection_that_is_left_alone_is_asked_nothing_then_one_thing() -> None:
    waits = Waiting("memory", NOW + HOUR, 1)

    assert few(None, NOW, 100) == 100
    assert few(waits, NOW, 100) == 0
    assert few(waits, NOW + HOUR, 100) == 1


def test_a_clock_put_back_does_not_shut_a_connection_for_days() -> None:
    assert few(Waiting("memory", NOW + 3 * DAY, 1), NOW, 100) == 1


def test_who_failed_before_shares_no_request() -> None:
    claimed = [Kept(f"e{n}", "graph", "", "", failures=n == 2) for n in range(6)]

    found = [[k.person for k in batch] for batch in batches(claimed, 4)]

    assert found == [["e2"], ["e0", "e1", "e3", "e4"], ["e5"]]
    assert [len(b) for b in batches([KEPT] * 3, 1)] == [1, 1, 1]
