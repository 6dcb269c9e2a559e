"""Runs a pass under the lock, or a rehearsal of one in memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import date

from sync import ledger_rows, records, requests, steps
from sync.content import INVITE
from sync.invites import Preview, call_off, previews, take_now
from sync.judge import dismiss
from sync.one_pass import Pass, PassResult, Step, quietly
from sync.register_rows import remember
from sync.service import Person, Service, people
from sync.store import Store, writer_lock
from sync.unsubscribe import unsubscribe_all


def run_pass(
    service: Service,
    *,
    dry_run: bool = False,
    confirm: bool = False,
    step: Step = quietly,
) -> PassResult:
    """Read everybody, judge, deliver; without a trace before activation, with
    ``dry_run``, and where the service is read-only."""
    everybody = people(service)
    active = is_active(service)
    rehearse = dry_run or not active or service.rhythm.read_only
    taking_part = tuple(p for p in everybody if not active or may_write(service, p))
    with _lock(service, rehearse), _store(service, rehearse) as store:
        if not rehearse:
            requests.carry_out(service, store)
        one = Pass(service, store, confirm=confirm, rehearse=rehearse, step=step)
        result = one.run(taking_part)
        if service.register_rows is not None:
            with store.transaction() as db:
                remember(db, service.register_rows, service.today(service.zone))
    return replace(result, active=active, dry_run=rehearse)


def withdraw_all(service: Service, step: Step = quietly) -> PassResult:
    """Take away every note of ours that its reader has not made theirs."""
    everybody = people(service)
    with _lock(service, rehearse=False), _store(service, rehearse=False) as store:
        one = Pass(service, store, confirm=True, rehearse=False, step=step)
        one.gather(everybody)
        with store.transaction() as db:
            for person in records.mailboxes(db):
                dismiss(db, person)
            records.start_over(db)
            call_off(db, ledger_rows.entries(db, kind=INVITE))
        unsubscribe_all(service)
        return one.empty_outbox()


def is_active(service: Service) -> bool:
    """Whether any unit has reached its activation date."""
    units = service.book.organisation.units
    return any(service.gate_open(u, "activation_date", service.zone) for u in units)


def may_write(service: Service, person: Person) -> bool:
    """Whether the person's unit has reached its activation date."""
    return service.gate_open(person.employee.unit, "activation_date", person.mailbox.zone)


def _lock(service: Service, rehearse: bool) -> AbstractContextManager[None]:
    return nullcontext() if rehearse else writer_lock(service.store_url)


@contextmanager
def _store(service: Service, rehearse: bool) -> Iterator[Store]:
    store = (Store.rehearsal if rehearse else Store.open)(service.store_url)
    try:
        yield store
    finally:
        store.close()


def preview_week(
    service: Service, monday: date | None = None, step: Step = quietly
) -> tuple[Preview, ...]:
    """Everybody's overview of a week, the next one by default, without a trace."""
    taking_part = people(service)
    with _store(service, rehearse=True) as store:
        one = Pass(service, store, confirm=True, rehearse=True, step=step)
        one.gather(taking_part)
        with store.transaction() as db:
            desk = steps.desk_of(service, db, {p.id: p for p in taking_part})
            return tuple(previews(desk, monday)) if desk else ()


def send_week(service: Service, monday: date | None = None, step: Step = quietly) -> PassResult:
    """Take the slots of a week now, due or not, and send what was not sent before."""
    taking_part = people(service)
    with _lock(service, rehearse=False), _store(service, rehearse=False) as store:
        one = Pass(service, store, confirm=False, rehearse=False, step=step)
        one.gather(taking_part)
        with store.transaction() as db:
            desk = steps.desk_of(service, db, {p.id: p for p in taking_part})
            if desk and not one.compare_clocks():
                take_now(desk, monday)
        return one.send_invites()
