"""What is kept about a person, as text that this person can read."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from config.operations.export_words import COLUMNS, SAYS, TABLES


def as_text(found: Mapping[str, Any], language: str) -> str:
    """The answer of ``export`` in a person's language: a heading for each table, then its rows."""
    says = SAYS[language]
    lines = [says["title"].format(person=found["person"]), says["made"].format(at=found["at"])]
    who = [found["organisation"]] if found["organisation"] else []
    lines += _section(says["organisation"], who, language)
    lines += _section(says["register"], found["register"], language)
    for table, rows in found["store"].items():
        lines += _section(TABLES[language][table], rows, language)
    lines += _section(says["naming"], found["overviews_naming"], language)
    return "\n".join(lines)


def _section(title: str, rows: list[Mapping[str, Any]], language: str) -> Iterator[str]:
    yield from ("", title, "-" * len(title))
    if not rows:
        yield SAYS[language]["none"]
    for row in rows:
        said = [(_label(key, language), value) for key, value in row.items() if _says(value)]
        yield "- " + "; ".join(f"{label}: {_value(value, language)}" for label, value in said)


def _label(key: str, language: str) -> str:
    return COLUMNS[language].get(key, key.replace("_", " "))


def _says(value: object) -> bool:
    return value is not None and value not in ("", [], {})


def _value(value: object, language: str) -> str:
    if isinstance(value, bool):
        return SAYS[language]["yes" if value else "no"]
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
