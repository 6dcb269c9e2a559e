"""Series as Exchange describes them: the rule that comes out is the one that went in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import takewhile
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.ews_names import T
from connectors.ews_parse import raw_item
from connectors.ews_series import recurring, rule_text, series_of
from connectors.ics_series import expand
from connectors.ics_times import UnfitError
from connectors.model import Depth, Snapshot
from tests.simulators.ews.recurrence import rule_dates
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, COPENHAGEN, HOUR, TEN, outcome, snapshot

START = date(2026, 1, 5)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "March", "June", "December")


def months() -> Any:
    return st.sampled_from(MONTHS).map(T.Month)


def interval() -> Any:
    return st.integers(1, 4).map(lambda n: T.Interval(str(n)))


def weekdays() -> Any:
    some = st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)
    return some.map(lambda names: T.DaysOfWeek(" ".join(names)))


def index() -> Any:
    return st.sampled_from(["First", "Second", "Third", "Fourth", "Last"]).map(T.DayOfWeekIndex)


def one_day() -> Any:
    return st.sampled_from([*NAMES, "Day", "Weekday", "WeekendDay"]).map(T.DaysOfWeek)


def month_day() -> Any:
    return st.integers(1, 28).map(lambda n: T.DayOfMonth(str(n)))


PATTERNS = st.one_of(
    st.builds(T.DailyRecurrence, interval()),
    st.builds(T.WeeklyRecurrence, interval(), weekdays(), st.just(T.FirstDayOfWeek("Monday"))),
    st.builds(T.AbsoluteMonthlyRecurrence, interval(), month_day()),
    st.builds(T.RelativeMonthlyRecurrence, interval(), one_day(), index()),
    st.builds(T.AbsoluteYearlyRecurrence, month_day(), months()),
    st.builds(T.RelativeYearlyRecurrence, one_day(), index(), months()),
)
BOUNDS = st.one_of(
    st.just(()),
    st.integers(1, 40).map(lambda n: (T.NumberOfOccurrences(str(n)),)),
    st.dates(START, date(2028, 1, 1)).map(lambda d: (T.EndDate(d.isoformat()),)),
)
KINDS = {0: "NoEndRecurrence", 1: "NumberedRecurrence", 2: "EndDateRecurrence"}


def recurrence(pattern: Any, bounds: tuple[Any, ...]) -> Any:
    kind = 0 if not bounds else 1 if bounds[0].tag.endswith("Occurrences") else 2
    return T.Recurrence(pattern, T(KINDS[kind], T.StartDate(START.isoformat()), *bounds))


@settings(max_examples=150, deadline=None)
@given(pattern=PATTERNS, bounds=BOUNDS)
def test_the_iCalendar_path_unfolds_what_the_server_would(  # noqa: N802
    pattern: Any, bounds: tuple[Any, ...]
) -> None:
    rule = recurrence(pattern, bounds)
    until = START + timedelta(days=500)
    there = list(takewhile(lambda day: day < until, rule_dates(rule)))
    # An item stands where its rule first strikes.
    master = _master(rule, there[0] if there else START)
    found = expand(recurring(master, raw_item(master), ANNA), [], START, until, COPENHAGEN)
    here = {f.start.date() for f in found if f.start.date() < until}  # type: ignore[union-attr]
    if there:
        assert here == set(there)


def _master(rule: Any, first: date) -> Any:
    start = datetime(first.year, first.month, first.day, 9, tzinfo=COPENHAGEN)
    rule[1].find("{*}StartDate").text = first.isoformat()
    return T.CalendarItem(
        T.ItemId(Id="m"),
        T.UID("uid"),
        T.Start(start.isoformat()),
        T.End((start + HOUR).isoformat()),
        rule,
        T.StartTimeZone(Id="Romance Standard Time"),
    )


@pytest.mark.parametrize(
    ("day", "months"), [(31, [31, 28, 31, 30]), (30, [30, 28, 30, 30]), (29, [29, 28, 29, 29])]
)
def test_a_day_that_a_month_has_not_is_its_last(day: int, months: list[int]) -> None:
    pattern = T.AbsoluteMonthlyRecurrence(T.Interval("1"), T.DayOfMonth(str(day)))
    rule = T.Recurrence(pattern, T.NoEndRecurrence(T.StartDate(f"2026-01-{day}")))
    master = _master(rule, date(2026, 1, day))
    described = recurring(master, raw_item(master), ANNA)
    found = expand(described, [], date(2026, 1, 1), date(2026, 5, 1), COPENHAGEN)
    assert [
        f.start.day for f in found if f.start < datetime(2026, 5, 1, tzinfo=COPENHAGEN)
    ] == months  # type: ignore[union-attr,operator]


@pytest.mark.parametrize(
    "rule",
    [
        T.Recurrence(
            T.DailyRegeneration(T.Interval("1")), T.NoEndRecurrence(T.StartDate("2026-01-05"))
        ),
        T.Recurrence(
            T.WeeklyRecurrence(T.Interval("1")), T.NoEndRecurrence(T.StartDate("2026-01-05"))
        ),
        T.Recurrence(
            T.AbsoluteYearlyRecurrence(T.DayOfMonth("1"), T.Month("Smarch")), T.NoEndRecurrence()
        ),
    ],
)
def test_a_rule_that_nobody_knows_is_refused(rule: Any) -> None:
    with pytest.raises(UnfitError):
        rule_text(rule)


def test_a_master_without_a_rule_is_refused() -> None:
    master = T.CalendarItem(T.ItemId(Id="m"), T.Start("x"), T.End("y"), T.Recurrence())
    with pytest.raises(UnfitError):
        series_of(master, ANNA)


def test_how_long_a_series_runs_is_told() -> None:
    weekly = T.WeeklyRecurrence(T.Interval("2"), T.DaysOfWeek("Monday"), T.FirstDayOfWeek("Monday"))
    numbered = T.NumberedRecurrence(T.StartDate("2026-01-05"), T.NumberOfOccurrences("5"))
    series = series_of(_master(T.Recurrence(weekly, numbered), START), ANNA)
    assert (series.endless, series.weeks) == (False, 5)
    endless = T.Recurrence(weekly, T.NoEndRecurrence(T.StartDate("2026-01-05")))
    assert series_of(_master(endless, START), ANNA).endless


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("impersonation") as desk:
        for name in ("anna", "bo"):
            desk.add_mailbox(f"{name}@example.dk")
        yield desk


def test_series_are_described_by_the_window_and_a_second_look_tells_their_rule(
    desk: EwsDesk,
) -> None:
    desk.owner(ANNA.address).add_weekly("Egen", TEN, None)
    bo = desk.owner("bo@example.dk")
    meeting = bo.add_weekly("Teammøde", TEN, None)
    meeting.fields["RequiredAttendees"] = T.RequiredAttendees(
        T.Attendee(T.Mailbox(T.EmailAddress(ANNA.address)))
    )
    from tests.simulators.ews.meetings import invite

    invite(desk.server.exchange, meeting)
    desk.server.exchange.counters.reset()
    events = snapshot(desk).events
    assert desk.server.exchange.counters.count("GetItem") == 0
    seen = {event.subject: event.series for event in events}
    assert all(series and series.guessed for series in seen.values())
    assert {(s.endless, s.weeks, s.pattern) for s in seen.values() if s} == {
        (False, 4, "10:00 60 min")
    }
    ids = {event.subject: event.id for event in events}
    depths = dict.fromkeys(ids.values(), Depth.RULE)
    looked = desk.connector.details(ANNA, list(depths), depths)
    for subject, identity in ids.items():
        series, before = looked[identity].series, seen[subject]
        assert series is not None
        assert before is not None
        assert (series.id, series.endless, series.guessed) == (before.id, True, False)


def test_a_series_is_told_the_same_way_every_time(desk: EwsDesk) -> None:
    owner = desk.owner(ANNA.address)
    series = [owner.add_weekly(f"Egen {number}", TEN, None) for number in range(12)]
    first = {event.id: event.series for event in snapshot(desk).events}
    owner.edit(series[0], Location="Andetsteds")
    again = outcome(desk)
    assert isinstance(again, Snapshot)
    assert {event.id: event.series for event in again.events} == first
