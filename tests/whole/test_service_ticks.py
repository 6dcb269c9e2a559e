"""The service, tick by tick: who is read when, what is written, and that trouble stays where it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from connectors.errors import AuthFailed, ConnectorError, MailboxGone, Rejected, Unavailable
from connectors.memory import Memory
from connectors.model import CalendarEvent, Mailbox, Notice, RemoteRef
from sync import requests, schedule_rows
from sync.hours import Hours, Maintenance, Rhythm
from sync.pause import pause
from sync.records import Kept
from sync.running import Shard
from sync.service import Service
from sync.tick import tick
from tests.workplace import COPENHAGEN, MONDAY, NOON, STEP, Workplace, scratch

__all__ = ["scratch"]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
POLL = Rhythm().poll


def kept(place: Workplace, person: str = "e1") -> Kept:
    with place.store.transaction() as db:
        return schedule_rows.some(db, [person])[person]


@pytest.fixture
def place(scratch: Path) -> Workplace:
    place = Workplace(scratch)
    place.meet()
    return place


def test_a_first_tick_reads_judges_and_writes(place: Workplace) -> None:
    seen = place.tick()

    assert place.notes() == ["2026-12-08"]
    assert (seen.reads, seen.writes) == ({"changed": 1}, {"created": 1})
    assert kept(place).completed_at is not None


def test_a_tick_with_nothing_due_writes_nothing(place: Workplace) -> None:
    place.settle()
    wal = Path(place.service.store_url.removeprefix("sqlite:///") + "-wal")
    place.run(MINUTE)
    place.clock.now = kept(place).next_due - 2 * STEP  # type: ignore[operator]  # it is scheduled
    place.tick()
    before = wal.read_bytes()

    place.clock.go(STEP)
    seen = place.tick()

    assert seen.reads == {}
    assert wal.read_bytes() == before


def test_a_change_is_a_note_within_five_minutes(place: Workplace) -> None:
    place.settle()
    place.meet(day=MONDAY + 9 * DAY)

    place.run(timedelta(seconds=250))

    assert place.notes() == ["2026-12-08", "2026-12-09"]


def test_a_poll_without_news_changes_only_when_the_mailbox_is_due(place: Workplace) -> None:
    place.settle()
    place.run(2 * POLL)
    before = kept(place)

    place.run(2 * POLL)

    after = kept(place)
    assert after.read_at != before.read_at
    times = {"read_at": None, "next_due": None}
    assert replace(after, **times) == replace(before, **times)  # type: ignore[arg-type]


def test_everybody_is_read_once_an_interval_and_not_all_at_once(scratch: Path) -> None:
    people = [f"e{n}" for n in range(200)]
    place = Workplace(scratch, people)
    place.run(4 * POLL)
    place.heard.rounds.clear()

    place.run(4 * POLL)

    reads = [sum(r.reads.values()) for r in place.heard.rounds]
    assert 4 * 200 <= sum(reads) <= 5 * 200 + 25
    assert max(reads) <= 25
    ages = [age for r in place.heard.rounds for age in r.ages]
    assert max(ages) <= POLL.total_seconds() + 2 * STEP.total_seconds()


def test_one_bad_mailbox_waits_ever_longer_and_the_others_do_not(scratch: Path) -> None:
    place = Workplace(scratch, ["e1", "e2"])
    for person in ("e1", "e2"):
        place.meet(person)
    place.calendars.fail("e1@x.example", Unavailable("busy"))

    place.run(HOUR, 2 * STEP)

    assert place.notes("e2") == ["2026-12-08"]
    assert 3 < kept(place, "e1").failures < 20
    ages = [age for r in place.heard.rounds for age in r.ages]
    assert max(ages) <= POLL.total_seconds() + 4 * STEP.total_seconds()
    place.calendars.fail("e1@x.example", None)
    place.run(DAY, timedelta(minutes=10))
    assert place.notes("e1") == ["2026-12-08"]
    assert kept(place, "e1").failures == 0


def test_a_bug_that_one_calendar_wakes_stops_nobody_else(scratch: Path) -> None:
    class Odd(Memory):
        def _outcome(self, request: object) -> object:  # type: ignore[override]
            if "e1" in str(request):
                raise ZeroDivisionError
            return super()._outcome(request)  # type: ignore[arg-type]

    place = Workplace(scratch, ["e1", "e2"], calendars=Odd())
    place.calendars._clock = place.clock
    for person in ("e1", "e2"):
        place.meet(person)

    place.settle()

    assert place.notes("e2") == ["2026-12-08"]
    assert kept(place, "e1").last_error == "unexpected ZeroDivisionError"
    assert kept(place, "e1").failures > 0


def test_the_time_that_a_server_names_is_kept(place: Workplace) -> None:
    place.calendars.fail("e1@x.example", Unavailable("busy", 3000))
    place.tick()

    place.run(timedelta(minutes=49), MINUTE)

    assert sum(sum(r.reads.values()) for r in place.heard.rounds) == 1
    assert kept(place).failures == 1


def test_a_server_that_is_away_is_asked_one_thing_at_a_time(scratch: Path) -> None:
    place = Workplace(scratch, [f"e{n}" for n in range(100)])
    place.settle()
    asked: list[int] = []
    place.calendars.fail_connection(Unavailable("the server is away"))

    for _ in range(120):
        asked.append(sum(place.tick().reads.values()))
        place.clock.go(STEP)

    assert sum(asked) <= 25 + 30
    assert all(n <= 1 for n in asked[asked.index(max(asked)) + 1 :])
    assert {f["connection"] for f in place.heard.named("connection_waits")} == {"memory"}
    assert kept(place, "e0").failures == 0
    place.calendars.fail_connection(None)
    place.run(2 * POLL)
    assert place.heard.named("connection_back")
    place.run(POLL)
    assert place.heard.rounds[-1].stalest <= POLL.total_seconds() + 10


def test_a_burst_of_time_outs_is_the_servers_and_no_mark_against_its_mailboxes(
    scratch: Path,
) -> None:
    people = [f"e{n}" for n in range(50)]
    place = Workplace(scratch, people)
    place.settle()
    for person in people:
        place.calendars.fail(f"{person}@x.example", Unavailable("timed out"))
    place.run(POLL)
    assert place.heard.named("connection_waits")
    assert place.running.width("memory") < 8
    assert max(kept(place, p).failures for p in people) <= 2

    for person in people:
        place.calendars.fail(f"{person}@x.example", None)
    place.run(2 * POLL)

    assert all(kept(place, p).failures == 0 for p in people)


def test_a_connection_that_does_not_let_us_in_stops_loudly_and_comes_back(
    scratch: Path,
) -> None:
    place = Workplace(scratch, [f"e{n}" for n in range(30)])
    place.calendars.fail_connection(AuthFailed("the password has expired"))

    place.run(timedelta(minutes=30), timedelta(seconds=20))

    [first, *_] = stopped = place.heard.named("connection_stopped")
    assert first["error"] == "the password has expired"
    assert len(stopped) < 12
    assert place.heard.rounds[-1].waiting == ("memory",)
    place.calendars.fail_connection(None)
    place.run(2 * HOUR, MINUTE)
    assert place.heard.rounds[-1].waiting == ()
    assert place.heard.rounds[-1].states == {"active": 30}


def test_a_mailbox_that_is_gone_is_looked_at_daily_and_comes_back(scratch: Path) -> None:
    place = Workplace(scratch, ["e1", "e2"])
    place.meet("e1")
    place.settle()
    place.calendars.fail("e1@x.example", MailboxGone("no such mailbox"))

    place.run(26 * HOUR, 20 * MINUTE)
    assert kept(place).state == "gone"
    assert place.heard.named("mailbox_gone") == [{"person": "e1"}]
    place.heard.rounds.clear()
    place.run(4 * DAY, HOUR)
    looks = sum(r.reads.get("gone", 0) for r in place.heard.rounds)
    assert 3 <= looks <= 6

    place.calendars.fail("e1@x.example", None)
    place.run(2 * DAY, HOUR)
    assert kept(place).state == "active"
    assert place.heard.named("mailbox_back") == [{"person": "e1"}]


class Picky(Memory):
    """A server that will not take a note, for as long as a test says so."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses: ConnectorError | None = None
        self.asked = 0

    def put(self, mailbox: Mailbox, notice: Notice, known: RemoteRef | None) -> RemoteRef:
        self.asked += 1
        if self.refuses is not None:
            raise self.refuses
        return super().put(mailbox, notice, known)


