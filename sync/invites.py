"""Decides which overviews are due, once each, and lets the ledger desire them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import Connection

from connectors.model import Invite
from policy.model import Contact, Employee, Status
from policy.workdays import DAY, WEEK, iso_week, monday_of
from sync import ledger_rows
from sync.content import INVITE, InviteContent, digest_of
from sync.desk import Desk, Reader, hr_contacts, leaders
from sync.ledger import Entry
from sync.make_overviews import month_of_hr, week_of_leader, write_week
from sync.overview import (
    due_day,
    over_from,
    working_day,
    working_days,
)
from sync.summary_text import OverviewText

EIGHT = time(8)
ABSENT_DAYS = 3
"""From how many days of absence in the week a leader's deputy is invited too."""
WEEKLY, MONTHLY = "week", "month"


@dataclass(frozen=True, slots=True)
class Preview:
    """An overview as it would go out; ``due``: the day on which it does by itself."""

    leader: str
    invite: Invite
    due: date
    empty: bool


def take_due(desk: Desk, at_most: int | None = None) -> bool:
    """Take every slot that is due and not taken; call off what nobody is to get any more.

    ``at_most``: the overviews of so many weeks; whether all were taken.
    """
    reading, taken = set(), 0
    for reader, team in leaders(desk):
        reading.add((WEEKLY, reader.id))
        for monday in weeks_due(desk, reader):
            taken += 1
            if at_most is not None and taken > at_most:
                return False
            known = _open_when_due(desk, reader, team, monday)
            if known:
                take_week(desk, reader, known, monday)
    for address, contacts in hr_contacts(desk).items():
        reading.add((MONTHLY, address))
        _take_month(desk, desk.contact(contacts[0]), contacts)
    _call_off(desk, reading)
    return True


def take_now(desk: Desk, monday: date | None) -> None:
    """Take the slots of one week, due or not."""
    for reader, team in leaders(desk):
        take_week(desk, reader, team, monday or _next_monday(desk, reader), by_hand=True)


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
    taken = ledger_rows.slots(desk.db, WEEKLY, reader.id)
    due = [m for m in (this, this + WEEK) if _is_due(desk, reader, m, now)]
    if len(due) == 2 and not any(period < iso_week(this) for period in taken):
        due = due[1:]
    yield from (m for m in due if iso_week(m) not in taken)


def _is_due(desk: Desk, reader: Reader, monday: date, now: datetime) -> bool:
    day = due_day(desk.service.book, reader.unit, monday, desk.overviews.weekday)
    return datetime.combine(day, EIGHT, reader.zone) <= now and now.date() <= monday + 4 * DAY


def _open_when_due(
    desk: Desk, reader: Reader, team: Sequence[Employee], monday: date
) -> list[Employee]:
    """Whose gate stood open on the due day: catching up tells nothing that their notes rule out."""
    due = due_day(desk.service.book, reader.unit, monday, desk.overviews.weekday)
    gate = desk.service.book.organisation.gate
    return [e for e in team if (opens := gate(e.unit, "leaders_from")) and opens <= due]


def take_week(
    desk: Desk, reader: Reader, team: Sequence[Employee], monday: date, *, by_hand: bool = False
) -> None:
    """Let the ledger desire the overview of a week, once, if there is anything to say.

    ``by_hand``: a week with nothing to say yet is left to its due day.
    """
    summary, times = week_of_leader(desk, reader, team, monday)
    silent = summary.empty and not _first_of_quarter(monday)
    if silent and by_hand:
        return
    if not ledger_rows.take_slot(
        desk.db, WEEKLY, reader.id, iso_week(monday), desk.service.clock()
    ):
        return
    if silent:
        return
    ledger_rows.save_listings(desk.db, reader.id, times)
    for to in (reader, *_deputies(desk, reader, team, monday)):
        text = write_week(desk, to, summary)
        content = _content(desk, to, text, monday, summary.listed)
        _desire(desk, to.id, _week_key(reader, monday), content)


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
    period = f"{first:%Y-%m}"
    if period in ledger_rows.slots(desk.db, MONTHLY, reader.id):
        return
    text, listed = month_of_hr(desk, reader, contacts, first)
    if not ledger_rows.take_slot(desk.db, MONTHLY, reader.id, period, desk.service.clock()):
        return
    if listed or first.month % 3 == 1:
        content = _content(desk, reader, text, monday_of(today), listed, on=today)
        _desire(desk, reader.id, f"{MONTHLY}:{reader.id}:{period}", content)


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
    known = {e.key: e for e in ledger_rows.entries(desk.db, person, INVITE)}
    entry = known.get(key) or Entry(
        desk.overviews.connection, person, key, content.until, kind=INVITE
    )
    digest = digest_of((content.subject, content.text, content.html, content.attendee))
    if entry.desired is None or entry.digest != digest:
        ledger_rows.save_entry(desk.db, entry.wanted(content, digest))


def call_off(db: Connection, entries: Iterable[Entry]) -> None:
    """To be cancelled, or taken away quietly where its week is over; delivery tells which."""
    for entry in entries:
        content = entry.desired
        if isinstance(content, InviteContent) and not content.called_off:
            gone = replace(content, called_off=True)
            off = replace(entry, desired=gone, version=entry.version + 1)
            ledger_rows.save_entry(db, off if entry.uncertain else off.left())


def _call_off(desk: Desk, reading: Collection[tuple[str, str]]) -> None:
    """Overviews whose week is over, and those of people who are not to read them any more."""
    today = desk.service.today(desk.service.zone)
    entries = ledger_rows.entries(desk.db, kind=INVITE)
    over = [e for e in entries if e.until <= today or _left(e, reading)]
    call_off(desk.db, over)
    # Nobody mails that a week is called off of which nothing was heard: it is only cleared.
    late = [replace(e, until=today) for e in entries if e not in over and _too_late(e, today)]
    call_off(desk.db, late)


def _too_late(entry: Entry, today: date) -> bool:
    """An overview that could not be delivered by the Friday of its own week."""
    content = entry.desired
    if entry.standing or not isinstance(content, InviteContent):
        return False
    return entry.key.startswith(WEEKLY) and today > monday_of(content.day) + 4 * DAY


def _left(entry: Entry, reading: Collection[tuple[str, str]]) -> bool:
    kind, rest = entry.key.split(":", 1)
    return (kind, rest.rpartition(":")[0]) not in reading
