"""Whether an entry can be joined online, by what products and people write into it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from connectors.ics_join import join_link
from connectors.ics_lines import Item, take_apart
from connectors.ics_meeting import part
from connectors.model import JoinLink, Mailbox

MAILBOX = Mailbox("anna@x.example", ZoneInfo("Europe/Copenhagen"))
JOINED = {
    "Teams": "DESCRIPTION:Deltag https://teams.microsoft.com/l/meetup-join/19%3ameeting_x/0",
    "Teams, short": "DESCRIPTION:https://teams.microsoft.com/meet/2345678?p=abc",
    "Teams at home": "DESCRIPTION:https://teams.live.com/meet/93123",
    "Teams, its own property": "X-MICROSOFT-SKYPETEAMSMEETINGURL:https://teams.microsoft.com/l/x",
    "Teams, its properties": 'X-MICROSOFT-SKYPETEAMSPROPERTIES:{"cid":"19:meeting"}',
    "Teams in HTML": "X-ALT-DESC;FMTTYPE=text/html:"
    '<a href="https://teams.microsoft.com/l/meetup-join/x">Deltag</a>',
    "Teams by its program": "DESCRIPTION:msteams:/l/meetup-join/x",
    "Teams as the place": "LOCATION:Microsoft Teams-møde",
    "wrapped by Outlook": "DESCRIPTION:https://eur01.safelinks.protection.outlook.com/?url="
    "https%3A%2F%2Fteams.microsoft.com%2Fl%2Fmeetup-join%2F19",
    "wrapped by another": "DESCRIPTION:https://urldefense.com/v3/__https://teams.microsoft.com/l/"
    "meetup-join/19*3ameeting__;JQ!!x",
    "only its number": "DESCRIPTION:Klik for at deltage\\nMøde-id: 345 678 901 234\\nKode: aB",
    "its number in English": "DESCRIPTION:Meeting ID: 812 3456 7890",
    "Skype for Business": "DESCRIPTION:https://meet.lync.com/agency/mkn/ABCD1234",
    "Skype, own server": "DESCRIPTION:https://meet.agency.example/mkn/ABC123",
    "Skype": "DESCRIPTION:https://join.skype.com/abcdef",
    "Skype, its own property": "X-MICROSOFT-ONLINEMEETINGCONFLINK:conf:sip:x@y;gruu",
    "Zoom": "DESCRIPTION:https://us02web.zoom.us/j/812?pwd=x",
    "Zoom, a personal room": "DESCRIPTION:https://zoom.us/my/mette",
    "Zoom, a webinar": "DESCRIPTION:https://agency.zoom.us/w/812",
    "Webex": "DESCRIPTION:https://agency.webex.com/agency/j.php?MTID=m12",
    "Meet": "DESCRIPTION:https://meet.google.com/abc-defg-hij",
    "Meet, its own property": "X-GOOGLE-CONFERENCE:https://meet.google.com/abc-defg-hij",
    "Hangouts": "X-GOOGLE-HANGOUT:https://hangouts.google.com/hangouts/_/x",
    "RFC 7986": "CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.agency.example/1",
    "by phone (RFC 7986)": "CONFERENCE;VALUE=URI;FEATURE=AUDIO:tel:+45-7000",
    "a number with its code": "DESCRIPTION:tel:+4570701234,,123456#",
    "a video bridge by number": "DESCRIPTION:4512345@rooms.vconf.dk",
    "a video bridge by SIP": "DESCRIPTION:sip:4512345@rooms.vconf.dk",
    "a video bridge by address": "DESCRIPTION:https://rooms.vconf.dk/?conference=4512",
    "BigBlueButton": "DESCRIPTION:https://bbb.agency.example/b/met-abc",
    "a plain address": "URL:https://video.agency.example/meet/4512",
    "a plain address as the place": "LOCATION:https://meet.agency.example/abc",
}
NOT_JOINED = {
    "a room": "LOCATION:Lokale 3",
    "a room called after a product": "LOCATION:Zoomrummet 2",
    "an agenda": "DESCRIPTION:Dagsorden https://intranet.agency.example/dagsorden.pdf",
    "a file in Teams": "DESCRIPTION:https://teams.microsoft.com/l/file/abc",
    "a channel in Teams": "DESCRIPTION:https://teams.microsoft.com/l/channel/19",
    "a place for documents": "DESCRIPTION:https://agency.sharepoint.com/sites/meetings/doc",
    "a map": "DESCRIPTION:https://www.google.com/maps/place/x",
    "a web page of the meeting": "URL:https://agency.example/moeder/123",
    "a program to fetch": "DESCRIPTION:https://zoom.us/download",
    "somebody's address": "DESCRIPTION:Svar til mette@agency.example",
    "a case number": "DESCRIPTION:Sag 2026 123 456 789",
    "nothing": "SUMMARY:x",
}


@pytest.mark.parametrize("name", JOINED)
def test_it_can_be_joined(name: str) -> None:
    assert _link(JOINED[name]) is JoinLink.YES


@pytest.mark.parametrize("name", NOT_JOINED)
def test_it_cannot_be_joined(name: str) -> None:
    assert _link(NOT_JOINED[name]) is JoinLink.NO


@pytest.mark.parametrize(
    ("parameters", "room"),
    [
        (";CUTYPE=ROOM;PARTSTAT=ACCEPTED", True),
        (";CUTYPE=RESOURCE;ROLE=NON-PARTICIPANT;PARTSTAT=ACCEPTED", True),
        (";cutype=room", True),
        (";CUTYPE=ROOM;PARTSTAT=DECLINED", False),
        (";CUTYPE=INDIVIDUAL", False),
        (";CUTYPE=GROUP", False),
        ("", False),
    ],
)
def test_a_room_is_booked_as_a_room_and_has_not_declined(parameters: str, room: bool) -> None:
    lines = f"ORGANIZER:mailto:b@x.example\r\nATTENDEE{parameters}:mailto:lokale3@x.example"
    assert part(_item(lines), MAILBOX).room is room


def _link(line: str) -> JoinLink:
    return join_link(_item(line))


def _item(lines: str) -> Item:
    text = f"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T080000Z\r\n{lines}\r\n"
    [item] = take_apart(f"{text}END:VEVENT\r\nEND:VCALENDAR\r\n".encode()).items
    return item
