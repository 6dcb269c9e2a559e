"""An item as a client sees it: the properties asked for, in the schema's order, as far as allowed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from tests.simulators.ews.item import (
    ATTENDEES,
    Element,
    Item,
    PropertyKey,
    change_key,
    item_id,
    property_key,
)
from tests.simulators.ews.recurrence import Occurrence
from tests.simulators.ews.rights import folder_id
from tests.simulators.ews.soap import T, local, text_of
from tests.simulators.ews.store import Mailbox
from tests.simulators.ews.zones import windows_name, wire

ORDER = (
    *("ItemId", "ParentFolderId", "ItemClass", "Subject", "Sensitivity", "Body"),
    *("DateTimeReceived", "Size", "Categories", "Importance", "DateTimeCreated"),
    *("ReminderDueBy", "ReminderIsSet", "ReminderMinutesBeforeStart", "DisplayCc", "DisplayTo"),
    *("HasAttachments", "ExtendedProperty", "EffectiveRights", "LastModifiedTime", "TextBody"),
    *("UID", "RecurrenceId", "DateTimeStamp", "Start", "End", "OriginalStart", "IsAllDayEvent"),
    *("LegacyFreeBusyStatus", "Location", "IsMeeting", "IsCancelled", "IsRecurring"),
    *("MeetingRequestWasSent", "IsResponseRequested", "CalendarItemType", "MyResponseType"),
    *("Organizer", "RequiredAttendees", "OptionalAttendees", "Resources"),
    *("AppointmentSequenceNumber", "AppointmentState", "Recurrence", "ModifiedOccurrences"),
    *("DeletedOccurrences", "StartTimeZone", "EndTimeZone", "AllowNewTimeProposal"),
    *("IsOnlineMeeting", "IsOrganizer"),
)
HEAVY = {"Body", "TextBody", "Recurrence", "ModifiedOccurrences", "DeletedOccurrences", *ATTENDEES}
"""What FindItem and SyncFolderItems do not give, asked or not."""
OPEN = {
    *("ItemId", "ParentFolderId", "ItemClass", "Sensitivity", "Start", "End", "IsAllDayEvent"),
    *("LegacyFreeBusyStatus", "CalendarItemType", "StartTimeZone", "EndTimeZone", "IsRecurring"),
    *("IsMeeting", "IsCancelled", "MyResponseType", "UID", "OriginalStart", "RecurrenceId"),
    *("DateTimeCreated", "LastModifiedTime", "ReminderIsSet"),
}
"""What somebody without the right to private items sees of one."""
SENDER = ("tag", "0x5d02", "String")
"""PidTagSentRepresentingSmtpAddress."""


@dataclass(frozen=True)
class Shape:
    """What a client asks for: names of properties, and extended ones."""

    names: frozenset[str]
    extended: tuple[Element, ...] = ()


@dataclass(frozen=True)
class Shown:
    """An item, or one occurrence of it, on its way to a client. ``thin``: by a search."""

    item: Item
    mailbox: Mailbox
    one: Occurrence | None = None
    thin: bool = False
    hidden: bool = False
    organizer_address: bool = False

    def field(self, name: str) -> Element | None:
        """A property, as this occurrence has it."""
        if name in COMPUTED:
            return COMPUTED[name](self)
        if self.one and self.one.changed and name in self.one.changed:
            return deepcopy(self.one.changed[name])
        found = self.item.fields.get(name)
        return None if found is None else deepcopy(found)

    @property
    def occurrence(self) -> Occurrence | None:
        """The occurrence, if it is one of a series."""
        return self.one if self.item.recurring else None

    def element(self, shape: Shape) -> Element:
        """All that is asked for and allowed."""
        shown = T.CalendarItem()
        if self.item.broken:
            return _broken(self)
        for name in ORDER:
            if name == "ExtendedProperty":
                shown.extend(self._extended(shape.extended))
            elif name in shape.names and self._allowed(name):
                found = self.field(name)
                if found is not None:
                    shown.append(found)
        return shown

    def _allowed(self, name: str) -> bool:
        if self.hidden and name not in OPEN:
            return False
        return not (self.thin and name in HEAVY)

    def _extended(self, asked: Collection[Element]) -> list[Element]:
        if self.hidden:
            return []
        found = ((uri, self.extended(property_key(uri))) for uri in asked)
        return [deepcopy(value) for _, value in found if value is not None]

    def extended(self, key: PropertyKey) -> Element | None:
        """An extended property, by its key."""
        if key == SENDER:
            uri = T.ExtendedFieldURI(PropertyTag="0x5d02", PropertyType="String")
            return T.ExtendedProperty(uri, T.Value(self.item.organizer))
        return self.item.extended.get(key)


def shape_of(asked: Element | None) -> Shape:
    """What an ItemShape asks for."""
    if asked is None:
        return Shape(BASES["IdOnly"])
    names, extended = set(BASES[text_of(asked, "t:BaseShape") or "IdOnly"]), []
    more = asked.find("{*}AdditionalProperties")
    for uri in more if more is not None else ():
        if local(uri) == "ExtendedFieldURI":
            extended.append(uri)
        elif local(uri) == "FieldURI":
            names.add(uri.get("FieldURI").split(":")[1])
    return Shape(frozenset(names), tuple(extended))


BASES = {
    "IdOnly": frozenset({"ItemId"}),
    "Default": frozenset(
        {"ItemId", "Subject", "Start", "End", "Location", "Organizer", "LegacyFreeBusyStatus"}
    ),
    "AllProperties": frozenset(ORDER) - {"TextBody"},
}


def id_element(item: Item, original: datetime | None = None) -> Element:
    """The id of an item with the mark of its version."""
    return T.ItemId(Id=item_id(item.number, original), ChangeKey=change_key(item))


def _broken(shown: Shown) -> Element:
    """An odd item: its times are none, and its words are nobody's business."""
    return T.CalendarItem(
        _id(shown),
        T.Subject("hemmeligt"),
        T.Start("i morgen"),
        T.End("hemmeligt"),
        T.Location("hemmeligt"),
    )


