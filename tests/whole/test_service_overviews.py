"""Every leader has one overview a week, at eight in their own zone, whatever the clock does.

The service ticks through the weeks in question; every mail that leaves it is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from connectors.errors import Unavailable
from connectors.memory import Memory
from connectors.model import CalendarEvent, Invite, RemoteRef
from policy.model import Contact, Employee, Unit
from policy.workdays import iso_week, monday_of
from sync.hours import Rhythm
from tests.workplace import COPENHAGEN, Workplace, scratch

__all__ = ["scratch"]

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
STEP = timedelta(minutes=20)
ZONES = {
    "dk": "Europe/Copenhagen",
    "gl": "America/Nuuk",
    "fo": "Atlantic/Faroe",
}
HR = "hr@x.example"


class Post(Memory):
    """Calendars in memory that note when which invite came."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[datetime, str, str]] = []
        self.away = False

    def send(self, invite: Invite, known: RemoteRef | None) -> RemoteRef:
        if self.away:
            raise Unavailable("the mail server is away")
        ref = super().send(invite, known)
        self.sent.append((self._clock(), invite.attendee.split("@")[0], invite.key))
        return ref


def workplace(
    folder: Path, start: date, *, days_off: tuple[date, ...] = (), others: int = 0
) -> Workplace:
    """A leader with one employee in each of three countries, and somebody who keeps agreements.

    It has begun already: what a first start catches up has been sent. ``others``: more people.
    """
    units = {
        name: Unit(
            name,
            leader=f"boss-{name}",
            values={"time_zone": zone, "country": name.upper(), "local_days_off": days_off},
        )
        for name, zone in ZONES.items()
    }
    people = [
        Employee(f"{who}-{name}", f"{who}-{name}@x.example", "memory", name)
        for name in ZONES
        for who in ("boss", "team")
    ]
    people += [Employee(f"o{n}", f"o{n}@x.example", "memory", "dk") for n in range(others)]
    calendars = Post()
    place = Workplace(
        folder,
        calendars=calendars,
        units=units,
        employees=people,
        contacts=[Contact("dk", "hr", "HR", HR)],
        overviews=True,
        start=datetime(start.year, start.month, start.day, tzinfo=UTC),
    )
    calendars._clock = place.clock
    calendars.add_mailbox(HR)
    for name in ZONES:
        for week in range(-2, 9):
            day = monday_of(start) + week * WEEK + DAY
            event = CalendarEvent(f"home-{week}", "Fast hjemmearbejde", day, day + DAY)
            calendars.add(f"team-{name}@x.example", event)
    place.settle()
    calendars.sent.clear()
    place.clock.now = place.clock.now.replace(minute=0) + HOUR
    return place


def weeks_of(place: Workplace, leader: str) -> list[str]:
    """The weeks of which a leader got an overview, in the order they came."""
    return [k.rsplit(":", 1)[1] for _, to, k in place.calendars.sent if to == leader]


def moments(place: Workplace, leader: str, zone: str) -> list[str]:
    """When they came, on the leader's own clock."""
    local = (at.astimezone(ZoneInfo(zone)) for at, to, _ in place.calendars.sent if to == leader)
    return [f"{at:%a %d %b %H:%M}" for at in local]


def each_once(place: Workplace, weeks: Iterable[str]) -> None:
    """Every leader had exactly these weeks, each once."""
    for name in ZONES:
        assert weeks_of(place, f"boss-{name}") == list(weeks), name


def test_an_overview_comes_at_eight_on_thursday_in_the_leaders_zone(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 2))

    place.run(30 * HOUR, HOUR)
    place.run(12 * HOUR, STEP)

    each_once(place, ["2026-W50"])
    for name, zone in ZONES.items():
        assert moments(place, f"boss-{name}", zone) == ["Thu 03 Dec 08:00"]


@pytest.mark.parametrize(
    ("start", "weeks"),
    [
        (date(2026, 10, 21), ["2026-W44", "2026-W45"]),
        (date(2027, 3, 17), ["2027-W12", "2027-W13", "2027-W14"]),
    ],
)
def test_over_both_nights_on_which_the_clocks_change(
    scratch: Path, start: date, weeks: list[str]
) -> None:
    place = workplace(scratch, start)

    place.run((len(weeks) * 7 - 4) * DAY, HOUR)

    each_once(place, weeks)
    for name, zone in ZONES.items():
        assert all(m.endswith("08:00") for m in moments(place, f"boss-{name}", zone))


