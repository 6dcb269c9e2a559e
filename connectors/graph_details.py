"""A second look at a few events: who takes part, who accepted, whether one can join online."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from connectors import graph_requests
from connectors.graph_calls import Calls
from connectors.graph_errors import ToldError, in_words
from connectors.graph_parse import link_in, part_of
from connectors.graph_series import asked_by, series_of
from connectors.graph_wire import Event, decoded
from connectors.join_links import holds_link
from connectors.model import Depth, Details, JoinLink, Mailbox, Series


def details(
    calls: Calls, mailbox: Mailbox, ids: Sequence[str], depths: Mapping[str, Depth] | None = None
) -> Mapping[str, Details]:
    """Details by event id, of an occurrence those of its series; what is gone is missing.

    One request each, and one more where only a body tells of a join link that is needed. One after
    the other: a mailbox has never more than one request under way.
    """
    found: dict[str, Details] = {}
    for identity in dict.fromkeys(ids):
        depth = (depths or {}).get(identity, Depth.LINK)
        select = graph_requests.RULE if depth is Depth.RULE else graph_requests.DETAILS
        raw = _event(calls, mailbox, asked_by(identity), select)
        if raw is not None:
            found[identity] = _details(calls, mailbox, raw, body=depth is Depth.LINK)
    return found


def _event(calls: Calls, mailbox: Mailbox, identity: str, select: str) -> Event | None:
    target = graph_requests.event(mailbox.address, identity, select)
    try:
        return decoded(calls.get(mailbox.address, target), Event)
    except ToldError as told:
        if told.absent:
            return None
        raise in_words(told) from told


def _details(calls: Calls, mailbox: Mailbox, raw: Event, *, body: bool) -> Details:
    role, response = part_of(raw, mailbox)
    return Details(
        role=role,
        response=response,
        join_link=_join_link(calls, mailbox, raw, body=body),
        series=_series(raw, mailbox),
        accepted_by=tuple(_accepted(raw, mailbox)),
    )


def _accepted(raw: Event, mailbox: Mailbox) -> Iterator[str]:
    """Graph keeps an attendee's own answer, and none that a delegate gave for somebody."""
    for attendee in raw.attendees or ():
        answer = attendee.status.response if attendee.status else None
        person = attendee.type != "resource" and not mailbox.owns(attendee.address)
        if answer == "accepted" and person and attendee.address:
            yield attendee.address


def _join_link(calls: Calls, mailbox: Mailbox, raw: Event, *, body: bool) -> JoinLink:
    """The body is the last resort: it answers yes or no and is dropped here; a private one is let be."""
    if raw.private:
        return JoinLink.UNKNOWN
    place = (raw.location.display_name if raw.location else "") or ""
    if link_in(raw) is JoinLink.YES or not body or not (raw.attendees or place):
        return link_in(raw)
    whole = _event(calls, mailbox, raw.id, "body")
    if whole is None or whole.body is None:
        return JoinLink.UNKNOWN
    return JoinLink.YES if holds_link(whole.body.content or "") else JoinLink.NO


def _series(raw: Event, mailbox: Mailbox) -> Series | None:
    if raw.recurrence is None:
        return None
    try:
        return series_of(raw, mailbox)
    except Exception:  # noqa: BLE001 – an odd rule says nothing, and hides nothing
        return None
