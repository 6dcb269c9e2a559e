"""What every writer promises, stated once, as seen through its own eyes and the reader's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from connectors.base import NoticeWriter
from connectors.errors import EntryGone, MailboxGone, PreconditionFailed
from connectors.model import (
    Mailbox,
    Notice,
    RemoteRef,
    ShowAs,
    Snapshot,
    Unchanged,
)
from tests.conformance.desk import (
    ANNA,
    COPENHAGEN,
    MONDAY,
    NOTICE,
    TUESDAY,
    Desk,
    Promises,
)


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
