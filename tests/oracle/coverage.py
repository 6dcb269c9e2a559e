"""Many at home at once, in counts (P4)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tests.oracle.day_status import status_of
from tests.oracle.units import setting
from tests.oracle.weeks import days_ahead, days_read
from tests.oracle.world import NONE, Said, World, to


def coverage_low(world: World, unit: str) -> Iterator[Said]:
    """Dates with a higher home share among those available than the unit wants; never under five.

    The share is that of section 2: who is at home for half a day is half a person at home.
    """
    people = [who for who in world.organisation.employees if who.unit == unit]
    for day in days_ahead(world):
        most = setting(world, unit, "max_home_share", day)
        read = [who for who in people if day in days_read(world, who)]
        found = [status_of(world, who, day) for who in read]
        available = [one for one in found if one.available]
        if not isinstance(most, Fraction) or len(available) < 5:
            continue
        share = sum((one.share for one in available), NONE) / len(available)
        if share > most:
            rule, key, more = "coverage_low", f"coverage_low:{unit}:{day}", (("share", str(share)),)
            yield Said(rule, "hint", unit, (day,), "P4", key, to("leader"), more, share)
