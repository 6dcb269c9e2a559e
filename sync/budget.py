"""How many requests may be in flight on a connection: fewer at once in trouble, slowly more again."""

from __future__ import annotations

from dataclasses import dataclass, replace

BURST = 5
"""From so many failures in one round on, half of all, it is the server and not its mailboxes."""


@dataclass(frozen=True, slots=True)
class Budget:
    """``now`` requests in flight at most, of the ``most`` that the configuration allows."""

    most: int
    now: int

    def after(self, answered: int, unavailable: int) -> Budget:
        """The budget after a round: halved by a burst of failures, else one more up to ``most``.

        ``answered``: how many mailboxes gave any answer, the ``unavailable`` included.

        Servers that are throttled time out as often as they say so; both count as throttling.
        """
        if is_burst(answered, unavailable):
            return replace(self, now=max(1, self.now // 2))
        if answered and not unavailable:
            return replace(self, now=min(self.most, self.now + 1))
        return self


def is_burst(answered: int, unavailable: int) -> bool:
    """Whether so many failed that the trouble is the connection's."""
    return unavailable >= BURST and unavailable >= answered - unavailable
