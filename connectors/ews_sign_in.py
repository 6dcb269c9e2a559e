"""How an EWS connection signs in: settings as they were checked, sessions as exchangelib wants them."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import exchangelib
from exchangelib.protocol import BaseProtocol, FailFast, Protocol
from exchangelib.transport import AUTH_TYPE_MAP, CBA, GSSAPI, NOAUTH
from exchangelib.version import EXCHANGE_2016
from requests import PreparedRequest, Response, Session
from requests.auth import AuthBase

from connectors.credentials import Credential
from connectors.dated import Dates
from connectors.errors import AuthFailed, Unavailable
from connectors.ews_bounds import Bounded
from connectors.ews_errors import CLOUD
from connectors.ews_hosts import is_cloud
from connectors.tokens import Token

Auth = Literal["ntlm", "basic", "kerberos", "certificate", "oauth"]
Access = Literal["calendar-folder", "impersonation"]
_TYPES = {"ntlm": exchangelib.NTLM, "basic": exchangelib.BASIC, "kerberos": GSSAPI}
_PAGE = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who we are. ``certificate`` and ``key``: files in PEM; ``token``: gives a bearer token.

    ``credential``: what either rests on, where it is known to end.
    """

    auth: Auth = "ntlm"
    user: str | None = None
    password: str | None = None
    certificate: Path | None = None
    key: Path | None = None
    token: Token | None = None
    credential: Credential | None = None
    ca_file: Path | None = None
    timeout: float = 60.0
    connections: int = 5


def quiet_library() -> None:
    """exchangelib logs whole requests when something odd happens; nothing of a calendar may be."""
    logging.getLogger("exchangelib").setLevel(logging.CRITICAL + 1)


class _Bearer(AuthBase):
    """Signs each request with a token that is still good; one that is refused is replaced once."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        token = self._token()
        request.headers["Authorization"] = f"Bearer {token}"

        def again(response: Response, **how: object) -> Response:
            if response.status_code != 401:
                return response
            self._token.refused(token)
            response.close()
            request.headers["Authorization"] = f"Bearer {self._token()}"
            # A request that was not let in has changed nothing: it may go out a second time.
            send: Callable[..., Response] = response.connection.send
            answer = send(request, **how)
            answer.elapsed = response.elapsed
            return answer

        request.register_hook("response", again)
        return request


class _Answers(FailFast):  # type: ignore[misc]  # exchangelib ships no types
    """Never waits inside the library, and says in words what a status means."""

    def raise_response_errors(self, response: Response) -> None:
        """Let answers of EWS pass; raise for all else."""
        status, start = response.status_code, response.content[:200].lstrip().lower()
        if start.startswith(_PAGE):
            _refuse_page(response)
        if status == 200 or (status == 500 and start.lstrip(b"\xef\xbb\xbf").startswith(b"<")):
            return
        if status == 401:
            raise AuthFailed("the server refuses user and password, or the way of signing in (401)")
        if status in (301, 302, 307, 308):
            _refuse_page(response)
        if status == 403:
            raise ForbiddenError(f"the server forbids EWS (403); perhaps {CLOUD}")
        if status == 404:
            raise AuthFailed("there is no EWS at this address (404)")
        raise Unavailable(f"the server answered {status}", _retry_after(response))


class ForbiddenError(AuthFailed):
    """403: for one mailbox it may pass, for all it is the end of EWS there."""


class Sessions:
    """How every session of ours is made, in place of exchangelib's own way."""

    sign_in: SignIn
    dates: Dates | None = None

    def begin(self, sign_in: SignIn) -> None:
        """Know who we are; nothing is sent yet."""
        self.sign_in = sign_in
        self.TIMEOUT = sign_in.timeout
        self.USERAGENT = "Hjemmedag"

    def raw_session(self, prefix: str, **_: object) -> Session:
        """A session that trusts what we trust, nothing from the environment, and no endless answer."""
        session: Session = BaseProtocol.raw_session(prefix)
        session.mount(prefix, Bounded(pool_connections=1, pool_maxsize=1, pool_block=True))
        session.trust_env = False
        session.hooks["response"].append(self._heed_date)
        session.verify = _trusted(self.sign_in.ca_file)
        certificate, key = self.sign_in.certificate, self.sign_in.key
        if certificate is not None:
            session.cert = (str(certificate), str(key)) if key else str(certificate)
        return session

    def _heed_date(self, response: Response, **_: object) -> None:
        if self.dates is not None:
            self.dates.hear(str(response.headers.get("Date", "")), response.elapsed)

    def create_session(self) -> Session:
        """A session that signs in."""
        session: Session = super().create_session()  # type: ignore[misc]  # BaseProtocol's
        if self.sign_in.token is not None:
            session.auth = _Bearer(self.sign_in.token)
        return session


