"""Calls over exchangelib's sessions: our payloads out, messages in one pass back, errors in words."""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

import exchangelib.errors
from exchangelib.account import Identity
from exchangelib.credentials import DELEGATE, IMPERSONATION
from exchangelib.services.common import EWSAccountService
from exchangelib.version import Version
from requests import Response

from connectors.budget import Budget
from connectors.dated import Dates
from connectors.errors import AuthFailed, MailboxGone, Unavailable
from connectors.ews_discover import discover
from connectors.ews_errors import ToldError, in_words, of_write
from connectors.ews_messages import check_overload, only
from connectors.ews_names import T_, Element, GarbledError, parsed
from connectors.ews_sign_in import Access, ForbiddenError, Line, SignIn, open_line

SHORT = 2.0
"""Seconds that are waited here; for longer ones the caller comes back."""
REFUSALS = 3
"""A sign-in that worked before and fails so many times in a row has come to its end."""
LIBRARY = "5.6"
"""The release of exchangelib whose inner workings :class:`_Service` and ``Line`` rely on."""


_BUILD = ("MajorVersion", "MinorVersion", "MajorBuildNumber", "MinorBuildNumber")
_CODE = re.compile(r"\bError[A-Z]\w{3,60}")


class _Service(EWSAccountService):  # type: ignore[misc]  # exchangelib ships no types
    """One operation: exchangelib wraps, sends and signs in; the answer is parsed in one piece."""

    def messages(self, payload: Element) -> list[Element]:
        """The messages of the answer, as they came."""
        found: list[Element] = self._get_response_xml(payload=payload)
        return found

    @classmethod
    def _get_soap_parts(cls, response: Response) -> tuple[Element, Element]:
        """exchangelib reads answers byte by byte; here the whole is parsed at once."""
        root = parsed(response.content)
        envelope = "{http://schemas.xmlsoap.org/soap/envelope/}"
        body = root.find(f"{envelope}Body")
        if body is None:
            raise GarbledError("the answer has no body")
        return root.find(f"{envelope}Header"), body

    def _api_versions_to_try(self) -> tuple[str, ...]:
        """exchangelib sends a refused call again in all older versions; once one worked, it is enough."""
        if self.account.settled:
            return (self._version_hint.api_version,)
        versions: tuple[str, ...] = super()._api_versions_to_try()
        return versions

    def _get_response(self, payload: Element, api_version: str) -> Response:
        """Keep which version was spoken last: it is the one that worked."""
        self.account.version = Version(self.account.version.build, api_version)
        response: Response = super()._get_response(payload, api_version)
        return response

    def _update_api_version(self, api_version: str, header: Element) -> None:
        """Hear the server's build. exchangelib chokes on those it does not know."""
        info = header.find(f"{T_}ServerVersionInfo")
        if info is not None:
            self.account.told = ".".join(filter(None, map(info.get, _BUILD)))


_SERVICES = {
    name: type(name, (_Service,), {"SERVICE_NAME": name})
    for name in (
        *("FindItem", "SyncFolderItems", "GetItem", "GetFolder"),
        *("CreateItem", "UpdateItem", "DeleteItem"),
    )
}


@dataclass(slots=True)
class _Account:
    """What exchangelib's services ask of an account, without its folders and locales.

    ``settled``: ``version`` is the one to speak; ``told``: the server's build as it names it.
    """

    protocol: Line
    primary_smtp_address: str
    access_type: str
    identity: Identity
    version: Version
    settled: bool
    told: str = ""
    default_timezone: None = None
    affinity_cookie: None = None


