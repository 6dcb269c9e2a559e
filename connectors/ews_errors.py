"""What Exchange's error codes mean to the caller, in words that say what to ask an administrator for."""

from __future__ import annotations

from connectors.errors import (
    AuthFailed,
    ConnectorError,
    EntryGone,
    MailboxGone,
    PreconditionFailed,
    Rejected,
    Unavailable,
)

CLOUD = (
    "the mailbox is in Exchange Online, where EWS is closed; "
    "read it through a connection of kind graph"
)
_BUSY = {
    "ErrorServerBusy",
    "ErrorExceededConnectionCount",
    "ErrorTooManyObjectsOpened",
    "ErrorBatchProcessingStopped",
    "ErrorExceededSubscriptionCount",
}
_GONE = {
    "ErrorNonExistentMailbox": "there is no such mailbox on this server",
    "ErrorMailboxConfiguration": "the mailbox is not set up on this server",
    "ErrorMissingEmailAddress": "the mailbox has no address on this server",
    "ErrorUserNotUnifiedMessagingEnabled": "the mailbox is not enabled",
    "ErrorAccountDisabled": "the mailbox is disabled",
    "ErrorFolderNotFound": "the mailbox has no calendar, or it is not shared with the service account",
    "ErrorItemNotFound": "the calendar is not there, or not shared with the service account",
    "ErrorImpersonateUserDenied": (
        "the service account may not impersonate this mailbox: ask the Exchange administrator to "
        "put it into the management scope of ApplicationImpersonation"
    ),
    "ErrorImpersonationDenied": (
        "the service account may not impersonate anybody: ask the Exchange administrator for the "
        "role ApplicationImpersonation with a management scope"
    ),
    "ErrorAccessDenied": (
        "the service account has no right to this calendar: ask the Exchange administrator for "
        "Editor on the folder, with private items"
    ),
}
_MOVED = {"ErrorProxyRequestNotAllowed", "ErrorMailboxMovedToCloud", "ErrorNotInThisTenant"}
_LATER = {
    "ErrorMailboxMoveInProgress": "the mailbox is being moved",
    "ErrorMailboxFailover": "the mailbox is changing servers",
    "ErrorMailboxStoreUnavailable": "the mailbox's server does not answer",
    "ErrorTimeoutExpired": "the server did not answer in time",
    "ErrorConnectionFailed": "the server cannot be reached",
    "ErrorADUnavailable": "the server cannot reach its directory",
    "ErrorADOperation": "the server cannot reach its directory",
    "ErrorInternalServerTransientError": "the server had trouble of its own",
    "ErrorInternalServerError": "the server had trouble of its own",
    # Seen now and then where the header was right: a fault of the server.
    "ErrorImpersonationFailed": "the server could not impersonate just now",
    "ErrorInvalidExchangeImpersonationHeaderData": "the server could not impersonate just now",
}
_SIGN_IN = {
    "ErrorImpersonationRequired",
    "ErrorTokenSerializationDenied",
    "ErrorClientDisconnected",
}
NO_ITEM = {
    *("ErrorItemNotFound", "ErrorInvalidId", "ErrorInvalidIdMalformed", "ErrorInvalidIdEmpty"),
    *("ErrorInvalidIdNotAnItemAttachmentId", "ErrorInvalidStoreId", "ErrorObjectDeleted"),
    *("ErrorInvalidIdMonikerTooLong", "ErrorInvalidIdMalformedEwsLegacyIdFormat"),
}
"""Nothing stands there under such an id."""
_DENIED = {"ErrorCreateItemAccessDenied", "ErrorCannotUseFolderIdForItemId", "ErrorReadOnly"}


class NobodyThere(MailboxGone):
    """There is no such mailbox, whoever asks."""


class ToldError(Exception):
    """Exchange answered with an error code, perhaps with seconds to back off."""

    def __init__(self, code: str, back_off: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.back_off = back_off

    @property
    def busy(self) -> bool:
        """Whether it means that fewer calls should come."""
        return self.code in _BUSY

    @property
    def passing(self) -> bool:
        """Whether the same call may well succeed at once."""
        return self.code in _LATER and self.code not in ("ErrorMailboxMoveInProgress",)


def in_words(told: ToldError) -> ConnectorError:
    """The error for a call that reads, or about a mailbox."""
    code = told.code
    if told.busy:
        return Unavailable(f"the server is busy ({code})", told.back_off)
    if code == "ErrorNonExistentMailbox":
        return NobodyThere(f"{_GONE[code]} ({code})")
    if code in _GONE:
        return MailboxGone(f"{_GONE[code]} ({code})")
    if code in _MOVED:
        return MailboxGone(f"{CLOUD} ({code})")
    if code in _SIGN_IN:
        return AuthFailed(f"signing in is not complete ({code})")
    return Unavailable(f"{_LATER.get(code, 'the server answered with an error')} ({code})")


def withheld(told: ToldError) -> str:
    """Why one item of several is set aside."""
    return f"the server does not give it ({told.code})"


def of_write(told: ToldError) -> ConnectorError:
    """The error for a call that writes one entry."""
    code = told.code
    if code in ("ErrorItemNotFound", "ErrorObjectDeleted", "ErrorItemDeleted"):
        return EntryGone(f"the entry is not there any more ({code})")
    if code in ("ErrorIrresolvableConflict", "ErrorStaleObject", "ErrorChangeKeyRequired"):
        return PreconditionFailed(f"the entry changed since it was written ({code})")
    if told.busy or code in _LATER or code in _GONE or code in _MOVED or code in _SIGN_IN:
        return in_words(told)
    if code in _DENIED:
        return Rejected(
            "the service account may not write in this calendar: ask the Exchange administrator "
            f"for Editor on the folder ({code})"
        )
    return Rejected(f"the server refuses the entry ({code})")
