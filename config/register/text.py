"""Writes a register as register.toml, or as the texts of a folder of CSV files."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from config.csv_tables import guarded
from config.demo.toml_text import table
from config.register.cells import Style
from config.register.file import SHAPE
from config.register.rows import PlainRow
from config.register.words import HEADINGS

Rows = Mapping[str, Sequence[PlainRow]]


def toml_text(rows: Rows) -> str:
    """register.toml, every row as a ``[[table]]``."""
    return "\n".join(table(f"[[{name}]]", row) for name in SHAPE for row in rows[name])


def csv_texts(rows: Rows, style: Style) -> dict[str, str]:
    """The text of ``TABLE.csv`` for every table, with headings even where there is no row."""
    return {name: _csv(name, rows[name], style) for name in SHAPE}


def _csv(name: str, rows: Sequence[PlainRow], style: Style) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEADINGS[key].of(style.language) for key in SHAPE[name])
    for row in rows:
        cells = style.cells(row)
        writer.writerow(guarded(str(cells.get(key, ""))) for key in SHAPE[name])
    return text.getvalue()
