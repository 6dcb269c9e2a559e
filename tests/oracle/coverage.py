"""Many at home at once, in counts (P4)."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tests.oracle.day_status import status_of
from tests.oracle.units import setting
from tests.oracle.weeks import days_ahead, days_read
from tests.oracle.world import Said, World, to


def coverage_low(world: World, unit: str) -> Iterator[Said]:
    """Dates on which more of those available are at home than the unit wants; never under five."""
    people = [who for who in world.organisation.employees if who.unit == unit]
    for day in days_ahead(world):
        most = setting(world, unit, "max_home_share", day)
        read = [who for who in people if day in days_read(world, who)]
        found = [status_of(world, who, day) for who in read]
        available = [one for one in found if one.available]
        if not isinstance(most, Fraction) or len(available) < 5:
            continue
        share = Fraction(sum(one.status == "home" for one in available), len(available))
        if share > most:
            rule, key, more = "coverage_low", f"coverage_low:{unit}:{day}", (("share", str(share)),)
            yield Said(rule, "hint", unit, (day,), "P4", key, to("leader"), more, share)
