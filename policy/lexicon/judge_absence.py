"""What a segment with a word for absence says, alone or beside a home word."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.clock import consumed, stretches
from policy.lexicon.items import Item
from policy.lexicon.judge_home import judge_home
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, PEOPLE, STRONG_HOME, Tag
from policy.lexicon.verdict import Says, Verdict

_FITS_FREE = HARMLESS | ABSENCE
_POINTS_AT = (Tag.AFTER, Tag.BEFORE, Tag.FROM, Tag.ABOUT, Tag.TO, Tag.UNTIL)


def absence_index(items: Sequence[Item]) -> int | None:
    """The first absence word that is not merely a point in time ("efter ferien")."""
    for i, item in enumerate(items):
        if item.tags.isdisjoint(ABSENCE):
            continue
        near = items[max(0, i - 2) : i]
        changed = len(near) == 2 and near[0].has(Tag.CHANGED)
        if changed or not any(x.has(*_POINTS_AT) for x in near):
            return i
    return None


_FITS_ABSENCE = HARMLESS | ABSENCE | {Tag.WITH, Tag.EVENT, Tag.CONTACT, Tag.CHANGED, Tag.TO}


_NOT_NOW = (Tag.CANCELLED, Tag.TOPIC, Tag.TOPIC_BEFORE, Tag.MOVED, Tag.HOMEWORK)


def judge_absence(segment: Segment, at: int) -> Verdict:
    """What a segment without a home word says, its absence word being ``items[at]``."""
    items = segment.items
    before, after, item = items[:at], items[at + 1 :], items[at]
    times = consumed(stretches(items))
    if any(x.tags & PEOPLE and not x.has(Tag.OWN) for x in before):
        return Verdict(Says.AGAINST, segment, "other-person", at)
    if item.key == "leave" and after and after[0].clock is not None and after[0].clock.how == "at":
        return Verdict(Says.OTHER, segment)
    fits = _FITS_FREE if item.has(Tag.FREE) else _FITS_ABSENCE
    if not all(i in times or x.tags & fits for i, x in enumerate(before)):
        return Verdict(Says.OTHER, segment)
    if (
        segment.asked
        or any(x.has(*_NOT_NOW) for x in after)
        or any(x.has(Tag.TOMORROW) for x in items)
    ):
        return Verdict(Says.OTHER, segment)
    if after and after[0].has(Tag.NAME, Tag.INITIALS) and not _with_child(item):
        return Verdict(Says.AGAINST, segment, "other-person", at)
    if len(after) > 1 and after[0].has(Tag.ABOUT, Tag.TO) and after[1].has(Tag.NAME, Tag.INITIALS):
        return Verdict(Says.AGAINST, segment, "other-person", at)
    strict = item.has(Tag.FREE) or item.has(Tag.ILL)
    if item.has(Tag.FREE) and len(after) == 2 and after[0].has(Tag.AFTER) and after[1].has(*_DUTY):
        return Verdict(Says.ABSENCE, segment, "absence", at)
    near = range(at + 1, min(len(items), at + 3))
    if strict and not all(i in times or items[i].tags & _FITS_NEAR_ILL for i in near):
        return Verdict(Says.OTHER, segment)
    return Verdict(Says.ABSENCE, segment, "absence", at)


_DUTY = (Tag.ON_SITE, Tag.OUTSIDE, Tag.ON_CALL)
_FITS_NEAR_ILL = _FITS_ABSENCE | {Tag.REASON, Tag.NEGATION, Tag.PRESENCE, Tag.WORK_VERB}


def _with_child(item: Item) -> bool:
    return item.key.startswith(("omsorgs", "barn", "børne", "sygt", "syg "))


def home_or_absence(segment: Segment, home: int, absence: int | None) -> Verdict:
    """Absence beats home, except where the owner works although somebody is ill."""
    verdict = judge_home(segment, home)
    if absence is None or verdict.says in (Says.AGAINST, Says.MOVED) or verdict.rule == "condition":
        return verdict
    if _somebody_elses(segment.items, absence):
        return verdict
    if any(item.has(Tag.NEGATION) for item in segment.items[:absence]) and absence < home:
        return verdict
    if _listed(segment.items):
        return Verdict(Says.DOUBT, segment, "topic", absence)
    word = segment.items[home]
    if word.has(*STRONG_HOME) and _despite(segment, home, absence):
        return verdict
    if any(x.has(Tag.HALF) for x in segment.items) and verdict.says is Says.HOME:
        return verdict
    return _absence_beside_home(segment, absence)


def _listed(items: Sequence[Item]) -> bool:
    """ "Fravær og hjemmearbejde": two things side by side are spoken of."""
    if len(items) != 3 or not items[1].has(Tag.AND):
        return False
    first, last = items[0], items[2]
    return first.has(Tag.LEAVE, Tag.ILL, Tag.HOME_NOUN) and last.has(
        Tag.LEAVE, Tag.ILL, Tag.HOME_NOUN
    )


def _somebody_elses(items: Sequence[Item], absence: int) -> bool:
    """ "hjemme hos syg mor": the one who is ill is named after it."""
    following = items[absence + 1 : absence + 2]
    return items[absence].has(Tag.ILL) and any(x.has(*_SOMEBODY) for x in following)


_SOMEBODY = (Tag.PRIVATE, Tag.OTHER, Tag.UNKNOWN, Tag.CLIENT_WORD)


def _absence_beside_home(segment: Segment, absence: int) -> Verdict:
    people = [x for x in segment.items[:absence] if x.tags & {Tag.NAME, Tag.INITIALS, Tag.GROUP}]
    if people:
        return Verdict(Says.AGAINST, segment, "other-person", absence)
    return Verdict(Says.ABSENCE, segment, "absence", absence)


def _despite(segment: Segment, home: int, absence: int) -> bool:
    """Whether the line says that its owner works although somebody is ill."""
    items = segment.items
    if items[absence].has(Tag.CHILD_ILL):
        return True
    if absence < home:
        return items[home].has(Tag.HOME_VERB) and items[absence].has(Tag.ILL)
    return any(x.has(Tag.REASON) for x in items[home:absence])
