"""Zones, holidays, weeks and working days: which day a thing falls on (policy 2)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation
from tests.whole.crowd import at, on

MONDAY = date(2026, 11, 30)
DAY = MONDAY + timedelta(days=1)
CUSTOM = "\r\n".join(
    [
        "BEGIN:VEVENT",
        "UID:custom@x.example",
        "DTSTAMP:20260101T000000Z",
        "DTSTART;TZID=Vores egen tid:20261201T100000",
        "DTEND;TZID=Vores egen tid:20261201T120000",
        "SUMMARY:Møde (fysisk)",
        "END:VEVENT",
    ]
)


def unit(**keys: object) -> str:
    lines = (f"{k} = {v!r}" for k, v in keys.items())
    return '[[units]]\nid = "u"\n' + "\n".join(lines) + "\n"


def employee(place: Installation, as_of: date | None = None) -> Any:
    return place.check(as_of)["employees"][0]


def homes(place: Installation, as_of: date | None = None) -> list[str]:
    return [d["date"] for d in employee(place, as_of)["days"] if d["status"] == "home"]


@pytest.mark.parametrize(
    ("zone", "start", "day"),
    [
        ("America/Nuuk", "2026-12-01T21:00:00-02:00", DAY),
        ("Atlantic/Faroe", "2026-12-01T23:00:00+00:00", DAY),
        ("Europe/Copenhagen", "2026-12-02T00:00:00+01:00", DAY + timedelta(days=1)),
        ("Pacific/Auckland", "2026-12-02T12:00:00+13:00", DAY + timedelta(days=1)),
    ],
)
def test_a_meeting_stands_on_the_persons_own_date_and_an_all_day_entry_on_its_date(
    tmp_path: Path, zone: str, start: str, day: date
) -> None:
    place = Installation(tmp_path, MONDAY, units=unit(time_zone=zone))
    place.add("Møde (fysisk)", datetime(2026, 12, 1, 23, tzinfo=UTC))
    place.add("Hjemmearbejde", DAY + timedelta(days=2))

    found = employee(place)

    assert [o["start"] for o in on(found, day)["on_site"]] == [start]
    assert homes(place) == ["2026-12-03"]


def test_a_unit_without_a_zone_has_the_one_above(tmp_path: Path) -> None:
    units = (
        '[[units]]\nid = "top"\ntime_zone = "America/Nuuk"\n[[units]]\nid = "u"\nparent = "top"\n'
    )
    place = Installation(tmp_path, MONDAY, units=units)
    place.add("Møde (fysisk)", datetime(2026, 12, 1, 12, tzinfo=UTC))

    (meeting,) = on(employee(place), DAY)["on_site"]

    assert meeting["start"] == "2026-12-01T10:00:00-02:00"


def test_floating_times_are_the_persons_own(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, units=unit(time_zone="America/Nuuk"))
    path = place.add("Møde (fysisk)", at(DAY, 10), at(DAY, 12))
    path.write_bytes(path.read_bytes().replace(b";TZID=Europe/Copenhagen", b""))

    (meeting,) = on(employee(place), DAY)["on_site"]

    assert meeting["start"] == "2026-12-01T10:00:00-02:00"


def test_times_in_a_zone_that_nobody_knows_make_no_finding(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY)
    place.add("Hjemmearbejde fast", DAY)
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{CUSTOM}\r\nEND:VCALENDAR\r\n"
    (place.mailbox() / "custom.ics").write_bytes(text.encode())

    found = employee(place)

    assert on(found, DAY)["on_site"] == []
    assert "on_site_conflict" not in {f["rule"] for f in found["findings"]}


@pytest.mark.parametrize(
    ("country", "day", "off"),
    [
        ("DK", "2026-04-02", True),  # Skærtorsdag
        ("DK", "2026-05-14", True),  # Kristi himmelfartsdag
        ("DK", "2026-06-05", False),  # Grundlovsdag
        ("DK", "2026-12-24", False),
        ("DK", "2026-12-31", False),
        ("GL", "2026-04-02", True),
        ("FO", "2026-07-29", True),  # Ólavsøka
        ("DK", "2026-07-29", False),
    ],
)
def test_public_holidays_are_the_countrys(
    tmp_path: Path, country: str, day: str, off: bool
) -> None:
    date_of = date.fromisoformat(day)
    place = Installation(tmp_path, date_of, units=unit(country=country), read_from=date_of)
    place.add("Hjemmearbejde fast", date_of)

    status = on(employee(place), date_of)["status"]

    assert (status == "holiday") == off


def test_local_days_cancel_what_comes_from_above(tmp_path: Path) -> None:
    units = (
        '[[units]]\nid = "top"\nlocal_days_off = [2026-12-24, 2026-12-23]\n'
        '[[units]]\nid = "u"\nparent = "top"\n'
        "local_days_off = [2026-12-31]\nlocal_working_days = [2026-12-23, 2026-12-25]\n"
    )
    place = Installation(tmp_path, date(2026, 12, 21), units=units)

    days = employee(place)["days"]

    assert [d["date"] for d in days if d["status"] == "holiday"] == [
        "2026-12-24",
        "2026-12-31",
        "2027-01-01",
    ]


def test_a_local_working_day_makes_no_weekend_a_working_day(tmp_path: Path) -> None:
    units = '[[units]]\nid = "u"\nlocal_working_days = [2026-12-05]\n'
    place = Installation(tmp_path, MONDAY, units=units)
    place.add("Hjemmearbejde", date(2026, 12, 5))

    assert homes(place) == []


def test_only_a_persons_own_working_days_are_home_days(tmp_path: Path) -> None:
    keys = 'working_days = ["monday", "thursday", "saturday"]'
    place = Installation(tmp_path, MONDAY, employee_keys=keys)
    place.add("Hjemmearbejde", MONDAY, MONDAY + timedelta(days=7))

    assert homes(place) == ["2026-11-30", "2026-12-03", "2026-12-05"]


@pytest.mark.parametrize(
    ("weeks", "end"), [(1, "2026-12-07"), (4, "2026-12-28"), (12, "2027-02-22")]
)
def test_the_window_is_six_weeks_back_and_whole_weeks_ahead(
    tmp_path: Path, weeks: int, end: str
) -> None:
    place = Installation(tmp_path, MONDAY + timedelta(days=3), service=f"horizon_weeks = {weeks}")
    last = date.fromisoformat(end)
    for day in (date(2026, 10, 16), date(2026, 10, 19), last - timedelta(days=4), last):
        place.add("Hjemmearbejde", day)

    assert place.check()["window"] == ["2026-10-19", end]
    assert homes(place) == ["2026-10-19", str(last - timedelta(days=4))]


@pytest.mark.parametrize(
    ("read_from", "first"),
    [("2026-11-23", "2026-11-23"), ("2026-11-24", "2026-11-30"), ("2026-11-30", "2026-11-30")],
)
def test_a_week_that_is_cut_by_read_from_is_not_read(
    tmp_path: Path, read_from: str, first: str
) -> None:
    place = Installation(tmp_path, MONDAY, read_from=date.fromisoformat(read_from))
    place.add("Hjemmearbejde", date(2026, 11, 16), date(2026, 12, 5))

    assert homes(place)[0] == first


def test_weeks_that_are_not_read_are_not_averaged(tmp_path: Path) -> None:
    place = Installation(tmp_path, MONDAY, service="horizon_weeks = 3", read_from=MONDAY)
    place.add("Hjemmearbejde fast", MONDAY, MONDAY + timedelta(days=28))

    assert "average_exceeded" not in place.findings()
    place.service = "horizon_weeks = 4"
    place.configure()
    assert place.findings()["average_exceeded"]["facts"]["per_week"] == "19/4"


def test_the_year_2026_has_a_week_53(tmp_path: Path) -> None:
    w51 = date.fromisocalendar(2026, 51, 1)
    place = Installation(tmp_path, w51, read_from=w51)
    place.add("Hjemmearbejde fast", w51, w51 + timedelta(days=28))

    facts = place.findings()["average_exceeded"]["facts"]

    assert (facts["first_week"], facts["last_week"]) == ("2026-W51", "2027-W01")


def test_days_are_listed_once_in_order_and_holidays_with_nothing_else(tmp_path: Path) -> None:
    place = Installation(tmp_path, date(2026, 12, 21))
    place.add("Hjemmearbejde", date(2026, 12, 23), date(2026, 12, 27))

    days = employee(place)["days"]

    assert [d["date"] for d in days] == sorted({d["date"] for d in days})
    assert on({"days": days}, date(2026, 12, 25)) == {
        "date": "2026-12-25",
        "status": "holiday",
        "share": None,
        "kind": None,
        "reason": "holiday",
        "on_site": [],
    }
