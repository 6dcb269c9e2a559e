"""Zone names in every dress mean one zone, and local dates keep their edges."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ics_times import ZoneTable
from connectors.zones import in_zone, midnight, overlaps, windows_name, zone_named

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
WINTER, SUMMER = (datetime(2026, month, 15, 12, tzinfo=UTC) for month in (1, 7))


def _offsets(name: str) -> tuple[float, float]:
    zone = zone_named(name)
    assert zone is not None
    offsets = [moment.replace(tzinfo=zone).utcoffset() for moment in (WINTER, SUMMER)]
    first, second = (offset / timedelta(hours=1) for offset in offsets if offset is not None)
    return first, second


@pytest.mark.parametrize(
    ("name", "offsets"),
    [
        ("Europe/Copenhagen", (1, 2)),
        ("europe/copenhagen", (1, 2)),
        ("/Europe/Copenhagen", (1, 2)),
        ("/freeassociation.sourceforge.net/Europe/Copenhagen", (1, 2)),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", (-3, -3)),
        ("Romance Standard Time", (1, 2)),
        ('"Romance Standard Time"', (1, 2)),
        ("W. Europe Standard Time", (1, 2)),
        ("GMT Standard Time", (0, 1)),
        ("Greenland Standard Time", (-2, -1)),
        ("Mitteleuropäische Zeit", (1, 2)),
        ("Romersk normaltid", (1, 2)),
        ("Grønland, normaltid", (-2, -1)),
        ("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", (1, 2)),
        ("(UTC+01:00) Bruxelles, København, Madrid, Paris", (1, 2)),
        ("(GMT+01:00) Brüssel, Kopenhagen, Madrid, Paris", (1, 2)),
        ("(UTC) Dublin, Edinburgh, Lissabon, London", (0, 1)),
        ("(UTC+12:00) Auckland, Wellington", (13, 12)),
        ("Koordineret universaltid", (0, 0)),
        ("UTC", (0, 0)),
        ("GMT+0100", (1, 1)),
        ("-03:30", (-3.5, -3.5)),
    ],
)
def test_a_zone_is_known_by_its_name(name: str, offsets: tuple[float, float]) -> None:
    assert _offsets(name) == offsets


@pytest.mark.parametrize(
    "name",
    [
        *("", "Customized Time Zone", "tzone://Microsoft/Custom", "Europe", "../../etc/passwd"),
        *("Factory", "(UTC+05:00) København", "GMT+9900", "\0", "a" * 5000),
    ],
)
def test_an_unknown_name_is_nobodys_zone(name: str) -> None:
    assert zone_named(name) is None


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("Europe/Copenhagen", "Romance Standard Time"),
        ("Atlantic/Faroe", "GMT Standard Time"),
        ("America/Nuuk", "Greenland Standard Time"),
        ("America/Godthab", "Greenland Standard Time"),
        ("Europe/Berlin", "W. Europe Standard Time"),
        ("Asia/Tokyo", "Tokyo Standard Time"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_has_a_windows_name(key: str, name: str) -> None:
    assert windows_name(ZoneInfo(key)) == name
    back = zone_named(name)
    assert back is not None
    for moment in (WINTER, SUMMER):
        there = moment.replace(tzinfo=ZoneInfo(key)).utcoffset()
        assert moment.replace(tzinfo=back).utcoffset() == there


def _block(rule: str) -> list[str]:
    return [
        "BEGIN:VTIMEZONE",
        "TZID:Custom",
        "BEGIN:STANDARD",
        "DTSTART:16010101T030000",
        "TZOFFSETFROM:+0400",
        "TZOFFSETTO:+0300",
        rule,
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_an_unknown_name_with_rules_is_the_zone_of_its_rules() -> None:
    table = ZoneTable(COPENHAGEN, [_block("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10")])
    zone, guessed = table.zone("Custom")
    assert WINTER.replace(tzinfo=zone).utcoffset() == timedelta(hours=3)
    assert not guessed


@pytest.mark.parametrize(
    "rule", ["RRULE:FREQ=SECONDLY", "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "TZOFFSETTO:x"]
)
def test_rules_that_are_not_sane_are_no_rules(rule: str) -> None:
    table = ZoneTable(COPENHAGEN, [_block(rule)])
    assert table.zone("Custom") == (COPENHAGEN, True)


def test_a_floating_time_is_in_the_owners_zone_and_no_guess() -> None:
    assert ZoneTable(COPENHAGEN, []).zone(None) == (COPENHAGEN, False)


@given(
    start_minute=st.integers(0, 275 * 24 * 60),
    minutes=st.integers(0, 3000),
    day=st.dates(date(2026, 3, 1), date(2026, 11, 30)),
    key=st.sampled_from(["Europe/Copenhagen", "America/Nuuk", "Pacific/Auckland"]),
)
def test_days_cut_time_without_gap_or_overlap(
    start_minute: int, minutes: int, day: date, key: str
) -> None:
    zone = ZoneInfo(key)
    start = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=start_minute)
    end = start + timedelta(minutes=minutes)
    begins, ends = start.astimezone(zone), end.astimezone(zone)
    touches = overlaps(begins, ends, day, day + timedelta(days=1), zone)
    local = begins.date() <= day <= ends.date()
    if ends == midnight(day, zone) and ends != begins:
        local = False
    assert touches == local


def test_the_wall_time_of_a_moment_has_no_zone() -> None:
    assert in_zone(datetime(2026, 7, 1, 10, tzinfo=UTC), COPENHAGEN) == datetime.fromisoformat(
        "2026-07-01T12:00"
    )
