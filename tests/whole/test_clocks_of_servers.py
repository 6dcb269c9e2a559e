"""Row 60: our clock beside the server's. Above a minute it is told; far apart nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from config.watch.health import Health
from config.watch.metrics import Metrics
from connectors.dated import Dates
from connectors.memory import Memory
from sync import runner, schema
from sync.clocks import Clocks, clocks_of
from sync.lookups import LookUp, look_ups, note
from sync.service import Overviews
from tests.whole.served import Served, served
from tests.workplace import MONDAY, NOON, STEP, UTC, scratch

__all__ = ["scratch"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
IN_2038 = datetime(2038, 1, 20, tzinfo=UTC) - NOON
LATER = MONDAY + timedelta(days=9)


@pytest.fixture(params=["ews", "graph"])
def place(request: pytest.FixtureRequest, scratch: Path) -> Iterator[Served]:
    with served(request.param, scratch) as found:
        found.meet()
        found.settle()
        assert found.notes() == ["2026-12-08"]
        yield found


@pytest.mark.parametrize("off", [HOUR, -HOUR, DAY, -DAY, IN_2038])
def test_60_far_apart_nothing_is_written_until_the_clocks_agree(
    place: Served, off: timedelta
) -> None:
    place.wrong(off)
    place.meet(day=LATER)
    standing = place.entries()
    place.run(10 * MINUTE, MINUTE / 2)

    assert place.entries() == standing
    (held,) = place.heard.named("clock_holds")
    which = "ahead of" if off > timedelta() else "behind"
    assert f"{which} the server's; one of the two is wrong: set it (NTP)" in str(held["why"])
    assert str(held["why"]).endswith("Nothing is written at all until they agree")
    with place.store.transaction() as db:
        read = db.scalars(schema.mailbox.select().with_only_columns(schema.mailbox.c.read_at)).all()
    assert place.clock.now - read[0] < 10 * MINUTE  # type: ignore[operator]

    place.wrong(-off)
    place.run(10 * MINUTE, MINUTE / 2)

    assert place.notes() == ["2026-12-08", "2026-12-09"]
    assert len(place.heard.named("clock_agrees")) == 1


@pytest.mark.parametrize("off", [2 * MINUTE, -9 * MINUTE])
def test_60_above_a_minute_it_is_told_once_and_writing_goes_on(
    place: Served, off: timedelta
) -> None:
    place.wrong(off)
    place.meet(day=LATER)
    place.run(20 * MINUTE, MINUTE / 2)

    assert place.notes() == ["2026-12-08", "2026-12-09"]
    (told,) = place.heard.named("clock_apart")
    assert "set it (NTP)" in str(told["why"])
    assert "written" not in str(told["why"])
    assert place.heard.named("clock_holds") == []


def test_60_a_minute_is_nothing(place: Served) -> None:
    place.wrong(timedelta(seconds=58))
    place.run(10 * MINUTE, MINUTE / 2)
    assert {name for name, _ in place.heard.events} & {"clock_apart", "clock_holds"} == set()


def test_60_a_clock_that_jumps_between_two_writes_holds_the_second(place: Served) -> None:
    for number in range(3):
        place.meet(day=LATER + number * DAY)
    place.fault("create", place.before(lambda: place.wrong(HOUR)))
    place.run(6 * MINUTE, MINUTE / 2)
    assert len(place.notes()) == 2
    place.wrong(-HOUR)
    place.run(6 * MINUTE, MINUTE / 2)
    assert len(place.notes()) == 4


def test_60_nothing_that_is_kept_for_a_time_is_taken_for_old(place: Served) -> None:
    note(place.service.store_url, LookUp(place.clock.now, "operator", "explain", "e1"))
    place.wrong(IN_2038)
    place.run(5 * MINUTE, MINUTE)
    place.wrong(-IN_2038)
    with place.store.transaction() as db:
        assert db.execute(schema.entry.select()).all()
        assert look_ups(db)


def test_60_overviews_wait_for_the_clocks(scratch: Path) -> None:
    with served("graph", scratch) as place:
        calendars = Memory(place.clock)
        calendars.add_mailbox("hjemmedag@x.example")
        place.change(
            connections={**place.service.connections, "mail": calendars},
            overviews=Overviews("mail", "hjemmedag@x.example"),
        )
        place.wrong(3 * DAY)
        place.settle()
        with place.store.transaction() as db:
            assert db.execute(schema.slot.select()).all() == []


def test_60_where_another_server_agrees_the_one_that_does_not_is_held_alone(
    place: Served, scratch: Path
) -> None:
    class Sure(Memory):
        def clock_apart(self) -> timedelta:
            return timedelta(seconds=1)

    place.change(connections={**place.service.connections, "sure": Sure(place.clock)})
    place.wrong(HOUR)
    place.meet(day=LATER)
    place.run(6 * MINUTE, MINUTE / 2)
    assert place.notes() == ["2026-12-08"]
    clocks = clocks_of(place.service.connections)
    assert (clocks.hold("memory"), clocks.hold("sure"), clocks.hold_all) == (True, False, False)
    (held,) = place.heard.named("clock_holds")
    assert str(held["why"]).endswith("Nothing is written over this connection until they agree")


def test_60_a_single_pass_is_held_with_a_sentence_and_the_next_is_not(place: Served) -> None:
    place.store.close()
    place.wrong(HOUR)
    place.meet(day=LATER)
    for words in ({}, {"confirm": True}):
        result = runner.run_pass(place.service, **words)
        assert result.notices.created == 0
        (line,) = result.clocks.lines
        assert line.startswith("connection memory: our clock is 3,600 seconds ahead of")
    place.wrong(-HOUR)
    result = runner.run_pass(place.service)
    assert (result.notices.created, tuple(result.clocks.lines)) == (1, ())


def test_60_taking_everything_back_needs_no_clock(place: Served) -> None:
    place.store.close()
    place.wrong(HOUR)
    runner.withdraw_all(place.service)
    assert place.notes() == []


def test_60_whoever_watches_sees_it(place: Served) -> None:
    health = Health()
    place.running.observer = health  # type: ignore[assignment]
    place.wrong(HOUR)
    place.run(5 * MINUTE, MINUTE)
    (why,) = [line for line in health.in_the_way() if line.startswith("connection memory")]
    assert "3,600 seconds ahead of the server's" in why
    metrics = Metrics(place.service.connections, lambda: None, place.clock)
    assert b'hjemmedag_clock_apart_seconds{connection="memory"} 3600.0' in metrics.text()
    place.wrong(-HOUR)
    place.run(6 * MINUTE, MINUTE)
    assert not [line for line in health.in_the_way() if line.startswith("connection memory")]


@pytest.mark.parametrize("seconds", [0, 2, 30, 300])
def test_60_an_answer_that_is_slow_makes_no_clock_wrong(seconds: int) -> None:
    took = timedelta(seconds=seconds)
    dates = Dates(lambda: NOON)
    for told in (NOON - took, NOON):
        dates.hear(format_datetime(told, usegmt=True), took)
        assert dates.apart == timedelta()
    dates.hear(format_datetime(NOON - took - 2 * MINUTE, usegmt=True), took)
    assert dates.apart == 2 * MINUTE
    dates.hear(format_datetime(NOON + 2 * MINUTE, usegmt=True), took)
    assert dates.apart == -2 * MINUTE


def test_60_a_server_that_tells_no_time_or_nonsense_holds_nothing() -> None:
    dates = Dates(lambda: NOON)
    for raw in ("", "i går", "Mon, 30 Nov 2026 25:61:00 GMT", "\x00", "Mon, 30 Nov 2026"):
        dates.hear("Mon, 30 Nov 2020 12:00:00 GMT", STEP)
        assert dates.apart is not None
        dates.hear(raw, STEP)
        assert dates.apart is None
    dates.hear("Fri, 31 Dec 9999 23:59:59 -2359", STEP)
    assert Clocks({"x": dates.apart or timedelta()}).hold_all
