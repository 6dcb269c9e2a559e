"""Mailboxes, what lies in them, and the log of changes that SyncFolderItems tells of."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from tests.simulators.ews.item import Element, Item, PropertyKey, settle
from tests.simulators.ews.recurrence import Occurrence, zone_of_item
from tests.simulators.ews.soap import EwsError, SoapFaultError

FOLDERS = ("calendar", "inbox", "deleteditems", "msgfolderroot", "root", "sentitems")


@dataclass(frozen=True)
class Delegate:
    """What somebody may do in another's calendar folder."""

    writes: bool = True
    sees_private: bool = True


@dataclass(frozen=True)
class Mail:
    """A message that went out: a request, an update or a cancellation of a meeting."""

    kind: str
    organizer: str
    to: str
    uid: str
    sequence: int


@dataclass
class Mailbox:
    """One mailbox: its calendar, and who else may use it. ``log``: number and moment of deletions."""

    address: str
    name: str
    zone: ZoneInfo
    delegates: dict[str, Delegate] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    deletions: list[tuple[int, int]] = field(default_factory=list)
    moment: int = 0
    spoiled: str | None = None
    folders: dict[str, int] = field(default_factory=dict)

    def touch(self, item: Item) -> None:
        """Let an item be of a new version, and the log tell of it."""
        self.moment += 1
        item.version += 1
        item.changed = self.moment


class Store:
    """All mailboxes of an organisation."""

    def __init__(self) -> None:
        self.mailboxes: dict[str, Mailbox] = {}
        self.homes: dict[int, Mailbox] = {}
        self.mails: list[Mail] = []
        self.generation = 1
        self._numbers = count(1)

    def open(self, address: str) -> Mailbox:
        """The mailbox of an address."""
        mailbox = self.mailboxes.get(address.lower())
        if mailbox is None:
            raise SoapFaultError(
                "ErrorNonExistentMailbox", "The SMTP address has no mailbox associated with it."
            )
        if mailbox.spoiled:
            raise SoapFaultError(mailbox.spoiled)
        return mailbox

    def add_mailbox(self, address: str, zone: ZoneInfo) -> Mailbox:
        """An empty mailbox, or the one there is."""
        name = address.partition("@")[0].replace(".", " ").title()
        return self.mailboxes.setdefault(address.lower(), Mailbox(address.lower(), name, zone))

    def add(
        self,
        mailbox: Mailbox,
        fields: dict[str, Element],
        extended: dict[PropertyKey, Element],
        organizer: str | None = None,
        zone: ZoneInfo | None = None,
    ) -> Item:
        """Put a new item into a calendar; times without an offset are in ``zone``."""
        item = Item(next(self._numbers), organizer or mailbox.address, fields, extended)
        settle(item, zone_of_item(item, zone or mailbox.zone))
        mailbox.moment += 1
        item.made = item.changed = mailbox.moment
        mailbox.items[item.number] = item
        self.homes[item.number] = mailbox
        return item

    def remove(self, item: Item) -> None:
        """Take an item out of its calendar."""
        mailbox = self.homes.pop(item.number)
        mailbox.moment += 1
        mailbox.deletions.append((mailbox.moment, item.number))
        del mailbox.items[item.number]

    def move(self, item: Item) -> Item:
        """Let an item get another id, as moving it to another folder and back does."""
        mailbox = self.homes[item.number]
        self.remove(item)
        made_at = item.created_at
        new = self.add(mailbox, item.fields, item.extended, item.organizer)
        new.response, new.sequence, new.created_at = item.response, item.sequence, made_at
        return new

    def home(self, number: int) -> tuple[Mailbox, Item]:
        """The item with a number, and whose it is."""
        mailbox = self.homes.get(number)
        if mailbox is None:
            raise EwsError("ErrorItemNotFound", "The specified object was not found in the store.")
        return mailbox, mailbox.items[number]

    def change(self, item: Item, original: datetime, changed: dict[str, Element]) -> None:
        """Let one occurrence of a series differ from it."""
        item.exceptions.setdefault(original, {}).update(changed)
        self.homes[item.number].touch(item)

    def drop(self, item: Item, original: datetime) -> None:
        """Delete one occurrence of a series."""
        item.exceptions.pop(original, None)
        item.deleted.add(original)
        self.homes[item.number].touch(item)

    def state(self, mailbox: Mailbox, moment: int) -> str:
        """The opaque sync state of a moment in a calendar."""
        words = f"{self.generation}|{mailbox.address}|{moment}"
        mark = hashlib.sha256(words.encode()).hexdigest()[:8]
        return base64.b64encode(f"H4sI|{words}|{mark}".encode()).decode()

    def moment_of(self, mailbox: Mailbox, state: str) -> int:
        """The moment that a sync state stands for."""
        try:
            _, generation, address, moment, mark = base64.b64decode(state).decode().split("|")
            words = f"{generation}|{address}|{moment}"
            right = hashlib.sha256(words.encode()).hexdigest()[:8] == mark
            if right and (int(generation), address) == (self.generation, mailbox.address):
                return int(moment)
        except ValueError:
            pass
        raise EwsError("ErrorInvalidSyncStateData", "Synchronization state data is corrupt.")

    def changes(self, mailbox: Mailbox, since: int) -> list[tuple[int, str, int]]:
        """Moment, kind and number of what changed since a moment, in order."""
        found = [
            (item.changed, "Create" if item.made > since else "Update", item.number)
            for item in mailbox.items.values()
            if item.changed > since
        ]
        if since:
            found += [(at, "Delete", number) for at, number in mailbox.deletions if at > since]
        return sorted(found)


def whole(item: Item) -> Iterator[Occurrence]:
    """An item that is no series, as its only occurrence."""
    yield Occurrence(item.start, item.start, item.end)
