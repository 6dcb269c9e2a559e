"""When a mailbox is read next, and what state it is in: pure, from one look to the next.

``active`` → ``missing`` (not found) → ``gone`` (still not, after a day) → ``active`` as soon as it
is found again. ``paused`` is an operator's; it ends when they say, or at ``paused_until``.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zlib import crc32

from connectors.errors import MailboxGone
from sync.backoff import LONGEST, Chance, asked_for, wait
from sync.records import Kept

ACTIVE, MISSING, GONE, PAUSED = "active", "missing", "gone", "paused"
GRACE = timedelta(days=1)
"""So long a mailbox that is not found counts as about to come back."""
MISSING_LONGEST = timedelta(hours=1)
EARLIEST = 0.8
"""The part of the interval that passes at least; the rest is spread, so that nobody moves in step."""


def next_poll(now: datetime, interval: timedelta, chance: Chance) -> datetime:
    """When a mailbox that is well is read again."""
    return now + interval * (EARLIEST + (1 - EARLIEST) * chance())


def after_reading(
    kept: Kept, now: datetime, interval: timedelta, chance: Chance, *, whole: bool
) -> Kept:
    """A mailbox that was read; ``whole``: its window came whole, whatever the cursor said."""
    return replace(
        _in(kept, PAUSED if is_paused(kept, now) else ACTIVE, now),
        read_at=now,
        compared_at=now if whole else kept.compared_at,
        next_due=next_poll(now, interval, chance),
        failures=0,
        last_error=None,
    )


def after_trouble(
    kept: Kept,
    error: str,
    cause: BaseException | None,
    now: datetime,
    interval: timedelta,
    chance: Chance,
) -> Kept:
    """A mailbox that could not be read; without a ``cause`` it is we who hold it back."""
    failed = replace(kept, failures=kept.failures + 1, last_error=error)
    if isinstance(cause, MailboxGone):
        return _not_found(failed, now, interval, chance)
    if cause is None:
        return replace(failed, next_due=next_poll(now, interval, chance))
    pause = wait(failed.failures, chance, base=interval, at_least=asked_for(cause))
    return replace(failed, next_due=now + pause)


def _not_found(kept: Kept, now: datetime, interval: timedelta, chance: Chance) -> Kept:
    if is_paused(kept, now):
        return replace(kept, next_due=next_poll(now, interval, chance))
    over = kept.state == GONE or (
        kept.state == MISSING and kept.since is not None and now - kept.since >= GRACE
    )
    if over:
        return replace(_in(kept, GONE, now), next_due=next_poll(now, GRACE, chance))
    pause = wait(kept.failures, chance, base=interval, longest=MISSING_LONGEST)
    return replace(_in(kept, MISSING, now), next_due=now + pause)


def _in(kept: Kept, state: str, now: datetime) -> Kept:
    return kept if kept.state == state else replace(kept, state=state, since=now)


def is_paused(kept: Kept, now: datetime) -> bool:
    """Whether an operator wants the mailbox left alone now."""
    over = kept.paused_until is not None and kept.paused_until <= now
    return kept.state == PAUSED and not over


def compare_due(kept: Kept, now: datetime) -> bool:
    """Whether the whole window is to be read, whatever the cursor says: once a day, spread.

    A cursor has been known to miss a deletion; the daily look heals that.
    """
    if kept.compared_at is None or kept.compared_at > now:
        return True
    spread = EARLIEST + (1 - EARLIEST) * crc32(kept.person.encode()) / 2**32
    return now - kept.compared_at >= LONGEST * spread
