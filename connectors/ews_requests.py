"""The payloads of the calls that read: one calendar, only the properties that are needed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from connectors.ews_names import Element, M, T, field, named, organizer_address
from connectors.marks import CONTENT_NAME, KEY_NAME, SEQUENCE_NAME
from connectors.model import Depth

VIEW_CAP = 1000
"""Exchange gives no more items than this in one view."""
SYNC_PAGE = 512
BATCH = 10
"""Ids in one GetItem, as Microsoft advises."""
PAGE = 500

_EVENT = (
    *("item:Subject", "item:Sensitivity", "item:Categories", "item:DisplayTo", "item:DisplayCc"),
    *("calendar:UID", "calendar:Start", "calendar:End", "calendar:IsAllDayEvent"),
    *("calendar:LegacyFreeBusyStatus", "calendar:Location", "calendar:IsMeeting"),
    *("calendar:IsCancelled", "calendar:CalendarItemType", "calendar:MyResponseType"),
    "calendar:StartTimeZone",
)
_STANDING = (
    *("item:Subject", "item:Sensitivity", "item:ReminderIsSet", "item:DateTimeCreated"),
    *("calendar:Start", "calendar:End", "calendar:IsAllDayEvent", "calendar:UID"),
    *("calendar:LegacyFreeBusyStatus", "calendar:StartTimeZone"),
)
_RULE = (
    *("calendar:UID", "calendar:Start", "calendar:End", "calendar:IsAllDayEvent"),
    *("calendar:StartTimeZone", "calendar:Recurrence"),
)
_GUESTS = (
    *("item:Sensitivity", "calendar:Location", "calendar:IsMeeting"),
    *("calendar:MyResponseType", "calendar:CalendarItemType"),
    *("calendar:RequiredAttendees", "calendar:OptionalAttendees", "calendar:Resources"),
)


def event_shape() -> Element:
    """What an event is made of."""
    return _shape(map(field, _EVENT), [named(KEY_NAME), organizer_address()])


def standing_shape(*, body: bool = False) -> Element:
    """What tells whether an entry of ours stands as we wrote it; its text only where ``body``."""
    ours = [named(name) for name in (KEY_NAME, CONTENT_NAME, SEQUENCE_NAME)]
    if body:
        return _shape(map(field, (*_STANDING, "item:Body")), ours, body_type="Text")
    return _shape(map(field, _STANDING), ours)


def unfolding_shape() -> Element:
    """What is needed to unfold a series that the server does not."""
    more = ("calendar:ModifiedOccurrences", "calendar:DeletedOccurrences", "calendar:Recurrence")
    return _shape(map(field, (*_EVENT, *more)), [named(KEY_NAME), organizer_address()])


def details_shape(depth: Depth) -> Element:
    """What a second look takes in; the body only where it is needed, as text, to be dropped at once."""
    if depth is Depth.RULE:
        return _shape(map(field, _RULE))
    if depth is Depth.GUESTS:
        return _shape(map(field, (*_RULE, *_GUESTS)))
    return _shape(map(field, (*_RULE, *_GUESTS, "item:Body")), body_type="Text")


def kind_shape() -> Element:
    """Whether an item is a series."""
    return _shape([field("calendar:CalendarItemType")])


def id_shape() -> Element:
    """Nothing but ids."""
    return _shape()


def calendar_of(address: str) -> Element:
    """The calendar folder of a mailbox."""
    return T.DistinguishedFolderId(T.Mailbox(T.EmailAddress(address)), Id="calendar")


def view(
    address: str, start: datetime, end: datetime, shape: Element, most: int = VIEW_CAP
) -> Element:
    """FindItem between two instants, series unfolded; the first ``most`` of what is there."""
    window = M.CalendarView(
        MaxEntriesReturned=str(most), StartDate=_instant(start), EndDate=_instant(end)
    )
    return M.FindItem(shape, window, _parents(address), Traversal="Shallow")


def page(address: str, offset: int, shape: Element, restriction: Element | None = None) -> Element:
    """FindItem over single items and masters, a page of it."""
    paging = M.IndexedPageItemView(
        MaxEntriesReturned=str(PAGE), Offset=str(offset), BasePoint="Beginning"
    )
    parts = [shape, paging, *([restriction] if restriction is not None else [])]
    return M.FindItem(*parts, _parents(address), Traversal="Shallow")


def with_key(key: str) -> Element:
    """The restriction to entries that carry a key of ours."""
    wanted = T.FieldURIOrConstant(T.Constant(Value=key))
    return M.Restriction(T.IsEqualTo(named(KEY_NAME), wanted))


def changes(address: str, state: str | None) -> Element:
    """SyncFolderItems since a state; from the beginning without one."""
    folder = M.SyncFolderId(calendar_of(address))
    known = [M.SyncState(state)] if state else []
    return M.SyncFolderItems(id_shape(), folder, *known, M.MaxChangesReturned(str(SYNC_PAGE)))


def items(ids: Iterable[Element], shape: Element) -> Element:
    """GetItem of ids of any kind."""
    return M.GetItem(shape, M.ItemIds(*ids))


def item_id(identity: str, change_key: str | None = None) -> Element:
    """The id of an item or occurrence."""
    found = T.ItemId(Id=identity)
    if change_key:
        found.set("ChangeKey", change_key)
    return found


def master_of(occurrence: str) -> Element:
    """The id of the series that an occurrence belongs to."""
    return T.RecurringMasterItemId(OccurrenceId=occurrence)


def folder(address: str, name: str) -> Element:
    """GetFolder of a folder that everybody has: its id, and what may be done there."""
    identity = T.DistinguishedFolderId(T.Mailbox(T.EmailAddress(address)), Id=name)
    rights = T.AdditionalProperties(field("folder:EffectiveRights"))
    return M.GetFolder(M.FolderShape(T.BaseShape("IdOnly"), rights), M.FolderIds(identity))


def _shape(
    fields: Iterable[Element] = (), extended: Iterable[Element] = (), body_type: str | None = None
) -> Element:
    asked = [*fields, *extended]
    parts = [T.BaseShape("IdOnly")]
    if body_type:
        parts.append(T.BodyType(body_type))
    if asked:
        parts.append(T.AdditionalProperties(*asked))
    return M.ItemShape(*parts)


def _parents(address: str) -> Element:
    return M.ParentFolderIds(calendar_of(address))


def _instant(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
