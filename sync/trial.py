"""Tries a change: the calendars are read once, judged by two sets of rules, and compared in counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policy.comparison import Comparison, Judged, Told, compare
from policy.model import Employee, Finding
from policy.ruleset import RULES
from policy.trial import Difference
from policy.workdays import dates
from sync.overview import KNOWN_TO_LEADERS
from sync.pull import Read
from sync.review import Review, review_of
from sync.service import Service


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is tried. ``before``: what holds today, one value for each agreement."""

    unit: str
    key: str
    before: tuple[object, ...]
    after: object


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented month: how many people in each unit, and the seed that chance began with."""

    people: int
    seed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried, on what, and what would come of it; names nobody.

    ``files``: names of the files that were tried instead, by what they hold. ``failed``: how many
    calendars could not be read; ``unknown``: how many people the other organisation does not have.
    """

    as_of: date
    start: date
    end: date
    changes: tuple[Change, ...]
    files: Mapping[str, str]
    invented: Invented | None
    comparison: Comparison
    failed: int = 0
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is tried: the service as it would be, and how that came about."""

    service: Service
    changes: tuple[Change, ...]
    files: Mapping[str, str]


def try_out(
    service: Service, proposal: Proposal, results: Iterable[Read], invented: Invented | None = None
) -> Trial:
    """Judge the same calendars by today's rules and by the proposal's.

    Everybody is counted in the unit of today: another organisation cannot carve out a group.
    """
    results = tuple(results)
    readable = [r for r in results if r.snapshot is not None]
    people = proposal.service.book.organisation.people
    known = [r for r in readable if r.person.id in people]
    after = review_of(proposal.service, [_moved(r, people) for r in known])
    before = review_of(service, known)
    return Trial(
        as_of=before.as_of,
        start=before.start,
        end=before.end,
        changes=proposal.changes,
        files=proposal.files,
        invented=invented,
        comparison=_compared(
            service, proposal.service, before, after, _nobody if invented else told
        ),
        failed=len(results) - len(readable),
        unknown=len(readable) - len(known),
    )


def told(finding: Finding) -> bool:
    """Whether leader or HR are told such a finding by name in the ordinary course of things."""
    return finding.rule in KNOWN_TO_LEADERS


def _moved(result: Read, people: Mapping[str, Employee]) -> Read:
    return replace(result, person=replace(result.person, employee=people[result.person.id]))


def _nobody(finding: Finding) -> bool:
    """Of people who are made up, any number may be told."""
    return True


def _compared(
    service: Service, other: Service, before: Review, after: Review, known: Told
) -> Comparison:
    days = tuple(dates(before.start, before.end))
    difference = Difference(service.book, other.book, days)
    pairs = zip(before.people, after.people, strict=True)
    judged = [
        Judged(
            person=one.person.id,
            unit=one.person.employee.unit,
            before=one.findings,
            after=then.findings,
            touched=difference.touches(one.person.employee, then.person.employee),
        )
        for one, then in pairs
    ]
    return compare(judged, _about_units(before, after), [r.name for r in RULES], known)


def _about_units(
    before: Review, after: Review
) -> Mapping[str, tuple[Sequence[Finding], Sequence[Finding]]]:
    one, other = dict(before.units), dict(after.units)
    return {unit: (one.get(unit, ()), other.get(unit, ())) for unit in {*one, *other}}
