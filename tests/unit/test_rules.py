"""What holds for the rules whatever the weeks look like, and what each says in small cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.alternatives import alternatives, fit
from policy.case import Case
from policy.model import EntryKind, Evidence, HomeFacts, OnSite, Severity, Span
from policy.register import CallIn, IndividualAgreement, LocalAgreement
from policy.ruleset import evaluate
from tests.unit.cases import HALF, START, TODAY, WHOLE, case, day, found, home, local, meeting, own

AGREEMENTS = ("local_agreement_missing", "individual_agreement_missing", "agreement_over_cap")
numbers = st.integers(-42, 27)
kinds = st.sampled_from(EntryKind)
shares = st.sampled_from([WHOLE, HALF])
homes = st.dictionaries(numbers.map(day), st.builds(home, kind=kinds, share=shares), max_size=40)
locals_ = st.none() | st.builds(
    local,
    reading=st.sampled_from([None, "all-weeks", "active-weeks"]),
    counts=st.sampled_from([None, "fixed", "all"]),
    max_days_per_week=st.sampled_from([None, Fraction(1), Fraction(5, 2), Fraction(3)]),
    averaging_weeks=st.sampled_from([None, 1, 2, 4, 6]),
)
weeks = st.frozensets(st.integers(0, 4), max_size=4)
owns = st.none() | st.lists(weeks, min_size=1, max_size=3).map(lambda pattern: own(*pattern))
aways = st.frozensets(numbers.map(day), max_size=12)
meetings = st.frozensets(numbers.map(day), max_size=8).map(
    lambda days: [(d, meeting(d)) for d in sorted(days)]
)


def a_case(
    at_home: Mapping[date, HomeFacts],
    agreement: LocalAgreement | None,
    mine: IndividualAgreement | None,
    away: frozenset[date],
    met: list[tuple[date, OnSite]],
) -> Case:
    rows = [row for row in (agreement, mine) if row]
    return case(at_home, *rows, away=away, meetings=met)


def keys(one: Case) -> set[str]:
    return {f.key for f in evaluate(one)}


@given(homes, locals_, owns, aways, meetings, numbers.map(day))
def test_another_ad_hoc_day_never_makes_a_finding_about_agreements(
    at_home: dict[date, HomeFacts],
    agreement: LocalAgreement | None,
    mine: IndividualAgreement | None,
    away: frozenset[date],
    met: list[tuple[date, OnSite]],
    more: date,
) -> None:
    before = found(a_case(at_home, agreement, mine, away, met))
    added = at_home if more in at_home else {**at_home, more: home(EntryKind.AD_HOC)}

    after = found(a_case(added, agreement, mine, away, met))

    for rule in AGREEMENTS:
        assert after.get(rule) == before.get(rule)
    if agreement is None or agreement.counts != "all":
        assert after.get("average_exceeded") == before.get("average_exceeded")


@given(homes, locals_, owns, aways, meetings, st.data())
def test_a_home_day_less_never_makes_a_finding(
    at_home: dict[date, HomeFacts],
    agreement: LocalAgreement | None,
    mine: IndividualAgreement | None,
    away: frozenset[date],
    met: list[tuple[date, OnSite]],
    data: st.DataObject,
) -> None:
    before = keys(a_case(at_home, agreement, mine, away, met))
    gone = data.draw(st.sampled_from(sorted(at_home) or [TODAY]))
    fewer = {d: h for d, h in at_home.items() if d != gone}

    assert keys(a_case(fewer, agreement, mine, away, met)) <= before


@given(owns, locals_, aways, shares)
def test_whoever_keeps_an_agreement_is_never_over(
    mine: IndividualAgreement | None,
    agreement: LocalAgreement | None,
    away: frozenset[date],
    share: Fraction,
) -> None:
    days = [day(n) for n in range(-42, 28)]
    kept = {d: home(EntryKind.OPEN, share) for d in days if mine and mine.names(d)}

    assert "average_exceeded" not in found(a_case(kept, agreement, mine, away, []))


@given(homes, locals_, owns, aways, meetings)
def test_findings_speak_of_days_from_today_on_and_have_one_key_each(
    at_home: dict[date, HomeFacts],
    agreement: LocalAgreement | None,
    mine: IndividualAgreement | None,
    away: frozenset[date],
    met: list[tuple[date, OnSite]],
) -> None:
    findings = evaluate(a_case(at_home, agreement, mine, away, met))

    assert len({f.key for f in findings}) == len(findings)
    for finding in findings:
        assert all(d >= TODAY and d not in away for d in finding.days)
        assert list(finding.days) == sorted(set(finding.days))
        assert finding.key.startswith(f"{finding.rule}:e1")
        assert finding.days or finding.rule == "agreement_over_cap"


@given(homes, locals_, owns, aways, meetings)
def test_an_offered_day_fits_and_lies_in_the_same_week_from_today_on(
    at_home: dict[date, HomeFacts],
    agreement: LocalAgreement | None,
    mine: IndividualAgreement | None,
    away: frozenset[date],
    met: list[tuple[date, OnSite]],
) -> None:
    one = a_case(at_home, agreement, mine, away, met)
    for at in [d.day for d in one.home_days][:2]:
        offered = alternatives(one, at)
        assert len(offered) <= 2
        assert fit(one, at, offered)
        for other in offered:
            assert other >= TODAY
            assert other.isocalendar()[:2] == at.isocalendar()[:2]
            assert other.weekday() < 5
            assert other not in at_home
            assert other not in away


def test_nothing_is_offered_where_the_week_is_full() -> None:
    full = {day(n): home(EntryKind.AD_HOC) for n in range(5)}

    assert alternatives(case(full, meetings=[(day(1), meeting(day(1)))]), day(1)) == ()


def test_a_day_with_any_meeting_on_site_is_not_offered() -> None:
    met = [(day(1), meeting(day(1))), (day(2), meeting(day(2), evidence=Evidence.POSSIBLE))]

    assert alternatives(case({day(1): home()}, meetings=met), day(1)) == (day(0), day(3))


@pytest.mark.parametrize(
    ("at_home", "severity", "clause"),
    [
        (home(), Severity.CONFLICT, "K6"),
        (home(EntryKind.AD_HOC), Severity.QUESTION, "K1"),
        (home(spans=()), Severity.QUESTION, "K6"),
        (home(spans=(Span(720, 1080),)), None, None),
    ],
)
def test_a_conflict_needs_a_fixed_day_with_known_hours(
    at_home: HomeFacts, severity: Severity | None, clause: str | None
) -> None:
    findings = found(case({day(1): at_home}, meetings=[(day(1), meeting(day(1)))]))

    said = [(f.severity, f.clause) for f in findings.get("on_site_conflict", [])]
    assert said == ([(severity, clause)] if severity else [])


@pytest.mark.parametrize(
    ("hours", "asked"), [((18, 20), False), ((5, 6), False), ((17, 20), True), ((5, 7), True)]
)
def test_a_half_that_nobody_can_place_lies_between_six_and_eighteen(
    hours: tuple[int, int], asked: bool
) -> None:
    half = {day(1): home(spans=())}
    first, last = hours
    call_in = CallIn(day(1), employee="e1", start=first * 60, end=last * 60)

    met = found(case(half, local(), meetings=[(day(1), meeting(day(1), first, last))]))
    called = found(case(half, local(), call_in))

    assert ("on_site_conflict" in met) == asked
    assert ("on_site_day" in called) == asked


def caps(*terms: tuple[date, date | None, Fraction]) -> list[LocalAgreement]:
    return [
        LocalAgreement(f"LA{n}", ("u",), begins, valid_to=ends, max_days_per_week=cap)
        for n, (begins, ends, cap) in enumerate(terms)
    ]


@pytest.mark.parametrize(
    ("begins", "cap"), [(day(0), "1"), (day(10), "1"), (day(27), "1"), (day(28), None)]
)
def test_a_pattern_is_held_against_every_cap_that_begins_within_the_horizon(
    begins: date, cap: str | None
) -> None:
    until = begins - timedelta(days=1)
    rows = caps((day(-99), until, Fraction(2)), (begins, date.max, Fraction(1)))

    findings = found(case({}, *rows, own({1, 3}))).get("agreement_over_cap", [])

    assert [f.facts["cap"] for f in findings] == ([cap] if cap else [])


def test_a_cap_that_ends_leaves_two_and_one_after_the_agreement_is_no_matter() -> None:
    higher = caps((day(-99), day(9), Fraction(3)))
    lower = caps((day(14), None, Fraction(1)))

    (finding,) = found(case({}, *higher, own({1, 2, 3})))["agreement_over_cap"]

    assert finding.facts["cap"] == "2"
    assert "agreement_over_cap" not in found(case({}, *lower, own({1, 3}, valid_to=day(13))))


def test_the_facts_that_re_open_a_conflict_are_times_evidence_and_span() -> None:
    def reopen(at_home: HomeFacts, *met: OnSite) -> str:
        one = case({day(1): at_home}, meetings=[(day(1), m) for m in met])
        return found(one)["on_site_conflict"][0].reopen

    same = meeting(day(1))
    first = reopen(home(), same)
    assert reopen(home(EntryKind.AD_HOC), same) == first
    assert reopen(home(spans=(Span(360, 720),)), same) != first
    assert reopen(home(), meeting(day(1), 10, 13)) != first
    assert reopen(home(), meeting(day(1), evidence=Evidence.LIKELY)) != first
    assert reopen(home(), same, meeting(day(1), 14, 15)) != first


def test_a_series_against_a_series_is_one_cause_for_all_its_occurrences_alike() -> None:
    on = [day(1), day(8), day(15)]
    met = [(d, meeting(d, series="team")) for d in on[:2]]
    met.append((on[2], meeting(on[2], 13, 14, series="team")))
    one = case({d: home(series="mine") for d in on}, meetings=met)

    first, second, moved = (f.cause for f in found(one)["on_site_conflict"])

    assert first is not None
    assert first == second
    assert moved is not None
    assert moved.key != first.key


@pytest.mark.parametrize(
    ("mine", "theirs", "kind"),
    [
        (None, "team", EntryKind.FIXED),
        ("mine", None, EntryKind.FIXED),
        ("mine", "team", EntryKind.AD_HOC),
    ],
)
def test_anything_else_is_asked_day_by_day(
    mine: str | None, theirs: str | None, kind: EntryKind
) -> None:
    met = [(day(1), meeting(day(1), series=theirs))]
    one = case({day(1): home(kind, series=mine)}, meetings=met)

    assert found(one)["on_site_conflict"][0].cause is None


CALL_INS = (
    CallIn(day(1), employee="e1", start=540, end=600),
    CallIn(day(1), unit="u", start=480, end=720),
    CallIn(day(1), employee="e1", start=1080, end=1200),
)


def test_of_several_call_ins_the_first_of_the_day_speaks_whatever_their_order() -> None:
    said = {
        found(case({day(1): home()}, *rows))["on_site_day"][0].reopen
        for rows in permutations(CALL_INS)
    }

    assert len(said) == 1
    assert "08:00" in said.pop()


def test_the_earliest_window_that_is_over_is_the_one_that_is_told() -> None:
    busy = {day(7 * w + d): home() for w in range(-6, 4) for d in range(3)}

    (finding,) = found(case(busy, local(), own({4})))["average_exceeded"]

    assert (finding.facts["first_week"], finding.facts["last_week"]) == ("2026-W46", "2026-W49")
    assert finding.days == (day(0), day(1), day(2))
    assert finding.level == 3


def test_exactly_the_cap_is_not_over() -> None:
    even = {day(7 * w + d): home() for w in range(-6, 4) for d in range(2)}
    half_more = {**even, day(2): home(share=HALF)}

    assert "average_exceeded" not in found(case(even, local()))
    assert found(case(half_more, local()))["average_exceeded"][0].facts["per_week"] == "17/8"


@pytest.mark.parametrize(
    ("cycle", "averaging", "weeks"),
    [(1, None, 4), (2, None, 4), (3, None, 6), (5, 4, 5), (4, 6, 8)],
)
def test_the_window_is_the_shortest_whole_number_of_cycles(
    cycle: int, averaging: int | None, weeks: int
) -> None:
    every_day = {day(n): home() for n in range(-42, 28)}
    pattern = [{4}] * cycle

    (finding,) = found(case(every_day, local(averaging_weeks=averaging), own(*pattern)))[
        "average_exceeded"
    ]

    assert finding.facts["window_weeks"] == weeks


def test_an_agreement_that_ends_within_the_window_excuses_only_its_own_days() -> None:
    ending = own({0, 1, 2}, start=START, valid_to=day(6))
    agreed = {day(7 * w + d): home(EntryKind.OPEN) for w in range(-6, 1) for d in range(3)}
    extra = {**agreed, day(9): home()}

    assert "average_exceeded" not in found(case(agreed, local(), ending))
    (finding,) = found(case(extra, local(), ending))["average_exceeded"]
    assert (finding.facts["last_week"], finding.facts["per_week"]) == ("2026-W50", "5/2")
    assert finding.days == (day(0), day(1), day(2), day(9))


def test_active_weeks_are_those_with_a_day_to_work_on() -> None:
    busy = {day(7 * w + d): home() for w in (0, 1, 3) for d in ((0, 1) if w < 3 else (0, 1, 2))}
    away = [day(14 + n) for n in range(7)]
    earlier = [day(-n) for n in range(1, 43)]
    agreed = own({4})

    active = case(busy, local(reading="active-weeks"), agreed, away=[*away, *earlier])
    almost = case(busy, local(reading="active-weeks"), agreed, away=[*away[1:], *earlier])

    facts = found(active)["average_exceeded"][0].facts
    assert (facts["days"], facts["weeks"], facts["per_week"]) == ("7", "3", "7/3")
    assert "average_exceeded" not in found(almost)


def test_today_is_the_first_day_that_a_finding_may_name() -> None:
    met = [(d, meeting(d)) for d in (day(0), day(1))]
    one = case({day(0): home(), day(1): home()}, meetings=met, today=day(1))

    assert [f.days for f in found(one)["on_site_conflict"]] == [(day(1),)]
    assert one.window.start == TODAY - timedelta(weeks=6)