@pytest.fixture
def picky(scratch: Path) -> Workplace:
    calendars = Picky()
    place = Workplace(scratch, calendars=calendars)
    calendars._clock = place.clock
    place.meet()
    return place


def test_what_the_server_rejects_is_parked_until_a_person_asks(picky: Workplace) -> None:
    picky.calendars.refuses = Rejected("too odd")
    picky.run(HOUR, 6 * STEP)

    assert picky.calendars.asked == 1
    [parked] = picky.heard.named("entry_parked")
    assert (parked["person"], parked["error"]) == ("e1", "too odd")
    assert (picky.heard.rounds[-1].parked, picky.heard.rounds[-1].pending) == (1, 0)


def test_a_write_that_failed_is_tried_again_with_growing_waits(picky: Workplace) -> None:
    picky.calendars.refuses = Unavailable("busy")
    picky.run(HOUR, 6 * STEP)
    assert 4 <= picky.calendars.asked <= 25

    picky.calendars.refuses = None
    picky.run(2 * HOUR, MINUTE)
    assert picky.notes() == ["2026-12-08"]


def test_nothing_is_read_or_written_in_maintenance(place: Workplace) -> None:
    closed = Maintenance(NOON, NOON + HOUR)
    place.change(rhythm=replace(Rhythm(), maintenance=(closed,)))
    place.run(HOUR, MINUTE)

    assert {r.quiet for r in place.heard.rounds} == {"maintenance"}
    assert place.notes() == []
    place.run(MINUTE)
    assert place.notes() == ["2026-12-08"]


