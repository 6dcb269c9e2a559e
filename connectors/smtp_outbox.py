"""Mail over SMTP: encrypted unless told otherwise, one message a session, errors by what to do next."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Literal

from connectors.base import Step
from connectors.certificates import in_words, valid_until
from connectors.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from connectors.mail_outbox import Mail

Security = Literal["starttls", "tls", "none"]
PORTS = {"starttls": 587, "tls": 465, "none": 25}
SIGN_IN_CODES = frozenset((530, 534, 535, 538))
"""RFC 4954: the server wants a login, or another one."""
_ENHANCED = re.compile(rb"[245]\.\d{1,3}\.\d{1,3}\b")


class SmtpOutbox:
    """Hands messages to one mail server. Raises OSError if ``ca_file`` cannot be used.

    ``security``: ``starttls`` (587) and ``tls`` (465) check the server's certificate, against
    ``ca_file`` alone where it is given; ``none`` (25) sends in the clear. ``timeout``: seconds for
    each step. ``envelope_sender``: where bounces go; nobody reads them here.
    """

    def __init__(
        self,
        host: str,
        port: int | None = None,
        security: Security = "starttls",
        user: str | None = None,
        password: str | None = None,
        *,
        ca_file: Path | None = None,
        timeout: float = 30.0,
        envelope_sender: str | None = None,
    ) -> None:
        self._host = host
        self._port = port or PORTS[security]
        self._security = security
        self._login = (user, password or "") if user else None
        self._timeout = timeout
        self._envelope_sender = envelope_sender
        self._ends: datetime | None = None
        self._tls = None if security == "none" else ssl.create_default_context(cafile=ca_file)

    @property
    def warnings(self) -> tuple[str, ...]:
        """A line if mail goes out unencrypted."""
        if self._tls is not None:
            return ()
        what = "mail and password go" if self._login else "mail goes"
        where = f"{self._host}:{self._port}"
        return (f'{what} to {where} UNENCRYPTED; set security = "starttls" or "tls"',)

    def post(self, mail: Mail) -> None:
        """Hand the message over; returns once the server has taken it.

        Raises Unavailable (nobody knows whether it went: send the same again), AuthFailed (login,
        certificate or sender refused) or Rejected (this recipient or this message refused).
        """
        with _in_words(self._host), self._session() as server:
            server.sendmail(self._envelope_sender or mail.sender, [mail.recipient], mail.content)

    def examine(self) -> Iterator[Step]:
        """Connect, encrypt, sign in and say goodbye; nothing is sent."""
        try:
            with _in_words(self._host), self._session() as server:
                server.noop()
        except ConnectorError as error:
            ask = "Ask the mail server's people to let this machine and this account send mail."
            yield Step(str(error), well=False, ask=ask)
        else:
            signed_in = ", takes the login" if self._login else ""
            where = f"the mail server {self._host}:{self._port}"
            yield Step(f"{where} answers{signed_in}{in_words(self._host, self._ends)}")

    def expiries(self) -> Mapping[str, datetime]:
        """When the certificate ends that the server showed last."""
        return {"certificate": self._ends} if self._ends else {}

    @contextmanager
    def _session(self) -> Iterator[smtplib.SMTP]:
        server = self._connect()
        try:
            if self._security == "starttls":
                server.starttls(context=self._tls)
            self._ends = valid_until(server.sock) if server.sock else None
            if self._login is not None:
                _sign_in(server, *self._login)
            yield server
        finally:
            # Once the message is taken, a server that does not say goodbye changes nothing.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
            server.close()

    def _connect(self) -> smtplib.SMTP:
        if self._security == "tls":
            return smtplib.SMTP_SSL(
                self._host, self._port, timeout=self._timeout, context=self._tls
            )
        return smtplib.SMTP(self._host, self._port, timeout=self._timeout)


def _sign_in(server: smtplib.SMTP, user: str, password: str) -> None:
    """AUTH PLAIN or LOGIN in UTF-8 (RFC 4616); smtplib's own takes nothing but ASCII."""
    server.ehlo_or_helo_if_needed()
    offered = server.esmtp_features.get("auth", "").upper().split()
    if "PLAIN" in offered:
        code, text = server.docmd("AUTH", "PLAIN " + _base64(f"\0{user}\0{password}"))
    elif "LOGIN" in offered:
        code, text = server.docmd("AUTH", f"LOGIN {_base64(user)}")
        if code == 334:
            code, text = server.docmd(_base64(password))
    else:
        raise AuthFailed("the mail server offers no login with a password")
    if code != 235:
        raise _refusal(code, text, "the login", AuthFailed)


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


@contextmanager
def _in_words(host: str) -> Iterator[None]:
    """Every trouble of the session becomes an error named by what to do next."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        code, text = next(iter(error.recipients.values()))
        raise _refusal(code, text, "the recipient", Rejected) from None
    except smtplib.SMTPSenderRefused as error:
        # 552 is about the size of this message, all else about the sender of every message.
        kind = Rejected if error.smtp_code == 552 else AuthFailed
        raise _refusal(error.smtp_code, error.smtp_error, "the sender", kind) from None
    except smtplib.SMTPDataError as error:
        raise _refusal(error.smtp_code, error.smtp_error, "the message", Rejected) from None
    except smtplib.SMTPNotSupportedError:
        raise AuthFailed(
            f'{host} does not offer STARTTLS, which security = "starttls" asks for'
        ) from None
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error, "the session", Unavailable) from None
    except ssl.SSLCertVerificationError as error:
        reason = f"the certificate of {host} is not trusted: {error.verify_message}"
        raise AuthFailed(f"{reason}; set ca_file to the bundle that it comes from") from None
    except (smtplib.SMTPException, OSError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise Unavailable(f"the mail server {host} cannot be reached: {reason}") from None


def _refusal(code: int, text: bytes | str, what: str, kind: type[ConnectorError]) -> ConnectorError:
    """The server's answer as an error; of its text only the status code, for it may quote ours."""
    raw = text.encode() if isinstance(text, str) else text
    found = _ENHANCED.match(raw)
    status = f"{code} {found[0].decode()}" if found else str(code)
    if not 500 <= code < 600:
        return Unavailable(f"the mail server put off {what} ({status})")
    return (AuthFailed if code in SIGN_IN_CODES else kind)(
        f"the mail server refused {what} ({status})"
    )
