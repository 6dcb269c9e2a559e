"""What one segment of a line says by itself."""

from __future__ import annotations

from policy.lexicon.clock import is_time_only
from policy.lexicon.judge_absence import absence_index, home_or_absence, judge_absence
from policy.lexicon.segments import Segment
from policy.lexicon.tags import HARMLESS, HOME, PEOPLE, PRESENCE, Tag
from policy.lexicon.verdict import Says, Verdict, index, stranger


def judge(segment: Segment) -> Verdict:
    """What the segment says by itself."""
    home = index(segment.items, *HOME)
    absence = absence_index(segment.items)
    if home is not None:
        return home_or_absence(segment, home, absence)
    if absence is not None:
        return judge_absence(segment, absence)
    if (presence := index(segment.items, *PRESENCE)) is not None:
        return _presence(segment, presence)
    return _rest(segment)


def _rest(segment: Segment) -> Verdict:
    items = segment.items
    for says, rule, tags in (
        (Says.AGAINST, "client", (Tag.CLIENT,)),
        (Says.AGAINST, "on-call", (Tag.ON_CALL,)),
        (Says.DOUBT, "compound", (Tag.COMPOUND,)),
        (Says.DOUBT, "on-the-way", (Tag.TRAVEL,)),
    ):
        if (at := index(items, *tags)) is not None:
            return Verdict(says, segment, rule, at)
    if (at := index(items, Tag.CANCELLED)) is not None and segment.only(
        HARMLESS | {Tag.CANCELLED, Tag.NEGATION}
    ):
        return Verdict(Says.CANCELLED, segment, "cancelled", at)
    if items[0].has(Tag.NEGATION) and segment.only({Tag.NEGATION, Tag.TODAY, Tag.DAY, Tag.BUT}):
        return Verdict(Says.CANCELLED, segment, "negation", 0)
    if (at := _only_people(segment)) is not None:
        return Verdict(Says.PERSON, segment, "other-person", at)
    quiet = segment.only(HARMLESS) or is_time_only(segment)
    return Verdict(Says.QUIET if quiet else Says.OTHER, segment)


def _only_people(segment: Segment) -> int | None:
    fits = segment.only(PEOPLE | HARMLESS | {Tag.WITH})
    if not fits or segment.items[0].has(Tag.WITH):
        return None
    return stranger(segment.items)


def _presence(segment: Segment, at: int) -> Verdict:
    items = segment.items
    item = items[at]
    blockers = {Tag.CLIENT, Tag.ON_CALL, Tag.QUESTION, Tag.REMINDER, Tag.CONDITION, Tag.NEGATION}
    things = items[0].has(Tag.UNKNOWN) and any(x.key in ("er", "is") for x in items[:at])
    if things or any(x.has(Tag.REASON) for x in items[:at]):
        return Verdict(Says.OTHER, segment)
    if any(x.tags & blockers for x in items) or any(x.tags & PEOPLE for x in items[:at]):
        return Verdict(Says.OTHER, segment)
    if any(x.has(Tag.CANCELLED, Tag.INSTEAD) for x in items):
        return Verdict(Says.OTHER, segment)
    if item.has(Tag.PRESENCE) or segment.only(
        HARMLESS | PRESENCE | {Tag.UNTIL, Tag.AFTER, Tag.EVENT, Tag.BEFORE}
    ):
        return Verdict(Says.PRESENCE, segment, "presence", at)
    return Verdict(Says.OTHER, segment)
