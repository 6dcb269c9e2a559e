"""Public holidays as the ``holidays`` package has them; a new version that differs shows here."""

from __future__ import annotations

from datetime import date

import pytest

from config.public_holidays import public_holidays

SHARED = {
    date(2026, 1, 1): "New Year's Day",
    date(2026, 4, 2): "Maundy Thursday",
    date(2026, 4, 3): "Good Friday",
    date(2026, 4, 5): "Easter Sunday",
    date(2026, 4, 6): "Easter Monday",
    date(2026, 5, 14): "Ascension Day",
    date(2026, 5, 24): "Whit Sunday",
    date(2026, 5, 25): "Whit Monday",
    date(2026, 12, 25): "Christmas Day",
    date(2026, 12, 26): "Second Day of Christmas",
}
GREAT_PRAYER_DAY = date(2026, 5, 1)
SAINT_OLAFS_DAY = date(2026, 7, 29)
EVES = {date(2026, 12, 24), date(2026, 12, 31)}


def test_denmark_keeps_ten_days_and_works_on_constitution_day_and_the_eves() -> None:
    found = public_holidays("DK", [2026])
    assert found == set(SHARED)
    assert not found & {date(2026, 6, 5), *EVES}


def test_denmark_no_longer_keeps_great_prayer_day_from_2024() -> None:
    assert date(2023, 5, 5) in public_holidays("DK", [2023])
    assert date(2024, 4, 26) not in public_holidays("DK", [2024])


def test_greenland_keeps_great_prayer_day_too() -> None:
    assert public_holidays("GL", [2026]) == {*SHARED, GREAT_PRAYER_DAY}


def test_the_faroes_keep_great_prayer_day_saint_olafs_day_and_the_eves_too() -> None:
    found = public_holidays("FO", [2026])
    assert found == {*SHARED, GREAT_PRAYER_DAY, SAINT_OLAFS_DAY, *EVES}


@pytest.mark.parametrize("country", ["DK", "GL", "FO"])
def test_next_years_days_are_printed_and_hold_what_all_three_share(country: str) -> None:
    found = sorted(public_holidays(country, [2027]))
    print(country, *(f"{day:%a %d %b %Y}" for day in found), sep="\n  ")  # noqa: T201
    assert {date(2027, 1, 1), date(2027, 3, 25), date(2027, 3, 29), date(2027, 12, 25)} <= {*found}


def test_only_the_years_that_are_asked_for_are_given() -> None:
    assert {day.year for day in public_holidays("DK", [2026, 2027])} == {2026, 2027}
    assert public_holidays("DK", []) == frozenset()


def test_another_country_is_refused() -> None:
    with pytest.raises(ValueError, match="Known: DK, GL, FO"):
        public_holidays("SE", [2026])
