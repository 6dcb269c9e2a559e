"""Whether a line says for sure that its owner is needed on site, and whether it is online."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy.lexicon.company import may_be_name
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
        if _says_on_site(items, i, meeting=meeting):
            return None if _spoken_of(items, i) else item
    return None


def _says_on_site(items: Sequence[Item], at: int, *, meeting: bool) -> bool:
    item = items[at]
    if item.has(Tag.ON_SITE):
        return True
    if item.has(Tag.PHYSICAL):
        return _means_meeting(items, at)
    if item.has(Tag.PRISON):
        return _visited(items[:at])
    return meeting and item.has(Tag.PRESENCE) and item.key.startswith(_AT_OFFICE)


def _spoken_of(items: Sequence[Item], at: int) -> bool:
    """Whether the words around say that the owner need not be there himself."""
    return _led_up_to(items[:at], items[at]) or _led_on(items, at)


def _led_up_to(before: Sequence[Item], word: Item) -> bool:
    """ "Forbered retsmøde", "svar til byretten", "Lars har vagt", "fravær og fremmøde"."""
    if any(x.has(Tag.ABOUT, Tag.NEGATION, Tag.WORK_VERB) or _talk(x) for x in before):
        return True
    if not before:
        return False
    first, last = before[0], before[-1]
    if last.clock is None and last.has(Tag.TO, Tag.FROM, Tag.AFTER, Tag.BEFORE, Tag.AND):
        return True
    if last.key == "i" and word.key.startswith("vagt"):
        return True
    if last.key == "på" and any(x.has(Tag.UNKNOWN, Tag.WORK) for x in before):
        return True
    named = first.has(Tag.UNKNOWN) and first.text[0].isupper() and before[1:2]
    has_it = bool(named) and before[1].key in ("har", "tager", "får", "er", "skal", "has", "is")
    client = first.has(Tag.CLIENT_WORD) and word.key == "i retten"
    return has_it or client or first.has(Tag.NAME, Tag.INITIALS, Tag.OTHER)


def _led_on(items: Sequence[Item], at: int) -> bool:
    """ "fremmøde drøftes", "vagt søges", "personaledag budget": a word for what is done about it."""
    after = at + 2 if items[at].has(Tag.PHYSICAL) else at + 1
    if after >= len(items):
        return False
    following = items[after]
    whose = items[after + 1] if after + 1 < len(items) else None
    if following.key in ("for", "til") and whose is not None and whose.has(Tag.NAME, Tag.INITIALS):
        return True
    if following.has(Tag.CLIENT):
        return True
    if _talk(following) or _is_done(following):
        return True
    if items[at].key in _ADJECTIVES:
        return any(map(_talk, items[after:]))
    if items[after - 1].key.rpartition(" ")[2] in _AT_PLACE:
        return False
    thing = following.has(Tag.UNKNOWN, Tag.WORK) and following.text[0].islower()
    return thing and not following.key.endswith(_OF_A_CASE)


_ADJECTIVES = (
    "on-site", "on site", "onsite", "in-person", "in person", "face-to-face", "face to face", "f2f",
)  # fmt: skip
_OF_A_CASE = ("sag", "sagen", "sager", "afd", "sal", "kl")


def _is_done(item: Item) -> bool:
    """ "drøftes", "sendes"."""
    return item.key.endswith("es") and not item.tags & HARMLESS


def _talk(item: Item) -> bool:
    if item.key.startswith(_ABOUT_IT):
        return True
    if item.has(Tag.MEETING, Tag.OUTSIDE) or item.key in _MERE_ADJECTIVES:
        return False
    return item.has(Tag.TOPIC, Tag.TOPIC_BEFORE)


_ABOUT_IT = (
    "forbered", "find", "prepar", "planlæg", "planning", "evaluer", "opfølg", "opsamling", "status",
    "gennemgang", "overblik", "book", "optæl", "opgør", "registr", "statistik", "bestil",
)  # fmt: skip
_MERE_ADJECTIVES = ("ny", "nye", "nyt", "new", "tema")


def _set_aside(segments: Sequence[Segment], at: int, found: Item) -> bool:
    """ "Frist: landsretten", "Lars: dagvagt", "Retsmøde - kollega tager den"."""
    if any(_mere_talk(s) for s in segments[:at]):
        return True
    if segments[at].sep == ":" and _somebody(segments[at - 1]):
        return True
    if segments[at].sep == "&" and not segments[at - 1].find(Tag.ON_SITE, Tag.MEETING):
        return True
    return any(_hands_over(other, found) for other in segments[at + 1 :])


def _mere_talk(segment: Segment) -> bool:
    talk = segment.find(Tag.TOPIC, Tag.TOPIC_BEFORE) is not None
    return talk and all(_talk(item) or item.tags & HARMLESS for item in segment.items)


def _somebody(segment: Segment) -> bool:
    return _people_only(segment) or may_be_name(segment)


def _people_only(segment: Segment) -> bool:
    return segment.only(PEOPLE | HARMLESS) and segment.find(*PEOPLE) is not None


def _hands_over(later: Segment, found: Item) -> bool:
    """ "- kollega tager den", "- Thilde møder", ": program", and after a duty a name."""
    first, *rest = later.items
    if first.has(Tag.OTHER) or first.key.startswith(_ABOUT_IT):
        return True
    if not rest:
        if _talk(first):
            return True
        return "vagt" in found.key and _people_only(later)
    if (_talk(first) and rest[0].has(Tag.TO)) or _is_done(rest[-1]):
        return True
    acts = rest[0].key.endswith("er") and first.has(Tag.NAME, Tag.INITIALS, Tag.UNKNOWN)
    return acts or ("vagt" in found.key and _people_only(later))


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
    if at and items[at - 1].key in _MEETS:
        return True
    if len(items) == 1 or at + 1 == len(items):
        return at == 0 or items[at - 1].has(Tag.MEETING, Tag.COMPANY)
    following = items[at + 1]
    if following.key.startswith(("møde", "deltag")) or following.key.endswith(_GATHERINGS):
        return True
    return following.has(Tag.MEETING, Tag.ON_SITE, Tag.PRESENCE, Tag.DAY, Tag.TIME, Tag.COMPANY)


_MEETS = ("møder", "mødes", "holdes", "afholdes", "samles", "ses", "foregår")
_GATHERINGS = ("dag", "dage", "seminar", "kursus", "forløb", "træf", "undervisning", "session")
