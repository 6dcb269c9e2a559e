"""What would hold if a unit set something else, and for whom it would be different."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from policy.case import Book
from policy.model import Employee, Parameter, Unit
from policy.organisation import Organisation
from policy.register import CallIn, IndividualAgreement, LocalAgreement, Register
from policy.trial import Difference, agreements_of, term_of, with_term, with_value

DAY = date(2026, 12, 1)
DAYS = tuple(DAY + timedelta(n) for n in range(14))
SINCE = date(2026, 1, 1)
ORGANISATION = Organisation(
    {
        "top": Unit("top", values={"home_work": "all"}),
        "nord": Unit("nord", parent="top", values={"places": ("N1",)}),
        "n1": Unit("n1", parent="nord"),
        "syd": Unit("syd", parent="top"),
    },
    (),
    parameters=(Parameter("nord", "home_work", "none", date(2026, 11, 1)),),
)


def agreement(name: str, *units: str, groups: tuple[str, ...] = (), **terms: Any) -> LocalAgreement:
    return LocalAgreement(name, units, SINCE, staff_groups=groups, **terms)


def register(*agreements: LocalAgreement) -> Register:
    return Register(agreements)


def cap(found: Register, unit: str, group: str | None = None) -> Fraction | None:
    way = [u.id for u in ORGANISATION.upwards(unit)]
    local = found.local(way, group, DAY)
    return local.cap if local else None


def person(name: str = "e1", unit: str = "n1", group: str | None = None) -> Employee:
    return Employee(name, f"{name}@x.example", "files", unit, staff_group=group)


def test_a_value_that_is_tried_beats_the_units_dated_ones_and_reaches_units_below() -> None:
    tried = with_value(ORGANISATION, "nord", "home_work", "ad_hoc")

    assert tried.value("n1", "home_work", DAY) == "ad_hoc"
    assert tried.value("syd", "home_work", DAY) == "all"
    assert ORGANISATION.value("n1", "home_work", DAY) == "none"


def test_what_adds_up_still_adds_up() -> None:
    tried = with_value(ORGANISATION, "n1", "places", ("X",))

    assert tried.value("n1", "places", DAY) == ("X", "N1")


def test_a_term_changes_where_it_is_tried_and_below_and_nowhere_else() -> None:
    tried = with_term(
        ORGANISATION, register(agreement("LA", "top")), "nord", ("max_days_per_week", Fraction(3))
    )

    assert [cap(tried, u) for u in ("top", "nord", "n1", "syd")] == [2, 3, 3, 2]


def test_an_agreement_for_this_unit_alone_keeps_its_name_and_another_is_parted() -> None:
    term = ("counts", "all")
    alone = with_term(ORGANISATION, register(agreement("LA", "nord")), "nord", term)
    shared = with_term(ORGANISATION, register(agreement("LA", "nord", "syd")), "nord", term)

    assert [(a.id, a.units, a.counts) for a in alone.local_agreements] == [("LA", ("nord",), "all")]
    assert [(a.id, a.units, a.counts) for a in shared.local_agreements] == [
        ("LA", ("syd",), None),
        ("LA/nord", ("nord",), "all"),
    ]


def test_every_staff_group_that_is_covered_gets_the_term() -> None:
    before = register(
        agreement("LA", "top"),
        agreement("AC", "nord", groups=("ac",)),
        agreement("HK", "top", groups=("hk", "ac")),
    )

    tried = with_term(ORGANISATION, before, "nord", ("max_days_per_week", Fraction(1)))

    assert [cap(tried, "n1", g) for g in ("ac", "hk", "other")] == [1, 1, 1]
    assert [cap(tried, "syd", g) for g in ("ac", "hk", "other")] == [2, 2, 2]
    assert {a.id: a.staff_groups for a in agreements_of(ORGANISATION, before, "nord")} == {
        "AC": ("ac",),
        "LA": (),
        "HK": ("hk",),
    }


def test_an_agreement_that_a_nearer_one_outlasts_is_no_matter_here() -> None:
    before = register(agreement("LA", "top", max_days_per_week=Fraction(1)), agreement("N", "nord"))

    tried = with_term(ORGANISATION, before, "nord", ("averaging_weeks", 6))

    assert [(a.id, a.averaging_weeks) for a in tried.local_agreements] == [("LA", None), ("N", 6)]


def test_two_terms_of_one_unit_stand_side_by_side() -> None:
    once = with_term(ORGANISATION, register(agreement("LA", "top")), "nord", ("counts", "all"))
    twice = with_term(ORGANISATION, once, "nord", ("averaging_weeks", 6))

    [_, here] = twice.local_agreements
    assert (here.id, here.counts, here.averaging_weeks) == ("LA/nord", "all", 6)


@pytest.mark.parametrize(
    ("term", "silent"),
    [
        ("max_days_per_week", Fraction(2)),
        ("averaging_weeks", 4),
        ("reading", "all-weeks"),
        ("counts", "fixed"),
    ],
)
def test_where_an_agreement_is_silent_the_frame_holds(term: str, silent: object) -> None:
    assert term_of(agreement("LA", "top"), term) == silent


def touches(
    before: Book, after: Book, one: Employee | None = None, then: Employee | None = None
) -> bool:
    one = one or person()
    return Difference(before, after, DAYS).touches(one, then or one)


def book(found: Register | None = None, organisation: Organisation = ORGANISATION) -> Book:
    return Book(organisation, found or Register(), {})


def test_nothing_changed_touches_nobody() -> None:
    la = register(agreement("LA", "top"))

    assert not touches(book(la), book(la))


def test_a_change_touches_those_whom_it_holds_for() -> None:
    la = register(agreement("LA", "top", groups=("ac",)))
    tried = book(with_term(ORGANISATION, la, "nord", ("counts", "all")))

    assert touches(book(la), tried, person(group="ac"))
    assert not touches(book(la), tried, person(group="hk"))
    assert not touches(book(la), tried, person(unit="syd", group="ac"))


def test_a_parted_agreement_touches_nobody_in_its_other_units() -> None:
    la = register(agreement("LA", "nord", "syd"))
    tried = book(with_term(ORGANISATION, la, "nord", ("counts", "all")))

    assert not touches(book(la), tried, person(unit="syd"))


def test_a_value_touches_the_unit_and_those_below() -> None:
    tried = book(organisation=with_value(ORGANISATION, "nord", "on_site_days", (1,)))

    assert touches(book(), tried)
    assert not touches(book(), tried, person(unit="syd"))


def test_rows_about_a_person_touch_that_person_alone() -> None:
    own = book(Register((), (IndividualAgreement("e1", SINCE, (frozenset({1}),)),)))
    asked = book(Register(call_ins=(CallIn(DAY, employee="e1"),)))

    for tried in (own, asked):
        assert touches(book(), tried)
        assert not touches(book(), tried, person("e2"))


def test_a_call_in_of_a_unit_touches_it_if_its_day_is_looked_at() -> None:
    assert touches(book(), book(Register(call_ins=(CallIn(DAY, unit="nord"),))))
    assert not touches(book(), book(Register(call_ins=(CallIn(SINCE, unit="nord"),))))


def test_another_row_about_the_employee_touches_him() -> None:
    assert touches(book(), book(), person(), replace(person(), working_days=frozenset({0})))
