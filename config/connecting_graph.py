"""Builds a Graph connector from checked settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from config.secret_references import UnusableCertificateError, is_reference, secret
from config.settings import Settings
from connectors.credentials import Credential, CredentialError, by_certificate, by_secret
from connectors.graph import Endpoint, Graph
from connectors.tokens import Application, Tokens

URL = "https://graph.microsoft.com"
LOGIN = "https://login.microsoftonline.com"
VERSION = "/v1.0"
TIMEOUT, CONNECTIONS = 60.0, 8


def graph(options: Mapping[str, str], settings: Settings, clock: Callable[[], datetime]) -> Graph:
    """The connector.

    SecretError for a secret, OSError for a file, UnusableCertificateError for what is in it.
    """
    url = options.get("url", URL).rstrip("/")
    ca_file = Path(options["ca_file"]) if "ca_file" in options else None
    if ca_file is not None:
        ssl.create_default_context(cafile=ca_file)
    credential = _credential(options, settings.base)
    timeout = float(options.get("timeout", TIMEOUT))
    application = Application(
        authority=options.get("authority") or f"{LOGIN}/{options['tenant']}",
        client_id=options["client_id"],
        credential=credential.value,
        scope=f"{_origin(url)}/.default",
        ca_file=str(ca_file) if ca_file else None,
        timeout=min(timeout, 30.0),
    )
    endpoint = Endpoint(
        url + VERSION,
        connections=int(options.get("connections", CONNECTIONS)),
        timeout=timeout,
        ca_file=ca_file,
    )
    token = Tokens(application)
    return Graph(
        endpoint,
        token,
        zone=settings.time_zone,
        credential=credential,
        outside_scope=options.get("outside_scope"),
        notification_url=options.get("notification_url"),
        clock=clock,
    )


def _credential(options: Mapping[str, str], base: Path) -> Credential:
    if "client_secret" in options:
        ends = options.get("secret_expires")
        return by_secret(secret(options["client_secret"], base), _date(ends))
    key, password = options.get("private_key_file"), options.get("certificate_password")
    where = options["certificate"]
    try:
        return by_certificate(
            _content(where, base),
            _content(key, base) if key else None,
            secret(password, base) if password else None,
        )
    except CredentialError as error:
        raise UnusableCertificateError(f"{where} {error}") from None


def _content(where: str, base: Path) -> bytes:
    return secret(where, base).encode() if is_reference(where) else Path(where).read_bytes()


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
