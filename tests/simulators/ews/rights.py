"""Who may do what where: impersonation within a scope, and rights on the calendar folder alone."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from tests.simulators.ews.soap import Call, Element, EwsError, SoapFaultError, local, text_of
from tests.simulators.ews.store import FOLDERS, Mailbox, Store


@dataclass(frozen=True)
class User:
    """Somebody who can sign in. ``scope``: whom they may impersonate; None: nobody."""

    name: str
    password: str
    address: str
    scope: frozenset[str] | None = None

    @property
    def account(self) -> str:
        """The name without its domain."""
        return self.name.rpartition("\\")[2]


@dataclass(frozen=True)
class Seat:
    """Somebody in front of a folder: what they may do there."""

    mailbox: Mailbox
    writes: bool = True
    sees_private: bool = True


def acting(store: Store, call: Call, users: dict[str, User]) -> str:
    """The address in whose name a call is made; SoapFaultError where that is not allowed."""
    if call.impersonated is None:
        return call.user
    user = users[call.user]
    if user.scope is None or call.impersonated not in user.scope:
        raise SoapFaultError(
            "ErrorImpersonateUserDenied",
            "The account does not have permission to impersonate the requested user.",
        )
    return store.open(call.impersonated).address


def seat(store: Store, acts_as: str, mailbox: Mailbox, folder: str) -> Seat:
    """What somebody may do in a folder; EwsError where it is nothing."""
    if mailbox.address == acts_as:
        return Seat(mailbox)
    delegate = mailbox.delegates.get(acts_as)
    if delegate is None or folder != "calendar":
        raise EwsError("ErrorAccessDenied", "Access is denied. Check credentials and try again.")
    return Seat(mailbox, delegate.writes, delegate.sees_private)


def folder_of(store: Store, acts_as: str, identity: Element) -> tuple[Mailbox, str]:
    """Whose folder an id means, and which."""
    if local(identity) == "DistinguishedFolderId":
        address = text_of(identity, "t:Mailbox/t:EmailAddress")
        name = identity.get("Id")
    else:
        address, name = _known(identity.get("Id"))
    if name not in FOLDERS:
        raise EwsError("ErrorFolderNotFound", "The specified folder could not be found.")
    return store.open(address or acts_as), name


def folder_id(mailbox: Mailbox, name: str) -> str:
    """The opaque id of a folder."""
    return base64.b64encode(f"folder|{mailbox.address}|{name}".encode()).decode()


def _known(identity: str) -> tuple[str, str]:
    try:
        _, address, name = base64.b64decode(identity, validate=True).decode().split("|")
    except ValueError:
        raise EwsError("ErrorInvalidIdMalformed", "Id is malformed.") from None
    return address, name
