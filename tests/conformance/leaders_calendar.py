"""Reads invites as a leader's calendar would, with a parser that is not ours."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from icalendar import Calendar

from tests.conformance.inviting import Standing


def meeting_in(content: bytes) -> Standing:
    """The one meeting of a calendar object."""
    (event,) = events_in(content)
    return Standing(
        uid=str(event["UID"]),
        sequence=int(event["SEQUENCE"]),
        key=str(event["X-HJEMMEDAG-KEY"]),
        organizer=str(event["ORGANIZER"]).removeprefix("mailto:"),
        subject=str(event["SUMMARY"]),
        text=str(event["DESCRIPTION"]),
        html=unescaped(str(event["X-ALT-DESC"])),
        day=_day(event, "DTSTART"),
        end=_day(event, "DTEND"),
        private=str(event["CLASS"]) == "PRIVATE",
        free=str(event["TRANSP"]) == "TRANSPARENT"
        and str(event["X-MICROSOFT-CDO-BUSYSTATUS"]) == "FREE",
        reminder=bool(event.subcomponents),
        reply_asked=event["ATTENDEE"].params["RSVP"] != "FALSE",
    )


def events_in(content: bytes) -> list[Any]:
    """All events of a calendar object."""
    return list(Calendar.from_ical(content).walk("VEVENT"))


def unescaped(value: str) -> str:
    """The text of a property that the parser does not know, and so leaves as it is."""
    return re.sub(r"\\([\\;,nN])", lambda m: {"n": "\n", "N": "\n"}.get(m[1], m[1]), value)


def _day(event: Any, name: str) -> date:
    found: date = event.decoded(name)
    return found
