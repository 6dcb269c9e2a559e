"""Which calendars are asked who accepted, how often, and what becomes of the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.errors import Unavailable
from connectors.memory import Memory
from connectors.model import (
    CalendarEvent,
    Depth,
    Details,
    JoinLink,
    Mailbox,
    ReadRequest,
    Response,
    Role,
    Series,
    Snapshot,
)
from policy.case import Book
from policy.lexicon import Lexicon, Words
from policy.model import Employee, Unit
from policy.organisation import Organisation
from policy.register import Register
from sync.evidence import HomeSeries, accepted, asked_about, home_series
from sync.interpret import Interpretation, SeenSeries, interpret
from sync.second_look import look_twice
from sync.service import Person, Service, people, reader_of

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = date(2026, 11, 30)
TUESDAYS = Series("master-1", endless=True, weeks=0, pattern="weekly tuesday")
ANNA = Employee("anna", "anna@x.example", "memory", "u", leader="boss")
BOSS = Employee("boss", "boss@x.example", "memory", "u", aliases=("chef@x.example",))
GATES = {"informed_on": MONDAY, "read_from": MONDAY}


class Listening(Memory):
    """Remembers what it was asked about."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Sequence[str]] = []
        self.depths: list[Mapping[str, Depth] | None] = []

    def details(
        self, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
    ) -> Mapping[str, Details]:
        """The details, and a line about the question."""
        self.asked.append(ids)
        self.depths.append(depths)
        return super().details(mailbox, ids, depths)


def service(memory: Memory, *, asking: bool = True) -> Service:
    values = {"agreements_from_calendar": asking, **GATES}
    organisation = Organisation({"u": Unit("u", values=values)}, (ANNA, BOSS))
    book = Book(organisation, Register(), {})
    now = datetime(2026, 11, 30, 8, tzinfo=UTC)
    return Service(book, Lexicon(Words()), {"memory": memory}, "sqlite://", lambda: now, COPENHAGEN)


def home(
    memory: Memory,
    *answered: str,
    series: Series = TUESDAYS,
    others: bool = True,
    subject: str = "Hjemmearbejde",
) -> None:
    details = Details(Role.ORGANIZER, Response.ACCEPTED, JoinLink.NO, series, answered)
    for week in range(2):
        day = MONDAY + timedelta(days=1, weeks=week)
        event = CalendarEvent(
            f"{series.id}-{week}", subject, day, day + timedelta(days=1), others=others
        )
        memory.add(ANNA.mailbox, replace(event, series=series), details)


def looked(
    memory: Memory, one: Service, before: Sequence[HomeSeries] = ()
) -> tuple[HomeSeries, ...]:
    person, said = _said(memory, one)
    closely = look_twice(one, person, said, before)
    return home_series(one, person, closely.said.series, closely.accepted, before)


def _said(memory: Memory, one: Service) -> tuple[Person, Interpretation]:
    person = next(p for p in people(one) if p.id == "anna")
    request = ReadRequest(person.mailbox, person.window.read_from, person.window.end)
    (result,) = memory.read([request])
    assert isinstance(result.outcome, Snapshot)
    return person, interpret(result.outcome.events, reader_of(one, person))


@pytest.fixture
def memory() -> Listening:
    return Listening()


def test_one_question_by_one_occurrence_for_a_home_series_with_guests(memory: Listening) -> None:
    home(memory, "Chef@x.example")

    (found,) = looked(memory, service(memory))

    assert memory.asked == [["master-1-0"]]
    assert found.accepted
    assert (found.weekdays, found.first, found.last) == ((1,), date(2026, 12, 1), None)
    assert accepted([found]) == {found.series}
    assert "master-1" not in repr(found)


def test_a_unit_that_does_not_ask_is_asked_nothing(memory: Listening) -> None:
    home(memory, "boss@x.example")

    assert looked(memory, service(memory, asking=False)) == ()
    assert memory.asked == []


def test_nobody_is_asked_about_other_series_or_those_without_guests(memory: Listening) -> None:
    home(memory, "boss@x.example", subject="Teammøde")
    home(memory, others=False, series=replace(TUESDAYS, id="alone"))

    assert [h.accepted for h in looked(memory, service(memory))] == [False]
    assert memory.asked == []


