"""Tries Microsoft Graph before anybody relies on it, each step with what to ask which administrator for."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from connectors import graph_requests
from connectors.base import Step
from connectors.credentials import Credential
from connectors.errors import AuthFailed, ConnectorError
from connectors.examination import (
    ASKED,
    FEW,
    NEXT,
    OUTSIDE_OPEN,
    OUTSIDE_REFUSED,
    OUTSIDE_UNTRIED,
    of_clock,
    of_credential,
    of_name,
    of_zones,
)
from connectors.graph_calls import Calls
from connectors.graph_errors import NotInCloud, OutOfScope
from connectors.graph_requests import KEY
from connectors.graph_wire import page
from connectors.model import Mailbox

SCOPE = (
    "Ask the Exchange administrator to assign the application the role "
    '"Application Calendars.ReadWrite" with a scope that holds this mailbox, and to look with '
    "Test-ServicePrincipalAuthorization; it takes up to two hours."
)
_NARROWER = (
    "Ask the Exchange administrator to narrow the scope (Get-ManagementRoleAssignment, "
    "Test-ServicePrincipalAuthorization), and the Entra administrator whether a permission was consented."
)
_NO_CONSENT = (
    "Ask the Entra administrator to take the consent away (Enterprise applications, Permissions) "
    "and to leave the role with its scope in Exchange alone."
)
_RENEW = (
    "Ask the Entra administrator to let a new one be added to the application, and name it here."
)
_BESIDE = (
    "Try again; if it stays so, ask the network's people whether Graph can be reached from here."
)


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried. ``outside``: a mailbox that must be refused; ``hears_at``: where we are told of
    changes."""

    calls: Calls
    token: Callable[[], str]
    credential: Credential | None
    clock: Callable[[], datetime]
    outside: Mailbox | None
    hears_at: str | None = None


def examine(trial: Trial, mailboxes: Sequence[Mailbox]) -> Iterator[Step]:
    """One step after the other; reads nothing that anybody wrote and leaves no trace."""
    yield from of_name(trial.calls.line.root)
    if trial.credential is not None:
        yield of_credential(trial.credential, trial.clock(), _RENEW)
    try:
        token = trial.token()
    except ConnectorError as error:
        yield Step(f"no token is to be had: {error}", well=False, ask=_ask(error))
        return
    yield Step("the token service gives a token")
    yield _of_roles(token)
    yield _of_notifications(trial)
    if not mailboxes:
        yield Step("no mailbox is read over this connection, so no more can be tried")
        return
    yield from _of_mailbox(trial, mailboxes[0])
    yield _of_outside(trial)
    yield of_zones(mailboxes)


def knock(calls: Calls, mailbox: Mailbox) -> None:
    """Ask for a mailbox's calendar itself and for no entry; raises where it stays shut."""
    calls.look(mailbox.address, graph_requests.calendar(mailbox.address))


def _of_roles(token: str) -> Step:
    """Consents in Entra stand in the token; what Exchange grants within a scope does not."""
    roles = _roles(token)
    if roles is None:
        return Step("the token does not show whether anything was consented in Entra")
    if not roles:
        return Step(
            "nothing was consented in Entra for all mailboxes, so the scope in Exchange holds"
        )
    named = ", ".join(roles)
    if any(role.startswith("Calendars.") for role in roles):
        said = f"{named}: consented in Entra for every mailbox, which makes any scope worthless"
    else:
        said = f"{named}: consented in Entra, and not needed here"
    return Step(said, well=False, ask=_NO_CONSENT)


def _of_notifications(trial: Trial) -> Step:
    """A subscription is not tried: Graph would ask at an address where only the service answers."""
    if trial.hears_at is None:
        return Step("changes are looked for every few minutes; nobody is asked to tell of them")
    return Step(
        "the service asks Graph to tell that something changed, and looks every few minutes all the "
        "same; how many mailboxes Graph tells of says `hjemmedag status`"
    )


class _Claims(msgspec.Struct):
    roles: list[str] = []


def _roles(token: str) -> list[str] | None:
    """The application's consents as the token names them; None where it is no JWT."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        content = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        return sorted(msgspec.json.decode(content, type=_Claims).roles)
    except (binascii.Error, msgspec.MsgspecError, UnicodeError):
        return None


def _of_mailbox(trial: Trial, mailbox: Mailbox) -> Iterator[Step]:
    calls = trial.calls
    try:
        knock(calls, mailbox)
    except ConnectorError as error:
        yield Step(f"the first mailbox: {error}", well=False, ask=_ask(error))
        yield from of_clock(calls.dates.apart)
        return
    how = "over TLS" if calls.line.root.startswith("https") else "UNENCRYPTED"
    yield Step(f"Graph answers {how} and opens the first mailbox's calendar")
    yield from of_clock(calls.dates.apart)
    yield _of_reading(calls, mailbox, trial.clock())


def _of_reading(calls: Calls, mailbox: Mailbox, now: datetime) -> Step:
    """A view of the next weeks, ids, kinds and our mark: what reading rests on, and nobody's words."""
    days = (now.date(), (now + NEXT).date())
    target = graph_requests.view(mailbox.address, *days, "id,type", KEY, most=FEW)
    try:
        page(calls.look(mailbox.address, target))
    except ConnectorError as error:
        said = f"the first mailbox's calendar cannot be read: {error}"
        return Step(said, well=False, ask=_ask(error))
    return Step(f"the first mailbox's calendar can be read, our mark too: {ASKED}")


def _of_outside(trial: Trial) -> Step:
    """What is not in the scope has to stay shut."""
    if trial.outside is None:
        return Step(OUTSIDE_UNTRIED)
    try:
        knock(trial.calls, trial.outside)
    except OutOfScope:
        return Step(OUTSIDE_REFUSED)
    except NotInCloud as error:
        ask = "Name one in outside_scope that is there and not in the scope."
        return Step(f"the mailbox in outside_scope: {error}", well=False, ask=ask)
    except ConnectorError as error:
        said = f"whether the mailbox in outside_scope is refused could not be tried: {error}"
        return Step(said, well=False, ask=_ask(error))
    return Step(OUTSIDE_OPEN, well=False, ask=_NARROWER)


def _ask(error: ConnectorError) -> str:
    if isinstance(error, OutOfScope):
        return SCOPE
    if isinstance(error, AuthFailed):
        return (
            "Check tenant, client_id and the certificate or secret against the app registration, and "
            "this machine's clock; ask the Entra administrator."
        )
    if isinstance(error, NotInCloud):
        return "Name a fallback of kind ews for mailboxes on premises, or correct the address."
    return _BESIDE
