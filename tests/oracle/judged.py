"""A world of the oracle put before the rules themselves, and what they say in the oracle's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from policy.case import Book, Case, case_of
from policy.days import Part, compose
from policy.lexicon import Cut
from policy.model import DayFacts, DayStatus, EntryKind, Evidence, Finding, OnSite, Span, Window
from policy.ruleset import evaluate, evaluate_register, evaluate_unit, window_of
from tests.oracle.oracle import order
from tests.oracle.world import Diary, Entry, Facts, Meeting, Said, World

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


@dataclass(frozen=True)
class Judged:
    """A world before the rules: everybody's days are judged once, when they are asked for."""

    world: World
    _cases: dict[str, Case] = field(default_factory=dict)

    def case(self, person: str) -> Case:
        """One person's days as the rules see them."""
        if person not in self._cases:
            self._cases[person] = self._judge(person)
        return self._cases[person]

    def days(self, person: str) -> Mapping[date, DayStatus]:
        """The same by date."""
        return self.case(person).days

    def findings(self, person: str) -> list[Said]:
        """What the rules find about one person."""
        return [said(finding) for finding in evaluate(self.case(person))]

    def unit_findings(self) -> dict[str, list[Said]]:
        """What they find about units, and about local agreements under each unit these name."""
        rows = {a.id: a.units for a in self.world.register.local_agreements}
        about = {unit: self._of_unit(unit) for unit in self.world.organisation.units}
        for finding in evaluate_register(self._book, self._window(None)):
            for unit in rows[finding.subject]:
                about[unit].append(said(finding))
        return {unit: sorted(found, key=order) for unit, found in about.items() if found}

    def everything(self) -> dict[str, list[Said]]:
        """All findings, by the person or unit under which they stand."""
        people = {person: self.findings(person) for person in self.world.people}
        return {**people, **self.unit_findings()}

    def _of_unit(self, unit: str) -> list[Said]:
        people = [e.id for e in self.world.organisation.employees if e.unit == unit]
        cases = [self.case(person) for person in people]
        found = evaluate_unit(self._book, unit, cases, self._window(None))
        return [said(finding) for finding in found]

    @property
    def _book(self) -> Book:
        return _book(self.world)

    def _window(self, read_from: date | None) -> Window:
        return window_of(self.world.as_of, self.world.horizon, read_from)

    def _judge(self, person: str) -> Case:
        employee = self.world.organisation.people[person]
        window = self._window(self.world.organisation.gate(employee.unit, "read_from"))
        diary = self.world.diaries[person]
        facts = [day_facts(day, one) for day, one in diary.items() if window.read_from <= day]
        return case_of(self._book, employee, window, facts)


@lru_cache(maxsize=20)
def judged(world: World) -> Judged:
    """A world before the rules."""
    return Judged(world)


def judged_again(before: World, after: World, person: str) -> Judged:
    """The same organisation with another calendar of one person; only that one is judged anew."""
    cases = {other: judged(before).case(other) for other in before.people if other != person}
    return Judged(after, cases)


@lru_cache(maxsize=20)
def _book(world: World) -> Book:
    return Book(world.organisation, world.register, world.holidays)


@lru_cache(maxsize=20000)
def day_facts(day: date, diary: Diary) -> DayFacts:
    """One day's entries, put together as the bridge from calendars does it."""
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
    """A finding in the oracle's words; ``level`` stands beside what re-opens it."""
    return Said(
        finding.rule,
        str(finding.severity),
        finding.subject,
        finding.days,
        finding.clause,
        finding.key,
        frozenset(str(to) for to in finding.to),
        compared_facts(finding.rule, finding.facts),
        (finding.reopen, finding.level),
    )


def compared_facts(rule: str, facts: Mapping[str, object]) -> Facts:
    """Those that the policy and the contract name."""
    if rule == "average_exceeded":
        return tuple(sorted((name, facts[name]) for name in AVERAGE_FACTS))
    if rule == "on_site_day":
        return (("source", facts["source"]),)
    if rule == "coverage_low":
        return (("share", facts["share"]),)
    if rule == "on_site_conflict":
        meetings = facts["meetings"]
        assert isinstance(meetings, list | tuple)
        return (("evidence", tuple(sorted(m["evidence"] for m in meetings))),)
    return ()
