"""Starts, ends and lengths as programs write them when they are in doubt."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import (
    ANDROID,
    APPLE,
    EXCHANGE,
    GOOGLE,
    NOTES,
    OUTLOOK,
    TUESDAY,
    calendar,
    event,
    home,
)
from tests.corpus.shape import Sample, shape

CPH = ";TZID=Europe/Copenhagen:"
START = f"DTSTART{CPH}20261124T100000"
DAY = "2026-11-24 Møde"


def _one(label: str, read: str, *lines: str, prodid: str = OUTLOOK) -> Sample:
    return Sample(label, (calendar(event(*lines), prodid=prodid),), (read,))


def _refused(label: str, reason: str, *lines: str) -> Sample:
    content = calendar(event(*lines, uid="x"), home())
    return Sample(label, (content,), ("2026-11-24 Hjemme",), (reason,))


@shape("HCL Notes, phones", "as if it were not there")
def empty_properties() -> Iterator[Sample]:
    """Properties without a value: DTEND, DURATION, RRULE, EXDATE, RECURRENCE-ID."""
    yield _one("end_of_a_day", DAY, TUESDAY, "DTEND:", prodid=NOTES)
    yield _one("end_of_a_day_with_value", DAY, TUESDAY, "DTEND;VALUE=DATE:", prodid=NOTES)
    yield _one("end_of_a_meeting", "2026-11-24 10:00-10:00 Møde", START, "DTEND:", prodid=NOTES)
    length = "2026-11-24 10:00-11:00 Møde"
    yield _one("end_beside_length", length, START, "DTEND:", "DURATION:PT1H", prodid=ANDROID)
    yield _one("length", DAY, TUESDAY, "DURATION:", prodid=ANDROID)
    yield _one("rule", DAY, TUESDAY, "RRULE:", prodid=ANDROID)
    yield _one("rule_exdate_rdate", DAY, TUESDAY, "RRULE:", "EXDATE:", "RDATE:", prodid=ANDROID)
    yield _one("recurrence_id", DAY, TUESDAY, "RECURRENCE-ID:", prodid=ANDROID)
    yield _one(
        "all_others", DAY, TUESDAY, "SEQUENCE:", "CLASS:", "TRANSP:", "STATUS:", "ORGANIZER:"
    )
    yield _refused("start", reasons.NO_START, "DTSTART:", "DTEND:20261124T100000Z")


@shape("all", "the end meant: a day for a date, no time at all for a meeting")
def ends_missing_or_of_another_type() -> Iterator[Sample]:
    """No DTEND, one equal to the start, or one of another type."""
    yield _one("day_without", DAY, TUESDAY)
    yield _one("meeting_without", "2026-11-24 10:00-10:00 Møde", START)
    yield _one("day_equal", DAY, TUESDAY, "DTEND;VALUE=DATE:20261124", prodid=ANDROID)
    yield _one("meeting_equal", "2026-11-24 10:00-10:00 Møde", START, START.replace("START", "END"))
    yield _one("day_until_midnight", DAY, TUESDAY, "DTEND:20261125T000000")
    yield _one("day_until_a_time", DAY, TUESDAY, f"DTEND{CPH}20261124T160000")
    until = "2026-11-24 10:00-2026-11-25 00:00 Møde"
    yield _one("meeting_until_a_date", until, START, "DTEND;VALUE=DATE:20261125")
    several = "2026-11-24/2026-11-27 Møde"
    yield _one("three_days", several, TUESDAY, "DTEND;VALUE=DATE:20261127")
    zones = "2026-11-24 10:00-17:00 Møde"
    yield _one("end_in_another_zone", zones, START, "DTEND;TZID=America/New_York:20261124T110000")


@shape("all", "the length; Android's P3600S too")
def lengths() -> Iterator[Sample]:
    """DURATION in weeks, days, hours, with signs, and as Android stores it."""
    hour = "2026-11-24 10:00-11:00 Møde"
    for label, raw in (
        ("hour", "PT1H"),
        ("minutes", "PT60M"),
        ("seconds", "PT3600S"),
        ("plus", "+PT1H"),
        ("all_parts", "P0DT1H0M0S"),
        ("android", "P3600S"),
        ("lower_case", "pt1h"),
    ):
        yield _one(label, hour, START, f"DURATION:{raw}", prodid=ANDROID)
    for label, raw, read in (
        ("day", "P1D", "2026-11-24 Møde"),
        ("hours_of_a_day", "PT24H", "2026-11-24 Møde"),
        ("android_day", "P86400S", "2026-11-24 Møde"),
        ("week", "P1W", "2026-11-24/2026-12-01 Møde"),
        ("nothing", "P0D", "2026-11-24 Møde"),
        ("part_of_a_day", "PT8H", "2026-11-24 Møde"),
    ):
        yield _one(f"of_a_date_{label}", read, TUESDAY, f"DURATION:{raw}")
    both = (START, f"DTEND{CPH}20261124T110000", "DURATION:PT5H")
    yield _one("beside_an_end", hour, *both)


@shape("all", "set aside; the entry beside it is read")
def times_that_cannot_be() -> Iterator[Sample]:
    """Ends before starts, negative lengths, days that do not exist, other notations."""
    yield _refused("end_before_start", reasons.BACKWARDS, START, f"DTEND{CPH}20261124T090000")
    yield _refused("day_before", reasons.BACKWARDS, TUESDAY, "DTEND;VALUE=DATE:20261123")
    yield _refused("negative", reasons.BACKWARDS, START, "DURATION:-PT1H")
    yield _refused("length_in_words", reasons.BAD_DURATION, START, "DURATION:en time")
    yield _refused("years", reasons.BAD_DURATION, START, "DURATION:P1Y")
    yield _refused("length_huge", reasons.BAD_DURATION, START, "DURATION:P9999999999D")
    yield _refused("no_start", reasons.NO_START, "DTEND;VALUE=DATE:20261125")
    for label, raw, reason in (
        ("november_31", "20261131", reasons.NO_SUCH_DATE),
        ("month_13", "20261301T100000", reasons.NO_SUCH_DATE),
        ("hour_25", "20261124T250000", reasons.NO_SUCH_DATE),
        ("year_0", "00000101", reasons.NO_SUCH_DATE),
        ("dashes", "2026-11-24T10:00:00", reasons.NO_SUCH_DATE),
        ("offset", "20261124T100000+0100", reasons.MALFORMED),
        ("words", "i morgen", reasons.MALFORMED),
        ("half", "202611", reasons.MALFORMED),
        ("five_digits", "120261124", reasons.MALFORMED),
    ):
        wanted = reasons.MALFORMED if label == "dashes" else reason
        yield _refused(label, wanted, f"DTSTART:{raw}")


@shape("Outlook", "set aside where they would reach over decades; else they lie far outside")
def placeholder_years() -> Iterator[Sample]:
    """1601, 4501 and 0001, which stand for no date at all."""
    yield _refused("end_4501", reasons.TOO_LONG, TUESDAY, "DTEND;VALUE=DATE:45010101")
    yield _refused("end_4501_timed", reasons.TOO_LONG, START, "DTEND:45010101T000000Z")
    early = ("DTSTART;VALUE=DATE:16010101", "DTEND;VALUE=DATE:20270101")
    yield _refused("start_1601", reasons.TOO_LONG, *early)
    both = calendar(event("DTSTART;VALUE=DATE:45010101", uid="x"), home())
    yield Sample("both_4501", (both,), ("2026-11-24 Hjemme",))
    first = calendar(event("DTSTART:00010101T000000", "DTEND:00010101T010000", uid="x"), home())
    yield Sample("year_1", (first,), ("2026-11-24 Hjemme",))
    endless = home("RRULE:FREQ=WEEKLY;BYDAY=TU;UNTIL=45010101T000000Z")
    days = tuple(f"2026-{day} Hjemme" for day in ("11-24", "12-01", "12-08", "12-15"))
    yield Sample("until_4501", (calendar(endless),), days)
    stamps = home("CREATED:16010101T000000Z", "LAST-MODIFIED:00010101T000000Z", "SEQUENCE:-1")
    yield Sample("stamps", (calendar(stamps),), ("2026-11-24 Hjemme",))
    longer = event(TUESDAY, "DURATION:P3650D", uid="l", subject="Orlov")
    yield Sample("ten_years_are_fine", (calendar(longer),), ("2026-11-24/2036-11-21 Orlov",))


@shape("Exchange, Google", "the date, as it says VALUE=DATE")
def dates_written_as_midnight() -> Iterator[Sample]:
    """VALUE=DATE beside a time of midnight."""
    for label, tail in (("floating", "T000000"), ("utc", "T000000Z")):
        lines = (f"DTSTART;VALUE=DATE:20261124{tail}", f"DTEND;VALUE=DATE:20261125{tail}")
        yield _one(label, DAY, *lines, prodid=EXCHANGE)
    yield _one("start_only", DAY, "DTSTART;VALUE=DATE:20261124T000000", prodid=GOOGLE)
    zoned = f"DTSTART;VALUE=DATE{CPH}20261124T000000"
    yield _one("zone", DAY, zoned, "DTEND;VALUE=DATE:20261125T000000")
    yield _one("no_value", DAY, "DTSTART:20261124", "DTEND:20261125", prodid=APPLE)
    yield _one("date_time", DAY, "DTSTART;VALUE=DATE-TIME:20261124", prodid=ANDROID)
    yield _one("date_in_a_zone", DAY, f"DTSTART;VALUE=DATE{CPH}20261124", prodid=ANDROID)


@shape("Outlook, Exchange", "the date: midnights of the entry's zone, else of the owner's")
def all_day_flags() -> Iterator[Sample]:
    """X-MICROSOFT-CDO-ALLDAYEVENT on timed entries."""
    flag = "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"
    romance = ";TZID=Romance Standard Time:"
    for label, start, end in (
        ("own_zone", f"{romance}20261124T000000", f"{romance}20261125T000000"),
        ("floating", ":20261124T000000", ":20261125T000000"),
        ("utc_of_home", ":20261123T230000Z", ":20261124T230000Z"),
        ("utc_midnight", ":20261124T000000Z", ":20261125T000000Z"),
        (
            "far_zone",
            ";TZID=Eastern Standard Time:20261124T000000",
            ";TZID=Eastern Standard Time:20261125T000000",
        ),
        ("same_end", f"{romance}20261124T000000", f"{romance}20261124T000000"),
    ):
        yield _one(label, DAY, f"DTSTART{start}", f"DTEND{end}", flag)
    timed = "2026-11-24 08:00-16:00 Møde"
    yield _one(
        "not_midnight", timed, f"DTSTART{CPH}20261124T080000", f"DTEND{CPH}20261124T160000", flag
    )
    off = "X-MICROSOFT-CDO-ALLDAYEVENT:FALSE"
    whole = "2026-11-24 00:00-2026-11-25 00:00 Møde"
    yield _one("false", whole, f"DTSTART{CPH}20261124T000000", f"DTEND{CPH}20261125T000000", off)


@shape("phones, scripts", "the time meant")
def times_written_oddly() -> Iterator[Sample]:
    """Leap seconds, no seconds, blanks, a property twice, hours that the clock skips."""
    hour = "2026-11-24 10:00-11:00 Møde"
    end = f"DTEND{CPH}20261124T110000"
    yield _one("no_seconds", hour, f"DTSTART{CPH}20261124T1000", end)
    yield _one("leap_second", "2026-11-24 10:00-10:59 Møde", START, f"DTEND{CPH}20261124T105960")
    yield _one("blanks", hour, f"DTSTART{CPH} 20261124T100000", f"{end}\t")
    yield _one("start_twice", hour, START, f"DTSTART{CPH}20261125T100000", end)
    yield _one("end_first", hour, end, START)
    yield _one("utc", hour, "DTSTART:20261124T090000Z", "DTEND:20261124T100000Z")
    yield _one("lower_case", hour, "dtstart:20261124t090000z", "dtend:20261124t100000z")
