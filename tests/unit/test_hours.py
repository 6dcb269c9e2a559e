"""Working hours in the service's zone, over midnight and over both nights the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from sync.hours import Hours, Maintenance, Rhythm

ZONE = ZoneInfo("Europe/Copenhagen")
DAYTIME = Hours(6 * 60, 22 * 60)


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZONE)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("hour", "minute", "open_"),
    [(5, 59, False), (6, 0, True), (21, 59, True), (22, 0, False), (0, 0, False)],
)
def test_hours_begin_and_end_to_the_minute(hour: int, minute: int, open_: bool) -> None:
    assert DAYTIME.open_at(local(2026, 11, 30, hour, minute), ZONE) == open_


def test_hours_are_those_of_the_zone_whatever_zone_the_moment_is_in() -> None:
    assert DAYTIME.open_at(datetime(2026, 11, 30, 5, 0, tzinfo=UTC), ZONE)
    assert not DAYTIME.open_at(datetime(2026, 7, 30, 3, 59, tzinfo=UTC), ZONE)
    assert DAYTIME.open_at(datetime(2026, 7, 30, 4, 0, tzinfo=UTC), ZONE)


def test_only_the_named_weekdays_count() -> None:
    weekdays = Hours(6 * 60, 22 * 60, frozenset(range(5)))

    assert weekdays.open_at(local(2026, 12, 4, 12), ZONE)
    assert not weekdays.open_at(local(2026, 12, 5, 12), ZONE)


def test_hours_over_midnight_belong_to_the_day_on_which_they_begin() -> None:
    friday_night = Hours(22 * 60, 6 * 60, frozenset({4}))

    assert friday_night.open_at(local(2026, 12, 4, 23), ZONE)
    assert friday_night.open_at(local(2026, 12, 5, 5, 59), ZONE)
    assert not friday_night.open_at(local(2026, 12, 5, 6), ZONE)
    assert not friday_night.open_at(local(2026, 12, 4, 5), ZONE)
    assert not friday_night.open_at(local(2026, 12, 5, 23), ZONE)


def test_a_night_that_has_an_hour_twice_is_open_in_both() -> None:
    night = Hours(2 * 60, 3 * 60)

    for fold in (0, 1):
        moment = datetime(2026, 10, 25, 2, 30, fold=fold, tzinfo=ZONE).astimezone(UTC)
        assert night.open_at(moment, ZONE)


def test_maintenance_comes_before_hours() -> None:
    start, end = local(2026, 12, 1, 10), local(2026, 12, 1, 12)
    rhythm = Rhythm(hours=DAYTIME, maintenance=(Maintenance(start, end),))

    assert rhythm.quiet(local(2026, 12, 1, 9, 59), ZONE) is None
    assert rhythm.quiet(start, ZONE) == "maintenance"
    assert rhythm.quiet(end, ZONE) is None
    assert rhythm.quiet(local(2026, 12, 1, 23), ZONE) == "hours"
    assert Rhythm().quiet(local(2026, 12, 1, 3), ZONE) is None
