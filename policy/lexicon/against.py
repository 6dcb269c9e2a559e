"""What the other segments of a line say against the one with the home word."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.company import fits, is_sentence, may_be_name
from policy.lexicon.judge_home import moved
from policy.lexicon.model import Meaning
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, PEOPLE, PRESENCE, Tag
from policy.lexicon.verdict import Line, Says, Verdict, agreed, says_who, stranger

_MEANING = {
    Says.OFF: Meaning.PRESENCE,
    Says.AGAINST: Meaning.NOT_HOME,
    Says.MOVED: Meaning.NOT_HOME,
    Says.PERSON: Meaning.NOT_HOME,
    Says.DOUBT: Meaning.NOTHING,
}


def line_of(verdict: Verdict) -> Line:
    """The line that a single verdict makes."""
    return verdict.line(_MEANING[verdict.says])


def against_home(verdicts: Sequence[Verdict], at: int) -> Line | None:
    """What other segments say against the home word of segment ``at``."""
    for i in range(len(verdicts)):
        if i == at:
            continue
        found = _before_home(verdicts, i, at) if i < at else _after_home(verdicts, i, at)
        if found is not None:
            return found
    return None


TALK = (Tag.TOPIC, Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC, Tag.MEETING)


def _before_home(verdicts: Sequence[Verdict], i: int, at: int) -> Line | None:
    other, home = verdicts[i], verdicts[at]
    segment, then = other.segment, home.segment.then
    if segment.find(Tag.REMINDER, Tag.QUESTION):
        return other.line(Meaning.NOT_HOME, "reminder")
    if other.says is Says.PERSON:
        return None if theirs(verdicts, i) else other.line(Meaning.NOT_HOME, "other-person")
    if other.says in (Says.OFF, Says.MOVED):
        return line_of(other)
    if (away := moved(segment, -1)) is not None and _says_only_moved(segment):
        return line_of(away)
    if other.says is Says.CANCELLED:
        return other.line(Meaning.PRESENCE)
    cancelled = segment.find(Tag.CANCELLED) is not None
    if then or cancelled:
        return None
    verb = says_who(home.item) or home.segment.items[0].has(Tag.WORK_VERB)
    if other.says is Says.AGAINST:
        return line_of(other) if other.rule != "other-person" or not verb else None
    if other.says is Says.DOUBT and not verb:
        return line_of(other)
    if not verb and other.says is Says.OTHER:
        return _unsuited_before(verdicts, i, at)
    return None


def theirs(verdicts: Sequence[Verdict], i: int) -> bool:
    """Whether segment ``i`` says whose absence stood before it: "efterårsferie (børn)"."""
    return i > 0 and verdicts[i - 1].says is Says.ABSENCE and verdicts[i].says is Says.PERSON


_BUSY = (Tag.ONLINE, Tag.WORK, Tag.WORK_VERB, Tag.OUTSIDE)
_KNOWN = {
    Tag.WORK, Tag.WORK_VERB, Tag.MEETING, Tag.OUTSIDE, Tag.ONLINE, Tag.REASON, Tag.MOVED, Tag.CHANGED,
    Tag.NEGATION, Tag.PRIVATE, Tag.TROUBLE,
} | PRESENCE | ABSENCE  # fmt: skip

_KNOWN_BEFORE_COLON = (Tag.MOVED, Tag.CHANGED, Tag.AFTER, Tag.TROUBLE)


def _unsuited_before(verdicts: Sequence[Verdict], i: int, at: int) -> Line | None:
    """ "Personalemøde - hjemmearbejde", "Kolding: hjemmearbejde", "Fest (hjemme)"."""
    other, home = verdicts[i], verdicts[at]
    segment, colon = other.segment, home.segment.sep == ":"
    if segment.find(Tag.HOMEWORK, Tag.CLIENT_WORD):
        return other.line(Meaning.NOT_HOME, "topic")
    busy = segment.find(*_BUSY) or any(x.clock is not None for x in segment.items)
    if segment.find(*TALK) and (colon or not busy):
        return other.line(Meaning.NOT_HOME, "topic")
    if segment.find(Tag.CONDITION):
        return other.line(Meaning.NOTHING, "condition")
    if segment.find(Tag.PRIVATE) and not home.strong:
        return other.line(Meaning.NOTHING, "private")
    if not home.strong and stranger(segment.items) is not None:
        return _unknown(other)
    known = segment.find(*(_KNOWN_BEFORE_COLON if colon else _KNOWN))
    return None if known or _may_be_reason(segment, home) else _unknown(other)


def _may_be_reason(segment: Segment, home: Verdict) -> bool:
    """Before "hjemmearbejde" a sentence, or several unknown words and a comma, may give its reason."""
    sep = home.segment.sep
    if not home.strong or sep == ":" or may_be_name(segment):
        return False
    return len(segment.items) > 1 and (sep == "," or is_sentence(segment.items))


def _unknown(other: Verdict) -> Line:
    return other.line(Meaning.NOTHING, "unknown-word")


def _after_home(verdicts: Sequence[Verdict], i: int, at: int) -> Line | None:
    other, home = verdicts[i], verdicts[at]
    segment = other.segment
    if other.says is Says.PERSON:
        role = segment.sep == ":" and i > at + 1  # "(afløser: SNI)"
        return None if role else other.line(Meaning.NOT_HOME, "other-person")
    if (taken_back := _taken_back(other)) is not None:
        return taken_back
    if _stands_against(other, home):
        return line_of(other)
    office = segment.find(*PRESENCE) and not segment.find(Tag.NEGATION, Tag.REASON, Tag.CANCELLED)
    if other.says is Says.OTHER and office and not segment.then and segment.find(*_CALLED_IN):
        return other.line(Meaning.NOTHING, "home-and-presence")
    if segment.then or says_who(home.item):
        return None
    return _topic_after(other, home)


def _taken_back(other: Verdict) -> Line | None:
    """ "- aflyst", "(flyttet til fredag)", "- hvem?", ", ja eller nej?", ", hvis …", ", i morgen"."""
    segment = other.segment
    if other.says in (Says.CANCELLED, Says.OFF):
        return other.line(Meaning.PRESENCE)
    if (away := moved(segment, -1)) is not None and _says_only_moved(segment):
        return line_of(away)
    if segment.find(Tag.QUESTION):
        return other.line(Meaning.NOT_HOME, "overview")
    if segment.asked and segment.find(Tag.OR, Tag.NEGATION):
        return other.line(Meaning.NOTHING, "question")
    later = segment.find(Tag.TOMORROW) and segment.only(HARMLESS | {Tag.TOMORROW})
    if segment.items[0].has(Tag.CONDITION) or later:
        return other.line(Meaning.NOTHING, "condition")
    return None


def _stands_against(other: Verdict, home: Verdict) -> bool:
    """Whether a client, on-call or a topic stands after home, and not as a task of one's own."""
    segment = other.segment
    task = other.rule == "topic" and segment.items[0].has(Tag.WORK_VERB)
    if other.says is not Says.AGAINST or other.rule == "other-person" or task:
        return False
    phone = segment.find(Tag.ON_CALL) and segment.find(Tag.NO_ON_SITE)
    return not home.strong or (other.rule != "client" and not phone)


