"""The vectors of policy 4, through ``check --format json`` on real calendar files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.installation import Installation

WEEK = timedelta(weeks=1)
W36 = date.fromisocalendar(2026, 36, 1)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
Days = Sequence[int]


def local(reading: str | None, counts: str | None = None, cap: str | None = None) -> str:
    text = '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n'
    text += f'reading = "{reading}"\n' if reading else ""
    text += f'counts = "{counts}"\n' if counts else ""
    return text + (f"max_days_per_week = {cap}\n" if cap else "")


def agreed(cycle: Sequence[Days], start: date = W36) -> str:
    pattern = [[WEEKDAYS[d] for d in week] for week in cycle]
    return (
        f'[[individual_agreements]]\nemployee = "e1"\nvalid_from = {start}\npattern = {pattern}\n'
    )


@dataclass
class Vector:
    """``weeks``: fixed home days of each week, halves as a negative weekday minus one."""

    name: str
    first: date
    weeks: Sequence[Days]
    all_weeks: str | None
    active_weeks: str | None
    off: Sequence[date] = ()
    cycle: Sequence[Days] | None = None
    ad_hoc: Sequence[Days] = ()
    counts: str | None = None
    by_word: bool = True


def days_in(monday: date, weekdays: Iterable[int]) -> list[date]:
    return [monday + timedelta(days=d) for d in weekdays]


def week_off(monday: date) -> list[date]:
    return days_in(monday, range(5))


W13, W51 = date.fromisocalendar(2026, 13, 1), date.fromisocalendar(2026, 51, 1)
TWO, THREE = (1, 3), (1, 3, 4)
VECTORS = [
    Vector("V1 steady", W36, [TWO] * 4, None, None),
    Vector("V2 alternating", W36, [THREE, (1,), THREE, (1,)], None, None),
    Vector("V3 holiday", W36, [TWO, TWO, (), THREE], None, "7/3", off=week_off(W36 + 2 * WEEK)),
    Vector("V4 Easter", W13, [(0, 1), (0, 1), (1, 2), (1, 3)], None, None),
    Vector("V5 halves", W36, [(1, 3, -5), (1, -4), TWO, TWO], None, None),
    Vector("V6 turn of the year", W51, [(0, 1), (0, 1), (1, 2), (1, 2)], None, None),
    Vector("V7 over", W36, [THREE, TWO, TWO, TWO], "9/4", "9/4"),
    Vector(
        "V8 agreed 3-1, a week off",
        W36,
        [THREE, (), THREE, (1,)],
        None,
        None,
        off=week_off(W36 + WEEK),
        cycle=[THREE, (1,)],
        by_word=False,
    ),
    Vector(
        "V9 agreed 3-2-1 and kept",
        W36,
        [THREE, TWO, (1,), THREE, TWO, (1,)],
        None,
        None,
        cycle=[THREE, TWO, (1,)],
        by_word=False,
    ),
    Vector(
        "V10 agreed Tue/Thu over Easter",
        W13,
        [TWO, (1,), TWO, TWO],
        None,
        None,
        cycle=[TWO],
        by_word=False,
    ),
    Vector("V12 halves over", W36, [(1, 3, -5), TWO, TWO, TWO], "17/8", "17/8"),
    Vector("V17 fixed", W36, [TWO] * 4, None, None, ad_hoc=[(4,)] * 4),
    Vector("V17 all", W36, [TWO] * 4, "3", "3", ad_hoc=[(4,)] * 4, counts="all"),
]


def installed(tmp_path: Path, vector: Vector, reading: str, read_from: date) -> Installation:
    register = local(reading, vector.counts)
    if vector.cycle:
        register += agreed(vector.cycle, vector.first)
    place = Installation(
        tmp_path,
        vector.first,
        service=f"horizon_weeks = {len(vector.weeks)}",
        register=register,
        read_from=read_from,
    )
    for number, week in enumerate(vector.weeks):
        monday = vector.first + number * WEEK
        for day in week:
            half = day < 0
            word = "Hjemmearbejde fast" if vector.by_word else "Hjemmearbejde"
            on = monday + timedelta(days=-day - 1 if half else day)
            place.add(f"{word}{' til kl. 12' if half else ''}", on)
        for day in vector.ad_hoc[number] if vector.ad_hoc else ():
            place.add("Hjemmearbejde ad hoc", monday + timedelta(days=day))
    for day in vector.off:
        place.add("Ferie", day)
    return place


@pytest.mark.parametrize("reading", ["all-weeks", "active-weeks"])
@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v.name)
def test_the_table_holds(tmp_path: Path, vector: Vector, reading: str) -> None:
    expected = vector.all_weeks if reading == "all-weeks" else vector.active_weeks

    found = over(installed(tmp_path, vector, reading, vector.first))

    assert (found["facts"]["per_week"] if found else None) == expected


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: v.name)
def test_quiet_weeks_behind_change_no_verdict(tmp_path: Path, vector: Vector) -> None:
    found = over(installed(tmp_path, vector, "all-weeks", date(2025, 1, 6)))

    assert bool(found) == bool(vector.all_weeks)


def over(place: Installation, as_of: date | None = None) -> Any:
    return place.findings(as_of=as_of).get("average_exceeded")


def homes(place: Installation, first: date, weeks: Sequence[Days], word: str = "") -> None:
    for number, week in enumerate(weeks):
        for day in days_in(first + number * WEEK, week):
            place.add(f"Hjemmearbejde {word}".strip(), day)


def test_v9b_a_moved_day_is_averaged_over_whole_cycles(tmp_path: Path) -> None:
    register = local("all-weeks") + agreed([(1, 3, 4), (1, 3), (1,)])
    place = Installation(tmp_path, W36 + 2 * WEEK, register=register)
    homes(place, W36, [(3, 4), (1, 3), (1,), (1, 3, 4), (1, 3), (1,)])
    place.add("Hjemmearbejde fast", W36 + timedelta(days=2))

    assert over(place) is None


def test_v11_a_fixed_monday_beyond_the_agreement_is_over(tmp_path: Path) -> None:
    register = local("all-weeks") + agreed([TWO])
    place = Installation(tmp_path, W36, register=register, read_from=W36)
    homes(place, W36, [TWO] * 4)
    homes(place, W36, [(0,)] * 4, "fast")

    found = over(place)

    assert found["facts"] == {
        "reading": "all-weeks",
        "counts": "fixed",
        "cap": "2",
        "window_weeks": 4,
        "first_week": "2026-W36",
        "last_week": "2026-W39",
        "days": "12",
        "weeks": "4",
        "per_week": "3",
    }
    assert found["clause"] == "LA"
    assert found["severity"] == "question"
    assert found["key"] == "average_exceeded:e1"


def test_v13_weeks_beyond_the_horizon_are_not_judged(tmp_path: Path) -> None:
    place = Installation(tmp_path, W36 + timedelta(days=2), register=local(None))
    homes(place, W36, [TWO, TWO, TWO, TWO, (0, 1, 2, 3, 4), (0, 1, 2, 3, 4)], "fast")

    assert over(place) is None


def test_v14_a_window_that_is_over_only_behind_us_is_left_alone(tmp_path: Path) -> None:
    place = Installation(tmp_path, W36, register=local(None))
    homes(place, W36 - 6 * WEEK, [(0, 1, 2, 3, 4)] * 6, "fast")

    assert over(place) is None


def test_v16_held_beyond_the_agreed_cycle_is_over(tmp_path: Path) -> None:
    register = local("all-weeks") + agreed([THREE, (1,)])
    place = Installation(tmp_path, W36, register=register, read_from=W36)
    homes(place, W36, [THREE, THREE, THREE, (1,)], "fast")

    assert over(place)["facts"]["per_week"] == "5/2"


def test_v18_the_weeks_behind_count_with_the_one_ahead(tmp_path: Path) -> None:
    place = Installation(tmp_path, W36, service="horizon_weeks = 1", register=local("all-weeks"))
    homes(place, W36 - 3 * WEEK, [TWO, THREE, THREE, THREE], "fast")

    assert over(place)["facts"]["per_week"] == "11/4"
    assert over(place)["days"] == [d.isoformat() for d in days_in(W36, THREE)]


def test_without_terms_of_its_own_the_clause_is_the_papers(tmp_path: Path) -> None:
    place = Installation(tmp_path, W36, register=local(None))
    homes(place, W36, [THREE] * 4, "fast")

    assert over(place)["clause"] == "K4"


def test_a_lower_local_cap_is_the_local_agreements_own(tmp_path: Path) -> None:
    place = Installation(tmp_path, W36, register=local(None, cap='"3/2"'))
    homes(place, W36, [TWO] * 4, "fast")

    assert over(place)["clause"] == "LA"
    assert over(place)["facts"]["cap"] == "3/2"
