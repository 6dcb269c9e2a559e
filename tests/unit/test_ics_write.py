"""A note that is written comes back as it was, whatever its text."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from connectors.errors import Rejected
from connectors.ics_lines import take_apart
from connectors.ics_parse import Source, parse
from connectors.ics_write import edition_of, file_name, first_edition, render
from connectors.model import Mailbox, Notice

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)
NOTICE = Notice("day:1", "5f2c0e1a9b", "Note om din hjemmedag", "Krop", DAY, DAY + timedelta(1))
_PIECES = ["møde kl. 10", "\n", "\\n", ";", ",", ":", '"', "🏠", "æøå", "\r\n", " ", "^n", "\u2028"]
_TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=300
)
_WORDS = st.lists(st.sampled_from(_PIECES), max_size=60).map("".join)
_ANY = st.text(st.characters(exclude_categories=["Cs"]), min_size=1)


@settings(max_examples=150, deadline=None)
@given(
    subject=_TEXT | _WORDS, body=_TEXT | _WORDS, day=st.dates(date(2000, 1, 1), date(2100, 1, 1))
)
def test_a_note_comes_back_as_it_was(subject: str, body: str, day: date) -> None:
    notice = Notice("day:anna;1,2", "uid-1", subject, body, day, day + timedelta(days=1))
    content = render(notice, first_edition(NOW))
    mailbox = Mailbox("anna@example.dk", ZoneInfo("America/Nuuk"))
    source = Source("note.ics", content)
    parsed = parse([source], mailbox, day, day + timedelta(days=1))
    (event,) = parsed.events
    assert parsed.unreadable == ()
    assert event.managed_key == notice.key
    assert event.shape == notice.shape
    (item,) = take_apart(content).items
    assert item.text("DESCRIPTION") == body.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=60, deadline=None)
@given(subject=_TEXT | _WORDS, body=_TEXT | _WORDS)
def test_a_note_is_read_alike_by_the_icalendar_library(subject: str, body: str) -> None:
    content = render(replace(NOTICE, subject=subject, body=body), first_edition(NOW))
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert event.decoded("DTSTART") == DAY
    assert event.decoded("DTEND") == DAY + timedelta(days=1)
    assert str(event["X-HJEMMEDAG-KEY"]) == NOTICE.key
    assert str(event["SUMMARY"]).split() == subject.split()


@settings(max_examples=60, deadline=None)
@given(subject=_TEXT | _WORDS, body=_TEXT | _WORDS)
def test_lines_end_in_crlf_and_are_folded(subject: str, body: str) -> None:
    content = render(replace(NOTICE, subject=subject, body=body), first_edition(NOW))
    lines = content.split(b"\r\n")
    assert lines[-1] == b""
    for line in lines:
        assert len(line) <= 75
        assert b"\n" not in line
        line.decode()


def test_a_note_is_quiet() -> None:
    lines = render(NOTICE, first_edition(NOW)).decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261124" in lines
    assert "DTEND;VALUE=DATE:20261125" in lines
    assert "TRANSP:TRANSPARENT" in lines
    assert "CLASS:PRIVATE" in lines
    assert "X-MICROSOFT-CDO-BUSYSTATUS:FREE" in lines
    assert not any(line.startswith(("BEGIN:VALARM", "ATTENDEE", "CATEGORIES")) for line in lines)


def test_the_same_note_is_the_same_bytes() -> None:
    assert render(NOTICE, first_edition(NOW)) == render(NOTICE, first_edition(NOW))


def test_the_edition_of_a_file_gives_its_bytes_again() -> None:
    edition = first_edition(NOW).next(NOW + timedelta(days=1))
    content = render(NOTICE, edition)
    (item,) = take_apart(content).items
    assert edition_of(item, NOW) == edition
    assert render(NOTICE, edition_of(item, NOW)) == content


@pytest.mark.parametrize("subject", ["Note\0", "Note\x19", "Note \ud800"])
def test_what_no_file_can_carry_is_rejected(subject: str) -> None:
    with pytest.raises(Rejected):
        render(replace(NOTICE, subject=subject), first_edition(NOW))


@settings(max_examples=100, deadline=None)
@given(st.lists(_ANY, min_size=2, max_size=2, unique=True))
def test_file_names_are_safe_and_differ_in_more_than_case(uids: list[str]) -> None:
    names = [file_name(uid) for uid in uids]
    assert names[0].casefold() != names[1].casefold()
    for name in names:
        assert name.startswith("hjemmedag-")
        assert name.endswith(".ics")
        assert len(name) < 120
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789.-_")
