"""What an item says besides its times: how it stands, who takes part, whether it is online."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.ics_lines import Item, split_tail, unescape
from connectors.join_links import holds_link, names_service
from connectors.model import JoinLink, Mailbox, Response, Role, ShowAs

_SHOW_AS = {
    "FREE": ShowAs.FREE,
    "TENTATIVE": ShowAs.TENTATIVE,
    "BUSY": ShowAs.BUSY,
    "OOF": ShowAs.OOF,
    "WORKINGELSEWHERE": ShowAs.WORKING_ELSEWHERE,
}
_RESPONSES = {
    "ACCEPTED": Response.ACCEPTED,
    "COMPLETED": Response.ACCEPTED,
    "IN-PROCESS": Response.ACCEPTED,
    "TENTATIVE": Response.TENTATIVE,
    "DECLINED": Response.DECLINED,
    "DELEGATED": Response.DECLINED,
}
_LINK_PROPERTIES = (
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGCONFLINK",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-MICROSOFT-ONLINEMEETINGINFORMATION",
    "X-MICROSOFT-ONLINEMEETINGTOOLBARCONFLINK",
    "X-GOOGLE-CONFERENCE",
    "CONFERENCE",
)


@dataclass(frozen=True, slots=True)
class Part:
    """The owner's part in an item and who else is in it."""

    role: Role
    response: Response
    organizer: str
    others: bool
    room: bool


@dataclass(frozen=True, slots=True)
class _Attendee:
    address: str
    role: str
    partstat: str
    room: bool


def show_as(item: Item) -> ShowAs:
    """How the item stands in free/busy: Outlook's own word, else TRANSP and STATUS."""
    for name in ("X-MICROSOFT-CDO-BUSYSTATUS", "X-MICROSOFT-CDO-INTENDEDSTATUS"):
        if item.word(name) in _SHOW_AS:
            return _SHOW_AS[item.word(name)]
    if item.word("TRANSP") == "TRANSPARENT":
        return ShowAs.FREE
    return ShowAs.TENTATIVE if item.word("STATUS") == "TENTATIVE" else ShowAs.BUSY


def is_private(item: Item) -> bool:
    """Whether the class is anything but public; an unknown class counts as private (RFC 5545)."""
    return item.word("CLASS") not in {"", "PUBLIC"}


def categories(item: Item) -> tuple[str, ...]:
    """The category names, in their order, once each."""
    names = (
        unescape(name).strip()
        for tail in item.all("CATEGORIES")
        for name in re.split(r"(?<!\\),", split_tail(tail)[1])
    )
    return tuple(dict.fromkeys(filter(None, names)))


def part(item: Item, mailbox: Mailbox) -> Part:
    """Who organises, what the owner's role and answer are, and whether anybody else is invited."""
    organizer = _address(item.first("ORGANIZER") or "")
    attendees = [_attendee(tail) for tail in item.all("ATTENDEE")]
    people = [attendee for attendee in attendees if not attendee.room]
    own = next((attendee for attendee in people if mailbox.owns(attendee.address)), None)
    room = any(attendee.room and attendee.partstat != "DECLINED" for attendee in attendees)
    elsewhere = bool(organizer) and not mailbox.owns(organizer)
    others = any(not mailbox.owns(attendee.address) for attendee in people)
    role, response = _standing(own, elsewhere, bool(organizer), bool(attendees))
    return Part(role, response, organizer.lower(), others or (bool(people) and elsewhere), room)


def join_link(item: Item, *, limited: bool = False) -> JoinLink:
    """Whether one can join online; the whole text is at hand, so no link in it means no.

    ``limited``: a text that is not there may have been held back, so then nobody knows.
    """
    if any(item.first(name) for name in _LINK_PROPERTIES):
        return JoinLink.YES
    if names_service(item.text("LOCATION")):
        return JoinLink.YES
    described = [item.text(name).strip() for name in ("DESCRIPTION", "X-ALT-DESC")]
    if any(map(holds_link, (item.text("LOCATION"), item.text("URL"), *described))):
        return JoinLink.YES
    return JoinLink.UNKNOWN if limited and not any(described) else JoinLink.NO


def _standing(
    own: _Attendee | None, elsewhere: bool, organized: bool, attended: bool
) -> tuple[Role, Response]:
    if organized and not elsewhere:
        return Role.ORGANIZER, Response.ACCEPTED
    if own is not None:
        optional = own.role in {"OPT-PARTICIPANT", "NON-PARTICIPANT"}
        role = Role.OPTIONAL if optional else Role.REQUIRED
        return role, _RESPONSES.get(own.partstat, Response.NONE)
    # Not listed, yet others are: invited through a list, or a copy of somebody's meeting.
    if elsewhere and attended:
        return Role.OPTIONAL, Response.NONE
    return Role.ORGANIZER, Response.ACCEPTED


def _attendee(tail: str) -> _Attendee:
    parameters, _ = split_tail(tail)
    kind = parameters.get("CUTYPE", "").upper()
    return _Attendee(
        _address(tail),
        parameters.get("ROLE", "").upper(),
        parameters.get("PARTSTAT", "").upper(),
        kind in {"ROOM", "RESOURCE"},
    )


def _address(tail: str) -> str:
    """The bare address: ``mailto:`` in any case, quotes and angle brackets taken off."""
    parameters, value = split_tail(tail) if tail else ({}, "")
    bare = value.strip().strip("\"'<>").strip()
    if bare.lower().startswith("mailto:"):
        bare = bare[7:].strip().strip("\"'<>").strip()
    return bare if "@" in bare else parameters.get("EMAIL", bare)