def _id(shown: Shown) -> Element:
    occurrence = shown.occurrence
    return id_element(shown.item, occurrence.original if occurrence else None)


def _kind(shown: Shown) -> Element:
    if not shown.item.recurring:
        return T.CalendarItemType("Single")
    if shown.one is None:
        return T.CalendarItemType("RecurringMaster")
    return T.CalendarItemType("Occurrence" if shown.one.changed is None else "Exception")


def _organizer(shown: Shown) -> Element:
    name = T.Name(shown.item.organizer.partition("@")[0].title())
    if shown.thin and not shown.organizer_address:
        return T.Organizer(T.Mailbox(name))
    address = T.EmailAddress(shown.item.organizer)
    return T.Organizer(T.Mailbox(name, address, T.RoutingType("SMTP")))


def _names(shown: Shown, attendees: str) -> Element | None:
    """The display names in one list; Exchange joins them with semicolons."""
    found = shown.item.fields.get(attendees)
    if found is None:
        return None
    boxes = found.findall("{*}Attendee/{*}Mailbox")
    names = [text_of(b, "t:Name") or text_of(b, "t:EmailAddress") or "" for b in boxes]
    return T("DisplayTo" if attendees == "RequiredAttendees" else "DisplayCc", "; ".join(names))


def _time(shown: Shown, name: str) -> Element:
    one = shown.one
    if one is None:
        return deepcopy(shown.item.fields[name])
    return T(name, wire(one.start if name == "Start" else one.end))


def _zone(shown: Shown, name: str) -> Element:
    kept = shown.item.fields.get(name)
    if kept is not None:
        return deepcopy(kept)
    return T(name, Id=windows_name(shown.mailbox.zone))


