"""vCalendar 1.0 and what phones make of calendars."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import ANDROID, TUESDAY, calendar, event, home
from tests.corpus.shape import Sample, shape

READ = ("2026-11-24 Hjemmearbejde på Ærø",)


def _version_1(*lines: str) -> bytes:
    head = ["BEGIN:VCALENDAR", "VERSION:1.0", "TZ:+01", "DAYLIGHT:FALSE", "BEGIN:VEVENT"]
    return "\r\n".join([*head, "UID:n", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


@shape("Nokia, Samsung, Palm", "the letters that were meant")
def quoted_printable_text() -> Iterator[Sample]:
    """Text in quoted-printable, broken over lines, in several encodings."""
    for label, lines in (
        (
            "utf_8",
            "SUMMARY;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Hjemmearbejde p=C3=A5 =C3=86r=C3=B8",
        ),
        ("no_charset", "SUMMARY;ENCODING=QUOTED-PRINTABLE:Hjemmearbejde p=C3=A5 =C3=86r=C3=B8"),
        (
            "latin_1",
            "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Hjemmearbejde p=E5 =C6r=F8",
        ),
        ("unnamed_latin_1", "SUMMARY;ENCODING=QUOTED-PRINTABLE:Hjemmearbejde p=E5 =C6r=F8"),
        ("bare_parameter", "SUMMARY;QUOTED-PRINTABLE:Hjemmearbejde p=C3=A5 =C3=86r=C3=B8"),
        ("lower_case", "SUMMARY;encoding=quoted-printable:Hjemmearbejde p=c3=a5 =c3=86r=c3=b8"),
        (
            "broken_over_lines",
            "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Hjemme=\r\narbejde p=C3=\r\n=A5 =C3=86r=C3=B8",
        ),
        (
            "charset_unknown",
            "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=KLINGON:Hjemmearbejde p=C3=A5 =C3=86r=C3=B8",
        ),
    ):
        yield Sample(label, (_version_1("DTSTART:20261124", lines),), READ)
    danger = "SUMMARY;ENCODING=QUOTED-PRINTABLE:Hjemme=0D=0AEND:VEVENT=0D=0ADTSTART:20261201"
    read = ("2026-11-24 Hjemme\nEND:VEVENT\nDTSTART:20261201",)
    yield Sample("line_ends_inside", (_version_1("DTSTART:20261124", danger),), read)
    odd = "SUMMARY;ENCODING=QUOTED-PRINTABLE:50=% hjemme =ZZ="
    yield Sample("faulty", (_version_1("DTSTART:20261124", odd),), ("2026-11-24 50=% hjemme =ZZ",))
    long = "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:" + "a=20b=\r\n" * 40_000 + "c"
    yield Sample(
        "very_long",
        (_version_1("DTSTART:20261124", long, "SUMMARY:Hjemme"),),
        ("2026-11-24 Hjemme",),
    )


@shape("Nokia, Samsung, Palm", "single entries; rules of version 1.0 are set aside")
def version_1_calendars() -> Iterator[Sample]:
    """vCalendar 1.0 with its alarms, attendees and rules."""
    times = ("DTSTART:20261124T090000Z", "DTEND:20261124T100000Z", "SUMMARY:Møde")
    read = ("2026-11-24 10:00-11:00 Møde",)
    yield Sample(
        "meeting", (_version_1(*times, "CATEGORIES:MEETING", "DALARM:20261124T084500Z"),), read
    )
    yield Sample(
        "reminder",
        (_version_1("DTSTART:20261124", "X-EPOCAGENDAENTRYTYPE:EVENT"),),
        ("2026-11-24",),
    )
    for label, rule in (
        ("weekly", "W1 TU #10"),
        ("daily", "D1 20271231T000000"),
        ("monthly", "MP1 1+ MO #0"),
    ):
        aside = (reasons.BAD_RULE,)
        yield Sample(label, (_version_1(*times, f"RRULE:{rule}"),), (), aside)
    midnight = ("DTSTART:20261124T000000", "DTEND:20261124T235900", "SUMMARY:Hjemme")
    read = ("2026-11-24 00:00-23:59 Hjemme",)
    yield Sample("samsung_day", (_version_1(*midnight, "X-ALLDAY:SET"),), read)


@shape("Android, Samsung, iOS", "the entry")
def phone_exports() -> Iterator[Sample]:
    """Exports of phones: lengths without T, everything in UTC, colours, emoji."""
    android = event(
        TUESDAY, "DURATION:P1D", "RRULE:FREQ=WEEKLY;WKST=MO;BYDAY=TU;COUNT=2", subject="🏠 Hjemme"
    )
    read = ("2026-11-24 🏠 Hjemme", "2026-12-01 🏠 Hjemme")
    yield Sample("android_series", (calendar(android, prodid=ANDROID),), read)
    samsung = home("X-SEC-COLOR:-12627531", "X-ALLDAY:SET", "AALARM:20261123T200000Z;;1")
    yield Sample("samsung", (calendar(samsung, prodid=ANDROID),), ("2026-11-24 Hjemme",))
    ios = home("X-APPLE-CREATOR-IDENTITY:com.apple.mobilecal", "X-APPLE-CREATOR-TEAM-IDENTITY:0")
    yield Sample("ios", (calendar(ios),), ("2026-11-24 Hjemme",))
    seconds = event("DTSTART:20261124T090000Z", "DURATION:P3600S", "X-ANDROID-ORIGINAL-ID:17")
    yield Sample("seconds", (calendar(seconds, prodid=ANDROID),), ("2026-11-24 10:00-11:00 Møde",))
