"""Bearer tokens for hybrid modern authentication: kept in memory, renewed early, asked for seldom."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import msal
import requests

from connectors.errors import AuthFailed, Unavailable

RENEWED_AT = 0.75
"""The share of a token's life after which a new one is asked for."""
SELDOM = 10.0
"""Seconds between two questions to the token service, whatever it answered."""
_CODE = re.compile(r"AADSTS\d{4,7}")


@dataclass(frozen=True, slots=True)
class Application:
    """Who asks. ``credential``: a secret, or a mapping with ``private_key`` and its certificate."""

    authority: str
    client_id: str
    credential: str | Mapping[str, str]
    scope: str
    ca_file: str | None = None
    timeout: float = 30.0


class Tokens:
    """Gives a token that is still good; one question at a time, for all threads."""

    def __init__(
        self, application: Application, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._application = application
        self._clock = clock
        self._lock = Lock()
        self._client: Any = None
        self._token = ""
        self._renew_at = self._dies_at = 0.0
        self._asked_at: float | None = None
        self._failure: AuthFailed | Unavailable | None = None

    def __call__(self) -> str:
        """The token; AuthFailed where the service refuses, Unavailable where it does not answer."""
        with self._lock:
            now = self._clock()
            if now >= self._renew_at and not self._asked_just_now(now):
                self._ask(now)
            if self._failure is not None and now >= self._dies_at:
                raise self._failure
            return self._token

    def _asked_just_now(self, now: float) -> bool:
        return self._asked_at is not None and now - self._asked_at < SELDOM

    def _ask(self, now: float) -> None:
        """A new token; where that fails the old one is used for as long as it lives."""
        self._asked_at = now
        try:
            answer = self._answer()
        except (requests.RequestException, msal.exceptions.MsalError, ValueError) as error:
            self._client = None
            self._failure = Unavailable(
                f"the token service did not answer ({type(error).__name__})"
            )
            return
        token = answer.get("access_token")
        if not isinstance(token, str):
            # msal remembers a refusal for a minute of its own; when to ask again is said here.
            self._client = None
            code = _CODE.search(str(answer.get("error_description", "")))
            told = code[0] if code else str(answer.get("error", "no reason"))[:40]
            self._failure = AuthFailed(f"the token service refuses the application ({told})")
            return
        life = float(answer.get("expires_in") or 0)
        self._token, self._failure = token, None
        self._renew_at, self._dies_at = now + RENEWED_AT * life, now + life

    def _answer(self) -> Mapping[str, Any]:
        if self._client is None:
            self._client = self._made()
        # msal would hand out the old one until shortly before its end.
        self._client.remove_tokens_for_client()
        found: Mapping[str, Any] = self._client.acquire_token_for_client([self._application.scope])
        return found

    def _made(self) -> Any:  # noqa: ANN401 – msal ships no types
        asked = self._application
        session = requests.Session()
        session.trust_env = False
        session.verify = asked.ca_file or True
        return msal.ConfidentialClientApplication(
            asked.client_id,
            authority=asked.authority,
            client_credential=asked.credential,
            http_client=_Limited(session, asked.timeout),
            instance_discovery=False,
        )


class _Limited:
    """msal's own session waits for ever."""

    def __init__(self, session: requests.Session, timeout: float) -> None:
        self._session = session
        self._timeout = timeout

    def get(self, url: str, **words: Any) -> requests.Response:  # noqa: ANN401 – as msal calls it
        """GET with a limit."""
        return self._session.get(url, timeout=self._timeout, **_without_timeout(words))

    def post(self, url: str, **words: Any) -> requests.Response:  # noqa: ANN401 – as msal calls it
        """POST with a limit."""
        return self._session.post(url, timeout=self._timeout, **_without_timeout(words))

    def close(self) -> None:
        """Let the connections go."""
        self._session.close()


def _without_timeout(words: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if name != "timeout"}
