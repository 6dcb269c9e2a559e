"""The steps over a set of people that a whole pass and a tick of the service have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from connectors.base import InviteSender, NoticeWriter
from connectors.errors import MailboxGone
from connectors.model import Mailbox
from sync import brake_rows, ledger_rows, records
from sync.content import INVITE, InviteContent
from sync.deliver import Delivery, Moment, deliver, deliver_invite
from sync.desk import Desk
from sync.invites import call_off, take_due
from sync.judge import dismiss, judge, rests_on
from sync.ledger import Entry
from sync.records import Kept
from sync.service import Person, Service
from sync.store import Store


def dismiss_others(store: Store, taking_part: Collection[str]) -> None:
    """Everybody we know who does not take part any more."""
    with store.transaction() as db:
        for person in records.known(db) - frozenset(taking_part):
            dismiss(db, person)


def judge_all(
    service: Service, store: Store, people: Iterable[Person], known: dict[str, Kept]
) -> None:
    """Judge those whose facts, day or rules have changed; a transaction each."""
    for person in people:
        kept = known.get(person.id)
        if kept is not None and kept.judged != rests_on(service, person, kept):
            with store.transaction() as db:
                judge(service, db, person, kept)


def new_notices_left(service: Service, db: Connection) -> int | None:
    """How many notes may still be created today, by the service's zone; None: any number."""
    most = service.rhythm.max_new_notices_per_day
    if most is None:
        return None
    today = service.clock().astimezone(service.zone).date()
    midnight = datetime.combine(today, time(), service.zone)
    return max(0, most - brake_rows.created_since(db, midnight))


def within(left: int | None, pending: Iterable[Entry]) -> tuple[Entry, ...]:
    """What may be written of ``pending``: of new notes the ``left`` with the nearest day."""
    pending = tuple(pending)
    if left is None:
        return pending
    new = [e for e in pending if is_new(e)]
    waiting = {e.id for e in sorted(new, key=lambda e: (e.until, e.id or 0))[left:]}
    return tuple(e for e in pending if e.id not in waiting)


def is_new(entry: Entry) -> bool:
    """Whether writing the entry puts a note where none of ours stands or may stand."""
    return entry.note is not None and not entry.uncertain


def write_note(service: Service, store: Store, entry: Entry, kept: Kept) -> Delivery:
    """Bring one note to its calendar, or take it away there."""
    writer = service.connections.get(entry.connection)
    if not isinstance(writer, NoticeWriter):
        return Delivery(entry, f"connection {entry.connection} cannot write notes")
    zone = ZoneInfo(kept.zone)
    employee = service.book.organisation.people.get(kept.person)
    mailbox = Mailbox(kept.address, zone, employee.aliases if employee else ())
    delivery = deliver(store, entry, writer, mailbox, _moment(service, zone))
    if isinstance(delivery.cause, MailboxGone) and employee is None:
        return _let_go(store, entry)
    return delivery


def _let_go(store: Store, entry: Entry) -> Delivery:
    """Somebody left and took the mailbox along: nothing of ours stands there any more."""
    with store.transaction() as db:
        ledger_rows.save_entry(db, entry.left())
    return Delivery(entry)


def send_overview(service: Service, store: Store, entry: Entry) -> Delivery:
    """Bring one overview to its reader, or call it off."""
    sender = service.connections.get(entry.connection)
    if not isinstance(sender, InviteSender):
        return Delivery(entry, f"connection {entry.connection} cannot send invites")
    return deliver_invite(store, entry, sender, _moment(service, service.zone))


def attendee_of(entry: Entry) -> str:
    """To whom an overview goes."""
    assert isinstance(entry.desired, InviteContent)
    return entry.desired.attendee


def desk_of(service: Service, db: Connection, people: Mapping[str, Person]) -> Desk | None:
    """What overviews are made from; None where nobody is to get any."""
    overviews = service.overviews
    if overviews is None:
        return None
    clears = not service.by_mail(overviews.connection)
    return Desk(service, overviews, db, people, clears=clears)


def take_overviews(
    service: Service, store: Store, people: Mapping[str, Person], at_most: int | None = None
) -> bool:
    """Let the ledger desire the overviews that are due, and call off what nobody is to read.

    Whether that was all, where no more than ``at_most`` are wanted at a time.
    """
    with store.transaction() as db:
        desk = desk_of(service, db, people)
        if desk is not None:
            return take_due(desk, at_most)
        call_off(db, ledger_rows.entries(db, kind=INVITE))
        return True


def _moment(service: Service, zone: ZoneInfo) -> Moment:
    return Moment(service.clock, service.chance, service.today(zone))
