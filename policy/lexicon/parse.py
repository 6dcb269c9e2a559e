"""Turns a line into segments: stretches of words between commas, dashes, brackets and "then"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from policy.lexicon.company_words import ABBREVIATIONS, DOTTED
from policy.lexicon.first_names import ALSO_WORDS, FIRST_NAMES, SURNAMES
from policy.lexicon.items import Item, Tags, split
from policy.lexicon.tags import ABSENCE, HOME, PRESENCE, Tag
from policy.lexicon.vocabulary import Vocabulary

_ABBREVIATIONS = frozenset(ABBREVIATIONS)
_DOTTED = frozenset(DOTTED)
_OWN: Tags = frozenset({Tag.OWN})
_NAME: Tags = frozenset({Tag.NAME})
_INITIALS: Tags = frozenset({Tag.INITIALS})
_COMPANY: Tags = frozenset({Tag.COMPANY})
_UNKNOWN: Tags = frozenset({Tag.UNKNOWN})
_ANCHORS = HOME | ABSENCE | PRESENCE


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together; ``sep`` is the sign before them, ``then`` if they come after."""

    items: tuple[Item, ...]
    sep: str = ""
    then: bool = False
    but: bool = False

    def find(self, *tags: Tag) -> Item | None:
        """The first item that belongs to one of the families."""
        return next((item for item in self.items if item.has(*tags)), None)

    def only(self, tags: Collection[Tag]) -> bool:
        """Whether every item belongs to one of the families."""
        return all(not item.tags.isdisjoint(tags) for item in self.items)


def parse(text: str, vocabulary: Vocabulary, own: Collection[str]) -> tuple[Segment, ...]:
    """The segments of a cleaned line; ``own`` are the keys of the owner's own names."""
    if not text:
        return ()
    return tuple(_segments(_tagged(_without_dots(list(split(text))), vocabulary, own)))


def _without_dots(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in items:
        if item.sep == "." and kept and kept[-1].end == item.start and _dotted(kept[-1]):
            continue
        kept.append(item)
    return kept


def _dotted(item: Item) -> bool:
    initial = len(item.text) == 1 and item.text.isupper()
    return item.key in _DOTTED or initial or item.has(Tag.NUMBER)


def _tagged(items: Sequence[Item], vocabulary: Vocabulary, own: Collection[str]) -> list[Item]:
    tagged: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.sep or not item.key:
            tagged.append(item)
        elif (phrase := vocabulary.phrase(items, at)) is not None:
            length, tags = phrase
            words = items[at : at + length]
            tagged.append(_joined(words, tags))
            at += length - 1
        else:
            tagged.append(
                Item(item.text, item.key, _word(item, vocabulary, own), item.start, item.end)
            )
        at += 1
    return tagged


def _joined(words: Sequence[Item], tags: Tags) -> Item:
    text = " ".join(word.text for word in words)
    spelled = " ".join(word.key for word in words)
    return Item(text, spelled, tags, words[0].start, words[-1].end)


def _word(item: Item, vocabulary: Vocabulary, own: Collection[str]) -> Tags:
    known = vocabulary.word(item.key)
    if own and _is_own(item, known, own):
        return _OWN
    return known | item.tags or _person(item)


def _is_own(item: Item, known: Tags, own: Collection[str]) -> bool:
    if known & (HOME | ABSENCE) and not item.text.isupper():
        return False
    return item.key in own or item.key.rstrip("'").removesuffix("s") in own


def _person(item: Item) -> Tags:
    text, word = item.text, item.key
    if not text[0].isalpha():
        return _COMPANY
    capital = text[0].isupper()
    if any(_is_name(form, capital=capital) for form in (word, *_genitive(word, capital=capital))):
        return _NAME
    parts = word.split("-")
    if len(parts) > 1 and all(_is_name(part, capital=capital) for part in parts):
        return _NAME
    if 2 <= len(text) <= 4 and text.isupper() and text.isalpha() and word not in _ABBREVIATIONS:
        return _INITIALS
    return _UNKNOWN


def _is_name(word: str, *, capital: bool) -> bool:
    if word in FIRST_NAMES:
        return capital or word not in ALSO_WORDS
    return capital and word in SURNAMES


def _genitive(word: str, *, capital: bool) -> tuple[str, ...]:
    if word.endswith("'"):
        return (word[:-1], word[:-2] if word.endswith("s'") else word[:-1])
    return (word[:-1],) if capital and word.endswith("s") else ()


def _segments(items: Sequence[Item]) -> list[Segment]:
    segments: list[Segment] = []
    run: list[Item] = []
    sep, then, but = "", False, False

    def close(next_sep: str, *, next_then: bool = False, next_but: bool = False) -> None:
        nonlocal sep, then, but
        if run:
            segments.extend(_by_anchor(tuple(run), sep, then=then, but=but))
            run.clear()
            sep, then, but = next_sep, next_then, next_but
        else:
            sep = next_sep if next_sep in ("→", "(", ":") or not sep else sep
            then, but = then or next_then, but or next_but

    for at, item in enumerate(items):
        if item.sep:
            if item.sep in "+&" and not _anchor_follows(items, at + 1):
                continue
            close(item.sep)
        elif item.has(Tag.THEN) and not run and not segments:
            continue
        elif item.has(Tag.THEN, Tag.REST) or (item.has(Tag.AFTER) and _ends_here(items, at)):
            if run and _ends_here(items, at) and not _opens(items, at + 1):
                then = True
            else:
                close(sep if not run else ",", next_then=True)
        elif item.has(Tag.BUT) and run:
            close(",", next_but=True)
        elif item.has(Tag.BUT):
            but = True
        elif item.has(Tag.AND) and run and _anchor_follows(items, at + 1):
            close(",")
        else:
            run.append(item)
    close("")
    return segments


def _ends_here(items: Sequence[Item], at: int) -> bool:
    return at + 1 == len(items) or bool(items[at + 1].sep) or items[at].has(Tag.REST)


def _opens(items: Sequence[Item], at: int) -> bool:
    return at < len(items) and not items[at].sep and not items[at].tags.isdisjoint(_ANCHORS)


def _anchor_follows(items: Sequence[Item], at: int) -> bool:
    for item in items[at : at + 3]:
        if item.sep:
            return False
        if not item.tags.isdisjoint(_ANCHORS):
            return True
        if not item.has(Tag.HALF, Tag.MORNING, Tag.AFTERNOON, Tag.COMPANY, Tag.TIME, Tag.NEGATION):
            return False
    return False


_PART = (Tag.TIME, Tag.HALF, Tag.MORNING, Tag.AFTERNOON)


def _by_anchor(items: tuple[Item, ...], sep: str, *, then: bool, but: bool) -> tuple[Segment, ...]:
    """Splits "kontor til 12 hjemme resten" where a second place of work begins."""
    office = [i for i, item in enumerate(items) if not item.tags.isdisjoint(PRESENCE)]
    home = [i for i, item in enumerate(items) if not item.tags.isdisjoint(HOME)]
    whole = (Segment(items, sep, then, but),)
    if not office or not home or office[0] == home[0] or any(i.has(Tag.INSTEAD) for i in items):
        return whole
    second = max(office[0], home[0])
    if items[0].has(*_PART):
        while second > 1 and items[second - 1].has(*_PART):
            second -= 1
    while second > 1 and items[second - 1].has(Tag.COMPANY, Tag.NEGATION):
        second -= 1
    if second == 0 or not any(item.has(*_PART) for item in items):
        return whole
    return Segment(items[:second], sep, then=False, but=but), Segment(items[second:], ",", then)
