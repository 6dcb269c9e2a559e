"""What the words on the command line stand for, or why they cannot be taken."""

from __future__ import annotations

from datetime import date, datetime

from policy.workdays import WEEK, iso_week, monday_of
from sync.service import Person, Service, people

YEARS = range(1970, 2100)


class InputError(Exception):
    """A word on the command line that cannot be taken, and what to do about it."""


def day_to_be(text: str) -> date:
    """The date of ``--as-of``, within the years that calendars reach."""
    day = day_of("--as-of", text)
    if day.year not in YEARS:
        raise InputError(f"--as-of: {day} lies outside {YEARS[0]} to {YEARS[-1]}")
    return day


def day_of(what: str, text: str) -> date:
    """A date such as 2026-12-08."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"{what}: “{text}” is no date; write it as 2026-12-08") from None


def week_of_text(text: str | None) -> date | None:
    """The Monday of an ISO week such as 2026-W49."""
    if text is None:
        return None
    try:
        return datetime.strptime(f"{text}-1", "%G-W%V-%u").date()  # noqa: DTZ007 - a date only
    except ValueError:
        raise InputError(f"--week: “{text}” is no ISO week; write it as 2026-W49") from None


def check_sendable(service: Service, monday: date | None) -> None:
    """Refuse to send the overview of a week that is over, or that nobody's calendar is read for."""
    this = monday_of(service.today(service.zone))
    last = this + (service.horizon_weeks - 1) * WEEK
    if monday is not None and not this <= monday <= last:
        weeks = f"{iso_week(this)} to {iso_week(last)}"
        raise InputError(f"--week: {iso_week(monday)} cannot be sent; today that is {weeks}")


def person_of(service: Service, who: str) -> Person:
    """Who takes part, by id or mailbox."""
    for person in people(service):
        if who in (person.id, person.mailbox.address):
            return person
    known = service.book.organisation.people
    if who in known:
        raise InputError(f"PERSON {who} takes no part today (enrolment, or informed_on lies ahead)")
    raise InputError(f"PERSON {who} is unknown; use an id or a mailbox of the organisation file")
