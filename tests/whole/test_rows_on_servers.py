"""Rows of the table of failures that only the whole loop on a server can show, by their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from connectors.model import ReadRequest, Snapshot
from sync import schema
from sync.runner import run_pass
from tests.conformance.desk import ANNA, COPENHAGEN
from tests.simulators.ews import faults as ews_faults
from tests.simulators.ews.item import item_id
from tests.simulators.ews.soap import M, T, answered, enveloped, success
from tests.simulators.ews_desk import ews_desk
from tests.simulators.graph import faults as graph_faults
from tests.whole.served import Served, served
from tests.workplace import MONDAY, scratch

__all__ = ["scratch"]

SECOND, MINUTE, HOUR, DAY = (timedelta(seconds=n) for n in (1, 60, 3600, 86400))
NOTED, MORE = MONDAY + timedelta(days=8), "13–14"


@pytest.fixture(params=["ews", "graph"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def place(kind: str, scratch: Path) -> Iterator[Served]:
    """One note stands, and another is wanted in its place from the next look on."""
    with served(kind, scratch) as found:
        found.meet()
        found.settle()
        assert len(found.ours()) == 1
        yield found


def another_meeting(place: Served) -> None:
    """The note has more to say."""
    one = datetime(NOTED.year, NOTED.month, NOTED.day, 13, tzinfo=COPENHAGEN)
    place.desk.add("e1@x.example", "Møde 2 (fysisk)", one, one + HOUR)


def body(place: Served) -> str:
    (note,) = place.ours()
    return place.words(note)


def conflicts(place: Served) -> Any:
    """The write took, and the server says that it did not."""
    if place.kind == "ews":
        return ews_faults.fails_after("ErrorIrresolvableConflict")
    return graph_faults.fails_after(412, "ErrorIrresolvableConflict")


def test_45_an_update_that_took_and_says_conflict_is_looked_at_and_done(place: Served) -> None:
    before = body(place)
    place.fault("update", conflicts(place))
    another_meeting(place)
    place.settle()
    assert body(place) != before
    assert MORE in body(place)
    assert place.count("create") == 1
    with place.store.transaction() as db:
        (entry,) = db.execute(schema.entry.select()).all()
    assert (entry.version, entry.failures, entry.last_error) == (entry.delivered_version, 0, None)


@pytest.mark.parametrize("races", [1, 2])
def test_45_a_note_that_somebody_else_touched_is_written_again(place: Served, races: int) -> None:
    (note,) = place.ours()
    place.fault("update", place.before(lambda: place.touch(note)), times=races)
    another_meeting(place)
    place.settle()
    assert MORE in body(place)
    assert place.count("update") == races + 1


def test_45_after_three_times_it_is_left_for_later(place: Served) -> None:
    before = body(place)
    (note,) = place.ours()
    place.fault("update", place.before(lambda: place.touch(note)), times=-1)
    another_meeting(place)
    place.run(4 * MINUTE, 4 * MINUTE)
    place.tick()
    assert place.count("update") == 3
    assert body(place) == before
    place.server.faults.clear()
    place.run(HOUR, 5 * MINUTE)
    assert MORE in body(place)


def test_45_a_note_that_its_reader_edited_meanwhile_is_told_and_never_rewritten(
    place: Served,
) -> None:
    (note,) = place.ours()
    before = body(place)
    place.fault("update", place.before(lambda: place.edit(note, "Aftalt med Lone")))
    another_meeting(place)
    place.run(DAY, HOUR)
    assert (place.subject(note), place.words(note)) == ("Aftalt med Lone", before)
    assert place.count("update") == 1
    with place.store.transaction() as db:
        (told,) = db.execute(schema.told.select()).all()
    assert told.how == "edited"


def nothing_there(place: Served) -> None:
    """Every mailbox says with a 200 that it is empty, whoever asks."""
    if place.kind == "graph":
        empty = graph_faults.changed(lambda content: content.update(value=[]))
        for call in ("view", "list", "find"):
            place.server.faults.add(call, empty, times=-1)
        return

    def none(_: Any, __: Any) -> Any:
        root = M.RootFolder(T.Items(), TotalItemsInView="0", IncludesLastItemInRange="true")
        content = enveloped(answered("FindItem", [success("FindItem", root)]), ews_faults.BUILD)
        return ews_faults.Reply(200, content)

    place.server.faults.add("FindItem", none, times=-1)


def test_19_a_mailbox_that_answers_with_nothing_is_held(kind: str, scratch: Path) -> None:
    with served(kind, scratch, ("e1", "e2")) as place:
        for person in ("e1", "e2"):
            place.meet(person)
            for number in range(20):
                day = MONDAY + number * DAY
                place.desk.add(f"{person}@x.example", "Andet", day, day + DAY)
        place.settle()
        nothing_there(place)
        place.desk.lost_cursor("")
        place.run(HOUR, MINUTE)
        assert place.notes("e1") == place.notes("e2") == [NOTED.isoformat()]
        told = {one["error"] for one in place.heard.named("mailbox_failed")}
        assert told == {"held: empty"}

        place.server.faults.clear()
        place.desk.lost_cursor("")
        place.run(HOUR, MINUTE)
        assert place.notes("e1") == place.notes("e2") == [NOTED.isoformat()]
        assert place.count("create") == 2


def test_19_a_pass_over_mailboxes_that_all_answer_with_nothing_is_held(
    kind: str, scratch: Path
) -> None:
    people = [f"e{number}" for number in range(12)]
    with served(kind, scratch, people) as place:
        for person in people:
            place.meet(person)
        place.run(6 * MINUTE, MINUTE / 2)
        place.store.close()
        nothing_there(place)
        place.desk.lost_cursor("")
        assert run_pass(place.service).held == "would take away or rewrite 12 of 12 notes"
        place.server.faults.clear()
        place.desk.lost_cursor("")
        result = run_pass(place.service)
        assert (result.held, result.notices.unchanged) == (None, 12)
        assert place.count("create") == 12


def test_24_what_the_store_did_not_take_is_read_again(place: Served) -> None:
    """The store fails once, before the state to go on from and after the items."""
    left = [1]

    def fails(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("UPDATE mailbox") and "cursor" in statement and left:
            left.pop()
            raise TimeoutError("between the items and their state")

    def kept() -> list[Any]:
        with place.store.transaction() as db:
            cursors = schema.mailbox.select().with_only_columns(schema.mailbox.c.cursor)
            tables = (schema.day, schema.on_site)
            return [db.execute(q).all() for q in (cursors, *(t.select() for t in tables))]

    place.run(5 * MINUTE, MINUTE)
    before = kept()
    event.listen(place.store._engine, "before_cursor_execute", fails)
    another_meeting(place)
    while not place.heard.named("mailbox_failed"):
        place.run(SECOND, SECOND)
    assert kept() == before
    place.run(HOUR, MINUTE)
    assert MORE in body(place)


def test_39_ids_that_differ_in_case_alone_are_two_entries() -> None:
    """Over Graph: tests/unit/test_graph_reading.py."""
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        for subject in ("Hjemme", "Ferie"):
            desk.add(ANNA.address, subject, NOTED, NOTED + DAY)
        first, second = desk.server.exchange.store.mailboxes[ANNA.address].items.values()
        ids = [item_id(item.number, None).encode() for item in (first, second)]
        twin = ews_faults.rewritten(ids[1], ids[0].swapcase())
        desk.server.exchange.faults.add("FindItem", twin)
        (result,) = desk.connector.read([ReadRequest(ANNA, MONDAY, NOTED + 7 * DAY)])
        assert isinstance(result.outcome, Snapshot)
        assert {e.subject for e in result.outcome.events} == {"Hjemme", "Ferie"}
        assert len({e.id for e in result.outcome.events}) == 2


def test_46_notes_come_change_and_go_without_a_mail(place: Served) -> None:
    another_meeting(place)
    place.settle()
    assert MORE in body(place)
    for entry in place.entries():
        if not entry.extended:
            place.desk.owner("e1@x.example").delete(entry)
    place.run(10 * MINUTE, MINUTE)
    assert place.ours() == []
    assert place.server.store.mails == []


def test_49_a_note_that_is_dragged_is_its_readers_and_comes_once(place: Served) -> None:
    (note,) = place.ours()
    place.drag(note, DAY)
    place.run(HOUR, MINUTE)
    another_meeting(place)
    place.run(HOUR, MINUTE)
    assert MORE not in place.words(note)
    assert place.notes().count((NOTED + DAY).isoformat()) == 1
    assert place.count("update") == 0
    with place.store.transaction() as db:
        (told,) = db.execute(schema.told.select()).all()
    assert told.how == "edited"


def test_52_one_poison_mailbox_starves_nobody(kind: str, scratch: Path) -> None:
    people = [f"e{number}" for number in range(30)]
    with served(kind, scratch, people) as place:
        poison = ews_faults.web_page() if kind == "ews" else graph_faults.web_page()
        place.fault("view", poison, times=-1, mailbox="e7@x.example")
        for person in ("e6", "e7", "e8"):
            place.meet(person)
        place.run(16 * MINUTE, 15 * SECOND)
        assert place.notes("e6") == place.notes("e8") == [NOTED.isoformat()]
        ages = [age for round_ in place.heard.rounds for age in round_.ages]
        assert len(ages) >= 29 * 3
        assert max(ages) < 300
        failed = place.heard.named("mailbox_failed")
        assert {one["person"] for one in failed} == {"e7"}
        assert 2 <= len(failed) < 20
        waits = [one["until"] for one in failed]
        assert waits == sorted(waits)  # type: ignore[type-var]
        place.server.faults.clear()
        place.run(HOUR, 2 * MINUTE)
        assert place.notes("e7") == [NOTED.isoformat()]
