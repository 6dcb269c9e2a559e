"""Reads claimed mailboxes in the lanes, and says of each when it is read next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from connectors.errors import AuthFailed, MailboxGone, Unavailable
from sync import schedule_rows, states
from sync.backoff import asked_for, wait
from sync.budget import is_burst
from sync.claim import batches
from sync.lanes import Done, Piece
from sync.pull import Read, keep, read
from sync.records import Kept
from sync.running import Running
from sync.schedule_rows import Waiting
from sync.service import Person, Service
from sync.store import Store

AWAY = timedelta(seconds=15), timedelta(minutes=15)
"""First and longest wait for a connection that is away: one request every so often asks no more."""
LOCKED_OUT = timedelta(minutes=1), timedelta(hours=1)
"""The same where it does not let us in: a person has to act, and accounts get locked."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a look at one mailbox came to. ``whole``: its window came whole; ``everybody``: the
    trouble is the connection's."""

    person: Person
    error: str | None = None
    cause: Exception | None = None
    everybody: bool = False
    whole: bool = False
    told: int = 0

    @property
    def outcome(self) -> str:
        """The word that counts it in a round."""
        if self.error is None:
            return "changed" if self.whole else "unchanged"
        if isinstance(self.cause, MailboxGone):
            return "gone"
        return "throttled" if asked_for(self.cause) is not None else "failed"


def send_out(running: Running, claimed: Iterable[Kept], now: datetime) -> None:
    """Hand every claimed mailbox to its connection's lane."""
    service, store = running.service, running.store
    by_connection: dict[str, list[Kept]] = {}
    people: dict[str, Person] = {}
    for kept in claimed:
        person = running.person(kept.person)
        if person is not None:
            people[kept.person] = person
            by_connection.setdefault(person.employee.connection, []).append(kept)
    for name, group in by_connection.items():
        # How many mailboxes one request of this connector carries; most ask for one at a time.
        size = int(getattr(service.connections.get(name), "batch", 1))
        for batch in batches(group, size):
            mine = tuple(people[k.person] for k in batch)
            known = {k.person: _for_reading(k, now) for k in batch}
            look = Look(service, store, mine, known)
            running.lanes.put(Piece(name, tuple(p.id for p in mine), look))


def _for_reading(kept: Kept, now: datetime) -> Kept:
    """Without its cursor once a day: then the window comes whole."""
    return replace(kept, cursor=None) if states.compare_due(kept, now) else kept


@dataclass(frozen=True, slots=True)
class Look:
    """The work of one piece: reads a batch and keeps what it says."""

    service: Service
    store: Store
    people: tuple[Person, ...]
    known: Mapping[str, Kept]

    def __call__(self) -> tuple[Looked, ...]:
        found = read(self.service, self.people, self.known)
        return tuple(self._keep(one) for one in found)

    def _keep(self, found: Read) -> Looked:
        person = found.person
        whole = found.snapshot is not None
        notes_elsewhere = person.notices not in (None, person.employee.connection)
        if found.error is None and not whole and not notes_elsewhere:
            return Looked(person)
        try:
            pulled = keep(self.service, self.store, found, believe_empty=False)
        except SQLAlchemyError:
            raise
        except Exception as error:  # noqa: BLE001 – one odd calendar is no reason to stop the rest
            return Looked(person, f"unexpected {type(error).__name__}", error)
        return Looked(
            person, pulled.error, pulled.cause, found.everybody, whole=whole, told=pulled.told
        )


def come_back(done: Done) -> tuple[Looked, ...]:
    """What a piece of reading came to; raises what is the store's trouble."""
    if done.error is None:
        assert isinstance(done.value, tuple)
        return done.value
    if isinstance(done.error, SQLAlchemyError):
        raise done.error
    assert isinstance(done.piece.work, Look)
    why = f"unexpected {type(done.error).__name__}"
    return tuple(Looked(p, why, done.error) for p in done.piece.work.people)


@dataclass(frozen=True, slots=True)
class Settled:
    """The rows of those that were looked at, as they stand now, and how old what we knew was."""

    rows: dict[str, Kept]
    ages: tuple[float, ...] = ()


