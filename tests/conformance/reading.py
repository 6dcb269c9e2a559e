"""What every reader promises, stated once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from connectors.base import CalendarReader, EvidenceReader
from connectors.errors import ConnectorError, MailboxGone
from connectors.model import (
    Mailbox,
    ReadRequest,
    Snapshot,
    Unchanged,
)
from tests.conformance.desk import (
    ANNA,
    COPENHAGEN,
    MONDAY,
    TUESDAY,
    WINDOW_END,
    Desk,
    Promises,
    Weekly,
)


class ReaderPromises(Promises):
    """What ``CalendarReader`` promises."""

    def test_the_connector_has_the_door(self, desk: Desk) -> None:
        assert isinstance(desk.connector, CalendarReader)

    def test_a_first_read_gives_a_snapshot(self, desk: Desk) -> None:
        start = datetime(2026, 11, 25, 9, 0, tzinfo=COPENHAGEN)
        desk.add(ANNA.address, "Retsmøde", start, start + timedelta(hours=2))
        snapshot = self.snapshot(desk)
        (event,) = snapshot.events
        assert (event.subject, event.start, event.end) == (
            "Retsmøde",
            start,
            start + timedelta(hours=2),
        )
        assert not event.all_day
        assert snapshot.began_at.tzinfo is not None
        assert snapshot.unreadable == ()

    def test_an_empty_calendar_is_a_snapshot_too(self, desk: Desk) -> None:
        assert self.snapshot(desk).events == ()

    def test_nothing_new_gives_unchanged(self, desk: Desk) -> None:
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + timedelta(days=1))
        outcome = self.read(desk, self.snapshot(desk).cursor)
        assert isinstance(outcome, Unchanged)
        assert isinstance(self.read(desk, outcome.cursor), Unchanged)

    def test_something_new_gives_the_whole_window(self, desk: Desk) -> None:
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + timedelta(days=1))
        cursor = self.snapshot(desk).cursor
        desk.add(ANNA.address, "Ferie", MONDAY, TUESDAY)
        outcome = self.read(desk, cursor)
        assert isinstance(outcome, Snapshot)
        assert [event.subject for event in outcome.events] == ["Ferie", "Hjemme"]

    def test_another_window_gives_a_snapshot(self, desk: Desk) -> None:
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + timedelta(days=1))
        cursor = self.snapshot(desk).cursor
        later = ReadRequest(ANNA, MONDAY + timedelta(weeks=1), WINDOW_END, cursor)
        (result,) = desk.connector.read([later])
        assert isinstance(result.outcome, Snapshot)
        assert result.outcome.events == ()

    def test_a_lost_cursor_gives_a_snapshot(self, desk: Desk) -> None:
        lost = desk.lost_cursor(self.snapshot(desk).cursor)
        assert isinstance(self.read(desk, lost), Snapshot)

    def test_a_cursor_of_another_kind_gives_a_snapshot(self, desk: Desk) -> None:
        assert isinstance(self.read(desk, "H4sIAAAAAAAE\n=="), Snapshot)

    def test_a_bad_item_is_set_aside_and_the_rest_arrives(self, desk: Desk) -> None:
        desk.add(ANNA.address, "Før", MONDAY, TUESDAY)
        desk.spoil_item(ANNA.address)
        desk.add(ANNA.address, "Efter", TUESDAY, TUESDAY + timedelta(days=1))
        snapshot = self.snapshot(desk)
        assert [event.subject for event in snapshot.events] == ["Før", "Efter"]
        (item,) = snapshot.unreadable
        assert item.reason
        assert "hemmeligt" not in item.reason + item.id

    def test_one_bad_mailbox_among_many_is_one_error_value(self, desk: Desk) -> None:
        boxes = [Mailbox(f"{name}@example.dk", COPENHAGEN) for name in ("bo", "dorte", "erik")]
        desk.add_mailbox("bo@example.dk")
        desk.spoil_mailbox("dorte@example.dk")
        desk.add_mailbox("erik@example.dk")
        requests = [ReadRequest(box, MONDAY, WINDOW_END) for box in boxes]
        outcomes = {r.mailbox.address: r.outcome for r in desk.connector.read(requests)}
        assert isinstance(outcomes.pop("dorte@example.dk"), ConnectorError)
        assert len(outcomes) == 2
        assert all(isinstance(outcome, Snapshot) for outcome in outcomes.values())

    def test_a_mailbox_that_is_not_there_is_gone(self, desk: Desk) -> None:
        nobody = Mailbox("nobody@example.dk", COPENHAGEN)
        assert isinstance(self.read(desk, mailbox=nobody), MailboxGone)

    @pytest.mark.parametrize("zone", ["Europe/Copenhagen", "America/Nuuk", "Pacific/Auckland"])
    @pytest.mark.parametrize("day", [TUESDAY, date(2026, 10, 25), date(2027, 3, 28)])
    def test_an_all_day_entry_keeps_its_date(self, desk: Desk, zone: str, day: date) -> None:
        mailbox = Mailbox("kim@example.gl", ZoneInfo(zone))
        desk.add_mailbox(mailbox.address)
        desk.add(mailbox.address, "Hjemme", day, day + timedelta(days=1))
        for first, found in ((day - timedelta(days=1), 0), (day, 1), (day + timedelta(days=1), 0)):
            request = ReadRequest(mailbox, first, first + timedelta(days=1))
            (result,) = desk.connector.read([request])
            assert isinstance(result.outcome, Snapshot)
            assert len(result.outcome.events) == found
            for event in result.outcome.events:
                assert event.all_day
                assert (event.start, event.end) == (day, day + timedelta(days=1))

    def test_an_entry_belongs_to_every_day_that_it_touches(self, desk: Desk) -> None:
        late = datetime(2026, 11, 22, 23, 0, tzinfo=COPENHAGEN)
        desk.add(ANNA.address, "Vagt ind i vinduet", late, late + timedelta(hours=2))
        desk.add(ANNA.address, "Slut før vinduet", late, late + timedelta(hours=1))
        (event,) = self.snapshot(desk).events
        assert event.subject == "Vagt ind i vinduet"

    def test_a_deleted_a_moved_and_a_renamed_occurrence(self, desk: Desk) -> None:
        weeks = [
            datetime(2026, 11, 24, 10, 0, tzinfo=COPENHAGEN) + timedelta(weeks=n) for n in range(4)
        ]
        moved_to = weeks[2] + timedelta(days=1, hours=3)
        weekly = Weekly(
            "Teammøde",
            weeks[0],
            4,
            deleted=[weeks[1].date()],
            moved={weeks[2].date(): moved_to},
            renamed={weeks[3].date(): "Julefrokost"},
        )
        desk.add_weekly(ANNA.address, weekly)
        events = self.snapshot(desk).events
        live = [event for event in events if not event.cancelled]
        assert [(event.subject, event.start) for event in live] == [
            ("Teammøde", weeks[0]),
            ("Teammøde", moved_to),
            ("Julefrokost", weeks[3]),
        ]
        assert len({event.id for event in events}) == len(events)
        (series,) = {event.series for event in live}
        assert series is not None
        if series.guessed:
            assert isinstance(desk.connector, EvidenceReader)
            known = desk.connector.details(ANNA, [live[0].id])[live[0].id].series
            assert known is not None
            assert (known.id, known.guessed) == (series.id, False)
            series = known
        assert (series.endless, series.weeks) == (False, 4)
