"""Turns hosts and addresses of feeds in a configuration file into values, or says what is allowed."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from config.problems import quoted
from config.values import text
from connectors.ews_hosts import is_cloud

MAILBOX = "{mailbox}"
SCHEMES = ("https", "http", "webcal")
_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9A-Fa-f:.]+\]?")
_TENANT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])")
_PATH = re.compile(r"(?:/[A-Za-z0-9_-]+)+")
PAGES = ("/healthz", "/readyz", "/metrics")
"""Paths that the service answers itself."""
_NOTIFICATIONS = "https://hjemmedag.example.dk/graph-changes"
_EXAMPLE = f'Write it as "https://cal.example.dk/feeds/{MAILBOX}.ics".'


def host(value: object) -> str:
    """The name or address of a server."""
    found = text(value)
    if not _HOST.fullmatch(found):
        raise ValueError(f'{quoted(value)} is no host. Write it as "mail.example.dk".')
    return found.strip("[]")


def feed_url(value: object) -> str:
    """The address of published calendars, with a place for the mailbox; webcal becomes https."""
    found = text(value)
    try:
        parts = urlsplit(found)
        _ = parts.port
    except ValueError:
        raise ValueError(f"{quoted(value)} is no address of a feed. {_EXAMPLE}") from None
    if parts.scheme not in SCHEMES or not parts.hostname or not _HOST.fullmatch(parts.hostname):
        raise ValueError(f"{quoted(value)} is no address of a feed. {_EXAMPLE}")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"no user and no password may stand in the address. {_EXAMPLE}")
    if MAILBOX not in parts.path + "?" + parts.query:
        raise ValueError(f"{MAILBOX} is missing: every mailbox has a feed of its own. {_EXAMPLE}")
    return found.replace("webcal://", "https://", 1)


def syslog_address(value: object) -> Path | tuple[str, int]:
    """A socket's path, or a host with its port."""
    found = text(value)
    if found.startswith("/"):
        return Path(found)
    name, colon, port = found.rpartition(":")
    if colon and port.isdecimal() and 0 < int(port) < 65536:
        return host(name), int(port)
    raise ValueError(
        f'{quoted(value)} is no place of a syslog. Write it as "/dev/log" or "127.0.0.1:514".'
    )


def exchange_host(value: object) -> str:
    """The name of an Exchange server; Exchange Online is none that EWS can reach."""
    found = host(value)
    _refuse_cloud(found)
    return found


def ews_url(value: object) -> str:
    """The whole address of EWS on a server."""
    return _web(value, ("https", "http"), "https://mail.example.dk/EWS/Exchange.asmx")


def autodiscover(value: object) -> str:
    """A host that answers Autodiscover, or its whole address."""
    if "://" in text(value):
        return _web(
            value,
            ("https", "http"),
            "https://autodiscover.example.dk/autodiscover/autodiscover.svc",
        )
    return exchange_host(value)


def https_url(value: object) -> str:
    """An address over https."""
    return _web(value, ("https",), "https://login.example.dk/tenant", cloud=True)


def graph_url(value: object) -> str:
    """Where Graph is, without a version."""
    found = _web(value, ("https",), "https://graph.microsoft.com", cloud=True).rstrip("/")
    if found.lower().endswith(("/v1.0", "/beta")):
        raise ValueError('leave the version out. Write it as "https://graph.microsoft.com".')
    return found


def notification_url(value: object) -> str:
    """Where a server tells of changes: https, a path of its own, nothing behind it."""
    found = _web(value, ("https",), _NOTIFICATIONS, cloud=True)
    parts = urlsplit(found)
    if not _PATH.fullmatch(parts.path) or parts.path in PAGES or "?" in found or "#" in found:
        raise ValueError(
            f"{quoted(value)} needs a path of its own, of letters, figures, - and _, and nothing "
            f'behind it. Write it as "{_NOTIFICATIONS}".'
        )
    return found


def tenant(value: object) -> str:
    """The id or a domain of a tenant."""
    found = text(value)
    if not _TENANT.fullmatch(found):
        raise ValueError(
            f"{quoted(value)} is no tenant. Write its id or a domain of it, "
            'as "8bd95eb4-8b2c-4d9c-9f31-0c4b5f8e7a11" or "example.onmicrosoft.com".'
        )
    return found


def _web(value: object, schemes: tuple[str, ...], example: str, *, cloud: bool = False) -> str:
    found = text(value)
    problem = f'{quoted(value)} is no address. Write it as "{example}".'
    try:
        parts = urlsplit(found)
        _ = parts.port
    except ValueError:
        raise ValueError(problem) from None
    if parts.scheme not in schemes or not parts.hostname or not _HOST.fullmatch(parts.hostname):
        raise ValueError(problem)
    if parts.username is not None or parts.password is not None:
        raise ValueError(f'no user and no password may stand in the address, as "{example}".')
    if not cloud:
        _refuse_cloud(parts.hostname)
    return found


def _refuse_cloud(name: str) -> None:
    if is_cloud(name):
        raise ValueError(
            f"{quoted(name)} is Exchange Online, where EWS is closed: use a connection of kind graph."
        )
