"""Tries an Exchange server before anybody relies on it, each step with what to ask its administrator for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from connectors import ews_requests
from connectors.base import Step
from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Unavailable
from connectors.ews_calls import Calls
from connectors.ews_errors import NobodyThere, ToldError, in_words
from connectors.ews_messages import only
from connectors.ews_names import M_, T_, GarbledError
from connectors.ews_rights import NEEDED, rights_in
from connectors.ews_sign_in import Access
from connectors.examination import (
    ASKED,
    FEW,
    NEXT,
    OUTSIDE_OPEN,
    OUTSIDE_REFUSED,
    OUTSIDE_UNTRIED,
    of_clock,
    of_name,
    of_zones,
)
from connectors.learned import Learned
from connectors.model import Mailbox

EDITOR = (
    "Ask the Exchange administrator for Editor, with private items, on the calendar: "
    "Add-MailboxFolderPermission … -AccessRights Editor -SharingPermissionFlags Delegate,CanViewPrivateItems."
)
SCOPE = (
    "Ask the Exchange administrator for the role ApplicationImpersonation with a management scope "
    "that holds the mailboxes of this configuration and no others."
)

NO_MORE = (
    "Ask the Exchange administrator to take the service account's right to it away: "
    "Remove-MailboxFolderPermission, Full Access and any group that brings it."
)

RENEW = "Have a new one issued, and name it in certificate."


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. ``outside``: a mailbox that must be refused; ``learned``: what the server lacks."""

    calls: Calls
    access: Access
    clock: Callable[[], datetime]
    outside: Mailbox | None
    learned: Learned


def examine(trial: Trial, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
    """One step after the other; reads nothing that anybody wrote and leaves no trace."""
    calls, access = trial.calls, trial.access
    yield from of_name(calls.url or "")
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
    version = f"is of version {calls.version}" if calls.version else "does not name its version"
    yield Step(f"the server answers {how}, signs us in and {version}")
    yield from of_clock(calls.dates.apart)
    yield from _of_rights(rights, access)
    yield from _of_reading(trial, first)
    if access == "calendar-folder":
        yield _of_inbox(calls, first)
    yield _of_outside(calls, trial.outside, access)
    yield of_zones(mailboxes)


def _of_rights(rights: Mapping[str, bool], access: Access) -> Iterator[Step]:
    missing = [name for name in NEEDED if not rights.get(name, True)]
    if not rights:
        yield Step("the server does not tell what may be done in the first calendar")
    elif missing:
        said = f"in the first mailbox's calendar these rights are missing: {', '.join(missing)}"
        yield Step(said, well=False, ask=EDITOR if access == "calendar-folder" else SCOPE)
    else:
        yield Step("the first mailbox's calendar can be read and written, private items too")


def _of_reading(trial: Trial, mailbox: Mailbox) -> Iterator[Step]:
    """A view of the next weeks, ids and kinds alone; kinds may tell whether series are unfolded."""
    try:
        kinds = _kinds(trial, mailbox)
    except ConnectorError as error:
        said = f"the first mailbox's calendar cannot be read: {error}"
        yield Step(said, well=False, ask=_ask(error, trial.access))
        return
    yield Step(f"reading works in the first mailbox's calendar: {ASKED}")
    if trial.learned.unfolds(kinds):
        yield Step("the server unfolds series in a calendar view")
    yield from map(Step, trial.learned.missing)


def _kinds(trial: Trial, mailbox: Mailbox) -> list[str]:
    """The kinds of the first entries of a view; raises ConnectorError."""
    now, shape = trial.clock(), ews_requests.kind_shape()
    payload = ews_requests.view(mailbox.address, now, now + NEXT, shape, FEW)
    try:
        items = only(trial.calls.read("FindItem", payload, mailbox.address)).find(
            f"{M_}RootFolder/{T_}Items"
        )
    except ToldError as told:
        raise in_words(told) from told
    except GarbledError as error:
        raise Unavailable(str(error)) from error
    if items is None:
        raise Unavailable("the answer has no items, not even none")
    return [item.findtext(f"{T_}CalendarItemType") or "" for item in items]


def _of_inbox(calls: Calls, mailbox: Mailbox) -> Step:
    """With rights on the calendar alone, the inbox has to stay shut."""
    try:
        rights_in(calls, mailbox, "inbox")
    except MailboxGone:
        return Step("the first mailbox's inbox is refused, as it must be")
    except ConnectorError as error:
        said = f"whether the inbox is refused could not be tried: {error}"
        return Step(said, well=False, ask=_ask(error, "calendar-folder"))
    return Step(
        "the service account can open the first mailbox's inbox, which it must not",
        well=False,
        ask="Ask the Exchange administrator to take Full Access away and to leave the calendar alone.",
    )


def _of_outside(calls: Calls, outside: Mailbox | None, access: Access) -> Step:
    """What is not shared with the service, or not in its scope, has to stay shut."""
    if outside is None:
        return Step(OUTSIDE_UNTRIED)
    try:
        rights_in(calls, outside, "calendar")
    except NobodyThere as error:
        ask = "Name one in outside_scope that is there."
        return Step(f"the mailbox in outside_scope: {error}", well=False, ask=ask)
    except MailboxGone:
        return Step(OUTSIDE_REFUSED)
    except ConnectorError as error:
        said = f"whether the mailbox in outside_scope is refused could not be tried: {error}"
        return Step(said, well=False, ask=_ask(error, access))
    return Step(OUTSIDE_OPEN, well=False, ask=SCOPE if access == "impersonation" else NO_MORE)


def _ask(error: ConnectorError, access: Access) -> str:
    if isinstance(error, AuthFailed):
        return "Check user, password and auth; ask the Exchange administrator which way is open."
    if isinstance(error, MailboxGone):
        return EDITOR if access == "calendar-folder" else SCOPE
    return (
        "Try again; if it stays so, ask the Exchange administrator whether EWS is open from here."
    )
