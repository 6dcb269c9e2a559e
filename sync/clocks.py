"""Our clock beside those of the servers: told above a minute; far apart, nothing is written.

Either clock may be the wrong one. As long as one server agrees with us, it is the others that are
held; where none does, it may well be ours, and with it every day, every slot and everything that
is kept for a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from connectors.base import Dated
from connectors.dated import APART, in_words

STOP = timedelta(minutes=10)
"""Clocks that are further apart hold all writing; it goes on by itself once they agree."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """``apart``: how far our clock is ahead of each server's (negative: behind), by connection."""

    apart: Mapping[str, timedelta] = field(default_factory=dict)

    @property
    def doubted(self) -> frozenset[str]:
        """The connections whose clock is not ours."""
        return frozenset(name for name, apart in self.apart.items() if abs(apart) > APART)

    @property
    def shut(self) -> frozenset[str]:
        """The connections whose clock is so far from ours that nothing is written there."""
        return frozenset(name for name, apart in self.apart.items() if abs(apart) > STOP)

    @property
    def hold_all(self) -> bool:
        """Whether nothing is written anywhere, for no server agrees with us."""
        return bool(self.shut) and len(self.shut) == len(self.apart)

    def hold(self, connection: str) -> bool:
        """Whether nothing is written over a connection now."""
        return self.hold_all or connection in self.shut

    def said(self, name: str) -> str:
        """How our clock stands to that of a connection in doubt, and what to do."""
        words = f"{in_words(self.apart[name])}; one of the two is wrong: set it (NTP)"
        if name not in self.shut:
            return words
        where = "at all" if self.hold_all else "over this connection"
        return f"{words}. Nothing is written {where} until they agree"

    @property
    def lines(self) -> Iterator[str]:
        """The same for all of them."""
        return (f"connection {name}: {self.said(name)}" for name in sorted(self.doubted))


def clocks_of(connections: Mapping[str, object]) -> Clocks:
    """As the latest answers had it, of every server that tells its time."""
    told = {n: one.clock_apart() for n, one in connections.items() if isinstance(one, Dated)}
    return Clocks({name: apart for name, apart in told.items() if apart is not None})
