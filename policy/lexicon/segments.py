"""Cuts a line into segments: what stands between commas, dashes, brackets and "then"."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from policy.lexicon.items import Item
from policy.lexicon.tagging import tagged
from policy.lexicon.tags import ABSENCE, HOME, PRESENCE, Tag
from policy.lexicon.vocabulary import Vocabulary

_ANCHORS = HOME | ABSENCE | PRESENCE


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that stand together.

    ``sep`` is the sign before them, ``then`` if they come after others, ``but`` if against them;
    ``asked`` if a question mark ends them.
    """

    items: tuple[Item, ...]
    sep: str = ""
    then: bool = False
    but: bool = False
    asked: bool = False

    def find(self, *tags: Tag) -> Item | None:
        """The first item that belongs to one of the families."""
        for item in self.items:
            if not item.tags.isdisjoint(tags):
                return item
        return None

    def only(self, tags: Collection[Tag]) -> bool:
        """Whether every item belongs to one of the families."""
        for item in self.items:  # noqa: SIM110 – asked for every line, and a generator costs twice as much
            if item.tags.isdisjoint(tags):
                return False
        return True


def parse(text: str, vocabulary: Vocabulary, own: Collection[str]) -> tuple[Segment, ...]:
    """The segments of a cleaned line; ``own`` are the keys of the owner's own names."""
    return _Cutter(tagged(text, vocabulary, own)).segments() if text else ()


class _Cutter:
    """Walks over the words once; what is open at a moment is the ``run``."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.done: list[Segment] = []
        self.run: list[Item] = []
        self.sep, self.then, self.but = "", False, False

    def segments(self) -> tuple[Segment, ...]:
        for at, item in enumerate(self.items):
            if item.sep:
                self._sign(at, item)
            elif item.has(Tag.THEN, Tag.REST, Tag.AFTER) and self._is_then(at, item):
                self._then(at, item)
            elif item.has(Tag.BUT):
                self._but()
            elif item.has(Tag.AND) and self.run and _anchor_follows(self.items, at + 1):
                self._close("&")
            else:
                self.run.append(item)
        self._close("")
        return tuple(self.done)

    def _sign(self, at: int, item: Item) -> None:
        if item.sep not in "+&" or _anchor_follows(self.items, at + 1):
            self._close(item.sep)

    def _is_then(self, at: int, item: Item) -> bool:
        return item.has(Tag.THEN, Tag.REST) or _ends_here(self.items, at)

    def _then(self, at: int, item: Item) -> None:
        if _means_so(self.items, at) or self._because_of(item):
            self._close("," if self.run else self.sep)
            return
        if not self.run and not self.done and not item.has(Tag.REST):
            return  # "Så arbejder jeg hjemme": nothing went before
        if self.run and _ends_here(self.items, at) and not _opens(self.items, at + 1):
            self.then = True
        else:
            self._close("," if self.run else self.sep)
            self.then = True

    def _because_of(self, item: Item) -> bool:
        """ "Togene kører ikke, så hjemmearbejde": what went before took no time."""
        before = self.run or (self.done[-1].items if self.done else ())
        timed = any(x.clock is not None or x.has(*_PART) for x in before)
        return item.key == "så" and not timed and any(x.has(*_KEPT_AWAY) for x in before)

    def _but(self) -> None:
        if self.run:
            self._close(",")
        self.but = True

    def _close(self, sep: str) -> None:
        if self.run:
            found = _by_anchor(tuple(self.run), self.sep, then=self.then, but=self.but)
            self.done += [replace(s, asked=True) for s in found] if sep == "?" else found
            self.run = []
            self.sep, self.then, self.but = sep, False, False
        elif sep in ("→", "(", ":") or not self.sep:
            self.sep = sep


def _means_so(items: Sequence[Item], at: int) -> bool:
    """ "så jeg arbejder hjemme" gives a reason; "så arbejder jeg hjemme" is later."""
    return items[at].key == "så" and at + 1 < len(items) and items[at + 1].key in _I


_KEPT_AWAY = (Tag.TROUBLE, Tag.NEGATION, Tag.CANCELLED)
_I = ("jeg", "jæ", "a", "æ")


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
