"""The token endpoint: client secrets and certificates are looked at closely, tokens live as long as told."""

from __future__ import annotations

import base64
import json
import secrets
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from tests.simulators.graph.asked import Call, GraphError, Reply
from tests.simulators.graph.assertion import RefusalError, verified

if TYPE_CHECKING:
    from tests.simulators.graph.routes import Route

TENANT = "8bd95eb4-8b2c-4d9c-9f31-0c4b5f8e7a11"
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
CALENDARS = frozenset({"Calendars.Read", "Calendars.ReadWrite"})
EVERYTHING = frozenset({"Calendars.Read", "Calendars.ReadWrite", "User.Read.All"})


@dataclass(frozen=True)
class App:
    """A registered app. ``secrets``: with the instant (epoch seconds) each ends; None: never.

    ``certificates``: PEM. ``roles``: what it may do in ``scope``, the mailboxes that RBAC lets it
    reach (None: all). ``consented``: what it may do everywhere; only this is told in its tokens.
    """

    id: str
    secrets: Mapping[str, float | None] = field(default_factory=dict)
    certificates: tuple[bytes, ...] = ()
    scope: frozenset[str] | None = None
    roles: frozenset[str] = EVERYTHING
    consented: frozenset[str] = frozenset()

    def check(self, route: Route, address: str) -> None:
        """Whether the app may do this in a mailbox; a 403 where it may not."""
        self.check_role(route)
        if not route.directory:
            self.check_mailbox(address)

    def check_role(self, route: Route) -> None:
        """Whether the app may do this anywhere; a 403 where it may not."""
        roles = self.roles | self.consented
        if "Calendars.ReadWrite" in roles:
            roles |= {"Calendars.Read"}
        if route.role not in roles:
            code = "Authorization_RequestDenied" if route.directory else "ErrorAccessDenied"
            raise GraphError(403, code, "Insufficient privileges to complete the operation.")

    def check_mailbox(self, address: str) -> None:
        """Whether the app reaches a mailbox; a 403 where it does not."""
        everywhere = self.scope is None or CALENDARS & self.consented
        if not everywhere and address not in (self.scope or ()):
            message = "Access is denied. Check credentials and try again."
            raise GraphError(403, "ErrorAccessDenied", message)


class SigningIn:
    """Gives tokens and knows them again. ``clock``: epoch seconds, for the life of tokens and secrets.

    ``lifetime``: how long tokens live; ``told_lifetime``: how long they are said to. ``stuck``: an
    app that asks again gets the token that it had, expired or not. Assertions go by the real clock.
    """

    def __init__(self, apps: Iterable[App]) -> None:
        self.apps = {app.id: app for app in apps}
        self.clock: Callable[[], float] = time.time
        self.lifetime = 3599.0
        self.told_lifetime: int | None = None
        self.stuck = False
        self.issued: list[str] = []
        self._tokens: dict[str, tuple[str, float]] = {}
        self._latest: dict[str, str] = {}
        self._seen: set[str] = set()

    def app_of(self, authorization: str) -> App:
        """Whose token this is; a 401 where it is nobody's or no longer good."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise _unauthorized("Access token is empty.")
        if token not in self._tokens:
            raise _unauthorized("Access token validation failure. Invalid audience.")
        app, until = self._tokens[token]
        if self.clock() >= until:
            raise _unauthorized("Lifetime validation failed, the token is expired.")
        return self.apps[app]

    def revoke(self) -> None:
        """Let no token that was given out be good any more."""
        self._tokens.clear()
        self._latest.clear()

    def issue(self, app: str) -> str:
        """A fresh token, without asking for proof."""
        ends = self.clock() + self.lifetime
        token = _written(self.apps[app], ends)
        self._tokens[token] = (app, ends)
        self._latest[app] = token
        return token

    def discovery(self, authority: str) -> Reply:
        """The OpenID configuration of the tenant."""
        return Reply(
            200,
            {
                "token_endpoint": f"{authority}/oauth2/v2.0/token",
                "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
                "device_authorization_endpoint": f"{authority}/oauth2/v2.0/devicecode",
                "issuer": f"{authority}/v2.0",
                "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt"],
                "tenant_region_scope": "EU",
            },
        )

    def token(self, call: Call, authority: str) -> Reply:
        """The answer to a request for a token."""
        form = {name: values[0] for name, values in parse_qs(str(call.body)).items()}
        try:
            app = self._proved(form, f"{authority}/oauth2/v2.0/token")
        except RefusalError as refusal:
            return Reply(refusal.status, _worded(refusal))
        latest = self._latest.get(app.id)
        token = latest if self.stuck and latest else self.issue(app.id)
        self.issued.append(app.id)
        told = int(self.lifetime) if self.told_lifetime is None else self.told_lifetime
        answer = {"token_type": "Bearer", "expires_in": told, "ext_expires_in": told}
        return Reply(200, {**answer, "access_token": token})

    def _proved(self, form: Mapping[str, str], endpoint: str) -> App:
        if form.get("grant_type") != "client_credentials":
            raise RefusalError(70003, "The grant type is not supported.", "unsupported_grant_type")
        if not form.get("scope", "").endswith("/.default"):
            raise RefusalError(
                1002012, "The provided value for scope is not valid.", "invalid_scope"
            )
        app = self.apps.get(form.get("client_id", ""))
        if app is None:
            raise RefusalError(
                700016, "Application was not found in the directory.", "unauthorized_client"
            )
        if form.get("client_assertion_type") == BEARER:
            verified(
                form.get("client_assertion", ""), app.id, app.certificates, endpoint, self._seen
            )
        elif "client_secret" in form:
            self._check_secret(app, form["client_secret"])
        else:
            raise RefusalError(
                7000218, "The request must contain 'client_assertion' or 'client_secret'."
            )
        return app

    def _check_secret(self, app: App, secret: str) -> None:
        if secret not in app.secrets:
            raise RefusalError(7000215, "Invalid client secret provided.", status=401)
        ends = app.secrets[secret]
        if ends is not None and self.clock() >= ends:
            words = f"The provided client secret keys for app '{app.id}' are expired."
            raise RefusalError(7000222, words, status=401)


def _written(app: App, ends: float) -> str:
    """A token as Graph's are: a JWT whose claims tell what was consented, not what RBAC allows."""
    claims = {
        "aud": "https://graph.microsoft.com",
        "iss": f"https://sts.windows.net/{TENANT}/",
        "tid": TENANT,
        "appid": app.id,
        "roles": sorted(app.consented),
        "exp": int(ends),
        "uti": secrets.token_urlsafe(16),
    }
    parts = ({"typ": "JWT", "alg": "RS256"}, claims)
    told = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    ]
    return ".".join((*told, secrets.token_urlsafe(24)))


def _worded(refusal: RefusalError) -> dict[str, Any]:
    at = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ")
    trace = "0d1c4b5f-8e7a-4d9c-9f31-8b2c4d9c9f31"
    words = f"AADSTS{refusal.number}: {refusal.message} Trace ID: {trace} Timestamp: {at}"
    return {
        "error": refusal.error,
        "error_description": words,
        "error_codes": [refusal.number],
        "timestamp": at,
        "trace_id": trace,
        "correlation_id": trace,
        "error_uri": f"https://login.microsoftonline.com/error?code={refusal.number}",
    }


def _unauthorized(message: str) -> GraphError:
    challenge = 'Bearer realm="", error="invalid_token"'
    headers = {"WWW-Authenticate": challenge}
    return GraphError(401, "InvalidAuthenticationToken", message, headers=headers)
