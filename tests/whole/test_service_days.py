"""What is done once a day, and what is kept for how long."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select

from sync import requests, schema
from sync.hours import Rhythm
from tests.workplace import MONDAY, Workplace, scratch

__all__ = ["scratch"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def count(place: Workplace, table: str) -> int:
    with place.store.transaction() as db:
        query = select(func.count()).select_from(schema.metadata.tables[table])
        return db.execute(query).scalar_one()


def put(place: Workplace, table: str, **values: object) -> None:
    with place.store.transaction() as db:
        db.execute(insert(schema.metadata.tables[table]).values(values))


def test_the_log_of_look_ups_is_kept_for_twelve_months(scratch: Path) -> None:
    place = Workplace(scratch)
    old = place.clock() - 367 * DAY
    for at in (old, old + 2 * DAY):
        put(place, "audit", at=at, who="operator", what="explain", whom="e1")

    place.tick()

    assert count(place, "audit") == 1


def test_what_operators_asked_is_kept_for_twelve_months_once_it_is_done(scratch: Path) -> None:
    place = Workplace(scratch)
    with place.store.transaction() as db:
        requests.ask(db, "pause", "e1", None, "operator", place.clock())
    place.tick()
    place.clock.go(365 * DAY)
    place.tick()
    assert count(place, "requests") == 1

    place.clock.go(2 * DAY)
    place.tick()
    assert count(place, "requests") == 0


def test_counts_for_the_discussion_are_kept_for_twenty_four_months(scratch: Path) -> None:
    place = Workplace(scratch, start=datetime(2027, 1, 15, 12, tzinfo=UTC))
    for month in ("2024-12", "2025-01", "2025-02", "2026-12"):
        put(place, "unit_month", unit="u", month=month, rule="on_site_conflict", count=7)

    place.tick()

    assert count(place, "unit_month") == 2


def test_days_go_after_seven_weeks_though_nothing_is_read_any_more(scratch: Path) -> None:
    place = Workplace(scratch)
    place.meet(day=MONDAY)
    place.tick()
    assert count(place, "day") == 1
    with place.store.transaction() as db:
        requests.ask(db, "pause", None, None, "operator", place.clock())

    place.clock.go(49 * DAY)
    place.tick()
    assert count(place, "day") == 1
    place.clock.go(DAY)
    place.tick()
    assert count(place, "day") == 0


def test_it_is_done_once_a_day_in_the_services_zone(scratch: Path) -> None:
    place = Workplace(scratch)
    place.run(3 * DAY, HOUR)

    with place.store.transaction() as db:
        [slot] = db.execute(select(schema.slot)).all()

    assert (slot.kind, slot.period) == ("retention", "2026-12-03")
    local = slot.taken_at.astimezone(place.service.zone)
    assert (local.hour, local.date()) == (0, date(2026, 12, 3))


def test_every_day_everybody_is_judged_anew(scratch: Path) -> None:
    """A note comes into reach, and one whose day has passed is taken away, without any change."""
    place = Workplace(scratch)
    place.meet(day=MONDAY + DAY)
    place.meet(day=MONDAY + 29 * DAY)
    place.change(horizon_weeks=6)
    place.settle()
    assert place.notes() == ["2026-12-01"]

    place.run(2 * DAY, 20 * MINUTE)

    assert place.notes() == ["2026-12-29"]


def test_another_pace_holds_from_the_next_read_on(scratch: Path) -> None:
    place = Workplace(scratch)
    place.settle()
    place.change(rhythm=replace(Rhythm(), poll=timedelta(minutes=30)))
    place.run(HOUR, 2 * MINUTE)
    place.heard.rounds.clear()

    place.run(2 * HOUR, 2 * MINUTE)

    assert 4 <= sum(sum(r.reads.values()) for r in place.heard.rounds) <= 5
