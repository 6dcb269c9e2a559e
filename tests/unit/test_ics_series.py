"""Series unfold exactly as plain recurring-ical-events unfolds them, and say what they are like."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from connectors.ics_parse import Source, parse
from connectors.model import CalendarEvent, Mailbox, Series, When
from connectors.zones import overlaps

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ANNA = Mailbox("anna@example.dk", COPENHAGEN)
FIRST, LAST = date(2026, 9, 14), date(2026, 12, 21)


@dataclass(frozen=True)
class Drawn:
    """A drawn series: its own start, rule and exceptions as iCalendar lines."""

    head: list[str]
    changes: list[list[str]]

    @property
    def content(self) -> bytes:
        """The series as one file."""
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:test"]
        for body in [self.head, *self.changes]:
            lines += ["BEGIN:VEVENT", "UID:series", "DTSTAMP:20260101T000000Z", *body, "END:VEVENT"]
        return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _line(name: str, value: When) -> str:
    if isinstance(value, datetime):
        return f"{name};TZID={value.tzinfo}:{value:%Y%m%dT%H%M%S}"
    return f"{name};VALUE=DATE:{value:%Y%m%d}"


_DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
_WEEKDAYS = st.lists(st.sampled_from(_DAYS), min_size=1, max_size=4, unique=True)


@st.composite
def _rules(draw: st.DrawFn, start: When) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    kind = draw(st.sampled_from(["plain", "weekdays", "other"]))
    if kind == "weekdays" and (freq in {"WEEKLY", "MONTHLY"} or "INTERVAL=1" in parts):
        parts.append("BYDAY=" + ",".join(draw(_WEEKDAYS)))
    elif kind == "other" and freq == "MONTHLY":
        nth = draw(
            st.sampled_from(["BYDAY=2TU", "BYDAY=-1FR", "BYMONTHDAY=1,-1", "BYDAY=MO;BYSETPOS=1"])
        )
        parts.append(nth)
    elif kind == "other" and freq == "YEARLY":
        parts.append(
            draw(st.sampled_from(["BYMONTH=9,10,11;BYDAY=1MO", "BYMONTH=12;BYMONTHDAY=24"]))
        )
    end = draw(st.sampled_from(["", "count", "until"]))
    if end == "count":
        parts.append(f"COUNT={draw(st.integers(1, 400))}")
    elif end == "until":
        until = start + timedelta(days=draw(st.integers(0, 1500)))
        utc = until.astimezone(ZoneInfo("UTC")) if isinstance(until, datetime) else None
        parts.append(f"UNTIL={utc:%Y%m%dT%H%M%SZ}" if utc else f"UNTIL={until:%Y%m%d}")
    return ";".join(parts)


@st.composite
def _series(draw: st.DrawFn) -> Drawn:
    day = draw(st.dates(date(2019, 1, 1), date(2026, 12, 1)))
    start: When = day
    length = timedelta(days=draw(st.integers(1, 3)))
    if draw(st.booleans()):
        zone = draw(
            st.sampled_from(["Europe/Copenhagen", "America/Nuuk", "UTC", "Pacific/Auckland"])
        )
        clock = draw(st.times()).replace(second=0, microsecond=0, fold=0)
        if 1 <= clock.hour <= 3:
            clock = clock.replace(hour=12)  # the hours that the two nights of change repeat or skip
        start = datetime.combine(day, clock, ZoneInfo(zone))
        length = timedelta(minutes=draw(st.integers(0, 700)))
    head = [_line("DTSTART", start), _line("DTEND", start + length), "SUMMARY:plain"]
    head.append("RRULE:" + draw(_rules(start)))
    steps = draw(st.lists(st.integers(0, 200), max_size=6, unique=True))
    head += [_line("EXDATE", start + timedelta(days=7 * step)) for step in steps[:3]]
    moves = [draw(st.integers(-20, 20)) for _ in steps[3:]]
    changes = [
        [
            _line("RECURRENCE-ID", start + timedelta(days=7 * step)),
            _line("DTSTART", start + timedelta(days=7 * step + move)),
            _line("DTEND", start + timedelta(days=7 * step + move) + length),
            "SUMMARY:moved",
        ]
        for step, move in zip(steps[3:], moves, strict=True)
    ]
    return Drawn(head, changes)


def _instant(value: When) -> str:
    return f"{value.timestamp():.0f}" if isinstance(value, datetime) else value.isoformat()


def _plainly(content: bytes) -> list[tuple[str, str, str]]:
    query = recurring_ical_events.of(Calendar.from_ical(content))
    wide = query.between(FIRST - timedelta(days=5), LAST + timedelta(days=5))
    spans = [(event["DTSTART"].dt, event["DTEND"].dt, str(event["SUMMARY"])) for event in wide]
    return sorted(
        (_instant(start), _instant(end), subject)
        for start, end, subject in spans
        if overlaps(start, end, FIRST, LAST, COPENHAGEN)
    )


@settings(max_examples=150, deadline=None)
@given(_series())
def test_a_series_unfolds_as_the_library_unfolds_it(drawn: Drawn) -> None:
    parsed = parse([Source("series.ics", drawn.content)], ANNA, FIRST, LAST)
    if parsed.unreadable:
        assert {item.reason for item in parsed.unreadable} == {
            "its rule names days that no year has"
        }
        assert _plainly(drawn.content) == [] or drawn.changes
        return
    ours = sorted((_instant(e.start), _instant(e.end), e.subject) for e in parsed.events)
    assert ours == _plainly(drawn.content)


def _events(*lines: str, first: date = FIRST, last: date = LAST) -> tuple[CalendarEvent, ...]:
    content = Drawn(list(lines), []).content
    parsed = parse([Source("series.ics", content)], ANNA, first, last)
    assert parsed.unreadable == ()
    return parsed.events


def _described(*lines: str) -> Series:
    events = _events(*lines)
    (series,) = {event.series for event in events}
    assert series is not None
    return series


def test_an_endless_series_counts_no_weeks() -> None:
    series = _described("DTSTART;VALUE=DATE:20200107", "RRULE:FREQ=WEEKLY")
    assert (series.endless, series.weeks) == (True, 0)


@pytest.mark.parametrize(
    ("rule", "weeks"),
    [
        ("FREQ=DAILY;COUNT=5", 1),
        ("FREQ=DAILY;COUNT=8", 2),
        ("FREQ=WEEKLY;COUNT=3", 3),
        ("FREQ=WEEKLY;BYDAY=MO,FR;COUNT=8", 4),
        ("FREQ=WEEKLY;UNTIL=20261005", 4),
        ("FREQ=MONTHLY;COUNT=4", 4),
        ("FREQ=DAILY;COUNT=5000", 60),
    ],
)
def test_the_weeks_of_a_series_are_its_rules_weeks(rule: str, weeks: int) -> None:
    series = _described("DTSTART;VALUE=DATE:20260914", f"RRULE:{rule}")
    assert (series.endless, series.weeks) == (False, weeks)


def test_deleted_occurrences_still_count_and_change_no_pattern() -> None:
    whole = _described("DTSTART;VALUE=DATE:20260914", "RRULE:FREQ=WEEKLY;COUNT=4")
    gaps = _described(
        "DTSTART;VALUE=DATE:20260914",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        "EXDATE;VALUE=DATE:20260921,20260928",
    )
    assert gaps == whole


def test_the_pattern_changes_with_the_rule_the_time_and_the_weekday() -> None:
    base = ["DTSTART;TZID=Europe/Copenhagen:20260915T090000", "DURATION:PT1H", "RRULE:FREQ=WEEKLY"]
    variants = [
        base,
        [base[0].replace("T09", "T10"), *base[1:]],
        [base[0].replace("0915T", "0916T"), *base[1:]],
        [base[0], "DURATION:PT2H", base[2]],
        [*base[:2], "RRULE:FREQ=WEEKLY;INTERVAL=2"],
        [*base, "RDATE;TZID=Europe/Copenhagen:20260917T090000"],
    ]
    assert len({_described(*lines).pattern for lines in variants}) == len(variants)


def test_one_rule_written_in_two_ways_is_one_pattern() -> None:
    start = "DTSTART;VALUE=DATE:20260914"
    one = _described(start, "RRULE:FREQ=WEEKLY;BYDAY=TH,MO;INTERVAL=1")
    other = _described(start, "RRULE:byday=MO,TH;freq=weekly")
    assert one == other


def test_a_week_later_start_of_the_same_rhythm_is_the_same_pattern() -> None:
    one = _described("DTSTART;VALUE=DATE:20260914", "RRULE:FREQ=WEEKLY")
    other = _described("DTSTART;VALUE=DATE:20260921", "RRULE:FREQ=WEEKLY")
    assert one.pattern == other.pattern


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH"])
def test_an_old_series_keeps_its_rhythm(rule: str) -> None:
    start = date(1997, 1, 7)
    events = _events(f"DTSTART;VALUE=DATE:{start:%Y%m%d}", f"RRULE:{rule}")
    assert events
    for event in events:
        assert isinstance(event.start, date)
        days = (event.start - start).days
        assert days % 3 == 0 if "DAILY" in rule else (days + 1) // 7 % 3 == 0


def test_a_start_off_its_own_rule_is_an_occurrence_once() -> None:
    lines = ["DTSTART;VALUE=DATE:20260914", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3"]
    found = [event.start for event in _events(*lines)]
    assert found[:2] == [date(2026, 9, 14), date(2026, 9, 15)]
    old = _events("DTSTART;VALUE=DATE:20100104", "RRULE:FREQ=WEEKLY;BYDAY=TU")
    assert {event.start.weekday() for event in old} == {1}


def test_an_old_daily_series_costs_no_more_than_a_new_one() -> None:
    def cost(year: int) -> float:
        lines = [f"DTSTART;TZID=Europe/Copenhagen:{year}0105T090000", "RRULE:FREQ=DAILY"]
        begun = time.process_time()
        _events(*lines)
        return time.process_time() - begun

    new = min(cost(2026) for _ in range(5))
    old = min(cost(1997) for _ in range(5))
    assert old < 2 * new


def test_an_occurrence_keeps_its_id_when_it_moves() -> None:
    head = ["DTSTART;TZID=Europe/Copenhagen:20260915T090000", "RRULE:FREQ=WEEKLY;COUNT=2"]
    before = parse([Source("a", Drawn(head, []).content)], ANNA, FIRST, LAST)
    change = [
        "RECURRENCE-ID;TZID=Europe/Copenhagen:20260922T090000",
        "DTSTART;TZID=Europe/Copenhagen:20260924T140000",
    ]
    after = parse([Source("a", Drawn(head, [change]).content)], ANNA, FIRST, LAST)
    assert [event.id for event in after.events] == [event.id for event in before.events]
    assert after.events[1].start != before.events[1].start
