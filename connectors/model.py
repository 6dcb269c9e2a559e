"""What calendars hold and what we put into them: plain values that every connector speaks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

When = date | datetime
"""An all-day boundary is a ``date`` (the end exclusive), any other an aware ``datetime``."""


class ShowAs(StrEnum):
    """How an entry stands in free/busy: Graph ``showAs``, EWS ``LegacyFreeBusyStatus``."""

    FREE = "free"
    TENTATIVE = "tentative"
    BUSY = "busy"
    OOF = "oof"
    WORKING_ELSEWHERE = "workingElsewhere"
    UNKNOWN = "unknown"


class Role(StrEnum):
    """The owner's part in an entry. ``ORGANIZER`` also where an entry has no attendees."""

    ORGANIZER = "organizer"
    REQUIRED = "required"
    OPTIONAL = "optional"


class Response(StrEnum):
    """What the owner has answered (RFC 5545 PARTSTAT); ``ACCEPTED`` for what the owner organises."""

    ACCEPTED = "accepted"
    TENTATIVE = "tentative"
    DECLINED = "declined"
    NONE = "none"


class JoinLink(StrEnum):
    """Whether a meeting can be joined online; ``UNKNOWN`` where the calendar does not tell."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One person's calendar. ``zone`` is decided by the caller; connectors convert with it."""

    address: str
    zone: ZoneInfo
    aliases: tuple[str, ...] = ()

    def owns(self, address: str) -> bool:
        """Whether a calendar address (``mailto:`` or not) is the owner's."""
        bare = address.strip().removeprefix("mailto:").removeprefix("MAILTO:").casefold()
        return bare in {a.casefold() for a in (self.address, *self.aliases)}


@dataclass(frozen=True, slots=True)
class ReadRequest:
    """Ask for the window ``[start, end)`` of local dates. ``cursor`` None means: a snapshot, please."""

    mailbox: Mailbox
    start: date
    end: date
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """The series an occurrence belongs to; exceptions are ignored.

    ``id`` is opaque and stable, ``weeks`` counts the ISO weeks the rule falls in (0 when
    ``endless``), ``pattern`` is the normalised rule with its time of day: it changes when the
    owner changes the series. ``guessed``: told by what the window shows of it (the weeks seen, the
    time of day); a second look may tell its rule.
    """

    id: str
    endless: bool
    weeks: int
    pattern: str
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One occurrence inside the window, series already expanded.

    ``id`` is unique within the mailbox. ``others`` tells whether anybody but the owner (and
    rooms) is invited. ``room`` is a room resource among the attendees. ``uncertain`` marks times
    in a custom zone without rules. For a private entry subject, location and categories are empty.
    """

    id: str
    subject: str
    start: When
    end: When
    location: str = ""
    categories: tuple[str, ...] = ()
    show_as: ShowAs = ShowAs.BUSY
    private: bool = False
    cancelled: bool = False
    role: Role = Role.ORGANIZER
    response: Response = Response.ACCEPTED
    organizer: str = ""
    others: bool = False
    room: bool = False
    join_link: JoinLink = JoinLink.UNKNOWN
    series: Series | None = None
    uncertain: bool = False
    managed_key: str | None = None

    @property
    def all_day(self) -> bool:
        """Whether the entry lies on dates, not on instants."""
        return not isinstance(self.start, datetime)

    @property
    def order(self) -> tuple[date, float, str]:
        """By which the entries of a window are sorted: day, instant, id."""
        if isinstance(self.start, datetime):
            return self.start.date(), self.start.timestamp(), self.id
        return self.start, 0.0, self.id

    @property
    def shape(self) -> str:
        """What a person changes when editing an entry; see :func:`shape_of`."""
        return shape_of(self.subject, self.start, self.end)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An item that was set aside: an opaque id and the reason in words, never its text."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """Nothing in the mailbox has changed since the cursor that was handed in."""

    cursor: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole window, fresh. ``began_at`` is when reading began (aware, UTC)."""

    events: tuple[CalendarEvent, ...]
    unreadable: tuple[Unreadable, ...]
    cursor: str
    began_at: datetime


class Depth(IntEnum):
    """How much a second look is to tell of an entry; each takes in what stands before it."""

    RULE = 1
    """The rule of its series."""
    GUESTS = 2
    """Who takes part, and who accepted."""
    LINK = 3
    """Whether it can be joined online, which may take a look into its body."""


@dataclass(frozen=True, slots=True)
class Details:
    """What only a second look can tell about one entry (masters, roomed meetings).

    ``accepted_by``: addresses (lower case) of people, the owner aside, who accepted themselves; what a
    delegate answered for somebody is not among them.
    """

    role: Role
    response: Response
    join_link: JoinLink
    series: Series | None
    accepted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteRef:
    """Where an entry of ours stands. ``etag`` changes with every save; ``shape`` see :func:`shape_of`."""

    id: str
    etag: str
    shape: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A quiet all-day note on ``day``: Free, private, no reminder, no attendees, no category.

    ``key`` marks the entry as ours and is unique per mailbox; ``uid`` is its iCalendar UID and
    Graph transactionId; ``body`` is plain text. Mail alone needs ``sequence`` and ``stamp``:
    which version this is, growing, and when it was made (aware; None: now).
    """

    key: str
    uid: str
    subject: str
    body: str
    day: date
    end: date
    sequence: int = field(default=0, compare=False)
    stamp: datetime | None = field(default=None, compare=False)

    @property
    def shape(self) -> str:
        """The same digest that :attr:`CalendarEvent.shape` gives once this note is read back."""
        return shape_of(self.subject, self.day, self.end)


@dataclass(frozen=True, slots=True)
class Invite:
    """A meeting invite from the service to one leader: all-day, Free, private, no reply asked.

    ``uid`` stays for all versions, ``sequence`` (RFC 5545) grows with each that is sent; ``stamp``
    is when this version was made (aware): whoever sends it again sends the same stamp.
    """

    key: str
    uid: str
    sequence: int
    organizer: str
    attendee: str
    subject: str
    text: str
    html: str
    day: date
    end: date
    stamp: datetime

    @property
    def shape(self) -> str:
        """What a person changes when editing the entry; see :func:`shape_of`."""
        return shape_of(self.subject, self.day, self.end)


def shape_of(subject: str, start: When, end: When) -> str:
    """Digest of what counts as *edited*: subject, start, end, all-day – nothing servers touch."""
    text = "\n".join((" ".join(subject.split()), _instant(start), _instant(end)))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _instant(value: When) -> str:
    return f"{value.timestamp():.0f}" if isinstance(value, datetime) else value.isoformat()
