"""When a mailbox is read next: well, in trouble, not to be found, gone, back again, paused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from connectors.errors import MailboxGone, Unavailable
from sync.records import Kept
from sync.states import after_reading, after_trouble, compare_due, is_paused

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
POLL = timedelta(seconds=240)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KEPT = Kept("e1", "memory", "e1@x.example", "Europe/Copenhagen", since=NOW - DAY)
GONE = MailboxGone("no such mailbox")


def half() -> float:
    return 0.5


def gone(kept: Kept, at: datetime) -> Kept:
    return after_trouble(kept, str(GONE), GONE, at, POLL, half)


def read(kept: Kept, at: datetime, *, whole: bool = False) -> Kept:
    return after_reading(kept, at, POLL, half, whole=whole)


def test_a_mailbox_that_is_well_is_read_within_the_interval_and_not_in_step() -> None:
    chance = Random(3).random
    dues = [after_reading(KEPT, NOW, POLL, chance, whole=False).next_due for _ in range(500)]
    waits = [due - NOW for due in dues if due]

    assert min(waits) >= 0.8 * POLL
    assert max(waits) <= POLL
    assert len(set(waits)) > 490


def test_reading_forgets_earlier_trouble() -> None:
    failed = replace(KEPT, failures=7, last_error="busy")

    after = read(failed, NOW)

    assert (after.failures, after.last_error, after.read_at) == (0, None, NOW)
    assert after.compared_at is None
    assert read(failed, NOW, whole=True).compared_at == NOW


def test_trouble_is_waited_out_ever_longer_up_to_a_day() -> None:
    kept, waits = KEPT, []
    for _ in range(20):
        kept = after_trouble(kept, "busy", Unavailable("busy"), NOW, POLL, lambda: 1.0)
        assert kept.next_due is not None
        waits.append(kept.next_due - NOW)

    assert waits[:3] == [POLL, 2 * POLL, 4 * POLL]
    assert waits[-1] == DAY
    assert (kept.failures, kept.state) == (20, "active")


def test_the_time_the_server_named_is_kept() -> None:
    after = after_trouble(KEPT, "busy", Unavailable("busy", 1000), NOW, POLL, lambda: 0.0)

    assert after.next_due == NOW + timedelta(seconds=1000)


def test_what_we_hold_back_ourselves_is_read_at_the_usual_pace() -> None:
    after = after_trouble(replace(KEPT, failures=9), "held: empty", None, NOW, POLL, half)

    assert after.next_due == NOW + 0.9 * POLL
    assert after.last_error == "held: empty"


def test_a_mailbox_that_is_not_found_has_a_day_then_it_is_gone_and_looked_at_daily() -> None:
    missing = gone(KEPT, NOW)
    assert (missing.state, missing.since) == ("missing", NOW)
    assert missing.next_due is not None
    assert missing.next_due - NOW <= HOUR

    still = gone(missing, NOW + DAY - HOUR)
    assert (still.state, still.since) == ("missing", NOW)
    assert still.next_due is not None
    assert still.next_due - (NOW + DAY - HOUR) <= HOUR

    away = gone(still, NOW + DAY)
    assert (away.state, away.since) == ("gone", NOW + DAY)
    assert away.next_due == NOW + DAY + 0.9 * DAY
    assert gone(away, NOW + 2 * DAY).since == NOW + DAY


def test_a_mailbox_comes_back_by_itself() -> None:
    away = gone(gone(KEPT, NOW), NOW + DAY)

    back = read(away, NOW + 3 * DAY)

    assert (back.state, back.since, back.failures) == ("active", NOW + 3 * DAY, 0)


def test_old_trouble_of_another_kind_shortens_no_grace() -> None:
    busy = replace(KEPT, failures=30, read_at=NOW - 9 * DAY, last_error="busy")

    assert gone(busy, NOW).state == "missing"


@pytest.mark.parametrize("until", [None, NOW + HOUR])
def test_a_pause_outlasts_a_read_that_was_under_way(until: datetime | None) -> None:
    paused = replace(KEPT, state="paused", paused_until=until)

    assert is_paused(paused, NOW)
    assert read(paused, NOW).state == "paused"
    assert gone(paused, NOW).state == "paused"


def test_a_pause_with_an_end_ends() -> None:
    paused = replace(KEPT, state="paused", paused_until=NOW)

    assert not is_paused(paused, NOW)
    assert read(paused, NOW).state == "active"


def test_every_mailbox_is_read_whole_once_a_day_spread_over_hours() -> None:
    people = [replace(KEPT, person=f"person-{n}", compared_at=NOW) for n in range(500)]

    def due(after: timedelta) -> int:
        return sum(compare_due(k, NOW + after) for k in people)

    assert due(timedelta(hours=19)) == 0
    assert 150 < due(timedelta(hours=21, minutes=36)) < 350
    assert due(DAY) == 500
    assert compare_due(KEPT, NOW)
    assert compare_due(replace(KEPT, compared_at=NOW + HOUR), NOW)
