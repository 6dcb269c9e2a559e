"""Occurrences that were changed, and several versions of one entry."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import APPLE, EXCHANGE, GOOGLE, NOTES, TUESDAY, calendar, event, home
from tests.corpus.shape import Sample, shape
from tests.corpus.shapes_series import CPH, END, HOMES, MEETINGS, START, TUESDAYS, WEEKLY

MOVED = "2026-12-02 14:00-15:00 Flyttet"
_MOVE = (f"DTSTART{CPH}20261202T140000", f"DTEND{CPH}20261202T150000")


def _series(*lines: str, uid: str = "s") -> list[str]:
    return event(START, END, WEEKLY, *lines, uid=uid)


def _moved(raw_original: str) -> list[str]:
    return event(f"RECURRENCE-ID{raw_original}", *_MOVE, uid="s", subject="Flyttet")


@shape("Outlook, Exchange, Nextcloud", "the occurrence moved, wherever its first day is written")
def moved_occurrences() -> Iterator[Sample]:
    """RECURRENCE-ID in the series' type, as a date, in UTC, in other zones."""
    read = (MEETINGS[0], MOVED, *MEETINGS[2:])
    for label, raw in (
        ("same_zone", f"{CPH}20261201T100000"),
        ("utc", ":20261201T090000Z"),
        ("date", ";VALUE=DATE:20261201"),
        ("date_without_value", ":20261201"),
        ("floating", ":20261201T100000"),
        ("windows_zone", ";TZID=Romance Standard Time:20261201T100000"),
        ("other_zone", ";TZID=America/New_York:20261201T040000"),
        ("quoted_zone", ';TZID="Europe/Copenhagen":20261201T100000'),
    ):
        yield Sample(label, (calendar(_series(), _moved(raw)),), read)
        if label in {"utc", "date"}:
            first = calendar(_moved(raw), _series())
            yield Sample(f"{label}_exception_first", (first,), read)
    both = (calendar(_series()), calendar(_moved(":20261201T090000Z")))
    yield Sample("in_two_files", both, read)


@shape("Outlook", "the day moved")
def moved_days() -> Iterator[Sample]:
    """RECURRENCE-ID of all-day series as a date, as midnight, as midnight in UTC."""
    read = (HOMES[0], "2026-12-03 Hjemme torsdag", *HOMES[2:])
    new = ("DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261204")
    for label, raw in (
        ("date", ";VALUE=DATE:20261201"),
        ("floating", ":20261201T000000"),
        ("zone", f"{CPH}20261201T000000"),
        ("utc_midnight", ":20261201T000000Z"),
        ("local_midnight", ":20261130T230000Z"),
    ):
        change = event(f"RECURRENCE-ID{raw}", *new, uid="h@example.dk", subject="Hjemme torsdag")
        yield Sample(label, (calendar(home(WEEKLY), change),), read)


@shape("Exchange, Google", "the exceptions as entries of their own")
def exceptions_without_master() -> Iterator[Sample]:
    """Only the changed occurrences of a series, as an invitation to one of them gives."""
    one = _moved(":20261201T090000Z")
    yield Sample("one", (calendar(one, prodid=EXCHANGE),), (MOVED,))
    other = event(
        f"RECURRENCE-ID{CPH}20261208T100000",
        f"DTSTART{CPH}20261208T120000",
        f"DTEND{CPH}20261208T130000",
        uid="s",
        subject="Sent",
    )
    read = (MOVED, "2026-12-08 12:00-13:00 Sent")
    yield Sample("two", (calendar(one, other),), read)
    yield Sample("two_files", (calendar(one), calendar(other)), read)
    broken = event(START, "RRULE:FREQ=HOURLY", uid="s")
    yield Sample("master_refused", (calendar(broken, one),), (MOVED,), (reasons.TOO_OFTEN,))


@shape("Apple, Google", "the exception too: its owner moved it there")
def exceptions_of_no_occurrence() -> Iterator[Sample]:
    """A RECURRENCE-ID that the rule does not give."""
    for label, raw in (("other_day", ":20261202T090000Z"), ("other_hour", ":20261201T113000Z")):
        yield Sample(
            label, (calendar(_series(), _moved(raw)),), (*MEETINGS[:2], MOVED, *MEETINGS[2:])
        )


