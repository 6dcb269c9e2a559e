"""Decides which overviews are due, once each, and lets the ledger desire them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from connectors.model import Invite
from policy.case import Case, case_of
from policy.model import Audience, Contact, Employee, Finding, Status
from policy.ruleset import evaluate, evaluate_register, window_of
from policy.workdays import DAY, WEEK, iso_week, monday_of
from sync import records
from sync.ledger import INVITE, Entry, InviteContent, digest_of
from sync.overview import (
    due_day,
    over_from,
    reaches_leader,
    shown_since,
    working_day,
    working_days,
)
from sync.service import Overviews, Person, Service
from sync.summary import Member, Summary, summarise
from sync.summary_text import OverviewText, write_for_hr, write_overview

EIGHT = time(8)
ABSENT_DAYS = 3
"""From how many days of absence in the week a leader's deputy is invited too."""
WEEKLY, MONTHLY = "week", "month"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who gets an overview: an employee, or an HR contact (``id`` is the address then)."""

    id: str
    address: str
    unit: str
    language: str
    zone: ZoneInfo


@dataclass(frozen=True)
class Desk:
    """What overviews are made from: everybody's days as they are kept, and the ledger's memory."""

    service: Service
    overviews: Overviews
    db: Connection
    people: dict[str, Person]
    clears: bool

    def reader(self, employee: Employee) -> Reader:
        """An employee as the reader of an overview."""
        zone = self._zone(employee.unit)
        language = employee.language or self.service.language
        return Reader(employee.id, employee.mailbox, employee.unit, language, zone)

    def contact(self, contact: Contact) -> Reader:
        """An HR contact as the reader of an overview."""
        zone = self._zone(contact.unit)
        return Reader(contact.address, contact.address, contact.unit, self.service.language, zone)

    def _zone(self, unit: str) -> ZoneInfo:
        name = self.service.book.organisation.text(unit, "time_zone", date.max)
        return ZoneInfo(name or self.service.zone.key)

    def case(self, person: str) -> Case | None:
        """A person's days; None for somebody who takes no part or was never read."""
        one = self.people.get(person)
        if one is None or records.mailbox(self.db, person) is None:
            return None
        return case_of(self.service.book, one.employee, one.window, records.facts(self.db, person))

    def now(self, zone: ZoneInfo) -> datetime:
        """The moment as the reader has it; a day taken for today counts to its end."""
        if self.service.as_of is not None:
            return datetime.combine(self.service.as_of, time.max, zone)
        return self.service.clock().astimezone(zone)


@dataclass(frozen=True, slots=True)
class Preview:
    """An overview as it would go out; ``due``: the day on which it does by itself."""

    leader: str
    invite: Invite
    due: date
    empty: bool


def leaders(desk: Desk, *, gated: bool = True) -> Iterator[tuple[Reader, list[Employee]]]:
    """Each leader and whom they lead, where the unit's overview is on and its gate is open."""
    service, organisation = desk.service, desk.service.book.organisation
    led: dict[str, list[Employee]] = {}
    for employee in organisation.employees:
        leader = organisation.leader_of(employee)
        on = organisation.text(employee.unit, "summary", service.today(service.zone)) != "off"
        opened = not gated or service.gate_open(employee.unit, "leaders_from", service.zone)
        if leader and on and opened:
            led.setdefault(leader, []).append(employee)
    for leader, team in led.items():
        yield desk.reader(organisation.people[leader]), team


def take_due(desk: Desk) -> None:
    """Take every slot that is due and not taken; call off what nobody is to get any more."""
    leading = set()
    for reader, team in leaders(desk):
        leading.add(reader.id)
        for monday in weeks_due(desk, reader):
            take_week(desk, reader, team, monday)
    for contacts in hr_contacts(desk).values():
        _take_month(desk, desk.contact(contacts[0]), contacts)
    _call_off(desk, leading)


def take_now(desk: Desk, monday: date | None) -> None:
    """Take the slots of one week, due or not."""
    for reader, team in leaders(desk):
        take_week(desk, reader, team, monday or _next_monday(desk, reader))


def previews(desk: Desk, monday: date | None) -> Iterator[Preview]:
    """Every leader's overview of a week as it would go out, gates aside."""
    for reader, team in leaders(desk, gated=False):
        week = monday or _next_monday(desk, reader)
        summary, _ = week_of_leader(desk, reader, team, week)
        content = _content(desk, reader, write_week(desk, reader, summary), week, summary.listed)
        entry = Entry(desk.overviews.connection, reader.id, _week_key(reader, week), week)
        due = due_day(desk.service.book, reader.unit, week, desk.overviews.weekday)
        yield Preview(reader.id, entry.wanted(content, "").invite(content), due, summary.empty)


