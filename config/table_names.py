"""How tables and headings may be written in CSV files and workbooks, beside their own names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from config.problems import did_you_mean, listed, plural, quoted

NEVER = re.compile(r"(?!)")


def folded(written: str) -> str:
    """A name as it is compared: case, kind of space, ``_``, ``-``, commas and marks set aside."""
    return " ".join(re.sub(r"[_\-,\s]+", " ", written.casefold()).strip(" *:").split())


@dataclass(frozen=True, slots=True)
class Names:
    """Spellings (folded) of tables and headings, and how a message lists the latter.

    ``aside``: sheets that are no tables and may be there; ``example``: how a row begins that is none.
    """

    tables: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    aside: frozenset[str] = frozenset()
    example: re.Pattern[str] = NEVER

    def table(self, written: str) -> str:
        """The table's own name, or what is written where it is none."""
        return self.tables.get(folded(written), written)

    def key(self, written: str, keys: Iterable[str]) -> str:
        """The heading's key, or what is written where it is none of ``keys``."""
        written = " ".join(written.split())
        found = self.headings.get(folded(written), written)
        return found if found in keys else written

    def unknown(self, what: str, written: str, known: Iterable[str]) -> str:
        """``unknown column "x". Did you mean "y"? Known columns: valid_from (Gyldig fra), …``"""
        known = tuple(known)
        spellings = {**self.tables, **self.headings}
        near = {w: w for w in known} | {s: s for s, name in spellings.items() if name in known}
        meant = did_you_mean(written, known) or did_you_mean(folded(written), near)
        allowed = listed(sorted(self.shown.get(name, name) for name in known))
        return f"unknown {what} {quoted(written)}.{meant} Known {plural(what)}: {allowed}."


PLAIN = Names()
"""Tables and headings have their own names and no others."""
