"""Span and share of a day, put together from what its entries say (policy 2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.days import Part, compose, judge
from policy.lexicon import Cut
from policy.model import DayFacts, DayStatus, EntryKind, HomeFacts, Kind, Span, Status

DAY = date(2026, 12, 8)
HALF = Fraction(1, 2)
HOME = "home-word"


def entry(
    start: float | None = None,
    end: float | None = None,
    *,
    cut: tuple[float | None, float | None] = (None, None),
    half: bool = False,
    kind: EntryKind = EntryKind.OPEN,
    reason: str = HOME,
) -> Part:
    """Hours of the clock; without them an all-day entry."""
    hours = None if start is None or end is None else span(start, end)
    first, last = (None if hour is None else int(hour * 60) for hour in cut)
    return Part(hours, Cut(first, last, half), reason, kind)


def span(start: float, end: float) -> Span:
    return Span(int(start * 60), int(end * 60))


def facts(home: Sequence[Part], absence: Sequence[Part] = ()) -> DayFacts:
    return compose(DAY, home, absence, (), ())


def home(*entries: Part, absence: Sequence[Part] = ()) -> HomeFacts | None:
    return facts(entries, absence).home


@pytest.mark.parametrize(
    ("part", "share", "spans"),
    [
        (entry(), 1, (span(6, 18),)),
        (entry(cut=(None, 12)), HALF, (span(6, 12),)),
        (entry(cut=(12, None)), HALF, (span(12, 18),)),
        (entry(cut=(None, 13)), 1, (span(6, 13),)),
        (entry(cut=(17, None)), HALF, (span(17, 18),)),
        (entry(half=True), HALF, ()),
        (entry(half=True, cut=(9, None)), HALF, (span(9, 18),)),
        (entry(8, 13), 1, (span(8, 13),)),
        (entry(8, 12.9), HALF, (span(8, 12.9),)),
        (entry(8, 11), HALF, (span(8, 11),)),
        (entry(8, 16, cut=(None, 12)), HALF, (span(8, 12),)),
        (entry(8, 16, half=True), HALF, (span(8, 16),)),
        (entry(0, 24), 1, (span(6, 18),)),
        (entry(14, 24), HALF, (span(14, 18),)),
    ],
)
def test_one_entry_gives_its_share_and_span(
    part: Part, share: Fraction | int, spans: tuple[Span, ...]
) -> None:
    found = home(part)

    assert found is not None
    assert (found.share, found.spans) == (share, spans)


@pytest.mark.parametrize(
    "part", [entry(8, 10.9), entry(18, 23), entry(16, 23), entry(cut=(19, None))]
)
def test_what_is_too_short_between_six_and_eighteen_is_nothing(part: Part) -> None:
    assert home(part) is None


@pytest.mark.parametrize(
    ("parts", "share"),
    [
        ([entry(8, 10), entry(12, 14)], HALF),
        ([entry(8, 11), entry(12, 14)], 1),
        ([entry(8, 11), entry(9, 12)], HALF),
        ([entry(cut=(None, 12)), entry(cut=(12, None))], 1),
        ([entry(half=True), entry(half=True)], 1),
        ([entry(half=True), entry(8, 11)], 1),
        ([entry(half=True), entry(8, 10)], HALF),
        ([entry(), entry(half=True)], 1),
        ([entry(half=True)] * 3, 1),
        ([entry(half=True, cut=(None, 12))] * 2, HALF),
        ([entry(half=True, cut=(None, 12)), entry(cut=(None, 12))], HALF),
        ([entry(half=True, cut=(None, 12)), entry(half=True, cut=(12, None))], 1),
        ([entry(half=True, cut=(None, 12)), entry(half=True)], 1),
        ([entry(8, 12, half=True), entry(9, 12)], HALF),
    ],
)
def test_several_entries_share_the_union_of_their_hours(
    parts: list[Part], share: Fraction | int
) -> None:
    found = home(*parts)

    assert found is not None
    assert found.share == share


@pytest.mark.parametrize("part", [entry(), entry(8, 13), entry(9, 11.5, reason="x"), entry(6, 11)])
def test_a_day_is_away_when_it_is_away_all_day_or_for_five_hours(part: Part) -> None:
    long_enough = part.hours is None or part.hours.end - part.hours.start >= 5 * 60

    assert (facts((), [part]).absence is not None) == long_enough


@pytest.mark.parametrize(
    ("away", "share", "spans"),
    [
        (entry(8, 10), 1, (span(6, 8), span(10, 18))),
        (entry(8, 11), HALF, (span(6, 8), span(11, 18))),
        (entry(cut=(12, None)), HALF, (span(6, 12),)),
        (entry(cut=(14, None)), HALF, (span(6, 14),)),
        (entry(cut=(16, None)), 1, (span(6, 16),)),
        (entry(half=True), HALF, (span(6, 18),)),
        (entry(half=True, cut=(9, None)), HALF, (span(6, 9),)),
    ],
)
def test_part_of_a_day_away_leaves_part_of_a_home_day(
    away: Part, share: Fraction | int, spans: tuple[Span, ...]
) -> None:
    found = facts([entry()], [away])

    assert found.absence is None
    assert found.home is not None
    assert (found.home.share, found.home.spans) == (share, spans)


def test_a_home_entry_inside_the_hours_away_is_no_home_day() -> None:
    assert home(entry(8, 12), absence=[entry(8, 12)]) is None


def test_fixed_hours_that_were_spent_away_are_not_counted_as_fixed() -> None:
    fixed, other = entry(8, 12, kind=EntryKind.FIXED), entry(13, 17, kind=EntryKind.AD_HOC)

    found = home(fixed, other, absence=[entry(8, 12)])

    assert found is not None
    assert (found.kind, found.share_fixed, found.share) == (EntryKind.AD_HOC, Fraction(0), HALF)


def test_fixed_hours_that_come_to_nothing_make_no_ad_hoc_day_fixed() -> None:
    short, other = entry(8, 9, kind=EntryKind.FIXED), entry(kind=EntryKind.AD_HOC)

    found = home(short, other)

    assert found is not None
    assert (found.kind, found.share_fixed, found.share) == (EntryKind.AD_HOC, Fraction(0), 1)


def test_out_of_office_is_said_whatever_the_order_of_the_entries() -> None:
    away = [entry(reason="absence"), entry(reason="absence-oof")]

    assert {facts((), order).absence for order in permutations(away)} == {"absence-oof"}


def test_a_short_out_of_office_says_nothing_about_a_whole_day_away() -> None:
    away = [entry(reason="absence"), entry(8, 9, reason="absence-oof")]

    assert facts((), away).absence == "absence"


def judged(
    day: DayFacts, *, working_day: bool = True, day_off: bool = False, agreed: bool = False
) -> DayStatus:
    return judge(day, working_day=working_day, day_off=day_off, agreed=agreed)


def test_the_status_is_the_first_that_holds() -> None:
    everything = compose(DAY, [entry()], [entry(reason="absence")], [entry()], ())
    present = compose(DAY, [entry()], (), [entry()], ())

    assert judged(everything, working_day=False, day_off=True).status is Status.UNKNOWN
    assert judged(everything, day_off=True).status is Status.HOLIDAY
    assert judged(everything).status is Status.ABSENCE
    assert (judged(present).status, judged(present).reason) == (Status.UNKNOWN, "presence")
    assert judged(facts([entry()])).status is Status.HOME
    assert judged(facts(())).status is Status.UNKNOWN


def test_presence_of_less_than_five_hours_vetoes_nothing() -> None:
    assert not compose(DAY, [entry()], (), [entry(8, 12)], ()).presence
    assert not compose(DAY, [entry()], (), [entry(cut=(None, 12))], ()).presence
    assert compose(DAY, [entry()], (), [entry(8, 13)], ()).presence


@pytest.mark.parametrize(
    ("kinds", "agreed", "kind", "fixed_share"),
    [
        ((EntryKind.OPEN,), False, Kind.AD_HOC, 0),
        ((EntryKind.OPEN,), True, Kind.FIXED, 1),
        ((EntryKind.AD_HOC,), True, Kind.AD_HOC, 0),
        ((EntryKind.FIXED,), False, Kind.FIXED, 1),
        ((EntryKind.AD_HOC, EntryKind.FIXED), False, Kind.FIXED, 1),
    ],
)
def test_the_agreement_settles_what_neither_word_nor_series_did(
    kinds: tuple[EntryKind, ...], agreed: bool, kind: Kind, fixed_share: int
) -> None:
    found = judged(facts([entry(kind=k) for k in kinds]), agreed=agreed).home

    assert found is not None
    assert (found.kind, found.fixed_share) == (kind, Fraction(fixed_share))


hours = st.integers(0, 24)
parts = st.builds(
    Part,
    hours=st.none() | st.builds(lambda a, b: Span(min(a, b) * 60, max(a, b) * 60), hours, hours),
    cut=st.builds(
        Cut,
        st.none() | st.integers(0, 24).map(lambda h: h * 60),
        st.none() | st.integers(0, 24).map(lambda h: h * 60),
        st.booleans(),
    ),
    reason=st.just(HOME),
    kind=st.sampled_from(EntryKind),
)
several = st.lists(parts, max_size=4)


@given(several, several)
def test_a_share_is_nothing_a_half_or_a_whole_and_the_order_is_no_matter(
    at_home: list[Part], away: list[Part]
) -> None:
    found, turned = facts(at_home, away), facts(at_home[::-1], away[::-1])

    assert found == turned
    if found.home is not None:
        assert found.home.share in (HALF, 1)
        assert found.home.share_fixed <= found.home.share_open <= found.home.share
        assert all(6 * 60 <= s.start < s.end <= 18 * 60 for s in found.home.spans)


@given(several, several, parts)
def test_more_hours_away_never_give_more_home(
    at_home: list[Part], away: list[Part], more: Part
) -> None:
    before, after = facts(at_home, away), facts(at_home, [*away, more])

    shares = [0 if f.home is None or f.absence else f.home.share for f in (before, after)]
    assert shares[1] <= shares[0]
