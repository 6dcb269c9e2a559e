"""A row that is gone from the register is used until HR answers, and gives way to HR's own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)
from policy.register_memory import Recalled, keyed, recall, register_of, rows_in

TODAY = date(2026, 11, 30)
TUE = (frozenset({1}),)
ANNA = IndividualAgreement("anna", date(2026, 1, 5), TUE)
LOCAL = LocalAgreement("L1", ("nord", "syd"), date(2026, 1, 1), staff_groups=("AC", "HK"))
DECISION = SuitabilityDecision("anna", "bo", date(2026, 2, 2))
CALL_IN = CallIn(date(2026, 12, 1), "anna")


def recalled(before: Register, own: Register, today: date = TODAY) -> Recalled:
    """What the register is, with ``before`` as the last pass read it."""
    return recall(own, keyed(before), today, {"anna", "bo"}, {"nord", "syd"})


@pytest.mark.parametrize("row", [ANNA, LOCAL, DECISION, CALL_IN])
def test_a_row_that_is_gone_is_used_and_asked_about(row: object) -> None:
    before = register_of([row])  # type: ignore[list-item]  # each is a row

    found = recalled(before, Register())

    assert found.register == before
    assert [gone.row for gone in found.asked] == [row]
    assert found.kept == set(keyed(before))


@pytest.mark.parametrize("row", [ANNA, LOCAL, DECISION, CALL_IN])
def test_putting_it_back_or_ending_it_there_answers(row: object) -> None:
    before = register_of([row])  # type: ignore[list-item]

    assert recalled(before, before) == Recalled(before)

    if not isinstance(row, CallIn):
        ended = register_of([replace(row, valid_to=date(2026, 11, 1))])  # type: ignore[type-var]
        assert recalled(before, ended) == Recalled(ended)


def test_a_row_that_is_over_is_not_asked_about_but_kept_while_old_weeks_are_read() -> None:
    over = Register(individual_agreements=(replace(ANNA, withdrawn_on=date(2026, 11, 2)),))

    soon, later = recalled(over, Register()), recalled(over, Register(), date(2027, 1, 1))

    assert (soon.register, soon.asked) == (over, ())
    assert later == Recalled(Register())


def test_nobody_is_asked_about_somebody_or_a_unit_that_is_gone() -> None:
    gone = Register((replace(LOCAL, units=("øst",)),), (replace(ANNA, employee="x"),))
    partly = Register((replace(LOCAL, units=("øst", "syd")),))

    assert recalled(gone, Register()) == Recalled(Register())
    assert recalled(partly, Register()).register.local_agreements[0].units == ("syd",)


def test_a_row_that_was_corrected_is_no_question() -> None:
    """Its start was typed wrongly: the new row speaks of all its days."""
    earlier = Register(individual_agreements=(replace(ANNA, valid_from=date(2026, 1, 1)),))
    before = Register(individual_agreements=(ANNA,))

    assert recalled(before, earlier) == Recalled(earlier)


def test_a_row_that_was_written_over_holds_until_the_new_one_begins() -> None:
    new = replace(ANNA, valid_from=date(2027, 2, 1))
    own = Register(individual_agreements=(new,))

    found = recalled(Register(individual_agreements=(ANNA,)), own)

    kept = replace(ANNA, valid_to=date(2027, 1, 31))
    assert found.register.individual_agreements == (new, kept)
    assert [gone.row for gone in found.asked] == [kept]


def test_a_local_agreement_gives_way_only_in_its_unit_and_staff_group() -> None:
    other = LocalAgreement("L2", ("syd",), date(2026, 1, 1), staff_groups=("DF",))
    same = LocalAgreement("L2", ("syd",), date(2026, 1, 1), staff_groups=("HK",))

    assert recalled(Register((LOCAL,)), Register((other,))).register.local_agreements == (
        other,
        LOCAL,
    )
    assert recalled(Register((LOCAL,)), Register((same,))).register.local_agreements == (
        same,
        replace(LOCAL, units=("nord",)),
        replace(LOCAL, id="L1/2", units=("syd",), staff_groups=("AC",)),
    )


def test_a_new_agreement_for_one_unit_ends_nothing_in_the_other() -> None:
    """A row was written over by one for half of its units: the other half is a question."""
    new = LocalAgreement("L2", ("nord",), date(2027, 2, 1))
    old = replace(LOCAL, staff_groups=())

    found = recalled(Register((old,)), Register((new,)))

    until = replace(old, units=("nord",), valid_to=date(2027, 1, 31))
    rest = replace(old, id="L1/2", units=("syd",))
    assert found.register.local_agreements == (new, until, rest)
    assert [(v.key, v.row) for v in found.asked] == [("local:L1", until), ("local:L1", rest)]
    assert found.kept == {"local:L1"}


def test_a_new_agreement_for_all_of_it_is_no_question() -> None:
    new = replace(LOCAL, id="L2", valid_from=date(2025, 6, 1))

    assert recalled(Register((LOCAL,)), Register((new,))) == Recalled(Register((new,)))


def test_equal_keys_are_numbered() -> None:
    twice = Register(suitability_decisions=(DECISION, replace(DECISION, scope="all")))

    assert list(keyed(twice)) == ["decision:anna:2026-02-02", "decision:anna:2026-02-02#2"]


def test_keys_say_what_a_row_is_about() -> None:
    rows = (LOCAL, ANNA, CALL_IN, CallIn(date(2026, 12, 1), None, "nord", 540, None))

    assert list(keyed(register_of(rows))) == [
        "local:L1",
        "individual:anna:2026-01-05",
        "call-in:2026-12-01:anna",
        "call-in:2026-12-01:unit:nord:09:00-",
    ]


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 60) | st.none())


def _agreements(spans: list[tuple[int, int | None]]) -> Register:
    """Agreements of anna around today that do not meet."""
    found: list[IndividualAgreement] = []
    start = TODAY - timedelta(days=90)
    for gap, length in spans:
        start += timedelta(days=gap)
        end = None if length is None else start + timedelta(days=length)
        found.append(IndividualAgreement("anna", start, TUE, valid_to=end))
        if end is None:
            break
        start = end + timedelta(days=1)
    return Register(individual_agreements=tuple(found))


AGREEMENTS = st.lists(SPANS, max_size=4).map(_agreements)


@given(AGREEMENTS, AGREEMENTS, AGREEMENTS)
def test_no_day_has_two_agreements_none_is_lost_and_hrs_own_rows_are_as_they_are(
    long_gone: Register, before: Register, own: Register
) -> None:
    known = keyed(long_gone) | keyed(before)
    found = recall(own, known, TODAY, {"anna"}, set()).register
    days = [TODAY + timedelta(days=n) for n in range(200)]

    assert rows_in(found)[: len(rows_in(own))] == rows_in(own)
    for day in days:
        assert sum(a.in_force(day) for a in found.individual_agreements) <= 1
    if not own.individual_agreements and not long_gone.individual_agreements:
        for day in days:
            assert found.individual("anna", day) == before.individual("anna", day)


@given(AGREEMENTS, AGREEMENTS)
def test_the_order_of_what_is_remembered_is_no_matter(
    long_gone: Register, before: Register
) -> None:
    known = keyed(long_gone) | keyed(before)
    turned = dict(reversed(known.items()))

    one, other = (recall(Register(), k, TODAY, {"anna"}, set()) for k in (known, turned))

    assert one.kept == other.kept
    assert {*rows_in(one.register)} == {*rows_in(other.register)}
