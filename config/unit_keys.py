"""How the value of each key that a unit may set is read, in whichever table it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from config import day_values, values
from config.problems import quoted
from policy.organisation import GATES

BY_KEY: Mapping[str, Callable[[object], object]] = {
    "time_zone": values.zone,
    "country": partial(values.one_of, values.COUNTRIES),
    "places": values.texts,
    "on_site_days": day_values.on_site_days,
    "local_days_off": day_values.days,
    "local_working_days": day_values.days,
    "home_work": partial(values.one_of, ("all", "ad_hoc", "none")),
    "max_home_share": values.share,
    "lead_weeks": partial(values.whole, 1, 52),
    "working_environment": values.boolean,
    "detail": partial(values.one_of, ("names", "counts")),
    "summary": partial(values.one_of, ("weekly", "decisions", "off")),
    "informed_on": day_values.day,
    "read_from": day_values.day,
    "activation_date": day_values.day,
    "leaders_from": day_values.day,
    "agreements_from_calendar": values.boolean,
}

DATED = tuple(key for key in BY_KEY if key not in GATES)


def dated_key(value: object) -> str:
    """A key that may change with time; a gate is one date, and it stands in ``[[units]]``."""
    if value in GATES:
        raise ValueError(
            f"{quoted(value)} is a gate: it opens once, on one date, so it has no dates of effect."
            " Set it in [[units]], or in [service]."
        )
    return values.one_of(DATED, value)
