"""What the oracle knows of an organisation, and the words in which it speaks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from policy.organisation import Organisation
from policy.register import Register

NONE, HALF, WHOLE = Fraction(0), Fraction(1, 2), Fraction(1)
TWO = Fraction(2)
Minutes = frozenset[int]
Facts = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Entry:
    """What an entry says: ``kind`` is fixed, ad_hoc or open; without ``hours`` it is all-day."""

    kind: str = "open"
    hours: tuple[int, int] | None = None
    cut: tuple[int | None, int | None] = (None, None)
    half: bool = False


@dataclass(frozen=True)
class Meeting:
    """An entry that may need its owner on site; minutes after midnight."""

    start: int
    end: int
    evidence: str


@dataclass(frozen=True)
class Diary:
    """One day of one calendar."""

    home: tuple[Entry, ...] = ()
    absence: tuple[Entry, ...] = ()
    presence: tuple[Entry, ...] = ()
    meetings: tuple[Meeting, ...] = ()


@dataclass(frozen=True, eq=False)
class World:
    """Everything that is judged, ``diaries`` by person and day; two worlds are never the same one."""

    organisation: Organisation
    register: Register
    holidays: Mapping[str, frozenset[date]]
    as_of: date
    horizon: int
    diaries: Mapping[str, Mapping[date, Diary]]

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody, by id."""
        return tuple(e.id for e in self.organisation.employees)


@dataclass(frozen=True)
class Said:
    """A finding in plain words.

    ``more`` are the facts that are compared, ``reopen`` those that bring an answered question
    back: what they are made of is each side's own matter, whether they change is not.
    """

    rule: str
    severity: str
    subject: str
    days: tuple[date, ...]
    clause: str
    key: str
    to: frozenset[str]
    more: Facts = ()
    reopen: object = field(default=None, compare=False)


@dataclass(frozen=True)
class Day:
    """A day as section 2 has it."""

    status: str
    available: bool = False
    share: Fraction = NONE
    fixed: Fraction = NONE
    kind: str = ""
    minutes: Minutes = frozenset()
    somewhere: bool = False
    """A half stands there of which nobody knows which."""


def to(*audience: str) -> frozenset[str]:
    """Whom a finding is for."""
    return frozenset(audience)
