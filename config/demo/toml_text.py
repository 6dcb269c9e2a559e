"""Writes plain values as TOML text, so that the demo's files read as if somebody had typed them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date


def literal(value: object) -> str:
    """A text, number, boolean, date or list of these as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, Iterable):
        return f"[{', '.join(literal(item) for item in value)}]"
    raise TypeError(f"no TOML for {type(value).__name__}")


def table(name: str, values: Mapping[str, object]) -> str:
    """A ``[table]`` or ``[[entry]]``; what is None or empty is left out."""
    lines = [f"{key} = {literal(value)}" for key, value in values.items() if _is_set(value)]
    return "\n".join([name, *lines, ""])


def _is_set(value: object) -> bool:
    return value is not None and value not in ("", ())
