"""A second look at a few entries: who takes part, who accepted, whether one can join online."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connectors import ews_requests
from connectors.errors import Unavailable
from connectors.ews_bounds import OversizedError
from connectors.ews_calls import Calls
from connectors.ews_errors import ToldError
from connectors.ews_messages import each
from connectors.ews_names import M_, T_, Element, GarbledError
from connectors.ews_parse import FOLDED, OCCURRENCE, answer_of, raw_item
from connectors.ews_series import series_of
from connectors.join_links import holds_link, place_is_online
from connectors.model import Depth, Details, JoinLink, Mailbox, Response, Role, Series

_LISTS = {"RequiredAttendees": Role.REQUIRED, "OptionalAttendees": Role.OPTIONAL}


def details(
    calls: Calls, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
) -> Mapping[str, Details]:
    """Details by event id, ten ids in a call; what is gone or odd is missing.

    All in a call are asked as deeply as one of them is needed. Whose hand gave an answer Exchange
    does not keep: a delegate's counts as the attendee's own.
    """
    found: dict[str, Details] = {}
    for first in range(0, len(ids), ews_requests.BATCH):
        some = ids[first : first + ews_requests.BATCH]
        deepest = max((depths or {}).get(identity, Depth.LINK) for identity in some)
        found |= _batch(calls, mailbox, some, deepest)
    return found


def _batch(calls: Calls, mailbox: Mailbox, ids: Sequence[str], depth: Depth) -> dict[str, Details]:
    wanted = [_address(identity) for identity in ids]
    payload = ews_requests.items(wanted, ews_requests.details_shape(depth))
    try:
        messages = list(each(calls.read("GetItem", payload, mailbox.address)))
    except OversizedError:
        # A body like that tells nothing; it must not keep the others, or the mailbox, from being read.
        return _apart(calls, mailbox, ids, depth)
    except GarbledError as error:
        raise Unavailable(str(error)) from error
    found = {}
    for identity, message in zip(ids, messages, strict=False):
        if not isinstance(message, ToldError):
            items = message.find(f"{M_}Items")
            if items is not None and len(items):
                found[identity] = _details(items[0], mailbox)
    return found


def _apart(calls: Calls, mailbox: Mailbox, ids: Sequence[str], depth: Depth) -> dict[str, Details]:
    if len(ids) == 1:
        return {}
    middle = len(ids) // 2
    halves = ids[:middle], ids[middle:]
    first, second = (_batch(calls, mailbox, half, depth) for half in halves)
    return first | second


def _address(identity: str) -> Element:
    """An occurrence is asked about through its series: its body and guests are the series' own."""
    kind, exchange_id = identity[:2], identity[2:]
    if kind == OCCURRENCE:
        return ews_requests.master_of(exchange_id)
    return ews_requests.item_id(exchange_id.partition("#")[0] if kind == FOLDED else exchange_id)


def _details(element: Element, mailbox: Mailbox) -> Details:
    raw = raw_item(element)
    meeting = raw.yes("IsMeeting")
    answer = raw.texts.get("MyResponseType", "")
    own = not meeting or answer == "Organizer"
    return Details(
        role=Role.ORGANIZER if own else _role(element, mailbox),
        response=Response.ACCEPTED if own else answer_of(answer),
        join_link=_join_link(element),
        series=_series(element, mailbox),
        accepted_by=tuple(_accepted(element, mailbox)),
    )


def _role(element: Element, mailbox: Mailbox) -> Role:
    """As listed; who is not listed was invited through a list, and may stay away."""
    for name, role in _LISTS.items():
        if any(mailbox.owns(address) for address, _ in _attendees(element, name)):
            return role
    return Role.OPTIONAL


def _accepted(element: Element, mailbox: Mailbox) -> Iterator[str]:
    for name in _LISTS:
        for address, answer in _attendees(element, name):
            if answer == "Accept" and address and not mailbox.owns(address):
                yield address


def _attendees(element: Element, name: str) -> Iterator[tuple[str, str]]:
    for attendee in element.iterfind(f"{T_}{name}/{T_}Attendee"):
        address = attendee.findtext(f"{T_}Mailbox/{T_}EmailAddress") or ""
        yield address.strip().lower(), attendee.findtext(f"{T_}ResponseType") or ""


def _join_link(element: Element) -> JoinLink:
    """The body answers yes or no and is dropped here; a private one is not looked into."""
    if (element.findtext(f"{T_}Sensitivity") or "Normal") != "Normal":
        return JoinLink.UNKNOWN
    place, body = (element.findtext(f"{T_}{name}") for name in ("Location", "Body"))
    if place and place_is_online(place):
        return JoinLink.YES
    if body is None:
        return JoinLink.UNKNOWN
    return JoinLink.YES if holds_link(body) else JoinLink.NO


def _series(element: Element, mailbox: Mailbox) -> Series | None:
    if element.find(f"{T_}Recurrence") is None:
        return None
    try:
        return series_of(element, mailbox)
    except Exception:  # noqa: BLE001 – an odd rule says nothing, and hides nothing
        return None
