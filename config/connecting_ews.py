"""Builds an EWS connector from checked settings."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from config.secret_references import UnusableCertificateError, secret
from config.settings import Settings
from connectors.credentials import Credential, CredentialError, in_pem
from connectors.ews import Ews
from connectors.ews_sign_in import Access, Auth, SignIn
from connectors.tokens import Application, Tokens

TIMEOUT, CONNECTIONS = 60.0, 5


def ews(options: Mapping[str, str], settings: Settings, clock: Callable[[], datetime]) -> Ews:
    """The connector.

    SecretError for a secret, OSError for a file, UnusableCertificateError for what is in it.
    """
    host = options.get("host")
    return Ews(
        f"https://{host}/EWS/Exchange.asmx" if host else options.get("url"),
        _sign_in(options, settings.base),
        cast("Access", options.get("access", "calendar-folder")),
        zone=settings.time_zone,
        autodiscover=options.get("autodiscover"),
        outside_scope=options.get("outside_scope"),
        clock=clock,
    )


def _sign_in(options: Mapping[str, str], base: Path) -> SignIn:
    auth = cast("Auth", options.get("auth", "ntlm"))
    ca_file = _path(options, "ca_file")
    if ca_file is not None:
        ssl.create_default_context(cafile=ca_file)
    by_certificate = auth == "certificate"
    password = options.get("password")
    credential = _credential(options) if "certificate" in options else None
    return SignIn(
        auth=auth,
        user=options.get("user"),
        password=secret(password, base) if password else None,
        certificate=_path(options, "certificate") if by_certificate else None,
        key=_path(options, "private_key_file") if by_certificate else None,
        token=Tokens(_application(options, base, credential)) if auth == "oauth" else None,
        credential=credential,
        ca_file=ca_file,
        timeout=float(options.get("timeout", TIMEOUT)),
        connections=int(options.get("connections", CONNECTIONS)),
    )


def _application(
    options: Mapping[str, str], base: Path, certificate: Credential | None
) -> Application:
    return Application(
        authority=options["authority"],
        client_id=options["client_id"],
        credential=certificate.value if certificate else secret(options["client_secret"], base),
        scope=options["scope"],
        ca_file=options.get("ca_file"),
    )


def _credential(options: Mapping[str, str]) -> Credential:
    where, key = Path(options["certificate"]), _path(options, "private_key_file")
    try:
        return in_pem(where.read_bytes(), (key or where).read_bytes())
    except CredentialError as error:
        raise UnusableCertificateError(f"{where} {error}") from None


def _path(options: Mapping[str, str], key: str) -> Path | None:
    return Path(options[key]) if key in options else None
