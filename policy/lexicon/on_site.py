"""Whether a line says for sure that its owner is needed on site, and whether it is online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy.lexicon.items import Item
from policy.lexicon.segments import Segment
from policy.lexicon.tags import HARMLESS, HOME, PEOPLE, Tag


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
    for at, segment in enumerate(segments):
        found = _in_segment(segment, meeting=meeting)
        if found is not None and not _set_aside(segments, at, found):
            return OnSite("on-site-word", (found.start, found.end))
    return OnSite()


def _uncertain(segment: Segment) -> bool:
    """Asked, cancelled or moved (home work apart), optional, or words that only look like on-site words."""
    if segment.asked:
        return True
    if segment.find(*_UNSURE):
        return True
    return segment.find(Tag.CANCELLED, Tag.MOVED) is not None and segment.find(*HOME) is None


_UNSURE = (
    Tag.NO_ON_SITE, Tag.ON_CALL, Tag.OPTIONAL, Tag.OR, Tag.REMINDER, Tag.CONDITION, Tag.QUESTION,
)  # fmt: skip
_AT_OFFICE = ("på kontor", "på arbejdsplads", "på tjenestested", "in the office", "at the office")


def _in_segment(segment: Segment, *, meeting: bool) -> Item | None:
    items = segment.items
    for i, item in enumerate(items):
        if item.has(Tag.ON_SITE) and not _spoken_of(items, i):
            return item
        if item.has(Tag.PHYSICAL) and _means_meeting(items, i):
            return item
        if (
            item.has(Tag.PRESENCE)
            and item.key.startswith(_AT_OFFICE)
            and meeting
            and not _spoken_of(items, i)
        ):
            return item
        if item.has(Tag.PRISON) and _visited(items[:i]):
            return item
    return None


def _spoken_of(items: Sequence[Item], at: int) -> bool:
    """ "Forbered retsmøde", "svar til byretten", "Lars har vagt": not where the owner will be."""
    before = items[:at]
    if any(x.has(Tag.ABOUT, Tag.NEGATION, Tag.WORK_VERB) or _talk(x) for x in before):
        return True
    if (
        before
        and before[-1].has(Tag.TO, Tag.FROM, Tag.AFTER, Tag.BEFORE)
        and before[-1].clock is None
    ):
        return True
    word = items[at]
    if word.key in _ALSO_ADJECTIVES and items[at + 1 : at + 2] and items[at + 1].has(Tag.UNKNOWN):
        return True
    if not before:
        return False
    if before[-1].has(Tag.AND) or (before[-1].key == "i" and word.key.startswith("vagt")):
        return True
    client = before[0].has(Tag.CLIENT_WORD) and word.key == "i retten"
    return client or before[0].has(Tag.NAME, Tag.INITIALS, Tag.OTHER)


_ALSO_ADJECTIVES = ("onsite", "on-site", "on site")


def _talk(item: Item) -> bool:
    if item.has(Tag.MEETING) or item.key in _MERE_ADJECTIVES:
        return False
    return item.has(Tag.TOPIC, Tag.TOPIC_BEFORE) or item.key.startswith(
        ("forbered", "find", "prepar")
    )


_MERE_ADJECTIVES = ("ny", "nye", "nyt", "new", "tema")


def _set_aside(segments: Sequence[Segment], at: int, found: Item) -> bool:
    """ "Frist: landsretten", "Lars: dagvagt", "Retsmøde - kollega tager den"."""
    if any(_mere_talk(s) for s in segments[:at]):
        return True
    if segments[at].sep == ":" and _people_only(segments[at - 1]):
        return True
    for other in segments[at + 1 :]:
        if other.items[0].has(Tag.OTHER) or other.items[0].key.startswith(_PREPARING):
            return True
        first, *rest = other.items
        if rest and first.has(Tag.NAME, Tag.INITIALS, Tag.UNKNOWN) and rest[0].key.endswith("er"):
            return True
        if "vagt" in found.key and _people_only(other):
            return True
    return False


def _mere_talk(segment: Segment) -> bool:
    talk = segment.find(*_BEFORE_TALK) is not None
    return talk and all(_talk(item) or item.tags & HARMLESS for item in segment.items)


def _people_only(segment: Segment) -> bool:
    return segment.only(PEOPLE | HARMLESS) and segment.find(*PEOPLE) is not None


_PREPARING = ("planlæg", "forbered", "evaluer", "opfølg", "prepar", "planning")
_BEFORE_TALK = (Tag.TOPIC, Tag.TOPIC_BEFORE)


def _visited(before: Sequence[Item]) -> bool:
    """ "tilsyn i Nyborg", "besøg i Skive Arrest": nothing between but small words and a name of a place."""
    for item in reversed(before):
        if item.has(Tag.OUTSIDE):
            return True
        named = item.has(Tag.UNKNOWN, Tag.PRISON) and item.text[0].isupper()
        if not (named or item.key in _AT_PLACE):
            return False
    return False


_AT_PLACE = ("i", "på", "hos", "in", "at", "v", "ved")


def _means_meeting(items: Sequence[Item], at: int) -> bool:
    """ "fysisk" alone in its brackets, at the end after a meeting, or before one."""
    if len(items) == 1 or at + 1 == len(items):
        return at == 0 or items[at - 1].has(Tag.MEETING, Tag.COMPANY)
    following = items[at + 1]
    return following.has(Tag.MEETING, Tag.ON_SITE, Tag.PRESENCE, Tag.DAY, Tag.TIME, Tag.COMPANY)
