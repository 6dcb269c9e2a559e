"""What one deployment is made of, handed to every step; and who takes part in it today."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from connectors.base import ChangeNotifier, NoticeWriter
from connectors.model import Mailbox
from policy.case import Book
from policy.lexicon import VERSION, Lexicon
from policy.model import Employee, Window
from policy.ruleset import window_of
from sync.content import digest_of
from sync.forgotten import is_forgotten
from sync.hours import Rhythm
from sync.interpret import Reader
from sync.register_rows import RegisterRows

FROM_CALENDAR = "agreements_from_calendar"


@dataclass(frozen=True, slots=True)
class Brake:
    """Above which share *and* number a pass is held for a person to look at."""

    max_share: float = 0.2
    min_entries: int = 10
    min_people: int = 50


@dataclass(frozen=True, slots=True)
class Overviews:
    """How leaders and HR are told: over which connection, as whom, from which weekday (Monday 0)."""

    connection: str
    organizer: str
    weekday: int = 3


@dataclass(frozen=True)
class Service:
    """A deployment on a day. ``as_of`` replaces today for windows, rules and notes; never gates.

    ``service_address``: in whose name we write; what it organises is never read as evidence.
    ``connections``: connectors by name. ``clock``: aware now, for gates and time stamps.
    ``register_rows``: what a pass remembers of the register, and asks HR about; None = nothing.
    ``forgotten``: the digests of people who are kept out, as the store has them now.
    ``chance``: a number from 0 up to 1, for spreading.
    """

    book: Book
    lexicon: Lexicon
    connections: Mapping[str, object]
    store_url: str
    clock: Callable[[], datetime]
    zone: ZoneInfo
    language: str = "da"
    horizon_weeks: int = 4
    enrolment: str = "all"
    service_address: str = ""
    overviews: Overviews | None = None
    elsewhere_is_home: bool = False
    as_of: date | None = None
    brake: Brake = field(default_factory=Brake)
    register_rows: RegisterRows | None = None
    forgotten: Callable[[], frozenset[str]] = frozenset
    rhythm: Rhythm = field(default_factory=Rhythm)
    chance: Callable[[], float] = random.random

    @cached_property
    def lexicon_digest(self) -> str:
        """Changes with anything that the reading of words depends on."""
        return digest_of((VERSION, self.lexicon.words))

    @cached_property
    def book_digest(self) -> str:
        """Changes with anything that judging depends on, beside facts and date."""
        organisation = self.book.organisation
        days = sorted((c, sorted(d)) for c, d in self.book.holidays.items())
        # One by one: of a large agency all of them at once would be a very long text.
        people = [digest_of((e,)) for e in organisation.employees]
        rest = (replace(organisation, employees=()), self.book.register)
        parts = (people, *rest, days, self.language, self.overviews)
        return digest_of(parts)

    def today(self, zone: ZoneInfo) -> date:
        """Today in a person's zone, or what ``--as-of`` put in its place."""
        return self.as_of or self.clock().astimezone(zone).date()

    def by_mail(self, connection: str | None) -> bool:
        """Whether what goes out there can be neither looked at nor taken away again."""
        return bool(getattr(self.connections.get(connection or ""), "by_mail", False))

    def notifier(self, connection: str) -> ChangeNotifier | None:
        """How a connection is asked to tell of changes; None where it cannot."""
        found: ChangeNotifier | None = getattr(self.connections.get(connection), "notifier", None)
        return found

    def gate_open(self, unit: str, gate: str, zone: ZoneInfo) -> bool:
        """Open only once both the real today and as-of have reached the gate's date."""
        opens = self.book.organisation.gate(unit, gate)
        real = self.clock().astimezone(zone).date()
        return opens is not None and opens <= min(real, self.today(zone))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose calendar may be read today."""

    employee: Employee
    mailbox: Mailbox
    window: Window
    language: str
    notices: str | None

    @property
    def id(self) -> str:
        """The employee's id, by which everything is kept."""
        return self.employee.id


