"""Heeds what servers tell of changes: a hint makes a mailbox due, and nothing else.

Every mailbox is polled all the same; what was told and got lost is found by the next poll.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from connectors.hints import What
from sync import schedule_rows, subscription_rows
from sync.running import Running
from sync.states import ACTIVE
from sync.subscription_rows import Subscribed

GAP = timedelta(seconds=10)
"""However often something is told of a mailbox, it is not read more often than that."""


def heed(running: Running, now: datetime) -> Counter[str]:
    """Let mailboxes be due of which a server told; how many hints came to what.

    What comes for no subscription of ours, or without its word, is counted and let be.
    """
    hints, counted = running.hints.take()
    if not hints:
        return counted
    busy = running.lanes.in_flight()
    told: dict[str, set[What]] = {}
    with running.store.transaction() as db:
        known = subscription_rows.known(db, {hint.subscription for hint in hints})
        for hint in hints:
            row = known.get(hint.subscription)
            if row is None:
                counted["unknown"] += 1
            elif not hmac.compare_digest(hint.state, row.client_state or ""):
                counted["wrong_state"] += 1
            elif row.person in busy:  # what is being read may be from before the change
                running.hints.put((hint,))
            else:
                counted["heeded"] += 1
                told.setdefault(row.person, set()).add(hint.what)
        _see_to(db, (row for row in known.values() if row.person in told), told, now)
        news = {p: What.MISSED in what for p, what in told.items() if what != {What.RENEW}}
        let_be_due(db, news, now)
    return counted


def _see_to(
    db: Connection, rows: Iterable[Subscribed], told: Mapping[str, set[What]], now: datetime
) -> None:
    """What was told of the subscriptions themselves: the next errands renew them, or make them anew."""
    for row in rows:
        if What.REMOVED in told[row.person]:
            subscription_rows.save(db, (row.gone(now),))
        elif What.RENEW in told[row.person]:
            subscription_rows.save(db, (replace(row, renew_at=now),))


def let_be_due(db: Connection, people: Mapping[str, bool], now: datetime) -> None:
    """Have mailboxes read soon, whole where that is asked for; those in trouble keep their waits."""
    rows = schedule_rows.some(db, people)
    schedule_rows.save_schedule(
        db,
        (
            replace(
                kept,
                next_due=min(kept.next_due, _soon(kept.read_at, now)),
                compared_at=None if people[kept.person] else kept.compared_at,
            )
            for kept in rows.values()
            if kept.next_due is not None and kept.state == ACTIVE and not kept.failures
        ),
    )


def _soon(read_at: datetime | None, now: datetime) -> datetime:
    """Now, or once the gap since the last look has passed."""
    just_read = read_at is not None and timedelta(0) <= now - read_at < GAP
    return read_at + GAP if just_read and read_at is not None else now
