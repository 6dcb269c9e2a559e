"""What a reading of an entry's words looks like, and what an organisation may add to the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policy.model import Kind

VERSION = "2"
"""Stored with every cursor: raised whenever an entry may be read differently than before."""


class Meaning(StrEnum):
    """What the words of one entry say about where its owner works."""

    HOME = "home"
    ABSENCE = "absence"
    PRESENCE = "presence"
    """The owner says he is in, or that home work is off."""
    NOT_HOME = "not_home"
    """Something stands against home, so no category may make it home either."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Cut:
    """How the words cut an entry's span, in minutes after midnight; ``half`` is ½ without a side."""

    start: int | None = None
    end: int | None = None
    half: bool = False


NO_CUT = Cut()


@dataclass(frozen=True, slots=True)
class Words:
    """What an organisation sets under ``[words]``.

    ``add`` maps ``home``, ``absence``, ``presence``, ``on_site`` or ``not_home`` to further
    phrases; ``remove`` lists phrases that shall mean nothing; what is in both is added. A ``*`` at
    the start or the end of a word stands for any letters.
    """

    home_categories: tuple[str, ...] = ("Hjemmearbejde", "Hjemme", "Home work", "WFH")
    on_site_categories: tuple[str, ...] = (
        "Fysisk",
        "Fysisk møde",
        "Fysisk fremmøde",
        "Fremmøde",
        "On-site",
        "Onsite",
        "In person",
        "In-person",
    )
    elsewhere_is_home: bool = False
    add: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """How one entry was read.

    ``rule`` and ``on_site_rule`` are ids that may be stored; ``word`` and ``on_site_word`` are
    pieces of the text and must not be. ``on_site`` is sure evidence that the owner is needed in.
    """

    meaning: Meaning
    rule: str = ""
    word: str = ""
    cut: Cut = NO_CUT
    kind: Kind | None = None
    on_site: bool = False
    on_site_rule: str = ""
    on_site_word: str = ""
    online: bool = False
