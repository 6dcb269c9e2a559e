"""What one segment of a line says by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from policy.lexicon.clock import consumed, is_time_only, stretches
from policy.lexicon.items import Clock, Item
from policy.lexicon.parse import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, HOME, PEOPLE, PRESENCE, STRONG_HOME, Tag


class Says(Enum):
    """What a segment can say."""

    HOME = auto()
    OFF = auto()  # home work does not take place
    AGAINST = auto()  # something stands against home
    MOVED = auto()  # to another day
    ABSENCE = auto()
    PRESENCE = auto()
    PERSON = auto()  # nothing but people
    CANCELLED = auto()  # nothing but "aflyst"
    DOUBT = auto()  # a home word in company that does not fit
    OTHER = auto()  # other things
    QUIET = auto()  # nothing but harmless words


@dataclass(frozen=True, slots=True)
class Verdict:
    """``rule`` decided by ``items[at]`` of ``segment``."""

    says: Says
    segment: Segment
    rule: str = ""
    at: int = 0

    @property
    def item(self) -> Item:
        """The deciding word."""
        return self.segment.items[self.at]


def judge(segment: Segment) -> Verdict:
    """What the segment says by itself."""
    home = _index(segment.items, *HOME)
    absence = _absence_index(segment.items)
    if home is not None:
        return _home_or_absence(segment, home, absence)
    if absence is not None:
        return _absence(segment, absence)
    if (presence := _index(segment.items, *PRESENCE)) is not None:
        return _presence(segment, presence)
    return _rest(segment)


def _index(items: Sequence[Item], *tags: Tag) -> int | None:
    return next((i for i, item in enumerate(items) if item.has(*tags)), None)


_FITS_FREE = HARMLESS | ABSENCE
_POINTS_AT = (Tag.AFTER, Tag.BEFORE, Tag.FROM, Tag.ABOUT, Tag.TO, Tag.UNTIL)


def _absence_index(items: Sequence[Item]) -> int | None:
    """The first absence word that is not merely a point in time ("efter ferien")."""
    for i, item in enumerate(items):
        if item.has(*ABSENCE) and not any(x.has(*_POINTS_AT) for x in items[max(0, i - 2) : i]):
            return i
    return None


# ---------------------------------------------------------------------------- no home word


def _rest(segment: Segment) -> Verdict:
    items = segment.items
    for says, rule, tags in (
        (Says.AGAINST, "client", (Tag.CLIENT,)),
        (Says.AGAINST, "on-call", (Tag.ON_CALL,)),
        (Says.DOUBT, "compound", (Tag.COMPOUND,)),
        (Says.DOUBT, "on-the-way", (Tag.TRAVEL,)),
    ):
        if (at := _index(items, *tags)) is not None:
            return Verdict(says, segment, rule, at)
    if (at := _index(items, Tag.CANCELLED)) is not None and segment.only(
        HARMLESS | {Tag.CANCELLED, Tag.NEGATION}
    ):
        return Verdict(Says.CANCELLED, segment, "cancelled", at)
    if items[0].has(Tag.NEGATION) and segment.only({Tag.NEGATION, Tag.TODAY, Tag.DAY, Tag.BUT}):
        return Verdict(Says.CANCELLED, segment, "negation", 0)
    if (at := _index(items, *PEOPLE)) is not None and segment.only(PEOPLE | HARMLESS | {Tag.WITH}):
        owns = any(item.has(Tag.OWN) for item in items)
        if not owns and not items[0].has(Tag.COMPANY, Tag.WITH):
            return Verdict(Says.PERSON, segment, "other-person", at)
    quiet = segment.only(HARMLESS) or is_time_only(segment)
    return Verdict(Says.QUIET if quiet else Says.OTHER, segment)


def _presence(segment: Segment, at: int) -> Verdict:
    items = segment.items
    item = items[at]
    blockers = {Tag.CLIENT, Tag.ON_CALL, Tag.QUESTION, Tag.REMINDER, Tag.CONDITION, Tag.NEGATION}
    if any(x.tags & blockers for x in items) or any(x.tags & PEOPLE for x in items[:at]):
        return Verdict(Says.OTHER, segment)
    if any(x.has(Tag.CANCELLED, Tag.INSTEAD) for x in items):
        return Verdict(Says.OTHER, segment)
    if item.has(Tag.PRESENCE) or segment.only(
        HARMLESS | PRESENCE | {Tag.UNTIL, Tag.AFTER, Tag.EVENT, Tag.BEFORE}
    ):
        return Verdict(Says.PRESENCE, segment, "presence", at)
    return Verdict(Says.OTHER, segment)


# ---------------------------------------------------------------------------- absence

_FITS_ABSENCE = HARMLESS | ABSENCE | {Tag.WITH, Tag.EVENT, Tag.CONTACT}


_NOT_NOW = (Tag.CANCELLED, Tag.TOPIC, Tag.TOPIC_BEFORE, Tag.MOVED)


def _absence(segment: Segment, at: int) -> Verdict:
    items = segment.items
    before, after, item = items[:at], items[at + 1 :], items[at]
    times = consumed(stretches(items))
    if any(x.tags & PEOPLE and not x.has(Tag.OWN) for x in before):
        return Verdict(Says.AGAINST, segment, "other-person", at)
    fits = _FITS_FREE if item.has(Tag.FREE) else _FITS_ABSENCE
    if not all(i in times or x.tags & fits for i, x in enumerate(before)):
        return Verdict(Says.OTHER, segment)
    if any(x.has(*_NOT_NOW) for x in after) or any(x.has(Tag.TOMORROW) for x in items):
        return Verdict(Says.OTHER, segment)
    if after and after[0].has(Tag.NAME, Tag.INITIALS) and not _with_child(item):
        return Verdict(Says.AGAINST, segment, "other-person", at)
    strict = item.has(Tag.FREE) or item.has(Tag.ILL)
    near = range(at + 1, min(len(items), at + 3))
    if strict and not all(i in times or items[i].tags & _FITS_NEAR_ILL for i in near):
        return Verdict(Says.OTHER, segment)
    return Verdict(Says.ABSENCE, segment, "absence", at)


_FITS_NEAR_ILL = _FITS_ABSENCE | {Tag.REASON, Tag.NEGATION, Tag.PRESENCE, Tag.WORK_VERB}


def _with_child(item: Item) -> bool:
    return item.key.startswith(("omsorgs", "barn", "børne", "sygt", "syg "))


def _home_or_absence(segment: Segment, home: int, absence: int | None) -> Verdict:
    verdict = judge_home(segment, home)
    if absence is None or verdict.says in (Says.AGAINST, Says.MOVED):
        return verdict
    if _somebody_elses(segment.items, absence):
        return verdict
    if any(item.has(Tag.NEGATION) for item in segment.items[:absence]) and absence < home:
        return verdict
    word = segment.items[home]
    if word.has(*STRONG_HOME) and _despite(segment, home, absence):
        return verdict
    if any(x.has(Tag.HALF) for x in segment.items) and verdict.says is Says.HOME:
        return verdict
    return _absence_beside_home(segment, absence)


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


# ---------------------------------------------------------------------------- home


def judge_home(segment: Segment, at: int) -> Verdict:
    """What a segment with a home word at ``at`` says about home."""
    for check in _CHECKS:
        found = check(segment, at)
        if found is not None:
            return found
    word = segment.items[at]
    rule = "home-code" if word.tags & HOME == {Tag.HOME_CODE} else "home-word"
    return Verdict(Says.HOME, segment, rule, at)


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
        if item.has(Tag.CONDITION, Tag.TOMORROW) or (item.has(Tag.OR) and i > at):
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


def _away(segment: Segment, at: int) -> Verdict:
    return Verdict(Says.MOVED, segment, "moved-to", at)


def _to_home(items: Sequence[Item], to: Item) -> bool:
    following = items[items.index(to) + 1 :]
    return bool(following) and bool(following[0].tags & HOME)


def _topic(segment: Segment, at: int) -> Verdict | None:
    items = segment.items
    word = items[at]
    for i, item in enumerate(items[:at]):
        if item.has(Tag.REMINDER):
            return Verdict(Says.AGAINST, segment, "reminder", i)
        from_home_meeting = word.has(Tag.HOME_FROM) and item.has(Tag.MEETING, Tag.ONLINE)
        if item.has(Tag.TOPIC, Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC) and not (
            from_home_meeting or item.has(Tag.WORK, Tag.COMPANY, Tag.WITH)
        ):
            return Verdict(Says.AGAINST, segment, "topic", i)
    if (found := _preposition(segment, at)) is not None:
        return found
    if at and items[at - 1].key == "at" and word.key.startswith("arbejde "):
        return Verdict(Says.AGAINST, segment, "topic", at)
    if word.has(Tag.HOME_VERB):
        return None
    for i in range(at + 1, len(items)):
        item, near = items[i], i == at + 1 or (i == at + 2 and items[i - 1].has(Tag.AND))
        if item.has(Tag.TOPIC) or (near and item.has(Tag.TOPIC_BEFORE) and not item.has(Tag.WORK)):
            return Verdict(Says.AGAINST, segment, "topic", i)
    return None


def _preposition(segment: Segment, at: int) -> Verdict | None:
    """ "om hjemmearbejde", "til hjemmekontoret", unless something was changed "til hjemmearbejde"."""
    items = segment.items
    i = at - 1
    while i > 0 and items[i].tags == {Tag.COMPANY} and items[i].key not in ("på", "er"):
        i -= 1
    if i < 0:
        return None
    if items[i].has(Tag.TO) and any(x.has(Tag.CHANGED) for x in items[:i]):
        return None
    if items[i].has(Tag.ABOUT, Tag.TO) and not items[i].has(Tag.COMPANY):
        return Verdict(Says.AGAINST, segment, "topic", i)
    if items[i].has(Tag.REASON, Tag.AFTER, Tag.BEFORE):
        return Verdict(Says.DOUBT, segment, "unclear", i)
    return None


_AGREED = ("aftal", "godkend", "ok ", "agreed", "approved", "efter aftale")


def _person(segment: Segment, at: int) -> Verdict | None:
    items = segment.items
    owns = any(x.has(Tag.OWN) for x in items[:at])
    for i in range(at):
        item = items[i]
        agreed = i > 0 and items[i - 1].key.startswith(_AGREED)
        if item.tags & PEOPLE and not owns and not agreed and not item.has(Tag.WORK):
            return Verdict(Says.AGAINST, segment, "other-person", i)
    verb = items[at].has(Tag.HOME_VERB)
    if verb and at == 1 and items[0].has(Tag.UNKNOWN) and items[0].text[0].isupper():
        return Verdict(Says.AGAINST, segment, "other-person", 0)
    if at + 1 < len(items) and items[at + 1].tags & {Tag.NAME, Tag.INITIALS, Tag.GROUP}:
        return Verdict(Says.AGAINST, segment, "other-person", at + 1)
    for i in range(at + 1, min(len(items), at + 4)):
        if items[i].has(Tag.GROUP):
            return Verdict(Says.AGAINST, segment, "other-person", i)
    return None


_FITS_BEFORE = HARMLESS | HOME | PRESENCE | ABSENCE | {
    Tag.WORK, Tag.WORK_VERB, Tag.WITH, Tag.ONLINE, Tag.CHANGED, Tag.MOVED, Tag.FROM, Tag.INSTEAD,
    Tag.TO, Tag.REASON,
}  # fmt: skip


def _before(segment: Segment, at: int) -> Verdict | None:
    """A word before the home word that nobody knows makes it doubtful whose home it is."""
    items = segment.items
    times = consumed(stretches(items))
    word = items[at]
    works = any(x.has(Tag.WORK_VERB, Tag.WORK) for x in items[: min(at, 2)])
    weak = not word.has(*STRONG_HOME)
    for i, item in enumerate(items[:at]):
        if i in times or (item.tags & _FITS_BEFORE and not (weak and item.has(Tag.PRIVATE))):
            continue
        if word.has(Tag.HOME_FROM) and item.has(Tag.MEETING):
            continue
        if works and not item.has(Tag.DEPART, Tag.PRIVATE, Tag.OUTSIDE):
            continue
        if item.has(Tag.MEETING) and word.has(Tag.HOME_NOUN):
            return Verdict(Says.AGAINST, segment, "topic", i)
        return Verdict(Says.DOUBT, segment, "unknown-word", i)
    return None


_FITS_WEAK = HARMLESS | HOME | PRESENCE | ABSENCE | {
    Tag.WORK, Tag.WORK_VERB, Tag.ONLINE, Tag.WITH, Tag.CONTACT, Tag.INSTEAD, Tag.MOVED,
    Tag.CHANGED, Tag.NEGATION,
}  # fmt: skip


def _after_weak(segment: Segment, at: int) -> Verdict | None:
    """After "hjemme" alone every word has to fit: not "hjemme hos", "hjemme kl. 15"."""
    items = segment.items
    if items[at].has(*STRONG_HOME):
        return None
    found = stretches(items)
    times, events = consumed(found), consumed(s for s in found if s.last > s.first)
    online = any(x.has(Tag.ONLINE) for x in items[at:])
    for i in range(at + 1, len(items)):
        item = items[i]
        if i not in events and item.clock is not None and _coming_home(item.clock):
            return Verdict(Says.DOUBT, segment, "home-at", i)
        if item.has(Tag.REASON, Tag.INSTEAD, Tag.MOVED, Tag.CONTACT):
            return None
        if item.has(Tag.FROM) and i + 1 == len(items):
            return None
        if item.has(Tag.PRIVATE) or not (
            i in times or item.tags & _FITS_WEAK or (online and item.has(Tag.MEETING))
        ):
            rule = "private" if item.has(Tag.PRIVATE) else "unknown-word"
            return Verdict(Says.DOUBT, segment, rule, i)
    return None


def _coming_home(clock: Clock) -> bool:
    return clock.how == "at" or (clock.how == "from" and clock.start >= 15 * 60)


def _to_something(segment: Segment, at: int) -> Verdict | None:
    """ "hjemmearbejde til modul 2" is homework; "hjemmearbejde til jul" is not."""
    items = segment.items
    times = consumed(stretches(items))
    for i in range(at + 1, min(len(items), at + 3)):
        if items[i].has(Tag.TO) and i not in times and i + 1 < len(items):
            fits = items[i + 1].tags & (HARMLESS | ABSENCE)
            return None if fits else Verdict(Says.AGAINST, segment, "homework", i)
    return None


_OPENS_ANYTHING = (
    Tag.REASON, Tag.WITH, Tag.FROM, Tag.WORK, Tag.WORK_VERB, Tag.CONTACT, Tag.INSTEAD, Tag.MOVED,
    Tag.ONLINE,
)  # fmt: skip
_FITS_NOUN = _FITS_WEAK | {Tag.PRISON, Tag.MEETING, Tag.TO, Tag.AFTER, Tag.BEFORE, Tag.UNTIL}


def _after_noun(segment: Segment, at: int) -> Verdict | None:
    """After "hjemmearbejde" an unknown word needs something that leads to it ("med", "pga.")."""
    items = segment.items
    if items[at].has(Tag.HOME_VERB):
        hos = at + 1 < len(items) and items[at + 1].has(Tag.PRIVATE)
        return Verdict(Says.DOUBT, segment, "private", at + 1) if hos else None
    times = consumed(stretches(items))
    for i in range(at + 1, len(items)):
        item = items[i]
        if item.has(Tag.WITH) and i + 1 < len(items) and items[i + 1].tags & PEOPLE:
            return Verdict(Says.DOUBT, segment, "other-person", i + 1)
        if item.has(Tag.MEETING) and i == at + 1 and i not in times:
            return Verdict(Says.DOUBT, segment, "topic", i)
        if item.has(*_OPENS_ANYTHING):
            return None
        if _is_year(item) or item.has(Tag.CHANGED):
            return Verdict(Says.DOUBT, segment, "topic", i)
        if i not in times and not item.tags & _FITS_NOUN and not _is_place(items, i):
            return Verdict(Says.DOUBT, segment, "unknown-word", i)
    return None


def _is_year(item: Item) -> bool:
    return item.has(Tag.NUMBER) and len(item.key) == 4 and item.key.startswith("20")


def _is_place(items: Sequence[Item], at: int) -> bool:
    """ "i Sønderborg", "på Bornholm"."""
    return items[at - 1].key in ("i", "på", "in") and items[at].text[0].isupper()


_CHECKS = (
    _against_anywhere,
    _negated,
    _cancelled,
    moved,
    _topic,
    _person,
    _before,
    _after_weak,
    _to_something,
    _after_noun,
)