def test_the_night_that_has_an_hour_twice_takes_no_slot_twice(scratch: Path) -> None:
    """Due at eight, read every few minutes through the night of the change and the day after."""
    place = workplace(scratch, date(2026, 10, 22))
    place.run(2.5 * DAY, HOUR)
    place.run(DAY, timedelta(minutes=15))

    each_once(place, ["2026-W44"])


def test_over_christmas_with_its_eve_on_a_thursday_and_week_53(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 16))

    place.run(16 * DAY, HOUR)

    each_once(place, ["2026-W52", "2026-W53", "2027-W01"])
    assert "Thu 24 Dec 08:00" in moments(place, "boss-dk", ZONES["dk"])


def test_where_christmas_eve_is_a_day_off_the_overview_comes_the_day_before(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 21), days_off=(date(2026, 12, 24),))

    place.run(5 * DAY, HOUR)

    each_once(place, ["2026-W53"])
    assert moments(place, "boss-dk", ZONES["dk"]) == ["Wed 23 Dec 08:00"]


def test_before_maundy_thursday_it_comes_on_wednesday(scratch: Path) -> None:
    place = workplace(scratch, date(2027, 3, 22))

    place.run(5 * DAY, HOUR)

    each_once(place, ["2027-W13"])
    for name, zone in ZONES.items():
        assert moments(place, f"boss-{name}", zone) == ["Wed 24 Mar 08:00"]


@pytest.mark.parametrize("hour", [6, 9])
@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY, 3 * HOUR])
def test_a_clock_that_jumps_on_the_due_day_sends_each_overview_once(
    scratch: Path, jump: timedelta, hour: int
) -> None:
    place = workplace(scratch, date(2026, 12, 2))
    place.run(DAY + hour * HOUR, HOUR)

    place.clock.go(jump)
    place.run(DAY, HOUR)
    place.clock.go(-jump)
    place.run(2 * DAY, HOUR)

    each_once(place, ["2026-W50"])


def test_three_hours_of_sleep_over_eight_delay_it_and_no_more(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 2))
    place.run(DAY + 4 * HOUR, HOUR)
    assert weeks_of(place, "boss-dk") == []

    place.clock.go(4 * HOUR)
    place.run(DAY, HOUR)

    each_once(place, ["2026-W50"])
    assert moments(place, "boss-dk", ZONES["dk"]) == ["Thu 03 Dec 10:00"]


def test_a_stop_over_the_weekend_is_caught_up_on_monday(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 11, 25))
    place.run(3 * DAY, HOUR)
    place.clock.now = datetime(2026, 12, 2, 12, tzinfo=UTC)
    place.run(2 * DAY, HOUR)
    place.clock.now = datetime(2026, 12, 7, 6, tzinfo=UTC)
    place.restart()
    place.run(DAY, HOUR)

    each_once(place, ["2026-W49", "2026-W50"])


def test_after_a_long_sleep_overviews_wait_until_everybody_has_been_read(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 3), others=100)
    place.clock.now = datetime(2026, 12, 3, 14, tzinfo=UTC)

    place.tick()
    place.clock.go(timedelta(seconds=5))
    place.tick()
    assert place.calendars.sent == []
    place.run(timedelta(minutes=5), timedelta(seconds=10))

    each_once(place, ["2026-W50"])


def test_a_mail_server_that_is_away_is_tried_again(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 3))
    place.calendars.away = True
    place.run(DAY, HOUR)
    assert place.calendars.sent == []

    place.calendars.away = False
    place.run(DAY, HOUR)

    each_once(place, ["2026-W50"])


def test_nothing_goes_out_while_the_service_may_not_write(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 12, 3))
    place.change(rhythm=Rhythm(read_only=True))
    place.run(DAY, HOUR)
    assert place.calendars.sent == []

    place.change(rhythm=Rhythm())
    place.run(HOUR, STEP)
    each_once(place, ["2026-W50"])


def test_hr_has_one_form_a_month(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 10, 28))

    place.run(40 * DAY, 4 * HOUR)

    counted = Counter(k.rsplit(":", 1)[1] for _, to, k in place.calendars.sent if to == "hr")
    assert counted == {"2026-11": 1, "2026-12": 1}
    assert moments(place, "hr", COPENHAGEN.key) == [
        "Mon 02 Nov 10:00",
        "Tue 01 Dec 10:00",
    ]


def test_every_week_has_its_one_overview(scratch: Path) -> None:
    place = workplace(scratch, date(2026, 11, 4))

    place.run(21 * DAY, 3 * HOUR)

    expected = [iso_week(date(2026, 11, 9) + n * WEEK) for n in range(3)]
    each_once(place, expected)