_CALLED_IN = (Tag.REMINDER, Tag.BUT)


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
        return other.line(Meaning.NOT_HOME, "homework")
    first = segment.items[0]
    if first.has(Tag.WORK_VERB) or (agreed(first) and not first.has(Tag.TOPIC, Tag.TOPIC_BEFORE)):
        return None
    about_somebody = first.has(Tag.TOPIC_BEFORE) and segment.find(*PEOPLE)
    if segment.find(Tag.TOPIC) or about_somebody:
        return other.line(Meaning.NOT_HOME, "topic")
    if _is_talk(segment):
        return other.line(Meaning.NOT_HOME, "topic")
    private = segment.find(Tag.PRIVATE, Tag.CLIENT_WORD, Tag.DEPART)
    if private and not home.strong and not segment.find(Tag.REASON, Tag.CONTACT):
        return other.line(Meaning.NOTHING, "private")
    if other.says is Says.OTHER and not fits(segment, strong=home.strong):
        return _unknown(other)
    return None


def _is_talk(segment: Segment) -> bool:
    """ "(evaluering)", "- kursus for ledere", but not "- evaluering af projekt X", "- høringssvar"."""
    talk = {Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC}
    first, *rest = segment.items
    if first.has(*talk) and any(x.key == "for" for x in rest):
        return True
    if not any(x.has(*talk) and not x.has(Tag.COMPANY) for x in segment.items):
        return False
    busy = segment.find(Tag.WORK, Tag.ONLINE, Tag.PAPER) or any(x.clock for x in segment.items)
    return segment.only(talk | HARMLESS) and not busy
