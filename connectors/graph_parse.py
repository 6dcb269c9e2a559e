"""Graph's events become ours; all quirks of what Graph says about an event live here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from operator import attrgetter
from zoneinfo import ZoneInfo

from connectors.graph_requests import KEY
from connectors.graph_wire import Event, Moment
from connectors.ics_lines import digest
from connectors.ics_times import UnfitError
from connectors.join_links import place_is_online
from connectors.model import (
    CalendarEvent,
    JoinLink,
    Mailbox,
    Response,
    Role,
    ShowAs,
    Unreadable,
    When,
)
from connectors.zones import overlaps, zone_named

_DAY = timedelta(days=1)
_NOON = timedelta(hours=12)
_RESPONSES = {
    "organizer": Response.ACCEPTED,
    "accepted": Response.ACCEPTED,
    "tentativelyAccepted": Response.TENTATIVE,
    "declined": Response.DECLINED,
}
_SHOW_AS = {kind.value: kind for kind in ShowAs}
_IN_UTC = ("UTC", "tzone://Microsoft/Utc", None, "")


class OddEventError(Exception):
    """An event cannot be read; the message says why and holds none of its text."""


@dataclass(slots=True)
class Found:
    """What became of the events of a window: ours beside what they came from."""

    events: dict[str, tuple[CalendarEvent, Event]] = field(default_factory=dict)
    unreadable: set[Unreadable] = field(default_factory=set)

    @property
    def sorted(self) -> tuple[CalendarEvent, ...]:
        """The events in a fixed order."""
        return tuple(sorted((event for event, _ in self.events.values()), key=attrgetter("order")))


def read_events(raw: Iterable[Event], mailbox: Mailbox, first: date, last: date) -> Found:
    """The events that touch the dates ``[first, last)``; odd ones are set aside."""
    found = Found()
    for one in raw:
        try:
            event = event_of(one, mailbox)
        except Exception as error:  # noqa: BLE001 – one odd event must not hide the rest
            found.unreadable.add(Unreadable(digest(one.id), reason_of(error)))
            continue
        begins = event.start.date() if isinstance(event.start, datetime) else event.start
        inside = first <= begins < last
        if inside or overlaps(event.start, event.end, first, last, mailbox.zone):
            found.events[event.id] = (event, one)
    return found


def event_of(raw: Event, mailbox: Mailbox) -> CalendarEvent:
    """The event that Graph tells of; OddEventError where it cannot be read."""
    if not raw.id:
        raise OddEventError("it has no id")
    start, end, uncertain = times_of(raw, mailbox)
    key, private = key_of(raw), raw.private
    role, response = part_of(raw, mailbox)
    own = role is Role.ORGANIZER
    invited = raw.attendees or ()
    guests = [a for a in invited if a.type != "resource"]
    place = (raw.location.display_name if raw.location else "") or ""
    return CalendarEvent(
        id=raw.id,
        subject=raw.subject or "" if key or not private else "",
        start=start,
        end=end,
        location="" if private else place,
        categories=() if private else tuple(raw.categories or ()),
        show_as=_SHOW_AS.get(raw.show_as or "busy", ShowAs.UNKNOWN),
        private=private,
        cancelled=bool(raw.is_cancelled),
        role=role,
        response=response,
        organizer=raw.organizer.address if raw.organizer and (invited or not own) else "",
        others=not own or not all(mailbox.owns(a.address) for a in guests),
        room=not private and len(guests) < len(invited),
        join_link=JoinLink.UNKNOWN if private else link_in(raw),
        uncertain=uncertain,
        managed_key=key,
    )


def key_of(raw: Event) -> str | None:
    """Our key, if the event is ours."""
    return own_property(raw, KEY) or None


def own_property(raw: Event, name: str) -> str:
    """A property of ours; empty where it has none."""
    found = (p.value for p in raw.ours or () if p.id.casefold() == name.casefold())
    return next(found, None) or ""


def times_of(raw: Event, mailbox: Mailbox) -> tuple[When, When, bool]:
    """Start, end, and whether they are a guess: dates for an all-day event, else in the owner's zone."""
    start, end = _time(raw.start, mailbox.zone), _time(raw.end, mailbox.zone)
    if raw.is_all_day:
        return start.day, max(end.day, start.day + _DAY), False
    # Of one zone Python compares wall times, and one hour a year comes twice.
    if end.instant < start.instant:
        raise OddEventError("it ends before it starts")
    return start.local, end.local, not start.sure


@dataclass(frozen=True, slots=True)
class _Time:
    """A time in UTC, on the owner's wall, and its date in an all-day event; is its zone known?"""

    instant: datetime
    local: datetime
    day: date
    sure: bool


@lru_cache(maxsize=8192)
def _time(raw: Moment | None, zone: ZoneInfo) -> _Time:
    """A time as it is told; the same quarters of an hour come in everybody's calendar."""
    text, name = (raw.date_time.strip(), raw.time_zone) if raw else ("", None)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise OddEventError("its start or end is no time") from None
    told: tzinfo | None = found.tzinfo or (UTC if name in _IN_UTC else zone_named(name or ""))
    found = found.replace(tzinfo=told or zone)
    local = found.astimezone(zone)
    return _Time(found.astimezone(UTC), local, _day(found, local), told is not None)


def _day(found: datetime, local: datetime) -> date:
    """Whatever zone is preferred, an all-day event is told from midnight to midnight.

    One that is not is an instant after all: the date of the midnight that is nearest to it.
    """
    return found.date() if found.time() == time() else (local + _NOON).date()


def part_of(raw: Event, mailbox: Mailbox) -> tuple[Role, Response]:
    """The owner's part; who is not listed was invited through a list, and may stay away."""
    organizer = raw.organizer.address if raw.organizer else ""
    own = bool(raw.is_organizer) or mailbox.owns(organizer)
    if own or (not raw.attendees and raw.is_organizer is None):
        return Role.ORGANIZER, Response.ACCEPTED
    listed = {a.type for a in raw.attendees or () if mailbox.owns(a.address)}
    role = Role.REQUIRED if "required" in listed else Role.OPTIONAL
    answer = raw.response_status.response if raw.response_status else None
    return role, _RESPONSES.get(answer or "", Response.NONE)


def link_in(raw: Event) -> JoinLink:
    """Whether one can join online, as far as it stands outside the body."""
    join = raw.online_meeting.join_url if raw.online_meeting else None
    if raw.is_online_meeting or join or raw.online_meeting_url:
        return JoinLink.YES
    place = (raw.location.display_name if raw.location else "") or ""
    return JoinLink.YES if place_is_online(place) else JoinLink.UNKNOWN


def reason_of(error: Exception) -> str:
    """Why an event was set aside, without any of its text."""
    if isinstance(error, OddEventError | UnfitError):
        return str(error)
    return f"it could not be read ({type(error).__name__})"
