"""Dates, times, numbers and lists as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.phrasing import Phrasing, capitalised

DA, EN = Phrasing("da"), Phrasing("en")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-08T{text}+01:00")


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2026, 12, 8), "tirsdag den 8. december", "Tuesday 8 December"),
        (date(2027, 1, 1), "fredag den 1. januar", "Friday 1 January"),
    ],
)
def test_a_date_is_written_out(day: date, danish: str, english: str) -> None:
    assert (DA.long_date(day), EN.long_date(day)) == (danish, english)


def test_a_day_of_another_year_and_a_month_are_said_as_they_are() -> None:
    assert DA.full_date(date(2026, 1, 4)) == "4. januar 2026"
    assert EN.full_date(date(2026, 1, 4)) == "4 January 2026"
    assert (DA.month_name(date(2026, 1, 4)), EN.month_name(date(2026, 1, 4))) == (
        "januar",
        "January",
    )


@pytest.mark.parametrize(
    ("days", "danish", "english"),
    [
        ([], "", ""),
        ([1], "tirsdag", "Tuesday"),
        ([1, 3], "tirsdag og torsdag", "Tuesday and Thursday"),
        ([0, 1, date(2026, 12, 9)], "mandag, tirsdag og onsdag", "Monday, Tuesday and Wednesday"),
    ],
)
def test_days_are_a_list_in_words(days: list[date | int], danish: str, english: str) -> None:
    assert (DA.weekdays(days), EN.weekdays(days)) == (danish, english)


@pytest.mark.parametrize(
    ("start", "end", "danish", "english"),
    [
        ("10:00", "12:00", "10–12", "10–12"),
        ("09:30", "12:00", "9.30–12", "9:30–12"),
        ("08:05", "09:15", "8.05–9.15", "8:05–9:15"),
    ],
)
def test_hours_are_as_short_as_they_can_be(start: str, end: str, danish: str, english: str) -> None:
    assert (DA.hours(at(start), at(end)), EN.hours(at(start), at(end))) == (danish, english)
    assert (DA.clocks(start, end), EN.clocks(start, end)) == (danish, english)


def test_an_end_on_a_later_day_is_left_out() -> None:
    assert DA.hours(at("22:00"), at("02:00") + timedelta(days=1)) == "22"


@pytest.mark.parametrize(
    ("value", "danish", "english"),
    [
        (Fraction(9), "9", "9"),
        (Fraction(17, 2), "8½", "8½"),
        (Fraction(1, 2), "½", "½"),
        (Fraction(9, 4), "2,25", "2.25"),
        (Fraction(7, 3), "2,33", "2.33"),
        (Fraction(0), "0", "0"),
    ],
)
def test_numbers(value: Fraction, danish: str, english: str) -> None:
    assert (DA.number(value), EN.number(value)) == (danish, english)


def test_small_counts_are_words_and_others_numbers() -> None:
    counts = [Fraction(2), Fraction(7), Fraction(8), Fraction(5, 2)]

    assert [DA.count(c) for c in counts] == ["to", "syv", "8", "2½"]
    assert [EN.count(c) for c in counts] == ["two", "seven", "8", "2½"]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2026-W49", "2026-W52", "49–52"),
        ("2026-W51", "2027-W01", "51/2026–1/2027"),
        ("2026-W05", "2026-W05", "5"),
    ],
)
def test_weeks(first: str, last: str, said: str) -> None:
    assert DA.weeks(first, last) == said


def test_only_the_first_letter_becomes_large() -> None:
    assert capitalised("onsdag og Torsdag") == "Onsdag og Torsdag"
    assert capitalised("") == ""


@given(st.lists(st.integers(0, 6)))
def test_every_weekday_of_a_list_is_said_once_each_time(days: list[int]) -> None:
    said = DA.weekdays(days).replace(" og ", ", ").split(", ") if days else []

    assert said == [DA.weekday(d) for d in days]
