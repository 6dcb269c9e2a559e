"""Puts the verdicts of a line's segments together: what the whole line says."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.against import TALK, against_home, line_of, theirs
from policy.lexicon.beside import beside_absence, beside_presence, home_cut, plain_cut
from policy.lexicon.clock import after_it, left_beside
from policy.lexicon.judge import judge
from policy.lexicon.judge_home import moved
from policy.lexicon.model import NO_CUT, Meaning
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, PRESENCE, STRONG_HOME, Tag
from policy.lexicon.verdict import NOTHING, Line, Says, Verdict, index
from policy.model import Kind


def compose(segments: Sequence[Segment]) -> Line:
    """The meaning of a line, the rule and word that decided, how it is cut, and its kind."""
    if not segments:
        return NOTHING
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


def _whole(segments: Sequence[Segment]) -> Line:
    verdicts = _taken_today([judge(segment) for segment in segments])
    homes = [i for i, v in enumerate(verdicts) if v.says is Says.HOME]
    homes = [i for i in homes if _code_in_company(verdicts, i)]
    if homes:
        return _home(verdicts, homes[0])
    for says in (Says.AGAINST, Says.MOVED):
        if (verdict := _first(verdicts, says)) is not None:
            return line_of(verdict)
    absence = _first(verdicts, Says.ABSENCE)
    if absence is not None:
        return _absence(verdicts, absence)
    for says in (Says.OFF, Says.PRESENCE):
        if (verdict := _first(verdicts, says)) is not None:
            cut = plain_cut(verdicts, verdict)
            return Line(Meaning.PRESENCE, verdict.rule, verdict.span, cut)
    for says in (Says.PERSON, Says.DOUBT):
        if (verdict := _first(verdicts, says)) is not None:
            return line_of(verdict)
    return NOTHING


def _taken_today(verdicts: list[Verdict]) -> list[Verdict]:
    """ "Byttet hjemmedag - tager den i dag": moved, and to this day."""
    for i, verdict in enumerate(verdicts[:-1]):
        home, following = index(verdict.segment.items, *STRONG_HOME), verdicts[i + 1].segment
        here = following.find(Tag.TODAY) and not following.find(*PRESENCE, *ABSENCE)
        away = home is None or verdict.says is not Says.MOVED or verdict.segment.find(Tag.TO)
        if here and home is not None and not away:
            verdicts[i] = Verdict(Says.HOME, verdict.segment, "home-word", home)
    return verdicts


def _first(verdicts: Sequence[Verdict], says: Says) -> Verdict | None:
    return next((v for v in verdicts if v.says is says), None)


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


def _home(verdicts: Sequence[Verdict], at: int) -> Line:
    if (against := against_home(verdicts, at)) is not None:
        return against
    verdict = verdicts[at]
    if verdict.segment.then and len(verdicts) == 1 and not verdict.strong:
        return verdict.line(Meaning.NOTHING, "condition")  # "Hjemme senere"
    cut = home_cut(verdicts, at)
    absence = _index_of(verdicts, Says.ABSENCE)
    if absence is not None and absence + 1 < at and theirs(verdicts, absence + 1):
        absence = None
    if absence is not None:
        beside = beside_absence(verdicts, at, absence, cut)
        if beside is None:
            return _absence(verdicts, verdicts[absence])
        cut = beside
    presence = _index_of(verdicts, Says.PRESENCE)
    if presence is not None:
        part = beside_presence(verdicts, at, presence, cut)
        if part is None:
            return Line(Meaning.NOTHING, "home-and-presence", verdict.span)
        cut = part
    kind = _kind(verdicts, at)
    return Line(Meaning.HOME, verdict.rule, verdict.span, cut, kind)


def _index_of(verdicts: Sequence[Verdict], says: Says) -> int | None:
    return next((i for i, v in enumerate(verdicts) if v.says is says), None)


def _absence(verdicts: Sequence[Verdict], verdict: Verdict) -> Line:
    at = verdicts.index(verdict)
    for i, other in enumerate(verdicts):
        segment = other.segment
        if other.says is Says.CANCELLED and i > at:
            return other.line(Meaning.NOTHING, "cancelled")
        if other.says is Says.PERSON and not _child_day(verdict):
            return other.line(Meaning.NOT_HOME, "other-person")
        if segment.find(Tag.QUESTION, Tag.REMINDER) and i < at:
            return other.line(Meaning.NOTHING, "reminder")
        if i != at and other.says is Says.OTHER and _talks_of_absence(segment, i < at):
            return other.line(Meaning.NOTHING, "topic")
    cut = plain_cut(verdicts, verdict)
    if verdict.segment.then and cut == NO_CUT:
        cut = after_it(verdicts[at - 1].segment if at else None)
    return Line(Meaning.ABSENCE, "absence", verdict.span, cut)


def _child_day(verdict: Verdict) -> bool:
    return verdict.item.key.startswith(("omsorgs", "barn", "børne", "sygt"))


def _talks_of_absence(segment: Segment, first: bool) -> bool:
    if first:
        return segment.find(*TALK) is not None and segment.find(Tag.CANCELLED) is None
    if segment.find(Tag.TOPIC) and segment.items[0].has(Tag.TOPIC, Tag.TOPIC_BEFORE):
        return True
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
