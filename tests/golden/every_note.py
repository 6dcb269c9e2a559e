"""Every note by name: the rules' own, with one offer and none, with a leader, in company, at edges."""

from __future__ import annotations

from datetime import date

from policy.model import Finding
from sync.notes import NoteText, write
from tests.unit.test_notes import AVERAGE, EVERY, OFFERS, conflict, finding, meeting

OVERVIEW = date(2026, 12, 3)
THURSDAY_AFTER = date(2026, 12, 10)
LIKELY_ALL_DAY = {
    "start": "2026-12-08",
    "end": "2026-12-09",
    "evidence": "likely",
    "reason": "room",
}
ONE_WEEK = {**AVERAGE, "last_week": "2026-W49", "window_weeks": 1, "weeks": "1", "days": "3"}
HALF_CAP = {**ONE_WEEK, "cap": "1/2", "days": "1", "per_week": "1"}
ONE_DAY = {**AVERAGE, "cap": "1", "days": "5", "per_week": "5/4"}
TURN_OF_YEAR = {**AVERAGE, "first_week": "2026-W51", "last_week": "2027-W01", "days": "17/2"}
ALL_ACTIVE = {**AVERAGE, "reading": "active-weeks", "counts": "all", "weeks": "3", "per_week": "3"}
EDGES: dict[str, Finding] = {
    "likely, two": conflict(
        meeting("likely", reason="room"), meeting("likely", "13:00/14:30", reason="room")
    ),
    "likely, all day": conflict(LIKELY_ALL_DAY),
    "likely by words, two, ad hoc": conflict(
        meeting("likely"), meeting("likely", "13:00/14:30"), kind="ad_hoc"
    ),
    "likely, a half day": conflict(meeting("likely", reason="room"), span=[]),
    "individual by word, two": finding(
        "individual_agreement_missing", {"weekdays": [1, 2, 3], "repeated": False}
    ),
    "individual, one": finding("individual_agreement_missing", {"weekdays": [1], "repeated": True}),
    "individual, four": finding(
        "individual_agreement_missing", {"weekdays": [0, 1, 2, 3], "repeated": True}
    ),
    "individual, all five": finding(
        "individual_agreement_missing", {"weekdays": [0, 1, 2, 3, 4], "repeated": True}
    ),
    "average over one week": finding("average_exceeded", ONE_WEEK, "LA-1"),
    "average, half a day": finding("average_exceeded", HALF_CAP, "LA-1"),
    "average, one day": finding("average_exceeded", ONE_DAY, "LA-1"),
    "average over new year": finding("average_exceeded", TURN_OF_YEAR, "K4"),
    "average, all and active": finding("average_exceeded", ALL_ACTIVE, "LA-1"),
}
FINDINGS = EVERY | EDGES
WITH_OVERVIEW = {
    "sure": OVERVIEW,
    "individual": THURSDAY_AFTER,
    "individual, four": THURSDAY_AFTER,
    "average": THURSDAY_AFTER,
}
COMPANY = (
    ("sure", "call-in"),
    ("sure, two", "call-in"),
    ("sure, a half day", "call-in"),
    ("likely, two", "call-in"),
    ("likely by words, two, ad hoc", "ad hoc only"),
    ("sure", "weekday"),
    ("sure", "ad hoc only"),
    ("sure", "no home work"),
    ("call-in", "likely, all day"),
    ("call-in", "sure"),
    ("individual", "average"),
    ("individual, four", "average"),
    ("average", "average, one day"),
    ("average", "individual, one"),
)


def every_note(language: str) -> dict[str, NoteText]:
    """All of them in one language, in an order that stays."""
    notes = {name: write((f,), OFFERS, language) for name, f in FINDINGS.items()}
    for name in ("sure", "likely", "call-in"):
        notes[f"{name}; one day offered"] = write((FINDINGS[name],), OFFERS[:1], language)
        notes[f"{name}; no day offered"] = write((FINDINGS[name],), (), language)
    for name, day in WITH_OVERVIEW.items():
        notes[f"{name}; the leader's overview follows"] = write(
            (FINDINGS[name],), OFFERS, language, day
        )
    notes["sure; the leader's overview counts"] = write(
        (FINDINGS["sure"],), OFFERS, language, WITH_OVERVIEW["sure"], counted=True
    )
    for pair in COMPANY:
        findings = tuple(FINDINGS[name] for name in pair)
        told = THURSDAY_AFTER if findings[0].rule != "on_site_day" else None
        notes[" + ".join(pair)] = write(findings, OFFERS, language, told)
    return notes
