"""Series: their ends, rules, days taken out and single dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.corpus import reasons
from tests.corpus.ical import (
    NEXTCLOUD,
    NOTES,
    TUESDAY,
    calendar,
    event,
    home,
)
from tests.corpus.shape import Sample, shape

CPH = ";TZID=Europe/Copenhagen:"
START, END = f"DTSTART{CPH}20261124T100000", f"DTEND{CPH}20261124T110000"
WEEKLY = "RRULE:FREQ=WEEKLY;BYDAY=TU"
TUESDAYS = ("2026-11-24", "2026-12-01", "2026-12-08", "2026-12-15")
MEETINGS = tuple(f"{day} 10:00-11:00 Møde" for day in TUESDAYS)
HOMES = tuple(f"{day} Hjemme" for day in TUESDAYS)


def _series(*lines: str, uid: str = "s") -> list[str]:
    return event(START, END, WEEKLY, *lines, uid=uid)


@shape("all", "every occurrence in the window")
def plain_series() -> Iterator[Sample]:
    """Weekly series as each program writes them."""
    for label, rule in (
        ("outlook", "RRULE:FREQ=WEEKLY;BYDAY=TU"),
        ("exchange", "RRULE:FREQ=WEEKLY;UNTIL=20270629T080000Z;INTERVAL=1;BYDAY=TU;WKST=MO"),
        ("google", "RRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20270630T215959Z;BYDAY=TU"),
        ("apple", "RRULE:FREQ=WEEKLY;INTERVAL=1;UNTIL=20270630T215959Z"),
        ("nextcloud", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=52"),
        ("lower_case", "rrule:freq=weekly;byday=tu"),
        ("spaces", "RRULE:FREQ=WEEKLY; BYDAY=TU"),
        ("semicolon_at_the_end", "RRULE:FREQ=WEEKLY;BYDAY=TU;"),
    ):
        yield Sample(label, (calendar(event(START, END, rule)),), MEETINGS)


@shape("Outlook, Google, Notes", "the end as it was meant, whatever type it has")
def ends_of_another_type() -> Iterator[Sample]:
    """UNTIL as a date, a floating time or UTC, on series of every type."""
    utc = ("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z")
    floating = ("DTSTART:20261124T100000", "DTEND:20261124T110000")
    cases = (
        ("date_by_date", (TUESDAY,), "20261208", 3),
        ("date_by_floating", (TUESDAY,), "20261208T000000", 3),
        ("date_by_utc_midnight", (TUESDAY,), "20261208T000000Z", 3),
        ("date_by_local_midnight", (TUESDAY,), "20261207T230000Z", 3),
        ("date_by_evening", (TUESDAY,), "20261208T225959Z", 3),
        ("zone_by_utc", (START, END), "20261208T090000Z", 3),
        ("zone_by_utc_just_before", (START, END), "20261208T085959Z", 2),
        ("zone_by_date", (START, END), "20261208", 3),
        ("zone_by_floating", (START, END), "20261208T100000", 3),
        ("utc_by_utc", utc, "20261208T090000Z", 3),
        ("utc_by_date", utc, "20261208", 3),
        ("floating_by_floating", floating, "20261208T100000", 3),
        ("floating_by_utc", floating, "20261208T090000Z", 3),
        ("floating_by_date", floating, "20261208", 3),
    )
    for label, lines, until, count in cases:
        subject = "Hjemme" if lines == (TUESDAY,) else "Møde"
        read = (HOMES if lines == (TUESDAY,) else MEETINGS)[:count]
        content = calendar(event(*lines, f"{WEEKLY};UNTIL={until}", subject=subject))
        yield Sample(label, (content,), read)


@shape("all", "set aside: nobody knows where the series ends")
def ends_that_are_none() -> Iterator[Sample]:
    """COUNT beside UNTIL, and an UNTIL that is no date."""
    for label, end, reason in (
        ("count_and_until", "COUNT=3;UNTIL=20261208", reasons.COUNT_AND_UNTIL),
        ("words", "UNTIL=aldrig", reasons.BAD_UNTIL),
        ("dashes", "UNTIL=2026-12-08", reasons.BAD_UNTIL),
        ("february", "UNTIL=20270230", reasons.NO_SUCH_UNTIL),
        ("empty", "UNTIL=", reasons.BAD_RULE),
    ):
        yield Sample(label, (calendar(event(START, END, f"{WEEKLY};{end}")),), (), (reason,))


@shape("all", "the days that are left")
def days_taken_out() -> Iterator[Sample]:
    """EXDATE in every type, in lists, twice, and empty."""
    left = (MEETINGS[0], MEETINGS[2], MEETINGS[3])
    for label, lines in (
        ("same_zone", [f"EXDATE{CPH}20261201T100000"]),
        ("utc", ["EXDATE:20261201T090000Z"]),
        ("date", ["EXDATE;VALUE=DATE:20261201"]),
        ("floating", ["EXDATE:20261201T100000"]),
        ("windows_zone", ["EXDATE;TZID=Romance Standard Time:20261201T100000"]),
        ("other_zone", ["EXDATE;TZID=America/New_York:20261201T040000"]),
        ("twice", [f"EXDATE{CPH}20261201T100000"] * 2),
        ("empty_too", ["EXDATE:", f"EXDATE{CPH}20261201T100000,"]),
        ("outside_too", [f"EXDATE{CPH}20261201T100000,20261203T100000"]),
    ):
        yield Sample(label, (calendar(_series(*lines)),), left)
    two = _series(f"EXDATE{CPH}20261201T100000,20261208T100000")
    yield Sample("list", (calendar(two),), (MEETINGS[0], MEETINGS[3]))
    days = home(WEEKLY, "EXDATE;VALUE=DATE:20261201", "EXDATE:20261208T000000Z")
    yield Sample("of_days", (calendar(days),), (HOMES[0], HOMES[3]))
    bad = _series("EXDATE:i morgen")
    yield Sample("no_date", (calendar(bad),), (), (reasons.MALFORMED,))


@shape("HCL Notes, Google", "the single dates, with the end of a period where one is given")
def single_dates() -> Iterator[Sample]:
    """RDATE as dates, lists, periods; Notes writes whole series this way."""
    both = (MEETINGS[0], MEETINGS[2])
    for label, line in (
        ("date_time", f"RDATE{CPH}20261208T100000"),
        ("utc", "RDATE:20261208T090000Z"),
        ("with_the_start", f"RDATE{CPH}20261124T100000,20261208T100000"),
        ("period", f"RDATE;VALUE=PERIOD{CPH}20261208T100000/20261208T110000"),
        ("period_with_length", "RDATE;VALUE=PERIOD:20261208T090000Z/PT1H"),
        ("date_of_a_meeting", "RDATE;VALUE=DATE:20261208"),
    ):
        yield Sample(label, (calendar(event(START, END, line), prodid=NOTES),), both)
    longer = event(START, END, "RDATE;VALUE=PERIOD:20261208T090000Z/20261208T120000Z")
    read = (MEETINGS[0], "2026-12-08 10:00-13:00 Møde")
    yield Sample("period_of_another_length", (calendar(longer, prodid=NOTES),), read)
    days = home("RDATE;VALUE=DATE:20261126,20261203")
    three = (HOMES[0], "2026-11-26 Hjemme", "2026-12-03 Hjemme")
    yield Sample("days", (calendar(days),), three)


@shape("all", "the days that the calendar shows")
def rules_of_many_parts() -> Iterator[Sample]:
    """BYSETPOS, ordinals, days from the end, weeks, several rules, week starts."""
    cases = (
        (
            "last_workday",
            "20260130",
            "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
            ("2026-11-30",),
        ),
        ("second_tuesday", "20260113", "FREQ=MONTHLY;BYDAY=2TU", ("2026-12-08",)),
        ("last_day", "20260131", "FREQ=MONTHLY;BYMONTHDAY=-1", ("2026-11-30",)),
        ("week_50", "20251209", "FREQ=YEARLY;BYWEEKNO=50;BYDAY=TU", ("2026-12-08",)),
        ("day_340", "20251206", "FREQ=YEARLY;BYYEARDAY=340", ("2026-12-06",)),
        (
            "week_from_monday",
            "20261124",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO",
            ("2026-11-24", "2026-11-29", "2026-12-08", "2026-12-13"),
        ),
        (
            "week_from_sunday",
            "20261124",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU",
            ("2026-11-24", "2026-12-06", "2026-12-08", "2026-12-20"),
        ),
        (
            "first_monday_of_december",
            "20251201",
            "FREQ=YEARLY;BYMONTH=12;BYDAY=1MO",
            ("2026-12-07",),
        ),
        ("same_date_each_year", "20081201", "FREQ=YEARLY", ("2026-12-01",)),
        ("since_1997", "19971202", "FREQ=WEEKLY;INTERVAL=1;BYDAY=TU", TUESDAYS),
        ("thirteenth_on_a_friday", "20260213", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", ()),
        ("every_21_days", "20261020", "FREQ=DAILY;INTERVAL=21", ("2026-12-01",)),
    )
    for label, start, rule, days in cases:
        content = calendar(event(f"DTSTART;VALUE=DATE:{start}", f"RRULE:{rule}", subject="Hjemme"))
        yield Sample(label, (content,), tuple(f"{day} Hjemme" for day in days))
    two = home(
        "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=2", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=2"
    )
    yield Sample("two_rules", (calendar(two),), HOMES[:3])


@shape("all", "the wall clock of the series' zone on both sides")
def series_over_a_change_of_the_clock() -> Iterator[Sample]:
    """Daily and weekly series over the last Sundays of March and October."""
    autumn, spring = (
        (date(2026, 10, 24), date(2026, 10, 27)),
        (date(2027, 3, 27), date(2027, 3, 30)),
    )
    night = event(
        f"DTSTART{CPH}20261020T013000", "DURATION:PT30M", "RRULE:FREQ=DAILY", subject="Nat"
    )
    read = tuple(f"2026-10-{day} 01:30-02:00 Nat" for day in (24, 25, 26))
    yield Sample("autumn_night", (calendar(night),), read, window=autumn)
    days = event("DTSTART;VALUE=DATE:20261020", "RRULE:FREQ=DAILY", subject="Hjemme")
    read = tuple(f"2026-10-{day} Hjemme" for day in (24, 25, 26))
    yield Sample("autumn_days", (calendar(days, prodid=NEXTCLOUD),), read, window=autumn)
    read = tuple(f"2027-03-{day} Hjemme" for day in (27, 28, 29))
    yield Sample("spring_days", (calendar(days, prodid=NEXTCLOUD),), read, window=spring)
    morning = event(
        f"DTSTART{CPH}20261020T080000", f"DTEND{CPH}20261020T160000", "RRULE:FREQ=DAILY"
    )
    read = tuple(f"2027-03-{day} 08:00-16:00 Møde" for day in (27, 28, 29))
    yield Sample("spring_mornings", (calendar(morning),), read, window=spring)
