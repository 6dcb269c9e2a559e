"""VTIMEZONE: rules of the file's own, against known names, twice, broken, or missing."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus.ical import APPLE, EVOLUTION, NOTES, calendar, event, timed, zone
from tests.corpus.shape import Sample, shape
from tests.corpus.shapes_zones import NEW_YORK, SAME, in_zone

GUESSED = f"{SAME} (uncertain)"


@shape("Outlook, Exchange", "the owner's zone, marked uncertain: no note rests on it")
def custom_zones_without_rules() -> Iterator[Sample]:
    """A custom, unknown or empty zone that the file does not define."""
    for name in (
        "tzone://Microsoft/Custom",
        '"tzone://Microsoft/Custom"',
        "Customized Time Zone",
        '"Customized Time Zone 1"',
        "",
        '""',
        "Min egen zone",
        "Paris, Madrid",
        "(UTC+07:00) Ingenmandsland",
    ):
        yield in_zone(name, GUESSED)


@shape("Outlook, Exchange", "the rules that stand in the file")
def custom_zones_with_rules() -> Iterator[Sample]:
    """A custom zone that the file defines."""
    for name in (
        "tzone://Microsoft/Custom",
        '"tzone://Microsoft/Custom"',
        "Customized Time Zone",
        '"Customized Time Zone 1"',
        "Min egen zone",
    ):
        bare = name.strip('"')
        yield in_zone(name, SAME, zone(bare))
        far = in_zone(name, NEW_YORK, zone(bare, "-0500", "-0400"))
        yield Sample(f"{far.name}_far", far.files, far.read)
    for name, since in (("seconds", "1601"), ("since_1970", "1970")):
        block = zone("X", "+010000" if name == "seconds" else "+0100", "+0200", since=since)
        yield Sample(name, (calendar(block, timed("1000", "1100", zone="X")),), (SAME,))


@shape("HCL Notes", "the rules that stand in the file")
def notes_zones() -> Iterator[Sample]:
    """Notes' own names of zones, each with its VTIMEZONE."""
    for name in ("Romance", "W. Europe", "Central Europe"):
        yield in_zone(name, SAME, zone(name, since="1950"), prodid=NOTES)
        yield in_zone(f'"{name}"', SAME, zone(name, since="1950"), prodid=NOTES)


@shape("Apple, Evolution", "the rules that stand in the file, or the place they name")
def zones_with_a_history() -> Iterator[Sample]:
    """A VTIMEZONE as a list of changes, or with the place it stands for."""
    listed = ["BEGIN:VTIMEZONE", "TZID:Hjem"]
    for kind, day, before, after in (
        ("DAYLIGHT", "20260329T020000", "+0100", "+0200"),
        ("STANDARD", "20261025T030000", "+0200", "+0100"),
        ("DAYLIGHT", "20270328T020000", "+0100", "+0200"),
    ):
        listed += [f"BEGIN:{kind}", f"DTSTART:{day}", f"RDATE:{day}", f"TZOFFSETFROM:{before}"]
        listed += [f"TZOFFSETTO:{after}", f"END:{kind}"]
    listed.append("END:VTIMEZONE")
    use = timed("1000", "1100", zone="Hjem")
    yield Sample("list_of_changes", (calendar(listed, use, prodid=APPLE),), (SAME,))
    placed = zone("Hjem", "+0100", "+0200", "X-LIC-LOCATION:America/New_York")
    yield Sample("x_lic_location", (calendar(placed, use, prodid=EVOLUTION),), (NEW_YORK,))
    fixed = zone("Hjem", "+0100", None)
    yield Sample("no_summer_time", (calendar(fixed, use, prodid=APPLE),), (SAME,))
    yield Sample("after_its_use", (calendar(use, zone("Hjem"), prodid=APPLE),), (SAME,))
    parameter = [
        line.replace("TZID:", "TZID;X-RICAL-TZSOURCE=TZINFO:") for line in zone("Hjem", "-0500")
    ]
    yield Sample("tzid_with_parameter", (calendar(parameter, use),), (NEW_YORK,))
    lower = [
        line.replace("BEGIN", "begin").replace("TZOFFSET", "tzoffset") for line in zone("Hjem")
    ]
    yield Sample("lower_case", (calendar(lower, use),), (SAME,))


@shape("all", "the known name: what the file says about it is not needed")
def zone_rules_against_their_name() -> Iterator[Sample]:
    """A VTIMEZONE that contradicts the zone it is named after."""
    for name in ("Europe/Copenhagen", "Romance Standard Time"):
        yield in_zone(name, SAME, zone(name, "-0500", "-0400"))
    for label, block in (
        ("empty", ["BEGIN:VTIMEZONE", "TZID:Europe/Copenhagen", "END:VTIMEZONE"]),
        ("cut", zone("Europe/Copenhagen")[:5]),
    ):
        yield Sample(label, (calendar(block, timed("1000", "1100")),), (SAME,))


@shape("all", "the first of them that has rules")
def zones_defined_twice() -> Iterator[Sample]:
    """Two VTIMEZONE of one name in a file."""
    use = timed("1000", "1100", zone="Egen")
    empty = ["BEGIN:VTIMEZONE", "TZID:Egen", "END:VTIMEZONE"]
    yield Sample("alike", (calendar(zone("Egen"), zone("Egen"), use),), (SAME,))
    first = calendar(zone("Egen", "-0500", "-0400"), zone("Egen"), use)
    yield Sample("unlike", (first,), (NEW_YORK,))
    yield Sample("first_empty", (calendar(empty, zone("Egen", "-0500"), use),), (NEW_YORK,))


@shape("all", "the owner's zone, marked uncertain")
def zones_with_broken_rules() -> Iterator[Sample]:
    """A VTIMEZONE that cannot be used."""
    use = timed("1000", "1100", zone="Egen")
    sound = zone("Egen", "-0500", "-0400")
    for label, block in (
        ("empty", ["BEGIN:VTIMEZONE", "TZID:Egen", "END:VTIMEZONE"]),
        ("no_offset", [line for line in sound if "TZOFFSETTO" not in line]),
        ("odd_offset", [line.replace("-0500", "fem") for line in sound]),
        ("bomb", [line.replace("FREQ=YEARLY", "FREQ=SECONDLY") for line in sound]),
        ("odd_start", [line.replace("DTSTART:", "DTSTART:x") for line in sound]),
        ("another_name", [line.replace("TZID:Egen", "TZID:Andens") for line in sound]),
        ("no_name", [line for line in sound if not line.startswith("TZID")]),
    ):
        yield Sample(label, (calendar(block, use),), (GUESSED,))
    unended = sound[:-1]
    yield Sample("end_missing", (calendar(unended, use),), (NEW_YORK,))


@shape("exports put together", "each calendar's own zones")
def calendars_with_zones_of_one_name() -> Iterator[Sample]:
    """Two calendars in one file, each with a zone of its own under the same name."""
    near = calendar(zone("Egen"), timed("1000", "1100", zone="Egen"))
    far = calendar(
        zone("Egen", "-0500", "-0400"),
        event(
            "DTSTART;TZID=Egen:20261125T100000",
            "DTEND;TZID=Egen:20261125T110000",
            uid="b",
            subject="Fjernt",
        ),
    )
    read = (SAME, "2026-11-25 16:00-17:00 Fjernt")
    yield Sample("near_first", (near + far,), read)
    yield Sample("far_first", (far + near,), read)
