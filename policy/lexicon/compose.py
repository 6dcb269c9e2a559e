"""Puts the verdicts of a line's segments together: what the whole line says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policy.lexicon.clock import (
    after_it,
    both,
    cut_alone,
    cut_beside,
    is_time_only,
    left_beside,
)
from policy.lexicon.judge import Says, Verdict, judge, moved
from policy.lexicon.model import NO_CUT, Cut, Meaning
from policy.lexicon.parse import Segment
from policy.lexicon.tags import HARMLESS, HOME, PRESENCE, STRONG_HOME, Tag
from policy.model import Kind


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of text says; ``word`` is the span of the deciding word."""

    meaning: Meaning
    rule: str = ""
    word: tuple[int, int] | None = None
    cut: Cut = NO_CUT
    kind: Kind | None = None
    quiet: bool = False  # nothing but harmless words


NOTHING = Line(Meaning.NOTHING)
_MEANING = {
    Says.OFF: Meaning.PRESENCE,
    Says.AGAINST: Meaning.NOT_HOME,
    Says.MOVED: Meaning.NOT_HOME,
    Says.PERSON: Meaning.NOT_HOME,
    Says.DOUBT: Meaning.NOTHING,
}


def compose(segments: Sequence[Segment]) -> Line:
    """The meaning of a line, the rule and word that decided, how it is cut, and its kind."""
    if not segments:
        return Line(Meaning.NOTHING, quiet=True)
    if (prefix := _cancel_prefix(segments)) is not None:
        return prefix
    groups = _between_arrows(segments)
    if len(groups) > 1 and (line := _directed(groups)) is not None:
        return line
    return _whole(segments)


def _cancel_prefix(segments: Sequence[Segment]) -> Line | None:
    """ "Annulleret: …" as Outlook writes it."""
    first = segments[0]
    if len(segments) < 2 or segments[1].sep != ":" or len(first.items) != 1:
        return None
    if first.items[0].has(Tag.CANCELLED):
        return Line(Meaning.NOT_HOME, "cancelled-prefix", _span(first, 0))
    return None


