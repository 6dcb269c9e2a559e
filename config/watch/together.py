"""Hands what the service tells to several observers."""

from __future__ import annotations

from dataclasses import dataclass

from sync.observed import Fact, Observer, Round


@dataclass(frozen=True, slots=True)
class Together:
    """Several observers as one."""

    observers: tuple[Observer, ...]

    def round(self, seen: Round) -> None:
        """To each of them."""
        for one in self.observers:
            one.round(seen)

    def event(self, name: str, **facts: Fact) -> None:
        """To each of them."""
        for one in self.observers:
            one.event(name, **facts)
