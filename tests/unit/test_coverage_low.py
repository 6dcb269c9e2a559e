"""Many at home at once, in counts, never of fewer than five people (P4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

import pytest

from policy.case import Book, Case, case_of
from policy.model import Employee, EntryKind, Finding, HomeFacts, Parameter, Unit
from policy.organisation import Organisation
from policy.register import Register
from policy.ruleset import evaluate_unit, window_of
from tests.unit.cases import HALF, TODAY, day, facts, home

FOUR_FIFTHS = Fraction(4, 5)
TUESDAY = day(1)
WINDOW = window_of(TODAY, 4, None)


def unit(**values: object) -> Book:
    return Book(Organisation({"u": Unit("u", values=values)}, ()), Register(), {})


def team(
    book: Book, *homes: Mapping[date, HomeFacts], away: Sequence[int] = (), read_from: date = TODAY
) -> list[Case]:
    window = window_of(TODAY, 4, read_from)
    return [
        case_of(
            book,
            Employee(f"e{n}", f"e{n}@x.example", "files", "u"),
            window,
            facts(one, away=[TUESDAY] if n in away else []),
        )
        for n, one in enumerate(homes)
    ]


def low(book: Book, cases: Sequence[Case]) -> list[Finding]:
    return list(evaluate_unit(book, "u", cases, WINDOW))


AT_HOME = {TUESDAY: home(EntryKind.AD_HOC)}
IN: Mapping[date, HomeFacts] = {}


def test_a_share_above_the_unit_s_is_told_to_the_leader_in_counts() -> None:
    book = unit(max_home_share=Fraction(3, 5))

    [finding] = low(book, team(book, AT_HOME, AT_HOME, AT_HOME, AT_HOME, IN))

    assert finding.key == f"coverage_low:u:{TUESDAY}"
    assert (finding.subject, finding.days) == ("u", (TUESDAY,))
    assert [*map(str, finding.to)] == ["leader"]
    assert (finding.clause, str(finding.severity)) == ("P4", "hint")
    assert finding.facts == {
        "home": 4,
        "available": 5,
        "share": "4/5",
        "max_home_share": "3/5",
    }
    assert finding.reopen == "4/5"


def test_the_share_itself_may_be_reached() -> None:
    book = unit(max_home_share=FOUR_FIFTHS)

    assert low(book, team(book, AT_HOME, AT_HOME, AT_HOME, AT_HOME, IN)) == []


def test_heads_are_counted_as_in_the_overview_half_a_day_too() -> None:
    book = unit(max_home_share=FOUR_FIFTHS)
    half = {TUESDAY: home(EntryKind.AD_HOC, HALF)}

    [finding] = low(book, team(book, AT_HOME, AT_HOME, AT_HOME, half, half))
    assert finding.facts["home"] == 5


def test_absence_leaves_the_group_and_a_group_under_five_is_never_counted() -> None:
    book = unit(max_home_share=Fraction(1, 2))
    six = (AT_HOME, AT_HOME, AT_HOME, IN, IN, IN)

    assert low(book, team(book, *six)) == []
    [finding] = low(book, team(book, *six, away=[5]))
    assert finding.facts["share"] == "3/5"
    assert low(book, team(book, *six, away=[4, 5])) == []


def test_no_unit_has_a_share_by_default() -> None:
    book = unit()

    assert low(book, team(book, *([AT_HOME] * 6))) == []


@pytest.mark.parametrize("number", [-5, 28])
def test_neither_the_past_nor_what_lies_beyond_the_horizon_is_spoken_of(number: int) -> None:
    book = unit(max_home_share=Fraction(1, 2))
    homes = {day(number): home()}

    assert low(book, team(book, *([homes] * 6), read_from=day(-42))) == []


def test_days_of_people_that_are_not_read_yet_do_not_count() -> None:
    book = unit(max_home_share=Fraction(1, 2))

    assert low(book, team(book, *([AT_HOME] * 6), read_from=day(7))) == []


def test_the_share_that_holds_on_the_day_counts() -> None:
    dated = Parameter("u", "max_home_share", Fraction(1, 2), valid_from=day(7))
    organisation = Organisation({"u": Unit("u")}, (), parameters=(dated,))
    book = Book(organisation, Register(), {})
    homes = {day(n): home() for n in (1, 8)}

    [finding] = low(book, team(book, *([homes] * 5)))
    assert finding.days == (day(8),)