def _between_arrows(segments: Sequence[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = [[]]
    for segment in segments:
        if segment.sep == "→" and groups[-1]:
            groups.append([])
        groups[-1].append(segment)
    return groups


def _directed(groups: Sequence[Sequence[Segment]]) -> Line | None:
    """ "hjemmearbejde → ferie": what the arrow points to holds now."""
    left = _whole([segment for group in groups[:-1] for segment in group])
    right = _whole(groups[-1])
    if right.meaning is Meaning.PRESENCE and left.meaning is Meaning.HOME:
        part = left_beside(groups[-1][0])
        return Line(Meaning.HOME, left.rule, left.word, part, left.kind) if part else right
    if right.meaning is not Meaning.NOTHING:
        return right
    if left.meaning is Meaning.HOME:
        first = groups[-1][0]
        if first.find(Tag.MOVED) and moved(first, -1) is None:
            return left
        return Line(Meaning.NOT_HOME, "moved-to", _span(first, 0))
    return None


# ------------------------------------------------------------------------------ whole line


def _whole(segments: Sequence[Segment]) -> Line:
    verdicts = [judge(segment) for segment in segments]
    homes = [i for i, v in enumerate(verdicts) if v.says is Says.HOME]
    homes = [i for i in homes if _code_in_company(verdicts, i)]
    if homes:
        return _home(verdicts, homes[0], homes)
    for says in (Says.AGAINST, Says.MOVED):
        if (verdict := _first(verdicts, says)) is not None:
            return _line(verdict)
    absence = _first(verdicts, Says.ABSENCE)
    if absence is not None:
        return _absence(verdicts, absence)
    for says in (Says.OFF, Says.PRESENCE):
        if (verdict := _first(verdicts, says)) is not None:
            rule = verdict.rule
            cut = _line_cut(verdicts, verdict)
            return Line(Meaning.PRESENCE, rule, _span(verdict.segment, verdict.at), cut)
    for says in (Says.PERSON, Says.DOUBT):
        if (verdict := _first(verdicts, says)) is not None:
            return _line(verdict)
    return Line(Meaning.NOTHING, quiet=all(v.says is Says.QUIET for v in verdicts))


def _first(verdicts: Sequence[Verdict], says: Says) -> Verdict | None:
    return next((v for v in verdicts if v.says is says), None)


def _line(verdict: Verdict) -> Line:
    return Line(_MEANING[verdict.says], verdict.rule, _span(verdict.segment, verdict.at))


def _span(segment: Segment, at: int) -> tuple[int, int]:
    return segment.items[at].start, segment.items[at].end


_CODE_COMPANY = (
    Tag.ONLINE, Tag.HALF, Tag.MORNING, Tag.AFTERNOON, Tag.OWN, Tag.FIXED, Tag.AD_HOC, Tag.DAY,
    Tag.TODAY,
)  # fmt: skip


def _code_in_company(verdicts: Sequence[Verdict], at: int) -> bool:
    """A code such as HJ counts only beside a time, Teams, a weekday or the owner's own name."""
    if verdicts[at].rule != "home-code":
        return True
    items = [item for v in verdicts for item in v.segment.items]
    fits = HARMLESS | {Tag.ONLINE, Tag.HOME_CODE, Tag.CONTACT}
    if not all(item.tags & fits for item in items):
        return False
    return any(
        item.has(*_CODE_COMPANY) or (item.clock is not None and item.clock.how != "at")
        for item in items
    )


# ------------------------------------------------------------------------------------ home


def _home(verdicts: Sequence[Verdict], at: int, homes: Sequence[int]) -> Line:
    if (against := _against_home(verdicts, at)) is not None:
        return against
    verdict = verdicts[at]
    cut = _cut(verdicts, at)
    absence = _index_of(verdicts, Says.ABSENCE)
    if absence is not None and absence + 1 < at and _theirs(verdicts, absence + 1):
        absence = None
    if absence is not None:
        beside = _beside_absence(verdicts, at, absence, cut)
        if beside is None:
            return _absence(verdicts, verdicts[absence])
        cut = beside
    presence = _index_of(verdicts, Says.PRESENCE)
    if presence is not None:
        part = _beside_presence(verdicts, at, presence, cut)
        if part is None:
            return Line(Meaning.NOTHING, "home-and-presence", _span(verdict.segment, verdict.at))
        cut = part
    kind = _kind(verdicts, at)
    return Line(Meaning.HOME, verdict.rule, _span(verdict.segment, verdict.at), cut, kind)


def _index_of(verdicts: Sequence[Verdict], says: Says) -> int | None:
    return next((i for i, v in enumerate(verdicts) if v.says is says), None)


def _strong(verdict: Verdict) -> bool:
    return verdict.item.has(*STRONG_HOME)


def _against_home(verdicts: Sequence[Verdict], at: int) -> Line | None:
    """What other segments say against the home word of segment ``at``."""
    for i in range(len(verdicts)):
        if i == at:
            continue
        found = _before_home(verdicts, i, at) if i < at else _after_home(verdicts, i, at)
        if found is not None:
            return found
    return None


def _not_home(verdict: Verdict, rule: str) -> Line:
    return Line(Meaning.NOT_HOME, rule, _span(verdict.segment, verdict.at))


def _doubt(verdict: Verdict, rule: str) -> Line:
    return Line(Meaning.NOTHING, rule, _span(verdict.segment, verdict.at))


_TALK = (Tag.TOPIC, Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC, Tag.MEETING)


def _before_home(verdicts: Sequence[Verdict], i: int, at: int) -> Line | None:
    other, home = verdicts[i], verdicts[at]
    segment, then = other.segment, home.segment.then
    if segment.find(Tag.REMINDER, Tag.QUESTION):
        return _not_home(other, "reminder")
    if other.says is Says.PERSON:
        return None if _theirs(verdicts, i) else _not_home(other, "other-person")
    if other.says in (Says.OFF, Says.MOVED):
        return _line(other)
    if other.says is Says.CANCELLED:
        return Line(Meaning.PRESENCE, other.rule, _span(segment, other.at))
    cancelled = segment.find(Tag.CANCELLED) is not None
    if then or cancelled:
        return None
    verb = home.item.has(Tag.HOME_VERB) or home.segment.items[0].has(Tag.WORK_VERB)
    if other.says is Says.AGAINST:
        return _line(other) if other.rule != "other-person" or not verb else None
    if other.says is Says.DOUBT and not verb:
        return _line(other)
    if not verb and other.says is Says.OTHER:
        return _unsuited_before(verdicts, i, at)
    return None


def _theirs(verdicts: Sequence[Verdict], i: int) -> bool:
    """Whether segment ``i`` says whose absence stood before it: "efterårsferie (børn)"."""
    return i > 0 and verdicts[i - 1].says is Says.ABSENCE and verdicts[i].says is Says.PERSON


def _unsuited_before(verdicts: Sequence[Verdict], i: int, at: int) -> Line | None:
    other, home = verdicts[i], verdicts[at]
    segment, mark = other.segment, home.segment.sep
    if segment.find(Tag.HOMEWORK, Tag.CLIENT_WORD):
        return _not_home(other, "topic")
    timed = any(x.clock is not None for x in segment.items)
    talk = segment.find(*_TALK)
    busy = segment.find(Tag.ONLINE, Tag.WORK, Tag.WORK_VERB, Tag.OUTSIDE) or timed
    if talk is not None and (mark == ":" or not busy):
        return _not_home(other, "topic")
    if segment.find(Tag.CONDITION):
        return _doubt(other, "condition")
    if segment.find(Tag.PRIVATE) and not _strong(home):
        return _doubt(other, "private")
    known = segment.find(*_KNOWN_BEFORE) or segment.find(*PRESENCE)
    if known is None and (mark == ":" or not _strong(home)):
        return _doubt(other, "unknown-word")
    return None


_KNOWN_BEFORE = (
    Tag.WORK, Tag.WORK_VERB, Tag.MEETING, Tag.OUTSIDE, Tag.ONLINE, Tag.REASON, Tag.MOVED, Tag.CHANGED,
)  # fmt: skip


def _after_home(verdicts: Sequence[Verdict], i: int, at: int) -> Line | None:
    other, home = verdicts[i], verdicts[at]
    segment = other.segment
    if other.says is Says.PERSON:
        return _not_home(other, "other-person")
    if other.says in (Says.CANCELLED, Says.OFF):
        return Line(Meaning.PRESENCE, other.rule, _span(segment, other.at))
    if (away := moved(segment, -1)) is not None and _says_only_moved(segment):
        return _line(away)
    if segment.find(Tag.QUESTION):
        return _not_home(other, "overview")
    later = segment.find(Tag.TOMORROW) and segment.only(HARMLESS | {Tag.TOMORROW})
    if segment.items[0].has(Tag.CONDITION) or later:
        return _doubt(other, "condition")
    if other.says is Says.AGAINST and other.rule != "other-person":
        phone = segment.find(Tag.ON_CALL) and segment.find(Tag.NO_ON_SITE)
        if not _strong(home) or (other.rule != "client" and not phone):
            return _line(other)
    if home.item.has(Tag.HOME_VERB) or segment.then:
        return None
    return _topic_after(other, home)


def _says_only_moved(segment: Segment) -> bool:
    for item in segment.items:
        if item.has(Tag.MOVED):
            return True
        if not item.tags & HARMLESS:
            return False
    return False


def _topic_after(other: Verdict, home: Verdict) -> Line | None:
    segment = other.segment
    if segment.find(Tag.HOMEWORK):
        return _not_home(other, "homework")
    if segment.find(Tag.TOPIC):
        return _not_home(other, "topic")
    if _is_talk(segment):
        return _not_home(other, "topic")
    private = segment.find(Tag.PRIVATE, Tag.CLIENT_WORD, Tag.DEPART)
    if private and not _strong(home) and not segment.find(Tag.REASON, Tag.CONTACT):
        return _doubt(other, "private")
    return None


def _is_talk(segment: Segment) -> bool:
    """ "(evaluering)", "- kursus for ledere", but not "- evaluering af projekt X"."""
    talk = {Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC}
    first, *rest = segment.items
    if first.has(*talk) and any(x.key in ("for", "til") for x in rest):
        return True
    if not segment.find(*talk) or not segment.only(talk | HARMLESS):
        return False
    busy = segment.find(Tag.WORK, Tag.ONLINE) or any(x.clock for x in segment.items)
    return not busy


# ------------------------------------------------------------------------------------ cuts


def _cut(verdicts: Sequence[Verdict], at: int) -> Cut:
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


def _beside_absence(verdicts: Sequence[Verdict], at: int, absence: int, cut: Cut) -> Cut | None:
    """The cut of home beside absence; None if absence wins."""
    home, away = verdicts[at], verdicts[absence]
    left = left_beside(away.segment)
    if left is not None:
        return both(cut, left) if not (left.half and cut != NO_CUT) else cut
    if cut != NO_CUT:
        return cut
    if away.segment.then and absence > at:
        return Cut(end=720)
    return cut if _works_anyway(home, away, absence < at) else None


def _works_anyway(home: Verdict, away: Verdict, away_first: bool) -> bool:
    word = away.item
    if home.segment.but and _strong(home):
        return True
    if away.segment.find(Tag.REASON) and _strong(home) and word.has(Tag.ILL, Tag.CHILD_ILL):
        return True
    if word.has(Tag.CHILD_ILL):
        return _strong(home)
    return away_first and word.has(Tag.ILL) and home.item.has(Tag.HOME_VERB)


def _beside_presence(verdicts: Sequence[Verdict], at: int, presence: int, cut: Cut) -> Cut | None:
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


def _line_cut(verdicts: Sequence[Verdict], verdict: Verdict) -> Cut:
    at = verdicts.index(verdict)
    cut = cut_beside(verdict.segment, verdict.at)
    for i in (at - 1, at + 1):
        if 0 <= i < len(verdicts) and is_time_only(verdicts[i].segment):
            cut = both(cut, cut_alone(verdicts[i].segment))
    return cut


# --------------------------------------------------------------------------- absence, kind


def _absence(verdicts: Sequence[Verdict], verdict: Verdict) -> Line:
    at = verdicts.index(verdict)
    for i, other in enumerate(verdicts):
        segment = other.segment
        if other.says is Says.CANCELLED and i > at:
            return _doubt(other, "cancelled")
        if other.says is Says.PERSON and not _child_day(verdict):
            return _not_home(other, "other-person")
        if segment.find(Tag.QUESTION, Tag.REMINDER) and i < at:
            return _doubt(other, "reminder")
        if i != at and other.says is Says.OTHER and _talks_of_absence(segment, i < at):
            return _doubt(other, "topic")
    cut = _line_cut(verdicts, verdict)
    if verdict.segment.then and cut == NO_CUT:
        cut = after_it(verdicts[at - 1].segment if at else None)
    return Line(Meaning.ABSENCE, "absence", _span(verdict.segment, verdict.at), cut)


def _child_day(verdict: Verdict) -> bool:
    return verdict.item.key.startswith(("omsorgs", "barn", "børne", "sygt"))


def _talks_of_absence(segment: Segment, first: bool) -> bool:
    if first:
        return segment.find(*_TALK) is not None and segment.find(Tag.CANCELLED) is None
    return segment.find(Tag.TOPIC, Tag.TOPIC_BEFORE) is not None and len(segment.items) <= 2


def _kind(verdicts: Sequence[Verdict], at: int) -> Kind | None:
    """ "fast" and "ad hoc" beside the home word or alone in brackets."""
    for i, verdict in enumerate(verdicts):
        segment = verdict.segment
        if i != at and not segment.only(HARMLESS):
            continue
        if (word := segment.find(Tag.AD_HOC, Tag.FIXED)) is not None:
            return Kind.AD_HOC if word.has(Tag.AD_HOC) else Kind.FIXED
    return None


def says_home(segments: Sequence[Segment]) -> bool:
    """Whether any word of a line is a home word."""
    return any(item.tags & HOME for segment in segments for item in segment.items)
