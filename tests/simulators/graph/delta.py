"""Delta queries on a calendar view: the window is in the token, and the answers are a little odd."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.simulators.graph.asked import Call, GraphError, Reply, bad
from tests.simulators.graph.event import Event, event_id
from tests.simulators.graph.reading import window
from tests.simulators.graph.recurrence import itself, occurrences
from tests.simulators.graph.shown import applied, shown, stub
from tests.simulators.graph.store import Mailbox
from tests.simulators.graph.zones import stamp

if TYPE_CHECKING:
    from tests.simulators.graph.tenant import Tenant

CONTEXT = "https://graph.microsoft.com/v1.0/$metadata#Collection(event)"
REFUSED = ("$select", "$expand", "$filter", "$orderby", "$search", "$top", "$skip")
Place = tuple[int, int, int]
Row = tuple[int, int, dict[str, Any]]


@dataclass(frozen=True)
class State:
    """What a token holds. ``since``: the moment told of so far; ``until``: when the round began.

    ``after``: the moment of change, the number and the row of what was told last in this round.
    """

    mailbox: str
    generation: int
    first: datetime
    last: datetime
    since: int
    until: int
    after: Place = (0, 0, 0)

    def token(self) -> str:
        """The opaque form."""
        words = "|".join(
            (
                *(self.mailbox, str(self.generation)),
                *(self.first.isoformat(), self.last.isoformat()),
                *(str(number) for number in (self.since, self.until, *self.after)),
            )
        )
        mark = hashlib.sha256(words.encode()).hexdigest()[:8]
        return base64.urlsafe_b64encode(f"R0us|{words}|{mark}".encode()).decode().rstrip("=")


def delta(tenant: Tenant, call: Call, mailbox: Mailbox, _: Sequence[str]) -> Reply:
    """One page of a round of changes."""
    for name in REFUSED:
        if name in call.query:
            raise bad(f"The following parameters are not supported with change tracking: {name}.")
    state = _state(tenant, call, mailbox)
    manners = mailbox.delta
    rows = _placed(_changes(mailbox, state, call), twice=manners.repeats)
    left = [(place, told) for place, told in rows if place > state.after]
    size = min(
        int(call.prefers.get("odata.maxpagesize", tenant.manners.page)), tenant.manners.page_cap
    )
    if manners.empty_first_page and "$skiptoken" not in call.query:
        size = 0
    told: dict[str, Any] = {"@odata.context": CONTEXT}
    told["value"] = [row for _, row in left[:size]]
    if manners.never_ends or size < len(left):
        after = state.after if manners.never_ends or not size else left[size - 1][0]
        told["@odata.nextLink"] = _link(call, "$skiptoken", replace(state, after=after))
    else:
        new = replace(state, since=state.until, until=state.until, after=(0, 0, 0))
        told["@odata.deltaLink"] = _link(call, "$deltatoken", new)
    return Reply(200, told, applied(call))


def _state(tenant: Tenant, call: Call, mailbox: Mailbox) -> State:
    token = call.query.get("$skiptoken") or call.query.get("$deltatoken")
    if not token:
        first, last = window(call)
        return State(mailbox.address, mailbox.generation, first, last, 0, mailbox.moment)
    state = _known(token)
    if state is None or (state.mailbox, state.generation) != (mailbox.address, mailbox.generation):
        raise _lost(tenant, call, state)
    return state if "$skiptoken" in call.query else replace(state, until=mailbox.moment)


def _known(token: str) -> State | None:
    try:
        words = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        name, *parts, mark = words.split("|")
        right = hashlib.sha256("|".join(parts).encode()).hexdigest()[:8] == mark
        if name != "R0us" or not right:
            return None
        mailbox, generation, first, last, *numbers = parts
        since, until, at, number, row = (int(one) for one in numbers)
        window_of = (datetime.fromisoformat(first), datetime.fromisoformat(last))
        return State(mailbox, int(generation), *window_of, since, until, (at, number, row))
    except (ValueError, binascii.Error):
        return None


def _lost(tenant: Tenant, call: Call, state: State | None) -> GraphError:
    status, code = tenant.manners.lost_state
    message = "The sync state generation is not found; synchronize anew."
    if status != 410:
        return GraphError(status, code, message)
    query = {"$deltatoken": ""}
    if state is not None:
        query = {"startDateTime": stamp(state.first), "endDateTime": stamp(state.last), **query}
    url = f"{call.url().partition('?')[0]}?{urlencode(query)}"
    return GraphError(410, code, message, headers={"Location": url})


def _placed(rows: Iterable[Row], *, twice: bool) -> list[tuple[Place, dict[str, Any]]]:
    """The rows with their places: what changes while a round goes on comes to its end, again."""
    found: list[tuple[Place, dict[str, Any]]] = []
    counted: Counter[tuple[int, int]] = Counter()
    for at, number, told in rows:
        for _ in range(2 if twice else 1):
            counted[at, number] += 1
            found.append(((at, number, counted[at, number]), told))
    return found


def _changes(mailbox: Mailbox, state: State, call: Call) -> Iterable[Row]:
    if state.since == mailbox.moment and not mailbox.delta.removes_falsely:
        return []
    found: list[Row] = []
    for event in mailbox.events.values():
        if event.changed > state.since:
            found += _rows(event, mailbox, state, call)
    if state.since and not mailbox.delta.misses_deletions:
        found += [
            (at, event.number, _removed(event_id(event, original, immutable=call.immutable)))
            for at, event, original in mailbox.deletions
            if at > state.since
        ]
    if state.since and mailbox.delta.removes_falsely:
        standing = next(iter(mailbox.events.values()), None)
        if standing is not None:
            found.append((state.until, 0, _removed(event_id(standing, immutable=call.immutable))))
    return sorted(found, key=lambda row: row[:2])


def _rows(event: Event, mailbox: Mailbox, state: State, call: Call) -> list[Row]:
    at, number = event.changed, event.number
    ones = list(occurrences(event, state.first, state.last))
    if not ones:
        gone = _removed(event_id(event, immutable=call.immutable))
        return [(at, number, gone)] if state.since else []
    typed = {"@odata.type": "#microsoft.graph.event"}
    rows = (
        [(at, number, {**typed, **shown(itself(event), mailbox, call)})] if event.recurring else []
    )
    for one in ones:
        like = one.kind == "occurrence"
        told = stub(one, call) if like else {**typed, **shown(one, mailbox, call)}
        rows.append((at, number, told))
    return rows


def _removed(identity: str) -> dict[str, Any]:
    return {
        "@odata.type": "#microsoft.graph.event",
        "id": identity,
        "@removed": {"reason": "deleted"},
    }


def _link(call: Call, name: str, state: State) -> str:
    return f"{call.url().partition('?')[0]}?{urlencode({name: state.token()})}"
