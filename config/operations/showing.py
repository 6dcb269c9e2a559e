"""How the operator's commands show text: plain, as wide as the terminal, whole in a pipe."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.markup import escape

from config.plain_text import plain


def safe(text: str) -> str:
    """Neither the terminal nor Rich takes anything in the text for a command."""
    return escape(plain(text))


def console() -> Console:
    """As wide as its terminal; in a pipe nothing is folded or cut."""
    out = Console(highlight=False, emoji=False)
    return out if out.is_terminal else Console(highlight=False, emoji=False, width=240)


def at(moment: datetime | None, zone: ZoneInfo) -> str:
    """ "2026-11-30 08:15", in the service's zone; a dash for never."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "–"