@shape("Apple, Notes", "this one and all later ones")
def this_and_future() -> Iterator[Sample]:
    """RANGE=THISANDFUTURE, and the RANGE=THISANDPRIOR of RFC 2445."""
    later = tuple(f"{day} 13:00-14:00 Senere" for day in TUESDAYS[2:])
    new = (f"DTSTART{CPH}20261208T130000", f"DTEND{CPH}20261208T140000")
    for label, raw in (
        ("plain", f";RANGE=THISANDFUTURE{CPH}20261208T100000"),
        ("last_parameter", ";TZID=Europe/Copenhagen;RANGE=THISANDFUTURE:20261208T100000"),
        ("quoted", f';RANGE="THISANDFUTURE"{CPH}20261208T100000'),
        ("utc", ";RANGE=THISANDFUTURE:20261208T090000Z"),
    ):
        change = event(f"RECURRENCE-ID{raw}", *new, uid="s", subject="Senere")
        yield Sample(label, (calendar(_series(), change, prodid=APPLE),), (*MEETINGS[:2], *later))
    prior = event(
        f"RECURRENCE-ID;RANGE=THISANDPRIOR{CPH}20261208T100000", *new, uid="s", subject="Senere"
    )
    read = (*MEETINGS[:2], later[0], MEETINGS[3])
    yield Sample("and_prior", (calendar(_series(), prior, prodid=NOTES),), read)


@shape("Outlook, Google", "the occurrence, marked as cancelled")
def cancelled_occurrences() -> Iterator[Sample]:
    """STATUS:CANCELLED on one occurrence, or on all."""
    gone = event(
        f"RECURRENCE-ID{CPH}20261201T100000",
        f"DTSTART{CPH}20261201T100000",
        f"DTEND{CPH}20261201T110000",
        "STATUS:CANCELLED",
        uid="s",
    )
    read = (MEETINGS[0], MEETINGS[1] + " (cancelled)", *MEETINGS[2:])
    yield Sample("one", (calendar(_series(), gone, prodid=GOOGLE),), read)
    every = tuple(f"{line} (cancelled)" for line in MEETINGS)
    yield Sample("series", (calendar(_series("STATUS:CANCELLED")),), every)
    yield Sample("lower_case", (calendar(_series("Status:cancelled")),), every)


@shape("all", "the latest version, by SEQUENCE, then by time stamp; the same whatever the order")
def versions_of_one_entry() -> Iterator[Sample]:
    """One UID several times, in one file and over files."""

    def version(subject: str, *lines: str) -> list[str]:
        return event(TUESDAY, *lines, uid="v", subject=subject)

    new = ("2026-11-24 Ny",)
    for label, old_lines, new_lines in (
        ("sequence", ("SEQUENCE:1",), ("SEQUENCE:2",)),
        ("sequence_of_two_digits", ("SEQUENCE:9",), ("SEQUENCE:10",)),
        ("sequence_and_none", (), ("SEQUENCE:1",)),
        ("modified", ("LAST-MODIFIED:20261101T080000Z",), ("LAST-MODIFIED:20261102T080000Z",)),
        (
            "sequence_beats_modified",
            ("SEQUENCE:1", "LAST-MODIFIED:20261103T080000Z"),
            ("SEQUENCE:2", "LAST-MODIFIED:20261101T080000Z"),
        ),
    ):
        old, latest = version("Gammel", *old_lines), version("Ny", *new_lines)
        yield Sample(f"{label}_last", (calendar(old, latest),), new)
        yield Sample(f"{label}_first", (calendar(latest, old),), new)
        yield Sample(f"{label}_two_files", (calendar(latest), calendar(old)), new)
    twin = version("Ny")
    yield Sample("twins", (calendar(twin, twin),), new)
    cancelled = version("Ny", "SEQUENCE:3", "STATUS:CANCELLED")
    content = calendar(version("Gammel", "SEQUENCE:2"), cancelled)
    yield Sample("cancelled_later", (content,), ("2026-11-24 Ny (cancelled)",))


@shape("Google", "each part as a series of its own")
def split_series() -> Iterator[Sample]:
    """A series that was split: the old part ends, a new UID goes on."""
    old = event(START, END, f"{WEEKLY};UNTIL=20261207T225959Z", uid="s@google.com")
    new = event(
        f"DTSTART{CPH}20261208T120000",
        f"DTEND{CPH}20261208T130000",
        WEEKLY,
        uid="s_R20261208T110000@google.com",
    )
    late = tuple(f"{day} 12:00-13:00 Møde" for day in TUESDAYS[2:])
    yield Sample("one_file", (calendar(old, new, prodid=GOOGLE),), (*MEETINGS[:2], *late))
    yield Sample("two_files", (calendar(old), calendar(new)), (*MEETINGS[:2], *late))