def _flag(name: str, is_so: Callable[[Shown], bool]) -> Callable[[Shown], Element]:
    return lambda shown: T(name, "true" if is_so(shown) else "false")


def _originals(shown: Shown) -> Element | None:
    if shown.occurrence is None:
        return None
    return T.OriginalStart(wire(shown.occurrence.original))


def _deleted(shown: Shown) -> Element | None:
    if not shown.item.deleted or shown.one is not None:
        return None
    gone = (T.DeletedOccurrence(T.Start(wire(day))) for day in sorted(shown.item.deleted))
    return T.DeletedOccurrences(*gone)


def _modified(shown: Shown) -> Element | None:
    if not shown.item.exceptions or shown.one is not None:
        return None
    return T.ModifiedOccurrences(
        *(
            T.Occurrence(
                id_element(shown.item, original),
                T.Start(changed.get("Start", T.Start(wire(original))).text),
                T.End(changed.get("End", shown.item.fields["End"]).text),
                T.OriginalStart(wire(original)),
            )
            for original, changed in sorted(shown.item.exceptions.items())
        )
    )


def _recurrence(shown: Shown) -> Element | None:
    found = shown.item.fields.get("Recurrence")
    return None if found is None or shown.one is not None else deepcopy(found)


def _subject(shown: Shown) -> Element | None:
    changed = (shown.one.changed or {}) if shown.one else {}
    found = changed.get("Subject", shown.item.fields.get("Subject"))
    if found is None or not shown.item.cancelled:
        return None if found is None else deepcopy(found)
    return T.Subject(f"Canceled: {found.text or ''}")


COMPUTED: dict[str, Callable[[Shown], Element | None]] = {
    "ItemId": _id,
    "ParentFolderId": lambda shown: T.ParentFolderId(Id=folder_id(shown.mailbox, "calendar")),
    "ItemClass": lambda _: T.ItemClass("IPM.Appointment"),
    "Subject": _subject,
    "Size": lambda _: T.Size("4096"),
    "DateTimeReceived": lambda shown: T.DateTimeReceived(shown.item.created_at),
    "DateTimeCreated": lambda shown: T.DateTimeCreated(shown.item.created_at),
    "LastModifiedTime": lambda shown: T.LastModifiedTime(shown.item.created_at),
    "DateTimeStamp": lambda shown: T.DateTimeStamp(shown.item.created_at),
    "HasAttachments": lambda _: T.HasAttachments("false"),
    "DisplayTo": lambda shown: _names(shown, "RequiredAttendees"),
    "DisplayCc": lambda shown: _names(shown, "OptionalAttendees"),
    "Start": lambda shown: _time(shown, "Start"),
    "End": lambda shown: _time(shown, "End"),
    "OriginalStart": _originals,
    "IsMeeting": _flag("IsMeeting", lambda shown: bool(shown.item.attendees())),
    "IsCancelled": _flag("IsCancelled", lambda shown: shown.item.cancelled),
    "IsRecurring": _flag("IsRecurring", lambda shown: shown.occurrence is not None),
    "IsOrganizer": _flag("IsOrganizer", lambda shown: shown.item.response == "Organizer"),
    "CalendarItemType": _kind,
    "MyResponseType": lambda shown: T.MyResponseType(shown.item.response),
    "Organizer": _organizer,
    "AppointmentSequenceNumber": lambda s: T.AppointmentSequenceNumber(str(s.item.sequence)),
    "AppointmentState": lambda s: T.AppointmentState("1" if s.item.attendees() else "0"),
    "Recurrence": _recurrence,
    "ModifiedOccurrences": _modified,
    "DeletedOccurrences": _deleted,
    "StartTimeZone": lambda shown: _zone(shown, "StartTimeZone"),
    "EndTimeZone": lambda shown: _zone(shown, "EndTimeZone"),
}