class Calls:
    """Calls to one server, found by Autodiscover where ``autodiscover`` names it.

    ``own`` in a call: the mailbox is the service's own, so nobody is impersonated.
    ``dates``: hears what time it is there. ``version``: the server's, once it named it in an answer.
    """

    def __init__(
        self,
        url: str | None,
        sign_in: SignIn,
        access: Access,
        budget: Budget,
        dates: Dates,
        *,
        autodiscover: str | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = url
        self.proved = False
        self.version = ""
        self._refused = 0
        self._autodiscover = autodiscover
        self._sign_in = sign_in
        self._access = access
        self._budget = budget
        self.dates = dates
        self._wait = wait
        self._line: Line | None = None
        self._opening = Lock()
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)

    def close(self) -> None:
        """Let the connections go."""
        if self._line is not None:
            self._line.close()

    def read(
        self, name: str, payload: Element, mailbox: str, *, own: bool = False
    ) -> list[Element]:
        """The messages of a call that changes nothing; tried twice where the trouble may pass.

        Raises ConnectorError, or GarbledError for an answer that nobody can read.
        """
        for again in (True, False):
            try:
                return self._call(name, payload, mailbox, own, settled=self.proved)
            except ToldError as told:
                if not (again and self._passes(told)):
                    raise in_words(told) from told
            except DroppedError as error:
                if not again or error.late:
                    raise
        raise AssertionError

    def write(self, name: str, payload: Element, mailbox: str, *, own: bool = False) -> Element:
        """The message of a call that writes one entry: sent once and never again.

        Raises ConnectorError; Unavailable where nobody knows whether it was written.
        """
        try:
            return only(self._call(name, payload, mailbox, own, settled=True))
        except ToldError as told:
            raise of_write(told) from told
        except GarbledError as error:
            raise Unavailable(f"nobody knows whether it was written: {error}") from error

    def _passes(self, told: ToldError) -> bool:
        if told.busy and told.back_off is not None and told.back_off <= SHORT:
            self._wait(told.back_off + 0.01)
            return True
        return told.passing

    def _call(
        self, name: str, payload: Element, mailbox: str, own: bool, *, settled: bool
    ) -> list[Element]:
        # Overviews to many readers all go through one mailbox, which is asked one thing at a time.
        turn = self._turns[mailbox]
        told = _in_words(self._budget, mailbox)
        with turn, self._budget.turn(mailbox), self._signing_in(), told:
            account = self._account(mailbox, own, settled)
            messages: list[Element] = _SERVICES[name](account=account).messages(payload)
            account.protocol.config.version = account.version
            self.version = account.told or self.version
            for message in messages:
                check_overload(message)
            self._budget.well()
            self.proved, self._refused = True, 0
            return messages

    @contextmanager
    def _signing_in(self) -> Iterator[None]:
        """A server under load refuses sign-ins that it took before: that is believed in time."""
        try:
            yield
        except ForbiddenError as error:
            # Who was let in to one mailbox is kept out of this one alone.
            if self.proved:
                raise MailboxGone(str(error)) from error
            raise
        except AuthFailed as error:
            self._refused += 1
            if self.proved and self._refused < REFUSALS:
                raise Unavailable(str(error)) from error
            raise

    def _account(self, mailbox: str, own: bool, settled: bool) -> _Account:
        impersonating = self._access == "impersonation" and not own
        line = self._opened(mailbox)
        return _Account(
            line,
            mailbox,
            IMPERSONATION if impersonating else DELEGATE,
            Identity(primary_smtp_address=mailbox),
            line.config.version,
            settled,
        )

    def _opened(self, mailbox: str) -> Line:
        """The line, found once while the others wait."""
        with self._opening:
            if self._line is None:
                self.url = self.url or discover(self._autodiscover or "", self._sign_in, mailbox)
                self._line = open_line(self.url, self._sign_in, self.dates)
            return self._line


@contextmanager
def _in_words(budget: Budget, mailbox: str) -> Iterator[None]:
    """Turn what exchangelib raises into our errors, and tell the budget."""
    try:
        yield
    except ToldError as told:
        _heed(told, budget, mailbox)
        raise
    except Unavailable as error:
        if error.retry_after is not None:
            budget.busy(mailbox, error.retry_after)
        raise
    except exchangelib.errors.EWSError as error:
        translated = _translated(error)
        if isinstance(translated, ToldError):
            _heed(translated, budget, mailbox)
        elif isinstance(translated, DroppedError):
            budget.silent()
        raise translated from error
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        reason = f"the answer is not what EWS gives ({type(error).__name__})"
        raise GarbledError(reason) from error


class DroppedError(Unavailable):
    """Nobody answered, or the line went dead; ``late``: after waiting for the whole time."""

    def __init__(self, message: str, *, late: bool) -> None:
        super().__init__(message)
        self.late = late


def _heed(told: ToldError, budget: Budget, mailbox: str) -> None:
    if told.busy:
        told.back_off = budget.busy(mailbox, told.back_off)


def _translated(error: Exception) -> Exception:
    name, text = _code_of(error), str(error)
    if name in ("ErrorTimeoutExpired", "ErrorConnectionFailed"):
        late = "Timeout" in text
        return DroppedError("the server did not answer" if late else "the line broke", late=late)
    if name == "UnauthorizedError":
        return AuthFailed("the server refuses user and password, or the way of signing in")
    if name.startswith("Error"):
        return ToldError(name, getattr(error, "back_off", None))
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return AuthFailed("the server's certificate is not trusted: name its authority in ca_file")
    return Unavailable(f"the server could not be understood ({type(error).__name__})")


def _code_of(error: Exception) -> str:
    """The code; exchangelib hides some behind another error that names them in its text."""
    name = type(error).__name__
    if name in ("TransportError", "SOAPError"):
        hidden = _CODE.search(str(error))
        return hidden[0] if hidden else name
    return name
