"""Holds a pass that would change too much at once: an outage looks like everybody changed plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sync.ledger import Entry
from sync.service import Brake

SPAN = timedelta(hours=1)
"""What the running service changed within this time counts together: it sees an outage bit by bit."""


@dataclass(frozen=True, slots=True)
class Lately:
    """What was written within the span already: ids of entries changed and of those taken away,
    and the people who got new ones."""

    changed: frozenset[int] = frozenset()
    removed: frozenset[int] = frozenset()
    people: frozenset[str] = frozenset()


def counted(entries: Iterable[Entry], settled: Collection[str], today: date) -> tuple[Entry, ...]:
    """The entries that the brake looks at: those of people with a completed pass whose day has
    not passed, less what a person let through."""
    return tuple(
        e for e in entries if e.person in settled and e.until > today and not e.let_through
    )


def held(
    brake: Brake,
    entries: Iterable[Entry],
    *,
    settled: Collection[str],
    enrolled: int,
    today: date,
) -> str | None:
    """Why a whole pass is held, in words; None where it may go on.

    ``settled``: people with a completed pass; nobody else's entries count, nor do those whose day
    has passed.
    """
    entries = counted(entries, settled, today)
    standing = sum(e.standing for e in entries)
    return too_much(brake, entries, Lately(), standing=standing, enrolled=enrolled)


def too_much(
    brake: Brake, pending: Iterable[Entry], lately: Lately, *, standing: int, enrolled: int
) -> str | None:
    """Why ``pending``, on top of what was written ``lately``, is held; None where it may go on.

    ``standing``: how many of our notes stand now, of those that count.
    """
    pending = tuple(e for e in pending if e.pending)
    changes = changes_of(pending, lately)
    stood = standing + len(lately.removed)
    if changes > brake.min_entries and changes > brake.max_share * stood:
        return f"would take away or rewrite {changes} of {stood} notes"
    new = people_of(pending) | lately.people
    if len(new) > brake.min_people and len(new) > brake.max_share * enrolled:
        return f"would write new notes for {len(new)} of {enrolled} people"
    return None


def changes_of(pending: Iterable[Entry], lately: Lately = Lately()) -> int:
    """How many notes are rewritten or taken away, an entry counting once."""
    before = lately.changed | lately.removed
    return len(before) + sum(e.standing and e.id not in before for e in pending)


def people_of(pending: Iterable[Entry]) -> frozenset[str]:
    """Who would get a new note."""
    return frozenset(e.person for e in pending if e.desired is not None and not e.standing)
