"""The message: what its headers and parts say, line by line, and what can never get into it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from connectors.errors import Rejected
from connectors.ics_invite import Method, render_invite
from connectors.imip_message import compose, html_of
from connectors.model import Invite
from tests.conformance.inviting import INVITE

HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Sensitivity",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "MIME-Version",
    "Content-Type",
]


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    assert not message.defects
    return message


def mail(invite: Invite = INVITE, method: Method = "REQUEST") -> EmailMessage:
    return read(compose(invite, method).content)


def parts(message: EmailMessage) -> list[tuple[str, str]]:
    found = [(part.get_content_type(), part.get_content()) for part in message.iter_parts()]
    return [(kind, content.replace("\r\n", "\n")) for kind, content in found]


def test_text_html_and_calendar_are_alternatives_in_this_order() -> None:
    message = mail()
    assert message.get_content_type() == "multipart/alternative"
    (plain, text), (html, markup), (calendar, raw) = parts(message)
    assert (plain, html, calendar) == ("text/plain", "text/html", "text/calendar")
    assert text.rstrip("\n") == INVITE.text.rstrip("\n")
    assert markup.rstrip("\n") == INVITE.html
    assert Calendar.from_ical(raw)["METHOD"] == "REQUEST"


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_the_calendar_part_names_its_method_and_charset(method: Method) -> None:
    part = list(mail(method=method).iter_parts())[2]
    assert part["Content-Type"].params == {"charset": "utf-8", "method": method}


def test_the_calendar_arrives_byte_for_byte() -> None:
    part = list(mail().iter_parts())[2]
    assert part.get_payload(decode=True) == render_invite(INVITE, "REQUEST")


def test_headers_say_who_it_is_from_and_that_nobody_need_answer() -> None:
    message = mail()
    assert list(message.keys()) == HEADERS
    assert message["From"] == "Hjemmedag <hjemmedag@example.dk>"
    assert message["To"] == "lone@example.dk"
    assert message["Subject"] == INVITE.subject
    assert message["Sensitivity"] == "Private"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Date"].datetime == INVITE.stamp


def test_a_repeat_is_the_same_message_and_another_version_another() -> None:
    again, later = compose(INVITE, "REQUEST"), compose(replace(INVITE, sequence=1), "REQUEST")
    assert again == compose(INVITE, "REQUEST")
    ids = {mail(INVITE)["Message-ID"], mail(replace(INVITE, sequence=1))["Message-ID"]}
    ids |= {mail(method="CANCEL")["Message-ID"], mail(replace(INVITE, uid="other"))["Message-ID"]}
    assert len(ids) == 4
    assert len({again.name, later.name, compose(INVITE, "CANCEL").name}) == 3


def test_the_stamp_is_told_in_utc_whatever_zone_it_came_in() -> None:
    zone = timezone(timedelta(hours=1))
    invite = replace(INVITE, stamp=datetime(2026, 11, 26, 8, 0, tzinfo=zone))
    assert compose(invite, "REQUEST") == compose(INVITE, "REQUEST")
    assert b"DTSTAMP:20261126T070000Z\r\n" in render_invite(invite)


STRICT_LINES = {
    "BEGIN": r"VCALENDAR|VEVENT",
    "END": r"VCALENDAR|VEVENT",
    "VERSION": r"2\.0",
    "PRODID": r"-//Hjemmedag//Hjemmedag//DA",
    "METHOD": r"REQUEST",
    "UID": r"0c5a3f9d7e@hjemmedag",
    "DTSTAMP": r"20261126T070000Z",
    "LAST-MODIFIED": r"20261126T070000Z",
    "SEQUENCE": r"0",
    "STATUS": r"CONFIRMED",
    "ORGANIZER;CN=Hjemmedag": r"mailto:hjemmedag@example\.dk",
    "ATTENDEE;CUTYPE=INDIVIDUAL;PARTSTAT=NEEDS-ACTION;ROLE=REQ-PARTICIPANT;RSVP=FALSE": (
        r"mailto:lone@example\.dk"
    ),
    "SUMMARY": r"(?:[^\\;,]|\\[\\;,n])*",
    "DESCRIPTION": r"(?:[^\\;,]|\\[\\;,n])*",
    "X-ALT-DESC;FMTTYPE=text/html": r"(?:[^\\;,]|\\[\\;,n])*",
    "DTSTART;VALUE=DATE": r"20261130",
    "DTEND;VALUE=DATE": r"20261201",
    "TRANSP": r"TRANSPARENT",
    "CLASS": r"PRIVATE",
    "X-MICROSOFT-CDO-BUSYSTATUS": r"FREE",
    "X-MICROSOFT-CDO-INTENDEDSTATUS": r"FREE",
    "X-MICROSOFT-CDO-ALLDAYEVENT": r"TRUE",
    "X-MICROSOFT-DISALLOW-COUNTER": r"TRUE",
    "X-HJEMMEDAG-KEY": r"invite:lone:2026-W49",
}


def test_every_line_of_the_calendar_is_as_the_standard_wants_it() -> None:
    raw = render_invite(INVITE, "REQUEST")
    assert raw.endswith(b"\r\n")
    physical = raw[:-2].split(b"\r\n")
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in physical)
    assert all(line.decode() for line in physical)  # no character is cut in two
    logical = raw[:-2].replace(b"\r\n ", b"").decode().split("\r\n")
    seen = []
    for line in logical:
        name, value = next(
            (n, line[len(n) + 1 :]) for n in STRICT_LINES if line.startswith(n + ":")
        )
        assert re.fullmatch(STRICT_LINES[name], value), line
        seen.append(name)
    assert set(seen) == set(STRICT_LINES)
    assert len(seen) == len(STRICT_LINES) + 2


def test_no_line_of_a_message_is_too_long_or_has_a_bare_line_end() -> None:
    content = compose(replace(INVITE, text="æ" * 5000, html="<p>" + "x" * 5000), "REQUEST").content
    lines = content.split(b"\r\n")
    assert all(len(line) <= 78 for line in lines)
    assert b"\n" not in b"".join(lines)
    assert b"\r" not in b"".join(lines)
    assert content.isascii()


HOSTILE = [
    "Uge 49\r\nBcc: all@example.dk",
    "Uge 49\nBcc: all@example.dk",
    "Uge 49\rBcc: all@example.dk",
    "Uge 49\x0bBcc: all@example.dk",
    "Uge 49\x85Bcc: all@example.dk",
    "Uge 49\u2029Bcc: all@example.dk",
    "Uge 49\x00",
    "\ud800",
]


@pytest.mark.parametrize("subject", HOSTILE)
def test_a_subject_that_would_break_the_header_is_refused(subject: str) -> None:
    with pytest.raises(Rejected, match="subject"):
        compose(replace(INVITE, subject=subject), "REQUEST")


@pytest.mark.parametrize(
    "address",
    [
        "lone",
        "",
        "@example.dk",
        "lone@",
        "lone@example.dk\r\nBcc: all@example.dk",
        "lone@example.dk\n",
        "lone@example.dk, all@example.dk",
        "<lone@example.dk>",
        '"lone"@example.dk',
        "Lone <lone@example.dk>",
        "lone@example.dk SIZE=1",
        "søren@example.dk",
        "lone@exämple.dk",
        "lone..x@example.dk",
        "lone@-example.dk",
        "a" * 65 + "@example.dk",
        "lone@" + "a." * 130 + "dk",
        "lone;x@example.dk",
        "lone:x@example.dk",
        "lone@[127.0.0.1]",
    ],
)
def test_an_address_that_is_no_plain_one_is_refused(address: str) -> None:
    for invite in (replace(INVITE, attendee=address), replace(INVITE, organizer=address)):
        with pytest.raises(Rejected):
            compose(invite, "REQUEST")


@pytest.mark.parametrize(
    "address", ["l@x.dk", "lone.o'hara+uge49@mail.example.dk", "a" * 64 + "@" + "b" * 60 + ".dk"]
)
def test_plain_addresses_are_taken(address: str) -> None:
    message = mail(replace(INVITE, attendee=address, organizer=address))
    assert message["To"].addresses[0].addr_spec == address
    assert message["From"].addresses[0].addr_spec == address


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=200),
    st.text(max_size=300),
)
@example("=?utf-8?q?a=0D=0ABcc:_all@example.dk?=", ".\r\n.\r\nRCPT TO:<all@example.dk>")
@example("Uge =?utf-8?b?DQpCY2M6IGFsbEBleGFtcGxlLmRr?= 49", "--=_\r\n\r\nContent-Type: x/y")
@example(" \u00a0🏠 ", "From \nBEGIN:VEVENT\n\\n;,\u2028\x85\ud800\x00")
def test_whatever_the_words_are_the_message_has_these_headers_and_parts(
    subject: str, text: str
) -> None:
    content = compose(replace(INVITE, subject=subject, text=text, html=text), "REQUEST").content
    message = read(content)
    assert list(message.keys()) == HEADERS
    assert [kind for kind, _ in parts(message)] == ["text/plain", "text/html", "text/calendar"]
    head = content.split(b"\r\n\r\n", 1)[0].replace(b"\r\n ", b" ").split(b"\r\n")
    assert len(head) == len(HEADERS)
    assert " ".join(message["Subject"].split()) == " ".join(subject.split())
    (event,) = Calendar.from_ical(parts(message)[2][1]).walk("VEVENT")
    assert str(event["SUMMARY"]) == subject
    assert event["ATTENDEE"] == "mailto:lone@example.dk"


def test_plain_text_becomes_harmless_html() -> None:
    html = html_of('Møde <script>alert("x")</script>\nkl. 10\n\nAftal det & hils\n')
    assert "<p>Møde &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;<br>\nkl. 10</p>" in html
    assert "<p>Aftal det &amp; hils</p>" in html


def test_an_instant_in_the_message_is_the_stamp_and_nothing_else() -> None:
    later = replace(INVITE, stamp=datetime(2026, 12, 1, 0, 0, 0, 999_999, tzinfo=UTC))
    raw = compose(later, "REQUEST").content
    assert b"Date: Tue, 01 Dec 2026 00:00:00 +0000\r\n" in raw
