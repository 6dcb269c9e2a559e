"""What an item says besides its times: how it stands and who takes part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.ics_lines import Item, split_tail, unescape
from connectors.model import Mailbox, Response, Role, ShowAs

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
    sent_by: str = ""


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


def accepted_by(item: Item, mailbox: Mailbox) -> tuple[str, ...]:
    """Who accepted, the owner and rooms aside; a delegate's click (SENT-BY) is nobody's own answer."""
    attendees = map(_attendee, item.all("ATTENDEE"))
    own_words = (a for a in attendees if not a.sent_by or _same(a.sent_by, a.address))
    accepted = (a for a in own_words if a.partstat == "ACCEPTED" and not a.room)
    return tuple(sorted({a.address.lower() for a in accepted if not mailbox.owns(a.address)}))


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


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
        _bare(parameters.get("SENT-BY", "")),
    )


def _address(tail: str) -> str:
    """The bare address: ``mailto:`` in any case, quotes and angle brackets taken off."""
    parameters, value = split_tail(tail) if tail else ({}, "")
    bare = _bare(value)
    return bare if "@" in bare else parameters.get("EMAIL", bare)


def _bare(value: str) -> str:
    bare = value.strip().strip("\"'<>").strip()
    if bare.lower().startswith("mailto:"):
        bare = bare[7:].strip().strip("\"'<>").strip()
    return bare
