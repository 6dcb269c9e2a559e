"""Whatever the bytes, reading ends soon, raises nothing and hides nothing that is sound."""

from __future__ import annotations

import random
import time
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors import ics_effort
from connectors.ics_lines import SIZE_CAP, split_tail, take_apart, unescape
from connectors.ics_parse import Parsed, Source, parse
from connectors.model import Mailbox

ANNA = Mailbox("anna@example.dk", ZoneInfo("Europe/Copenhagen"))
SAMPLES = sorted((Path(__file__).parent / "data").glob("*.ics"))
WINDOW = date(2026, 11, 23), date(2026, 12, 21)


def _read(content: bytes) -> Parsed:
    return parse([Source("a.ics", content)], ANNA, *WINDOW)


def _event(uid: str, *lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""]).encode()


def _calendar(*events: bytes) -> bytes:
    return b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + b"".join(events) + b"END:VCALENDAR\r\n"


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_cut_anywhere_is_read_without_a_word(path: Path) -> None:
    content = path.read_bytes()[:6000]
    for length in range(0, len(content), max(7, len(content) // 60)):
        parsed = _read(content[:length])
        assert parsed.unreadable or content[:length].strip().endswith((b"END:VCALENDAR", b"E\0R\0"))


@settings(max_examples=80, deadline=None)
@given(path=st.sampled_from(SAMPLES), seed=st.integers(0, 2**32))
def test_a_sample_with_bytes_changed_is_read_without_a_word(path: Path, seed: int) -> None:
    dice = random.Random(seed)
    content = bytearray(path.read_bytes())
    for _ in range(dice.randint(1, 30)):
        where = dice.randrange(len(content))
        content[where : where + dice.randint(0, 3)] = dice.randbytes(dice.randint(0, 3))
    begun = time.process_time()
    _read(bytes(content))
    assert time.process_time() - begun < 5


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_without_a_word(content: bytes) -> None:
    assert _read(content).unreadable
    _read(_calendar(b"BEGIN:VEVENT\r\n", content))


@pytest.mark.parametrize(
    "bad",
    [
        _event("bad", "DTSTART:vrøvl"),
        _event("bad", "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=SECONDLY"),
        _event("bad", "DTSTART:99991231T235959Z", "DTEND:99991231T235959Z"),
        _event("bad", "DTSTART:00010101T000000", "RRULE:FREQ=DAILY"),
        _event("bad", "DTSTART;VALUE=DATE:20261124", "DURATION:P9999999999D"),
        _event("bad", "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=DAILY", "EXDATE:x"),
        b"BEGIN:VEVENT\r\nUID:bad\r\nDTSTART;VALUE=DATE:20261124\r\n",
        b"\0\xff\xfeBEGIN:VEVENT\r\nDTSTART:\r\nEND:VEVENT\r\n",
        b"END:VEVENT\r\nEND:VALARM\r\n",
    ],
)
def test_one_bad_of_a_hundred_hides_none(bad: bytes) -> None:
    good = [_event(f"good-{n}", "DTSTART;VALUE=DATE:20261124") for n in range(100)]
    parsed = _read(_calendar(*good[:50], bad, *good[50:]))
    found = {event.id for event in parsed.events}
    sound = {event.id for event in _read(_calendar(*good)).events}
    assert len(sound) == 100
    assert found >= sound


def test_a_bad_exception_leaves_its_series_and_a_bad_series_its_exceptions() -> None:
    series = _event("s", "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=WEEKLY;COUNT=3")
    bad_change = _event("s", "RECURRENCE-ID;VALUE=DATE:20261201", "DTSTART:vrøvl")
    parsed = _read(_calendar(series, bad_change))
    assert (len(parsed.events), len(parsed.unreadable)) == (3, 1)
    bad_series = _event("s", "DTSTART;VALUE=DATE:20261124", "RRULE:FREQ=HOURLY")
    change = _event("s", "RECURRENCE-ID;VALUE=DATE:20261201", "DTSTART;VALUE=DATE:20261202")
    parsed = _read(_calendar(bad_series, change))
    assert [event.start for event in parsed.events] == [date(2026, 12, 2)]
    assert len(parsed.unreadable) == 1


def test_a_file_above_the_cap_is_set_aside_unread() -> None:
    parsed = _read(b" " * (SIZE_CAP + 1))
    assert [item.reason for item in parsed.unreadable] == ["the file is larger than 20 MB"]


@pytest.mark.parametrize(
    "content",
    [
        b"\n" * 1_000_000,
        b"BEGIN:VEVENT\r\n" * 20_000,
        _calendar(b"BEGIN:VEVENT\r\n" + b"BEGIN:VALARM\r\n" * 50_000),
        _calendar(_event("a", "DTSTART;" + "X=" * 200_000 + ":20261124")),
        _calendar(_event("a", "DTSTART;VALUE=DATE:20261124", "SUMMARY:" + "\\" * 500_000)),
        _calendar(_event("a", "DTSTART;VALUE=DATE:20261124", 'ATTENDEE;CN="' + "a;" * 200_000)),
        _calendar(_event("a", "DTSTART;VALUE=DATE:20261124", "LOCATION:" + "https://" * 20_000)),
        _calendar(_event("a", "DTSTART;VALUE=DATE:20261124", "LOCATION:https://" + "a." * 30_000)),
        _calendar(
            _event("a", "DTSTART;VALUE=DATE:20261124", "LOCATION:https://x/" + "a/" * 30_000)
        ),
        _calendar(_event("a", "DTSTART;TZID=" + "/a" * 3_000 + ":20261124T100000")),
    ],
    ids=[
        "newlines",
        "begins",
        "alarms",
        "params",
        "slashes",
        "quote",
        "urls",
        "hosts",
        "path",
        "zone",
    ],
)
def test_long_runs_cost_no_square(content: bytes) -> None:
    begun = time.process_time()
    _read(content)
    assert time.process_time() - begun < 3


def test_a_thousand_bombs_are_refused_in_time() -> None:
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    starts = [f"DTSTART;VALUE=DATE:20{10 + n % 16}01{1 + n % 28:02}" for n in range(1000)]
    events = [_event(f"bomb-{n}", start, rule) for n, start in enumerate(starts)]
    begun = time.process_time()
    assert len(_read(_calendar(*events)).unreadable) == 1000
    assert time.process_time() - begun < 5


def test_more_series_than_time_are_set_aside_and_single_entries_stay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ics_effort, "EFFORT_CAP", 20_000)
    start = "DTSTART;VALUE=DATE:20261124"
    series = [_event(f"s{n:02}", start, "RRULE:FREQ=DAILY;COUNT=10") for n in range(60)]
    parsed = _read(_calendar(*series, _event("z", start)))
    whole = {event.id for event in _read(_calendar(_event("z", start))).events}
    assert {item.reason for item in parsed.unreadable} == {
        "its file has more series than can be unfolded in time"
    }
    assert 10 < len(parsed.unreadable) < 50
    assert whole <= {event.id for event in parsed.events}


def test_more_entries_than_a_window_can_hold_are_named_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ics_effort, "EVENTS_CAP", 50)
    parsed = _read(_calendar(*(_event(f"e{n}", "DTSTART:20261124T100000Z") for n in range(80))))
    assert len(parsed.events) == 50
    assert [item.reason for item in parsed.unreadable] == [
        "its file has more than 20000 entries in the window"
    ]


def test_the_files_order_is_nothing() -> None:
    sources = [Source(path.name, path.read_bytes()) for path in SAMPLES]
    parsed = parse(sources, ANNA, *WINDOW)
    assert parse(sources[::-1], ANNA, *WINDOW) == parsed
    random.Random(5).shuffle(sources)
    assert parse(sources, ANNA, *WINDOW) == parsed


def test_a_tail_is_split_at_the_first_colon_outside_quotes() -> None:
    tail = ';CN="And: Anna; A.";ROLE=CHAIR:mailto:anna@example.dk'
    assert split_tail(tail) == (
        {"CN": "And: Anna; A.", "ROLE": "CHAIR"},
        "mailto:anna@example.dk",
    )
    assert split_tail(":a:b") == ({}, "a:b")


def test_escapes_are_undone_once() -> None:
    assert unescape(r"a\, b\; c\\n d\Ne") == "a, b; c\\n d\ne"


def test_a_property_of_an_alarm_is_not_the_events() -> None:
    content = _event("a", "DTSTART;VALUE=DATE:20261124", "BEGIN:VALARM", "SUMMARY:x", "END:VALARM")
    (item,) = take_apart(_calendar(content)).items
    assert item.text("SUMMARY") == ""
