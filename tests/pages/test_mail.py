"""The mailed overview, read by Python's own mail parser and by the calendar library: the same words."""

from __future__ import annotations

from datetime import date, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest
from icalendar import Calendar

from tests.installation import Installation

THURSDAY = date(2026, 12, 3)
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
UNIT = '[[units]]\nid = "u"\nname = "Købmagergade & Ærø"\nleader = "boss"\ndetail = "names"\n'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``summaries --preview`` writes for one leader."""
    place = Installation(
        tmp_path_factory.mktemp("mail"),
        THURSDAY,
        employees=("boss", "e1", "e2"),
        units=UNIT,
        more=DELIVERY,
    )
    place.add("Hjemmearbejde til kl. 12", date(2026, 12, 8), person="e1")
    place.add("Hjemmearbejde ad hoc", date(2026, 12, 9), person="e2")
    preview = place.folder / "preview"
    assert place.run("summaries", "--week", "2026-W50", "--preview", str(preview)).code == 0
    return preview


@pytest.fixture(scope="module")
def raw(folder: Path) -> bytes:
    return next(folder.glob("*.eml")).read_bytes()


@pytest.fixture(scope="module")
def mail(raw: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(raw)
    assert isinstance(message, EmailMessage)
    return message


@pytest.fixture(scope="module")
def shown(folder: Path) -> tuple[str, str]:
    """Subject and text as the preview shows them."""
    subject, _, text = next(folder.glob("*.txt")).read_text("utf-8").partition("\n\n")
    return subject, text


def part(mail: EmailMessage, kind: str) -> EmailMessage:
    found = [p for p in mail.walk() if p.get_content_type() == kind]
    assert len(found) == 1
    assert isinstance(found[0], EmailMessage)
    return found[0]


def lines(text: str) -> list[str]:
    return text.replace("\r\n", "\n").rstrip("\n").split("\n")


def test_three_alternatives_stand_from_the_plainest_to_the_calendar(mail: EmailMessage) -> None:
    kinds = [p.get_content_type() for p in mail.walk() if not p.is_multipart()]

    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert [p.get_content_type() for p in mail.walk() if p.is_multipart()] == [
        "multipart/alternative"
    ]
    assert not mail.defects


def test_the_subject_is_decoded_as_it_is_shown(mail: EmailMessage, shown: tuple[str, str]) -> None:
    assert mail["Subject"] == shown[0] == "Ugeoverblik: hjemmearbejde i uge 50 (7.–11. december)"


def test_the_plain_text_is_what_is_shown(mail: EmailMessage, shown: tuple[str, str]) -> None:
    text = part(mail, "text/plain").get_content()

    assert lines(text) == lines(shown[1])
    assert "Købmagergade & Ærø, dag for dag" in text
    assert "e1: man ikke angivet, tir hjemme ½, ons ikke angivet" in text


def test_the_page_is_what_is_shown(mail: EmailMessage, folder: Path) -> None:
    page = part(mail, "text/html").get_content()

    assert lines(page) == lines(next(folder.glob("*.html")).read_text("utf-8"))
    assert "Købmagergade &amp; Ærø, dag for dag" in page


def test_the_calendar_asks_for_a_meeting_with_the_same_words(
    mail: EmailMessage, shown: tuple[str, str], folder: Path
) -> None:
    calendar = part(mail, "text/calendar")
    parsed = Calendar.from_ical(calendar.get_content())
    event = parsed.walk("VEVENT")[0]

    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"
    assert str(parsed["METHOD"]) == "REQUEST"
    assert str(event["SUMMARY"]) == shown[0]
    assert lines(str(event["DESCRIPTION"])) == lines(shown[1])
    assert next(folder.glob("*.ics")).read_bytes() == calendar.get_payload(decode=True)


def test_it_asks_for_no_answer_and_takes_no_time(mail: EmailMessage) -> None:
    event = Calendar.from_ical(part(mail, "text/calendar").get_content()).walk("VEVENT")[0]

    assert event.decoded("DTSTART") == date(2026, 12, 7)
    assert event.decoded("DTEND") - event.decoded("DTSTART") == timedelta(days=1)
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["CLASS"] == "PRIVATE"
    assert event["ATTENDEE"].params["RSVP"] == "FALSE"
    assert not event.walk("VALARM")
    assert mail["Auto-Submitted"] == "auto-generated"


def test_it_is_plain_ascii_in_short_lines_on_its_way(raw: bytes) -> None:
    assert raw.isascii()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    assert b"\n" not in raw.replace(b"\r\n", b"")
