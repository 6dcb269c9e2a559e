"""The payloads of the calls that write: quiet notes, meetings from the service, and what takes them away."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import Literal
from zoneinfo import ZoneInfo

from connectors.ews_names import Element, M, T, extended, field, legal, named
from connectors.ews_requests import calendar_of
from connectors.marks import CONTENT_NAME, KEY_NAME, SEQUENCE_NAME
from connectors.model import Invite, Notice
from connectors.zones import midnight, windows_name

Sending = Literal["SendToNone", "SendToAllAndSaveCopy"]
NOBODY: Sending = "SendToNone"
EVERYBODY: Sending = "SendToAllAndSaveCopy"

_MAPI = {
    "item:Subject": {"PropertyTag": "0x0037", "PropertyType": "String"},
    "item:Body": {"PropertyTag": "0x1000", "PropertyType": "String"},
    "calendar:Start": {
        "DistinguishedPropertySetId": "Appointment",
        "PropertyId": "33293",
        "PropertyType": "SystemTime",
    },
    "calendar:End": {
        "DistinguishedPropertySetId": "Appointment",
        "PropertyId": "33294",
        "PropertyType": "SystemTime",
    },
}
"""The MAPI properties behind what we change: PidTagSubject, PidTagBody, PidLidAppointmentStart/EndWhole."""


def content_of(notice: Notice) -> str:
    """A digest of all that a note shows."""
    words = (notice.subject, notice.body, notice.day.isoformat(), notice.end.isoformat())
    return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:32]


def note(notice: Notice, zone: ZoneInfo) -> Element:
    """A note as a new item: Free, private, without reminder, category or guest, with its key."""
    return T.CalendarItem(
        T.Subject(notice.subject),
        T.Sensitivity("Private"),
        T.Body(legal(notice.body), BodyType="Text"),
        T.ReminderIsSet("false"),
        extended(KEY_NAME, notice.key),
        extended(CONTENT_NAME, content_of(notice)),
        *_when(notice.day, notice.end, zone),
        *_zones(zone),
    )


def note_changes(notice: Notice, zone: ZoneInfo, *, as_mapi: bool) -> list[Element]:
    """What to set so that a standing note shows a new version."""
    elements = [
        ("item:Subject", T.Subject(notice.subject)),
        ("item:Body", T.Body(legal(notice.body), BodyType="Text")),
        ("calendar:Start", T.Start(_instant(notice.day, zone))),
        ("calendar:End", T.End(_instant(notice.end, zone))),
    ]
    changes = [_set_mapi(uri, e) if as_mapi else _set(field(uri), e) for uri, e in elements]
    return [*changes, content_change(content_of(notice))]


def content_change(content: str) -> Element:
    """What to set so that a note's mark says what it shows."""
    return _set(named(CONTENT_NAME), extended(CONTENT_NAME, content))


def meeting(invite: Invite, zone: ZoneInfo) -> Element:
    """An overview as a new meeting: Free, private, no reminder, no reply asked, one guest."""
    return T.CalendarItem(
        T.Subject(invite.subject),
        T.Sensitivity("Private"),
        T.Body(legal(invite.html), BodyType="HTML"),
        T.ReminderIsSet("false"),
        extended(KEY_NAME, invite.key),
        extended(SEQUENCE_NAME, str(invite.sequence)),
        T.UID(invite.uid),
        *_when(invite.day, invite.end, zone),
        T.IsResponseRequested("false"),
        T.RequiredAttendees(T.Attendee(T.Mailbox(T.EmailAddress(invite.attendee)))),
        *_zones(zone),
        T.AllowNewTimeProposal("false"),
    )


def meeting_changes(invite: Invite, zone: ZoneInfo) -> list[Element]:
    """What to set for a new version; with start and end in it the sequence grows."""
    elements = [
        ("item:Subject", T.Subject(invite.subject)),
        ("item:Body", T.Body(legal(invite.html), BodyType="HTML")),
        ("calendar:Start", T.Start(_instant(invite.day, zone))),
        ("calendar:End", T.End(_instant(invite.end, zone))),
    ]
    sequence = extended(SEQUENCE_NAME, str(invite.sequence))
    changes = [_set(field(uri), element) for uri, element in elements]
    return [*changes, _set(named(SEQUENCE_NAME), sequence)]


def create(address: str, item: Element, sending: Sending) -> Element:
    """CreateItem in a mailbox's calendar."""
    folder = M.SavedItemFolderId(calendar_of(address))
    return M.CreateItem(folder, M.Items(item), SendMeetingInvitations=sending)


def update(identity: str, change_key: str, changes: Iterable[Element], sending: Sending) -> Element:
    """UpdateItem of one version of an item; of whatever version without a change key."""
    address = T.ItemId(Id=identity)
    if change_key:
        address.set("ChangeKey", change_key)
    change = T.ItemChange(address, T.Updates(*changes))
    return M.UpdateItem(
        M.ItemChanges(change),
        MessageDisposition="SaveOnly",
        SendMeetingInvitationsOrCancellations=sending,
        ConflictResolution="NeverOverwrite" if change_key else "AlwaysOverwrite",
    )


def delete(identity: str, sending: Sending) -> Element:
    """DeleteItem for good: it is ours, and belongs into nobody's wastebasket."""
    return M.DeleteItem(
        M.ItemIds(T.ItemId(Id=identity)), DeleteType="HardDelete", SendMeetingCancellations=sending
    )


def _set(uri: Element, element: Element) -> Element:
    return T.SetItemField(uri, T.CalendarItem(element))


def _set_mapi(uri: str, element: Element) -> Element:
    address = T.ExtendedFieldURI(**_MAPI[uri])
    value = T.ExtendedProperty(T.ExtendedFieldURI(**_MAPI[uri]), T.Value(element.text))
    return _set(address, value)


def _when(day: date, end: date, zone: ZoneInfo) -> list[Element]:
    return [
        T.Start(_instant(day, zone)),
        T.End(_instant(end, zone)),
        T.IsAllDayEvent("true"),
        T.LegacyFreeBusyStatus("Free"),
    ]


def _zones(zone: ZoneInfo) -> list[Element]:
    name = windows_name(zone)
    return [T.StartTimeZone(Id=name), T.EndTimeZone(Id=name)]


def _instant(day: date, zone: ZoneInfo) -> str:
    return midnight(day, zone).isoformat()
