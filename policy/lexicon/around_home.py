"""Which words before and after a home word, in its own segment, speak against it."""

from __future__ import annotations

from collections.abc import Sequence

from policy.lexicon.clock import consumed, stretches
from policy.lexicon.items import Item
from policy.lexicon.segments import Segment
from policy.lexicon.tags import ABSENCE, HARMLESS, HOME, PEOPLE, PRESENCE, STRONG_HOME, Tag
from policy.lexicon.verdict import Says, Verdict, agreed, says_who, stranger


def _topic(segment: Segment, at: int) -> Verdict | None:
    items = segment.items
    word = items[at]
    for i, item in enumerate(items[:at]):
        if item.has(Tag.REMINDER):
            return Verdict(Says.AGAINST, segment, "reminder", i)
        from_home_meeting = word.has(Tag.HOME_FROM) and item.has(Tag.MEETING, Tag.ONLINE)
        if item.has(Tag.TOPIC, Tag.TOPIC_BEFORE, Tag.SOFT_TOPIC) and not (
            from_home_meeting
            or item.has(Tag.WORK, Tag.COMPANY, Tag.WITH)
            or _worked_on(items, i, word)
        ):
            return Verdict(Says.AGAINST, segment, "topic", i)
    if (found := _preposition(segment, at)) is not None:
        return found
    if at and items[at - 1].key == "at" and word.key.startswith("arbejde "):
        return Verdict(Says.AGAINST, segment, "topic", at)
    if says_who(word):
        return None
    for i in range(at + 1, len(items)):
        item, near = items[i], i == at + 1 or (i == at + 2 and items[i - 1].has(Tag.AND))
        if agreed(item) and not item.has(Tag.TOPIC):
            return None
        talk = item.has(Tag.TOPIC_BEFORE) and not item.has(Tag.WORK, Tag.PAPER)
        if item.has(Tag.TOPIC) or (near and talk):
            return Verdict(Says.AGAINST, segment, "topic", i)
    return None


def _worked_on(items: Sequence[Item], at: int, home: Item) -> bool:
    """ "Læser ansøgninger hjemme": what one reads or writes is a task, at home at least."""
    writes = any(x.has(Tag.WORK_VERB) and not x.has(Tag.COMPANY) for x in items[:at])
    return writes and not home.has(Tag.HOME_NOUN) and not items[at].has(Tag.TOPIC)


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
    with_work = items[i].key in ("m", "med", "with") and any(x.has(Tag.WORK) for x in items[:i])
    if (items[i].key in _DURING or with_work) and items[at].has(Tag.HOME_NOUN):
        return Verdict(Says.AGAINST, segment, "topic", i)
    if items[i].has(Tag.REASON, Tag.AFTER, Tag.BEFORE):
        return Verdict(Says.DOUBT, segment, "unclear", i)
    return None


_DURING = ("v", "v/", "ved", "under", "during", "while")


def _person(segment: Segment, at: int) -> Verdict | None:
    items = segment.items
    if (other := stranger(items[:at])) is not None:
        return Verdict(Says.AGAINST, segment, "other-person", other)
    subject = items[at - 1] if at and items[at].has(Tag.HOME_VERB) else None
    if subject is not None and at == 1 and subject.has(Tag.UNKNOWN) and subject.text[0].isupper():
        return Verdict(Says.AGAINST, segment, "other-person", 0)
    if subject is not None and subject.has(Tag.WORK) and items[at].key.endswith("arbejder"):
        return Verdict(Says.DOUBT, segment, "other-person", at - 1)
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
        if i == 0 and _is_day_of_work(items[:at], word):
            continue
        if item.has(Tag.MEETING) and word.has(Tag.HOME_NOUN):
            return Verdict(Says.AGAINST, segment, "topic", i)
        return Verdict(Says.DOUBT, segment, "unknown-word", i)
    return None


def _is_day_of_work(before: Sequence[Item], word: Item) -> bool:
    """ "Papirdag hjemmefra", "Skemadag på hjemmekontoret", but not "Hyggedag hjemme"."""
    there = len(before) == 1 or (word.has(Tag.HOME_NOUN) and before[-1].key in ("på", "fra", "i"))
    return there and not word.has(Tag.HOME_WEAK) and before[0].key.endswith("dag")


_FITS_WEAK = HARMLESS | HOME | PRESENCE | ABSENCE | {
    Tag.WORK, Tag.WORK_VERB, Tag.ONLINE, Tag.WITH, Tag.CONTACT, Tag.INSTEAD, Tag.MOVED,
    Tag.CHANGED, Tag.NEGATION, Tag.TOMORROW,
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
        if i not in events and _coming_home(item):
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


def _coming_home(item: Item) -> bool:
    """ "hjemme kl. 16", "hjemme fra kl. 16", "hjemme før kl. 16"."""
    clock = item.clock
    if clock is None:
        return item.key.endswith("-tiden")
    before = item.text.casefold().startswith(("før", "inden", "before"))
    return clock.how == "at" or (clock.start >= 15 * 60 and (before or clock.how == "from"))


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
    Tag.ONLINE, Tag.TO, Tag.TROUBLE, Tag.PAPER,
)  # fmt: skip
_FITS_NOUN = _FITS_WEAK | {Tag.PRISON, Tag.PLACE, Tag.MEETING, Tag.AFTER, Tag.BEFORE, Tag.UNTIL}


def _after_noun(segment: Segment, at: int) -> Verdict | None:
    """After "hjemmearbejde" an unknown word needs something that leads to it ("med", "pga.")."""
    items = segment.items
    if says_who(items[at]):
        near = (
            at + 2
            if at + 1 < len(items) and items[at + 1].key in ("på", "i", "in", "on")
            else at + 1
        )
        private = near < len(items) and items[near].has(Tag.PRIVATE)
        return Verdict(Says.DOUBT, segment, "private", near) if private else None
    times = consumed(stretches(items))
    for i in range(at + 1, len(items)):
        item = items[i]
        if item.has(Tag.WITH) and i + 1 < len(items) and items[i + 1].tags & PEOPLE:
            return Verdict(Says.DOUBT, segment, "other-person", i + 1)
        if item.has(Tag.MEETING) and i == at + 1 and i not in times:
            return Verdict(Says.DOUBT, segment, "topic", i)
        if item.has(Tag.NEGATION) and i + 1 < len(items) and items[i + 1].has(Tag.CLIENT_WORD):
            return None
        if item.key == "v/" and not (i + 1 < len(items) and items[i + 1].has(Tag.ONLINE)):
            return Verdict(Says.DOUBT, segment, "topic", i)
        if item.has(*_OPENS_ANYTHING) or agreed(item):
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


CHECKS = (
    _topic,
    _person,
    _before,
    _after_weak,
    _to_something,
    _after_noun,
)
"""In this order; the first that finds something decides."""
