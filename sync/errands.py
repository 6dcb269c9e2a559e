"""Asks servers to tell of changes: subscriptions are made, renewed and dropped in the lanes.

At every start, once a day, and whenever people come or go, what stands at the server is listed: what
is missing is made anew, what nobody here knows is taken away. So nothing rests on what the server says
of their end, and a crash leaves none behind.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from connectors.base import Subscription
from connectors.errors import AlreadyThere, AuthFailed, ConnectorError, EntryGone, Unavailable
from connectors.hints import digest_of_state
from connectors.model import Mailbox
from sync import schedule_rows, subscription_rows
from sync.backoff import asked_for, wait
from sync.claim import closed
from sync.lanes import Done, Piece
from sync.notifying import let_be_due
from sync.running import Running
from sync.subscribing import Subscribing
from sync.subscription_rows import LIFE, Subscribed

AWAY = timedelta(minutes=1), timedelta(hours=1)
"""First and longest wait after trouble that may be everybody's."""
REFUSED = timedelta(days=1)
"""How long a mailbox is left alone for which there can be none."""
TRIES = 3


@dataclass(frozen=True, slots=True)
class Errand:
    """The work of one piece: a call about subscriptions.

    ``row``: whose, as it stands or is to stand once the server has answered. Without one it is a
    listing, or ``drops`` is the id of what is taken away.
    """

    about: Subscribing
    call: Callable[[], object]
    row: Subscribed | None = None
    drops: str | None = None

    def __call__(self) -> object:
        return self.call()


def send_out(running: Running, now: datetime) -> bool:
    """Hand what is to be done about subscriptions to the lanes, a little at a time; whether it was
    anything."""
    _look_at_connections(running)
    found = False
    for name, about in running.subscribing.items():
        with running.store.transaction() as db:
            waiting = schedule_rows.waiting(db).get(name)
            if not about.open(now) or (waiting is not None and closed(waiting, now)):
                continue
            errands = tuple(_errands(running, db, name, about, now))
        for errand in errands:
            about.under_way += 1
            people = (errand.row.person,) if errand.row else ()
            running.lanes.put(Piece(name, people, errand))
            found = True
    return found


def _look_at_connections(running: Running) -> None:
    """Whenever people or settings have changed: rows of what is over go, and all is listed anew."""
    if running.roll is running.told_for:
        return
    service, before = running.service, running.subscribing
    doors = {n: door for n in service.connections if (door := service.notifier(n)) is not None}
    wanted = {n for n, door in doors.items() if door.url is not None}
    with running.store.transaction() as db:
        over = subscription_rows.let_go(db, wanted)
    left: dict[str, list[str]] = {}
    for row in over:
        if row.remote_id is not None:
            left.setdefault(row.connection, []).append(row.remote_id)
    running.subscribing = {}
    for name in doors.keys() & (wanted | left.keys()):
        known = before.get(name)
        same = known is not None and known.notifier is doors[name]
        about = known if known is not None and same else Subscribing(doors[name])
        about.listed_at = None
        about.unknown.extend(left.get(name, ()))
        running.subscribing[name] = about
    running.told_for = running.roll


def _errands(
    running: Running, db: Connection, name: str, about: Subscribing, now: datetime
) -> Iterator[Errand]:
    limit = about.limit()
    if about.unknown:
        for _ in range(min(limit, len(about.unknown))):
            yield _drop(about, about.unknown.popleft())
    elif about.notifier.url is None or about.listing:
        return
    elif about.list_due(now):
        # What is just being made would look like nobody's.
        if limit and not about.under_way:
            about.listing = True
            yield Errand(about, about.notifier.listed)
    else:
        rows = subscription_rows.due(db, name, now, limit)
        rows += tuple(Subscribed(p, name) for p in subscription_rows.unasked(db, name, limit))
        busy = running.lanes.in_flight()
        for row in [row for row in rows if row.person not in busy][:limit]:
            person = running.person(row.person)
            if person is not None:
                yield _ask(about, row, person.mailbox, now)


def _drop(about: Subscribing, subscription: str) -> Errand:
    return Errand(about, lambda: about.notifier.drop(subscription), drops=subscription)


