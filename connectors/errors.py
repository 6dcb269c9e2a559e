"""Errors, named by what the caller does next."""

from __future__ import annotations


class ConnectorError(Exception):
    """Any trouble a connector reports; the message is fit for an operator and holds no calendar text."""


class Unavailable(ConnectorError):
    """Try again later, not before ``retry_after`` seconds where the server named a time."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class MailboxGone(ConnectorError):
    """This mailbox is not there: skip it, keep what is known."""


class EntryGone(ConnectorError):
    """The entry to change is not there any more: look whether the person answered."""


class PreconditionFailed(ConnectorError):
    """The entry changed since we saw it: look, then write again or leave it to its owner."""


class Rejected(ConnectorError):
    """The server will never take this item: park it for a person."""


class AlreadyThere(ConnectorError):
    """One of ours stands that we do not know of: list what stands, take that one away, try again."""


class AuthFailed(ConnectorError):
    """Signing in failed: stop this connection, loudly."""
