"""Where people corrected a reading by a word or a category of their own: which way, never in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from connectors.model import CalendarEvent
from policy.lexicon import Meaning, Reading
from policy.model import Evidence, Kind

AD_HOC = "corrected-ad-hoc"
FIXED = "corrected-fixed"
NOT_HOME = "corrected-not-home"
ONLINE = "corrected-online"
CORRECTIONS = (AD_HOC, FIXED, NOT_HOME, ONLINE)

Again = Callable[[CalendarEvent], tuple[Meaning, Evidence | None]]
"""Reads an entry as if it stood like this: what it means, and whether its owner is needed on site."""


def corrections(
    event: CalendarEvent, reading: Reading, meaning: Meaning, *, regular: bool, again: Again
) -> Iterator[str]:
    """What the owner's own word or category decided, where the entry was otherwise read differently.

    "Ad hoc" in a series that is regular, "fast" in an entry that is not; a category that took away
    a home day or a meeting that would have been asked about. ``regular``: the series would be fixed.
    """
    if meaning is Meaning.HOME and reading.kind is Kind.AD_HOC and regular:
        yield AD_HOC
    if meaning is Meaning.HOME and reading.kind is Kind.FIXED and not regular:
        yield FIXED
    not_home = reading.word if reading.rule == "not-home-category" else None
    if not_home is not None and again(_without(event, not_home))[0] is Meaning.HOME:
        yield NOT_HOME
    online = next((c for c in event.categories if c.strip().casefold() == "online"), None)
    if online is not None and again(_without(event, online))[1] in (Evidence.SURE, Evidence.LIKELY):
        yield ONLINE


def _without(event: CalendarEvent, category: str) -> CalendarEvent:
    return replace(event, categories=tuple(c for c in event.categories if c != category))
