"""Gives every word of a line its families, and finds the people in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from policy.lexicon.company_words import ABBREVIATIONS, DOTTED
from policy.lexicon.first_names import ALSO_WORDS, FIRST_NAMES, SURNAMES
from policy.lexicon.items import Item, Tags, split
from policy.lexicon.tags import ABSENCE, HOME, Tag
from policy.lexicon.vocabulary import Vocabulary

_ABBREVIATIONS = frozenset(ABBREVIATIONS)
_DOTTED = frozenset(DOTTED)
_OWN: Tags = frozenset({Tag.OWN})
_NAME: Tags = frozenset({Tag.NAME})
_INITIALS: Tags = frozenset({Tag.INITIALS})
_COMPANY: Tags = frozenset({Tag.COMPANY})
_UNKNOWN: Tags = frozenset({Tag.UNKNOWN})


def tagged(text: str, vocabulary: Vocabulary, own: Collection[str]) -> list[Item]:
    """The words of a cleaned line with their families; ``own`` are keys of the owner's names."""
    items = [_spelled(item, vocabulary) for item in _without_dots(list(split(text)))]
    return _with_families(items, vocabulary, own)


def _spelled(item: Item, vocabulary: Vocabulary) -> Item:
    right = vocabulary.spelled(item.key)
    return item if right == item.key else replace(item, key=right)


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


def _with_families(
    items: Sequence[Item], vocabulary: Vocabulary, own: Collection[str]
) -> list[Item]:
    found: list[Item] = []
    at = 0
    while at < len(items):
        item = items[at]
        if item.sep or not item.key:
            found.append(item)
        elif (phrase := vocabulary.phrase(items, at)) is not None:
            length, tags = phrase
            words = items[at : at + length]
            found.append(_joined(words, tags))
            at += length - 1
        else:
            found.append(
                Item(item.text, item.key, _word(item, vocabulary, own), item.start, item.end)
            )
        at += 1
    return found


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
