"""Writes register.toml of the invented organisation: agreements, decisions and call-ins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from config.demo.entries import FRI, MON, SUN, THU, TUE, WED, day_of
from config.demo.toml_text import table

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
CYCLE_START = 36
"""The week in which all cycles of more than one week begin."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An individual agreement: weekdays for each week of the cycle."""

    employee: str
    weeks: tuple[tuple[int, ...], ...]
    valid_to: tuple[int, int] | None = None
    withdrawn_on: tuple[int, int] | None = None


AGREED: tuple[Agreed, ...] = (
    Agreed("obr", ((WED, FRI),), valid_to=(54, SUN)),
    Agreed("ayi", ((THU,),)),
    Agreed("ksk", ((MON,),)),
    Agreed("ewa", ((WED,),)),
    Agreed("pfr", ((MON,),)),
    Agreed("rth", ((MON, THU),)),
    Agreed("sve", ((FRI,),)),
    Agreed("fjo", ((MON, TUE, THU), (TUE, THU), (THU,))),
    Agreed("aod", ((MON, WED), (MON, WED, FRI))),
    Agreed("psh", ((TUE,),)),
    Agreed("bto", ((TUE, THU),)),
    Agreed("ska", ((WED,),)),
    Agreed("oem", ((TUE,),)),
    Agreed("vma", ((WED,),)),
    Agreed("kda", ((TUE, WED, THU), (WED,))),
    Agreed("abr", ((THU,),)),
    Agreed("nsv", ((MON, WED, THU),)),
    Agreed("hab", ((WED,),), withdrawn_on=(51, MON)),
    Agreed("jhy", ((FRI,),)),
    Agreed("aka", ((MON, WED),)),
    Agreed("zde", ((TUE,),)),
    Agreed("sfo", ((THU,),)),
    Agreed("bni", ((MON,),)),
    Agreed("evo", ((FRI,),)),
    Agreed("tbj", ((TUE,),)),
    Agreed("sha", ((MON, TUE, THU), (TUE,))),
    Agreed("lto", ((TUE, THU),)),
    Agreed("aly", ((MON, FRI),)),
)


def register_text(as_of: date) -> str:
    """register.toml around the demo's date."""
    return "\n".join(
        (
            "# HR's register. Aftaler står her og ikke i kalenderen.\n",
            *(table("[[local_agreements]]", local) for local in _local(as_of)),
            *(table("[[individual_agreements]]", _individual(a, as_of)) for a in AGREED),
            *(table("[[suitability_decisions]]", decision) for decision in _decisions(as_of)),
            *(table("[[call_ins]]", call_in) for call_in in _call_ins(as_of)),
        )
    )


def _local(as_of: date) -> Iterator[dict[str, object]]:
    start, later = date(2025, 2, 3), day_of(as_of, 80, FRI)
    base = {"valid_from": start, "review_by": later}
    yield {"id": "LA-DIR", "units": ("direktoratet",), "organisation": "AC og HK", **base}
    yield {"id": "LA-IT", "units": ("dir-it",), "max_days_per_week": "5/2", **base}
    yield {
        "id": "LA-SJ-AC",
        "units": ("sjaelland",),
        "organisation": "AC og Dansk Socialrådgiverforening",
        "staff_groups": ("ac", "socialrådgiver", "leder"),
        **base,
    }
    yield {
        "id": "LA-SJ-HK",
        "units": ("sjaelland",),
        "organisation": "HK Stat",
        "staff_groups": ("kontor",),
        "valid_from": start,
        "review_by": day_of(as_of, 54, FRI),
    }
    yield {
        "id": "LA-JY",
        "units": ("jylland",),
        "organisation": "Dansk Socialrådgiverforening og HK Stat",
        "reading": "active-weeks",
        **base,
    }


def _individual(agreed: Agreed, as_of: date) -> dict[str, object]:
    return {
        "employee": agreed.employee,
        "valid_from": day_of(as_of, CYCLE_START, MON),
        "pattern": [[WEEKDAYS[day] for day in week] for week in agreed.weeks],
        "valid_to": _day(agreed.valid_to, as_of),
        "withdrawn_on": _day(agreed.withdrawn_on, as_of),
        "review_by": day_of(as_of, CYCLE_START + 52, MON) if agreed.valid_to is None else None,
    }


def _day(at: tuple[int, int] | None, as_of: date) -> date | None:
    return None if at is None else day_of(as_of, *at)


def _decisions(as_of: date) -> Iterator[dict[str, object]]:
    yield {
        "employee": "abr",
        "decided_by": "hbo",
        "decided_on": day_of(as_of, 46, MON),
        "reason": "Opgaverne løses nu på afdelingen",
        "explained_on": day_of(as_of, 46, THU),
    }
    yield {"employee": "mpo", "decided_by": "kva", "decided_on": day_of(as_of, 47, TUE)}


def _call_ins(as_of: date) -> Iterator[dict[str, object]]:
    yield {"date": day_of(as_of, 50, THU), "employee": "ayi"}
    timed = {"from": "09:00", "to": "11:00"}
    yield {"date": day_of(as_of, 50, MON), "employee": "yha", **timed}
    yield {"date": day_of(as_of, 46, TUE), "unit": "kif-vest"}
