"""What every connector promises at its doors, stated once; each connector subclasses it.

A subclass gives the fixture ``desk``: the connector under test, and the hands of the mailbox's
owner. A promise that a connector does not keep is not skipped; it is a missing door.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import pytest

from connectors.base import CalendarReader, NoticeWriter
from connectors.errors import ConnectorError, EntryGone, MailboxGone, PreconditionFailed
from connectors.model import (
    CalendarEvent,
    Mailbox,
    Notice,
    ReadRequest,
    RemoteRef,
    ShowAs,
    Snapshot,
    Unchanged,
    When,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 11, 23)
TUESDAY = MONDAY + timedelta(days=1)
WINDOW_END = MONDAY + timedelta(weeks=4)
ANNA = Mailbox("anna@example.dk", COPENHAGEN)
NOTICE = Notice(
    key="day:anna:2026-11-24",
    uid="5f2c0e1a9b",
    subject="Note om din hjemmedag",
    body="Vi ser et møde kl. 10.\n\nAftal det med din leder; det, I plejer – «æøå» 🏠, \\n.",
    day=TUESDAY,
    end=TUESDAY + timedelta(days=1),
)


class Connector(CalendarReader, NoticeWriter, Protocol):
    """A connector with the doors that this suite is about."""


@dataclass(frozen=True)
class Weekly:
    """A weekly meeting of an hour, and what its owner did to occurrences (by original date)."""

    subject: str
    start: datetime
    count: int
    deleted: Sequence[date] = ()
    moved: Mapping[date, datetime] | None = None
    renamed: Mapping[date, str] | None = None


class Desk(Protocol):
    """The connector under test, and what its mailboxes' owners can do outside of it."""

    @property
    def connector(self) -> Connector:
        """The connector under test."""

    def add_mailbox(self, address: str) -> None:
        """Open an empty calendar."""

    def spoil_mailbox(self, address: str) -> None:
        """Open a calendar that cannot be read as a whole."""

    def add(self, address: str, subject: str, start: When, end: When) -> None:
        """Write an entry."""

    def add_weekly(self, address: str, weekly: Weekly) -> None:
        """Write a series."""

    def spoil_item(self, address: str) -> None:
        """Write an item that nobody can read, with the word ``hemmeligt`` in it."""

    def lost_cursor(self, cursor: str) -> str:
        """What a cursor looks like that the server has forgotten, or never gave."""

    def edit_note(self, address: str, key: str, subject: str) -> None:
        """Change the subject of a note."""

    def delete_note(self, address: str, key: str) -> None:
        """Delete a note."""

    def change_note_id(self, address: str, key: str) -> None:
        """Do to a note what gives it another id and leaves all else."""

    def double_note(self, address: str, key: str) -> None:
        """Copy a note, so that a younger one with the same key stands beside it."""


class Promises:
    """Common words of the promises."""

    @pytest.fixture(autouse=True)
    def _open_mailbox(self, desk: Desk) -> None:
        desk.add_mailbox(ANNA.address)

    def read(
        self, desk: Desk, cursor: str | None = None, mailbox: Mailbox = ANNA
    ) -> Unchanged | Snapshot | ConnectorError:
        """The outcome for one mailbox."""
        request = ReadRequest(mailbox, MONDAY, WINDOW_END, cursor)
        (result,) = desk.connector.read([request])
        return result.outcome

    def snapshot(self, desk: Desk, mailbox: Mailbox = ANNA) -> Snapshot:
        """A fresh snapshot of one mailbox."""
        outcome = self.read(desk, mailbox=mailbox)
        assert isinstance(outcome, Snapshot)
        return outcome

    def managed(self, desk: Desk) -> list[CalendarEvent]:
        """The notes that a read gives back."""
        return [event for event in self.snapshot(desk).events if event.managed_key]


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
        described = {event.series for event in live}
        assert len(described) == 1
        (series,) = described
        assert series is not None
        assert (series.endless, series.weeks) == (False, 4)


