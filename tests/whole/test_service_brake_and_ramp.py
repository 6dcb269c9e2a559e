"""An outage that small batches see bit by bit is held as a whole; new notes can be paced by the day."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from sync import brake_rows, ledger_rows, requests
from sync.brake_rows import Held
from sync.hours import Rhythm
from sync.service import Brake
from tests.workplace import MONDAY, Workplace, scratch

__all__ = ["scratch"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
STEP = timedelta(seconds=20)
PEOPLE = [f"e{n}" for n in range(30)]


def crowd(folder: Path, people: list[str] = PEOPLE, **more: object) -> Workplace:
    place = Workplace(folder, people, **more)  # type: ignore[arg-type]
    for person in people:
        place.meet(person)
    return place


def standing(place: Workplace) -> int:
    return sum(len(place.notes(p)) for p in PEOPLE)


def held(place: Workplace) -> Held | None:
    with place.store.transaction() as db:
        return brake_rows.held_now(db)


def ask(place: Workplace, what: str, subject: str | None = None) -> str:
    """Leave a wish, tick, and read the answer."""
    with place.store.transaction() as db:
        number = requests.ask(db, what, subject, None, "operator", place.clock())
    place.tick()
    with place.store.transaction() as db:
        answer = requests.answer_of(db, number)
    assert answer is not None
    return answer


@pytest.fixture
def place(scratch: Path) -> Workplace:
    place = crowd(scratch)
    place.settle()
    assert standing(place) == 30
    place.clock.go(2 * HOUR)
    place.settle()
    return place


def outage(place: Workplace, people: list[str] = PEOPLE) -> None:
    """Meetings vanish from many calendars, a few seconds apart."""
    for person in people:
        place.part(person)


def test_a_first_start_is_not_held(place: Workplace) -> None:
    assert place.heard.named("held") == []


def test_an_outage_seen_bit_by_bit_takes_away_a_fifth_at_most(place: Workplace) -> None:
    outage(place)

    place.run(HOUR / 2, STEP)

    assert 30 - standing(place) <= 10
    [told] = place.heard.named("held")
    assert place.heard.rounds[-1].held is not None
    assert "notes" in str(told["why"])


def test_a_restart_does_not_forget_what_was_taken_away_already(place: Workplace) -> None:
    outage(place, PEOPLE[:8])
    place.run(6 * MINUTE, STEP)
    gone = 30 - standing(place)
    assert gone >= 5
    outage(place, PEOPLE[8:])

    for _ in range(15):
        place.restart()
        place.run(MINUTE / 2, MINUTE / 4)

    assert 30 - standing(place) <= 10
    assert held(place) is not None


def test_what_is_held_is_over_when_its_cause_is(place: Workplace) -> None:
    outage(place)
    place.run(6 * MINUTE, STEP)
    assert held(place) is not None

    for person in PEOPLE:
        place.meet(person)
    place.run(2 * HOUR, MINUTE)

    assert held(place) is None
    assert standing(place) == 30
    assert len(place.heard.named("released")) == 1


def test_confirm_releases_exactly_what_was_shown(place: Workplace) -> None:
    outage(place, PEOPLE[:14])
    place.run(6 * MINUTE, STEP)
    shown = held(place)
    assert shown is not None
    with place.store.transaction() as db:
        assert {e.person for e in brake_rows.shown(db, shown)} <= set(PEOPLE[:14])
    outage(place, PEOPLE[14:])
    place.run(6 * MINUTE, STEP)
    before = standing(place)

    answer = ask(place, "confirm", shown.digest)
    place.run(MINUTE, STEP)

    assert answer == f"released: {len(shown.entries)} notes are written as they were shown"
    assert before - standing(place) == len(shown.entries)
    still = held(place)
    assert still is not None
    assert not set(still.entries) & set(shown.entries)
    ask(place, "confirm", still.digest)
    place.run(MINUTE, STEP)
    assert (standing(place), held(place)) == (0, None)


def test_what_was_let_through_does_not_count_against_what_comes_after(place: Workplace) -> None:
    outage(place, PEOPLE[:20])
    place.run(6 * MINUTE, STEP)
    shown = held(place)
    assert shown is not None
    ask(place, "confirm", shown.digest)
    place.run(MINUTE, STEP)

    place.part(PEOPLE[25])
    place.run(6 * MINUTE, STEP)

    assert held(place) is None
    assert place.notes(PEOPLE[25]) == []


def test_a_digest_that_nobody_was_shown_releases_nothing(place: Workplace) -> None:
    outage(place)
    place.run(6 * MINUTE, STEP)
    before = standing(place)

    answer = ask(place, "confirm", "0123456789ab")

    assert answer.startswith("nothing is held as 0123456789ab")
    assert standing(place) == before


def test_new_notes_for_too_many_people_within_an_hour_are_held(scratch: Path) -> None:
    place = Workplace(scratch, PEOPLE, brake=Brake(min_people=10))
    place.settle()
    for person in PEOPLE:
        place.meet(person)

    place.run(HOUR / 4, STEP)

    assert standing(place) <= 10
    [told] = place.heard.named("held")
    assert "would write new notes for" in str(told["why"])


def test_a_day_has_so_many_new_notes_and_nothing_is_lost(scratch: Path) -> None:
    place = crowd(scratch, rhythm=Rhythm(max_new_notices_per_day=12))
    seen = []
    for _ in range(4):
        place.run(10 * MINUTE, MINUTE)
        seen.append(standing(place))
        place.clock.go(DAY - 10 * MINUTE)

    assert seen == [12, 24, 30, 30]
    assert place.heard.named("held") == []


def test_those_with_the_nearest_day_come_first(scratch: Path) -> None:
    place = Workplace(scratch, ["e1", "e2"], rhythm=Rhythm(max_new_notices_per_day=1))
    place.meet("e1", MONDAY + 10 * DAY)
    place.meet("e2", MONDAY + 3 * DAY)

    place.settle()

    assert (place.notes("e1"), place.notes("e2")) == ([], ["2026-12-03"])


def test_rewriting_and_taking_away_needs_no_room_in_the_day(scratch: Path) -> None:
    place = Workplace(scratch, ["e1"], rhythm=Rhythm(max_new_notices_per_day=1))
    place.meet("e1")
    place.settle()
    place.part("e1")
    place.settle()

    assert place.notes("e1") == []


def test_a_pause_leaves_a_mailbox_alone_until_it_is_resumed(place: Workplace) -> None:
    assert ask(place, "pause", "e1") == "paused: 1 mailboxes"
    place.part("e1")
    place.run(HOUR, 2 * MINUTE)
    assert place.notes("e1") == ["2026-12-08"]

    assert ask(place, "resume", "e1") == "resumed: 1 mailboxes"
    place.run(MINUTE, STEP)
    assert place.notes("e1") == []


def test_nothing_is_written_to_a_paused_mailbox_either(place: Workplace) -> None:
    place.change(rhythm=Rhythm(read_only=True))
    place.part("e1")
    place.run(5 * MINUTE, STEP)
    ask(place, "pause", "e1")
    place.change(rhythm=Rhythm())
    place.run(10 * MINUTE, MINUTE)
    assert place.notes("e1") == ["2026-12-08"]


def test_a_pause_of_everybody_with_an_end_ends_by_itself(place: Workplace) -> None:
    with place.store.transaction() as db:
        until = place.clock() + HOUR
        requests.ask(db, "pause", None, until, "operator", place.clock())
    place.tick()
    place.heard.rounds.clear()
    place.part("e1")

    place.run(HOUR - MINUTE, 2 * MINUTE)
    assert sum(sum(r.reads.values()) for r in place.heard.rounds) == 0
    place.run(10 * MINUTE, MINUTE)
    assert place.notes("e1") == []
    assert place.heard.rounds[-1].states == {"active": 30}


def test_resync_reads_whole_and_believes_what_it_sees(scratch: Path) -> None:
    place = Workplace(scratch)
    place.meet()
    for n in range(20):
        place.meet(day=MONDAY + (n + 9) * DAY)
    place.settle()
    calendar = place.calendars._calendars["e1@x.example"]
    for event_id in tuple(calendar.events):
        place.calendars.delete("e1@x.example", event_id)
    place.run(10 * MINUTE, MINUTE)
    assert place.notes()

    assert ask(place, "resync", "e1") == "to be read afresh: 1 mailboxes"
    place.run(MINUTE, STEP)

    with place.store.transaction() as db:
        desired = [e for e in ledger_rows.entries(db) if e.desired]
    assert desired == []


def test_wishes_about_nobody_and_for_nothing_are_answered(place: Workplace) -> None:
    assert ask(place, "pause", "nobody") == "nobody is known as nobody"
    assert ask(place, "resync", "nobody") == "nobody is known as nobody"
    assert ask(place, "resume", "e1") == "nothing was paused"
    assert ask(place, "sing") == "nobody knows how to sing"
    assert [e["what"] for e in place.heard.named("request_done")] == [
        "pause",
        "resync",
        "resume",
        "sing",
    ]
