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
class Weight:
    """What is about to change, and was changed lately: ``changed`` of ``stood`` notes, an entry
    counting once, and new notes for ``people``."""

    changed: int
    stood: int
    people: int


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
    has passed, nor what a person let through.
    """
    entries = [e for e in entries if e.person in settled and e.until > today]
    standing = [e for e in entries if e.standing]
    pending = [e for e in entries if e.pending and not e.let_through]
    new = {e.person for e in pending if e.desired is not None and not e.standing}
    changed = sum(e.standing for e in pending)
    return too_much(brake, Weight(changed, len(standing), len(new)), enrolled)


def too_much(brake: Brake, weight: Weight, enrolled: int) -> str | None:
    """Why so much is held, in words; None where it may go on."""
    changed, stood, people = weight.changed, weight.stood, weight.people
    if changed > brake.min_entries and changed > brake.max_share * stood:
        return f"would take away or rewrite {changed} of {stood} notes"
    if people > brake.min_people and people > brake.max_share * enrolled:
        return f"would write new notes for {people} of {enrolled} people"
    return None
