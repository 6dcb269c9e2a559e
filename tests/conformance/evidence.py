"""What every connector with a second look promises, stated once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from connectors.base import CalendarReader, EvidenceReader
from connectors.model import Details, Role
from tests.conformance.desk import ANNA, TUESDAY, Desk, Promises

LEADER, COLLEAGUE, DELEGATE = "Leder@example.dk", "bo@example.dk", "sekretaer@example.dk"


@dataclass(frozen=True)
class Answer:
    """What an attendee answered (PARTSTAT), and which delegate clicked, if it was one."""

    address: str
    partstat: str
    sent_by: str = ""


class Evidence(CalendarReader, EvidenceReader, Protocol):
    """A connector with the doors that these promises are about."""


class EvidenceDesk(Desk, Protocol):
    """What the owners can do beside."""

    def add_series(
        self, address: str, subject: str, first: date, weeks: int, answers: Sequence[Answer]
    ) -> None:
        """Write a weekly all-day series that the owner organises, with what its guests answered."""


class EvidencePromises(Promises):
    """What ``EvidenceReader`` promises."""

    def details(self, desk: EvidenceDesk, *answers: Answer) -> Details:
        """The details of a home series with these answers, asked by one of its occurrences."""
        desk.add_series(ANNA.address, "Hjemmearbejde", TUESDAY, 4, answers)
        asked = [event.id for event in self.snapshot(desk).events if event.series]
        found = self.looked(desk, *asked)
        assert (len(asked), set(found)) == (4, set(asked))
        assert len({repr(details) for details in found.values()}) == 1
        return found[asked[0]]

    def looked(self, desk: EvidenceDesk, *ids: str) -> Mapping[str, Details]:
        """What a second look at ids gives."""
        connector = desk.connector
        assert isinstance(connector, EvidenceReader)
        return connector.details(ANNA, ids)

    def test_the_master_of_a_series_tells_who_accepted(self, desk: EvidenceDesk) -> None:
        found = self.details(desk, Answer(LEADER, "ACCEPTED"), Answer(COLLEAGUE, "TENTATIVE"))
        assert found.accepted_by == (LEADER.lower(),)
        assert found.role is Role.ORGANIZER
        assert found.series is not None
        assert found.series.weeks == 4

    def test_who_declined_or_said_nothing_did_not_accept(self, desk: EvidenceDesk) -> None:
        answers = (Answer(LEADER, "DECLINED"), Answer(COLLEAGUE, "NEEDS-ACTION"))
        assert self.details(desk, *answers).accepted_by == ()

    def test_a_delegate_s_click_is_not_the_leader_s_own(self, desk: EvidenceDesk) -> None:
        by_delegate = Answer(LEADER, "ACCEPTED", sent_by=DELEGATE)
        assert self.details(desk, by_delegate).accepted_by == ()

    def test_the_owner_is_nobody_s_evidence(self, desk: EvidenceDesk) -> None:
        assert self.details(desk, Answer(ANNA.address, "ACCEPTED")).accepted_by == ()

    def test_a_single_entry_is_asked_by_its_own_id(self, desk: EvidenceDesk) -> None:
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + timedelta(days=1))
        (event,) = self.snapshot(desk).events
        found = self.looked(desk, event.id)[event.id]
        assert (found.role, found.series, found.accepted_by) == (Role.ORGANIZER, None, ())

    def test_what_is_not_there_is_missing(self, desk: EvidenceDesk) -> None:
        assert self.looked(desk, "nothing") == {}
