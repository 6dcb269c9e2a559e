"""How long to wait: anything up to a bound that doubles, a day at most, never less than asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from connectors.errors import PreconditionFailed, Rejected, Unavailable
from sync.backoff import LONGEST, asked_for, wait, write_failed
from sync.ledger import Entry

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ENTRY = Entry("files", "e1", "day:e1:2026-12-08", date(2026, 12, 9))


def highest() -> float:
    return 1.0


@pytest.mark.parametrize(("failures", "bound"), [(1, 1), (2, 2), (3, 4), (4, 8), (11, 1024)])
def test_the_bound_doubles_with_every_failure(failures: int, bound: int) -> None:
    assert wait(failures, highest, base=MINUTE) == bound * MINUTE


@pytest.mark.parametrize("failures", [12, 40, 100_000])
def test_nobody_waits_longer_than_a_day(failures: int) -> None:
    assert wait(failures, highest, base=MINUTE) == LONGEST == timedelta(hours=24)


def test_the_jitter_is_full() -> None:
    chance = Random(7).random
    waits = [wait(5, chance, base=MINUTE) / MINUTE for _ in range(1000)]

    assert min(waits) < 0.2
    assert max(waits) > 15.8
    assert 7 < sum(waits) / len(waits) < 9


def test_what_the_server_asks_for_is_the_least_and_the_jitter_comes_on_top() -> None:
    chance = Random(7).random
    waits = [wait(1, chance, base=MINUTE, at_least=300) for _ in range(200)]

    assert min(waits) >= timedelta(minutes=5)
    assert max(waits) <= timedelta(minutes=6)
    assert len(set(waits)) > 190


def test_a_server_cannot_ask_for_a_year() -> None:
    assert wait(1, highest, base=MINUTE, at_least=1e12) == LONGEST


def test_only_what_is_unavailable_names_a_time() -> None:
    assert asked_for(Unavailable("busy", 30)) == 30
    assert asked_for(Unavailable("away")) is None
    assert asked_for(ValueError()) is None
    assert asked_for(None) is None


def test_a_write_that_failed_is_tried_again_later() -> None:
    once = write_failed(ENTRY, PreconditionFailed("changing"), NOW, highest)
    twice = write_failed(once, Unavailable("busy", 600), NOW, highest)

    assert (once.failures, once.not_before, once.parked) == (1, NOW + MINUTE, False)
    assert (twice.failures, twice.not_before) == (2, NOW + 12 * MINUTE)
    assert twice.last_error == "busy"


def test_what_the_server_rejects_is_parked_until_it_is_another_version() -> None:
    parked = write_failed(ENTRY, Rejected("too large"), NOW, highest)

    assert (parked.parked, parked.not_before, parked.last_error) == (True, None, "too large")
    assert not replace(parked, version=1).unwanted().parked
