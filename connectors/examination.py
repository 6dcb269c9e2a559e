"""What is tried of every server: its name, its clock, its zones, and one note that is taken away again."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.base import NoticeWriter, Step
from connectors.credentials import Credential
from connectors.dated import APART, in_words
from connectors.errors import ConnectorError
from connectors.model import Mailbox, Notice, RemoteRef
from connectors.zones import windows_name

AHEAD = timedelta(weeks=20)
"""How far ahead a note is tried: where hardly anything lies."""
NEXT = timedelta(weeks=8)
"""How far ahead reading is tried: about as far as the service reads."""
FEW = 10
"""How many entries are asked for where reading is tried."""
ASKED = f"of {FEW} entries at most only ids and kinds were asked for, nothing that anybody wrote"
OUTSIDE_UNTRIED = (
    "whether a mailbox outside the scope is refused was not tried: name one that must stay shut "
    "in outside_scope"
)
OUTSIDE_REFUSED = "the mailbox in outside_scope is refused, as it must be"
OUTSIDE_OPEN = "the mailbox in outside_scope can be opened, which it must not"


def of_name(url: str) -> Iterator[Step]:
    """Whether the host in an address is known."""
    host = urlsplit(url).hostname
    if host is None:
        return
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        ask = "Correct host or url, or ask the network's people for the name."
        yield Step(f"nobody knows the name {host}", well=False, ask=ask)
    else:
        yield Step(f"the name {host} is known")


def of_credential(credential: Credential, now: datetime, ask: str) -> Step:
    """What we sign in with, and when it ends."""
    warning = credential.warning(now)
    if warning:
        return Step(warning, well=False, ask=ask)
    if credential.ends is None:
        return Step(f"when {credential.name} ends nobody told; write it in secret_expires")
    return Step(f"we sign in with {credential.name}, which ends on {credential.ends:%Y-%m-%d}")


def of_clock(apart: timedelta | None) -> Iterator[Step]:
    """Our clock beside the server's; nothing where it told no time."""
    if apart is None:
        return
    if abs(apart) <= APART:
        yield Step("the server's clock and ours agree")
        return
    yield Step(in_words(apart), well=False, ask="One of the two is wrong: set the clock (NTP).")


def of_zones(mailboxes: Sequence[Mailbox]) -> Step:
    """Whether Exchange has a name for the zones that notes are written in."""
    zones = {mailbox.zone for mailbox in mailboxes}
    nameless = sorted(z.key for z in zones if windows_name(z) == "UTC" and z.key != "UTC")
    if nameless:
        said = f"Exchange has no name for the zones {', '.join(nameless)}; notes there may lie a day off"
        return Step(said, well=False, ask="Give these units a zone that Windows knows.")
    return Step(f"{len(zones)} time zones have a name in Exchange")


def of_writing(
    writer: NoticeWriter, mailboxes: Sequence[Mailbox], now: datetime, ask: str
) -> Iterator[Step]:
    """One quiet note in the first mailbox, twenty weeks ahead: written, found, changed, taken away."""
    if not mailboxes:
        yield Step("no mailbox is read over this connection, so no note can be tried")
        return
    mailbox, day = mailboxes[0], (now + AHEAD).date()
    key = f"doctor:{uuid.uuid4()}"
    notice = Notice(key, key, "Note om din hjemmedag", "Prøve", day, day + timedelta(days=1))
    ref, said = _tried(writer, mailbox, notice)
    try:
        writer.remove(mailbox, key, ref)
    except ConnectorError as error:
        said = f"{said + ', and it' if said else 'a note'} could not be taken away: {error}"
    if said:
        by_hand = f"If one stands in the first mailbox on {day}, its owner may delete it."
        refused = f"{said}; until this is otherwise, let no notes be written over this connection"
        yield Step(refused, well=False, ask=f"{ask} {by_hand}")
    else:
        yield Step("a note was written, found again by its mark, changed, and taken away")


def _tried(writer: NoticeWriter, mailbox: Mailbox, notice: Notice) -> tuple[RemoteRef | None, str]:
    """The note as it stands, as far as that is known, and what is wrong."""
    ref = None
    try:
        ref = writer.put(mailbox, notice, None)
        found = writer.find(mailbox, notice.key, None)
    except ConnectorError as error:
        return ref, f"a note could not be written and found again: {error}"
    if found is None:
        return ref, "a note was written and could not be found again by its mark"
    if found.shape != notice.shape:
        return found, "a note came back on another day or with other words than it was written with"
    try:
        return writer.put(mailbox, replace(notice, body="Prøve, rettet"), found), ""
    except ConnectorError as error:
        # Taken away in whatever version it stands now.
        return None, f"a note was written and could not be changed: {error}"
