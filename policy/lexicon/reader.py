"""Reads an entry: subject, location and categories become one reading."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from policy.lexicon import model
from policy.lexicon.clean import clean, key
from policy.lexicon.compose import compose
from policy.lexicon.items import split
from policy.lexicon.model import NO_CUT, Meaning, Reading, Words
from policy.lexicon.on_site import OnSite, on_site
from policy.lexicon.segments import Segment, parse
from policy.lexicon.tags import HARMLESS, HOME, Tag
from policy.lexicon.verdict import NOTHING, Line
from policy.lexicon.vocabulary import Vocabulary
from policy.model import Kind

NOT_HOME_CATEGORIES = frozenset({"ikke hjemmearbejde", "not home work"})
ONLINE_CATEGORY = "online"
_REMEMBERED = 8192
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Place:
    """A location as it is read, whatever the subject: the same few come again and again."""

    text: str
    segments: Sequence[Segment]
    line: Line
    on_site: OnSite


class Lexicon:
    """The words of one organisation, compiled once; safe to share between threads."""

    VERSION = model.VERSION

    def __init__(self, words: Words = Words()) -> None:  # noqa: B008  # frozen
        self.words = words
        self._vocabulary = Vocabulary(words)
        self._home = frozenset(_plain(c) for c in words.home_categories)
        self._on_site = frozenset(_plain(c) for c in words.on_site_categories)
        self._read = lru_cache(maxsize=_REMEMBERED)(self._read_anew)
        self._place = lru_cache(maxsize=_REMEMBERED)(self._place_anew)

    def read(
        self,
        subject: str,
        location: str = "",
        categories: Sequence[str] = (),
        *,
        own_names: Collection[str] = (),
        own_entry: bool = True,
    ) -> Reading:
        """How an entry is read; never raises, whatever the text.

        ``own_names`` are the owner's initials, aliases and parts of the name. ``own_entry`` is
        False where somebody else organises or others attend: then a home category and presence
        do not count.
        """
        own = _names_in(subject, location, own_names)
        return self._read(subject, location, tuple(categories), own, own_entry)

    def _read_anew(
        self,
        subject: str,
        location: str,
        categories: tuple[str, ...],
        own: frozenset[str],
        own_entry: bool,
    ) -> Reading:
        place = self._place(location, own)
        subject_text = clean(subject)
        segments = parse(subject_text, self._vocabulary, own)
        line, word = _joined(compose(segments), segments, subject_text, place)
        reading = Reading(line.meaning, line.rule, word, line.cut, line.kind)
        reading = self._with_categories(reading, categories, own_entry=own_entry)
        reading = _of_entry(reading, own_entry=own_entry)
        return self._with_on_site(reading, segments, subject_text, place, categories)

    def _place_anew(self, location: str, own: frozenset[str]) -> _Place:
        text = clean(location) if location else ""
        segments = parse(text, self._vocabulary, own)
        return _Place(text, segments, compose(segments), on_site(segments))

    def _with_categories(
        self, reading: Reading, categories: tuple[str, ...], *, own_entry: bool
    ) -> Reading:
        if not categories and (reading.kind is None or reading.meaning is Meaning.HOME):
            return reading
        plain = {_plain(c): c for c in categories}
        not_home = next((c for c in plain if c in NOT_HOME_CATEGORIES), None)
        if not_home is not None and reading.meaning is not Meaning.ABSENCE:
            return Reading(Meaning.PRESENCE, "not-home-category", plain[not_home])
        kind = _kind_of(plain) or reading.kind
        home = next((c for c in plain if _without_kind(c) in self._home), None)
        if home is not None and own_entry and reading.meaning is Meaning.NOTHING:
            kind = kind or _kind_of({home: home})
            return Reading(Meaning.HOME, "home-category", plain[home], NO_CUT, kind)
        return replace(reading, kind=kind if reading.meaning is Meaning.HOME else None)

    def _with_on_site(
        self,
        reading: Reading,
        segments: Sequence[Segment],
        subject: str,
        place: _Place,
        categories: tuple[str, ...],
    ) -> Reading:
        one, other = on_site(segments), place.on_site
        plain = {_plain(c): c for c in categories}
        online = one.online or other.online or ONLINE_CATEGORY in plain
        marker = next((plain[c] for c in plain if c in self._on_site), None)
        silent = reading.meaning in (Meaning.HOME, Meaning.ABSENCE)
        if silent or reading.rule == "cancelled-prefix" or ONLINE_CATEGORY in plain:
            return replace(reading, online=True) if online else reading
        if marker is not None:  # the owner's own mark stands, whatever the words say
            return _needed(reading, "on-site-category", marker)
        if online:
            return replace(reading, online=True)
        if one.word is not None:
            return _needed(reading, one.rule, _piece(subject, one.word))
        if other.word is not None:
            return _needed(reading, "on-site-place", _piece(place.text, other.word))
        return reading


def _names_in(subject: str, location: str, own_names: Collection[str]) -> frozenset[str]:
    """The owner's names that occur in an entry: lines without any are then read only once."""
    if not own_names:
        return _NOBODY
    line, place = _spelled(subject), _spelled(location)
    found = [p for p in _parts_of(frozenset(own_names)) if p in line or p in place]
    return frozenset(found) if found else _NOBODY


