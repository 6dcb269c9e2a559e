"""What of Graph's answers is decoded at all: slim structures, and pages in which one item may be odd."""

from __future__ import annotations

import re
from typing import TypeVar

import msgspec

from connectors.errors import Unavailable

_CONTROL = re.compile(rb"[\x00-\x1f]")
_T = TypeVar("_T")


class GarbledError(Unavailable):
    """An answer is not what Graph's answers look like."""


# A structure has Graph's names in snake case; what is not named here is dropped unread.


class Moment(msgspec.Struct, rename="camel", frozen=True):
    """dateTimeTimeZone"""

    date_time: str = ""
    time_zone: str | None = None


class Address(msgspec.Struct, rename="camel", frozen=True):
    """emailAddress"""

    address: str | None = None


class Person(msgspec.Struct, rename="camel", frozen=True):
    """recipient"""

    email_address: Address | None = None

    @property
    def address(self) -> str:
        """In lower case; empty where there is none."""
        found = self.email_address.address if self.email_address else None
        return (found or "").strip().lower()


class Status(msgspec.Struct, rename="camel", frozen=True):
    """responseStatus"""

    response: str | None = None


class Attendee(Person, rename="camel", frozen=True):
    """attendee"""

    type: str | None = None
    status: Status | None = None


class Place(msgspec.Struct, rename="camel", frozen=True):
    """location"""

    display_name: str | None = None
    location_type: str | None = None


class Online(msgspec.Struct, rename="camel", frozen=True):
    """onlineMeetingInfo"""

    join_url: str | None = None


class Body(msgspec.Struct, rename="camel", frozen=True):
    """itemBody"""

    content: str | None = None


class Pattern(msgspec.Struct, rename="camel", frozen=True):
    """recurrencePattern"""

    type: str | None = None
    interval: int | None = None
    month: int | None = None
    day_of_month: int | None = None
    days_of_week: list[str] | None = None
    first_day_of_week: str | None = None
    index: str | None = None


class Bounds(msgspec.Struct, rename="camel", frozen=True):
    """recurrenceRange"""

    type: str | None = None
    end_date: str | None = None
    number_of_occurrences: int | None = None
    recurrence_time_zone: str | None = None


class Recurrence(msgspec.Struct, rename="camel", frozen=True):
    """patternedRecurrence"""

    pattern: Pattern
    range: Bounds


class Property(msgspec.Struct, rename="camel", frozen=True):
    """singleValueLegacyExtendedProperty"""

    id: str = ""
    value: str | None = None


class Event(msgspec.Struct, rename="camel", frozen=True):
    """event, as far as it concerns us"""

    id: str = ""
    etag: str = msgspec.field(name="@odata.etag", default="")
    type: str | None = None
    series_master_id: str | None = None
    i_cal_u_id: str | None = None
    created_date_time: str | None = None
    original_start_time_zone: str | None = None
    subject: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    is_all_day: bool | None = None
    is_cancelled: bool | None = None
    is_organizer: bool | None = None
    show_as: str | None = None
    sensitivity: str | None = None
    categories: list[str] | None = None
    location: Place | None = None
    organizer: Person | None = None
    attendees: list[Attendee] | None = None
    response_status: Status | None = None
    is_online_meeting: bool | None = None
    online_meeting: Online | None = None
    online_meeting_url: str | None = None
    body: Body | None = None
    recurrence: Recurrence | None = None
    ours: list[Property] | None = msgspec.field(name="singleValueExtendedProperties", default=None)

    @property
    def private(self) -> bool:
        """Whether its sensitivity is any but normal."""
        return (self.sensitivity or "normal") != "normal"

    @property
    def unfolded(self) -> bool:
        """Whether it is one occurrence of a series."""
        return self.type in ("occurrence", "exception")


class Page(msgspec.Struct, rename="camel", frozen=True):
    """A page of events"""

    value: list[Event]
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


class RawPage(msgspec.Struct, rename="camel", frozen=True):
    """A page whose items are looked at one by one"""

    value: list[msgspec.Raw]
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)


class Round(msgspec.Struct, rename="camel", frozen=True):
    """A page of a round of changes: how many there are is all that is wanted of them"""

    value: list[msgspec.Raw] | None = None
    next_link: str | None = msgspec.field(name="@odata.nextLink", default=None)
    delta_link: str | None = msgspec.field(name="@odata.deltaLink", default=None)


class Part(msgspec.Struct, rename="camel", frozen=True):
    """One answer of a batch"""

    id: str
    status: int
    headers: dict[str, str] | None = None
    body: msgspec.Raw = msgspec.Raw(b"")


class Parts(msgspec.Struct, rename="camel", frozen=True):
    """The answers of a batch"""

    responses: list[Part]


class _Named(msgspec.Struct, rename="camel", frozen=True):
    id: str = ""


_PAGES = msgspec.json.Decoder(Page)
_RAW_PAGES = msgspec.json.Decoder(RawPage)
_EVENTS = msgspec.json.Decoder(Event)


def decoded(content: bytes | msgspec.Raw, kind: type[_T]) -> _T:
    """An answer of a kind; GarbledError for anything else."""
    try:
        return msgspec.json.decode(content, type=kind)
    except msgspec.MsgspecError:
        pass
    try:
        return msgspec.json.decode(_cleaned(bytes(content)), type=kind)
    except msgspec.MsgspecError as error:
        raise GarbledError(f"the answer is not what Graph gives ({type(error).__name__})") from None


def page(content: bytes) -> tuple[list[Event], list[str], str | None]:
    """The events of a page, the ids of those that cannot be read, and the link to the next page."""
    try:
        found = _PAGES.decode(content)
        return found.value, [], found.next_link
    except msgspec.MsgspecError:
        raw = _raw_page(content)
    events, odd = [], []
    for item in raw.value:
        try:
            events.append(_EVENTS.decode(item))
        except msgspec.MsgspecError:
            odd.append(_name(item))
    return events, odd, raw.next_link


def _raw_page(content: bytes) -> RawPage:
    for attempt in (content, _cleaned(content)):
        try:
            return _RAW_PAGES.decode(attempt)
        except msgspec.MsgspecError:
            continue
    raise GarbledError("the answer is not what Graph gives, or ends in the middle")


def _name(item: msgspec.Raw) -> str:
    try:
        return msgspec.json.decode(item, type=_Named).id
    except msgspec.MsgspecError:
        return ""


def _cleaned(content: bytes) -> bytes:
    """Without characters that JSON forbids, which Exchange lets through now and then."""
    text = content.decode("utf-8", "replace").encode()
    return _CONTROL.sub(b" ", text)
