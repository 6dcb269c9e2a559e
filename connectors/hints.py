"""What a server posts when something changed somewhere: which subscription it is for, and no more."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

import msgspec

MOST_ID, MOST_STATE = 128, 128
"""Characters; Graph's ids are GUIDs, and a clientState has at most 128."""


class What(StrEnum):
    """What a hint is about: the mailbox, or the subscription itself."""

    CHANGED = "changed"
    RENEW = "renew"
    REMOVED = "removed"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Hint:
    """``state``: digest of the word by which its subscription is known; whether it is right is not
    looked at here."""

    subscription: str
    state: str
    what: What = What.CHANGED


class UnreadableError(ValueError):
    """What was posted is not what Graph posts."""


LIFECYCLE = {
    "reauthorizationRequired": What.RENEW,
    "subscriptionRemoved": What.REMOVED,
    "missed": What.MISSED,
}


class _Told(msgspec.Struct, rename="camel", frozen=True):
    """changeNotification; resource and resourceData are not looked at"""

    subscription_id: str
    client_state: str | None = None
    lifecycle_event: str | None = None


class _Posted(msgspec.Struct, frozen=True):
    value: list[msgspec.Raw]


def hints_in(body: bytes) -> tuple[tuple[Hint, ...], int]:
    """The hints in what Graph posted, and how many could not be read; UnreadableError for the rest."""
    try:
        posted = msgspec.json.decode(body, type=_Posted)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise UnreadableError from None
    hints = [hint for raw in posted.value if (hint := _hint(raw)) is not None]
    return tuple(hints), len(posted.value) - len(hints)


def digest_of_state(client_state: str) -> str:
    """What is kept of a clientState: it is long and random, so a digest tells nobody what to send."""
    return hashlib.sha256(f"hjemmedag client state\n{client_state}".encode()).hexdigest()


def _hint(raw: msgspec.Raw) -> Hint | None:
    try:
        told = msgspec.json.decode(raw, type=_Told)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
    state = told.client_state or ""
    if not 0 < len(told.subscription_id) <= MOST_ID or len(state) > MOST_STATE:
        return None
    what = LIFECYCLE.get(told.lifecycle_event or "", What.CHANGED)
    return Hint(told.subscription_id, digest_of_state(state), what)
