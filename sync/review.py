"""Looks without leaving a trace: everybody's days and findings, read afresh from the calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from connectors.errors import ConnectorError
from connectors.model import Snapshot, Unreadable
from policy.case import Case, case_of
from policy.model import Audience, Finding
from policy.ruleset import evaluate, evaluate_register, window_of
from sync import ledger_rows
from sync.interpret import ReadEvent, covered_days, read_event
from sync.one_pass import Failure, Step, quietly
from sync.overview import reaches_leader, shown_since
from sync.pull import read
from sync.second_look import Closely, look_twice
from sync.service import Person, Service, people, reader_of
from sync.store import Store

NO_STORE = "sqlite://"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One person's days as the rules see them, and what the rules find."""

    person: Person
    case: Case
    findings: tuple[Finding, ...]
    unreadable: tuple[Unreadable, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Everybody's, by the order of the organisation file."""

    as_of: date
    start: date
    end: date
    people: tuple[Reviewed, ...]
    units: tuple[tuple[str, tuple[Finding, ...]], ...]
    failed: tuple[Failure, ...]
    undeliverable: tuple[tuple[str, Audience], ...]


def review(service: Service, step: Step = quietly) -> Review:
    """Read every calendar that may be read and judge it; writes nothing."""
    everybody = people(service)
    today = service.today(service.zone)
    window = window_of(today, service.horizon_weeks, None)
    failed, seen = [], {}
    with _looking_on(service) as db:
        for done, result in enumerate(read(service, everybody), 1):
            if result.error is not None:
                failed.append(Failure(result.person.mailbox.address, result.error))
            try:
                reviewed_one = _reviewed(service, result.person, result.snapshot)
            except ConnectorError as error:
                failed.append(Failure(result.person.mailbox.address, str(error)))
                reviewed_one = _reviewed(service, result.person, None)
            seen[result.person.id] = _with_leader(service, db, reviewed_one)
            step("read", done, len(everybody))
    reviewed = tuple(seen[p.id] for p in everybody)
    register = evaluate_register(service.book, window)
    units = tuple(_by_unit(service, register))
    found = [f for r in reviewed for f in r.findings] + list(register)
    undeliverable = tuple(_undeliverable(service, found))
    return Review(today, window.start, window.end, reviewed, units, tuple(failed), undeliverable)


def _reviewed(service: Service, person: Person, snapshot: Snapshot | None) -> Reviewed:
    closely = look_twice(service, person, snapshot.events if snapshot else ())
    return _judged(service, person, closely, snapshot.unreadable if snapshot else ())


def _judged(
    service: Service, person: Person, closely: Closely, unreadable: tuple[Unreadable, ...]
) -> Reviewed:
    case = case_of(service.book, person.employee, person.window, closely.said.days)
    return Reviewed(person, case, evaluate(case), unreadable)


@contextmanager
def _looking_on(service: Service) -> Iterator[Connection]:
    """The store as it stands, copied; without one, nothing has been shown or answered yet."""
    try:
        store = Store.rehearsal(service.store_url)
    except DatabaseError:
        store = Store.rehearsal(NO_STORE)
    try:
        with store.transaction() as db:
            yield db
    finally:
        store.close()


def _with_leader(service: Service, db: Connection, reviewed: Reviewed) -> Reviewed:
    """``to`` names the leader once the store shows the rule's footnote fulfilled."""
    person = reviewed.person
    shown = shown_since(ledger_rows.entries(db, person.id))
    told = ledger_rows.told(db, person.id)
    today = person.window.today
    findings = tuple(
        replace(f, to=(*f.to, Audience.LEADER))
        if reaches_leader(service, person.employee, f, shown, told, today)
        else f
        for f in reviewed.findings
    )
    return replace(reviewed, findings=findings)


def _by_unit(
    service: Service, findings: Iterable[Finding]
) -> Iterable[tuple[str, tuple[Finding, ...]]]:
    """A finding about a local agreement stands under each unit the agreement names."""
    agreements = {a.id: a.units for a in service.book.register.local_agreements}
    for unit in service.book.organisation.units:
        mine = tuple(f for f in findings if unit in agreements.get(f.subject, ()))
        if mine:
            yield unit, mine


def _undeliverable(service: Service, findings: Iterable[Finding]) -> Iterable[tuple[str, Audience]]:
    """Findings for a leader or HR where nobody upwards is named."""
    organisation = service.book.organisation
    agreements = {a.id: a for a in service.book.register.local_agreements}
    for finding in findings:
        employee = organisation.people.get(finding.subject)
        units = (employee.unit,) if employee else agreements[finding.subject].units
        for audience in finding.to:
            if audience is Audience.LEADER:
                leaders = [organisation.leader_at(u, employee) for u in units]
                reached = any(leaders)
            elif audience is Audience.HR:
                reached = any(organisation.contacts_of(u, "hr") for u in units)
            else:
                reached = True
            if not reached:
                yield finding.key, audience


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a day is read as it is: its entries, its findings, the terms behind them."""

    reviewed: Reviewed
    entries: tuple[ReadEvent, ...]


def explain(service: Service, person: Person, day: date) -> Explained | str:
    """Read one person's calendar and lay open one day; a text where the calendar cannot be read."""
    result = next(iter(read(service, (person,))))
    if result.snapshot is None:
        return result.error or "the mailbox gave no answer"
    reader = reader_of(service, person)
    try:
        closely = look_twice(service, person, result.snapshot.events)
    except ConnectorError as error:
        return str(error)
    entries = (read_event(e, reader) for e in closely.events)
    that_day = tuple(r for r in entries if r and day in covered_days(r.event, reader))
    return Explained(_judged(service, person, closely, result.snapshot.unreadable), that_day)
