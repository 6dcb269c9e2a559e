"""What the service tells, as lines of its log."""

from __future__ import annotations

from config.watch.log import logger
from sync.observed import Fact, Round

LOUD = frozenset(
    (
        *("connection_stopped", "entry_parked", "held", "configuration_refused", "tick_failed"),
        "clock_holds",
    )
)
SOFT = frozenset(
    (
        *("connection_waits", "subscriptions_wait", "mailbox_failed", "mailbox_gone"),
        *("answers_not_written", "clock_apart", "connection_warns"),
    )
)


class Telling:
    """An observer that logs: one line a round, one line an event."""

    def round(self, seen: Round) -> None:
        """Counts and durations; a round in which nothing happened only to those who debug."""
        did = {k: n for k, n in {**seen.reads}.items() if n and k != "unchanged"}
        wrote = {k: n for k, n in seen.writes.items() if n}
        say = logger().info if did or wrote else logger().debug
        more = {"hints": dict(seen.hints)} if seen.hints else {}
        say(
            "round",
            shard=seen.shard,
            seconds=round(seen.seconds, 3),
            reads=dict(seen.reads),
            writes=dict(seen.writes),
            lag=round(seen.lag, 1),
            stalest=round(seen.stalest, 1),
            pending=seen.pending,
            parked=seen.parked,
            held=seen.held,
            quiet=seen.quiet,
            **more,
        )

    def event(self, name: str, **facts: Fact) -> None:
        """An event with its facts; louder where somebody has to do something."""
        log = logger()
        say = log.error if name in LOUD else log.warning if name in SOFT else log.info
        say(name, **facts)
