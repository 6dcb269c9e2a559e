"""A second look at the few entries that would make a finding, where a calendar told little at first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from connectors.base import EvidenceReader
from connectors.model import CalendarEvent, Details, JoinLink, Role
from policy.model import Evidence
from sync.interpret import Interpretation, Reader, covered_days, interpret, read_event
from sync.service import Person, Service, reader_of

MOST = 10
"""Entries that are asked about, the nearest first; of a series one stands for all."""


@dataclass(frozen=True, slots=True)
class Closely:
    """The events as they are known now, and what they say."""

    events: tuple[CalendarEvent, ...]
    said: Interpretation


def look_twice(
    service: Service,
    person: Person,
    events: tuple[CalendarEvent, ...],
    said: Interpretation | None = None,
) -> Closely:
    """What a calendar says once the doubtful meetings on home days were asked about.

    ``said``: what it said so far. One call at most, over the network; raises ConnectorError.
    """
    reader = reader_of(service, person)
    so_far = Closely(events, said or interpret(events, reader))
    door = service.connections.get(person.employee.connection)
    if not isinstance(door, EvidenceReader):
        return so_far
    doubtful = _on_home_days(so_far, reader, service.today(person.mailbox.zone))
    asked = [event.id for event in doubtful.values()][:MOST]
    if not asked:
        return so_far
    told = door.details(person.mailbox, asked)
    known = {name: told[event.id] for name, event in doubtful.items() if event.id in told}
    completed = tuple(_completed(event, known) for event in events)
    return Closely(completed, interpret(completed, reader))


def _on_home_days(so_far: Closely, reader: Reader, today: date) -> dict[str, CalendarEvent]:
    home = {facts.day for facts in so_far.said.days if facts.home and facts.day >= today}
    found: dict[str, CalendarEvent] = {}
    for event in _doubtful(so_far.events, reader):
        if not home.isdisjoint(covered_days(event, reader)):
            found.setdefault(_name(event), event)
    return found


def _doubtful(events: Iterable[CalendarEvent], reader: Reader) -> Iterator[CalendarEvent]:
    """Meetings that read as on site, though their owner's part or a join link may say otherwise."""
    for event in events:
        read = read_event(event, reader)
        if read is None or read.evidence is None:
            continue
        guest = event.role is not Role.ORGANIZER
        if event.join_link is JoinLink.UNKNOWN and (guest or read.evidence is not Evidence.SURE):
            yield event


def _name(event: CalendarEvent) -> str:
    """One occurrence stands for its series."""
    return event.series.id if event.series else event.id


def _completed(event: CalendarEvent, known: Mapping[str, Details]) -> CalendarEvent:
    details = known.get(_name(event))
    if details is None:
        return event
    return replace(
        event,
        role=details.role,
        join_link=details.join_link,
        series=details.series or event.series,
    )
