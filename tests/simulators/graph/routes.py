"""Where a request goes: the operation, the mailbox and the ids that its path names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.simulators.graph import reading, writing
from tests.simulators.graph.asked import Call, GraphError, Reply, bad
from tests.simulators.graph.delta import delta
from tests.simulators.graph.subscriptions import subscribe

Handle = Callable[..., Reply]
DELTAS = frozenset({"delta", "delta()", "microsoft.graph.delta", "microsoft.graph.delta()"})
_KEYED = re.compile(r"^(users|events|calendars|subscriptions)\('(.+)'\)$")


@dataclass(frozen=True)
class Route:
    """An operation and what it is about. ``role``: the permission that it needs."""

    operation: str
    handle: Handle
    role: str
    user: str = ""
    ids: tuple[str, ...] = ()
    calendar: str | None = None
    directory: bool = False

    @property
    def of_mailbox(self) -> bool:
        """Whether it is about one person."""
        return bool(self.user)


METHODS = frozenset({"GET", "POST", "PATCH", "DELETE"})
READ, WRITE, PEOPLE = "Calendars.Read", "Calendars.ReadWrite", "User.Read.All"
COLLECTIONS: dict[tuple[str, str], tuple[str, Handle, str]] = {
    ("GET", "calendar"): ("calendar", reading.calendar, READ),
    ("GET", "calendarView"): ("view", reading.view, READ),
    ("GET", "calendarView/delta"): ("delta", delta, READ),
    ("GET", "events"): ("list", reading.listed, READ),
    ("POST", "events"): ("create", writing.create, WRITE),
}
ITEMS: dict[tuple[str, str], tuple[str, Handle, str]] = {
    ("GET", ""): ("get", reading.get, READ),
    ("PATCH", ""): ("update", writing.update, WRITE),
    ("DELETE", ""): ("delete", writing.delete, WRITE),
    ("GET", "instances"): ("instances", reading.instances, READ),
    ("POST", "cancel"): ("cancel", writing.cancel, WRITE),
    ("POST", "accept"): ("respond", writing.respond, WRITE),
    ("POST", "tentativelyAccept"): ("respond", writing.respond, WRITE),
    ("POST", "decline"): ("respond", writing.respond, WRITE),
}


def routed(call: Call) -> Route:
    """The route of a call; a GraphError where there is none."""
    segments = [part for segment in call.segments for part in _split(segment)]
    if segments[0] == "me":
        raise bad("/me request is only valid with delegated authentication flow.", "BadRequest")
    if segments[0] == "users" and len(segments) > 1:
        return _of_user(call, segments[1], segments[2:])
    if segments[0] == "subscriptions" and len(segments) <= 3 and call.method in METHODS:
        return Route("subscriptions", subscribe, READ, ids=tuple(segments[1:]))
    raise _unknown(segments)


def _of_user(call: Call, user: str, rest: list[str]) -> Route:
    if not rest:
        return Route("user", reading.user, PEOPLE, user, directory=True)
    calendar = None
    if rest[0] == "calendars" and len(rest) > 1:
        calendar, rest = rest[1], ["calendar", *rest[2:]]
    if rest[0] == "calendar" and len(rest) > 1:
        rest = rest[1:]
    if rest[0].lower() == "calendarview":
        rest[0] = "calendarView"
    if len(rest) == 2 and rest[0] == "calendarView" and rest[1] in DELTAS:
        rest = ["calendarView/delta"]
    if len(rest) == 1:
        found, ids = COLLECTIONS.get((call.method, rest[0])), ()
    elif rest[0] == "events" and len(rest) <= 3:
        found, ids = ITEMS.get((call.method, "".join(rest[2:]))), (rest[1],)  # type: ignore[assignment]
    else:
        raise _unknown(rest)
    if found is None:
        raise _unknown(rest)
    operation, handle, role = found
    if operation == "list" and "$filter" in call.query:
        operation = "find"
    return Route(operation, handle, role, user, ids, calendar)


def _split(segment: str) -> list[str]:
    keyed = _KEYED.match(segment)
    return [keyed[1], keyed[2]] if keyed else [segment]


def _unknown(segments: list[str]) -> GraphError:
    return bad(f"Resource not found for the segment '{segments[-1]}'.", "BadRequest")
