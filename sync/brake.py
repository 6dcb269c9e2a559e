"""Holds a pass that would change too much at once: an outage looks like everybody changed plans."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sync.ledger import Entry
from sync.service import Brake


def held(
    brake: Brake,
    entries: Iterable[Entry],
    *,
    settled: Collection[str],
    enrolled: int,
    today: date,
) -> str | None:
    """Why the pass is held, in words; None where it may go on.

    ``settled``: people with a completed pass; nobody else's entries count, nor do those whose day
    has passed.
    """
    entries = [e for e in entries if e.person in settled and e.until > today]
    standing = [e for e in entries if e.standing]
    changed = [e for e in standing if e.pending]
    if len(changed) > brake.min_entries and len(changed) > brake.max_share * len(standing):
        return f"would take away or rewrite {len(changed)} of {len(standing)} notes"
    new = {e.person for e in entries if e.pending and e.desired is not None and not e.standing}
    if len(new) > brake.min_people and len(new) > brake.max_share * enrolled:
        return f"would write new notes for {len(new)} of {enrolled} people"
    return None
