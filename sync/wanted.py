"""The bridge out: from findings to the notes that ought to stand in a calendar (policy 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policy.alternatives import alternatives, fit
from policy.case import Case
from policy.model import Audience, Contact, Finding
from policy.workdays import DAY, WEEK, dates, iso_week, monday_of
from sync.content import Content, Question, Told, digest_of
from sync.ledger import Entry
from sync.notes import called, write
from sync.overview import shown_since

Overview = Callable[[Sequence[Finding], date], date | None]
AHEAD = timedelta(weeks=4)
PERIOD = "period:"
NAMING_THE_UNION = frozenset({"tasks_unsuited"})
OFFERING = frozenset({"on_site_conflict", "on_site_day"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """A note that ought to stand: ``digest`` says whether the one that stands still will do."""

    key: str
    digest: str
    content: Content


def wanted(
    case: Case,
    findings: Iterable[Finding],
    told: Mapping[str, Told],
    live: Mapping[str, Entry],
    language: str,
    overview: Overview = lambda findings, since: None,
) -> tuple[Wanted, ...]:
    """One note for each day with something the person has not answered, and one for the period.

    ``overview`` tells when the leader's overview will name findings shown since a day.
    """
    open_ones = [f for f in findings if _is_open(f, told, case.window.today)]
    notes: dict[date, list[Finding]] = {}
    for finding in open_ones:
        if not finding.period:
            notes.setdefault(finding.days[0], []).append(finding)
    made = [
        _note(case, day_key(case.employee.id, day), day, found, live, language, overview)
        for day, found in sorted(notes.items())
    ]
    period = [f for f in open_ones if f.period]
    day = period_day(case, live) if period else None
    if day is not None:
        key = period_key(case.employee.id, day)
        made.append(_note(case, key, day, period, live, language, overview))
    return tuple(made)


def period_day(case: Case, live: Mapping[str, Entry]) -> date | None:
    """Where the period note stands, else the first working day of this ISO week or the next."""
    today = case.window.today
    for entry in live.values():
        if entry.note and entry.key.startswith(PERIOD) and entry.until > today:
            return entry.note.day
    days = (d for d in dates(today, monday_of(today) + 2 * WEEK) if d in case.days)
    return next((d for d in days if case.days[d].working), None)


def _is_open(finding: Finding, told: Mapping[str, Told], today: date) -> bool:
    near = finding.period or finding.days[0] <= today + AHEAD
    mine = Audience.EMPLOYEE in finding.to
    return mine and near and not Question.of(finding).answered(told)


def day_key(person: str, day: date) -> str:
    """The key of the note about ``day``."""
    return f"day:{person}:{day}"


def period_key(person: str, day: date) -> str:
    """The key of a note about a period that stands in ``day``'s week."""
    return f"{PERIOD}{person}:{iso_week(day)}"


def until_of(key: str, day: date) -> date:
    """From when on a note is over: the day after it, for a period note the next Monday."""
    return monday_of(day) + WEEK if key.startswith(PERIOD) else day + DAY


def _note(
    case: Case,
    key: str,
    day: date,
    findings: Sequence[Finding],
    live: Mapping[str, Entry],
    language: str,
    overview: Overview,
) -> Wanted:
    offers = _offers(case, findings[0], live.get(key))
    shown = shown_since([live[key]]) if key in live else {}
    told_on = tuple(overview([f], shown.get(f.key, case.window.today)) for f in findings)
    counted = case.book.organisation.text(case.employee.unit, "detail", day) == "counts"
    contacts = _contacts(case, findings)
    text = write(findings, offers, language, told_on, counted=counted, contacts=contacts)
    # What it has no words for waits until something in it is answered.
    findings, told_on = findings[: text.holds], told_on[: text.holds]
    content = Content(
        subject=text.subject,
        body=text.body,
        day=day,
        end=day + DAY,
        until=until_of(key, day),
        offers=offers,
        questions=tuple(Question.of(f) for f in findings),
    )
    facts = [(f.key, f.clause, sorted(f.facts.items())) for f in findings]
    # Who sees a note is told in it: when that changes, so does the note.
    seen_by = (*told_on, counted) if any(told_on) else ()
    rests_on = (language, facts, offers, *seen_by, *map(called, contacts))
    return Wanted(key, digest_of(rests_on), content)


def _contacts(case: Case, findings: Sequence[Finding]) -> tuple[Contact, ...]:
    """All union representatives of the workplace, where a finding names the way to them (K9)."""
    if all(f.rule not in NAMING_THE_UNION for f in findings):
        return ()
    return tuple(case.book.organisation.contacts_of(case.employee.unit, "union"))


def _offers(case: Case, finding: Finding, entry: Entry | None) -> tuple[date, ...]:
    """The days offered before as long as they hold: a better offer is no reason to write again."""
    if finding.rule not in OFFERING:
        return ()
    day = finding.days[0]
    if entry is not None and entry.note is not None:
        offered = entry.note.offers
        if fit(case, day, offered):
            return offered
    return alternatives(case, day)
