"""The same from real files: configuration and calendars in, ``check --format json`` out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from policy.model import Employee
from tests.oracle import oracle
from tests.oracle.as_files import installed
from tests.oracle.day_status import NO_ENTRY, status_of
from tests.oracle.judged import compared_facts
from tests.oracle.sayable import sayable
from tests.oracle.units import setting
from tests.oracle.weeks import days_ahead, days_read, monday
from tests.oracle.world import Meeting, Said, World
from tests.oracle.worlds import a_world

FIRST_SEED = int(os.environ.get("HJEMMEDAG_ORACLE_SEED", "0"))
FILES = max(15, int(os.environ.get("HJEMMEDAG_ORACLE", "0")) // 50)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + FILES))
def test_check_says_of_real_files_what_the_text_says_of_the_organisation(
    seed: int, tmp_path: Path
) -> None:
    world = sayable(a_world(seed))
    answer = installed(tmp_path, world, Random(seed)).check()

    assert (answer["failed"], answer["unreadable"]) == ([], []), f"seed {seed}"
    said_of = {e["id"]: e for e in answer["employees"]}
    for who in world.organisation.employees:
        found = said_of[who.id]
        assert shown(found["days"]) == expected_days(world, who), f"seed {seed}, {who.id}"
        findings = [said(f, who.id) for f in found["findings"]]
        assert findings == oracle.findings(world, who.id), f"seed {seed}, {who.id}"
    units = {
        u["id"]: sorted((of_unit(f) for f in u["findings"]), key=oracle.order)
        for u in answer["units"]
    }
    assert units == oracle.unit_findings(world), f"seed {seed}"


Shown = tuple[str, str | None, str | None, list[tuple[str, str, str]]]


def shown(days: list[dict[str, Any]]) -> dict[str, Shown]:
    """Status, share, kind and meetings by date."""
    return {
        d["date"]: (
            d["status"],
            d["share"],
            d["kind"],
            sorted((o["start"], o["end"], o["evidence"]) for o in d["on_site"]),
        )
        for d in days
    }


def expected_days(world: World, who: Employee) -> dict[str, Shown]:
    """Every day with a status other than unknown, or with on-site entries; unread days are blank."""
    first = monday(world.as_of) - 6 * timedelta(weeks=1)
    last = days_ahead(world)[-1]
    days = [first + timedelta(days=k) for k in range((last - first).days + 1)]
    found = {str(day): expected_day(world, who, day) for day in days}
    return {day: one for day, one in found.items() if one[0] != "unknown" or one[3]}


def expected_day(world: World, who: Employee, day: date) -> Shown:
    one = status_of(world, who, day)
    if day not in days_read(world, who):
        return ("holiday" if one.status == "holiday" else "unknown", None, None, [])
    meetings = world.diaries[who.id].get(day, NO_ENTRY).meetings
    zone = ZoneInfo(str(setting(world, who.unit, "time_zone", world.as_of) or "Europe/Copenhagen"))
    share, kind = (str(one.share), one.kind) if one.status == "home" else (None, None)
    return one.status, share, kind, sorted(written(day, meeting, zone) for meeting in meetings)


def written(day: date, meeting: Meeting, zone: ZoneInfo) -> tuple[str, str, str]:
    """As the contract writes times: with the offset of the person's zone, all-day ones as dates."""
    if (meeting.start, meeting.end) == (0, 24 * 60):
        return str(day), str(day + timedelta(days=1)), meeting.evidence
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    start, end = (midnight + timedelta(minutes=m) for m in (meeting.start, meeting.end))
    return start.isoformat(), end.isoformat(), meeting.evidence


def of_unit(finding: Mapping[str, Any]) -> Said:
    """Its subject, a unit or a local agreement, stands in the key."""
    return said(finding, finding["key"].split(":")[1])


def said(finding: Mapping[str, Any], subject: str) -> Said:
    """A finding of the document in the oracle's words."""
    return Said(
        finding["rule"],
        finding["severity"],
        subject,
        tuple(date.fromisoformat(day) for day in finding["days"]),
        finding["clause"],
        finding["key"],
        frozenset(finding["to"]),
        compared_facts(finding["rule"], finding["facts"]),
    )