def test_outside_its_hours_the_service_rests(place: Workplace) -> None:
    place.change(rhythm=replace(Rhythm(), hours=Hours(14 * 60, 20 * 60)))
    assert place.tick().quiet == "hours"

    place.clock.go(HOUR)
    assert place.tick().quiet is None
    assert place.notes() == ["2026-12-08"]


def test_read_only_reads_and_judges_and_writes_no_calendar(place: Workplace) -> None:
    place.change(rhythm=replace(Rhythm(), read_only=True))
    place.settle()

    assert place.notes() == []
    assert place.heard.rounds[-1].pending == 1
    place.change(rhythm=Rhythm())
    place.tick()
    assert place.notes() == ["2026-12-08"]


def test_before_activation_the_service_does_nothing(place: Workplace) -> None:
    book = place.service.book
    gates = {"informed_on": MONDAY, "activation_date": MONDAY + DAY}
    organisation = replace(book.organisation, defaults=gates)
    place.change(book=replace(book, organisation=organisation))
    assert place.tick().quiet == "inactive"

    place.clock.now = datetime(2026, 12, 1, 0, 0, 5, tzinfo=COPENHAGEN).astimezone(UTC)
    assert place.tick().reads == {"changed": 1}


def test_who_leaves_is_withdrawn_and_who_comes_is_read(scratch: Path) -> None:
    place = Workplace(scratch, ["e1", "e2"])
    for person in ("e1", "e2"):
        place.meet(person)
    place.settle()
    book = place.service.book
    e1, e2 = book.organisation.employees
    e3 = replace(e1, id="e3", mailbox="e3@x.example")
    place.calendars.add_mailbox("e3@x.example")
    place.meet("e3")
    place.change(book=replace(book, organisation=replace(book.organisation, employees=(e2, e3))))

    place.run(MINUTE)

    assert (place.notes("e1"), place.notes("e3")) == ([], ["2026-12-08"])
    assert kept(place, "e1").next_due is None


def test_a_missed_deletion_is_healed_within_a_day(place: Workplace) -> None:
    place.settle()
    calendar = place.calendars._calendars["e1@x.example"]
    del calendar.events["meet-2026-12-08"]
    place.run(HOUR, 4 * MINUTE)
    assert place.notes() == ["2026-12-08"]

    place.run(DAY, 10 * MINUTE)

    assert place.notes() == []


@pytest.mark.parametrize("jump", [HOUR, -HOUR, -DAY, -40 * DAY, 3 * HOUR])
def test_a_clock_that_jumps_keeps_nobody_waiting(place: Workplace, jump: timedelta) -> None:
    place.settle()
    place.clock.go(jump)
    place.heard.rounds.clear()

    place.run(timedelta(seconds=250))

    assert sum(sum(r.reads.values()) for r in place.heard.rounds) >= 1
    assert place.heard.rounds[-1].lag <= 10


def test_a_mailbox_that_is_suddenly_empty_is_held_and_looked_at_again(scratch: Path) -> None:
    place = Workplace(scratch)
    place.meet()
    for n in range(20):
        day = MONDAY + 2 * DAY
        event = CalendarEvent(f"x{n}", "Møde", day, day + DAY)
        place.calendars.add("e1@x.example", event)
    place.settle()
    calendar = place.calendars._calendars["e1@x.example"]
    events = dict(calendar.events)
    for event_id in events:
        place.calendars.delete("e1@x.example", event_id)
    place.run(2 * POLL)
    assert kept(place).last_error == "held: empty"
    assert place.notes() == ["2026-12-08"]

    for event in events.values():
        place.calendars.add("e1@x.example", event)
    place.run(POLL)
    assert kept(place).last_error is None


def test_who_is_late_in_another_shard_keeps_nobody_waiting(scratch: Path) -> None:
    people = tuple(f"e{n}" for n in range(120))
    place = Workplace(scratch, people)
    mine = Shard(0, 2)
    until = place.clock.now + 3 * POLL
    while place.clock.now < until:
        place.heard.round(tick(place.running, mine))
        place.clock.go(STEP)

    with place.store.transaction() as db:
        read = schedule_rows.some(db, [p for p in people if mine.holds(p)]).values()
    assert len(read) > 40
    assert all(k.read_at and place.clock.now - k.read_at <= POLL + 2 * STEP for k in read)


def test_a_wish_that_cannot_be_done_is_answered_and_stops_nobody(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half_done(service: Service, db: Connection, *_: object) -> str:
        pause(service, db, "e1", None)
        raise LookupError("what its message says may name a person")

    place.tick()
    monkeypatch.setitem(requests.ACTS, "resync", half_done)  # type: ignore[arg-type]  # a dict
    with place.store.transaction() as db:
        odd, well = (
            requests.ask(db, w, "e1", None, "operator", place.clock.now)
            for w in ("resync", "pause")
        )

    place.tick()

    with place.store.transaction() as db:
        assert requests.answer_of(db, odd) == "not done: unexpected LookupError"
        assert requests.answer_of(db, well) == "paused: 1 mailboxes"
