"""What a segment with a home word says."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.around_home import CHECKS
from policy.lexicon.items import Item
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, HOME, PRESENCE, STRONG_HOME, Tag
from policy.lexicon.verdict import Says, Verdict


def judge_home(segment: Segment, at: int) -> Verdict:
    """What a segment with a home word at ``at`` says about home."""
    for check in (_asked, _against_anywhere, _negated, _cancelled, moved, _another_day, *CHECKS):
        found = check(segment, at)
        if found is not None:
            return found
    word = segment.items[at]
    rule = "home-code" if word.tags & HOME == {Tag.HOME_CODE} else "home-word"
    return Verdict(Says.HOME, segment, rule, at)


def _asked(segment: Segment, at: int) -> Verdict | None:
    """ "Skal jeg arbejde hjemme?", but not "Hjemmearbejde?", which is a plan."""
    asks = segment.asked and at > 0 and segment.items[0].key in _ASKING
    return Verdict(Says.DOUBT, segment, "question", 0) if asks else None


_ASKING = (
    "skal",
    "kan",
    "må",
    "bør",
    "er",
    "vil",
    "har",
    "should",
    "can",
    "may",
    "is",
    "are",
    "do",
)


def _against_anywhere(segment: Segment, at: int) -> Verdict | None:
    strong = segment.items[at].has(*STRONG_HOME)
    for i, item in enumerate(segment.items):
        if item.has(Tag.CLIENT) or (item.has(Tag.CLIENT_WORD) and (not strong or i < at)):
            return Verdict(Says.AGAINST, segment, "client", i)
        if item.has(Tag.ON_CALL):
            return Verdict(Says.AGAINST, segment, "on-call", i)
        if item.has(Tag.QUESTION):
            return Verdict(Says.AGAINST, segment, "overview", i)
        if item.has(Tag.HOMEWORK):
            return Verdict(Says.AGAINST, segment, "homework", i)
        later = item.has(Tag.TOMORROW) and not segment.find(Tag.TODAY)
        if later or item.has(Tag.CONDITION) or (item.has(Tag.OR) and i > at):
            return Verdict(Says.DOUBT, segment, "condition", i)
        if item.has(Tag.COMPOUND) and not (strong and i > at):
            return Verdict(Says.DOUBT, segment, "compound", i)
    return None


def _negated(segment: Segment, at: int) -> Verdict | None:
    """ "ikke hjemme", "kontor i stedet for hjemmearbejde", but not "ikke inde, hjemme"."""
    for i in range(at - 1, -1, -1):
        item = segment.items[i]
        if item.has(Tag.NEGATION):
            return Verdict(Says.OFF, segment, "negation", i)
        if item.has(Tag.INSTEAD):
            return Verdict(Says.OFF, segment, "instead", i)
        if item.tags & (PRESENCE | ABSENCE) or item.has(Tag.REASON, Tag.BUT):
            return None
    return None


def _cancelled(segment: Segment, at: int) -> Verdict | None:
    items = segment.items
    for i in range(at + 1, len(items)):
        item = items[i]
        if item.has(Tag.CANCELLED):
            return Verdict(Says.OFF, segment, "cancelled", i)
        if item.has(Tag.NEGATION):
            rest = items[i + 1 :]
            off = all(x.tags & (HARMLESS | {Tag.CANCELLED}) for x in rest)
            return Verdict(Says.OFF, segment, "negation", i) if off else None
        if not item.tags & (HARMLESS | HOME):
            break
    for i in range(at - 1, -1, -1):
        if items[i].has(Tag.CANCELLED):
            alone = all(x.tags & HARMLESS for x in items[:i])
            return Verdict(Says.OFF, segment, "cancelled", i) if alone else None
        if not items[i].tags & HARMLESS:
            break
    return None


def moved(segment: Segment, at: int) -> Verdict | None:
    """ "flyttet til fredag" is moved away, "flyttet fra fredag" and "byttet med" are not."""
    items = segment.items
    for i, item in enumerate(items):
        if not item.has(Tag.MOVED):
            continue
        if i < at and not all(x.tags & HARMLESS for x in items[:i]):
            continue
        if i > at >= 0 and items[i - 1].has(Tag.OUTSIDE, Tag.MEETING, Tag.UNKNOWN):
            continue
        rest = items[i + 1 :]
        if any(x.has(Tag.TODAY) for x in rest):
            return None
        if any(x.has(Tag.TO) for x in rest[: at - i if i < at else None]):
            to = next(x for x in rest if x.has(Tag.TO))
            return None if i < at and _to_home(items, to) else _away(segment, i)
        if any(x.has(Tag.FROM, Tag.WITH) or (x.clock and x.clock.how == "from") for x in rest):
            return None
        return _away(segment, i)
    return None


def _another_day(segment: Segment, at: int) -> Verdict | None:
    """ "hjemmearbejde fredag i stedet", "starter mandag", "fra på mandag": not the entry's own day."""
    items = segment.items
    for i, item in enumerate(items):
        before, after = items[:i], items[i + 1 :]
        if item.key in _IN_STEAD and not after and any(x.has(Tag.DAY) for x in before):
            return _away(segment, i)
        if (
            item.has(Tag.INSTEAD)
            and i > at
            and _names_day(before)
            and any(x.has(Tag.TODAY) for x in after)
        ):
            return _away(segment, i)
        begins = item.key in _BEGINS or (
            item.has(Tag.FROM) and not any(x.has(Tag.TO) for x in after)
        )
        if begins and i > at and _names_day(after) and not any(x.has(Tag.MOVED) for x in before):
            return Verdict(Says.DOUBT, segment, "another-day", i)
    return None


_IN_STEAD = ("i stedet", "istedet", "instead")
_BEGINS = ("starter", "begynder", "starts", "begins", "kommer")


def _names_day(items: Sequence[Item]) -> bool:
    return any(item.has(Tag.DAY) for item in items[:3])


def _away(segment: Segment, at: int) -> Verdict:
    return Verdict(Says.MOVED, segment, "moved-to", at)


def _to_home(items: Sequence[Item], to: Item) -> bool:
    following = items[items.index(to) + 1 :]
    return bool(following) and bool(following[0].tags & HOME)
