"""Builds connectors from checked settings; what only shows now is reported like any other problem."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from config.connecting_ews import ews
from config.connecting_graph import graph
from config.problems import ConfigurationError, Problem
from config.secret_references import (
    SecretError,
    UnusableCertificateError,
    is_reference,
    secret,
)
from config.settings import Connection, Settings
from config.settings_rows import ORGANIZER
from connectors.ews import Ews
from connectors.feed import Feed
from connectors.feed_http import DEFAULT
from connectors.files import Files
from connectors.graph import Graph
from connectors.hybrid import Hybrid
from connectors.imip import Imip
from connectors.mail_outbox import FolderOutbox, Outbox
from connectors.memory import Memory
from connectors.smtp_outbox import Security, SmtpOutbox

Clock = Callable[[], datetime]


def connect(settings: Settings, clock: Clock) -> dict[str, object]:
    """The connectors by name; raises ConfigurationError with every secret or file that is missing."""
    made = {n: connector(n, c, settings, clock) for n, c in settings.connections.items()}
    problems = [one for one in made.values() if isinstance(one, Problem)]
    if problems:
        raise ConfigurationError(problems)
    return with_fallbacks(settings, made)


def connector(
    name: str, connection: Connection, settings: Settings, clock: Clock
) -> object | Problem:
    """One connector, or why it cannot be had: a secret or a file that is missing."""
    options = connection.options
    try:
        return _connector(connection, settings, clock)
    except SecretError as error:
        return Problem("", f"connections.{name}.{_secret_key(options)}", None, str(error))
    except UnusableCertificateError as error:
        return Problem("", f"connections.{name}.certificate", None, str(error))
    except OSError as error:
        key = _file_key(options, error)
        reason = "holds no certificates" if isinstance(error, ssl.SSLError) else error.strerror
        message = f"{options.get(key)} cannot be used: {reason}"
        return Problem("", f"connections.{name}.{key}", None, message)


def with_fallbacks(settings: Settings, found: dict[str, object]) -> dict[str, object]:
    """Connections of kind graph that have one of kind ews for whoever is not in the cloud."""
    for name, connection in settings.connections.items():
        cloud, premises = found.get(name), found.get(connection.options.get("fallback", ""))
        if isinstance(cloud, Graph) and isinstance(premises, Ews):
            found[name] = Hybrid(cloud, premises)
    return found


def _secret_key(options: Mapping[str, str]) -> str:
    """The key whose secret cannot be had."""
    keys = ("client_secret", "certificate_password", "certificate")
    return next((key for key in keys if is_reference(options.get(key))), "password")


def _file_key(options: Mapping[str, str], error: OSError) -> str:
    """The key whose file cannot be used; TLS does not tell which one it was."""
    return next((key for key, value in options.items() if value == error.filename), "ca_file")


def warnings_of(connectors: Mapping[str, object]) -> Iterator[str]:
    """What an operator is to read at every start, such as that mail goes out unencrypted."""
    for name, connector in connectors.items():
        if isinstance(connector, Ews | Graph | Hybrid | Imip | Feed):
            yield from (f"connections.{name}: {line}" for line in connector.warnings)


def _connector(connection: Connection, settings: Settings, clock: Clock) -> object:
    options = connection.options
    if connection.kind == "memory":
        return Memory()
    if connection.kind == "ews":
        return ews(options, settings, clock)
    if connection.kind == "graph":
        return graph(options, settings, clock)
    if connection.kind == "feed":
        return _feed(options, clock)
    if connection.kind == "imip":
        organizer = settings.delivery.organizer if settings.delivery else ORGANIZER
        return Imip(_outbox(options, settings.base), organizer, clock)
    return Files(Path(options["path"]), clock)


def _feed(options: Mapping[str, str], clock: Clock) -> Feed:
    return Feed(
        options["url"],
        allow_private=options.get("allow_private") == "true",
        ca_file=_path(options, "ca_file"),
        max_bytes=int(options.get("max_bytes", DEFAULT.max_bytes)),
        timeout=float(options.get("timeout", DEFAULT.total)),
        clock=clock,
    )


def _outbox(options: Mapping[str, str], base: Path) -> Outbox:
    folder = _path(options, "path")
    if folder is not None:
        return FolderOutbox(folder)
    port, password = options.get("port"), options.get("password")
    return SmtpOutbox(
        options["host"],
        int(port) if port else None,
        cast("Security", options.get("security", "starttls")),
        options.get("user"),
        secret(password, base) if password else None,
        ca_file=_path(options, "ca_file"),
        timeout=float(options.get("timeout", 30)),
        envelope_sender=options.get("envelope_sender"),
    )


def _path(options: Mapping[str, str], key: str) -> Path | None:
    return Path(options[key]) if key in options else None
