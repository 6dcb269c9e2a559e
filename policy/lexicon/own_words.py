"""An organisation's own words, added and removed: they beat every list, unless a longer phrase is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policy.lexicon.clean import clean, key
from policy.lexicon.items import Item, Tags, split
from policy.lexicon.model import Words
from policy.lexicon.tags import Tag

ADDED: Mapping[str, Tag] = {
    "home": Tag.HOME_NOUN,
    "absence": Tag.LEAVE,
    "presence": Tag.PRESENCE,
    "on_site": Tag.ON_SITE,
    "not_home": Tag.CLIENT,
}
_REMOVED: Tags = frozenset({Tag.COMPANY})
_ANY_LETTERS = "\ua66e"  # a letter nobody writes stands for * while a phrase is cut into words
_Pattern = tuple[str, ...]


class OwnWords:
    """Phrases by their first word; what is removed stands in a line like any harmless word."""

    def __init__(self, words: Words) -> None:
        self._by_first: dict[str, list[tuple[_Pattern, Tags]]] = {}
        self._loose: list[tuple[_Pattern, Tags]] = []
        for phrase, tags in _phrases(words):
            parts = _parts(phrase)
            if not parts:
                continue
            at = self._loose if "*" in parts[0] else self._by_first.setdefault(parts[0], [])
            at[:] = [known for known in at if known[0] != parts]
            at.append((parts, tags))
        for entries in (self._loose, *self._by_first.values()):
            entries.sort(key=lambda entry: -len(entry[0]))

    def __bool__(self) -> bool:
        return bool(self._by_first or self._loose)

    def at(self, items: Sequence[Item], at: int) -> tuple[int, Tags] | None:
        """How many words from ``at`` on make one of the phrases, and its family."""
        word = items[at].key
        plain = self._by_first.get(word) or self._by_first.get(word.replace("-", ""), [])
        for parts, tags in (*plain, *self._loose):
            if len(parts) <= len(items) - at and all(map(_is, items[at:], parts)):
                return len(parts), tags
        return None

    def knows(self, word: str) -> bool:
        """Whether a phrase begins with this word, so that it is no slip of another."""
        return word in self._by_first or any(_like(word, parts[0]) for parts, _ in self._loose)


def _phrases(words: Words) -> Iterable[tuple[str, Tags]]:
    """What is removed first: a word that is added too is added."""
    for phrase in words.remove:
        yield phrase, _REMOVED
    for name, phrases in words.add.items():
        if name not in ADDED:
            raise ValueError(f"words.add: {name!r} is none of {', '.join(ADDED)}")
        for phrase in phrases:
            yield phrase, frozenset({ADDED[name]})


def _parts(phrase: str) -> _Pattern:
    """The words of a phrase as they are found in a line; times in it stand as they are written."""
    items = [item for item in split(clean(phrase.replace("*", _ANY_LETTERS))) if not item.sep]
    found = (item.key or key(item.text) for item in items)
    return tuple(part.replace(_ANY_LETTERS, "*") for part in found)


def _is(item: Item, part: str) -> bool:
    if item.sep:
        return False
    word = item.key or key(item.text)
    return _like(word, part) or ("-" in word and _like(word.replace("-", ""), part))


def _like(word: str, part: str) -> bool:
    """Whether a word is ``part``, in which a * at the start or the end stands for any letters."""
    core = part.strip("*")
    if part.startswith("*") and part.endswith("*"):
        return core in word
    if part.startswith("*"):
        return word.endswith(core)
    return word.startswith(core) if part.endswith("*") else word == core
