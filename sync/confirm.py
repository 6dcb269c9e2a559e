"""Lets past the brake exactly what an operator was shown."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from sync.brake_rows import NotHeldError, release
from sync.service import Service


def confirm(
    service: Service, db: Connection, subject: str | None, until: datetime | None = None
) -> str:
    """Release what is held under the digest ``subject``; how much of it still stood as shown."""
    try:
        released = release(db, subject or "")
    except NotHeldError as error:
        return str(error)
    return f"released: {released} notes are written as they were shown"
