"""When leaders are told, and what has stood long enough to reach them (policy 3, footnotes; 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from policy.case import Book
from policy.model import Audience, Employee, Finding, Severity
from policy.workdays import DAY, WEEK, dates, monday_of
from sync.content import Told
from sync.ledger import Entry
from sync.service import Service

MEETING_STOOD = 3
"""Working days that a note about a meeting stands before its leader may see day and time."""
AGREEMENT_STOOD = 5
"""Working days from a note about agreement or average to the first overview that names it."""
ABOUT_AGREEMENTS = frozenset({"individual_agreement_missing", "average_exceeded"})
FAR = 12
"""Weeks ahead in which a note looks for the overview that will name it."""


def working_day(book: Book, unit: str, day: date) -> bool:
    """A weekday that is no holiday or day off of the unit."""
    return day.weekday() < 5 and not book.day_off(unit, day)


def due_day(book: Book, unit: str, monday: date, weekday: int) -> date:
    """When the overview of ``monday``'s week is due: ``weekday`` before it, or the last working day."""
    day = monday - WEEK + weekday * DAY
    while not working_day(book, unit, day) and day > monday - 3 * WEEK:
        day -= DAY
    return day


def working_days(book: Book, unit: str, monday: date) -> tuple[date, ...]:
    """The working days of a week."""
    return tuple(d for d in dates(monday, monday + WEEK) if working_day(book, unit, d))


def over_from(book: Book, unit: str, monday: date) -> date:
    """The second working day after the week: from then on its overview is taken away."""
    after = (d for d in dates(monday + WEEK, monday + 5 * WEEK) if working_day(book, unit, d))
    return next((d for n, d in enumerate(after) if n == 1), monday + 2 * WEEK)


def stood(book: Book, employee: Employee, since: date, until: date) -> int:
    """The person's working days after ``since``, up to and including ``until``."""
    days = dates(since + DAY, until + DAY)
    return sum(
        d.weekday() in employee.working_days and not book.day_off(employee.unit, d) for d in days
    )


def shown_since(entries: Iterable[Entry]) -> dict[str, date]:
    """Since when each question stands in a note that its reader left standing."""
    standing = (e for e in entries if e.standing and e.desired is not None)
    return {q.key: q.first_shown for e in standing for q in e.shown if q.first_shown}


def reaches_leader(
    service: Service,
    employee: Employee,
    finding: Finding,
    shown: Mapping[str, date],
    told: Mapping[str, Told],
    on: date,
) -> bool:
    """Whether the store shows the footnote of the finding's rule fulfilled on ``on``."""
    book = service.book
    if finding.rule in ABOUT_AGREEMENTS:
        since = first_shown(finding, shown, told)
        return since is not None and stood(book, employee, since, on) >= AGREEMENT_STOOD
    since = shown.get(finding.key)
    return (
        _told_while_it_stands(service, employee, finding)
        and since is not None
        and stood(book, employee, since, on) >= MEETING_STOOD
    )


def first_shown(
    finding: Finding, shown: Mapping[str, date], told: Mapping[str, Told]
) -> date | None:
    """When the employee's note first showed it, answered meanwhile or not."""
    answered = told.get(finding.key)
    return shown.get(finding.key) or (answered.first_shown if answered else None)


def first_overview(
    service: Service, employee: Employee, findings: Iterable[Finding], since: date
) -> date | None:
    """When the leader's overview will first name one of ``findings`` if it still stands then."""
    organisation, overviews = service.book.organisation, service.overviews
    leader = organisation.people.get(organisation.leader_of(employee) or "")
    opens = organisation.gate(employee.unit, "leaders_from")
    if overviews is None or leader is None or opens is None:
        return None
    if organisation.text(employee.unit, "summary", since) == "off":
        return None
    due = [
        day
        for finding in findings
        for monday in _weeks(service, employee, finding, since)
        if (day := due_day(service.book, leader.unit, monday, overviews.weekday)) >= opens
        and day >= since
        and stood(service.book, employee, since, day) >= _patience(finding)
    ]
    return min(due, default=None)


def _told_while_it_stands(service: Service, employee: Employee, finding: Finding) -> bool:
    """A sure meeting, in a note that we would see deleted: of a mailed one nobody knows."""
    sure = finding.rule == "on_site_conflict" and finding.severity is Severity.CONFLICT
    return sure and not service.by_mail(employee.notices or employee.connection)


def _weeks(service: Service, employee: Employee, finding: Finding, since: date) -> tuple[date, ...]:
    """The Mondays of the weeks whose overview could name the finding."""
    if finding.rule in ABOUT_AGREEMENTS or Audience.LEADER in finding.to:
        return tuple(monday_of(since) + n * WEEK for n in range(1, FAR))
    if _told_while_it_stands(service, employee, finding):
        return (monday_of(finding.days[0]),)
    return ()


def _patience(finding: Finding) -> int:
    """Working days that a note stands first; what is the leader's anyway waits for nothing."""
    if Audience.LEADER in finding.to:
        return 0
    return AGREEMENT_STOOD if finding.rule in ABOUT_AGREEMENTS else MEETING_STOOD
