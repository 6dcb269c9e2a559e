"""Findings about a person as the rules make them, at their ordinary and their odd, for the tests of words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations_with_replacement

from policy.model import Audience, Contact, Finding, Severity
from policy.ruleset import RULES

TUESDAY = date(2026, 12, 8)
OFFERS = (date(2026, 12, 9), date(2026, 12, 11))
OVERVIEW = date(2026, 12, 3)
THURSDAY_AFTER = date(2026, 12, 10)
ORDER = tuple(rule.name for rule in RULES)
"""The order in which a note names things."""
SHARED = frozenset(
    {
        "individual_agreement_missing",
        "average_exceeded",
        "agreement_expiring",
        "review_due",
        "working_environment",
    }
)
"""What a leader may be told of besides meetings; everything else is the employee's alone."""
AT_ONCE = SHARED - {"individual_agreement_missing", "average_exceeded"}
"""What stands in the very next overview."""
ONE_A_PERSON = frozenset({"individual_agreement_missing", "average_exceeded"})

TOVE = Contact("u", "union", "Tove Rask", "tove@example.dk")
PER = Contact("u", "union", "Per Friis", "per@example.dk")
UNION = (TOVE, PER)
MANY = tuple(
    Contact("u", "union", f"Anne-Marie Lykke Wilhelmsen Kristoffersen-Aa {n}", f"tr{n}@example.dk")
    for n in range(8)
)
"""A workplace with many representatives whose names are long."""
ODD = (
    Contact("u", "union", "Zoë ”Bo” O’Neill <jr.> & S\u202eøn", "zoë@example.dk"),
    Contact("u", "union", "Naja Ĳsbjørn-Þór"),
)


def meeting(evidence: str, hours: str = "10:00/12:00", reason: str = "physical") -> dict[str, str]:
    start, end = hours.split("/")
    return {
        "start": f"2026-12-08T{start}:00+01:00",
        "end": f"2026-12-08T{end}:00+01:00",
        "evidence": evidence,
        "reason": reason,
    }


def finding(
    rule: str, facts: Mapping[str, object], clause: str = "K6", day: date = TUESDAY
) -> Finding:
    return Finding(
        rule=rule,
        severity=Severity.QUESTION,
        subject="e1",
        days=(day,),
        clause=clause,
        key=f"{rule}:e1",
        to=(Audience.EMPLOYEE,),
        facts=facts,
        period=rule not in ("on_site_conflict", "on_site_day"),
    )


def conflict(*meetings: dict[str, str], kind: str = "fixed", span: object = None) -> Finding:
    whole = [[360, 1080]] if span is None else span
    facts = {"meetings": list(meetings), "span": whole, "kind": kind}
    return finding("on_site_conflict", facts, "K6" if kind == "fixed" else "K1")


def on_site(day: date = TUESDAY, clause: str = "P2", **facts: object) -> Finding:
    return finding("on_site_day", {"from": "", "to": "", **facts}, clause, day)


def missing(*weekdays: int, day: date = TUESDAY, **facts: object) -> Finding:
    known = {"weekdays": list(weekdays), "repeated": True, **facts}
    return finding("individual_agreement_missing", known, "K5", day)


def deviation(*weekdays: int, weeks_off: int = 3) -> Finding:
    facts = {"valid_from": "2026-10-19", "pattern": [[1]]}
    known = {**facts, "weekdays": list(weekdays), "weeks_off": weeks_off}
    return finding("agreement_deviation", known, "K5")


AVERAGE = {
    "reading": "all-weeks",
    "counts": "fixed",
    "cap": "2",
    "window_weeks": 4,
    "first_week": "2026-W49",
    "last_week": "2026-W52",
    "days": "9",
    "weeks": "4",
    "per_week": "9/4",
}


def average(clause: str = "LA-1", **changes: object) -> Finding:
    return finding("average_exceeded", {**AVERAGE, **changes}, clause)


def habit(weekday: int, weeks_seen: int) -> Finding:
    return finding("looks_fixed", {"weekday": weekday, "weeks_seen": weeks_seen}, "K1")


def unsuited(scope: str = "fixed", kind: str = "fixed", **dates: str) -> Finding:
    facts = {"decided_on": "2026-11-10", "explained_on": "2026-11-12", "first_day": "2026-12-10"}
    known = {**facts, **dates, "scope": scope, "first_kind": kind}
    return finding("tasks_unsuited", known, "K8", date.fromisoformat(known["first_day"]))


def expiring(last: str, date_: str = "") -> Finding:
    facts = {"about": "individual", "date": date_ or last, "last_day": last}
    return finding("agreement_expiring", facts, "K5")


def review(on: str) -> Finding:
    return finding("review_due", {"about": "individual", "date": on}, "K5")


def month(of: str, days: str) -> Finding:
    facts = {"month": of, "days": days, "per_week": "5/2"}
    return finding("working_environment", facts, "AT")


SURE, ROOM = meeting("sure"), meeting("likely", reason="room")
LATER = "13:00/14:30"
ALL_DAY = {"start": "2026-12-08", "end": "2026-12-09", "evidence": "sure", "reason": "duty"}
NEW_YEAR, WEEK_53 = date(2027, 1, 1), date(2026, 12, 29)

