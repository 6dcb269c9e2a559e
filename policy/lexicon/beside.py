"""How home, absence and office share the day that one line speaks of."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.clock import after_it, both, cut_alone, cut_beside, is_time_only, left_beside
from policy.lexicon.model import NO_CUT, Cut
from policy.lexicon.segments import Segment
from policy.lexicon.tags import Tag
from policy.lexicon.verdict import Says, Verdict


def home_cut(verdicts: Sequence[Verdict], at: int) -> Cut:
    """How the line's times cut the home of segment ``at``."""
    verdict = verdicts[at]
    cut = cut_beside(verdict.segment, verdict.at)
    for i in (at - 1, at + 1, at + 2):
        if not 0 <= i < len(verdicts) or verdicts[i].says is not Says.QUIET:
            continue
        if is_time_only(verdicts[i].segment) and _quiet_between(verdicts, i, at):
            cut = both(cut, cut_alone(verdicts[i].segment))
    if verdict.segment.then and cut == NO_CUT:
        return after_it(verdicts[at - 1].segment if at else None)
    if cut == NO_CUT:
        return _beside_outside(verdicts, at)
    return cut


def _quiet_between(verdicts: Sequence[Verdict], i: int, at: int) -> bool:
    low, high = sorted((i, at))
    return all(verdicts[j].says is Says.QUIET for j in range(low + 1, high))


def _beside_outside(verdicts: Sequence[Verdict], at: int) -> Cut:
    """ "Retsmøde kl. 9, hjemmearbejde": the time elsewhere is not at home."""
    for i, other in enumerate(verdicts):
        if i == at or other.says is not Says.OTHER or other.segment.find(Tag.ONLINE, Tag.CANCELLED):
            continue
        outside = other.segment.items[0].has(Tag.OUTSIDE)
        if outside and any(x.clock is not None for x in other.segment.items):
            if i < at:
                return after_it(other.segment)
            return left_beside(other.segment) or NO_CUT
        if i > at and other.segment.then:
            return Cut(end=720)
    if at and verdicts[at - 1].rule == "on-the-way":
        return after_it(verdicts[at - 1].segment)
    return NO_CUT


def beside_absence(verdicts: Sequence[Verdict], at: int, absence: int, cut: Cut) -> Cut | None:
    """The cut of home beside absence; None if absence wins."""
    home, away = verdicts[at], verdicts[absence]
    left = left_beside(away.segment)
    if left is not None:
        return both(cut, left) if not (left.half and cut != NO_CUT) else cut
    if cut != NO_CUT:
        return cut
    if away.segment.then and absence > at:
        return Cut(end=720)
    if (
        absence > at
        and home.strong
        and away.segment.find(Tag.DAY)
        and not home.segment.find(Tag.DAY)
    ):
        return cut  # "Hjemmearbejde, ferie fredag"
    return cut if _works_anyway(home, away, absence < at) else None


def _works_anyway(home: Verdict, away: Verdict, away_first: bool) -> bool:
    word = away.item
    if home.segment.but and home.strong:
        return True
    if away.segment.find(Tag.REASON) and home.strong and word.has(Tag.ILL, Tag.CHILD_ILL):
        return True
    if word.has(Tag.CHILD_ILL):
        return home.strong
    so = home.segment.then and home.strong  # "a bit sick so wfh"
    return away_first and word.has(Tag.ILL) and (home.item.has(Tag.HOME_VERB) or so)


def beside_presence(verdicts: Sequence[Verdict], at: int, presence: int, cut: Cut) -> Cut | None:
    """The cut of home beside an office; None if the line does not say when which."""
    office = verdicts[presence].segment
    left = left_beside(office)
    if left is not None and (cut == NO_CUT or cut.half):
        return left
    if cut != NO_CUT:
        return cut
    if (office.then or verdicts[at].segment.find(Tag.COMPANY)) and presence > at:
        starts = office.then or _starts_at_home(verdicts[at].segment)
        return Cut(end=720) if starts else None
    return cut if office.find(Tag.DAY) and not verdicts[at].segment.find(Tag.DAY) else None


def _starts_at_home(segment: Segment) -> bool:
    return any(x.key.startswith(("start", "begynd", "først", "first")) for x in segment.items)


def plain_cut(verdicts: Sequence[Verdict], verdict: Verdict) -> Cut:
    """The cut of absence or presence by the times in and beside its segment."""
    at = verdicts.index(verdict)
    cut = cut_beside(verdict.segment, verdict.at)
    for i in (at - 1, at + 1):
        if 0 <= i < len(verdicts) and is_time_only(verdicts[i].segment):
            cut = both(cut, cut_alone(verdicts[i].segment))
    return cut
