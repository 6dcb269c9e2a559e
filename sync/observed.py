"""What the service tells about itself: one ``Round`` a tick, and single events that matter.

An ``Observer`` is handed to the tick; logging and metrics are observers, and live in ``config``.
Everything in here is ids, counts and durations – never a name, a subject or a calendar's text.

The events, and what stands in ``facts`` of each:

- ``connection_stopped``: ``connection``, ``error``, ``until`` – signing in failed; loudly.
- ``connection_waits``: ``connection``, ``error``, ``until`` – the server is away or asked for time.
- ``connection_back``: ``connection``.
- ``connection_warns``: ``why`` – once a day: a certificate or secret ends, mail goes out in the clear.
- ``mailbox_failed``: ``person``, ``error``, ``failures``, ``until``.
- ``mailbox_gone`` / ``mailbox_back``: ``person``.
- ``subscriptions_listed``: ``connection``, ``standing``, ``missing`` (made anew), ``unknown`` (dropped).
- ``subscriptions_wait``: ``connection``, ``error``, ``until`` – no more is asked about them till then.
- ``entry_parked``: ``person``, ``entry`` (its id), ``error`` – a person has to look.
- ``held``: ``digest``, ``why``; ``released``: nothing is held any more.
- ``clock_apart``: ``connection``, ``why`` – its server's clock is more than a minute from ours.
- ``clock_holds``: the same, above ten minutes – nothing is written; ``clock_agrees``: it is over.
- ``request_done``: ``what``, ``request`` (its id), ``answer``.
- ``configuration_read`` / ``configuration_refused``: ``why``.
- ``answers_not_written``: ``why`` – HR's answers beside the register; they are tried again.
- ``tick_failed``: ``error`` – the kind of an error nobody foresaw; the next tick tries again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

Fact = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Round:
    """What one tick did and saw. Times in seconds.

    ``reads``: by outcome (``unchanged``, ``changed``, ``failed``, ``throttled``, ``gone``);
    ``writes``: by outcome (``created``, ``updated``, ``removed``, ``told``, ``failed``,
    ``sent`` for overviews); ``hints``: what servers told of changes, by outcome (``heeded``,
    ``unknown``: for no subscription of ours, ``wrong_state``: without its word, ``full``: too many
    waited, ``odd``: could not be read). ``ages``: for each mailbox read, how long ago it had been
    read before.
    ``lag``: how long the mailbox longest due has waited; ``stalest``: the age of the oldest
    knowledge about a mailbox that does not fail. ``states``: mailboxes by state.
    ``waiting``: connections that are being left alone; ``pending``, ``parked``: entries of the
    outbox, and those set aside for a person. ``held``: the digest to confirm, None if nothing is.
    ``quiet``: why nothing was read (``maintenance``, ``hours``), or None.
    """

    at: datetime
    seconds: float = 0.0
    shard: int = 0
    reads: Mapping[str, int] = field(default_factory=dict)
    writes: Mapping[str, int] = field(default_factory=dict)
    hints: Mapping[str, int] = field(default_factory=dict)
    ages: tuple[float, ...] = ()
    lag: float = 0.0
    stalest: float = 0.0
    states: Mapping[str, int] = field(default_factory=dict)
    in_flight: int = 0
    budgets: Mapping[str, int] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    pending: int = 0
    parked: int = 0
    held: str | None = None
    quiet: str | None = None


class Observer(Protocol):
    """Takes in what the service tells; must not raise and must not take long."""

    def round(self, seen: Round) -> None:
        """A tick has ended: ``seen.at`` is the last success."""
        ...

    def event(self, name: str, **facts: Fact) -> None:
        """Something happened that an operator may want to know at once."""
        ...


class Quiet:
    """Tells nobody."""

    def round(self, seen: Round) -> None:
        """Nothing."""

    def event(self, name: str, **facts: Fact) -> None:
        """Nothing."""


quietly = Quiet()