class Line(Sessions, Protocol):  # type: ignore[misc]  # exchangelib ships no types
    """exchangelib's sessions to one endpoint, without its global cache."""


def open_line(url: str, sign_in: SignIn, dates: Dates) -> Line:
    """Sessions to an endpoint; nothing is sent yet. AuthFailed where a library is missing."""
    # exchangelib keeps one protocol per endpoint and user for the whole process; ours is our own.
    line: Line = type.__call__(Line, config=configured(url, sign_in))
    line.begin(sign_in)
    line.dates = dates
    return line


def configured(url: str, sign_in: SignIn) -> exchangelib.Configuration:
    """What exchangelib needs to know of an endpoint; AuthFailed where a library is missing.

    With the oldest version that we are made for: without any, exchangelib guesses, by a call that
    names no mailbox and that not every server knows.
    """
    kind = _TYPES.get(sign_in.auth, CBA if sign_in.auth == "certificate" else NOAUTH)
    if kind not in AUTH_TYPE_MAP:
        raise AuthFailed(
            "signing in by Kerberos needs the extra: pip install 'hjemmedag[kerberos]'"
        )
    return exchangelib.Configuration(
        credentials=_credentials(sign_in),
        service_endpoint=url,
        auth_type=kind,
        version=exchangelib.Version(build=EXCHANGE_2016),
        retry_policy=_Answers(),
        max_connections=sign_in.connections,
    )


def host_of(url: str) -> str:
    """The host in an address."""
    return urlsplit(url).hostname or ""


def _credentials(sign_in: SignIn) -> exchangelib.Credentials | None:
    if sign_in.user is None or sign_in.password is None:
        return None
    password = sign_in.password
    if sign_in.auth == "basic" and not _is_latin(sign_in.user + password):
        return exchangelib.Credentials(sign_in.user, password.encode().decode("latin-1"))
    return exchangelib.Credentials(sign_in.user, password)


def _is_latin(text: str) -> bool:
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def _trusted(ca_file: Path | None) -> str | bool:
    """Our own authorities, else those that the system trusts."""
    if ca_file is not None:
        return str(ca_file)
    paths = ssl.get_default_verify_paths()
    return paths.cafile or paths.capath or True


def _refuse_page(response: Response) -> None:
    host = host_of(str(response.headers.get("Location", "")))
    if is_cloud(host):
        raise ForbiddenError(f"the server sends us on to {host}: {CLOUD}")
    if response.status_code == 403:
        raise ForbiddenError(f"the server forbids EWS (403); perhaps {CLOUD}")
    if response.status_code in (401, 404):
        return
    if response.status_code >= 500:
        raise Unavailable(f"the server answered {response.status_code}", _retry_after(response))
    raise Unavailable("a web page came instead of an answer; is a proxy or a login in between?")


def _retry_after(response: Response) -> float | None:
    raw = str(response.headers.get("Retry-After", ""))
    return float(raw) if raw.isdecimal() and len(raw) < 6 else None
