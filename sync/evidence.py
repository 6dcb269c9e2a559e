"""Home series that the leader accepted: evidence of a pattern, where the unit allows it (policy 3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from connectors.base import EvidenceReader
from sync.interpret import SeenSeries
from sync.service import Person, Service, leader_addresses


@dataclass(frozen=True, slots=True)
class HomeSeries:
    """A home series as it is kept: ``series`` and ``rule`` are digests, ``last`` None: no end known."""

    series: str
    rule: str
    weekdays: tuple[int, ...]
    first: date
    last: date | None
    accepted: bool


def home_series(
    service: Service, person: Person, seen: Sequence[SeenSeries], before: Iterable[HomeSeries]
) -> tuple[HomeSeries, ...]:
    """Whether the leader accepted each home series; asks the calendar only for what is not known yet.

    Once accepted, a series stays so while its rule is the same and it falls on no other weekdays (a
    calendar that tells little shows a rule by its hours alone): neither declining nor a delegate's
    click ends what was agreed. Raises ConnectorError where the calendar cannot be asked.
    """
    leader = leader_addresses(service, person.employee)
    if leader is None:
        return ()
    agreed = {(h.series, h.rule): frozenset(h.weekdays) for h in before if h.accepted}
    known = {s for s in seen if agreed.get((s.series, s.rule), frozenset()).issuperset(s.weekdays)}
    new = [s for s in seen if s.invited and s not in known]
    accepted = _accepted(service, person, new, leader)
    return tuple(
        HomeSeries(
            s.series,
            s.rule,
            s.weekdays,
            s.first,
            s.last,
            s in known or s.series in accepted,
        )
        for s in seen
    )


def accepted(found: Iterable[HomeSeries]) -> frozenset[str]:
    """The series that the leader accepted; addresses end here."""
    return frozenset(h.series for h in found if h.accepted)


def _accepted(
    service: Service, person: Person, asked: Sequence[SeenSeries], leader: Collection[str]
) -> frozenset[str]:
    reader = service.connections.get(person.employee.connection)
    if not asked or not isinstance(reader, EvidenceReader):
        return frozenset()
    details = reader.details(person.mailbox, [s.asked for s in asked])
    by = {s.series: details[s.asked].accepted_by for s in asked if s.asked in details}
    return frozenset(s for s, names in by.items() if any(n.casefold() in leader for n in names))
