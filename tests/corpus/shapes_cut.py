"""Files cut short, beginnings and ends that are missing or stand in each other."""

from __future__ import annotations

from collections.abc import Iterator

from tests.corpus import reasons
from tests.corpus.ical import TUESDAY, calendar, event, home, zone
from tests.corpus.shape import Sample, shape

FIRST = "2026-11-24 Hjemme på Ærø"
SECOND = "2026-11-25 Også"
SOUND = calendar(
    zone("Egen"),
    home(subject="Hjemme på Ærø"),
    event("DTSTART;VALUE=DATE:20261125", uid="b", subject="Også"),
)


def _up_to(mark: str, *, last: bool = False, keep: int = 0) -> bytes:
    """The sound file up to a mark, and ``keep`` bytes of it."""
    raw = mark.encode()
    return SOUND[: (SOUND.rindex(raw) if last else SOUND.index(raw)) + keep]


@shape("downloads, full disks", "what is whole before the cut; the rest is set aside")
def files_cut_short() -> Iterator[Sample]:
    """One file cut at every place that matters."""
    cut, inside = (reasons.CUT,), (reasons.CUT, reasons.ENDS_INSIDE)
    for label, content, read, aside in (
        ("in_first_line", _up_to("BEGIN:VCALENDAR", keep=9), (), (reasons.NO_CALENDAR,)),
        ("after_first_line", _up_to("PRODID"), (), cut),
        ("in_zone", _up_to("TZOFFSETFROM"), (), cut),
        ("after_zone", _up_to("BEGIN:VEVENT"), (), cut),
        ("in_begin", _up_to("BEGIN:VEVENT", keep=9), (), cut),
        ("in_uid", _up_to("UID", keep=7), (), inside),
        ("in_date", _up_to("DTSTART;VALUE", keep=24), (), inside),
        ("in_letter", _up_to("på", keep=2), (), inside),
        ("before_end", _up_to("END:VEVENT"), (), inside),
        ("in_end", _up_to("END:VEVENT", keep=7), (), inside),
        ("after_first", _up_to("END:VEVENT", keep=12), (FIRST,), cut),
        ("after_first_without_break", _up_to("END:VEVENT", keep=10), (FIRST,), cut),
        ("in_second", _up_to("SUMMARY", last=True, keep=10), (FIRST,), inside),
        ("before_last_line", _up_to("END:VCALENDAR"), (FIRST, SECOND), cut),
        ("in_last_line", _up_to("END:VCALENDAR", keep=9), (FIRST, SECOND), cut),
        ("after_last_letter", _up_to("END:VCALENDAR", keep=13), (FIRST, SECOND), ()),
    ):
        yield Sample(label, (content,), read, aside)
    second = calendar(event("DTSTART;VALUE=DATE:20261126", uid="c", subject="Anden fil"))
    read = (FIRST, "2026-11-26 Anden fil")
    yield Sample("other_file_stays", (_up_to("END:VEVENT", keep=12), second), read, cut)


@shape("faulty disks", "what is whole behind the gap too")
def files_with_a_gap() -> Iterator[Sample]:
    """A stretch of bytes missing or overwritten in the middle."""
    begin, end = SOUND.index(b"UID:h"), SOUND.index(b"UID:b")
    yield Sample("missing", (SOUND[:begin] + SOUND[end:],), (SECOND,))
    gap = b"\0" * (end - begin)
    yield Sample("zeros", (SOUND[:begin] + gap + SOUND[end:],), (SECOND,))
    second = SOUND.index(b"BEGIN:VEVENT", SOUND.index(b"BEGIN:VEVENT") + 1)
    noise = bytes(n * 37 % 256 for n in range(second - begin - 2)) + b"\r\n"
    broken = SOUND[:begin] + noise.replace(b"\n", b".") + b"\r\n" + SOUND[second:]
    yield Sample("noise", (broken,), (SECOND,), (reasons.NO_END,))


@shape("scripts, merges", "every entry that has both; the others are set aside")
def beginnings_and_ends_missing() -> Iterator[Sample]:
    """BEGIN and END lines missing, doubled, or of something else."""
    body = SOUND.decode()
    entry = "BEGIN:VEVENT\r\nUID:h"
    no_first_end = body.replace("END:VEVENT\r\n", "", 1)
    both = (FIRST, SECOND)
    for label, content, read, aside in (
        ("calendar_begin", body.replace("BEGIN:VCALENDAR\r\n", ""), both, ()),
        ("calendar_both", body[17:-15], both, (reasons.NO_CALENDAR,)),
        ("entry_begin", body.replace(entry, "UID:h"), (SECOND,), (reasons.NO_BEGIN,)),
        ("entry_end", no_first_end, (SECOND,), (reasons.NO_END,)),
        (
            "entry_begin_twice",
            body.replace(entry, "BEGIN:VEVENT\r\n" + entry),
            both,
            (reasons.NO_END,),
        ),
        ("zone_end", body.replace("END:VTIMEZONE\r\n", ""), both, ()),
        ("part_end", body.replace("END:DAYLIGHT\r\n", ""), both, ()),
        ("stray_end", body.replace("BEGIN:VTIMEZONE", "END:VALARM\r\nBEGIN:VTIMEZONE"), both, ()),
        ("lower_case", body.replace("BEGIN:", "begin:").replace("END:V", "end:v"), both, ()),
        ("spaces", body.replace("VEVENT\r\n", "VEVENT \r\n"), both, ()),
    ):
        yield Sample(label, (content.encode(),), read, aside)


@shape("scripts, merges", "the entries; what stands in them is passed over")
def components_in_each_other() -> Iterator[Sample]:
    """Entries in tasks, tasks in entries, calendars in calendars, alarms without end."""
    inner = event(TUESDAY, uid="i", subject="Indre")
    read = "2026-11-24 Indre"
    task = ["BEGIN:VTODO", "UID:t", "SUMMARY:Opgave", *inner, "END:VTODO"]
    yield Sample("in_a_task", (calendar(task),), (read,))
    nested = home(*inner)
    aside = (reasons.NO_END,)
    yield Sample("in_an_entry", (calendar(nested),), (read,), aside)
    whole = ["BEGIN:VCALENDAR", "VERSION:2.0", *inner, "END:VCALENDAR"]
    yield Sample("calendar_in_calendar", (calendar(whole),), (read,))
    alarm = home("BEGIN:VALARM", "TRIGGER:-PT15M")
    yield Sample("alarm_without_end", (calendar(alarm),), ("2026-11-24 Hjemme",))
    before = event(
        "BEGIN:VALARM", "DTSTART:20250101T000000Z", "END:VALARM", TUESDAY, uid="i", subject="Indre"
    )
    yield Sample("start_in_alarm", (calendar(before),), (read,))
    unknown = home("BEGIN:X-GRUPPE", "SUMMARY:Ikke denne", "END:X-GRUPPE")
    yield Sample("unknown_inside", (calendar(unknown),), ("2026-11-24 Hjemme",))
