"""Items of EWS become events; all quirks of what Exchange says about an item live here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from operator import attrgetter

from connectors.ews_names import T_, Element
from connectors.ics_lines import digest
from connectors.ics_times import UnfitError
from connectors.marks import KEY_NAME
from connectors.model import CalendarEvent, Mailbox, Response, Role, ShowAs, Unreadable, When
from connectors.zones import overlaps, zone_named

OCCURRENCE, ITEM, FOLDED = "o:", "i:", "m:"
"""How an event's id begins: with what follows, Exchange's id of an occurrence, an item, a master."""
_DAY = timedelta(days=1)
_NOON = timedelta(hours=12)
_SHOW_AS = {
    "Free": ShowAs.FREE,
    "Tentative": ShowAs.TENTATIVE,
    "Busy": ShowAs.BUSY,
    "OOF": ShowAs.OOF,
    "WorkingElsewhere": ShowAs.WORKING_ELSEWHERE,
}
_RESPONSES = {
    "Organizer": Response.ACCEPTED,
    "Accept": Response.ACCEPTED,
    "Tentative": Response.TENTATIVE,
    "Decline": Response.DECLINED,
}
_UNFOLDED = ("Occurrence", "Exception")


class OddItemError(Exception):
    """An item cannot be read; the message says why and holds none of its text."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One item as it came: simple properties by name, the rest taken apart."""

    id: str
    change_key: str
    texts: dict[str, str]
    categories: tuple[str, ...]
    ours: dict[str, str]
    organizer: str
    zone: str | None

    @property
    def kind(self) -> str:
        """Single, Occurrence, Exception or RecurringMaster."""
        return self.texts.get("CalendarItemType", "")

    @property
    def unfolded(self) -> bool:
        """Whether it is one occurrence of a series."""
        return self.kind in _UNFOLDED

    @property
    def uid(self) -> str:
        """The UID, the same for all occurrences."""
        return self.texts.get("UID", "")

    def yes(self, name: str) -> bool:
        """A property's truth."""
        return self.texts.get(name, "").lower() in ("true", "1")


def raw_item(element: Element) -> Raw:
    """Take an item's element apart."""
    texts: dict[str, str] = {}
    categories: tuple[str, ...] = ()
    ours: dict[str, str] = {}
    identity = change_key = organizer = ""
    zone = None
    cut = len(T_)
    for child in element:
        name = child.tag[cut:]
        if name == "ItemId":
            identity, change_key = child.get("Id", ""), child.get("ChangeKey", "")
        elif name == "StartTimeZone":
            zone = child.get("Id", "")
        elif name == "Categories":
            categories = tuple(filter(None, ((part.text or "").strip() for part in child)))
        elif name == "ExtendedProperty":
            uri, value = child[0], child.findtext(f"{T_}Value") or ""
            if uri.get("PropertyTag"):
                organizer = value.lower()
            else:
                ours[uri.get("PropertyName", "")] = value
        else:
            texts[name] = child.text or ""
    return Raw(identity, change_key, texts, categories, ours, organizer, zone)


@dataclass(slots=True)
class Page:
    """What became of the items of a window: events beside what they came from."""

    events: dict[str, tuple[CalendarEvent, Raw]]
    unreadable: set[Unreadable]

    @property
    def sorted(self) -> tuple[CalendarEvent, ...]:
        """The events in a fixed order."""
        return tuple(sorted((event for event, _ in self.events.values()), key=attrgetter("order")))


def read_page(elements: Iterable[Element], mailbox: Mailbox, first: date, last: date) -> Page:
    """The events among items that touch the dates ``[first, last)``; odd items are set aside."""
    page = Page({}, set())
    for element in elements:
        identity = ""
        try:
            raw = raw_item(element)
            identity = raw.id
            event = event_of(raw, mailbox)
        except Exception as error:  # noqa: BLE001 – one odd item must not hide the rest
            page.unreadable.add(Unreadable(digest(identity), reason_of(error)))
            continue
        if overlaps(event.start, event.end, first, last, mailbox.zone):
            page.events[event.id] = (event, raw)
    return page