def people(service: Service) -> tuple[Person, ...]:
    """Everybody enrolled whose unit has been informed, and who has not asked to be forgotten."""
    return tuple(each_person(service))


def each_person(service: Service) -> Iterator[Person]:
    """The same one by one."""
    out = service.forgotten()
    employees = service.book.organisation.employees
    found = (person_of(service, e) for e in employees if not is_forgotten(out, e.id, e.mailbox))
    return (p for p in found if p is not None)


def zone_of(service: Service, unit: str) -> ZoneInfo:
    """The zone of a unit, else of those above it, else of the service."""
    named = service.book.organisation.text(unit, "time_zone", service.today(service.zone))
    return ZoneInfo(named) if named else service.zone


def person_of(service: Service, employee: Employee) -> Person | None:
    """An employee as somebody who takes part today; None where nothing of theirs may be read."""
    organisation = service.book.organisation
    zone = zone_of(service, employee.unit)
    today = service.today(zone)
    informed = service.gate_open(employee.unit, "informed_on", zone)
    if not informed or not _enrolled(service, employee, today):
        return None
    read_from = organisation.gate(employee.unit, "read_from")
    return Person(
        employee=employee,
        mailbox=Mailbox(employee.mailbox, zone, employee.aliases),
        window=window_of(today, service.horizon_weeks, read_from),
        language=employee.language or service.language,
        notices=_notices(service, employee),
    )


def _enrolled(service: Service, employee: Employee, today: date) -> bool:
    if isinstance(employee.enrolled, bool):
        return employee.enrolled
    if isinstance(employee.enrolled, date):
        return employee.enrolled <= today
    if service.enrolment == "with-agreement":
        return service.book.register.individual(employee.id, today) is not None
    return service.enrolment == "all"


def _notices(service: Service, employee: Employee) -> str | None:
    """The connection that writes the person's notes; None where nothing is to be written."""
    name = employee.notices or employee.connection
    return name if isinstance(service.connections.get(name), NoticeWriter) else None


def reader_of(service: Service, person: Person) -> Reader:
    """How the person's calendar is read."""
    unit = person.employee.unit
    organisation = service.book.organisation

    @cache
    def places(day: date) -> tuple[str, ...]:
        value = organisation.value(unit, "places", day)
        return tuple(str(p) for p in value) if isinstance(value, tuple) else ()

    return Reader(
        lexicon=service.lexicon,
        zone=person.mailbox.zone,
        start=person.window.read_from,
        end=person.window.end,
        own_names=_own_names(person.employee),
        places=places,
        service_address=service.service_address.casefold(),
        elsewhere_is_home=service.elsewhere_is_home,
    )


def reading_digest(service: Service, person: Person) -> str:
    """Changes with anything that reading depends on; then no cursor is handed to the connector."""
    reader = reader_of(service, person)
    dated_places = [p for p in service.book.organisation.parameters if p.key == "places"]
    return digest_of(
        (
            service.lexicon_digest,
            person.mailbox,
            reader.start,
            reader.end,
            sorted(reader.own_names),
            reader.places(date.max),
            dated_places,
            reader.service_address,
            reader.elsewhere_is_home,
            *sorted(leader_addresses(service, person.employee) or ()),
        )
    )


def leader_addresses(service: Service, employee: Employee) -> frozenset[str] | None:
    """The addresses by which the person's leader answers; None where the unit asks for no evidence."""
    organisation = service.book.organisation
    today = service.today(service.zone)
    leader = organisation.people.get(organisation.leader_of(employee) or "")
    if leader is None or not organisation.value(employee.unit, FROM_CALENDAR, today):
        return None
    return frozenset(a.casefold() for a in (leader.mailbox, *leader.aliases))


def _own_names(employee: Employee) -> frozenset[str]:
    """Names and initials that are the owner's: no reason to think of somebody else."""
    addresses = (employee.mailbox, *employee.aliases)
    local = [a.split("@")[0] for a in addresses]
    parts = [part for text in local for part in text.replace("_", ".").split(".")]
    return frozenset(
        (*employee.initials, *employee.aliases, *employee.name.split(), *local, *parts)
    )
