"""What the demo must find at its date, worked out by hand from policy.md, person by person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Expected:
    """A finding: its rule, days, clause and severity; ``why`` is the reasoning."""

    rule: str
    days: tuple[date, ...]
    clause: str
    why: str
    severity: str = "question"


def _days(text: str) -> tuple[date, ...]:
    """ "30/11 7/12" in the demo's year."""
    parts = (day.split("/") for day in text.split())
    return tuple(date(2026, int(month), int(day)) for day, month in parts)


def _one(rule: str, days: str, clause: str, why: str, severity: str = "question") -> Expected:
    return Expected(rule, _days(days), clause, why, severity)


SURE_FIXED = "conflict"

EXPECTED: Mapping[str, tuple[Expected, ...]] = {
    "mho": (
        _one("on_site_conflict", "8/12", "K6", "endless series, 'fysisk' 10–12", SURE_FIXED),
        _one(
            "individual_agreement_missing",
            "8/12 10/12 15/12 17/12 22/12",
            "K5",
            "Tuesday and Thursday from week 50; 24/12 is a local day off",
        ),
    ),
    "jlu": (
        _one("on_site_conflict", "3/12", "K1", "timed ad hoc day over a room without link: likely"),
    ),
    "ewa": (
        _one("on_site_conflict", "16/12", "K6", "agreed Wednesday, 'in-person' 13–15", SURE_FIXED),
    ),
    "ayi": (_one("on_site_day", "10/12", "K6", "called in on a fixed Thursday"),),
    "cbj": (_one("on_site_day", "9/12", "P2", "ad hoc on the unit's on-site Wednesday"),),
    "rth": (
        _one(
            "average_exceeded",
            "30/11 3/12 4/12",
            "K4",
            "Mon/Thu agreed; a 'fast' Friday from week 49: weeks 46–49 have 9 days, 9/4 > 2",
        ),
    ),
    "lko": (
        _one(
            "on_site_conflict",
            "14/12",
            "K6",
            "COUNT=5 is 5 ISO weeks: fixed; in court 9–12",
            SURE_FIXED,
        ),
        _one(
            "individual_agreement_missing",
            "30/11 7/12 14/12 21/12",
            "K5",
            "a series over 5 weeks is fixed, nothing in the register",
        ),
    ),
    "vma": (
        _one(
            "local_agreement_missing",
            "2/12 9/12 16/12 23/12",
            "K2",
            "Sjælland's two agreements do not cover the staff group værkmester",
        ),
    ),
    "tmi": (
        _one("on_site_day", "14/12", "P2", "home_work = none in Tovby from 1/12; 30/11 is before"),
    ),
    "nsv": (_one("agreement_over_cap", "", "K4", "three agreed days a week, kept"),),
    "hab": (
        _one(
            "individual_agreement_missing",
            "16/12 23/12",
            "K5",
            "agreement withdrawn on 14/12, the Wednesday series goes on",
        ),
        _one("agreement_expiring", "", "K5", "withdrawn from 14/12 on, so 13/12 is last", "hint"),
    ),
    "lbu": (_one("on_site_conflict", "11/12", "K1", "an ad hoc day over a day's duty: sure"),),
    "zde": tuple(
        _one("on_site_conflict", day, "K6", "fixed Tuesdays over a physical series", SURE_FIXED)
        for day in ("1/12", "8/12", "15/12", "22/12")
    ),
    "sfo": (_one("on_site_day", "3/12", "P2", "the unit's on-site date; no call-in"),),
    "tbj": (
        _one("on_site_conflict", "15/12", "K6", "a Monday meeting moved to Tuesday", SURE_FIXED),
    ),
    "sha": (
        _one(
            "average_exceeded",
            "30/11 1/12 3/12",
            "LA-JY",
            "3-1 agreed, held 3 1 3 3 in weeks 46–49 (week 49 is a week of one): 10/4 > 2",
        ),
    ),
    "ang": (
        _one("on_site_conflict", "4/12", "K1", "'½ dag' has no span: an overlap is a question"),
    ),
    "amu": (_one("individual_agreement_missing", "11/12 18/12", "K5", "'fast' by its own word"),),
    "lto": (
        _one(
            "average_exceeded",
            "1/12 3/12 14/12 15/12 17/12",
            "LA-JY",
            "active-weeks: weeks 48–51 have 2 2 holiday 3 = 7/3 > 2, and the Monday is not agreed",
        ),
    ),
    "aly": (
        _one(
            "local_agreement_missing",
            "30/11 4/12 7/12 11/12 14/12 18/12 21/12",
            "K2",
            "Nuuk has no local agreement; 25/12 is a holiday in Greenland too",
        ),
    ),
    "npe": (
        _one("on_site_conflict", "15/12", "K1", "14–16 in Copenhagen is 11–13 in Nuuk, home 08–12"),
    ),
    "idg": (_one("looks_fixed", "", "K1", "ad hoc on Tuesdays in weeks 44, 46, 47 and 49"),),
    "bto": (
        _one(
            "agreement_deviation",
            "4/12 11/12 18/12",
            "K5",
            "Tue/Thu agreed, Tue/Fri held since week 46: Fridays off in 4 of weeks 44–49",
        ),
    ),
    "abr": (_one("tasks_unsuited", "10/12", "K8", "explained on 12/11, a 'fast' day on 10/12"),),
    "mpo": (_one("reason_missing", "", "K8", "decided on 17/11, neither reason nor explained"),),
    "obr": (_one("agreement_expiring", "", "K5", "last day 10/1/2027", "hint"),),
}
"""By employee id; whoever is not named here has nothing to be told by the rules of policy 3.
Findings in the order of the policy's table."""

EXPECTED_UNITS: Mapping[str, tuple[Expected, ...]] = {
    "dir-it": (_one("agreement_over_cap", "", "K4", "LA-IT allows 5/2 days a week"),),
    "sjaelland": (_one("review_due", "", "K7", "LA-SJ-HK is to be discussed by 8/1/2027", "hint"),),
}

UNREADABLE: Mapping[str, int] = {"nah": 1, "mkn": 1}
"""How many items of a person's mailbox must be set aside."""

NOT_ENROLLED = ("sny", "fhe")
