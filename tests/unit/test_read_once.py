"""After a second look only what it completed is read again, and all is as if all had been."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.memory import Memory
from connectors.model import CalendarEvent, Details, JoinLink, Response, Role, Series, ShowAs
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.model import Employee, Unit
from policy.organisation import Organisation
from policy.register import Register
from sync.interpret import Interpretation, interpret
from sync.second_look import Closely, look_twice
from sync.service import Service, people, reader_of

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 11, 30)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ANNA = Employee("anna", "anna@x.example", "memory", "u", leader="boss")
BOSS = Employee("boss", "boss@x.example", "memory", "u")
SUBJECTS = ("Hjemmearbejde", "Hjemme (fast)", "Hjemme til 12", "Møde (fysisk)", "Teammøde", "Ferie")

NAMES = st.sampled_from(["s1", "s2", "s3"])


def guess(name: str, weeks: int) -> Series:
    """A series of which the window shows so many weeks."""
    return Series(name, endless=False, weeks=weeks, pattern="all-day", guessed=True)


guessed = st.builds(guess, NAMES, st.integers(1, 2))
truly = st.builds(
    Series,
    NAMES,
    endless=st.booleans(),
    weeks=st.integers(0, 6),
    pattern=st.sampled_from(["weekly", "every second week"]),
)
answers = st.builds(
    Details,
    st.sampled_from(Role),
    st.just(Response.ACCEPTED),
    st.sampled_from(JoinLink),
    st.none() | truly,
    st.sampled_from([(), (BOSS.mailbox,)]),
)
plain = st.builds(
    CalendarEvent,
    id=st.just(""),
    subject=st.sampled_from(SUBJECTS),
    start=st.integers(0, 13).map(lambda n: MONDAY + n * DAY),
    end=st.just(MONDAY),
    location=st.sampled_from(["", "Lokale 3"]),
    categories=st.sampled_from([(), ("Online",), ("Ikke hjemme",)]),
    show_as=st.sampled_from(ShowAs),
    private=st.booleans(),
    role=st.sampled_from(Role),
    response=st.sampled_from(Response),
    others=st.booleans(),
    room=st.booleans(),
    join_link=st.sampled_from(JoinLink),
    series=st.none() | guessed | truly,
    managed_key=st.sampled_from([None, None, None, "day:anna:2026-12-01"]),
)


def timed(event: CalendarEvent, number: int, hour: int | None) -> CalendarEvent:
    """The event with an id and an end, on its date or at an hour of it."""
    if hour is None:
        return replace(event, id=f"e{number}", end=event.start + DAY)
    assert not isinstance(event.start, datetime)
    start = datetime.combine(event.start, datetime.min.time(), COPENHAGEN) + hour * HOUR
    return replace(event, id=f"e{number}", start=start, end=start + HOUR)


def service(memory: Memory) -> Service:
    values = {"informed_on": MONDAY, "read_from": MONDAY, "agreements_from_calendar": True}
    unit = Unit("u", values={**values, "places": ("Lokale 3",)})
    book = Book(Organisation({"u": unit}, (ANNA, BOSS)), Register(), {})
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    return Service(book, Lexicon(Words()), {"memory": memory}, "", lambda: now, COPENHAGEN)


def looked(known: list[tuple[CalendarEvent, Details]]) -> tuple[Interpretation, Closely, bool]:
    """What is said at first, what after a look, and whether that equals reading all anew."""
    memory = Memory()
    for event, details in known:
        memory.add(ANNA.mailbox, event, details)
    one = service(memory)
    anna = next(p for p in people(one) if p.id == "anna")
    reader = reader_of(one, anna)
    before = interpret([event for event, _ in known], reader)
    closely = look_twice(one, anna, before)
    anew = interpret([event for event, _ in closely.said.readings], reader)
    return before, closely, anew == closely.said


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(plain, st.none() | st.integers(6, 18), answers), max_size=25))
def test_what_is_said_equals_reading_the_completed_entries_anew(
    drawn: list[tuple[CalendarEvent, int | None, Details]],
) -> None:
    known = [(timed(event, n, hour), details) for n, (event, hour, details) in enumerate(drawn)]
    before, closely, equal = looked(known)
    assert equal
    pairs = zip(before.readings, closely.said.readings, strict=True)
    for (event, read), (fuller, again) in pairs:
        assert event.id == fuller.id
        assert (read is again) or event != fuller


def test_only_what_was_completed_is_read_again() -> None:
    home = CalendarEvent("h", "Hjemmearbejde", MONDAY, MONDAY + DAY, series=guess("s1", 1))
    other = CalendarEvent("o", "Frokost", MONDAY, MONDAY + DAY)
    rule = Series("s1", endless=True, weeks=0, pattern="weekly")
    details = Details(Role.ORGANIZER, Response.ACCEPTED, JoinLink.UNKNOWN, rule)
    before, closely, equal = looked([(home, details), (other, details)])
    assert equal
    assert [e.series for e, _ in closely.said.readings] == [rule, None]
    first, then = before.readings, closely.said.readings
    assert [a is b for (_, a), (_, b) in zip(first, then, strict=True)] == [False, True]
