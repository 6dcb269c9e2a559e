"""The operations beside calendars: folders, names, ids, time zones."""

from __future__ import annotations

from exchangelib.winzone import MS_TIMEZONE_TO_IANA_MAP

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.rights import Seat, folder_id, folder_of, seat
from tests.simulators.ews.soap import (
    Call,
    Element,
    EwsError,
    M,
    SoapFaultError,
    T,
    answered,
    failure,
    success,
    text_of,
)
from tests.simulators.ews.store import Mailbox

CLASSES = {"calendar": "IPF.Appointment", "inbox": "IPF.Note"}
ZONES = ("Romance Standard Time", "GMT Standard Time", "UTC", "New Zealand Standard Time")


def get_folder(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """Folders by id."""
    messages = []
    shape = {uri.get("FieldURI") for uri in call.element.iter("{*}FieldURI")}
    for identity in call.element.find("{*}FolderIds"):
        try:
            mailbox, name = folder_of(exchange.store, acts_as, identity)
            at = seat(exchange.store, acts_as, mailbox, name)
            found = _folder(mailbox, name)
            if "folder:EffectiveRights" in shape:
                found.append(_rights(at))
            messages.append(success("GetFolder", M.Folders(found)))
        except EwsError as error:
            messages.append(failure("GetFolder", error, M.Folders()))
    return answered("GetFolder", messages)


def _folder(mailbox: Mailbox, name: str) -> Element:
    parts = [
        T.FolderId(Id=folder_id(mailbox, name), ChangeKey="AgAAABYAAAA="),
        T.ParentFolderId(Id=folder_id(mailbox, "msgfolderroot"), ChangeKey="AQAAAA=="),
        T.FolderClass(CLASSES.get(name, "IPF")),
        T.DisplayName({"calendar": "Kalender", "inbox": "Indbakke"}.get(name, name)),
        T.TotalCount(str(len(mailbox.items) if name == "calendar" else 0)),
        T.ChildFolderCount("0"),
    ]
    return T.CalendarFolder(*parts) if name == "calendar" else T.Folder(*parts)


def _rights(at: Seat) -> Element:
    """What somebody may do in a folder, as Exchange sums it up."""
    able = {
        "CreateAssociated": False,
        "CreateContents": at.writes,
        "CreateHierarchy": False,
        "Delete": at.writes,
        "Modify": at.writes,
        "Read": True,
        "ViewPrivateItems": at.sees_private,
    }
    return T.EffectiveRights(*(T(name, str(yes).lower()) for name, yes in able.items()))


def convert_id(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """No id can be converted; clients ask to learn the version in the header."""
    if not exchange.manners.convert_id:
        raise SoapFaultError("ErrorInvalidRequest", "There is no ConvertId.")
    ids = call.element.find("{*}SourceIds")
    error = EwsError("ErrorInvalidIdMalformed", "Id is malformed.")
    return answered("ConvertId", [failure("ConvertId", error) for _ in ids])


def resolve_names(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """Mailboxes by the beginning of their address or name."""
    entry = (text_of(call.element, "m:UnresolvedEntry") or "").lower().removeprefix("smtp:")
    boxes = exchange.store.mailboxes.values()
    found = [b for b in boxes if b.address.startswith(entry) or b.name.lower().startswith(entry)]
    if not found:
        nobody = EwsError("ErrorNameResolutionNoResults", "No results were found.")
        return answered("ResolveNames", [failure("ResolveNames", nobody)])
    resolutions = (
        T.Resolution(
            T.Mailbox(
                T.Name(box.name),
                T.EmailAddress(box.address),
                T.RoutingType("SMTP"),
                T.MailboxType("Mailbox"),
            )
        )
        for box in found
    )
    root = M.ResolutionSet(
        *resolutions, TotalItemsInView=str(len(found)), IncludesLastItemInRange="true"
    )
    return answered("ResolveNames", [success("ResolveNames", root)])


def get_server_time_zones(exchange: Exchange, call: Call, acts_as: str) -> Element:
    """The zones that the server knows, by name; servers of another kind have no such operation."""
    if not exchange.manners.server_time_zones:
        raise SoapFaultError("ErrorInvalidRequest", "The operation is not supported.")
    asked = [name.text for name in call.element.findall("{*}Ids/{*}Id")]
    names = [name for name in asked or ZONES if name in MS_TIMEZONE_TO_IANA_MAP]
    zones = (T.TimeZoneDefinition(Id=name, Name=f"(UTC) {name}") for name in names)
    definitions = M.TimeZoneDefinitions(*zones)
    return answered("GetServerTimeZones", [success("GetServerTimeZones", definitions)])
