"""Bearer tokens of an application: kept in memory, renewed early, once for all threads, asked for seldom."""

from __future__ import annotations

import re
import ssl
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import msal
import requests
import requests.adapters

from connectors.errors import AuthFailed, Unavailable

RENEWED_AT = 0.75
"""The share of a token's life after which a new one is asked for."""
SELDOM, SELDOMEST = 10.0, 300.0
"""Seconds until the token service is asked again after a failure: doubled each time, up to the second."""
MOST, SPAN = 6, 60.0
"""So many questions in so many seconds, whatever was answered: one in ten seconds, all in all."""
_ODD = (ValueError, KeyError, TypeError, AttributeError)
"""What msal stumbles into where an answer is none of a token service's."""
_CODE = re.compile(r"AADSTS\d{4,7}")
_NOT_ASKED = "the token service was asked too often; its last token was refused"


class Token(Protocol):
    """Gives a bearer token, and hears of one that is not taken."""

    def __call__(self) -> str:
        """A token that is still good."""
        ...

    def refused(self, token: str) -> None:
        """Say that a token is no longer taken."""
        ...


@dataclass(frozen=True, slots=True)
class Application:
    """Who asks. ``credential``: a secret, or a mapping with ``private_key`` and its certificate."""

    authority: str
    client_id: str
    credential: str | Mapping[str, str]
    scope: str
    ca_file: str | None = None
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class _Held:
    token: str = ""
    renew_at: float = 0.0
    dies_at: float = 0.0


class Tokens:
    """Gives a token that is still good; one question at a time, for all threads."""

    def __init__(
        self, application: Application, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._application = application
        self._clock = clock
        self._lock = Lock()
        self._client: Any = None
        self._held = _Held()
        self._refused = ""
        self._asked: deque[float] = deque(maxlen=MOST)
        self._failures = 0
        self._failure: AuthFailed | Unavailable | None = None

    def __call__(self) -> str:
        """The token; AuthFailed where the service refuses, Unavailable where it does not answer."""
        held, now = self._held, self._clock()
        if now < held.renew_at:
            return held.token
        if now < held.dies_at:
            self._renew_beside(now)
            return self._held.token or held.token
        with self._lock:
            now = self._clock()
            if now >= self._held.dies_at:
                self._renew(now)
            if now >= self._held.dies_at:
                raise self._told(now)
            return self._held.token

    def refused(self, token: str) -> None:
        """Say that a token is no longer taken, though its life is not over."""
        with self._lock:
            if token == self._held.token:
                self._refused, self._held = token, _Held()

    def _renew_beside(self, now: float) -> None:
        """Ask early; whoever comes meanwhile goes on with the old token."""
        if self._lock.acquire(blocking=False):
            try:
                if now >= self._held.renew_at:
                    self._renew(now)
            finally:
                self._lock.release()

    def _renew(self, now: float) -> None:
        if self._wait(now) <= 0:
            self._ask(now)

    def _wait(self, now: float) -> float:
        """Seconds until the service may be asked."""
        if not self._asked:
            return 0.0
        full = self._asked[0] + SPAN - now if len(self._asked) == MOST else 0.0
        pause = min(SELDOM * 2 ** (self._failures - 1), SELDOMEST) if self._failures else 0.0
        return max(full, self._asked[-1] + pause - now)

    def _told(self, now: float) -> AuthFailed | Unavailable:
        if isinstance(self._failure, AuthFailed):
            return AuthFailed(str(self._failure))
        return Unavailable(str(self._failure or _NOT_ASKED), max(1.0, self._wait(now)))

    def _ask(self, now: float) -> None:
        """A new token; where that fails the old one is used for as long as it lives."""
        self._asked.append(now)
        try:
            answer = self._answer()
        except (*_ODD, requests.RequestException, msal.exceptions.MsalError) as error:
            name = type(error).__name__
            self._fail(Unavailable(f"the token service did not answer as one does ({name})"))
            return
        token = answer.get("access_token")
        if not isinstance(token, str):
            code = _CODE.search(str(answer.get("error_description", "")))
            told = code[0] if code else str(answer.get("error", "no reason"))[:40]
            self._fail(AuthFailed(f"the token service refuses the application ({told})"))
        elif token == self._refused:
            self._fail(AuthFailed("the token service gives the same token again, which is refused"))
        else:
            # One that is born dead is used all the same: whoever it is shown to will say so.
            life = max(float(answer.get("expires_in") or 0), SELDOM)
            self._held = _Held(token, now + RENEWED_AT * life, now + life)
            self._failure, self._failures = None, 0

    def _fail(self, failure: AuthFailed | Unavailable) -> None:
        # msal remembers a refusal for a minute of its own; when to ask again is said here.
        self._client = None
        self._failure = failure
        self._failures = min(self._failures + 1, 10)

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
        session.mount("https://", _Trusting(asked.ca_file))
        return msal.ConfidentialClientApplication(
            asked.client_id,
            authority=asked.authority,
            client_credential=asked.credential,
            http_client=_Limited(session, asked.timeout),
            instance_discovery=False,
        )


class _Trusting(requests.adapters.HTTPAdapter):
    """Trusts whom the system trusts, or a file of authorities alone; requests brings a list of its own."""

    def __init__(self, ca_file: str | None) -> None:
        self._trusted = ssl.create_default_context(cafile=ca_file)
        super().__init__()

    def init_poolmanager(self, *words: Any, **more: Any) -> None:  # noqa: ANN401 – as requests calls it
        """Connections that look at certificates our way."""
        super().init_poolmanager(*words, **more, ssl_context=self._trusted)

    def cert_verify(self, *_: object, **__: object) -> None:
        """The context says it all."""


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
