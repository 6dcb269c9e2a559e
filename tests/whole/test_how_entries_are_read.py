"""From calendar entries to the status, share and kind of a day, through ``check`` (policy 2)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.whole.crowd import Entry, at, checked, on

MONDAY = date(2026, 11, 30)
DAY = MONDAY + timedelta(days=1)
OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF"
ELSEWHERE = "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE"
HOME: Entry = ("Hjemmearbejde", DAY)
SOMEBODY = ("ORGANIZER:mailto:chef@x.example", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:{me}")

WHOLE, HALF = ("home", "1"), ("home", "1/2")
AWAY, NOTHING = ("absence", None), ("unknown", None)

CASES: dict[str, tuple[list[Entry], tuple[str, str | None]]] = {
    "an all-day entry": ([HOME], WHOLE),
    "a half": ([("Hjemmearbejde ½", DAY)], HALF),
    "a morning": ([("Hjemmearbejde formiddag", DAY)], HALF),
    "an afternoon from noon": ([("Hjemmearbejde fra kl. 12", DAY)], HALF),
    "until two": ([("Hjemmearbejde til kl. 14", DAY)], WHOLE),
    "five hours": ([("Hjemmearbejde", at(DAY, 8), at(DAY, 13))], WHOLE),
    "a minute less": ([("Hjemmearbejde", at(DAY, 8), at(DAY, 12.98))], HALF),
    "three hours": ([("Hjemmearbejde", at(DAY, 8), at(DAY, 11))], HALF),
    "two hours": ([("Hjemmearbejde", at(DAY, 8), at(DAY, 10))], NOTHING),
    "an evening": ([("Hjemmearbejde", at(DAY, 17), at(DAY, 23))], NOTHING),
    "hours cut by words": ([("Hjemmearbejde til kl. 12", at(DAY, 8), at(DAY, 16))], HALF),
    "two and two hours": (
        [
            ("Hjemmearbejde", at(DAY, 8), at(DAY, 10)),
            ("Hjemmearbejde", at(DAY, 13), at(DAY, 15)),
        ],
        HALF,
    ),
    "morning and afternoon": (
        [("Hjemmearbejde formiddag", DAY), ("Hjemmearbejde eftermiddag", DAY)],
        WHOLE,
    ),
    "two halves": ([("Hjemmearbejde ½", DAY), ("Hjemmearbejde ½", DAY)], WHOLE),
    "over midnight": ([("Hjemmearbejde", at(DAY, 12), at(DAY + timedelta(1), 12))], WHOLE),
    "holiday": ([("Ferie", DAY)], AWAY),
    "home on holiday": ([HOME, ("Ferie", DAY)], AWAY),
    "out of office": ([("Konference", DAY, None, OOF)], AWAY),
    "private out of office": ([("x", DAY, None, OOF, "CLASS:PRIVATE")], AWAY),
    "private home day": ([("Hjemmearbejde", DAY, None, "CLASS:PRIVATE")], NOTHING),
    "confidential home day": ([("Hjemmearbejde", DAY, None, "CLASS:CONFIDENTIAL")], NOTHING),
    "home with out-of-office": ([("Hjemmearbejde", DAY, None, OOF)], WHOLE),
    "two hours off": ([HOME, ("Fri", at(DAY, 8), at(DAY, 10))], WHOLE),
    "three hours off": ([HOME, ("Fri", at(DAY, 8), at(DAY, 11))], HALF),
    "five hours off": ([HOME, ("Fri", at(DAY, 8), at(DAY, 13))], AWAY),
    "off from noon": ([HOME, ("Fri fra kl. 12", DAY)], HALF),
    "off from two": ([HOME, ("Fri fra kl. 14", DAY)], HALF),
    "off from four": ([HOME, ("Fri fra kl. 16", DAY)], WHOLE),
    "all home hours off": (
        [("Hjemmearbejde", at(DAY, 8), at(DAY, 12)), ("Fri", at(DAY, 8), at(DAY, 12))],
        NOTHING,
    ),
    "in the office": ([HOME, ("Kontordag", DAY)], NOTHING),
    "in for five hours": ([HOME, ("Kontordag", at(DAY, 8), at(DAY, 13))], NOTHING),
    "in for four hours": ([HOME, ("Kontordag", at(DAY, 8), at(DAY, 12))], WHOLE),
    "office day of a team": (
        [HOME, ("Kontordag", DAY, None, "ORGANIZER:mailto:{me}", "ATTENDEE:mailto:b@x.example")],
        WHOLE,
    ),
    "owner says not home": ([HOME, ("Note", DAY, None, "CATEGORIES:Ikke hjemmearbejde")], NOTHING),
    "not home work": ([("Hjemmearbejde", DAY, None, "CATEGORIES:Not home work")], NOTHING),
    "home category": ([("Skrive rapport", DAY, None, "CATEGORIES:Hjemmearbejde")], WHOLE),
    "home category of a meeting": (
        [
            (
                "Rapport",
                DAY,
                None,
                "CATEGORIES:Hjemmearbejde",
                "ORGANIZER:mailto:{me}",
                "ATTENDEE:mailto:b@x.example",
            )
        ],
        NOTHING,
    ),
    "somebody else's home day": ([("Hjemmearbejde", DAY, None, *SOMEBODY)], NOTHING),
    "working elsewhere alone": ([("Rapport", DAY, None, ELSEWHERE)], NOTHING),
    "cancelled": ([("Hjemmearbejde", DAY, None, "STATUS:CANCELLED")], NOTHING),
    "location": ([("Rapportskrivning", DAY, None, "LOCATION:Hjemme")], WHOLE),
    "a home visit": ([("Hjemmebesøg", DAY)], NOTHING),
    "a trap": ([("Møde om hjemmearbejde", DAY)], NOTHING),
    "our own subject": ([("Note om din hjemmedag", DAY)], NOTHING),
}


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    calendars = {}
    for number, (name, (entries, _)) in enumerate(CASES.items()):
        me = f"case-{number}@x.example"
        calendars[name] = [
            tuple(part.replace("{me}", me) if isinstance(part, str) else part for part in entry)
            for entry in entries
        ]
    return checked(tmp_path_factory.mktemp("read"), MONDAY, calendars)


@pytest.mark.parametrize("name", CASES)
def test_a_day_is_read_as_the_policy_says(people: dict[str, Any], name: str) -> None:
    day = on(people[name], DAY)

    assert (day["status"], day["share"]) == CASES[name][1]


def test_absence_keeps_one_word_and_out_of_office_another(people: dict[str, Any]) -> None:
    assert on(people["holiday"], DAY)["reason"] == "absence"
    assert on(people["out of office"], DAY)["reason"] == "absence-oof"
    assert on(people["private out of office"], DAY)["reason"] == "absence-oof"


def test_a_night_at_home_gives_each_day_its_part(people: dict[str, Any]) -> None:
    assert on(people["over midnight"], DAY)["share"] == "1"
    assert on(people["over midnight"], DAY + timedelta(days=1))["share"] == "1"


def test_no_answer_holds_a_word_of_a_calendar(people: dict[str, Any]) -> None:
    assert "Skrive" not in repr(people)
    assert "Konference" not in repr(people)


SERIES = {
    "FREQ=WEEKLY;COUNT=3": "ad_hoc",
    "FREQ=WEEKLY;COUNT=4": "fixed",
    "FREQ=DAILY;COUNT=4": "ad_hoc",
    "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=6": "ad_hoc",
    "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=7": "fixed",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=4": "fixed",
    "FREQ=MONTHLY;COUNT=4": "fixed",
    "FREQ=WEEKLY;UNTIL=20261221": "ad_hoc",
    "FREQ=WEEKLY;UNTIL=20261222": "fixed",
    "FREQ=WEEKLY": "fixed",
    "FREQ=WEEKLY;COUNT=4|EXDATE;VALUE=DATE:20261208": "fixed",
    "FREQ=WEEKLY;COUNT=3|CATEGORIES:Hjemmearbejde (fast)": "fixed",
}


def test_regularity_decides_the_kind_of_a_series(tmp_path: Any) -> None:
    calendars: dict[str, list[Entry]] = {
        rule: [("Hjemmearbejde", DAY, None, *f"RRULE:{rule}".split("|"))] for rule in SERIES
    }
    calendars["ad hoc"] = [("Hjemmearbejde ad hoc", DAY, None, "RRULE:FREQ=WEEKLY")]
    calendars["fast"] = [("Hjemmearbejde fast", DAY)]
    calendars["once"] = [("Hjemmearbejde", DAY)]
    calendars["both"] = [("Hjemmearbejde ad hoc", DAY), ("Hjemmearbejde fast formiddag", DAY)]

    found = {n: on(e, DAY)["kind"] for n, e in checked(tmp_path, MONDAY, calendars).items()}

    words = {"ad hoc": "ad_hoc", "fast": "fixed", "once": "ad_hoc", "both": "fixed"}
    assert found == SERIES | words


def test_a_moved_occurrence_stays_fixed(tmp_path: Any) -> None:
    moved = "\r\n".join(
        [
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "END:VEVENT",
            "BEGIN:VEVENT",
            "UID:event-1-case-0@x.example",
            "DTSTAMP:20260101T000000Z",
            "RECURRENCE-ID;VALUE=DATE:20261208",
            "DTSTART;VALUE=DATE:20261209",
            "DTEND;VALUE=DATE:20261210",
            "SUMMARY:Hjemmearbejde",
        ]
    )
    found = checked(tmp_path, MONDAY, {"moved": [("Hjemmearbejde", DAY, None, moved)]})["moved"]

    home = {d["date"]: d["kind"] for d in found["days"] if d["status"] == "home"}
    assert home == dict.fromkeys(["2026-12-01", "2026-12-09", "2026-12-15", "2026-12-22"], "fixed")
