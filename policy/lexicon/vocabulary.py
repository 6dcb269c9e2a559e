"""Looks words and phrases up in the word lists, with what an organisation added or removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policy.lexicon import (
    absence_words,
    against_words,
    company_words,
    home_words,
    places,
    presence_words,
    task_words,
)
from policy.lexicon.clean import key
from policy.lexicon.items import NO_TAGS, Item, Tags
from policy.lexicon.model import Words
from policy.lexicon.own_words import OwnWords
from policy.lexicon.spelling import SHORTEST, is_home_work, meant
from policy.lexicon.tags import Tag

LISTS: Mapping[Tag, Sequence[str]] = {
    Tag.HOME_NOUN: home_words.NOUNS,
    Tag.HOME_VERB: home_words.VERBS,
    Tag.HOME_FROM: home_words.FROM_HOME,
    Tag.HOME_WEAK: home_words.WEAK,
    Tag.HOME_CODE: home_words.CODES,
    Tag.ILL: absence_words.ILL,
    Tag.CHILD_ILL: absence_words.CHILD_ILL,
    Tag.LEAVE: absence_words.LEAVE,
    Tag.FREE: absence_words.FREE,
    Tag.UNKNOWN: absence_words.NOT_ABSENCE + places.PLACES,
    Tag.PLACE: places.PLACES,
    Tag.PRESENCE: presence_words.PRESENCE,
    Tag.PRESENCE_WEAK: presence_words.PRESENCE_WEAK,
    Tag.ON_SITE: presence_words.ON_SITE,
    Tag.PHYSICAL: presence_words.PHYSICAL,
    Tag.ONLINE: presence_words.ONLINE,
    Tag.OPTIONAL: presence_words.OPTIONAL,
    Tag.NO_ON_SITE: presence_words.NO_ON_SITE,
    Tag.PRISON: presence_words.PRISONS,
    Tag.CLIENT: against_words.CLIENT,
    Tag.CLIENT_WORD: against_words.CLIENT_WORDS,
    Tag.ON_CALL: against_words.ON_CALL,
    Tag.COMPOUND: against_words.COMPOUND,
    Tag.TRAVEL: against_words.TRAVEL,
    Tag.DEPART: against_words.DEPART,
    Tag.PRIVATE: against_words.PRIVATE,
    Tag.TOPIC: against_words.TOPIC,
    Tag.TOPIC_BEFORE: against_words.TOPIC_BEFORE + against_words.PAPERS,
    Tag.PAPER: against_words.PAPERS,
    Tag.SOFT_TOPIC: against_words.SOFT_TOPIC,
    Tag.HOMEWORK: against_words.HOMEWORK,
    Tag.REMINDER: against_words.REMINDER,
    Tag.QUESTION: against_words.QUESTION,
    Tag.NEGATION: against_words.NEGATION,
    Tag.INSTEAD: against_words.INSTEAD,
    Tag.CANCELLED: against_words.CANCELLED,
    Tag.MOVED: against_words.MOVED,
    Tag.CHANGED: against_words.CHANGED,
    Tag.CONDITION: against_words.CONDITION,
    Tag.OTHER: against_words.OTHER,
    Tag.GROUP: against_words.GROUP,
    Tag.COMPANY: company_words.COMPANY,
    Tag.TROUBLE: company_words.TROUBLE,
    Tag.FIXED: company_words.FIXED,
    Tag.AD_HOC: company_words.AD_HOC,
    Tag.WORK: task_words.WORK + task_words.TASKS + task_words.SYSTEMS,
    Tag.WORK_VERB: task_words.WORK_VERBS,
    Tag.MEETING: company_words.MEETING,
    Tag.OUTSIDE: company_words.OUTSIDE,
    Tag.EVENT: company_words.EVENT,
    Tag.CONTACT: company_words.CONTACT,
    Tag.DAY: company_words.DAYS,
    **{Tag[name]: words for name, words in company_words.SMALL.items()},
}


class Vocabulary:
    """Families by word; the longest phrase wins, a whole word over a part of one."""

    def __init__(self, words: Words) -> None:
        self._own = OwnWords(words)
        self._exact: dict[str, set[Tag]] = {}
        self._phrases: dict[str, dict[tuple[str, ...], set[Tag]]] = {}
        self._starts: dict[str, set[Tag]] = {}
        self._ends: dict[str, set[Tag]] = {}
        self._seen: dict[str, Tags] = {}
        self._spelled: dict[str, str] = {}
        for tag, phrases in LISTS.items():
            for phrase in phrases:
                self._put(_spelling(phrase), tag)
        self._longest = {
            first: sorted(
                ((rest, frozenset(tags)) for rest, tags in entries.items()),
                key=lambda entry: -len(entry[0]),
            )
            for first, entries in self._phrases.items()
        }

    def _put(self, phrase: str, tag: Tag) -> None:
        first, *rest = phrase.split()
        if rest:
            entries = self._phrases.setdefault(first, {})
            entries.setdefault(tuple(rest), set()).add(tag)
        elif phrase.startswith("*"):
            self._ends.setdefault(phrase[1:], set()).add(tag)
        elif phrase.endswith("*"):
            self._starts.setdefault(phrase[:-1], set()).add(tag)
        else:
            self._exact.setdefault(phrase, set()).add(tag)

    def spelled(self, word: str) -> str:
        """The word that ``word`` is a slip of, or itself: an unknown long word one letter away."""
        if len(word) < SHORTEST or word in self._exact or word in self._phrases:
            return word
        found = self._spelled.get(word)
        if found is None:
            found = word if self._own.knows(word) else meant(word)
            if len(self._spelled) < _REMEMBERED:
                self._spelled[word] = found
        return found

    def phrase(self, items: Sequence[Item], at: int) -> tuple[int, Tags] | None:
        """How many words from ``at`` on make a known phrase, and its families.

        A phrase of the organisation may be a single word; of two it is the one that is longer, and
        none of ours takes the first word of one of theirs away.
        """
        found = self._listed(items, at)
        if not self._own:
            return found
        own = self._own.at(items, at)
        if own is not None and (found is None or own[0] >= found[0]):
            return own
        return None if found is not None and self._cuts_own(items, at, found[0]) else found

    def _cuts_own(self, items: Sequence[Item], at: int, length: int) -> bool:
        own = ((i, self._own.at(items, i)) for i in range(at + 1, at + length))
        return any(found is not None and i + found[0] > at + length for i, found in own)

    def _listed(self, items: Sequence[Item], at: int) -> tuple[int, Tags] | None:
        for rest, tags in self._longest.get(items[at].key, ()):
            if _follows(items, at + 1, rest):
                return 1 + len(rest), tags
        return None

    def word(self, word: str) -> Tags:
        """The families of one word; none if it is not known."""
        known = self._seen.get(word)
        if known is None:
            known = frozenset(self._look_up(word))
            if len(self._seen) < _REMEMBERED:
                self._seen[word] = known
        return known

    def _look_up(self, word: str) -> Iterable[Tag]:
        plain = word.replace("-", "")
        for form in (word, plain, word.rstrip("'")):
            if form in self._exact:
                return self._exact[form] | (self._starts.get(form, set()) & _HEADS)
        if is_home_work(plain):
            return {Tag.HOME_NOUN if plain[-1] != "r" else Tag.HOME_VERB}
        return self._by_part(plain) or (self._by_last_part(word) if "-" in word else NO_TAGS)

    def _by_part(self, word: str) -> Iterable[Tag]:
        found: set[Tag] = set()
        for end in range(len(word), 1, -1):
            if word[:end] in self._starts:
                found |= self._starts[word[:end]]
                break
        for start in range(len(word) - 1):
            if word[start:] in self._ends:
                return found | self._ends[word[start:]]
        return found

    def _by_last_part(self, word: str) -> Iterable[Tag]:
        parts = word.split("-")
        last = parts[-1]
        if all(Tag.DAY in self._exact.get(part, NO_TAGS) for part in parts):
            return {Tag.DAY}
        tags = self._exact.get(last, set()) & _HEADS
        return tags or self._by_part(last)


_REMEMBERED = 20_000
_HEADS = frozenset(
    {Tag.TOPIC_BEFORE, Tag.MEETING, Tag.WORK, Tag.TOPIC, Tag.SOFT_TOPIC, Tag.ON_CALL, Tag.OUTSIDE}
)


def _spelling(phrase: str) -> str:
    return " ".join(word.strip('()[]{}.,:;!?"') for word in key(phrase).split())


def _follows(items: Sequence[Item], at: int, rest: Sequence[str]) -> bool:
    if at + len(rest) > len(items):
        return False
    for item, part in zip(items[at:], rest, strict=False):
        if part.endswith("*"):
            if not item.key.startswith(part[:-1]) or item.sep:
                return False
        elif item.key != part:
            return False
    return True
