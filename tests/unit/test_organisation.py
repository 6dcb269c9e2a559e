"""What holds where: days off from the top unit down, dated parameters at their unit's level."""

from __future__ import annotations

from datetime import date

import pytest

from policy.model import Parameter, Unit
from policy.organisation import Organisation

EVE = date(2026, 12, 24)
NEW_YEARS_EVE = date(2026, 12, 31)
HOLIDAY, NO_HOLIDAY = True, False


def organisation(
    top: dict[str, object], office: dict[str, object], *parameters: Parameter
) -> Organisation:
    units = {"top": Unit("top", values=top), "office": Unit("office", parent="top", values=office)}
    return Organisation(units, (), parameters=parameters, defaults={"home_work": "all"})


@pytest.mark.parametrize("public_holiday", [True, False])
def test_without_local_days_a_day_is_off_as_the_country_says(public_holiday: bool) -> None:
    assert organisation({}, {}).day_off("office", EVE, public_holiday) is public_holiday


def test_a_day_off_of_the_top_unit_holds_below() -> None:
    assert organisation({"local_days_off": (EVE,)}, {}).day_off("office", EVE, NO_HOLIDAY)


def test_a_day_off_of_a_unit_does_not_hold_above_it() -> None:
    assert not organisation({}, {"local_days_off": (EVE,)}).day_off("top", EVE, NO_HOLIDAY)


def test_only_the_listed_day_is_off() -> None:
    assert not organisation({"local_days_off": (EVE,)}, {}).day_off(
        "top", NEW_YEARS_EVE, NO_HOLIDAY
    )


def test_a_local_working_day_cancels_a_public_holiday() -> None:
    assert not organisation({"local_working_days": (EVE,)}, {}).day_off("office", EVE, HOLIDAY)


def test_a_local_working_day_cancels_a_day_off_of_a_higher_unit() -> None:
    found = organisation({"local_days_off": (EVE,)}, {"local_working_days": (EVE,)})
    assert not found.day_off("office", EVE, NO_HOLIDAY)
    assert found.day_off("top", EVE, NO_HOLIDAY)


def test_a_local_working_day_cancels_a_day_off_of_the_same_unit() -> None:
    found = organisation({"local_days_off": (EVE,), "local_working_days": (EVE,)}, {})
    assert not found.day_off("top", EVE, NO_HOLIDAY)


def test_a_day_off_below_stands_against_a_working_day_above() -> None:
    found = organisation({"local_working_days": (EVE,)}, {"local_days_off": (EVE,)})
    assert found.day_off("office", EVE, HOLIDAY)


def test_a_dated_parameter_counts_at_its_units_level_and_only_while_in_force() -> None:
    opened = Parameter("top", "local_working_days", (EVE, NEW_YEARS_EVE), valid_to=EVE)
    found = organisation({}, {"local_days_off": (NEW_YEARS_EVE,)}, opened)
    assert not found.day_off("office", EVE, HOLIDAY)
    assert found.day_off("top", NEW_YEARS_EVE, HOLIDAY)
    assert found.day_off("office", NEW_YEARS_EVE, NO_HOLIDAY)


def test_a_dated_parameter_comes_before_the_units_own_value_and_the_unit_above() -> None:
    closed = Parameter("office", "home_work", "none", date(2026, 12, 1), date(2026, 12, 31))
    found = organisation({"home_work": "ad_hoc"}, {}, closed)
    assert found.value("office", "home_work", EVE) == "none"
    assert found.value("office", "home_work", date(2027, 1, 1)) == "ad_hoc"
    assert found.value("top", "home_work", EVE) == "ad_hoc"


def test_places_add_up_and_other_keys_replace() -> None:
    found = organisation({"places": ("Sal 1",), "detail": "names"}, {"places": ("Sal 2",)})
    assert found.value("office", "places", EVE) == ("Sal 2", "Sal 1")
    assert found.value("office", "detail", EVE) == "names"
    assert found.value("office", "home_work", EVE) == "all"
    assert found.value("office", "summary", EVE) is None


def test_dated_days_off_of_one_unit_add_up() -> None:
    eve = Parameter("office", "local_days_off", (EVE,))
    new_year = Parameter("office", "local_days_off", (NEW_YEARS_EVE,))
    found = organisation({}, {"local_days_off": (date(2026, 12, 23),)}, eve, new_year)

    assert found.day_off("office", EVE, NO_HOLIDAY)
    assert found.day_off("office", NEW_YEARS_EVE, NO_HOLIDAY)
    assert found.day_off("office", date(2026, 12, 23), NO_HOLIDAY)


def test_of_two_parameters_in_force_the_later_one_holds_whatever_their_order() -> None:
    rows = (
        Parameter("office", "home_work", "none"),
        Parameter("office", "home_work", "ad_hoc", date(2026, 12, 1)),
    )

    for given in (rows, rows[::-1]):
        found = organisation({}, {}, *given)
        assert found.value("office", "home_work", EVE) == "ad_hoc"
        assert found.value("office", "home_work", date(2026, 11, 30)) == "none"


def test_a_working_day_above_cancels_no_holiday_of_a_unit_in_another_country() -> None:
    found = organisation({"local_working_days": (EVE,)}, {"country": "FO"})

    assert found.day_off("office", EVE, HOLIDAY)
    assert not found.day_off("top", EVE, HOLIDAY)


@pytest.mark.parametrize("key", ["home_work", "places", "lead_weeks"])
@pytest.mark.parametrize("day", [date(2026, 11, 30), EVE, NEW_YEARS_EVE])
def test_the_row_that_decides_is_the_one_whose_value_holds(key: str, day: date) -> None:
    values = {"home_work": "ad_hoc", "places": ("Sal 1",), "lead_weeks": 4}
    above = Parameter("top", key, values[key], valid_from=EVE, decided_by="Direktionen")
    own = Parameter("office", key, values[key], valid_from=NEW_YEARS_EVE)
    found = organisation({"places": ("Sal 2",)}, {"places": ("Sal 3",)}, above, own)

    rows = found.deciding("office", key, day)

    value = found.value("office", key, day)
    if key == "places":
        assert tuple(place for row in rows for place in row.value) == value  # type: ignore[attr-defined]
    else:
        assert [row.value for row in rows] == ([] if value is None else [value])
    assert all(row.unit in ("", "top", "office") for row in rows)
