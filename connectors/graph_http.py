"""One request to Graph over a pool of connections: signed, limited in time and size, never sent twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import urllib3

from connectors.errors import AuthFailed, Unavailable

CONNECT = 10.0
"""Seconds to reach the server."""
MOST_BYTES = 64 * 1024 * 1024
"""An answer that is larger, unpacked, is none of a calendar's."""


class DroppedError(Unavailable):
    """Nobody answered, or the line went dead; ``late``: after waiting for the whole time."""

    def __init__(self, message: str, *, late: bool) -> None:
        super().__init__(message)
        self.late = late


class HeavyError(Unavailable):
    """The answer is too large to be taken."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class Line:
    """Requests below ``root`` (scheme, host and version), each with a token that is still good.

    ``refused`` hears of a token that Graph does not take.
    """

    def __init__(
        self,
        root: str,
        token: Callable[[], str],
        refused: Callable[[str], None],
        *,
        connections: int,
        timeout: float,
        ca_file: Path | None = None,
    ) -> None:
        self.root = root.rstrip("/")
        parts = urlsplit(self.root)
        self._host, self._path = parts.netloc, parts.path
        self._token = token
        self._refused = refused
        tls = {"ca_certs": str(ca_file) if ca_file else None} if parts.scheme == "https" else {}
        self._pool = urllib3.connection_from_url(
            self.root,
            maxsize=connections,
            block=True,
            retries=False,
            timeout=urllib3.Timeout(connect=min(CONNECT, timeout), read=timeout),
            **tls,
        )

    def close(self) -> None:
        """Let the connections go."""
        self._pool.close()

    def relative(self, url: str) -> str:
        """A link below ``root`` without it; a token of ours goes nowhere else."""
        parts, ours = urlsplit(url), urlsplit(self.root)
        if (parts.scheme, parts.netloc) == ("", ""):
            return url
        if parts.netloc != self._host or not parts.path.startswith(ours.path + "/"):
            raise Unavailable("Graph's link leads to another server; it is not followed")
        return parts.path[len(ours.path) :] + (f"?{parts.query}" if parts.query else "")

    def send(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        """The answer, whatever its status; a refused token is replaced once.

        Raises AuthFailed, or Unavailable where there is no answer.
        """
        token = self._token()
        answer = self._send(method, target, body, headers, token)
        if answer.status != 401:
            return answer
        self._refused(token)
        answer = self._send(method, target, body, headers, self._token())
        if answer.status == 401:
            raise AuthFailed("Graph refuses the token, a new one too (401)")
        return answer

    def _send(
        self,
        method: str,
        target: str,
        body: bytes | None,
        headers: Mapping[str, str],
        token: str,
    ) -> Answer:
        told = {
            **headers,
            "Authorization": f"Bearer {token}",
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": "Hjemmedag",
        }
        if body is not None:
            told["Content-Type"] = "application/json"
        try:
            return self._asked(method, self._path + target, body, told)
        except urllib3.exceptions.SSLError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                words = "the server's certificate is not trusted: name its authority in ca_file"
                raise AuthFailed(words) from error
            raise DroppedError("the line broke", late=False) from error
        except urllib3.exceptions.HTTPError as error:
            late = isinstance(error, urllib3.exceptions.ReadTimeoutError)
            words = "the server did not answer in time" if late else "the server cannot be reached"
            raise DroppedError(f"{words} ({type(error).__name__})", late=late) from error

    def _asked(
        self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        response = self._pool.urlopen(
            method, target, body, headers, redirect=False, preload_content=False
        )
        try:
            content = response.read(MOST_BYTES + 1, decode_content=True)
            if len(content) > MOST_BYTES:
                response.close()
                raise HeavyError("the answer is too large")
            return Answer(response.status, response.headers, content)
        finally:
            response.release_conn()
