"""Writes what the ledger desires in the lanes: under the brake, the ramp and every back-off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from connectors.errors import AuthFailed, ConnectorError, Rejected, Unavailable
from sync import brake, brake_rows, ledger_rows, outbox_rows, schedule_rows, steps
from sync.backoff import write_failed
from sync.claim import closed
from sync.clocks import clocks_of
from sync.content import INVITE, NOTICE
from sync.deliver import Delivery
from sync.gathering import judge_connection
from sync.lanes import Done, Piece
from sync.ledger import Entry
from sync.running import Roll, Running


def anything(running: Running) -> bool:
    """Whether the outbox holds anything, or anything is held."""
    with running.store.transaction() as db:
        return outbox_rows.anything_pending(db) or brake_rows.held_now(db) is not None


def write_notes(running: Running, roll: Roll, now: datetime) -> None:
    """Send out what may be written; nothing but what was confirmed while the brake holds."""
    service, store = running.service, running.store
    with store.transaction() as db:
        left = steps.new_notices_left(service, db)
        running.held = hold(running, db, len(roll.people), left, now)
        found = outbox_rows.outbox(db, now, new=left, confirmed=running.held is not None)
        known = schedule_rows.some(db, {e.person for e in found})
        shut = _shut(db, now) | running.clocks.shut

    def write(entry: Entry) -> Delivery:
        return _surely(
            running, entry, lambda: steps.write_note(service, store, entry, known[entry.person])
        )

    _send_out(running, found, shut, write)


def send_overviews(running: Running, now: datetime) -> None:
    """Send out the overviews that the ledger desires."""
    service, store = running.service, running.store
    with store.transaction() as db:
        found = outbox_rows.outbox(db, now, INVITE)
        shut = _shut(db, now) | running.clocks.shut

    def send(entry: Entry) -> Delivery:
        return _surely(running, entry, lambda: steps.send_overview(service, store, entry))

    _send_out(running, found, shut, send)


def hold(
    running: Running, db: Connection, enrolled: int, left: int | None, now: datetime
) -> str | None:
    """The digest of what is held; None where writing may go on.

    What this service wrote within the last hour weighs with what it is about to write: it sees
    an outage bit by bit.
    """
    service = running.service
    today = service.today(service.zone)
    weight = brake_rows.weigh(db, now - brake.SPAN, today, left)
    why = brake.too_much(service.brake, weight, enrolled)
    if why is None:
        if brake_rows.over(db):
            running.observer.event("released")
        return None
    held = brake_rows.hold(db, why, now)
    if running.held is None:
        running.observer.event("held", digest=held.digest, why=held.why)
    return held.digest


def _surely(running: Running, entry: Entry, write: Callable[[], Delivery]) -> Delivery:
    """What became of an entry; one that fails for reasons nobody foresaw has to wait as well."""
    if not _may_still(running, entry):
        return Delivery(entry, overtaken=True)
    try:
        delivery = write()
    except SQLAlchemyError:
        raise
    except Exception as error:  # noqa: BLE001 – one odd entry is no reason to stop the rest
        delivery = Delivery(
            replace(entry, attempts=entry.attempts + 1), f"unexpected {type(error).__name__}"
        )
    if delivery.error is not None and delivery.cause is None:
        service, why = running.service, Unavailable(delivery.error)
        later = write_failed(delivery.entry, why, service.clock(), service.chance)
        with running.store.transaction() as db:
            ledger_rows.save_entry(db, later)
    return delivery


def _may_still(running: Running, entry: Entry) -> bool:
    """Whether an entry may be written by its turn: pauses, hours, settings, clocks hold from at once."""
    service, now = running.service, running.service.clock()
    if service.rhythm.read_only or service.rhythm.quiet(now, service.zone) is not None:
        return False
    if clocks_of(service.connections).hold(entry.connection):
        return False
    with running.store.transaction() as db:
        return outbox_rows.still_due(db, entry, now)


def _shut(db: Connection, now: datetime) -> frozenset[str]:
    """The connections that are being left alone."""
    return frozenset(n for n, w in schedule_rows.waiting(db).items() if closed(w, now))


@dataclass(frozen=True, slots=True)
class _Writes:
    """The work of one piece: one mailbox's entries, one after the other."""

    entries: tuple[Entry, ...]
    write: Callable[[Entry], Delivery]

    def __call__(self) -> tuple[Delivery, ...]:
        done: list[Delivery] = []
        for entry in self.entries:
            done.append(self.write(entry))
            if isinstance(done[-1].cause, AuthFailed):
                break
        return tuple(done)


def _send_out(
    running: Running,
    found: Iterable[Entry],
    shut: frozenset[str],
    write: Callable[[Entry], Delivery],
) -> None:
    busy = running.lanes.in_flight()
    pieces: dict[str, list[Entry]] = {}
    for entry in found:
        if entry.person in busy or entry.connection in shut:
            continue
        mine = pieces.setdefault(entry.person, [])
        # One request in flight for a mailbox: what goes over another connection goes next time.
        if not mine or mine[0].connection == entry.connection:
            mine.append(entry)
    for person, entries in pieces.items():
        work = _Writes(tuple(entries), write)
        running.lanes.put(Piece(entries[0].connection, (person,), work))


def come_back(done: Done) -> tuple[Delivery, ...]:
    """What a piece of writing came to; raises what is the store's trouble."""
    if done.error is None:
        assert isinstance(done.value, tuple)
        return done.value
    raise done.error


def settle(running: Running, deliveries: Iterable[Delivery], now: datetime) -> Counter[str]:
    """Tell of parked entries, leave alone the connections that do not let us in, and count."""
    counted: Counter[str] = Counter()
    stopped: dict[str, ConnectorError] = {}
    for one in deliveries:
        if one.overtaken:
            continue
        if one.told is None:
            counted[_outcome(one)] += 1
        counted["told"] += one.told or 0
        if isinstance(one.cause, Rejected):
            tell = running.observer.event
            tell("entry_parked", person=one.entry.person, entry=one.entry.id, error=one.error)
        elif isinstance(one.cause, AuthFailed):
            stopped.setdefault(one.entry.connection, one.cause)
    if stopped:
        with running.store.transaction() as db:
            waiting = schedule_rows.waiting(db)
            for name, cause in stopped.items():
                later = judge_connection(running, waiting.get(name), name, cause, now)
                if later is not None:
                    schedule_rows.save_waiting(db, later)
    return +counted


def _outcome(delivery: Delivery) -> str:
    entry = delivery.entry
    if delivery.error is not None:
        return "failed"
    if entry.kind != NOTICE:
        return "sent"
    if entry.desired is None:
        return "removed"
    return "updated" if entry.standing else "created"
