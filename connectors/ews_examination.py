"""Tries an Exchange server before anybody relies on it, each step with what to ask its administrator for."""

from __future__ import annotations

import socket
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from connectors.base import Step
from connectors.errors import AuthFailed, ConnectorError, MailboxGone
from connectors.ews_calls import Calls
from connectors.ews_notes import EwsNotes
from connectors.ews_rights import NEEDED, rights_in
from connectors.ews_sign_in import Access
from connectors.model import Mailbox, Notice
from connectors.zones import windows_name

AHEAD = timedelta(weeks=20)
EDITOR = (
    "Ask the Exchange administrator for Editor, with private items, on the calendar: "
    "Add-MailboxFolderPermission … -AccessRights Editor -SharingPermissionFlags Delegate,CanViewPrivateItems."
)
SCOPE = (
    "Ask the Exchange administrator for the role ApplicationImpersonation with a management scope "
    "that holds the mailboxes of this configuration and no others."
)


def examine(calls: Calls, access: Access, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
    """One step after the other; reads no entry and leaves no trace."""
    yield from _name(calls)
    if not mailboxes:
        yield Step("no mailbox is read over this connection, so no more can be tried")
        return
    first = mailboxes[0]
    try:
        rights = rights_in(calls, first, "calendar")
    except ConnectorError as error:
        yield Step(f"the first mailbox's calendar: {error}", well=False, ask=_ask(error, access))
        return
    how = "over TLS" if (calls.url or "").startswith("https") else "UNENCRYPTED"
    yield Step(f"the server answers {how}, signs us in and is of version {calls.version}")
    yield from _of_rights(rights, access)
    if access == "calendar-folder":
        yield _of_inbox(calls, first)
    yield _of_zones(mailboxes)


def examine_writing(notes: EwsNotes, mailbox: Mailbox, now: datetime) -> Iterator[Step]:
    """One quiet note, twenty weeks ahead: written, found again by its mark, and taken away."""
    day = (now + AHEAD).date()
    key = f"doctor:{uuid.uuid4()}"
    notice = Notice(key, key, "Note om din hjemmedag", "Prøve", day, day + timedelta(days=1))
    try:
        ref = notes.put(mailbox, notice, None)
        found = notes.find(mailbox, key, None)
        notes.remove(mailbox, key, ref)
    except ConnectorError as error:
        yield Step(f"a note could not be written and taken away: {error}", well=False, ask=EDITOR)
        return
    if found is None:
        said = "a note was written and could not be found again by its mark; it was taken away"
        yield Step(said, well=False, ask=EDITOR)
    elif found.shape != notice.shape:
        said = "a note came back on another day or with other words than it was written with"
        yield Step(said, well=False, ask="Compare the time zones of server and configuration.")
    else:
        yield Step("a note was written, found again by its mark, and taken away")


def _name(calls: Calls) -> Iterator[Step]:
    host = urlsplit(calls.url or "").hostname
    if host is None:
        return
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        ask = "Correct host or url, or ask the network's people for the name."
        yield Step(f"nobody knows the name {host}", well=False, ask=ask)
    else:
        yield Step(f"the name {host} is known")


def _of_rights(rights: Mapping[str, bool], access: Access) -> Iterator[Step]:
    missing = [name for name in NEEDED if not rights.get(name, True)]
    if not rights:
        yield Step("the server does not tell what may be done in the first calendar")
    elif missing:
        said = f"in the first mailbox's calendar these rights are missing: {', '.join(missing)}"
        yield Step(said, well=False, ask=EDITOR if access == "calendar-folder" else SCOPE)
    else:
        yield Step("the first mailbox's calendar can be read and written, private items too")


def _of_inbox(calls: Calls, mailbox: Mailbox) -> Step:
    """With rights on the calendar alone, the inbox has to stay shut."""
    try:
        rights_in(calls, mailbox, "inbox")
    except MailboxGone:
        return Step("the first mailbox's inbox is refused, as it must be")
    except ConnectorError as error:
        return Step(f"whether the inbox is refused could not be tried: {error}", well=False)
    return Step(
        "the service account can open the first mailbox's inbox, which it must not",
        well=False,
        ask="Ask the Exchange administrator to take Full Access away and to leave the calendar alone.",
    )


def _of_zones(mailboxes: Sequence[Mailbox]) -> Step:
    zones = {mailbox.zone for mailbox in mailboxes}
    nameless = sorted(z.key for z in zones if windows_name(z) == "UTC" and z.key != "UTC")
    if nameless:
        said = f"Exchange has no name for the zones {', '.join(nameless)}; notes there may lie a day off"
        return Step(said, well=False, ask="Give these units a zone that Windows knows.")
    return Step(f"{len(zones)} time zones have a name in Exchange")


def _ask(error: ConnectorError, access: Access) -> str:
    if isinstance(error, AuthFailed):
        return "Check user, password and auth; ask the Exchange administrator which way is open."
    if isinstance(error, MailboxGone):
        return EDITOR if access == "calendar-folder" else SCOPE
    return (
        "Try again; if it stays so, ask the Exchange administrator whether EWS is open from here."
    )
