"""Makes the overviews: a leader's week and HR's month, from what is kept and what was shown."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from policy.model import Audience, Contact, Employee, Finding
from policy.organisation import Organisation
from policy.register import CallIn, LocalAgreement
from policy.register_memory import RegisterRow, Vanished
from policy.ruleset import evaluate, evaluate_unit, window_of
from policy.workdays import week_of
from sync import ledger_rows
from sync.content import Told
from sync.desk import Desk, Reader, register_findings
from sync.overview import due_day, first_shown, reaches_leader, shown_since
from sync.summary import Member, Summary, summarise
from sync.summary_text import OverviewText, write_for_hr, write_overview

LIMIT = "max_home_share"
"""The key without which there is nothing to say about a unit, and nobody's days are looked up."""


def week_of_leader(
    desk: Desk, reader: Reader, team: Sequence[Employee], monday: date
) -> tuple[Summary, dict[str, int]]:
    """A leader's week, and how often each of its questions will have been listed."""
    # What is caught up names what stood long enough on its day: notes have promised no more.
    due = due_day(desk.service.book, reader.unit, monday, desk.overviews.weekday)
    today = desk.now(reader.zone).date()
    members = [_member(desk, e, min(due, today), today) for e in team]
    agreements = [f for f in register_findings(desk) if Audience.LEADER in f.to]
    units = {u.id for e in team for u in desk.service.book.organisation.upwards(e.unit)}
    named = {a.id for a in desk.service.book.register.local_agreements if units & {*a.units}}
    about = [f for f in agreements if f.subject in named]
    about += _coverage(desk, reader, members, monday)
    times = ledger_rows.listings(desk.db, reader.id)
    summary = summarise(desk.service.book, reader.unit, monday, members, about, times)
    still = {f.key for m in members for f in m.findings} | {f.key for f in about}
    kept = {k: n for k, n in times.items() if k in still}
    return summary, kept | {k: kept.get(k, 0) + 1 for k in summary.listed}


def _coverage(desk: Desk, reader: Reader, members: Sequence[Member], monday: date) -> list[Finding]:
    """What there is to say about the reader's units as such, from everybody's days in them."""
    organisation = desk.service.book.organisation
    today = desk.now(reader.zone).date()
    window = window_of(today, desk.service.horizon_weeks, None)
    own = dict.fromkeys(m.employee.unit for m in members)
    led = (u for u in own if organisation.leader_at(u) == reader.id)
    units = [u for u in led if any(organisation.value(u, LIMIT, d) for d in week_of(monday))]
    return [f for u in units for f in evaluate_unit(desk.service.book, u, desk.team(u), window)]


def write_week(desk: Desk, to: Reader, summary: Summary) -> OverviewText:
    """The words of a leader's week in a reader's language."""
    organisation = desk.service.book.organisation
    hr = [c.name for c in organisation.contacts_of(to.unit, "hr")]
    return write_overview(summary, to.language, clears=desk.clears, ask=", ".join(hr))


def _member(desk: Desk, employee: Employee, on: date, today: date) -> Member:
    case = desk.case(employee.id)
    if case is None:
        return Member(employee, None, employee.id in desk.people)
    shown = shown_since(ledger_rows.entries(desk.db, employee.id))
    told = ledger_rows.told(desk.db, employee.id)
    found = tuple(
        f
        for f in evaluate(case)
        if _leaders_own(f, shown, told, on, today)
        or reaches_leader(desk.service, employee, f, shown, told, on)
    )
    return Member(employee, case, takes_part=True, findings=found)


def _leaders_own(
    finding: Finding, shown: Mapping[str, date], told: Mapping[str, Told], on: date, today: date
) -> bool:
    """What is the leader's from the start; catching up, not before its note has been written."""
    if Audience.LEADER not in finding.to:
        return False
    since = first_shown(finding, shown, told)
    late = on < today and Audience.EMPLOYEE in finding.to
    return not late or (since is not None and since <= on)


def month_of_hr(
    desk: Desk, reader: Reader, contacts: Sequence[Contact], month: date
) -> tuple[OverviewText, tuple[str, ...]]:
    """HR's form for the workplaces that this reader is the nearest contact of, and what it lists."""
    organisation = desk.service.book.organisation
    nearest = {u: organisation.contacts_of(u, "hr") for u in organisation.units}
    mine = {u for u, found in nearest.items() if any(c in found for c in contacts)}
    units = {
        e.id: organisation.units[e.unit].name or e.unit
        for e in organisation.employees
        if e.unit in mine
    }
    cases = (desk.case(person) for person in units)
    found = [f for c in cases if c for f in evaluate(c) if Audience.HR in f.to]
    owned = {a.id for a in desk.service.book.register.local_agreements if mine & {*a.units}}
    found += [f for f in register_findings(desk) if f.subject in owned and Audience.HR in f.to]
    gone = [(unit, v) for v in _vanished(desk) if (unit := _unit_of(v.row, organisation, mine))]
    named = [(organisation.units[unit].name or unit, v) for unit, v in gone]
    text = write_for_hr(month, found, units, reader.language, named)
    return text, (*(f.key for f in found), *(v.key for _, v in gone))


def _vanished(desk: Desk) -> tuple[Vanished, ...]:
    rows = desk.service.register_rows
    return rows.asked if rows is not None else ()


def _unit_of(row: RegisterRow, organisation: Organisation, mine: Collection[str]) -> str | None:
    """The workplace that a row is about, if it is one of ``mine``."""
    if isinstance(row, LocalAgreement):
        about: Sequence[str] = row.units
    elif isinstance(row, CallIn) and row.unit:
        about = (row.unit,)
    else:
        about = (organisation.people[str(row.employee)].unit,)
    return next((unit for unit in about if unit in mine), None)
