"""A second look, one question a mailbox: home series, and meetings that would make a finding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from connectors.base import EvidenceReader
from connectors.model import CalendarEvent, Depth, Details, JoinLink, Role
from policy.model import Evidence
from sync.evidence import HomeSeries, accepting, asked_about
from sync.interpret import Interpretation, covered_days, laid, opaque
from sync.reading import Reader, ReadEvent, read_event
from sync.service import Person, Service, reader_of

MOST = 10
"""Entries that are asked about in all; of a series one stands for all."""


@dataclass(frozen=True, slots=True)
class Closely:
    """What a calendar says as it is known now; ``accepted``: home series that the leader accepts."""

    said: Interpretation
    accepted: frozenset[str] = frozenset()


def look_twice(
    service: Service, person: Person, said: Interpretation, before: Iterable[HomeSeries] = ()
) -> Closely:
    """What a calendar says once it was asked about home series and doubtful meetings on home days.

    Home series come first: their rule, and who accepted them; ``before``: what is kept of them. Then
    the meetings, the nearest first. One call at most, over the network; raises ConnectorError.
    """
    door = service.connections.get(person.employee.connection)
    if not isinstance(door, EvidenceReader):
        return Closely(said)
    reader = reader_of(service, person)
    series = asked_about(service, person, said.series, before)
    meetings = _on_home_days(said, reader, service.today(person.mailbox.zone))
    asked = dict(islice({**series, **meetings}.items(), MOST))
    if not asked:
        return Closely(said)
    depths = dict(asked.values())
    told = door.details(person.mailbox, list(depths), depths)
    known = {name: told[identity] for name, (identity, _) in asked.items() if identity in told}
    return Closely(_completed(said, known, reader), accepting(service, person, known))


def _on_home_days(
    said: Interpretation, reader: Reader, today: date
) -> dict[str, tuple[str, Depth]]:
    """Doubtful meetings on home days."""
    home = {facts.day for facts in said.days if facts.home and facts.day >= today}
    found: dict[str, tuple[str, Depth]] = {}
    for event in _doubtful(said):
        if not home.isdisjoint(covered_days(event, reader)):
            found.setdefault(_name(event), (event.id, Depth.LINK))
    return found


def _doubtful(said: Interpretation) -> Iterator[CalendarEvent]:
    """Meetings that read as on site, though their owner's part or a join link may say otherwise."""
    for event, read in said.readings:
        if read is None or read.evidence is None:
            continue
        guest = event.role is not Role.ORGANIZER
        if event.join_link is JoinLink.UNKNOWN and (guest or read.evidence is not Evidence.SURE):
            yield event


def _name(event: CalendarEvent) -> str:
    """One occurrence stands for its series."""
    return opaque(event.series.id) if event.series else event.id


def _completed(
    said: Interpretation, known: Mapping[str, Details], reader: Reader
) -> Interpretation:
    """What is said with the answers; only entries that they change are read again."""

    def again(
        event: CalendarEvent, read: ReadEvent | None
    ) -> tuple[CalendarEvent, ReadEvent | None]:
        details = known.get(_name(event))
        fuller = _with(details, event) if details else event
        return (event, read) if fuller == event else (fuller, read_event(fuller, reader))

    readings = tuple(again(event, read) for event, read in said.readings)
    return said if readings == said.readings else laid(readings, reader)


def _with(details: Details, event: CalendarEvent) -> CalendarEvent:
    own, linked = event.role is Role.ORGANIZER, details.join_link is not JoinLink.UNKNOWN
    return replace(
        event,
        role=event.role if own else details.role,
        join_link=details.join_link if linked else event.join_link,
        series=details.series or event.series,
    )
