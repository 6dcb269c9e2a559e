"""What Graph's statuses and error codes mean to the caller, in words that say whom to ask for what."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from connectors.errors import (
    AuthFailed,
    ConnectorError,
    EntryGone,
    MailboxGone,
    PreconditionFailed,
    Rejected,
    Unavailable,
)

ON_PREMISES = (
    "the mailbox is not in Exchange Online (on premises, without a licence, or being deleted); if it "
    "is on premises, name a connection of kind ews as the fallback of this one"
)
OUT_OF_SCOPE = (
    "the application may not open this mailbox: ask the Exchange administrator whether it is in the "
    'scope of the role "Application Calendars.ReadWrite"; a new scope takes up to two hours'
)
_NOT_IN_CLOUD = {"mailboxnotenabledforrestapi", "mailboxnotsupportedforrestapi"}
_NOBODY = {
    "errorinvaliduser",
    "request_resourcenotfound",
    "resourcenotfound",
    "errornonexistentmailbox",
    "mailboxnotfound",
}
_LOST = {"syncstatenotfound", "syncstateinvalid", "resyncrequired"}
_NO_ITEM = {
    "erroritemnotfound",
    "errorinvalididmalformed",
    "errorinvalidid",
    "errorinvalididempty",
    "errorinvalidmailboxitemid",
    "errorcorruptdata",
}
_DUPLICATE = "errorduplicatetransactionid"
_CODE = re.compile(r"[\w.\-]{1,60}")


class NotInCloud(MailboxGone):
    """The mailbox is not in Exchange Online; it may be on premises."""


class OutOfScope(MailboxGone):
    """403: the application may not open this mailbox, today."""


class ToldError(Exception):
    """Graph answered with an error. ``existing``: the event that a used transactionId made."""

    def __init__(
        self, status: int, code: str, retry_after: float | None = None, existing: str = ""
    ) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.existing = existing

    @property
    def busy(self) -> bool:
        """Whether it means that fewer calls should come."""
        return self.status in (429, 503)

    @property
    def passing(self) -> bool:
        """Whether the same call may well succeed at once."""
        return self.status in (500, 502)

    @property
    def lost(self) -> bool:
        """Whether a token of a delta round is not known any more."""
        return self.status == 410 or self.code.lower() in _LOST

    @property
    def absent(self) -> bool:
        """Whether the id that was asked for stands for nothing (any more)."""
        code = self.code.lower()
        return code in _NO_ITEM or (self.status == 404 and not self._of_mailbox)

    @property
    def duplicate(self) -> bool:
        """Whether a transactionId was used before."""
        return self.code.lower() == _DUPLICATE or self.status == 409

    @property
    def _of_mailbox(self) -> bool:
        return self.code.lower() in _NOT_IN_CLOUD | _NOBODY


class _Error(msgspec.Struct):
    code: str | None = None
    existing: str | None = msgspec.field(name="@event.existingEventId", default=None)


class _Envelope(msgspec.Struct):
    error: _Error | None = None


def told_by(status: int, headers: Mapping[str, str], content: bytes) -> ToldError:
    """The error that an answer tells of; of its words nothing but the code is kept."""
    try:
        error = msgspec.json.decode(content, type=_Envelope).error or _Error()
    except msgspec.MsgspecError:
        error = _Error()
    found = _CODE.fullmatch(error.code or "")
    return ToldError(
        status, found[0] if found else "NoCode", _seconds(headers), error.existing or ""
    )


def in_words(told: ToldError) -> ConnectorError:
    """The error for a call that reads, or about a mailbox."""
    code, shown = told.code.lower(), f"({told.status} {told.code})"
    if told.busy:
        return Unavailable(f"Graph is busy {shown}", told.retry_after)
    if code in _NOT_IN_CLOUD:
        return NotInCloud(f"{ON_PREMISES} {shown}")
    if code in _NOBODY:
        return NotInCloud(f"there is no such mailbox in Exchange Online {shown}")
    if told.status == 403:
        return OutOfScope(f"{OUT_OF_SCOPE} {shown}")
    if told.status == 401:
        return AuthFailed(f"Graph refuses the token {shown}")
    if told.status in (301, 302, 307, 308):
        return Unavailable(f"Graph sends us on to another address {shown}")
    return Unavailable(f"Graph answered with an error {shown}", told.retry_after)


def of_write(told: ToldError) -> ConnectorError:
    """The error for a call that writes one entry."""
    shown = f"({told.status} {told.code})"
    if told.status == 412:
        return PreconditionFailed(f"the entry changed since it was written {shown}")
    if told.absent:
        return EntryGone(f"the entry is not there any more {shown}")
    if told.status == 507:
        return Unavailable(f"the mailbox is full {shown}")
    if told.status in (400, 405, 406, 409, 413, 415, 422):
        return Rejected(f"Graph refuses the entry {shown}")
    return in_words(told)


def _seconds(headers: Mapping[str, str]) -> float | None:
    raw = next((v for name, v in headers.items() if name.lower() == "retry-after"), "")
    return float(raw) if raw.isdecimal() and len(raw) < 6 else None
