"""A calendar item as the store keeps it: its properties as XML, and what time made of them."""

from __future__ import annotations

import base64
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.simulators.ews.soap import NAMES, Element, EwsError, T, local, t, text_of
from tests.simulators.ews.zones import moment, widened, wire

PropertyKey = tuple[str, str, str]
"""Property set (or ``tag``), name, id or tag, and type, all in lower case but the name."""
ATTENDEES = ("RequiredAttendees", "OptionalAttendees", "Resources")
TEXTS = {"true": True, "1": True, "false": False, "0": False}
MAPI = {
    ("tag", "0x37", "String"): "Subject",
    ("tag", "0x1000", "String"): "Body",
    ("00062002-0000-0000-c000-000000000046", "33293", "SystemTime"): "Start",
    ("00062002-0000-0000-c000-000000000046", "33294", "SystemTime"): "End",
    ("00062002-0000-0000-c000-000000000046", "33301", "Boolean"): "IsAllDayEvent",
}
"""The MAPI properties behind some elements."""
SETS = {
    "Appointment": "00062002-0000-0000-c000-000000000046",
    "Common": "00062008-0000-0000-c000-000000000046",
    "PublicStrings": "00020329-0000-0000-c000-000000000046",
    "Meeting": "6ed8da90-450b-101b-98da-00aa003f1305",
}


@dataclass
class Item:
    """One stored item. ``organizer``: an address; ``exceptions`` and ``deleted`` by original start."""

    number: int
    organizer: str
    fields: dict[str, Element]
    extended: dict[PropertyKey, Element] = field(default_factory=dict)
    exceptions: dict[datetime, dict[str, Element]] = field(default_factory=dict)
    deleted: set[datetime] = field(default_factory=set)
    response: str = "Organizer"
    cancelled: bool = False
    sequence: int = 0
    version: int = 1
    made: int = 0
    changed: int = 0
    created_at: str = "2026-11-02T07:00:00Z"
    broken: bool = False

    @property
    def recurring(self) -> bool:
        """Whether it is the master of a series."""
        return "Recurrence" in self.fields

    @property
    def uid(self) -> str:
        """The UID, the same in all calendars."""
        return self.text("UID")

    @property
    def private(self) -> bool:
        """Whether its sensitivity is any but normal."""
        return self.text("Sensitivity") != "Normal"

    @property
    def start(self) -> datetime:
        """The first start, an instant."""
        return datetime.fromisoformat(self.text("Start"))

    @property
    def end(self) -> datetime:
        """The first end, an instant."""
        return datetime.fromisoformat(self.text("End"))

    def text(self, name: str) -> str:
        """A property's text; empty where there is none."""
        found = self.fields.get(name)
        return "" if found is None else found.text or ""

    def yes(self, name: str) -> bool:
        """A property's truth; no where there is none."""
        return TEXTS.get(self.text(name), False)

    def attendees(self) -> list[str]:
        """Everybody invited, rooms too, by address."""
        path = "t:Attendee/t:Mailbox/t:EmailAddress"
        lists = [self.fields[name] for name in ATTENDEES if name in self.fields]
        found = (a.text or "" for one in lists for a in one.findall(path, NAMES))
        return [address.lower() for address in found]


def read_item(element: Element) -> tuple[dict[str, Element], dict[PropertyKey, Element]]:
    """The fields and the extended properties of an item that a client sends."""
    fields: dict[str, Element] = {}
    extended: dict[PropertyKey, Element] = {}
    for child in element:
        if local(child) == "ExtendedProperty":
            extended[property_key(child[0])] = deepcopy(child)
        else:
            fields[local(child)] = deepcopy(child)
    return fields, extended


def property_key(uri: Element) -> PropertyKey:
    """What an ExtendedFieldURI names."""
    kind = uri.get("PropertyType", "")
    if uri.get("PropertyTag"):
        return "tag", hex(int(uri.get("PropertyTag"), 0)), kind
    guid = uri.get("PropertySetId") or SETS.get(uri.get("DistinguishedPropertySetId"), "")
    if not guid:
        raise EwsError("ErrorInvalidExtendedProperty", "The property has no set.")
    return guid.lower(), uri.get("PropertyName") or uri.get("PropertyId") or "", kind


def settle(item: Item, zone: ZoneInfo) -> None:
    """Bring times to UTC, widen all-day items to midnights, and give what the client left out."""
    for name, value in DEFAULTS.items():
        item.fields.setdefault(name, T(name, value))
    uid = base64.b16encode(f"uid-{item.number:012}".encode()).decode()
    item.fields.setdefault("UID", T.UID(f"040000008200E00074C5B7101A82E008{uid}"))
    for name in BOOLEANS & set(item.fields):
        item.fields[name] = T(name, "true" if item.yes(name) else "false")
    if "Start" not in item.fields or "End" not in item.fields:
        raise EwsError("ErrorMissingArgument", "An item needs a start and an end.")
    start, end = moment(item.text("Start"), zone), moment(item.text("End"), zone)
    if end < start:
        raise EwsError("ErrorCalendarEndDateIsEarlierThanStartDate")
    if item.yes("IsAllDayEvent"):
        start, end = widened(start, end, zone)
    item.fields["Start"], item.fields["End"] = T.Start(wire(start)), T.End(wire(end))


def item_id(number: int, original: datetime | None = None) -> str:
    """The opaque id of an item, or of one occurrence of it."""
    suffix = f"|{original:%Y%m%dT%H%M%S%z}" if original else ""
    return base64.b64encode(f"AAMk/{number:08}{suffix}".encode()).decode()


def parse_id(identity: str) -> tuple[int, datetime | None]:
    """What an opaque id stands for."""
    try:
        number, _, original = base64.b64decode(identity, validate=True).decode()[5:].partition("|")
        return int(number), datetime.strptime(original, "%Y%m%dT%H%M%S%z") if original else None
    except ValueError:
        raise EwsError("ErrorInvalidIdMalformed", "Id is malformed.") from None


def change_key(item: Item) -> str:
    """The opaque mark of an item's version."""
    return base64.b64encode(f"DwAA/{item.number:08}/{item.version:06}".encode()).decode()


def value_of(prop: Element) -> list[str]:
    """The value or values of an extended property."""
    single = text_of(prop, "t:Value")
    if single is not None:
        return [single]
    return [value.text or "" for value in prop.iter(t("Value"))]


BOOLEANS = {"IsAllDayEvent", "ReminderIsSet", "IsResponseRequested", "AllowNewTimeProposal"}
DEFAULTS = {
    "Sensitivity": "Normal",
    "Importance": "Normal",
    "LegacyFreeBusyStatus": "Busy",
    "IsAllDayEvent": "false",
    "ReminderIsSet": "true",
    "ReminderMinutesBeforeStart": "15",
    "IsResponseRequested": "true",
}
"""What Exchange gives an item that says nothing: a reminder, too."""
