"""Looks without leaving a trace: everybody's days and findings, read afresh from the calendars."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from connectors.errors import ConnectorError
from connectors.model import Unreadable
from policy.case import Case, case_of
from policy.grounds import Grounds, grounds
from policy.lexicon import Meaning
from policy.model import Audience, Employee, Finding
from policy.organisation import Organisation
from policy.rules.on_site_conflict import SPEAKING
from policy.ruleset import evaluate, evaluate_register, evaluate_unit, window_of
from sync import ledger_rows
from sync.evidence import accepted, home_series
from sync.interpret import ReadEvent, covered_days, interpret, read_event
from sync.one_pass import Failure, Step, quietly
from sync.overview import reaches_leader, shown_since
from sync.pull import Read, read
from sync.second_look import look_twice
from sync.series_rows import series_of
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
    return review_of(service, gather(service, step))


def gather(service: Service, step: Step = quietly) -> tuple[Read, ...]:
    """Read every calendar that may be read, in the order of the organisation file."""
    everybody, seen = people(service), {}
    for done, result in enumerate(read(service, everybody), 1):
        seen[result.person.id] = _closer(service, result)
        step("read", done, len(everybody))
    return tuple(seen[p.id] for p in everybody)


def _closer(service: Service, result: Read) -> Read:
    """With what a second look told about home series, and doubtful meetings on home days."""
    snapshot = result.snapshot
    if snapshot is None:
        return result
    said = interpret(snapshot.events, reader_of(service, result.person))
    try:
        closely = look_twice(service, result.person, said)
    except ConnectorError as error:
        return Read(result.person, error=str(error), cause=error)
    events = tuple(event for event, _ in closely.said.readings)
    return replace(result, snapshot=replace(snapshot, events=events), accepted=closely.accepted)


def review_of(service: Service, results: Iterable[Read]) -> Review:
    """Judge what was read; the same results may be judged by another service's rules too."""
    results = tuple(results)
    today = service.today(service.zone)
    window = window_of(today, service.horizon_weeks, None)
    unread = {r.person.id for r in results if r.error is not None}
    failed = [Failure(r.person.mailbox.address, r.error) for r in results if r.error is not None]
    with _looking_on(service) as db:
        reviewed = tuple(_with_leader(service, db, _reviewed(service, db, r)) for r in results)
    about = about_units(service, [r.case for r in reviewed if r.person.id not in unread])
    return Review(
        as_of=today,
        start=window.start,
        end=window.end,
        people=reviewed,
        units=tuple((unit, found) for unit, found in about.items() if found),
        failed=tuple(failed),
        undeliverable=tuple(_undeliverable(service, reviewed, about)),
    )


def about_units(service: Service, cases: Sequence[Case]) -> dict[str, tuple[Finding, ...]]:
    """What is found about each unit: about local agreements that name it, then about its days.

    ``cases``: everybody whose calendar could be read; of others nobody knows where they are.
    """
    book, today = service.book, service.today(service.zone)
    window = window_of(today, service.horizon_weeks, None)
    register = evaluate_register(book, window)
    agreements = {a.id: a.units for a in book.register.local_agreements}
    teams: dict[str, list[Case]] = {unit: [] for unit in book.organisation.units}
    for case in cases:
        teams[case.employee.unit].append(case)
    return {
        unit: (
            *(f for f in register if unit in agreements[f.subject]),
            *evaluate_unit(book, unit, team, window),
        )
        for unit, team in teams.items()
    }


def _reviewed(service: Service, db: Connection, result: Read) -> Reviewed:
    person = result.person
    events = result.snapshot.events if result.snapshot else ()
    said = interpret(events, reader_of(service, person))
    before = series_of(db, person.id)
    agreed = accepted(home_series(service, person, said.series, result.accepted, before))
    case = case_of(service.book, person.employee, person.window, said.days, agreed)
    return Reviewed(person, case, evaluate(case), result.unreadable)


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


def _undeliverable(
    service: Service, people: Iterable[Reviewed], about: Mapping[str, Iterable[Finding]]
) -> Iterator[tuple[str, Audience]]:
    """Findings for a leader or HR where nobody upwards is named, each once."""
    organisation = service.book.organisation
    for reviewed in people:
        employee = reviewed.person.employee
        for finding in reviewed.findings:
            reached = _reached(organisation, (employee.unit,), employee)
            yield from ((finding.key, to) for to in finding.to if to not in reached)
    agreements = {a.id: a.units for a in service.book.register.local_agreements}
    told = {f.key: (f, unit) for unit, found in about.items() for f in found}
    for finding, unit in told.values():
        reached = _reached(organisation, agreements.get(finding.subject, (unit,)))
        yield from ((finding.key, to) for to in finding.to if to not in reached)


def _reached(
    organisation: Organisation, units: Sequence[str], employee: Employee | None = None
) -> frozenset[Audience]:
    """Who of those that a finding may be for is there: of several units, somebody for one."""
    leader = any(organisation.leader_at(u, employee) for u in units)
    hr = any(organisation.contacts_of(u, "hr") for u in units)
    return frozenset(
        (
            Audience.EMPLOYEE,
            *([Audience.LEADER] if leader else []),
            *([Audience.HR] if hr else []),
        )
    )


@dataclass(frozen=True, slots=True)
class Why:
    """A finding and what it rests on; ``entries``: those of its days, in the order of time."""

    finding: Finding
    grounds: Grounds
    entries: tuple[ReadEvent, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """Why a day is read as it is: its entries, and the findings about it or about no day at all."""

    reviewed: Reviewed
    entries: tuple[ReadEvent, ...]
    findings: tuple[Why, ...] = ()


def explain(service: Service, person: Person, day: date) -> Explained | str:
    """Read one person's calendar and lay open one day; a text where the calendar cannot be read."""
    result = _closer(service, next(iter(read(service, (person,)))))
    if result.snapshot is None:
        return result.error or "the mailbox gave no answer"
    with _looking_on(service) as db:
        reviewed = _with_leader(service, db, _reviewed(service, db, result))
    reader = reader_of(service, person)
    read_ones = [r for e in result.snapshot.events if (r := read_event(e, reader))]
    placed = [(covered_days(r.event, reader), r) for r in read_ones]
    found = (*reviewed.findings, *_about_frames(service, reviewed.case))
    return Explained(
        reviewed,
        tuple(r for days, r in placed if day in days),
        tuple(_why(reviewed.case, f, placed) for f in found if day in f.days or not f.days),
    )


def _about_frames(service: Service, case: Case) -> tuple[Finding, ...]:
    """What is found about the local agreements of the person's unit and those above."""
    units = {a.id: a.units for a in service.book.register.local_agreements}
    found = evaluate_register(service.book, case.window)
    return tuple(f for f in found if any(u in case.units for u in units[f.subject]))


def _why(case: Case, finding: Finding, placed: Iterable[tuple[frozenset[date], ReadEvent]]) -> Why:
    rests_on = grounds(case, finding)
    meetings = finding.rule == "on_site_conflict"
    entries = tuple(
        r
        for days, r in placed
        if days & set(rests_on.days)
        and (r.meaning is Meaning.HOME or (meetings and r.evidence in SPEAKING))
    )
    return Why(finding, rests_on, entries)
