"""Which meetings speak against a home day, how sure that is, and what is said (policy 2 and 3)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.whole.crowd import Entry, at, attendee, checked, on

MONDAY = date(2026, 11, 30)
DAY = MONDAY + timedelta(days=1)
UNITS = '[[units]]\nid = "u"\nplaces = ["Mødelokale 3", "Sal  A"]\n'
ROOM = "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:lokale@x.example"
LINK = "DESCRIPTION:https://teams.microsoft.com/l/meetup-join/19%3ameeting"
FAST: Entry = ("Hjemmearbejde fast", DAY)


def invited(answer: str, *lines: str, role: str = "REQ-PARTICIPANT") -> tuple[str, ...]:
    return ("ORGANIZER:mailto:chef@x.example", attendee("{me}", answer, role), *lines)


def meeting(subject: str, *lines: str) -> Entry:
    return (subject, at(DAY, 10), at(DAY, 12), *lines)


MEETINGS: dict[str, tuple[Entry, str | None]] = {
    "one's own": (meeting("Møde (fysisk)"), "sure"),
    "accepted": (meeting("Møde (fysisk)", *invited("ACCEPTED")), "sure"),
    "tentative": (meeting("Møde (fysisk)", *invited("TENTATIVE")), "likely"),
    "unanswered": (meeting("Møde (fysisk)", *invited("NEEDS-ACTION")), "likely"),
    "declined": (meeting("Møde (fysisk)", *invited("DECLINED")), None),
    "optional": (meeting("Møde (fysisk)", *invited("ACCEPTED", role="OPT-PARTICIPANT")), None),
    "cancelled": (meeting("Møde (fysisk)", "STATUS:CANCELLED"), None),
    "private": (meeting("Møde (fysisk)", "CLASS:PRIVATE"), None),
    "beside Teams": (meeting("Møde (fysisk eller Teams)"), None),
    "called online": (meeting("Møde (fysisk)", "CATEGORIES:Online"), None),
    "marked": (meeting("Projektmøde", "CATEGORIES:Fysisk"), "sure"),
    "court": (meeting("Retsmøde"), "sure"),
    "telephone duty": (meeting("Telefonvagt"), None),
    "surroundings": (meeting("Fysisk arbejdsmiljø"), None),
    "room": (meeting("Projektmøde", *invited("ACCEPTED", ROOM)), "likely"),
    "room, tentative": (meeting("Projektmøde", *invited("TENTATIVE", ROOM)), "possible"),
    "room and link": (meeting("Projektmøde", *invited("ACCEPTED", ROOM, LINK)), "possible"),
    "room and link, unanswered": (
        meeting("Projektmøde", *invited("NEEDS-ACTION", ROOM, LINK)),
        None,
    ),
    "link only": (meeting("Projektmøde", *invited("ACCEPTED", LINK)), None),
    "listed place": (meeting("Projektmøde", "LOCATION:MØDELOKALE3\\, 2. sal"), "likely"),
    "listed place of two words": (meeting("Projektmøde", "LOCATION:sala"), "likely"),
    "another room": (meeting("Projektmøde", "LOCATION:Mødelokale 31"), None),
    "a room within another": (meeting("Projektmøde", "LOCATION:Stort mødelokale 3B"), None),
    "the second place": (meeting("Projektmøde", "LOCATION:Mødelokale 31; Sal A"), "likely"),
    "unlisted place": (meeting("Projektmøde", "LOCATION:Kantinen"), None),
}


def people(folder: Path, home: Entry) -> dict[str, Any]:
    calendars: dict[str, list[Entry]] = {}
    for number, (name, (entry, _)) in enumerate(MEETINGS.items()):
        me = f"case-{number}@x.example"
        mine = tuple(p.replace("{me}", me) if isinstance(p, str) else p for p in entry)
        calendars[name] = [home, mine]
    return checked(folder, MONDAY, calendars, units=UNITS)


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return people(tmp_path_factory.mktemp("fixed"), FAST)


@pytest.fixture(scope="module")
def ad_hoc(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return people(tmp_path_factory.mktemp("adhoc"), ("Hjemmearbejde", DAY))


def conflicts(employee: Any) -> list[dict[str, Any]]:
    return [f for f in employee["findings"] if f["rule"] == "on_site_conflict"]


@pytest.mark.parametrize("name", MEETINGS)
def test_evidence_is_as_sure_as_the_policy_says(fixed: dict[str, Any], name: str) -> None:
    shown = on(fixed[name], DAY)["on_site"]

    wanted = MEETINGS[name][1]
    times = {"start": "2026-12-01T10:00:00+01:00", "end": "2026-12-01T12:00:00+01:00"}
    assert shown == ([times | {"evidence": wanted}] if wanted else [])


@pytest.mark.parametrize("name", MEETINGS)
def test_only_sure_and_likely_make_findings_and_only_sure_ones_more_than_a_question(
    fixed: dict[str, Any], ad_hoc: dict[str, Any], name: str
) -> None:
    severity = {"sure": "conflict", "likely": "question"}.get(MEETINGS[name][1] or "")

    on_fixed, on_ad_hoc = conflicts(fixed[name]), conflicts(ad_hoc[name])

    assert [(f["severity"], f["clause"]) for f in on_fixed] == [(severity, "K6")] * bool(severity)
    assert [(f["severity"], f["clause"]) for f in on_ad_hoc] == [("question", "K1")] * bool(
        severity
    )


def test_a_finding_names_its_day_its_key_and_whom_it_is_for(fixed: dict[str, Any]) -> None:
    (found,) = conflicts(fixed["one's own"])

    assert found["days"] == ["2026-12-01"]
    assert found["key"] == "on_site_conflict:case-0:2026-12-01"
    assert found["to"] == ["employee"]


TIMES: dict[str, tuple[list[Entry], str | None]] = {
    "half without a side": ([("Hjemmearbejde fast ½", DAY), meeting("Møde (fysisk)")], "question"),
    "other half": (
        [("Hjemmearbejde fast eftermiddag", DAY), meeting("Møde (fysisk)")],
        None,
    ),
    "this half": ([("Hjemmearbejde fast formiddag", DAY), meeting("Møde (fysisk)")], "conflict"),
    "touching hours": (
        [("Hjemmearbejde fast", at(DAY, 12), at(DAY, 16)), meeting("Møde (fysisk)")],
        None,
    ),
    "overlapping hours": (
        [("Hjemmearbejde fast", at(DAY, 11), at(DAY, 16)), meeting("Møde (fysisk)")],
        "conflict",
    ),
    "evening meeting": ([FAST, ("Møde (fysisk)", at(DAY, 18), at(DAY, 20))], None),
    "time off around the meeting": (
        [FAST, ("Fri", at(DAY, 9), at(DAY, 12.5)), meeting("Møde (fysisk)")],
        None,
    ),
    "all-day meeting": ([FAST, ("Seminar (fysisk)", DAY)], "conflict"),
    "meeting since yesterday": (
        [FAST, ("Seminar (fysisk)", at(MONDAY, 9), at(DAY, 8))],
        "conflict",
    ),
    "two meetings, one likely": (
        [FAST, meeting("Møde (fysisk)"), meeting("Møde", *("LOCATION:Sal A",))],
        "conflict",
    ),
    "no home day": ([meeting("Møde (fysisk)")], None),
    "absent": ([FAST, ("Ferie", DAY), meeting("Møde (fysisk)")], None),
}


def test_what_does_not_overlap_is_no_finding(tmp_path: Path) -> None:
    calendars = {name: entries for name, (entries, _) in TIMES.items()}

    found = checked(tmp_path, MONDAY, calendars, units=UNITS)

    severities = {n: [f["severity"] for f in conflicts(e)] for n, e in found.items()}
    assert severities == {n: [s] if s else [] for n, (_, s) in TIMES.items()}
    assert len(conflicts(found["two meetings, one likely"])[0]["facts"]["meetings"]) == 2
    assert on(found["all-day meeting"], DAY)["on_site"] == [
        {"start": "2026-12-01", "end": "2026-12-02", "evidence": "sure"}
    ]


def test_findings_are_made_from_today_on(tmp_path: Path) -> None:
    calendars: dict[str, list[Entry]] = {"one": [FAST, meeting("Møde (fysisk)")]}

    on_the_day = checked(tmp_path / "a", DAY, calendars)["one"]
    afterwards = checked(tmp_path / "b", DAY + timedelta(days=1), calendars)["one"]

    assert len(conflicts(on_the_day)) == 1
    assert afterwards["findings"] == []
    assert on(afterwards, DAY)["status"] == "home"
