"""An invite becomes the bytes of an iCalendar object, the same bytes for the same invite."""

from __future__ import annotations

import re
from datetime import UTC
from typing import Literal

from icalendar import Calendar, Event, Parameters, vText

from connectors.errors import Rejected
from connectors.ics_parse import KEY_PROPERTY
from connectors.ics_write import PRODUCT, is_carried, plain
from connectors.model import Invite

Method = Literal["REQUEST", "CANCEL"]
"""What a mailed calendar object asks of its reader's calendar (RFC 5546)."""

_CAL_ADDRESS = re.compile(r"[^\s<>\",;:\\\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]+")
_ATTENDEE = {
    "CUTYPE": "INDIVIDUAL",
    "ROLE": "REQ-PARTICIPANT",
    "PARTSTAT": "NEEDS-ACTION",
    "RSVP": "FALSE",
}


def render_invite(invite: Invite, method: Method | None = None) -> bytes:
    """One all-day event, Free and private, without alarm, that asks for no reply.

    Without ``method`` it is an entry as it lies in a calendar. Raises Rejected for a subject or an
    address that no calendar can carry.
    """
    check_invite(invite)
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    if method is not None:
        calendar.add("METHOD", method)
    calendar.add_component(_event(invite, cancelled=method == "CANCEL"))
    content: bytes = calendar.to_ical()
    return content


def check_invite(invite: Invite) -> None:
    """Raise Rejected unless subject, key, UID and addresses are one clean line each."""
    for name, text in (("subject", invite.subject), ("key", invite.key), ("UID", invite.uid)):
        if not is_carried(text) or len((text + ".").splitlines()) > 1:
            raise Rejected(f"the invite's {name} holds line breaks or control characters")
    for name, address in (("organizer", invite.organizer), ("attendee", invite.attendee)):
        if not _CAL_ADDRESS.fullmatch(address):
            raise Rejected(f"the invite's {name} is no address")


def _event(invite: Invite, *, cancelled: bool) -> Event:
    event = Event()
    event.add("UID", invite.uid)
    event.add("DTSTAMP", invite.stamp.astimezone(UTC))
    event.add("LAST-MODIFIED", invite.stamp.astimezone(UTC))
    event.add("SEQUENCE", invite.sequence)
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("ORGANIZER", f"mailto:{invite.organizer}", parameters={"CN": "Hjemmedag"})
    event.add("ATTENDEE", f"mailto:{invite.attendee}", parameters=_ATTENDEE)
    event.add("SUMMARY", invite.subject)
    event.add("DESCRIPTION", plain(invite.text))
    # Outlook shows this instead of the plain description.
    html = Parameters({"FMTTYPE": "text/html"})
    event.add("X-ALT-DESC", vText(plain(invite.html), params=html))
    event.add("DTSTART", invite.day)
    event.add("DTEND", invite.end)
    event.add("TRANSP", "TRANSPARENT")
    event.add("CLASS", "PRIVATE")
    event.add("X-MICROSOFT-CDO-BUSYSTATUS", "FREE")
    event.add("X-MICROSOFT-CDO-INTENDEDSTATUS", "FREE")
    event.add("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE")
    event.add("X-MICROSOFT-DISALLOW-COUNTER", "TRUE")
    event.add(KEY_PROPERTY, invite.key)
    return event
