"""The budget of calls: quiet when asked for, fewer when nobody answers, more again when all is well."""

from __future__ import annotations

import threading
import time

import pytest

from connectors.budget import CROWD, LONGEST_PAUSE, PATIENCE, RECOVERY, Budget
from connectors.errors import Unavailable


class Clock:
    """Seconds that a test moves on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def budget(clock: Clock, *, shared: bool = False, most: int = 8) -> Budget:
    return Budget(most, shared=shared, clock=clock, chance=lambda: 1.0)


def open_to(budget: Budget, mailbox: str) -> bool:
    try:
        with budget.turn(mailbox):
            return True
    except Unavailable as error:
        return error.retry_after is None


def test_a_busy_mailbox_is_left_alone_and_no_other() -> None:
    clock = Clock()
    calls = budget(clock)
    assert calls.busy("anna", 30) == 30
    assert (open_to(calls, "anna"), open_to(calls, "bo")) == (False, True)
    clock.now += 29.9
    assert not open_to(calls, "anna")
    clock.now += 0.2
    assert open_to(calls, "anna")


@pytest.mark.parametrize("seconds", [5, None])
def test_a_later_answer_shortens_no_quiet(seconds: float | None) -> None:
    clock = Clock()
    calls = budget(clock, shared=True)
    calls.busy("anna", 300)
    calls.busy("bo", seconds)
    for _ in range(PATIENCE):
        calls.silent()
    clock.now += 299
    assert not open_to(calls, "anna")
    clock.now += 2
    assert open_to(calls, "anna")


def test_with_folder_rights_everybody_is_left_alone() -> None:
    calls = budget(Clock(), shared=True)
    calls.busy("anna", 30)
    assert not open_to(calls, "bo")
    assert calls.limit == 4


def test_several_busy_mailboxes_in_a_row_are_a_busy_server() -> None:
    calls = budget(Clock())
    for number in range(CROWD):
        assert open_to(calls, "bo")
        calls.busy(f"p{number}", 30)
    assert not open_to(calls, "bo")


def test_an_answer_in_between_means_that_the_server_is_well() -> None:
    calls = budget(Clock())
    for number in range(10):
        calls.busy(f"p{number}", 30)
        calls.well()
    assert open_to(calls, "bo")


def test_without_a_time_pauses_double_and_have_an_end() -> None:
    calls = budget(Clock())
    pauses = [calls.busy("anna", None) for _ in range(12)]
    assert pauses[:4] == [15, 30, 60, 120]
    assert max(pauses) == LONGEST_PAUSE
    calls.well()
    assert calls.busy("anna", None) == 15


def test_pauses_are_drawn_by_lot() -> None:
    lots = iter([0.0, 0.5, 1.0])
    calls = Budget(1, shared=False, clock=Clock(), chance=lambda: next(lots))
    drawn = [calls.busy("a", None), calls.busy("b", None), calls.busy("c", None)]
    assert drawn == [7.5, 22.5, 60.0]


def test_silence_halves_and_in_the_end_stops() -> None:
    calls = budget(Clock())
    limits = []
    for _ in range(PATIENCE):
        assert open_to(calls, "anna")
        calls.silent()
        limits.append(calls.limit)
    assert limits == [4, 2, 1, 1, 1]
    assert not open_to(calls, "anna")


def test_good_answers_bring_the_limit_back_by_and_by() -> None:
    calls = budget(Clock(), most=3)
    calls.silent()
    assert calls.limit == 1
    for _ in range(RECOVERY * 5):
        calls.well()
    assert calls.limit == 3


def test_no_more_than_the_limit_are_under_way() -> None:
    calls = Budget(3, shared=False)
    under_way, most, lock = 0, 0, threading.Lock()

    def work() -> None:
        nonlocal under_way, most
        with calls.turn("anna"):
            with lock:
                under_way += 1
                most = max(most, under_way)
            time.sleep(0.005)
            with lock:
                under_way -= 1

    threads = [threading.Thread(target=work) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, under_way) == (3, 0)


def test_who_waits_for_a_place_is_told_when_quiet_was_asked_for_meanwhile() -> None:
    calls = Budget(1, shared=True)
    refused: list[float | None] = []

    def late() -> None:
        try:
            with calls.turn("bo"):
                pass
        except Unavailable as error:
            refused.append(error.retry_after)

    threads = [threading.Thread(target=late) for _ in range(4)]
    with calls.turn("anna"):
        for thread in threads:
            thread.start()
        time.sleep(0.05)
        calls.busy("anna", 60)
    for thread in threads:
        thread.join(5)
    assert refused == [pytest.approx(60, abs=1)] * 4