def settle(running: Running, looked: Iterable[Looked], now: datetime) -> Settled:
    """Write down when each mailbox is read next and which connections are left alone."""
    by_connection: dict[str, list[Looked]] = {}
    for one in looked:
        by_connection.setdefault(one.person.employee.connection, []).append(one)
    if not by_connection:
        return Settled({})
    with running.store.transaction() as db:
        rows = schedule_rows.some(db, (o.person.id for g in by_connection.values() for o in g))
        waiting = schedule_rows.waiting(db)
        changed: dict[str, Kept] = {}
        for name, group in by_connection.items():
            trouble = _trouble(running, name, group)
            later = judge_connection(running, waiting.get(name), name, trouble, now)
            if later is not None:
                schedule_rows.save_waiting(db, later)
            for one in group:
                if one.person.id in rows and not (one.everybody or _locked_out(one)):
                    kept = _next(running, rows[one.person.id], one, now, burst=trouble is not None)
                    changed[one.person.id] = kept
        schedule_rows.save_schedule(db, changed.values())
    ages = tuple(
        (now - before.read_at).total_seconds()
        for person, before in rows.items()
        if before.read_at and person in changed and changed[person].read_at == now
    )
    return Settled(rows | changed, ages)


def _trouble(running: Running, name: str, group: Iterable[Looked]) -> Exception | None:
    """The connection's own trouble, if that is what a round of answers speaks of."""
    group = tuple(group)
    unavailable = [o for o in group if isinstance(o.cause, Unavailable)]
    running.budgets[name] = running.budget(name).after(len(group), len(unavailable))
    for one in group:
        if one.everybody or _locked_out(one):
            return one.cause
    return unavailable[0].cause if is_burst(len(group), len(unavailable)) else None


def _locked_out(looked: Looked) -> bool:
    return isinstance(looked.cause, AuthFailed)


def judge_connection(
    running: Running,
    before: Waiting | None,
    name: str,
    trouble: Exception | None,
    now: datetime,
) -> Waiting | None:
    """The connection's row as it is to stand now, and the event that says so; None: as it was."""
    tell, chance = running.observer.event, running.service.chance
    if trouble is None:
        if before is None:
            return None
        tell("connection_back", connection=name)
        return Waiting(name)
    locked_out = isinstance(trouble, AuthFailed)
    base, longest = LOCKED_OUT if locked_out else AWAY
    failures = (before.failures if before else 0) + 1
    pause = wait(failures, chance, base=base, longest=longest, at_least=asked_for(trouble))
    what = "connection_stopped" if locked_out else "connection_waits"
    tell(what, connection=name, error=str(trouble), until=now + pause)
    return Waiting(name, now + pause, failures, str(trouble))


def _next(running: Running, kept: Kept, looked: Looked, now: datetime, *, burst: bool) -> Kept:
    poll, chance = running.service.rhythm.poll, running.service.chance
    if looked.error is None:
        after = states.after_reading(kept, now, poll, chance, whole=looked.whole)
    elif burst and isinstance(looked.cause, Unavailable):
        # It failed with all the others: that is no mark against this one.
        return replace(kept, next_due=now + poll * chance(), last_error=looked.error)
    else:
        after = states.after_trouble(kept, looked.error, looked.cause, now, poll, chance)
    _tell(running, kept, after)
    return after


def _tell(running: Running, before: Kept, after: Kept) -> None:
    tell = running.observer.event
    if after.state == states.GONE and before.state != states.GONE:
        tell("mailbox_gone", person=after.person)
    elif before.state in (states.GONE, states.MISSING) and after.state == states.ACTIVE:
        tell("mailbox_back", person=after.person)
    elif after.failures:
        tell(
            "mailbox_failed",
            person=after.person,
            error=after.last_error,
            failures=after.failures,
            until=after.next_due,
        )


def outcomes(looked: Iterable[Looked]) -> Counter[str]:
    """How many mailboxes came to what."""
    return Counter(one.outcome for one in looked)
