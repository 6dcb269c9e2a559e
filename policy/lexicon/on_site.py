"""Whether a line says for sure that its owner is needed on site, and whether it is online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy.lexicon.items import Item
from policy.lexicon.segments import Segment
from policy.lexicon.tags import HOME, Tag


@dataclass(frozen=True, slots=True)
class OnSite:
    """The deciding rule ("" for none), the span of its word, and whether the line is online."""

    rule: str = ""
    word: tuple[int, int] | None = None
    online: bool = False


def on_site(segments: Sequence[Segment]) -> OnSite:
    """Words such as *fremmøde*, *retsmøde*, *vagt* – not beside Teams, telefon or aflyst."""
    online = any(s.find(Tag.ONLINE) for s in segments)
    if online or any(_uncertain(segment) for segment in segments):
        return OnSite(online=online)
    meeting = any(s.find(Tag.MEETING) for s in segments)
    for segment in segments:
        found = _in_segment(segment, meeting=meeting)
        if found is not None:
            return OnSite("on-site-word", (found.start, found.end))
    return OnSite()


def _uncertain(segment: Segment) -> bool:
    """Cancelled (home work apart), optional, or words that only look like on-site words."""
    if segment.find(Tag.NO_ON_SITE, Tag.ON_CALL, Tag.OPTIONAL, Tag.OR, Tag.REMINDER, Tag.CONDITION):
        return True
    return segment.find(Tag.CANCELLED) is not None and segment.find(*HOME) is None


_AT_OFFICE = ("på kontor", "på arbejdsplads", "på tjenestested", "in the office", "at the office")


def _in_segment(segment: Segment, *, meeting: bool) -> Item | None:
    items = segment.items
    for i, item in enumerate(items):
        if item.has(Tag.ON_SITE) and not _spoken_of(items, i):
            return item
        if item.has(Tag.PHYSICAL) and _means_meeting(items, i):
            return item
        if item.key.startswith(_AT_OFFICE) and meeting and not _spoken_of(items, i):
            return item
        if item.has(Tag.PRISON) and i and items[i - 1].has(Tag.OUTSIDE):
            return item
    return None


def _spoken_of(items: Sequence[Item], at: int) -> bool:
    return any(x.has(Tag.ABOUT, Tag.TOPIC, Tag.NEGATION) for x in items[:at])


def _means_meeting(items: Sequence[Item], at: int) -> bool:
    """ "fysisk" alone in its brackets, at the end after a meeting, or before one."""
    if len(items) == 1 or at + 1 == len(items):
        return at == 0 or items[at - 1].has(Tag.MEETING, Tag.COMPANY)
    following = items[at + 1]
    return following.has(Tag.MEETING, Tag.ON_SITE, Tag.PRESENCE, Tag.DAY, Tag.TIME, Tag.COMPANY)
