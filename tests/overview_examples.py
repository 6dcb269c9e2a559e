"""Overviews as they come out in ordinary and in odd weeks, for the tests of words and looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from policy.model import Audience, Finding, Severity
from policy.register import CallIn, IndividualAgreement, LocalAgreement, SuitabilityDecision
from policy.register_memory import RegisterRow, Vanished, key_of
from sync.summary import Decision, Row, Section, Summary
from sync.summary_text import OverviewText, write_for_hr, write_overview

MONDAY = date(2026, 12, 7)
WEEK = tuple(MONDAY + timedelta(days=n) for n in range(5))
EASTER = tuple(date(2026, 4, d) for d in (7, 8, 9, 10))
"""Easter Monday is a public holiday, so week 15 begins on a Tuesday."""
HOSTILE = "<script>alert(1)</script> & \"Bo\" 'x' \u202etxt.exe"
"""What somebody may put into a name: a script, marks, quotes, an override of the direction."""

LONG = "Kriminalforsorgsuddannelsescentersekretariatet"
"""One word, as Danish makes them, that is wider than a phone."""

NOT_STATED, HOME, HALF, AWAY = "unknown", "home", "home_half", "absence"
METTE = Row("Mette Holm", (NOT_STATED, HOME, NOT_STATED, HOME, NOT_STATED))
OLE = Row("Ole Brandt", (NOT_STATED, NOT_STATED, HALF, NOT_STATED, AWAY))
SARA = Row("Sara Nygaard", ())
ROWS = (METTE, OLE, SARA)


def finding(rule: str, facts: Mapping[str, object], subject: str = "e1") -> Finding:
    """A finding for the leader, on Wednesday 9 December."""
    return Finding(
        rule=rule,
        severity=Severity.QUESTION,
        subject=subject,
        days=(date(2026, 12, 9),),
        clause="K5",
        key=f"{rule}:{subject}",
        to=(Audience.LEADER,),
        facts=facts,
    )


def _meeting(start: str, end: str) -> dict[str, str]:
    return {"start": start, "end": end, "evidence": "sure", "reason": "physical"}


MORNING = _meeting("2026-12-09T10:00:00+01:00", "2026-12-09T12:00:00+01:00")
AFTERNOON = _meeting("2026-12-09T13:00:00+01:00", "2026-12-09T14:30:00+01:00")
ALL_DAY = _meeting("2026-12-09", "2026-12-10")
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
TURN_OF_YEAR = {**AVERAGE, "first_week": "2026-W51", "last_week": "2027-W01", "counts": "all"}
OVER_CAP = {"cap": "2", "per_week": "5/2", "pattern": [[0, 1, 2], [1, 2]]}


def _unexplained(*missing: str) -> dict[str, object]:
    return {"decided_on": "2026-11-12", "missing": list(missing)}


def _ends(last: str) -> dict[str, object]:
    return {"about": "individual", "date": last, "last_day": last}


DECISIONS = (
    Decision(finding("individual_agreement_missing", {"weekdays": [1, 3]}), "u", "Mette Holm"),
    Decision(finding("individual_agreement_missing", {"weekdays": [4]}), "u", "Ole Brandt"),
    Decision(finding("average_exceeded", AVERAGE), "u", "Mette Holm"),
    Decision(finding("average_exceeded", TURN_OF_YEAR), "u", "Jens Friis"),
    Decision(finding("on_site_conflict", {"meetings": [MORNING]}), "u", "Ole Brandt"),
    Decision(finding("on_site_conflict", {"meetings": [MORNING, AFTERNOON]}), "u", "Jens Friis"),
    Decision(finding("on_site_conflict", {"meetings": [ALL_DAY]}), "u", "Mette Holm"),
    Decision(finding("agreement_over_cap", OVER_CAP), "u", "Ole Brandt"),
    Decision(finding("agreement_over_cap", {"cap": "3", "units": ["u"]}), "u", "LA-2025-1"),
    Decision(
        finding("individual_agreement_missing", {"weekdays": [1, 3], "agreed": True}),
        "u",
        "Sara Nygaard",
    ),
    Decision(finding("reason_missing", _unexplained("explained_on")), "u", "Mette Holm"),
    Decision(finding("reason_missing", _unexplained("reason", "explained_on")), "u", "Ole Brandt"),
    Decision(finding("reason_missing", _unexplained("reason")), "u", "Sara Nygaard"),
)
COMING = (
    Decision(finding("agreement_expiring", _ends("2026-12-31")), "u", "Mette Holm"),
    Decision(finding("agreement_expiring", _ends("2027-01-10")), "u", "Zoë ”Bo” O’Neill"),
    Decision(finding("review_due", {"about": "individual", "date": "2027-01-10"}), "u", "Bo"),
    Decision(
        finding(
            "review_due", {"about": "decision", "date": "2027-01-04", "decided_on": "2026-01-04"}
        ),
        "u",
        "Ole Brandt",
    ),
    Decision(
        finding("coverage_low", {"home": 9, "available": 10, "share": "9/10"}), "u", "KiF Vest"
    ),
    Decision(
        finding("working_environment", {"month": "2026-12", "days": "19/2", "per_week": "5/2"}),
        "u",
        "Jens Friis",
    ),
)
RULES = (
    "agreement_over_cap",
    "average_exceeded",
    "individual_agreement_missing",
    "on_site_conflict",
    "reason_missing",
)
HINTS = ("agreement_expiring", "review_due", "working_environment")
COUNTED = tuple(("KiF Vest", rule, n) for n, rule in enumerate(RULES, start=1))
COUNTED_ONCE = tuple(("KiF Øst", rule, 1) for rule in RULES[1:])
HINTS_COUNTED = tuple(
    (unit, rule, n) for unit, n in (("KiF Vest", 2), ("KiF Øst", 1)) for rule in HINTS
)


def section(name: str = "KiF Vest", of: int = 18, rows: tuple[Row, ...] = ROWS) -> Section:
    """A whole week of one unit."""
    return Section(name, of, WEEK, (3, 7, 4, 8, 6)[: len(WEEK)], rows)


def summary(**changes: object) -> Summary:
    """An ordinary week of a leader with one unit, with ``changes``."""
    fields: dict[str, object] = {
        "monday": MONDAY,
        "days": WEEK,
        "decisions": DECISIONS[:1],
        "counted": (),
        "folded": 0,
        "sections": (section(),),
    }
    return Summary(**(fields | changes))  # type: ignore[arg-type]


_EASTER_ROWS = (Row("Mette Holm", METTE.words[1:]), SARA)
WEEKS: dict[str, Summary] = {
    "names": summary(),
    "every line": summary(decisions=DECISIONS, coming=COMING, folded=2),
    "on its way": summary(decisions=(), coming=COMING[:2]),
    "counts": summary(
        decisions=(),
        counted=COUNTED + COUNTED_ONCE,
        coming=COMING[4:5],
        coming_counted=HINTS_COUNTED,
        sections=(section(rows=()),),
    ),
    "decisions only": summary(sections=()),
    "two units": summary(
        sections=(section(of=12), section("KiF Øst", 1, (Row("Jens Friis", OLE.words),)))
    ),
    "holiday week": summary(
        monday=date(2026, 4, 6),
        days=EASTER,
        decisions=(),
        sections=(Section("KiF Vest", 18, EASTER, (3, 7, 4, 8), _EASTER_ROWS),),
    ),
    "no working days": summary(
        decisions=(), days=(), folded=1, sections=(Section("KiF Vest", 18, (), ()),)
    ),
    "folded": summary(folded=1),
    "folded only": summary(decisions=(), folded=3),
    "nothing to say": summary(
        decisions=(), sections=(Section("KiF Vest", 18, WEEK, (0,) * 5, ()),)
    ),
    "long words": summary(
        decisions=(
            Decision(finding("individual_agreement_missing", {"weekdays": [1]}), "u", LONG),
        ),
        counted=((LONG, "on_site_conflict", 1),),
        sections=(
            section(LONG, rows=(Row("Anne-Marie Wilhelmsen-Kristoffersen", METTE.words),)),
            section("KiF Øst", rows=(Row("Bo", ()),)),
        ),
    ),
    "hostile": summary(
        decisions=(
            Decision(finding("individual_agreement_missing", {"weekdays": [1]}), "u", HOSTILE),
        ),
        counted=((HOSTILE, "on_site_conflict", 1),),
        sections=(
            section(HOSTILE, rows=(Row(HOSTILE, METTE.words),)),
            section(HOSTILE, rows=(Row(HOSTILE, ()),)),
        ),
    ),
}


def _hr(
    findings: tuple[Finding, ...], unit: str = "KiF Vest", gone: tuple[RegisterRow, ...] = ()
) -> Callable[[str], OverviewText]:
    units = {"e1": unit, "e2": unit, "e3": "KiF Øst"}
    rows = [(units.get(str(getattr(row, "employee", None)), unit), _vanished(row)) for row in gone]
    return lambda language: write_for_hr(date(2026, 12, 1), findings, units, language, rows)


def _vanished(row: RegisterRow) -> Vanished:
    return Vanished(key_of(row), row)


def _of_hr() -> tuple[Finding, ...]:
    missing = [finding("local_agreement_missing", {}, person) for person in ("e1", "e2", "e3")]
    over = [finding("agreement_over_cap", OVER_CAP, person) for person in ("e1", "e2", "e3")]
    local = finding("agreement_over_cap", {"cap": "5/2", "units": ["u"]}, "LA-2025-1")
    ends = finding("agreement_expiring", _ends("2026-12-31"), "LA-2025-2")
    again = finding("review_due", {"about": "local", "date": "2027-01-31"}, "LA-2025-1")
    return (*missing, *over, local, ends, again)


SINCE = date(2026, 1, 5)
TUESDAYS = (frozenset({1}),)
GONE: tuple[RegisterRow, ...] = (
    LocalAgreement("LA-2024-7", ("u",), SINCE),
    IndividualAgreement("e1", SINCE, TUESDAYS),
    IndividualAgreement("e2", SINCE, TUESDAYS),
    IndividualAgreement("e3", SINCE, TUESDAYS),
    SuitabilityDecision("e2", "boss", SINCE),
    CallIn(date(2026, 12, 8), employee="e1"),
    CallIn(date(2026, 12, 9), unit="u"),
)
"""A row of each kind that the register has no more."""


def _week(one: Summary) -> Callable[[str], OverviewText]:
    ask = "HR i Område Vest" if one is not WEEKS["hostile"] else HOSTILE
    return lambda language: write_overview(one, language, clears=True, ask=ask)


EXAMPLES: dict[str, Callable[[str], OverviewText]] = {
    **{f"overview, {name}": _week(one) for name, one in WEEKS.items()},
    "HR, every line": _hr(_of_hr(), gone=GONE),
    "HR, nothing": _hr(()),
    "HR, hostile": _hr(_of_hr(), HOSTILE, GONE),
}
"""Every overview and HR's form by name; call one with "da" or "en"."""
