"""Builds the connector that sends mail from checked settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from config.secret_references import secret
from config.settings import Settings
from config.settings_rows import ORGANIZER
from connectors.imip import Imip
from connectors.mail_outbox import FolderOutbox, Outbox
from connectors.smtp_outbox import Security, SmtpOutbox


def imip(options: Mapping[str, str], settings: Settings, clock: Callable[[], datetime]) -> Imip:
    """The connector; SecretError for a secret, OSError for a file that cannot be used."""
    organizer = settings.delivery.organizer if settings.delivery else ORGANIZER
    return Imip(_outbox(options, settings.base), organizer, clock)


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
