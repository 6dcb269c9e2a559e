"""The kinds of answer a segment and a line can give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from policy.lexicon.items import Item
from policy.lexicon.model import NO_CUT, Cut, Meaning
from policy.lexicon.segments import Segment
from policy.lexicon.tags import PEOPLE, STRONG_HOME, Tag
from policy.model import Kind


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

    @property
    def span(self) -> tuple[int, int]:
        """Where the deciding word stands in the line."""
        return self.item.start, self.item.end

    @property
    def strong(self) -> bool:
        """Whether the deciding word says home *work*, not only home."""
        return self.item.has(*STRONG_HOME)

    def line(self, meaning: Meaning, rule: str = "") -> Line:
        """A line decided by this word."""
        return Line(meaning, rule or self.rule, self.span)


@dataclass(frozen=True, slots=True)
class Line:
    """What one line of text says; ``word`` is where the deciding word stands."""

    meaning: Meaning
    rule: str = ""
    word: tuple[int, int] | None = None
    cut: Cut = NO_CUT
    kind: Kind | None = None


NOTHING = Line(Meaning.NOTHING)


def index(items: Sequence[Item], *tags: Tag) -> int | None:
    """The place of the first item that belongs to one of the families."""
    for at, item in enumerate(items):
        if not item.tags.isdisjoint(tags):
            return at
    return None


def says_who(item: Item) -> bool:
    """ "arbejder hjemme" speaks of somebody; "working from home" may be the title of something."""
    return item.has(Tag.HOME_VERB) and not item.key.startswith(("working ", "arbejde "))


_AGREED = (
    "aftal",
    "godk",
    "ok ",
    "agreed",
    "approved",
    "efter aftale",
    "jf",
    "iflg",
    "ifølge",
    "som aft",
)


def agreed(item: Item) -> bool:
    """Whether a person after this word is one with whom the home day was agreed: "ok LHA"."""
    return item.key == "ok" or item.key.startswith(_AGREED)


def stranger(items: Sequence[Item]) -> int | None:
    """The first person who is not the owner, unless both are named ("Mette og Lars").

    "Mette Hansen" is somebody else where the owner is Mette Jensen; "aftalt med Lars" is nobody.
    """
    owner = index(items, Tag.OWN) is not None
    for i, item in enumerate(items):
        if not item.tags & PEOPLE or item.has(Tag.WORK):
            continue
        if any(agreed(x) for x in items[max(0, i - 2) : i]):
            continue
        beside = any(x.has(Tag.OWN) for x in (*items[max(0, i - 1) : i], *items[i + 1 : i + 2]))
        if not owner or (beside and item.has(Tag.NAME)):
            return i
    return None
