"""A real mail server on loopback for tests: TLS, STARTTLS, logins, and every way to say no."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from connectors.smtp_outbox import SmtpOutbox

USER, PASSWORD = "hjemmedag", "en hemmelighed æ"
Security = Literal["starttls", "tls", "none"]


@dataclass
class Desk:
    """What the server took, and what it answers. ``drop``: take the message and hang up."""

    taken: list[Envelope] = field(default_factory=list)
    sender_answer: str = ""
    recipient_answer: str = ""
    data_answer: str = ""
    drop: bool = False
    logins: list[str] = field(default_factory=list)

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        """MAIL FROM."""
        if not self.sender_answer:
            envelope.mail_from = address
        return self.sender_answer or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        """RCPT TO."""
        if not self.recipient_answer:
            envelope.rcpt_tos.append(address)
        return self.recipient_answer or "250 OK"

    async def handle_DATA(  # noqa: N802 – aiosmtpd names them so
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The message is in."""
        if self.data_answer:
            return self.data_answer
        self.taken.append(envelope)
        if self.drop:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 OK"

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        """AUTH LOGIN and PLAIN."""
        assert isinstance(given, LoginPassword)
        self.logins.append(given.login.decode())
        right = (given.login.decode(), given.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=right, handled=False)

    @property
    def contents(self) -> list[bytes]:
        """The messages, oldest first."""
        found = [envelope.content for envelope in self.taken]
        return [content for content in found if isinstance(content, bytes)]


@dataclass
class MailServer:
    """A running server."""

    desk: Desk
    port: int
    security: Security
    ca_file: Path

    def outbox(self, **changed: Any) -> SmtpOutbox:
        """An outbox that fits the server, but for what is changed."""
        fitting: dict[str, Any] = {
            "host": "localhost",
            "port": self.port,
            "security": self.security,
            "ca_file": self.ca_file,
            "timeout": 5.0,
        }
        return SmtpOutbox(**{**fitting, **changed})


@contextmanager
def running(folder: Path, security: Security, *, login: bool = False) -> Iterator[MailServer]:
    """A server with a certificate of its own authority, on a free port."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    ca_file = folder / "ca.pem"
    authority.cert_pem.write_to_path(ca_file)
    desk = Desk()
    encrypted: dict[str, dict[str, Any]] = {
        "starttls": {"tls_context": context, "require_starttls": True},
        "tls": {"ssl_context": context},
        "none": {},
    }
    words = encrypted[security]
    if login:
        # The server knows TLS from the first byte on as no TLS, and warns of it.
        words |= {"auth_required": True, "authenticator": desk.authenticate}
        words |= {"auth_require_tls": security == "starttls"}
    controller = Controller(desk, hostname="127.0.0.1", port=free_port(), **words)
    controller.start()
    try:
        yield MailServer(desk, controller.port, security, ca_file)
    finally:
        controller.stop()


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port