class WriterPromises(Promises):
    """What ``NoticeWriter`` promises, as seen through its own eyes and the reader's."""

    def put(self, desk: Desk, notice: Notice = NOTICE, known: RemoteRef | None = None) -> RemoteRef:
        """Write a note to Anna."""
        return desk.connector.put(ANNA, notice, known)

    def test_the_connector_has_the_door(self, desk: Desk) -> None:
        assert isinstance(desk.connector, NoticeWriter)

    def test_our_own_entry_comes_back_with_its_key(self, desk: Desk) -> None:
        ref = self.put(desk)
        (event,) = self.managed(desk)
        assert event.managed_key == NOTICE.key
        assert event.shape == NOTICE.shape == ref.shape
        assert (event.start, event.end) == (NOTICE.day, NOTICE.end)
        assert (event.show_as, event.private) == (ShowAs.FREE, True)
        assert (event.others, event.room, event.categories) == (False, False, ())
        assert event.series is None

    def test_a_write_is_seen_by_the_next_poll(self, desk: Desk) -> None:
        cursor = self.snapshot(desk).cursor
        ref = self.put(desk)
        outcome = self.read(desk, cursor)
        assert isinstance(outcome, Snapshot)
        desk.connector.remove(ANNA, NOTICE.key, ref)
        assert isinstance(self.read(desk, outcome.cursor), Snapshot)

    def test_put_twice_leaves_one(self, desk: Desk) -> None:
        first = self.put(desk)
        second = self.put(desk)
        assert second.id == first.id
        assert len(self.managed(desk)) == 1

    def test_putting_the_same_again_changes_nothing(self, desk: Desk) -> None:
        ref = self.put(desk)
        cursor = self.snapshot(desk).cursor
        assert self.put(desk, known=ref) == ref
        assert isinstance(self.read(desk, cursor), Unchanged)

    def test_a_known_entry_is_rewritten_in_place(self, desk: Desk) -> None:
        ref = self.put(desk)
        later = replace(NOTICE, subject="Note om hjemmearbejde", body="Nyt", day=MONDAY)
        rewritten = self.put(desk, later, ref)
        assert rewritten.etag != ref.etag
        (event,) = self.managed(desk)
        assert event.shape == later.shape == rewritten.shape

    def test_a_new_body_alone_changes_the_etag_and_not_the_shape(self, desk: Desk) -> None:
        ref = self.put(desk)
        rewritten = self.put(desk, replace(NOTICE, body="Et andet ord"), ref)
        assert rewritten.etag != ref.etag
        assert rewritten.shape == ref.shape

    def test_two_keys_are_two_entries(self, desk: Desk) -> None:
        self.put(desk)
        self.put(desk, replace(NOTICE, key="day:anna:2026-11-25", uid="77aa01"))
        assert len(self.managed(desk)) == 2

    def test_put_on_an_entry_that_is_gone(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.delete_note(ANNA.address, NOTICE.key)
        with pytest.raises(EntryGone):
            self.put(desk, known=ref)
        assert self.managed(desk) == []

    def test_removing_takes_the_entry_away(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.connector.remove(ANNA, NOTICE.key, ref)
        assert self.managed(desk) == []
        assert desk.connector.find(ANNA, NOTICE.key, ref) is None

    def test_removing_what_is_gone_is_fine(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.delete_note(ANNA.address, NOTICE.key)
        desk.connector.remove(ANNA, NOTICE.key, ref)
        desk.connector.remove(ANNA, NOTICE.key, None)
        desk.connector.remove(ANNA, "never:written", None)

    def test_removing_without_a_known_entry_goes_by_the_key(self, desk: Desk) -> None:
        self.put(desk)
        desk.connector.remove(ANNA, NOTICE.key, None)
        assert self.managed(desk) == []

    def test_an_entry_that_its_owner_changed_is_not_touched(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.edit_note(ANNA.address, NOTICE.key, "Aftalt med Lone")
        with pytest.raises(PreconditionFailed):
            self.put(desk, known=ref)
        with pytest.raises(PreconditionFailed):
            desk.connector.remove(ANNA, NOTICE.key, ref)
        (event,) = self.managed(desk)
        assert event.subject == "Aftalt med Lone"

    def test_creating_where_an_edited_entry_stands_is_refused(self, desk: Desk) -> None:
        self.put(desk)
        desk.edit_note(ANNA.address, NOTICE.key, "Aftalt med Lone")
        with pytest.raises(PreconditionFailed):
            self.put(desk)
        assert len(self.managed(desk)) == 1

    def test_an_edited_entry_is_found_with_its_new_shape(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.edit_note(ANNA.address, NOTICE.key, "Aftalt med Lone")
        found = desk.connector.find(ANNA, NOTICE.key, ref)
        assert found is not None
        assert found.id == ref.id
        assert found.etag != ref.etag
        assert found.shape != ref.shape
        (event,) = self.managed(desk)
        assert event.shape == found.shape

    def test_find_by_id_and_by_key(self, desk: Desk) -> None:
        ref = self.put(desk)
        assert desk.connector.find(ANNA, NOTICE.key, ref) == ref
        assert desk.connector.find(ANNA, NOTICE.key, None) == ref
        assert desk.connector.find(ANNA, "another:key", None) is None

    def test_find_by_key_where_the_id_changed(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.change_note_id(ANNA.address, NOTICE.key)
        found = desk.connector.find(ANNA, NOTICE.key, ref)
        assert found is not None
        assert found.id != ref.id
        assert found.shape == ref.shape
        rewritten = self.put(desk, replace(NOTICE, body="Nyt"), found)
        assert rewritten.id == found.id
        assert len(self.managed(desk)) == 1

    def test_of_two_with_one_key_the_older_stays(self, desk: Desk) -> None:
        ref = self.put(desk)
        desk.double_note(ANNA.address, NOTICE.key)
        assert desk.connector.find(ANNA, NOTICE.key, None) == ref
        assert self.put(desk) == ref

    def test_a_bad_item_is_no_obstacle_to_finding(self, desk: Desk) -> None:
        desk.spoil_item(ANNA.address)
        ref = self.put(desk)
        assert desk.connector.find(ANNA, NOTICE.key, None) == ref

    def test_a_mailbox_that_is_not_there_is_gone_for_writing_too(self, desk: Desk) -> None:
        nobody = Mailbox("nobody@example.dk", COPENHAGEN)
        with pytest.raises(MailboxGone):
            desk.connector.put(nobody, NOTICE, None)
        with pytest.raises(MailboxGone):
            desk.connector.find(nobody, NOTICE.key, None)

    def test_the_owners_entries_are_left_alone(self, desk: Desk) -> None:
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + timedelta(days=1))
        before = self.snapshot(desk).events
        ref = self.put(desk)
        desk.connector.remove(ANNA, NOTICE.key, ref)
        assert self.snapshot(desk).events == before
