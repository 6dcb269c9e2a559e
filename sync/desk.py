"""What overviews are made from: who reads them, and everybody's days as they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from policy.case import Case, case_of
from policy.model import Contact, Employee, Finding
from policy.ruleset import evaluate_register, window_of
from sync import records
from sync.evidence import accepted
from sync.series_rows import series_of
from sync.service import Overviews, Person, Service, zone_of


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets an overview: an employee, or an HR contact (``id`` is the address then)."""

    id: str
    address: str
    unit: str
    language: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Desk:
    """What overviews are made from: everybody's days as they are kept, and the ledger's memory."""

    service: Service
    overviews: Overviews
    db: Connection
    people: Mapping[str, Person]
    clears: bool

    def reader(self, employee: Employee) -> Reader:
        """An employee as the reader of an overview."""
        zone = zone_of(self.service, employee.unit)
        language = employee.language or self.service.language
        return Reader(employee.id, employee.mailbox, employee.unit, language, zone)

    def contact(self, contact: Contact) -> Reader:
        """An HR contact as the reader of an overview."""
        zone = zone_of(self.service, contact.unit)
        return Reader(contact.address, contact.address, contact.unit, self.service.language, zone)

    def case(self, person: str) -> Case | None:
        """A person's days; None for somebody who takes no part or was never read."""
        one = self.people.get(person)
        if one is None or records.mailbox(self.db, person) is None:
            return None
        facts, agreed = records.facts(self.db, person), accepted(series_of(self.db, person))
        return case_of(self.service.book, one.employee, one.window, facts, agreed)

    def team(self, unit: str) -> tuple[Case, ...]:
        """The days of everybody of one unit itself who takes part and has been read."""
        own = (e.id for e in self.service.book.organisation.employees if e.unit == unit)
        return tuple(case for person in own if (case := self.case(person)))

    def now(self, zone: ZoneInfo) -> datetime:
        """The moment as the reader has it; a day taken for today counts to its end."""
        if self.service.as_of is not None:
            return datetime.combine(self.service.as_of, time.max, zone)
        return self.service.clock().astimezone(zone)


def leaders(desk: Desk, *, gated: bool = True) -> Iterator[tuple[Reader, list[Employee]]]:
    """Each leader and whom they lead, where the unit's overview is on and its gate is open."""
    service, organisation = desk.service, desk.service.book.organisation
    led: dict[str, list[Employee]] = {}
    for employee in organisation.employees:
        leader = organisation.leader_of(employee)
        on = organisation.text(employee.unit, "summary", service.today(service.zone)) != "off"
        opened = not gated or service.gate_open(employee.unit, "leaders_from", service.zone)
        if leader and on and opened:
            led.setdefault(leader, []).append(employee)
    for leader, team in led.items():
        yield desk.reader(organisation.people[leader]), team


def hr_contacts(desk: Desk) -> dict[str, list[Contact]]:
    """Who keeps agreements, by address, once the gate of a unit of theirs is open."""
    found: dict[str, list[Contact]] = {}
    for contact in desk.service.book.organisation.contacts:
        opened = desk.service.gate_open(contact.unit, "leaders_from", desk.service.zone)
        if contact.role == "hr" and contact.address and opened:
            found.setdefault(contact.address, []).append(contact)
    return found


def register_findings(desk: Desk) -> tuple[Finding, ...]:
    service = desk.service
    window = window_of(service.today(service.zone), service.horizon_weeks, None)
    return evaluate_register(service.book, window)
