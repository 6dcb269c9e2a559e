"""A world of the oracle put before the rules themselves, and what they say in the oracle's words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from policy.case import Book, Case, case_of
from policy.days import Part, compose
from policy.lexicon import Cut
from policy.model import DayFacts, DayStatus, EntryKind, Evidence, Finding, OnSite, Span
from policy.ruleset import evaluate, evaluate_register, window_of
from tests.oracle.oracle import Diary, Entry, Meeting, Said, World

AVERAGE_FACTS = (
    "reading",
    "cap",
    "window_weeks",
    "first_week",
    "last_week",
    "days",
    "weeks",
    "per_week",
)


KNOWN_TO_THE_ORACLE = (
    "on_site_conflict",
    "on_site_day",
    "local_agreement_missing",
    "individual_agreement_missing",
    "agreement_over_cap",
    "average_exceeded",
)


def rules_findings(world: World) -> list[Said]:
    """What the rules find about the person."""
    return [said(f) for f in evaluate(_case(world)) if f.rule in KNOWN_TO_THE_ORACLE]


def register_findings(world: World) -> list[Said]:
    """What the rules find about the register's own rows."""
    window = window_of(world.as_of, world.horizon, world.read_from)
    found = evaluate_register(_book(world), window)
    return [said(f) for f in found if f.rule in KNOWN_TO_THE_ORACLE]


def judged_days(world: World) -> dict[date, DayStatus]:
    """The days as the rules see them."""
    return dict(_case(world).days)


def _book(world: World) -> Book:
    return Book(world.organisation, world.register, world.holidays)


def _case(world: World) -> Case:
    window = window_of(world.as_of, world.horizon, world.read_from)
    facts = [day_facts(day, diary) for day, diary in world.diary.items() if window.read_from <= day]
    return case_of(_book(world), world.person, window, facts)


def day_facts(day: date, diary: Diary) -> DayFacts:
    return compose(
        day,
        _parts(diary.home, "home-word"),
        _parts(diary.absence, "absence"),
        _parts(diary.presence, "presence"),
        [_on_site(day, meeting) for meeting in diary.meetings],
    )


def _parts(entries: Iterable[Entry], reason: str) -> list[Part]:
    return [
        Part(
            None if e.hours is None else Span(*e.hours),
            Cut(*e.cut, e.half),
            reason,
            EntryKind(e.kind),
        )
        for e in entries
    ]


def _on_site(day: date, meeting: Meeting) -> OnSite:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    start, end = (midnight + timedelta(minutes=m) for m in (meeting.start, meeting.end))
    span = Span(meeting.start, meeting.end)
    return OnSite(start, end, span, Evidence(meeting.evidence), "room")


def said(finding: Finding) -> Said:
    return Said(
        finding.rule,
        str(finding.severity),
        finding.subject,
        finding.days,
        finding.clause,
        finding.key,
        tuple(str(to) for to in finding.to),
        _more(finding),
    )


def _more(finding: Finding) -> tuple[tuple[str, object], ...]:
    if finding.rule == "average_exceeded":
        return tuple(sorted((name, finding.facts[name]) for name in AVERAGE_FACTS))
    if finding.rule == "on_site_day":
        return (("source", finding.facts["source"]),)
    if finding.rule == "on_site_conflict":
        meetings = finding.facts["meetings"]
        assert isinstance(meetings, list | tuple)
        return (("evidence", tuple(sorted(m["evidence"] for m in meetings))),)
    return ()