def _next_monday(desk: Desk, reader: Reader) -> date:
    return monday_of(desk.now(reader.zone).date()) + WEEK


def _week_key(reader: Reader, monday: date) -> str:
    return f"{WEEKLY}:{reader.id}:{iso_week(monday)}"


def weeks_due(desk: Desk, reader: Reader) -> Iterator[date]:
    """Mondays of the weeks whose overview is due: from the due day at eight to the week's Friday.

    This week's is caught up after an outage, not beside the next one's at the very first start.
    """
    now = desk.now(reader.zone)
    this = monday_of(now.date())
    taken = records.slots(desk.db, WEEKLY, reader.id)
    due = [m for m in (this, this + WEEK) if _is_due(desk, reader, m, now)]
    if len(due) == 2 and not taken:
        due = due[1:]
    yield from (m for m in due if iso_week(m) not in taken)


def _is_due(desk: Desk, reader: Reader, monday: date, now: datetime) -> bool:
    day = due_day(desk.service.book, reader.unit, monday, desk.overviews.weekday)
    return datetime.combine(day, EIGHT, reader.zone) <= now and now.date() <= monday + 4 * DAY


def take_week(desk: Desk, reader: Reader, team: Sequence[Employee], monday: date) -> None:
    """Let the ledger desire the overview of a week, once, if there is anything to say."""
    summary, times = week_of_leader(desk, reader, team, monday)
    if not records.take_slot(desk.db, WEEKLY, reader.id, iso_week(monday), desk.service.clock()):
        return
    if summary.empty and not _first_of_quarter(monday):
        return
    records.save_listings(desk.db, reader.id, times)
    for to in (reader, *_deputies(desk, reader, team, monday)):
        text = write_week(desk, to, summary)
        content = _content(desk, to, text, monday, summary.listed)
        _desire(desk, to.id, _week_key(reader, monday), content)


def week_of_leader(
    desk: Desk, reader: Reader, team: Sequence[Employee], monday: date
) -> tuple[Summary, dict[str, int]]:
    """A leader's week, and how often each of its questions will have been listed."""
    members = [_member(desk, e, desk.now(reader.zone).date()) for e in team]
    agreements = [f for f in _register_findings(desk) if Audience.LEADER in f.to]
    units = {u.id for e in team for u in desk.service.book.organisation.upwards(e.unit)}
    named = {a.id for a in desk.service.book.register.local_agreements if units & {*a.units}}
    about = [f for f in agreements if f.subject in named]
    times = records.listings(desk.db, reader.id)
    summary = summarise(desk.service.book, reader.unit, monday, members, about, times)
    still = {f.key for m in members for f in m.findings} | {f.key for f in about}
    kept = {k: n for k, n in times.items() if k in still}
    return summary, kept | {k: kept.get(k, 0) + 1 for k in summary.listed}


def write_week(desk: Desk, to: Reader, summary: Summary) -> OverviewText:
    """The words of a leader's week in a reader's language."""
    organisation = desk.service.book.organisation
    hr = [c.name for c in organisation.contacts_of(to.unit, "hr")]
    return write_overview(summary, to.language, clears=desk.clears, ask=", ".join(hr))


def _member(desk: Desk, employee: Employee, today: date) -> Member:
    case = desk.case(employee.id)
    if case is None:
        return Member(employee, None, employee.id in desk.people)
    shown = shown_since(records.entries(desk.db, employee.id))
    told = records.told(desk.db, employee.id)
    found = tuple(
        f
        for f in evaluate(case)
        if Audience.LEADER in f.to
        or reaches_leader(desk.service.book, employee, f, shown, told, today)
    )
    return Member(employee, case, takes_part=True, findings=found)


def _deputies(
    desk: Desk, reader: Reader, team: Sequence[Employee], monday: date
) -> Iterator[Reader]:
    """The deputy is invited too when the leader is away for most of the week."""
    case = desk.case(reader.id)
    days = working_days(desk.service.book, reader.unit, monday)
    away = [d for d in days if case and d in case.days and case.days[d].status is Status.ABSENCE]
    if len(away) < ABSENT_DAYS:
        return
    organisation = desk.service.book.organisation
    units = (u for e in team for u in organisation.upwards(e.unit))
    named = (*(e.deputy for e in team), *(u.deputy for u in units if u.leader == reader.id))
    deputy = next((d for d in named if d in organisation.people and d != reader.id), None)
    if deputy is not None:
        yield desk.reader(organisation.people[deputy])