def test_what_is_known_to_be_accepted_is_not_asked_again_until_the_rule_changes(
    memory: Listening,
) -> None:
    home(memory, "boss@x.example")
    known = looked(memory, service(memory))
    home(memory)

    assert looked(memory, service(memory), known) == known
    assert len(memory.asked) == 1

    home(memory, series=replace(TUESDAYS, pattern="weekly wednesday"))
    (found,) = looked(memory, service(memory), known)
    assert not found.accepted
    assert len(memory.asked) == 2


def test_what_was_never_accepted_is_asked_again_after_each_change(memory: Listening) -> None:
    home(memory)
    open_still = looked(memory, service(memory))
    home(memory, "boss@x.example")

    (found,) = looked(memory, service(memory), open_still)
    assert found.accepted


def test_a_calendar_that_cannot_be_asked_says_so(memory: Listening) -> None:
    home(memory, "boss@x.example")
    one = service(memory)
    person, said = _said(memory, one)
    memory.fail(ANNA.mailbox, Unavailable("out of order"))

    with pytest.raises(Unavailable):
        look_twice(one, person, said)


GUESS = replace(TUESDAYS, endless=False, weeks=2, pattern="all-day", guessed=True)


def guessed(memory: Memory, *answered: str, rule: Series = TUESDAYS, **words: Any) -> None:
    """A home series of which the window shows little; its rule is told when it is asked about."""
    home(memory, *answered, series=rule, **words)
    for event in list(memory._calendars[ANNA.mailbox].events.values()):
        if event.series == rule:
            memory.add(ANNA.mailbox, replace(event, series=replace(GUESS, id=rule.id)))


def test_a_rule_that_is_guessed_is_asked_for_with_the_answers_in_one_question(
    memory: Listening,
) -> None:
    guessed(memory, "boss@x.example")
    home(memory, "boss@x.example", series=replace(TUESDAYS, id="master-2"))
    guessed(memory, others=False, rule=replace(TUESDAYS, id="alone"))

    found = looked(memory, service(memory))

    (ids,) = memory.asked
    assert sorted(ids) == ["alone-0", "master-1-0", "master-2-0"]
    assert memory.depths == [
        {"alone-0": Depth.RULE, "master-1-0": Depth.GUESTS, "master-2-0": Depth.GUESTS}
    ]
    assert sorted(h.accepted for h in found) == [False, True, True]
    assert {h.last for h in found} == {None}


def test_where_nobody_s_answer_is_asked_for_a_rule_is_all_that_is(memory: Listening) -> None:
    guessed(memory, "boss@x.example")

    assert looked(memory, service(memory, asking=False)) == ()
    assert memory.depths == [{"master-1-0": Depth.RULE}]


def test_what_was_accepted_holds_by_its_true_rule_and_not_by_the_guess(memory: Listening) -> None:
    guessed(memory, "boss@x.example")
    known = looked(memory, service(memory))
    guessed(memory)
    assert looked(memory, service(memory), known) == known

    guessed(memory, rule=replace(TUESDAYS, pattern="every second tuesday"))
    (found,) = looked(memory, service(memory), known)
    assert not found.accepted


def test_a_rule_that_cannot_be_had_this_time_is_taken_for_the_same(memory: Listening) -> None:
    guessed(memory, "boss@x.example")
    known = looked(memory, service(memory))
    memory._calendars[ANNA.mailbox].details.clear()

    (found,) = looked(memory, service(memory), known)
    assert (found.accepted, found.rule) == (True, known[0].rule)
    guessed(memory)
    assert looked(memory, service(memory), [found]) == known


def test_the_order_of_questions_stays_while_days_pass_and_entries_come_and_go(
    memory: Listening,
) -> None:
    one = service(memory)
    anna = next(p for p in people(one) if p.id == "anna")
    weekdays, invited = (1,), False
    seen = [
        SeenSeries(f"e{n}", f"{n * 5 % 14:02}", "", weekdays, MONDAY, None, invited, guessed=n > 3)
        for n in range(14)
    ]
    order = list(asked_about(one, anna, seen, ()))
    later = [replace(s, asked="x", first=MONDAY + timedelta(days=n)) for n, s in enumerate(seen)]

    assert list(asked_about(one, anna, reversed(later), ())) == order
    assert len(order) == 10
