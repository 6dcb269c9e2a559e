"""Time zones under every name, as offsets, floating, and around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.corpus.ical import (
    EVOLUTION,
    GOOGLE,
    OUTLOOK,
    calendar,
    event,
    home,
    timed,
)
from tests.corpus.shape import Sample, shape

SAME = "2026-11-24 10:00-11:00 Møde"
LONDON = "2026-11-24 11:00-12:00 Møde"
NUUK = "2026-11-24 13:00-14:00 Møde"
NEW_YORK = "2026-11-24 16:00-17:00 Møde"


def in_zone(name: str, read: str, *blocks: list[str], prodid: str = OUTLOOK) -> Sample:
    """A meeting at 10 in a zone of this name."""
    short = "".join(c if c.isalnum() else "_" for c in name.lower()).strip("_")[:40] or "empty"
    short += "_quoted" if name.startswith('"') else "_lower" if name == name.lower() != "" else ""
    content = calendar(*blocks, timed("1000", "1100", zone=name), prodid=prodid)
    return Sample(short, (content,), (read,))


@shape("Outlook, Exchange", "the zone that CLDR gives for the name")
def windows_zone_names() -> Iterator[Sample]:
    """Windows names of time zones without a VTIMEZONE."""
    yield in_zone("Romance Standard Time", SAME)
    yield in_zone("W. Europe Standard Time", SAME)
    yield in_zone("Central European Standard Time", SAME)
    yield in_zone("GMT Standard Time", LONDON)
    yield in_zone("Greenland Standard Time", NUUK)
    yield in_zone("Eastern Standard Time", NEW_YORK)
    yield in_zone("FLE Standard Time", "2026-11-24 09:00-10:00 Møde")
    yield in_zone("India Standard Time", "2026-11-24 05:30-06:30 Møde")
    yield in_zone("New Zealand Standard Time", "2026-11-23 22:00-23:00 Møde")
    yield in_zone("romance standard time", SAME)


@shape("Outlook, Exchange", "summer time of the zone meant, on both sides of its change")
def windows_zone_in_both_halves_of_the_year() -> Iterator[Sample]:
    """A weekly series in a Windows zone over a change of the clock."""

    def series(name: str, *, day: str) -> bytes:
        start, end = (f"{edge};TZID={name}:{day}T{hour}0000" for edge, hour in EDGES)
        return calendar(event(start, end, "RRULE:FREQ=WEEKLY;COUNT=20"))

    EDGES = (("DTSTART", "10"), ("DTEND", "11"))  # noqa: N806 – a constant of this shape
    autumn, spring = (date(2026, 10, 19), date(2026, 11, 9)), (date(2027, 3, 22), date(2027, 4, 5))
    for label, name, day, hours, window in (
        ("copenhagen_autumn", "Romance Standard Time", "20261013", (10, 10, 10), autumn),
        ("london_autumn", "GMT Standard Time", "20261013", (11, 11, 11), autumn),
        ("new_york_autumn", "Eastern Standard Time", "20261013", (16, 15, 16), autumn),
        ("london_spring", "GMT Standard Time", "20270309", (11, 11), spring),
        ("new_york_spring", "Eastern Standard Time", "20270309", (15, 16), spring),
        ("reykjavik_spring", "Greenwich Standard Time", "20270309", (11, 12), spring),
    ):
        days = ("2026-10-20", "2026-10-27", "2026-11-03")
        if window == spring:
            days = ("2027-03-23", "2027-03-30", "")
        read = tuple(f"{d} {h}:00-{h + 1}:00 Møde" for d, h in zip(days, hours, strict=False))
        yield Sample(label, (series(name, day=day),), read, window=window)


@shape("Outlook in Danish and German", "the zone that the translated name means")
def localised_zone_names() -> Iterator[Sample]:
    """Names of time zones in the language of the machine."""
    yield in_zone("Mitteleuropäische Zeit", SAME)
    yield in_zone("Mitteleuropäische Sommerzeit", SAME)
    yield in_zone("Romance (normaltid)", SAME)
    yield in_zone("Vesteuropa, normaltid", SAME)
    yield in_zone('"Vesteuropa, normaltid"', SAME)
    yield in_zone("Centraleuropæisk tid", SAME)
    yield in_zone("Grønland, normaltid", NUUK)
    yield in_zone("GMT, normaltid", LONDON)
    yield in_zone("Koordinierte Weltzeit", LONDON)


@shape("Outlook", "the city named that has this offset")
def display_zone_names() -> Iterator[Sample]:
    """Display names of time zones, with colons and commas, quoted or not."""
    yield in_zone('"(UTC+01:00) Brussels, Copenhagen, Madrid, Paris"', SAME)
    yield in_zone("(UTC+01:00) Brussels, Copenhagen, Madrid, Paris", SAME)
    yield in_zone('"(GMT+01.00) Bruxelles, København, Madrid, Paris"', SAME)
    yield in_zone('"(UTC+01:00) Bruxelles, København, Madrid, Paris"', SAME)
    yield in_zone('"(UTC) Dublin, Edinburgh, Lisbon, London"', LONDON)
    yield in_zone('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"', SAME)


@shape("Evolution, Thunderbird, KOrganizer", "the IANA name at the end of the path")
def zone_names_behind_a_path() -> Iterator[Sample]:
    """IANA names behind the path of a library."""
    for path in (
        "/freeassociation.sourceforge.net/Europe/Copenhagen",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Copenhagen",
        "/mozilla.org/20070129_1/Europe/Copenhagen",
        "/softwarestudio.org/Olson_20011030_5/Europe/Copenhagen",
        "/usr/share/zoneinfo/Europe/Copenhagen",
    ):
        yield in_zone(path, SAME, prodid=EVOLUTION)
    yield in_zone("/citadel.org/20260101_1/Europe/London", LONDON, prodid=EVOLUTION)


@shape("phones, web services", "the offset as it is")
def zones_as_offsets() -> Iterator[Sample]:
    """Offsets and UTC under other names in the place of a zone."""
    for name in ("GMT+01:00", "UTC+1", "GMT+0100", "+01:00", "Etc/GMT-1"):
        yield in_zone(name, SAME)
    yield in_zone("GMT-0500", NEW_YORK)
    for name in ("UTC", "Z", "Etc/UTC", "GMT", "tzone://Microsoft/Utc"):
        yield in_zone(name, LONDON)


@shape("Google, phones", "the owner's zone for a floating time, whatever the calendar is called in")
def floating_times() -> Iterator[Sample]:
    """Times without a zone, also beside X-WR-TIMEZONE."""
    use = event("DTSTART:20261124T100000", "DTEND:20261124T110000")
    yield Sample("bare", (calendar(use),), (SAME,))
    for name in ("Europe/Copenhagen", "America/New_York", "Vrøvl"):
        head = [f"X-WR-TIMEZONE:{name}"]
        label = "wr_" + name.lower().replace("/", "_")
        yield Sample(label, (calendar(use, head=head, prodid=GOOGLE),), (SAME,))
    nuuk = Sample("in_nuuk", (calendar(use),), (SAME,), zone="America/Nuuk")
    yield nuuk


@shape("all", "the zone meant, whatever stands around its name")
def zone_names_written_oddly() -> Iterator[Sample]:
    """Quotes, spaces, letters, other parameters and a Z around the zone."""
    end = "DTEND;TZID=Europe/Copenhagen:20261124T110000"
    for label, start in (
        ("quoted", 'DTSTART;TZID="Europe/Copenhagen":20261124T100000'),
        ("half_quoted", 'DTSTART;TZID="Europe/Copenhagen:20261124T100000'),
        ("spaces", "DTSTART;TZID= Europe/Copenhagen :20261124T100000"),
        ("letters", "dtstart;tzid=europe/copenhagen:20261124T100000"),
        ("value_first", "DTSTART;VALUE=DATE-TIME;TZID=Europe/Copenhagen:20261124T100000"),
        ("value_last", "DTSTART;TZID=Europe/Copenhagen;VALUE=DATE-TIME:20261124T100000"),
        ("colon", 'DTSTART;X-NOTE="a:b;c";TZID=Europe/Copenhagen:20261124T100000'),
        ("space_in_value", "DTSTART;TZID=Europe/Copenhagen: 20261124T100000 "),
    ):
        yield Sample(label, (calendar(event(start, end)),), (SAME,))
    utc = event("DTSTART;TZID=Europe/Copenhagen:20261124T090000Z", end)
    yield Sample("with_z", (calendar(utc),), (SAME,))


@shape("all", "the date that is written, in every zone")
def days_stay_on_their_date() -> Iterator[Sample]:
    """An all-day entry read by owners all over the world, and over changes of the clock."""
    for place in ("America/Nuuk", "Pacific/Auckland", "Atlantic/Faroe", "Pacific/Kiritimati"):
        label = place.lower().replace("/", "_")
        yield Sample(label, (calendar(home()),), ("2026-11-24 Hjemme",), zone=place)
    for label, day, after, window in (
        ("autumn", "20261025", "20261026", (date(2026, 10, 19), date(2026, 11, 2))),
        ("spring", "20270328", "20270329", (date(2027, 3, 22), date(2027, 4, 5))),
    ):
        lines = [f"DTSTART;VALUE=DATE:{day}", f"DTEND;VALUE=DATE:{after}"]
        iso = f"{day[:4]}-{day[4:6]}-{day[6:]}"
        content = calendar(event(*lines, subject="Hjemme"))
        for place in ("Europe/Copenhagen", "America/Nuuk"):
            name = f"{label}_{place.rpartition('/')[2].lower()}"
            yield Sample(name, (content,), (f"{iso} Hjemme",), window=window, zone=place)
