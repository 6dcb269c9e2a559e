"""Finds on which line of a TOML text each table and key stands, so that a problem can name it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

Place = tuple[str | int, ...]
"""``("service", "language")``, or ``("units", 2, "leader")`` for the second ``[[units]]``."""

TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5}|'{3}.*?'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*')
  | (?P<newline>\n)
  | (?P<mark>[\[\]{}=.,])
  | (?P<bare>[^\s\[\]{}=.,"'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class _Scanner:
    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self._table: Place = ()
        self._arrays: dict[Place, int] = {}
        self._start()

    def _start(self) -> None:
        self._key: list[str] = []
        self._brackets = 0
        self._value: Place | None = None
        self._open: list[str] = []
        self._elements = 0

    def take(self, kind: str, text: str, line: int) -> None:
        if kind == "newline":
            self._end_of_line()
        elif self._value is not None:
            self._inside_value(self._value, text, line)
        elif kind in {"bare", "text"}:
            self._key.append(text.strip("\"'") if kind == "text" else text)
        elif text == "[":
            self._brackets += 1
        elif text == "]" and self._key:
            self._header(line)
        elif text == "=":
            self._value = (*self._table, *self._key)
            self.lines.setdefault(self._value, line)

    def _end_of_line(self) -> None:
        if not self._open:
            self._start()

    def _header(self, line: int) -> None:
        """Enter ``[table]`` or the next ``[[table]]``; a part above it may be an array too."""
        place: Place = ()
        for part in self._key[:-1]:
            place = (*place, part)
            if place in self._arrays:
                place = (*place, self._arrays[place])
        place = (*place, self._key[-1])
        if self._brackets == 2:
            self.lines.setdefault(place, line)
            self._arrays[place] = self._arrays.get(place, 0) + 1
            place = (*place, self._arrays[place])
        self.lines.setdefault(place, line)
        self._table, self._key = place, []

    def _inside_value(self, place: Place, text: str, line: int) -> None:
        """Follow brackets over lines; ``{`` at the first level of an array begins an entry."""
        if text == "{" and self._open == ["["]:
            self._elements += 1
            self.lines[(*place, self._elements)] = line
        if text in {"[", "{"}:
            self._open.append(text)
        elif text in {"]", "}"} and self._open:
            self._open.pop()


def lines_of(text: str) -> Mapping[Place, int]:
    """The line (from 1) of every table, array entry and key of a valid TOML text."""
    scanner = _Scanner()
    for kind, token, line in _tokens(text):
        scanner.take(kind, token, line)
    return scanner.lines


def _tokens(text: str) -> Iterator[tuple[str, str, int]]:
    line = 1
    for found in TOKEN.finditer(text):
        token = found.group()
        if found.lastgroup != "comment":
            yield found.lastgroup or "", token, line
        line += token.count("\n")
