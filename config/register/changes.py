"""What would become different with another register, row by row and key by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from config.register.rows import Plain, PlainRow, plain
from policy.organisation import Organisation
from policy.register import Register
from policy.register_memory import Vanished, keyed, recall

ENDS = ("valid_to", "withdrawn_on")

Change = tuple[str, Plain | None, Plain | None]
"""A key, what it was and what it becomes; None = not given."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that stays and says something else; ``ends``: among that is an end it did not have."""

    key: str
    changes: tuple[Change, ...]
    ends: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """``register``: the new one, with what vanished from it and is kept; the rest by row keys.

    ``replaced``: rows that are gone because new ones speak of the same days, or that are over.
    """

    register: Register
    added: tuple[str, ...]
    changed: tuple[Changed, ...]
    vanished: tuple[Vanished, ...]
    replaced: tuple[str, ...]
    unchanged: int

    @property
    def nothing(self) -> bool:
        """Whether the new register says the same as the current one."""
        return not (self.added or self.changed or self.vanished or self.replaced)


def changes(
    current: Register,
    new: Register,
    dropped: frozenset[str],
    organisation: Organisation,
    today: date,
) -> Changes:
    """From ``current`` to ``new``; rows that are in neither ``new`` nor ``dropped`` are kept."""
    before, after = keyed(current), keyed(new)
    known = {key: row for key, row in before.items() if key not in dropped}
    found = recall(new, known, today, organisation.people, organisation.units)
    rows = {key: (plain(before[key]), plain(after[key])) for key in after if key in before}
    changed = tuple(_changed(key, *pair) for key, pair in rows.items() if pair[0] != pair[1])
    return Changes(
        found.register,
        tuple(key for key in after if key not in before),
        changed,
        found.asked,
        tuple(key for key in before if key not in after and key not in found.kept),
        len(rows) - len(changed),
    )


def _changed(key: str, before: PlainRow, after: PlainRow) -> Changed:
    found = tuple(
        (k, before.get(k), after.get(k))
        for k in dict.fromkeys((*before, *after))
        if before.get(k) != after.get(k)
    )
    return Changed(key, found, any(k in ENDS and old is None for k, old, _ in found))


def shown(value: Plain | None) -> str:
    """A value in a list of changes; ``–`` where none is given."""
    if value is None:
        return "–"
    if isinstance(value, list):
        weeks = [" ".join(week) if isinstance(week, list) else week for week in value]
        return " / ".join(weeks) if value and isinstance(value[0], list) else ", ".join(weeks)
    return " ".join(str(value).split())


def as_text(row: Mapping[str, Plain]) -> str:
    """A row in one line: ``employee anna, valid_from 2026-01-05, …``."""
    return ", ".join(f"{key} {shown(value)}" for key, value in row.items())