def event_of(raw: Raw, mailbox: Mailbox) -> CalendarEvent:
    """The event that an item stands for; OddItemError where it cannot be read."""
    if not raw.id:
        raise OddItemError("it has no id")
    start, end, uncertain = times_of(raw, mailbox)
    key = raw.ours.get(KEY_NAME) or None
    private = raw.texts.get("Sensitivity", "Normal") != "Normal"
    meeting = raw.yes("IsMeeting")
    role, response = _part(raw, mailbox, meeting)
    guests = bool(raw.texts.get("DisplayTo") or raw.texts.get("DisplayCc"))
    return CalendarEvent(
        id=(OCCURRENCE if raw.unfolded else ITEM) + raw.id,
        subject=raw.texts.get("Subject", "") if key or not private else "",
        start=start,
        end=end,
        location="" if private else raw.texts.get("Location", ""),
        categories=() if private else raw.categories,
        show_as=_SHOW_AS.get(raw.texts.get("LegacyFreeBusyStatus", "Busy"), ShowAs.UNKNOWN),
        private=private,
        cancelled=raw.yes("IsCancelled"),
        role=role,
        response=response,
        organizer=raw.organizer if meeting else "",
        others=meeting and (role is not Role.ORGANIZER or guests),
        uncertain=uncertain,
        managed_key=key,
    )


def times_of(raw: Raw, mailbox: Mailbox) -> tuple[When, When, bool]:
    """Start, end, and whether they are a guess: dates for an all-day item, else in the owner's zone."""
    start, sure = when_of(raw, raw.texts.get("Start"), mailbox)
    end, _ = when_of(raw, raw.texts.get("End"), mailbox)
    if isinstance(start, datetime) and isinstance(end, datetime):
        if end.timestamp() < start.timestamp():
            raise OddItemError("it ends before it starts")
        return start, end, not sure
    assert not isinstance(start, datetime)
    assert not isinstance(end, datetime)
    return start, max(end, start + _DAY), not sure


def when_of(raw: Raw, text: str | None, mailbox: Mailbox) -> tuple[When, bool]:
    """One of an item's times, and whether it is sure; a time without an offset is not."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        raise OddItemError("its start or end is no time") from None
    sure = found.tzinfo is not None
    moment = found if sure else found.replace(tzinfo=mailbox.zone)
    if not raw.yes("IsAllDayEvent"):
        return moment.astimezone(mailbox.zone), sure
    return _day(moment, zone_named(raw.zone) if raw.zone else None, mailbox)


def _day(moment: datetime, zone: tzinfo | None, mailbox: Mailbox) -> tuple[date, bool]:
    """The date whose midnight an instant is, in its own zone or the owner's; else the nearest one."""
    for candidate in (zone, mailbox.zone):
        local = moment.astimezone(candidate) if candidate else None
        if local is not None and local.time() == time():
            return local.date(), True
    nearest = moment.astimezone(zone or mailbox.zone) + _NOON
    return nearest.date(), zone is not None


def _part(raw: Raw, mailbox: Mailbox, meeting: bool) -> tuple[Role, Response]:
    answer = raw.texts.get("MyResponseType", "")
    own = answer == "Organizer" or bool(raw.organizer and mailbox.owns(raw.organizer))
    if not meeting or own:
        return Role.ORGANIZER, Response.ACCEPTED
    return Role.REQUIRED, _RESPONSES.get(answer, Response.NONE)


def answer_of(text: str) -> Response:
    """What a ResponseType says."""
    return _RESPONSES.get(text, Response.NONE)


def reason_of(error: Exception) -> str:
    """Why an item was set aside, without any of its text."""
    if isinstance(error, OddItemError | UnfitError):
        return str(error)
    return f"it could not be read ({type(error).__name__})"
