"""Mailboxes, what lies in them, and the log of changes that delta queries tell of."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.simulators.graph.asked import GraphError, not_found
from tests.simulators.graph.event import DEFAULTS, Event, event_id, parse_id
from tests.simulators.graph.recurrence import Occurrence, itself, occurrence_at
from tests.simulators.graph.zones import When

SPOILED = {
    "MailboxNotEnabledForRESTAPI": (404, "REST API is not yet supported for this mailbox."),
    "MailboxNotSupportedForRESTAPI": (404, "REST API is not supported for this mailbox."),
    "ErrorAccessDenied": (403, "Access is denied. Check credentials and try again."),
    "ErrorQuotaExceeded": (507, "The mailbox has no room left."),
    "ErrorMailboxMoveInProgress": (503, "Mailbox move in progress. Try again later."),
    "ErrorInternalServerError": (500, "An internal server error occurred."),
}


@dataclass(frozen=True)
class Mail:
    """A message that went out: a request, an update, a cancellation or an answer."""

    kind: str
    organizer: str
    to: str
    uid: str
    sequence: int


@dataclass
class DeltaManners:
    """What a mailbox's delta answers do on purpose. ``repeats``: each item comes twice."""

    misses_deletions: bool = False
    removes_falsely: bool = False
    repeats: bool = False
    never_ends: bool = False
    empty_first_page: bool = False


@dataclass
class Mailbox:
    """One mailbox and its calendar. ``deletions``: moment and id parts of what went."""

    address: str
    name: str
    zone: ZoneInfo
    id: str
    events: dict[int, Event] = field(default_factory=dict)
    deletions: list[tuple[int, Event, When | None]] = field(default_factory=list)
    transactions: dict[str, int] = field(default_factory=dict)
    delta: DeltaManners = field(default_factory=DeltaManners)
    moment: int = 0
    generation: int = 1
    calendar_generation: int = 1
    spoiled: str | None = None

    @property
    def calendar_id(self) -> str:
        """The id of the default calendar."""
        return f"AQMkAD{uuid.uuid5(uuid.NAMESPACE_DNS, f'{self.id}{self.calendar_generation}').hex}"

    def forget_states(self) -> None:
        """Let no delta token that was given out be known any more."""
        self.generation += 1


class Store:
    """All mailboxes of a tenant. ``told`` hears of every change: mailbox, kind, event."""

    def __init__(self) -> None:
        self.mailboxes: dict[str, Mailbox] = {}
        self.by_id: dict[str, Mailbox] = {}
        self.homes: dict[int, Mailbox] = {}
        self.mails: list[Mail] = []
        self.clock: Callable[[], datetime] = lambda: datetime.now(UTC)
        self.told: Callable[[Mailbox, str, Event], None] = lambda _mailbox, _kind, _event: None
        self._numbers = count(1)

    def add_mailbox(self, address: str, zone: ZoneInfo) -> Mailbox:
        """An empty mailbox, or the one there is."""
        address = address.lower()
        if address not in self.mailboxes:
            name = address.partition("@")[0].replace(".", " ").title()
            identity = str(uuid.uuid5(uuid.NAMESPACE_DNS, address))
            self.mailboxes[address] = self.by_id[identity] = Mailbox(address, name, zone, identity)
        return self.mailboxes[address]

    def find(self, name: str) -> Mailbox:
        """The mailbox of an address or object id; a 404 where there is none."""
        mailbox = self.mailboxes.get(name.lower()) or self.by_id.get(name.lower())
        if mailbox is None:
            raise GraphError(404, "ErrorInvalidUser", f"The requested user '{name}' is invalid.")
        return mailbox

    def open(self, name: str) -> Mailbox:
        """A mailbox that can be used; what spoils it otherwise."""
        mailbox = self.find(name)
        if mailbox.spoiled is not None:
            status, message = SPOILED[mailbox.spoiled]
            raise GraphError(status, mailbox.spoiled, message)
        return mailbox

    def add(
        self,
        mailbox: Mailbox,
        start: When,
        end: When,
        zone_name: str,
        zone: ZoneInfo,
        fields: dict[str, Any],
        **more: Any,
    ) -> Event:
        """Put a new event into a calendar. ``more``: extended, organizer, uid, transaction …"""
        number = next(self._numbers)
        uid = more.pop("uid", None) or f"040000008200E00074C5B7101A82E008{number:032X}"
        organizer = more.pop("organizer", None) or mailbox.address
        event = Event(
            number=number,
            organizer=organizer,
            uid=uid,
            start=start,
            end=end,
            zone_name=zone_name,
            zone=zone,
            fields=_own({**DEFAULTS, **fields}),
            created_at=self.clock(),
            changed_at=self.clock(),
            **more,
        )
        mailbox.moment += 1
        event.made = event.changed = mailbox.moment
        mailbox.events[number] = event
        self.homes[number] = mailbox
        if event.transaction:
            mailbox.transactions[event.transaction] = number
        self.told(mailbox, "created", event)
        return event

    def touch(self, event: Event) -> None:
        """Let an event be of a new version, and the log tell of it."""
        mailbox = self.homes[event.number]
        mailbox.moment += 1
        event.version += 1
        event.changed = mailbox.moment
        event.changed_at = self.clock()
        self.told(mailbox, "updated", event)

    def remove(self, event: Event) -> None:
        """Take an event out of its calendar."""
        mailbox = self.homes.pop(event.number)
        mailbox.moment += 1
        mailbox.deletions.append((mailbox.moment, event, None))
        del mailbox.events[event.number]
        self.told(mailbox, "deleted", event)

    def move(self, event: Event) -> None:
        """Move an event inside its mailbox and back: its mutable id changes."""
        event.place += 1
        self.touch(event)

    def reimport(self, event: Event) -> Event:
        """Export an event and import it again: even its immutable id changes."""
        mailbox = self.homes[event.number]
        self.remove(event)
        made_at = event.created_at
        names = ("extended", "organizer", "uid", "response", "sequence", "cancelled")
        kept = {name: getattr(event, name) for name in names}
        again = self.add(
            mailbox, event.start, event.end, event.zone_name, event.zone, event.fields, **kept
        )
        again.created_at = made_at
        return again

    def change(self, event: Event, original: When, changed: dict[str, Any]) -> None:
        """Let one occurrence of a series differ from it."""
        event.changes.setdefault(original, {}).update(changed)
        self.touch(event)

    def drop(self, event: Event, original: When) -> None:
        """Delete one occurrence of a series."""
        event.changes.pop(original, None)
        event.deleted.add(original)
        self.touch(event)
        mailbox = self.homes[event.number]
        mailbox.deletions.append((mailbox.moment, event, original))

    def at(self, mailbox: Mailbox, identity: str) -> Occurrence:
        """What an id stands for in a mailbox; a 404 where it stands for nothing any more."""
        number, place, original = parse_id(identity)
        event = mailbox.events.get(number)
        if event is None or place not in (None, event.place):
            raise not_found()
        if original is None:
            return itself(event)
        one = occurrence_at(event, original) if event.recurring else None
        if one is None:
            raise not_found()
        return one


def _own(fields: dict[str, Any]) -> dict[str, Any]:
    """A copy that nobody shares; what is text or a number is the same for all."""
    shared = (str, int, bool, type(None))
    return {n: v if isinstance(v, shared) else deepcopy(v) for n, v in fields.items()}


def id_of(one: Occurrence, *, immutable: bool) -> str:
    """The id of an event or occurrence."""
    return event_id(one.event, one.original, immutable=immutable)
