"""What would run away: refused before anybody unfolds it, and what stands beside it is read."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import NOTES, TUESDAY, calendar, event, home, timed, zone
from tests.corpus.shape import Sample, shape
from tests.corpus.shapes_series import CPH, END, START

BESIDE = ("2026-11-24 Hjemme",)
OLD = "DTSTART:20200107T090000Z"


def _beside(*parts: list[str]) -> tuple[bytes]:
    return (calendar(*parts[:1], home(), *parts[1:]),)


@shape("scripts, attackers", "set aside; the entry beside it is read")
def rules_that_run_away() -> Iterator[Sample]:
    """Rules below a day, without step, with many hours, for days that never come."""
    for label, rule, reason in (
        ("secondly", "FREQ=SECONDLY", reasons.TOO_OFTEN),
        ("minutely", "FREQ=MINUTELY;COUNT=100000", reasons.TOO_OFTEN),
        ("hourly", "FREQ=HOURLY;UNTIL=20991231", reasons.TOO_OFTEN),
        ("interval_0", "FREQ=DAILY;INTERVAL=0", reasons.bounds("INTERVAL")),
        ("interval_minus_1", "FREQ=DAILY;INTERVAL=-1", reasons.bounds("INTERVAL")),
        ("interval_huge", f"FREQ=DAILY;INTERVAL={'9' * 30}", reasons.bounds("INTERVAL")),
        ("count_huge", "FREQ=DAILY;COUNT=999999999", reasons.bounds("COUNT")),
        ("count_0", "FREQ=DAILY;COUNT=0", reasons.bounds("COUNT")),
        ("hours", "FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8", reasons.several("BYHOUR")),
        ("minutes", "FREQ=DAILY;BYMINUTE=0,1,2,3", reasons.several("BYMINUTE")),
        ("seconds", "FREQ=DAILY;BYSECOND=0,1,2,3", reasons.several("BYSECOND")),
        ("set_position", "FREQ=YEARLY;BYDAY=MO,TU;BYSETPOS=366", reasons.bounds("BYSETPOS")),
        ("february_30", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", reasons.NEVER),
        ("february_31_yearly", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", reasons.NEVER),
        ("week_1_in_june", "FREQ=YEARLY;BYWEEKNO=1;BYMONTH=6;BYDAY=MO", reasons.NEVER),
        ("day_366_in_may", "FREQ=YEARLY;BYYEARDAY=366;BYMONTH=5", reasons.NEVER),
        ("sixth_monday", "FREQ=MONTHLY;BYDAY=6MO", reasons.NEVER),
    ):
        yield Sample(label, _beside(event(OLD, f"RRULE:{rule}")), BESIDE, (reason,))


@shape("old programs, other calendars", "set aside; the entry beside it is read")
def rules_that_are_none() -> Iterator[Sample]:
    """Parts nobody knows, values out of bounds, vCalendar 1.0 rules, EXRULE."""
    for label, rule, reason in (
        ("no_frequency", "RRULE:INTERVAL=2;BYDAY=TU", reasons.TOO_OFTEN),
        ("odd_frequency", "RRULE:FREQ=FORTNIGHTLY", reasons.TOO_OFTEN),
        ("month_13", "RRULE:FREQ=YEARLY;BYMONTH=13", reasons.bounds("BYMONTH")),
        ("day_0", "RRULE:FREQ=MONTHLY;BYMONTHDAY=0", reasons.bounds("BYMONTHDAY")),
        ("danish_day", "RRULE:FREQ=WEEKLY;BYDAY=TI", reasons.NO_WEEKDAY),
        ("unknown_part", "RRULE:FREQ=WEEKLY;BYEASTER=1", reasons.UNKNOWN_PART),
        ("chinese", "RRULE:RSCALE=CHINESE;FREQ=YEARLY", reasons.UNKNOWN_PART),
        ("twice", "RRULE:FREQ=WEEKLY;FREQ=DAILY", reasons.BAD_RULE),
        ("version_1", "RRULE:W1 TU #10", reasons.BAD_RULE),
        ("exrule", "EXRULE:FREQ=WEEKLY", reasons.EXCEPTION_RULE),
        ("words", "RRULE:hver tirsdag", reasons.BAD_RULE),
    ):
        yield Sample(label, _beside(event(OLD, rule)), BESIDE, (reason,))
    rules = [f"RRULE:FREQ=WEEKLY;INTERVAL={n}" for n in range(1, 6)]
    yield Sample("five_rules", _beside(event(OLD, *rules)), BESIDE, (reasons.TOO_MANY_RULES,))


@shape("exports of many years", "read below the limit, set aside above it")
def very_many_dates() -> Iterator[Sample]:
    """Thousands of EXDATE and RDATE, and starts far back."""
    days = [
        f"{y}{m:02}{d:02}" for y in range(2010, 2020) for m in range(1, 13) for d in range(1, 29)
    ]

    def out(count: int) -> list[str]:
        return [f"EXDATE:{day}T090000Z" for day in days[:count]]

    weekly = event(START, END, "RRULE:FREQ=WEEKLY;COUNT=2", *out(1999))
    two = ("2026-11-24 10:00-11:00 Møde", "2026-12-01 10:00-11:00 Møde")
    yield Sample("1999_exdates", (calendar(weekly),), two)
    one_line = f"EXDATE:{','.join(f'{day}T090000Z' for day in days[:1999])}"
    yield Sample(
        "one_line", (calendar(event(START, END, "RRULE:FREQ=WEEKLY;COUNT=2", one_line)),), two
    )
    many = (reasons.TOO_MANY_DATES,)
    yield Sample(
        "2500_exdates", _beside(event(START, "RRULE:FREQ=WEEKLY", *out(2500))), BESIDE, many
    )
    rdates = f"RDATE;VALUE=DATE:{','.join(days[:2500])}"
    yield Sample("2500_rdates", _beside(event(TUESDAY, rdates, uid="r")), BESIDE, many)
    old = event("DTSTART;VALUE=DATE:19900102", "RRULE:FREQ=WEEKLY")
    yield Sample("since_1990", _beside(old), BESIDE, (reasons.TOO_OLD,))
    older = event("DTSTART;VALUE=DATE:16010102", "RRULE:FREQ=WEEKLY")
    yield Sample("since_1601", _beside(older), BESIDE, (reasons.TOO_OLD,))


@shape("scripts, attackers", "read in time, or set aside in time")
def very_many_of_all() -> Iterator[Sample]:
    """Thousands of series, exceptions, zones, alarms; occurrences that last for years."""
    many = [event(OLD, "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=1MO", uid=f"n{n}") for n in range(400)]
    yield Sample("400_series", (calendar(*many, home()),), BESIDE)
    changes = [
        event(f"RECURRENCE-ID:20{y}{m:02}{d:02}T090000Z", "DTSTART:20250101T090000Z", uid="s")
        for y in range(20, 26)
        for m in range(1, 13)
        for d in range(1, 29)
    ]
    daily = event(OLD, "DURATION:PT1H", "RRULE:FREQ=DAILY;UNTIL=20261124T090000Z", uid="s")
    read = ("2026-11-23 10:00-11:00 Møde", "2026-11-24 10:00-11:00 Møde")
    yield Sample("2000_exceptions", (calendar(daily, *changes),), read)
    future = [
        event(
            f"RECURRENCE-ID;RANGE=THISANDFUTURE:2026{m:02}{d:02}T090000Z",
            f"DTSTART:2026{m:02}{d:02}T090000Z",
            "DURATION:PT1H",
            uid="s",
        )
        for m in range(1, 11)
        for d in range(1, 29, 3)
    ]
    yield Sample("100_times_this_and_future", (calendar(daily, *future),), read)
    away = event("RECURRENCE-ID;RANGE=THISANDFUTURE:70260122T090000Z", OLD, uid="s")
    far = (reasons.MOVED_TOO_FAR,)
    yield Sample("moved_over_5000_years", (calendar(daily, away),), read, far)
    once = event("RECURRENCE-ID:16010101T000000Z", "DTSTART:20261130T090000Z", uid="s")
    yield Sample("occurrence_of_1601", (calendar(daily, once),), read, far)
    blocks = [zone(f"Zone {n}") for n in range(1500)]
    uses = [timed("1000", "1100", zone=f"Zone {n}") for n in range(1499, 1400, -1)]
    yield Sample("1500_zones", (calendar(*blocks, *uses),), ("2026-11-24 10:00-11:00 Møde",))
    alarm = ["BEGIN:VALARM", "TRIGGER:-PT15M", "ACTION:DISPLAY", "DESCRIPTION:x", "END:VALARM"]
    yield Sample("20000_alarms", (calendar(home(*alarm * 20_000)),), BESIDE)
    long = event("DTSTART;VALUE=DATE:20200101", "DURATION:P3650D", "RRULE:FREQ=DAILY")
    yield Sample("years_each_day", _beside(long), BESIDE, (reasons.TOO_MANY_TIMES,))
    people = [
        f"ATTENDEE;CN=Navn {n};PARTSTAT=ACCEPTED:mailto:n{n}@example.dk" for n in range(9_000)
    ]
    yield Sample("9000_attendees", (calendar(home(*people)),), BESIDE)
    names = "CATEGORIES:" + ",".join(f"Kategori {n}" for n in range(20_000))
    yield Sample("20000_categories", (calendar(home(names)),), BESIDE)
    copies = [home(f"SEQUENCE:{n}") for n in range(5_000)]
    yield Sample("5000_versions", (calendar(*copies, prodid=NOTES),), BESIDE)
    nest = ["BEGIN:X-A"] * 20_000 + ["END:X-A"] * 20_000
    yield Sample("nested_20000_deep", (calendar(home(*nest)),), BESIDE)


@shape("Outlook, Apple", "the entry; what hangs on it is passed over")
def very_long_lines() -> Iterator[Sample]:
    """Attachments inline, descriptions and lines of megabytes, folded or not."""
    block = "QUJD" * 250_000
    folded = "\r\n ".join(block[n : n + 74] for n in range(0, len(block), 74))
    attach = "ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=a.pdf:"
    yield Sample("attachment_folded", (calendar(home(attach + folded * 3)),), BESIDE)
    yield Sample("attachment_in_one_line", (calendar(home(attach + block * 3)),), BESIDE)
    words = "DESCRIPTION:" + "Kære alle\\, se vedlagte.\\n" * 40_000
    yield Sample("description", (calendar(home(words)),), BESIDE)
    html = "X-ALT-DESC;FMTTYPE=text/html:<html>" + "<p>&nbsp;</p>" * 80_000
    yield Sample("html", (calendar(home(html)),), BESIDE)
    place = "LOCATION:" + "https://example.dk/a" * 10_000
    yield Sample("place", (calendar(home(place)),), BESIDE)
    quote = 'ORGANIZER;CN="' + "Jens; " * 100_000
    yield Sample("quote_without_end", (calendar(home(quote)),), BESIDE)
    zones = f"DTSTART;TZID={'Europe/' * 20_000}:20261124T100000"
    guessed = "2026-11-24 10:00-10:00 Møde (uncertain)"
    yield Sample("zone_name", (calendar(event(zones)),), (guessed,))
    exdates = f"EXDATE{CPH}" + "," * 500_000
    yield Sample("commas", (calendar(home("RRULE:FREQ=DAILY;COUNT=1", exdates)),), BESIDE)
    rule = "RRULE:FREQ=WEEKLY;BYDAY=" + ",".join(["TU"] * 100_000) + ";COUNT=1"
    yield Sample("rule", (calendar(home(rule)),), BESIDE)