@lru_cache(maxsize=_REMEMBERED)
def _spelled(text: str) -> str:
    return key(clean(text))


@lru_cache(maxsize=_REMEMBERED)
def _parts_of(names: frozenset[str]) -> tuple[str, ...]:
    parts = {_spelled(part) for name in names for part in name.split()}
    return tuple(sorted(parts - {""}))


def _needed(reading: Reading, rule: str, word: str) -> Reading:
    return replace(reading, on_site=True, on_site_rule=rule, on_site_word=word)


def _of_entry(reading: Reading, *, own_entry: bool) -> Reading:
    """Presence counts only on the owner's own entry."""
    if own_entry or reading.meaning is not Meaning.PRESENCE:
        return reading
    blocked = reading.rule != "presence"
    return replace(reading, meaning=Meaning.NOT_HOME if blocked else Meaning.NOTHING, cut=NO_CUT)


def _joined(
    line: Line,
    segments: Sequence[Segment],
    subject: str,
    where: _Place,
) -> tuple[Line, str]:
    """The subject's meaning, or the location's where the subject has none of its own."""
    word = _piece(subject, line.word)
    if not where.segments:
        return line, word
    place = where.line
    place_word = _piece(where.text, place.word)
    if line.meaning is Meaning.HOME:
        against = place.meaning in (Meaning.NOT_HOME, Meaning.PRESENCE)
        return (replace(NOTHING, rule="home-elsewhere"), place_word) if against else (line, word)
    if line.meaning is not Meaning.NOTHING or line.rule:
        return line, word
    if place.meaning is Meaning.HOME and not _only_home(where.segments):
        return line, word
    if place.meaning is Meaning.HOME and not _suits_home(segments):
        return line, word
    if place.meaning in (Meaning.HOME, Meaning.NOT_HOME, Meaning.PRESENCE):
        rule = place.rule.replace("home-word", "home-place")
        return replace(place, rule=rule, kind=place.kind), place_word
    return line, word


def _only_home(places: Sequence[Segment]) -> bool:
    return all(s.only(HOME | HARMLESS | {Tag.ONLINE, Tag.CONTACT}) for s in places)


_PRIVATE = (
    Tag.PRIVATE, Tag.EVENT, Tag.CLIENT_WORD, Tag.OUTSIDE, Tag.ON_SITE, Tag.PHYSICAL, Tag.NAME,
    Tag.INITIALS, Tag.REMINDER, Tag.QUESTION, Tag.OTHER, Tag.CANCELLED, Tag.DEPART,
)  # fmt: skip
_NEVER_HOME = (Tag.CLIENT_WORD, Tag.ON_SITE, Tag.PHYSICAL, Tag.QUESTION, Tag.CANCELLED)


def _suits_home(segments: Sequence[Segment]) -> bool:
    """Whether a subject may stand with the location "Hjemme": no lunch, no visit, no craftsman."""
    tasks = any(s.items[0].has(Tag.WORK, Tag.WORK_VERB) for s in segments)
    return not any(s.find(*(_NEVER_HOME if tasks else _PRIVATE)) for s in segments)


def _piece(text: str, span: tuple[int, int] | None) -> str:
    return text[span[0] : span[1]] if span else ""


def _plain(category: str) -> str:
    return " ".join(key(clean(category)).split())


def _without_kind(category: str) -> str:
    words = category.replace("(", " ").replace(")", " ").replace("ad hoc", " ").split()
    return " ".join(w for w in words if w not in ("fast", "fixed", "adhoc", "ad-hoc"))


def _kind_of(categories: Collection[str]) -> Kind | None:
    for category in categories:
        words = {item.key for item in split(category)}
        if "ad hoc" in category or words & {"adhoc", "ad-hoc"}:
            return Kind.AD_HOC
        if words & {"fast", "fixed"}:
            return Kind.FIXED
    return None
