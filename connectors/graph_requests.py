"""The addresses that are asked: which properties of an event, in which window, by which of our marks."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlencode

from connectors.marks import CONTENT_NAME, KEY_NAME, PROPERTY_SET, SEQUENCE_NAME

PAGE = 500
"""Slim events on a page of a window; Graph may give fewer."""
ROUND_PREFER = "odata.maxpagesize=200"
"""Whole events on a page of changes, for each of twenty mailboxes in one answer."""


def mark(name: str) -> str:
    """The id of a property of ours."""
    return f"String {{{PROPERTY_SET}}} Name {name}"


KEY, CONTENT, SEQUENCE = mark(KEY_NAME), mark(CONTENT_NAME), mark(SEQUENCE_NAME)

EVENT = (
    "subject,start,end,isAllDay,isCancelled,isOrganizer,showAs,sensitivity,categories,location,"
    "organizer,attendees,responseStatus,isOnlineMeeting,onlineMeeting,onlineMeetingUrl,type,"
    "seriesMasterId"
)
STANDING = "subject,start,end,isAllDay,isCancelled,sensitivity,iCalUId,type"
RULE = "start,end,isAllDay,type,recurrence,originalStartTimeZone"
DETAILS = (
    "start,end,isAllDay,isOrganizer,sensitivity,location,organizer,attendees,responseStatus,"
    "isOnlineMeeting,onlineMeeting,onlineMeetingUrl,type,seriesMasterId,recurrence,"
    "originalStartTimeZone"
)


def view(mailbox: str, first: date, last: date, select: str, *names: str, most: int = PAGE) -> str:
    """A calendar view from one midnight in UTC to another, with properties of ours; pages of ``most``."""
    window = {**_window(first, last), "$select": select, "$top": str(most)}
    return f"{user(mailbox)}/calendarView?{_query({**window, **_expand(names)})}"


def first_round(mailbox: str, first: date, last: date) -> str:
    """Where a first round of changes is asked for."""
    return f"{user(mailbox)}/calendarView/delta?{_query(_window(first, last))}"


def calendar(mailbox: str) -> str:
    """A mailbox's calendar itself, without its entries."""
    return f"{user(mailbox)}/calendar?{_query({'$select': 'id'})}"


def event(mailbox: str, identity: str, select: str, *names: str) -> str:
    """One event, with properties of ours."""
    query = _query({"$select": select, **_expand(names)})
    return f"{item(mailbox, identity)}?{query}"


def with_key(mailbox: str, key: str, select: str, *names: str) -> str:
    """The events that carry a key."""
    wanted = f"ep/id eq {_text(KEY)} and ep/value eq {_text(key)}"
    search = f"singleValueExtendedProperties/Any(ep: {wanted})"
    query = {"$filter": search, "$select": select, "$top": "50", **_expand(names)}
    return f"{events(mailbox)}?{_query(query)}"


def events(mailbox: str) -> str:
    """All events, and where new ones go."""
    return f"{user(mailbox)}/events"


def item(mailbox: str, identity: str) -> str:
    """One event."""
    return f"{events(mailbox)}/{quote(identity, safe='')}"


def user(mailbox: str) -> str:
    """A mailbox by its address."""
    return f"/users/{quote(mailbox, safe='@')}"


def _window(first: date, last: date) -> dict[str, str]:
    return {
        "startDateTime": f"{first.isoformat()}T00:00:00Z",
        "endDateTime": f"{last.isoformat()}T00:00:00Z",
    }


def _expand(names: tuple[str, ...]) -> dict[str, str]:
    if not names:
        return {}
    wanted = " or ".join(f"id eq {_text(name)}" for name in names)
    return {"$expand": f"singleValueExtendedProperties($filter={wanted})"}


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _query(words: dict[str, str]) -> str:
    return urlencode(words, quote_via=quote, safe="$")
