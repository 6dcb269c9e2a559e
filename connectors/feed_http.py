"""One GET under limits: of time, of size before and after unpacking, of redirects, of addresses."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from connectors.certificates import valid_until
from connectors.errors import AuthFailed, Rejected, Unavailable
from connectors.feed_addresses import Resolve, Unreachable, checked, resolve
from connectors.feed_line import Timed, open_line, time_left
from connectors.feed_unpack import CHUNK, Unpacker

REDIRECTS = (301, 302, 303, 307, 308)
MAX_REDIRECTS = 3
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for connecting, for a silence, and for all of it; bytes, packed and unpacked."""

    connect: float = 10.0
    silence: float = 20.0
    total: float = 60.0
    max_bytes: int = 20 * 1024 * 1024


DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``headers`` by lower-case name, ``body`` unpacked and only of a 200."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Client:
    """Fetches addresses. It knows no cookies, no logins and no proxies.

    ``tls``: whom to trust; None: the authorities that the system trusts. ``ends``: until when the
    certificates are valid that hosts showed last.
    """

    limits: Limits = DEFAULT
    allow_private: bool = False
    tls: ssl.SSLContext | None = None
    look_up: Resolve = resolve
    ends: dict[str, datetime] = field(default_factory=dict, compare=False)

    def knock(self, url: str) -> tuple[str, datetime | None]:
        """Connect to the host of ``url`` and ask for nothing: its name, its certificate's end."""
        deadline = time.monotonic() + self.limits.total
        parts = check_url(url.replace("{", "").replace("}", ""))
        host = parts.hostname or ""
        with _in_words(host), self._connected(parts, deadline):
            return host, self.ends.get(host)

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The answer to a GET after at most three redirects, each checked like the first.

        Raises Unavailable (Unreachable where nobody answered), Rejected for an address that is
        not to be asked, AuthFailed for a certificate that is not trusted.
        """
        deadline = time.monotonic() + self.limits.total
        parts = check_url(url)
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._once(parts, headers, deadline)
            target = answer.headers.get("location")
            if answer.status not in REDIRECTS or target is None:
                return answer
            parts = _redirected(parts, target)
        raise Unavailable(f"the feed is redirected more than {MAX_REDIRECTS} times")

    def _once(self, parts: SplitResult, headers: Mapping[str, str], deadline: float) -> Answer:
        with (
            _in_words(parts.hostname or ""),
            Timed(self._connected(parts, deadline), self.limits.silence, deadline) as line,
        ):
            return self._exchange(line, parts, headers)

    def _connected(self, parts: SplitResult, deadline: float) -> socket.socket:
        host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
        trouble: OSError = ConnectionError()
        for one in checked(host, port, self.look_up, allow_private=self.allow_private):
            try:
                line = open_line(one, min(self.limits.connect, time_left(deadline)))
            except OSError as error:
                trouble = error
                continue
            return self._encrypted(line, host) if parts.scheme == "https" else line
        reason = trouble.strerror or type(trouble).__name__
        raise Unreachable(f"{host} cannot be reached: {reason}")

    def _encrypted(self, line: socket.socket, host: str) -> socket.socket:
        try:
            tls = self.tls or ssl.create_default_context()
            encrypted = tls.wrap_socket(line, server_hostname=host)
        except OSError:
            line.close()
            raise
        ends = valid_until(encrypted)
        if ends is not None:
            self.ends[host] = ends
        return encrypted

    def _exchange(self, line: Timed, parts: SplitResult, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(parts.hostname or "")
        connection.sock = line
        connection.putrequest("GET", _target(parts), skip_host=True, skip_accept_encoding=True)
        asked = {"Host": parts.netloc, "Accept-Encoding": "gzip", "Connection": "close"}
        for name, value in {**asked, **headers}.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        body = self._body(response, found) if response.status == 200 else b""
        return Answer(response.status, found, body)

    def _body(self, response: http.client.HTTPResponse, headers: Mapping[str, str]) -> bytes:
        unpack = Unpacker(headers.get("content-encoding", ""), self.limits.max_bytes)
        while chunk := response.read(CHUNK):
            unpack.take(chunk)
        if response.length:
            raise Unavailable("the feed's answer was cut short")
        return unpack.whole()


@contextmanager
def _in_words(host: str) -> Iterator[None]:
    """Every trouble on the line becomes an error named by what to do next."""
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        reason = f"the certificate of {host} is not trusted: {error.verify_message}"
        raise AuthFailed(f"{reason}; set ca_file to the bundle that it comes from") from None
    except TimeoutError:
        raise Unavailable(f"{host} took too long to answer") from None
    except (OSError, http.client.HTTPException, zlib.error) as error:
        raise Unavailable(f"{host} broke off ({type(error).__name__})") from None


def check_url(url: str) -> SplitResult:
    """The address in parts; raises Rejected for one that is not http or https, or has a login."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise Rejected("the feed's address cannot be read") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise Rejected("the feed's address is neither http nor https")
    if (
        "@" in parts.netloc
        or port == 0
        or not (parts.netloc.isascii() and parts.netloc.isprintable())
    ):
        raise Rejected("the feed's address holds a login, or a host that is none")
    return parts


def _redirected(parts: SplitResult, target: str) -> SplitResult:
    there = check_url(urljoin(parts.geturl(), target))
    if parts.scheme == "https" and there.scheme == "http":
        raise Rejected("the feed is redirected from https to http, in the clear")
    return there


def _target(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%!$&'()*+,;=:@~")
    query = quote(parts.query, safe="/?%!$&'()*+,;=:@~")
    return f"{path}?{query}" if query else path
