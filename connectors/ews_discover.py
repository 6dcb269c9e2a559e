"""Autodiscover: which address of EWS a mailbox's server has, asked once for a whole connection."""

from __future__ import annotations

import exchangelib
import exchangelib.errors
from exchangelib.autodiscover.protocol import AutodiscoverProtocol

from connectors.errors import AuthFailed, MailboxGone, Unavailable
from connectors.ews_bounds import OversizedError
from connectors.ews_errors import CLOUD
from connectors.ews_hosts import is_cloud
from connectors.ews_sign_in import Sessions, SignIn, configured, host_of

PATH = "/autodiscover/autodiscover.svc"
_ASKED = ("internal_ews_url", "external_ews_url", "auto_discover_smtp_address")
_HOPS = 3


class _Asking(Sessions, AutodiscoverProtocol):  # type: ignore[misc]  # exchangelib ships no types
    """exchangelib's question, over sessions of ours."""


def discover(where: str, sign_in: SignIn, address: str) -> str:
    """The EWS address of a mailbox; ``where``: a host, or the whole address of Autodiscover.

    Raises MailboxGone for a mailbox that is not there or in the cloud, else ConnectorError.
    """
    url = where if "://" in where else f"https://{where}{PATH}"
    for _ in range(_HOPS):
        told = _ask(url, sign_in, address)
        if told.redirect_address:
            raise MailboxGone(
                f"Autodiscover names another address for the mailbox; perhaps {CLOUD}"
            )
        if not told.redirect_url:
            return _endpoint(told)
        if is_cloud(host_of(told.redirect_url)):
            raise MailboxGone(CLOUD)
        url = told.redirect_url
    raise Unavailable("Autodiscover sends us round in circles")


def _ask(url: str, sign_in: SignIn, address: str) -> exchangelib.properties.UserResponse:
    asking = _Asking(config=configured(url, sign_in))
    asking.begin(sign_in)
    try:
        told = asking.get_user_settings(user=address, settings=list(_ASKED))
        told.raise_errors()
    except exchangelib.errors.ErrorNonExistentMailbox:
        raise MailboxGone("Autodiscover knows no such mailbox") from None
    except exchangelib.errors.UnauthorizedError:
        raise AuthFailed("Autodiscover refuses user and password") from None
    except OversizedError as error:
        raise Unavailable(str(error)) from error
    except exchangelib.errors.EWSError as error:
        raise Unavailable(f"Autodiscover did not answer ({type(error).__name__})") from error
    finally:
        asking.close()
    return told


def _endpoint(told: exchangelib.properties.UserResponse) -> str:
    settings = told.user_settings or {}
    for name in ("internal_ews_url", "external_ews_url"):
        url = str(settings.get(name) or "")
        if url.startswith(("https://", "http://")):
            if is_cloud(host_of(url)):
                raise MailboxGone(CLOUD)
            return url
    raise Unavailable("Autodiscover names no address of EWS; write url instead")