def _ask(about: Subscribing, row: Subscribed, mailbox: Mailbox, now: datetime) -> Errand:
    """Renew what stands, else make a new one."""
    door, standing, ends = about.notifier, row.remote_id, now + LIFE
    if standing is not None and row.expires_at is not None and row.expires_at > now:
        return Errand(about, lambda: door.renew(mailbox, standing, ends), row)
    word = secrets.token_urlsafe(32)
    fresh = Subscribed(row.person, row.connection, client_state=digest_of_state(word))
    fresh = replace(fresh, failures=row.failures)
    return Errand(about, lambda: door.create(mailbox, word, ends), fresh)


def settle(running: Running, done: Iterable[Done], now: datetime) -> None:
    """Write down what came of errands; raises what is the store's trouble."""
    for one in done:
        errand, error = one.piece.work, one.error
        assert isinstance(errand, Errand)
        if isinstance(error, SQLAlchemyError):
            raise error
        about, name = errand.about, one.piece.connection
        about.under_way -= 1
        with running.store.transaction() as db:
            if errand.row is not None:
                _settle_row(running, db, errand.about, errand.row, one, now)
            elif errand.drops is None:
                about.listing = False
                if isinstance(one.value, tuple):
                    _settle_list(running, db, name, about, one.value, now)
            elif isinstance(error, Unavailable | AuthFailed):
                about.unknown.append(errand.drops)
        _settle_connection(running, name, about, error, now)


def _settle_connection(
    running: Running, name: str, about: Subscribing, error: Exception | None, now: datetime
) -> None:
    """Trouble that may be everybody's keeps all from being asked for a while."""
    known = isinstance(error, ConnectorError)
    if error is None or (known and not isinstance(error, Unavailable | AuthFailed)):
        about.failures, about.not_before = 0, None
        return
    about.failures += 1
    base, longest = AWAY
    chance, at_least = running.service.chance, asked_for(error)
    pause = wait(about.failures, chance, base=base, longest=longest, at_least=at_least)
    about.not_before = now + pause
    why = str(error) if known else f"unexpected {type(error).__name__}"
    tell = running.observer.event
    tell("subscriptions_wait", connection=name, error=why, until=about.not_before)


def _settle_row(
    running: Running, db: Connection, about: Subscribing, row: Subscribed, done: Done, now: datetime
) -> None:
    made, error = done.value, done.error
    if running.roll is None or row.person not in running.roll.people:  # they left meanwhile
        if isinstance(made, Subscription):
            about.unknown.append(made.id)
        return
    if isinstance(made, Subscription):
        half = now + (made.ends - now) / 2
        stands = replace(row, remote_id=made.id, expires_at=made.ends, renew_at=half, failures=0)
        subscription_rows.save(db, (stands,))
    elif isinstance(error, EntryGone):
        subscription_rows.save(db, (row.gone(now),))
        let_be_due(db, {row.person: False}, now)
    else:
        again = _again(about, row, error, now, running.service.chance)
        word = None if row.remote_id is None else row.client_state
        later = replace(row, client_state=word, renew_at=again, failures=row.failures + 1)
        subscription_rows.save(db, (later,))


def _again(
    about: Subscribing,
    row: Subscribed,
    error: Exception | None,
    now: datetime,
    chance: Callable[[], float],
) -> datetime:
    """When what failed is tried again."""
    if isinstance(error, AlreadyThere) and row.failures < TRIES:
        return about.list_again(now)  # ours, from before a crash: it is dropped, then made anew
    if isinstance(error, ConnectorError) and not isinstance(error, Unavailable | AuthFailed):
        return now + REFUSED * (1 + chance()) / 2
    return now + wait(row.failures + 1, chance, base=AWAY[0], at_least=asked_for(error))


def _settle_list(
    running: Running,
    db: Connection,
    name: str,
    about: Subscribing,
    listed: tuple[Subscription, ...],
    now: datetime,
) -> None:
    """What stands against what we know."""
    standing = {one.id: one for one in listed if one.ends > now}
    known = {row.remote_id: row for row in subscription_rows.every(db) if row.remote_id}
    missing = [
        row
        for identity, row in known.items()
        if row.connection == name and not (identity in standing and standing[identity].ours)
    ]
    # What stands for an address that was ours before is nobody's any more.
    lost = {row.remote_id for row in missing}
    unknown = [s.id for s in standing.values() if s.id in lost or (s.ours and s.id not in known)]
    subscription_rows.save(db, [row.gone(now) for row in missing])
    let_be_due(db, {row.person: False for row in missing}, now)
    about.unknown.extend(unknown)
    about.was_listed(now)
    counts = {"standing": len(standing), "missing": len(missing), "unknown": len(unknown)}
    running.observer.event("subscriptions_listed", connection=name, **counts)
