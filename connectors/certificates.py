"""Until when the certificate that a server showed is valid."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime


def valid_until(line: socket.socket) -> datetime | None:
    """The end of the other side's certificate; None on a line that is not encrypted."""
    shown = line.getpeercert() if isinstance(line, ssl.SSLSocket) else None
    ends = shown.get("notAfter") if shown else None
    return (
        datetime.fromtimestamp(ssl.cert_time_to_seconds(ends), UTC)
        if isinstance(ends, str)
        else None
    )


def in_words(host: str, ends: datetime | None) -> str:
    """ "; the certificate of mail.example.dk is valid until 2027-03-01", or nothing."""
    return f"; the certificate of {host} is valid until {ends:%Y-%m-%d}" if ends else ""