DAY_NOTES: dict[str, Finding] = {
    "sure": conflict(SURE),
    "sure, ad hoc": conflict(SURE, kind="ad_hoc"),
    "sure, two": conflict(SURE, meeting("sure", LATER)),
    "sure, all day": conflict(ALL_DAY),
    "sure, a half day": conflict(SURE, span=[]),
    "likely": conflict(ROOM),
    "likely, ad hoc": conflict(ROOM, kind="ad_hoc"),
    "likely, two": conflict(ROOM, meeting("likely", LATER, "room")),
    "likely, all day": conflict({**ALL_DAY, "evidence": "likely", "reason": "room"}),
    "likely by words": conflict(meeting("likely")),
    "likely by words, two, ad hoc": conflict(
        meeting("likely"), meeting("likely", LATER), kind="ad_hoc"
    ),
    "likely, a half day": conflict(ROOM, span=[]),
    "call-in": on_site(source="call_in", clause="K6"),
    "call-in, ad hoc": on_site(source="call_in"),
    "call-in at": on_site(source="call_in", clause="K6", **{"from": "09:00", "to": "12:00"}),
    "call-in on new year's day": on_site(NEW_YEAR, "K6", source="call_in"),
    "weekday": on_site(source="on_site_days", value="weekday"),
    "date": on_site(source="on_site_days", value="date"),
    "date in week 53": on_site(WEEK_53, source="on_site_days", value="date"),
    "ad hoc only": on_site(source="home_work", value="ad_hoc"),
    "no home work": on_site(source="home_work", value="none"),
}
PERIOD_NOTES: dict[str, Finding] = {
    "individual": missing(1, 3),
    "individual, one": missing(1),
    "individual, four": missing(0, 1, 2, 3),
    "individual, all five": missing(0, 1, 2, 3, 4),
    "individual by word": missing(1, repeated=False),
    "individual by word, three": missing(1, 2, 3, repeated=False),
    "individual from week 53": missing(1, day=WEEK_53),
    "seems agreed": missing(1, 3, agreed=True),
    "seems agreed, one": missing(4, agreed=True),
    "off the agreement": deviation(2, 4),
    "off the agreement, one day": deviation(2, weeks_off=6),
    "off the agreement, four days": deviation(0, 2, 3, 4),
    "average": average("K4"),
    "average, local": average(),
    "average, active": average(reading="active-weeks", weeks="3", per_week="3"),
    "average, all": average(counts="all"),
    "average, all and active": average(
        counts="all", reading="active-weeks", weeks="3", per_week="3"
    ),
    "average, lower cap": average(cap="3/2"),
    "average, higher cap": average("K4", cap="5/2", days="11", per_week="11/4"),
    "average, one day": average(cap="1", days="5", per_week="5/4"),
    "average over one week": average(
        last_week="2026-W49", window_weeks=1, weeks="1", days="3", per_week="3"
    ),
    "average, half a day": average(
        last_week="2026-W49", window_weeks=1, weeks="1", days="1", cap="1/2", per_week="1"
    ),
    "average over new year": average(
        "K4", first_week="2026-W51", last_week="2027-W01", days="17/2", per_week="17/8"
    ),
    "average with week 53": average("K4", first_week="2026-W50", last_week="2026-W53"),
    "a habit": habit(1, 4),
    "a habit, every week": habit(4, 6),
    "unsuited": unsuited(),
    "unsuited at all": unsuited("all", "ad_hoc"),
    "unsuited at all, a fixed day": unsuited("all"),
    "unsuited over new year": unsuited(explained_on="2026-12-30", first_day="2027-01-05"),
    "an end": expiring("2027-01-10"),
    "an end at the turn of the year": expiring("2026-12-31"),
    "an end, withdrawn": expiring("2026-12-31", "2027-01-01"),
    "a review": review("2027-01-10"),
    "a month": month("2026-12", "19/2"),
    "a month, whole days": month("2027-01", "9"),
}
EVERY = DAY_NOTES | PERIOD_NOTES
"""Everything that one finding alone can say, by name."""


def overviews(findings: Sequence[Finding]) -> tuple[date | None, ...]:
    """For each, the overview of an ordinary installation that names it: at once, later, never."""
    return tuple(_overview(one) for one in findings)


def _overview(one: Finding) -> date | None:
    if one.rule == "on_site_conflict":
        meetings = one.facts["meetings"]
        assert isinstance(meetings, list)
        sure = any(m["evidence"] == "sure" for m in meetings) and bool(one.facts["span"])
        return OVERVIEW if sure and one.facts["kind"] == "fixed" else None
    if one.rule in AT_ONCE:
        return OVERVIEW
    return THURSDAY_AFTER if one.rule in SHARED else None


def together(
    notes: Mapping[str, Finding], number: int, first: Mapping[str, Finding] | None = None
) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """Every company of ``number`` that one note can hold, in the order of the table.

    ``first``: what may stand in front, where that is more than ``notes``.
    """
    for name, head in (first or notes).items():
        for rest in combinations_with_replacement(notes.items(), number - 1):
            found = (head, *(one for _, one in rest))
            if _in_one_note(found):
                yield " + ".join((name, *(n for n, _ in rest))), found


def _in_one_note(found: Sequence[Finding]) -> bool:
    rules = [one.rule for one in found]
    alone = ONE_A_PERSON | {"on_site_conflict", "on_site_day"}
    twice = any(rules.count(rule) > 1 for rule in alone)
    ordered = rules == sorted(rules, key=ORDER.index)
    return ordered and not twice and len({one.period for one in found}) == 1


SPOKEN_LONGEST = (
    "individual, four",
    "off the agreement, four days",
    "average over new year",
    "a habit",
    "unsuited",
    "an end at the turn of the year",
    "a review",
    "a month",
)
LONGEST = {name: PERIOD_NOTES[name] for name in SPOKEN_LONGEST}
"""One of each rule whose sentence is as long as that rule's get."""