def _take_month(desk: Desk, reader: Reader, contacts: Sequence[Contact]) -> None:
    """HR's form is due on the first working day of the month at eight, and until its end."""
    today = desk.now(reader.zone).date()
    first = today.replace(day=1)
    while not working_day(desk.service.book, reader.unit, first):
        first += DAY
    if desk.now(reader.zone) < datetime.combine(first, EIGHT, reader.zone):
        return
    text, listed = month_of_hr(desk, reader, contacts, first)
    period = f"{first:%Y-%m}"
    if not records.take_slot(desk.db, MONTHLY, reader.id, period, desk.service.clock()):
        return
    if listed or first.month % 3 == 1:
        content = _content(desk, reader, text, monday_of(today), listed, on=today)
        _desire(desk, reader.id, f"{MONTHLY}:{reader.id}:{period}", content)


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
    found += [f for f in _register_findings(desk) if f.subject in owned and Audience.HR in f.to]
    text = write_for_hr(month, found, units, reader.language)
    return text, tuple(f.key for f in found)


def hr_contacts(desk: Desk) -> dict[str, list[Contact]]:
    """Who keeps agreements, by address, once the gate of a unit of theirs is open."""
    found: dict[str, list[Contact]] = {}
    for contact in desk.service.book.organisation.contacts:
        opened = desk.service.gate_open(contact.unit, "leaders_from", desk.service.zone)
        if contact.role == "hr" and contact.address and opened:
            found.setdefault(contact.address, []).append(contact)
    return found


def _register_findings(desk: Desk) -> tuple[Finding, ...]:
    service = desk.service
    window = window_of(service.today(service.zone), service.horizon_weeks, None)
    return evaluate_register(service.book, window)


def _first_of_quarter(monday: date) -> bool:
    """Sent even with nothing to say, so that silence is not a dead service."""
    return (monday.month - 1) // 3 != ((monday - WEEK).month - 1) // 3


def _content(
    desk: Desk,
    to: Reader,
    text: OverviewText,
    monday: date,
    listed: tuple[str, ...],
    on: date | None = None,
) -> InviteContent:
    book = desk.service.book
    days = working_days(book, to.unit, monday)
    day = on or (days[0] if days else monday)
    return InviteContent(
        subject=text.subject,
        text=text.text,
        html=text.html,
        organizer=desk.overviews.organizer,
        attendee=to.address,
        day=day,
        end=day + DAY,
        until=over_from(book, to.unit, monday),
        stamp=desk.service.clock(),
        listed=listed,
    )


def _desire(desk: Desk, person: str, key: str, content: InviteContent) -> None:
    """One row per reader and period; a slot that is taken again by hand is the next version."""
    known = {e.key: e for e in records.entries(desk.db, person, INVITE)}
    entry = known.get(key) or Entry(
        desk.overviews.connection, person, key, content.until, kind=INVITE
    )
    digest = digest_of((content.subject, content.text, content.html, content.attendee))
    if entry.desired is None or entry.digest != digest:
        records.save_entry(desk.db, entry.wanted(content, digest))


def call_off(db: Connection, entries: Iterable[Entry]) -> None:
    """To be cancelled, or taken away quietly where its week is over; delivery tells which."""
    for entry in entries:
        content = entry.desired
        if isinstance(content, InviteContent) and not content.called_off:
            gone = replace(content, called_off=True)
            off = replace(entry, desired=gone, version=entry.version + 1)
            records.save_entry(db, off if entry.uncertain else off.left())


def _call_off(desk: Desk, now_leading: set[str]) -> None:
    """Overviews whose week is over, and those of people who lead nobody any more."""
    today = desk.service.today(desk.service.zone)
    entries = records.entries(desk.db, kind=INVITE)
    over = [e for e in entries if e.until <= today or _left(e, now_leading)]
    call_off(desk.db, over)


def _left(entry: Entry, now_leading: set[str]) -> bool:
    kind, subject, _ = entry.key.split(":", 2)
    return kind == WEEKLY and subject not in now_leading
