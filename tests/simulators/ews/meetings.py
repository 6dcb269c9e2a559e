"""Meetings between mailboxes: requests, updates and cancellations land in the guests' calendars."""

from __future__ import annotations

from copy import deepcopy

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.item import ATTENDEES, Item
from tests.simulators.ews.soap import T, text_of
from tests.simulators.ews.store import Mail, Mailbox


def invite(exchange: Exchange, meeting: Item) -> None:
    """Mail everybody a request; who has a mailbox here finds the meeting in their calendar."""
    for guest in meeting.attendees():
        _mail(exchange, "request", meeting, guest)
        mailbox = exchange.store.mailboxes.get(guest)
        if mailbox is not None:
            _lay_down(exchange, meeting, mailbox)


def tell_of_update(exchange: Exchange, meeting: Item) -> None:
    """Mail everybody the new version, and change it in their calendars."""
    for guest in meeting.attendees():
        _mail(exchange, "update", meeting, guest)
        mailbox = exchange.store.mailboxes.get(guest)
        if mailbox is None:
            continue
        copy = copy_of(mailbox, meeting.uid)
        if copy is None:
            _lay_down(exchange, meeting, mailbox)
            continue
        copy.fields = {name: deepcopy(value) for name, value in meeting.fields.items()}
        copy.extended |= _travelling(exchange, meeting)
        copy.sequence = meeting.sequence
        mailbox.touch(copy)


def call_off(exchange: Exchange, meeting: Item) -> None:
    """Mail everybody a cancellation; their copies stay, marked, until they take them away."""
    for guest in meeting.attendees():
        _mail(exchange, "cancellation", meeting, guest)
        mailbox = exchange.store.mailboxes.get(guest)
        copy = copy_of(mailbox, meeting.uid) if mailbox is not None else None
        if mailbox is not None and copy is not None:
            copy.cancelled = True
            mailbox.touch(copy)


def respond(exchange: Exchange, guest: str, uid: str, answer: str) -> None:
    """A guest answers: Accept, Tentative or Decline; a declined meeting leaves the calendar."""
    mailbox = exchange.store.open(guest)
    copy = copy_of(mailbox, uid)
    assert copy is not None
    copy.response = answer
    mailbox.touch(copy)
    organizer = exchange.store.mailboxes.get(copy.organizer)
    original = copy_of(organizer, uid) if organizer is not None else None
    if organizer is not None and original is not None:
        _note_answer(original, guest, answer)
        organizer.touch(original)
    if answer == "Decline":
        exchange.store.remove(copy)


def copy_of(mailbox: Mailbox, uid: str) -> Item | None:
    """The item with a UID in a mailbox."""
    return next((item for item in mailbox.items.values() if item.uid == uid), None)


def _note_answer(meeting: Item, guest: str, answer: str) -> None:
    for name in ATTENDEES:
        for attendee in meeting.fields.get(name, ()):
            if (text_of(attendee, "t:Mailbox/t:EmailAddress") or "").lower() != guest.lower():
                continue
            for old in attendee.findall("{*}ResponseType"):
                attendee.remove(old)
            attendee.insert(1, T.ResponseType(answer))


def _lay_down(exchange: Exchange, meeting: Item, mailbox: Mailbox) -> None:
    fields = {name: deepcopy(value) for name, value in meeting.fields.items()}
    if meeting.text("LegacyFreeBusyStatus") not in ("Free", "Tentative"):
        fields["LegacyFreeBusyStatus"] = T.LegacyFreeBusyStatus("Tentative")
    copy = exchange.store.add(
        mailbox, fields, _travelling(exchange, meeting), organizer=meeting.organizer
    )
    copy.response = "NoResponseReceived"
    copy.sequence = meeting.sequence


def _travelling(exchange: Exchange, meeting: Item) -> dict[tuple[str, str, str], object]:
    if not exchange.manners.named_properties_travel:
        return {}
    return {key: deepcopy(value) for key, value in meeting.extended.items()}


def _mail(exchange: Exchange, kind: str, meeting: Item, guest: str) -> None:
    exchange.store.mails.append(Mail(kind, meeting.organizer, guest, meeting.uid, meeting.sequence))
