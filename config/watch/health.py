"""Whether the service is alive, and whether it does its work – and if not, why not, in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sync.observed import Fact, Round

STUCK = 600.0
"""After so many seconds without the end of a tick the process is taken for stuck."""


@dataclass(slots=True)
class Health:
    """What the last tick and the events since say about it; ``now``: seconds that never jump."""

    now: Callable[[], float] = time.monotonic
    began: float = field(init=False)
    succeeded: float | None = field(default=None, init=False)
    held: bool = field(default=False, init=False)
    refused: bool = field(default=False, init=False)
    failing: bool = field(default=False, init=False)
    stopped: dict[str, None] = field(default_factory=dict, init=False)
    clocks: dict[str, str] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        """The first tick has as long as any other."""
        self.began = self.now()

    def round(self, seen: Round) -> None:
        """A tick has ended well."""
        self.succeeded = self.now()
        self.held = seen.held is not None
        self.failing = False

    def event(self, name: str, **facts: Fact) -> None:
        """Those events that make a difference to readiness."""
        if name in ("configuration_read", "configuration_refused"):
            self.refused = name == "configuration_refused"
        elif name == "tick_failed":
            self.failing = True
        elif name == "connection_stopped":
            self.stopped[str(facts.get("connection"))] = None
        elif name == "connection_back":
            self.stopped.pop(str(facts.get("connection")), None)
        elif name == "clock_holds":
            self.clocks[str(facts.get("connection"))] = str(facts.get("why"))
        elif name in ("clock_apart", "clock_agrees"):
            self.clocks.pop(str(facts.get("connection")), None)

    def stuck(self) -> str | None:
        """Why the process ought to be started again, or None."""
        silent = self.now() - (self.began if self.succeeded is None else self.succeeded)
        if silent <= STUCK:
            return None
        return f"no tick has ended for {silent:.0f} seconds"

    def in_the_way(self) -> Iterator[str]:
        """What keeps the service from its work."""
        stuck = self.stuck()
        if stuck:
            yield stuck
        elif self.succeeded is None:
            yield "the first tick has not ended yet"
        if self.failing:
            yield "the last tick failed; the next one tries again"
        if self.refused:
            yield "the configuration was changed and cannot be used; the old one goes on"
        if self.held:
            yield "the brake holds what would change; `hjemmedag confirm` shows it"
        for name in self.stopped:
            yield f"connection {name} was refused when signing in"
        for name, why in self.clocks.items():
            yield f"connection {name}: {why}"
