"""Builds connectors from checked settings; what only shows now is reported like any other problem."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from config.problems import ConfigurationError, Problem
from config.secret_references import SecretError, UnusableCertificateError, is_reference
from config.settings import Connection, Settings

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
        fallback = connection.options.get("fallback", "")
        if fallback:
            from config.connecting_hybrid import together

            found[name] = together(found.get(name), found.get(fallback))
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
        for line in getattr(connector, "warnings", ()):
            yield f"connections.{name}: {line}"


def _connector(connection: Connection, settings: Settings, clock: Clock) -> object:
    """Each kind's libraries are loaded only where somebody uses it: Exchange's alone take a while."""
    options = connection.options
    if connection.kind == "memory":
        from connectors.memory import Memory

        return Memory()
    if connection.kind == "ews":
        from config.connecting_ews import ews

        return ews(options, settings, clock)
    if connection.kind == "graph":
        from config.connecting_graph import graph

        return graph(options, settings, clock)
    if connection.kind == "feed":
        from config.connecting_feed import feed

        return feed(options, clock)
    if connection.kind == "imip":
        from config.connecting_imip import imip

        return imip(options, settings, clock)
    from connectors.files import Files

    return Files(Path(options["path"]), clock)
