"""Meetings between mailboxes: requests, updates and cancellations land in the guests' calendars."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from tests.simulators.graph.event import Event
from tests.simulators.graph.store import Mail, Mailbox

if TYPE_CHECKING:
    from tests.simulators.graph.tenant import Tenant

ANSWERS = {
    "accept": "accepted",
    "tentativelyAccept": "tentativelyAccepted",
    "decline": "declined",
}


def invite(tenant: Tenant, meeting: Event) -> None:
    """Mail everybody a request; who has a mailbox here finds the meeting in their calendar."""
    for guest in meeting.attendees():
        _request(tenant, meeting, guest)


def tell_of_update(tenant: Tenant, meeting: Event, before: list[str], *, guests_only: bool) -> None:
    """Mail the guests the new version; only the new and the gone ones where nothing else changed."""
    for guest in meeting.attendees():
        if guest not in before:
            _request(tenant, meeting, guest)
        elif not guests_only:
            _mail(tenant, "update", meeting, guest)
            _renew(tenant, meeting, guest)
    for guest in before:
        if guest not in meeting.attendees():
            _call_off(tenant, meeting, guest)


def call_off(tenant: Tenant, meeting: Event) -> None:
    """Mail everybody a cancellation; their copies stay, marked, until they take them away."""
    for guest in meeting.attendees():
        _call_off(tenant, meeting, guest)


def respond(tenant: Tenant, mailbox: Mailbox, copy: Event, answer: str, *, mails: bool) -> None:
    """A guest answers (accept, tentativelyAccept, decline); a declined meeting leaves the calendar."""
    copy.response = ANSWERS[answer]
    tenant.store.touch(copy)
    organizer = tenant.store.mailboxes.get(copy.organizer)
    if mails:
        words = (copy.organizer, copy.organizer, copy.uid, copy.sequence)
        tenant.store.mails.append(Mail("response", *words))
    original = copy_of(organizer, copy.uid) if organizer is not None and mails else None
    if original is not None:
        for guest in original.fields["attendees"]:
            if guest["emailAddress"]["address"].lower() == mailbox.address:
                guest["status"] = {"response": ANSWERS[answer], "time": "2026-11-23T08:00:00Z"}
        tenant.store.touch(original)
    if answer == "decline":
        tenant.store.remove(copy)


def copy_of(mailbox: Mailbox, uid: str) -> Event | None:
    """The event with a UID in a mailbox."""
    return next((event for event in mailbox.events.values() if event.uid == uid), None)


def _request(tenant: Tenant, meeting: Event, guest: str) -> None:
    _mail(tenant, "request", meeting, guest)
    mailbox = tenant.store.mailboxes.get(guest)
    if mailbox is None or mailbox.address == meeting.organizer:
        return
    fields = deepcopy(meeting.fields)
    if fields["showAs"] not in ("free", "tentative"):
        fields["showAs"] = "tentative"
    if fields["hideAttendees"]:
        fields["attendees"] = [
            one for one in fields["attendees"] if one["emailAddress"]["address"].lower() == guest
        ]
    tenant.store.add(
        mailbox,
        meeting.start,
        meeting.end,
        meeting.zone_name,
        meeting.zone,
        fields,
        organizer=meeting.organizer,
        uid=meeting.uid,
        extended=_travelling(tenant, meeting),
        response="notResponded",
        sequence=meeting.sequence,
    )


def _renew(tenant: Tenant, meeting: Event, guest: str) -> None:
    mailbox = tenant.store.mailboxes.get(guest)
    copy = copy_of(mailbox, meeting.uid) if mailbox is not None else None
    if mailbox is None or copy is None or copy is meeting:
        return
    kept = {"attendees": copy.fields["attendees"]} if meeting.fields["hideAttendees"] else {}
    copy.fields = {**deepcopy(meeting.fields), **kept}
    copy.start, copy.end = meeting.start, meeting.end
    copy.zone, copy.zone_name = meeting.zone, meeting.zone_name
    copy.changes, copy.deleted = deepcopy(meeting.changes), set(meeting.deleted)
    copy.extended |= _travelling(tenant, meeting)
    copy.sequence = meeting.sequence
    tenant.store.touch(copy)


def _call_off(tenant: Tenant, meeting: Event, guest: str) -> None:
    _mail(tenant, "cancellation", meeting, guest)
    mailbox = tenant.store.mailboxes.get(guest)
    copy = copy_of(mailbox, meeting.uid) if mailbox is not None else None
    if copy is not None and copy is not meeting:
        copy.cancelled = True
        copy.fields["subject"] = f"Canceled: {copy.fields['subject']}"
        tenant.store.touch(copy)


def _travelling(tenant: Tenant, meeting: Event) -> dict[str, str]:
    return dict(meeting.extended) if tenant.manners.named_properties_travel else {}


def _mail(tenant: Tenant, kind: str, meeting: Event, guest: str) -> None:
    mail = Mail(kind, meeting.organizer, guest, meeting.uid, meeting.sequence)
    tenant.store.mails.append(mail)
