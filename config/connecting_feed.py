"""Builds a feed's connector from checked settings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from connectors.feed import Feed
from connectors.feed_http import DEFAULT


def feed(options: Mapping[str, str], clock: Callable[[], datetime]) -> Feed:
    """The connector; OSError for a file that cannot be used."""
    return Feed(
        options["url"],
        allow_private=options.get("allow_private") == "true",
        ca_file=Path(options["ca_file"]) if "ca_file" in options else None,
        max_bytes=int(options.get("max_bytes", DEFAULT.max_bytes)),
        timeout=float(options.get("timeout", DEFAULT.total)),
        clock=clock,
    )
