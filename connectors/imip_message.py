"""An invite becomes a mail (RFC 6047): text, HTML and calendar, the same bytes every time."""

from __future__ import annotations

import hashlib
import html
import re
from base64 import b64encode
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from connectors.ics_invite import Method, check_invite, render_invite
from connectors.ics_write import file_name, plain
from connectors.mail_outbox import Mail, check_address
from connectors.model import Invite

SENDER_NAME = "Hjemmedag"
_PLAIN = re.compile(r"(?!.*=\?)[!-~](?:[ -~]{0,60}[!-~])?")


def compose(invite: Invite, method: Method) -> Mail:
    """The message that asks the attendee's calendar to take the meeting in, or to drop it.

    Nothing in it depends on when or how often it is made. Raises Rejected for a subject with line
    breaks or control characters, and for an address that is none.
    """
    check_invite(invite)
    sender = check_address(invite.organizer, "organizer")
    recipient = check_address(invite.attendee, "attendee")
    head = _head(invite, method, sender, recipient)
    lines = [f"{name}: {value}\r\n" for name, value in head.items()]
    content = "".join(lines).encode("ascii") + _body(invite, method)
    return Mail(_file_stem(invite, method), sender, recipient, content)


def html_of(text: str) -> str:
    """Plain text as HTML: paragraphs and line breaks, everything else escaped."""
    paragraphs = html.escape(text.strip()).split("\n\n")
    inside = "\n".join("<p>" + p.strip("\n").replace("\n", "<br>\n") + "</p>" for p in paragraphs)
    return f"<!DOCTYPE html>\n<html>\n<body>\n{inside}\n</body>\n</html>\n"


def _head(invite: Invite, method: Method, sender: str, recipient: str) -> dict[str, str]:
    # Not through EmailMessage: it decodes an encoded word that somebody put into a subject, line
    # break and all, and writes what it found as a header of its own (CPython 3.11).
    return {
        "From": f"{SENDER_NAME} <{sender}>",
        "To": recipient,
        "Subject": _encoded(invite.subject),
        "Date": format_datetime(invite.stamp.astimezone(UTC)),
        "Message-ID": f"<{_mark(invite, method)}@{_domain(sender)}>",
        "Sensitivity": "Private",
        # Neither out-of-office replies nor delivery reports are read; ask for none.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def _body(invite: Invite, method: Method) -> bytes:
    """The three alternatives with their MIME headers, the simplest first."""
    message = EmailMessage(policy=SMTP)
    message.set_content(plain(invite.text), cte="quoted-printable")
    message.add_alternative(plain(invite.html), subtype="html", cte="quoted-printable")
    # Base64 carries the calendar's own line ends and folds through every gateway.
    calendar = render_invite(invite, method).decode()
    message.add_alternative(calendar, subtype="calendar", cte="base64", params={"method": method})
    message.set_boundary(f"=_{_mark(invite, method)}")
    return message.as_bytes()


def _encoded(text: str) -> str:
    """A header's text as it is where that is safe, else in encoded words (RFC 2047)."""
    if _PLAIN.fullmatch(text):
        return text
    words, word = [], b""
    for character in text:
        if len(word) + len(character.encode()) > 42:
            words.append(word)
            word = b""
        word += character.encode()
    return "\r\n ".join(f"=?utf-8?b?{b64encode(w).decode()}?=" for w in (*words, word))


def _mark(invite: Invite, method: Method) -> str:
    text = f"{invite.uid}\n{invite.sequence}\n{method}\n{invite.attendee}"
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _domain(sender: str) -> str:
    """The right side of a Message-ID; one too long for its line gives way to a short one."""
    domain = sender.partition("@")[2]
    return domain if len(domain) <= 30 else "hjemmedag.invalid"


def _file_stem(invite: Invite, method: Method) -> str:
    cancelled = "-cancelled" if method == "CANCEL" else ""
    return f"{file_name(invite.uid).removesuffix('.ics')}-{invite.sequence}{cancelled}"
