"""Reading: one event, the list of events with its filter, calendar views and instances of a series."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.simulators.graph.asked import Call, GraphError, Reply, bad, not_found
from tests.simulators.graph.event import Event
from tests.simulators.graph.recurrence import Occurrence, itself, occurrences
from tests.simulators.graph.shown import applied, checked, shown
from tests.simulators.graph.store import Mailbox
from tests.simulators.graph.zones import instant, moment

if TYPE_CHECKING:
    from tests.simulators.graph.tenant import Tenant

LONGEST = timedelta(days=1825)
_ANY = re.compile(
    r"^singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq '((?:[^']|'')*)' and "
    r"(?:\1/value (eq|ne) '((?:[^']|'')*)'|(contains|startswith)\(\1/value,\s*'((?:[^']|'')*)'\))\s*\)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"^(?:subject eq '((?:[^']|'')*)'|startswith\(subject,\s*'((?:[^']|'')*)'\))$", re.I
)


def view(tenant: Tenant, call: Call, mailbox: Mailbox, _: Sequence[str]) -> Reply:
    """A calendar view: series unfolded, sorted by start, in pages."""
    first, last = window(call)
    fits = filtered(call.query.get("$filter"))
    events = [event for event in mailbox.events.values() if fits(event)]
    found = [one for event in events for one in occurrences(event, first, last)]
    return page(tenant, call, mailbox, _ordered(call, _sorted(found)), view=True)


def instances(tenant: Tenant, call: Call, mailbox: Mailbox, ids: Sequence[str]) -> Reply:
    """The occurrences of one series in a window."""
    first, last = window(call)
    event = tenant.store.at(mailbox, ids[0]).event
    if not event.recurring:
        raise bad("The event is not the master of a series.")
    return page(tenant, call, mailbox, _sorted(occurrences(event, first, last)), view=True)


def listed(tenant: Tenant, call: Call, mailbox: Mailbox, _: Sequence[str]) -> Reply:
    """Single events and masters of series, the youngest first, as the filter has it."""
    fits = filtered(call.query.get("$filter"))
    found = [itself(event) for event in mailbox.events.values() if fits(event)]
    return page(tenant, call, mailbox, _ordered(call, found[::-1]))


def get(tenant: Tenant, call: Call, mailbox: Mailbox, ids: Sequence[str]) -> Reply:
    """One event, master or occurrence."""
    one = tenant.store.at(mailbox, ids[0])
    if one.event.private and not tenant.manners.private_is_found:
        raise not_found()
    return Reply(200, {**_context(mailbox), **shown(one, mailbox, call)}, applied(call))


def calendar(_: Tenant, call: Call, mailbox: Mailbox, __: Sequence[str]) -> Reply:
    """The default calendar."""
    told: dict[str, Any] = {
        "id": mailbox.calendar_id,
        "name": "Kalender",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": True,
        "changeKey": "DwAA",
        "canShare": True,
        "canViewPrivateItems": True,
        "canEdit": True,
        "allowedOnlineMeetingProviders": ["teamsForBusiness"],
        "defaultOnlineMeetingProvider": "teamsForBusiness",
        "isTallyingResponses": True,
        "isRemovable": False,
        "owner": {"name": mailbox.name, "address": mailbox.address},
    }
    return Reply(200, _chosen(told, call))


def user(_: Tenant, call: Call, mailbox: Mailbox, __: Sequence[str]) -> Reply:
    """The person of a mailbox, from the directory."""
    told: dict[str, Any] = {
        "id": mailbox.id,
        "displayName": mailbox.name,
        "mail": mailbox.address,
        "userPrincipalName": mailbox.address,
        "accountEnabled": True,
    }
    return Reply(200, _chosen(told, call))


def window(call: Call) -> tuple[datetime, datetime]:
    """The window of a call; a 400 where it has none, or one of more than five years."""
    names = ("startdatetime", "enddatetime")
    if not all(call.query.get(name) for name in names):
        raise bad(
            "This request requires a time window specified by the query string parameters "
            "StartDateTime and EndDateTime.",
            "ErrorInvalidParameter",
        )
    first, last = (moment(call.query[name], UTC) for name in names)  # type: ignore[arg-type]
    if last < first:
        raise bad("The end is before the start.", "ErrorInvalidParameter")
    if last - first > LONGEST:
        raise bad("The requested time duration is too long. Maximum number of days: 1825")
    return first, last


def page(
    tenant: Tenant,
    call: Call,
    mailbox: Mailbox,
    found: Sequence[Occurrence],
    *,
    view: bool = False,
) -> Reply:
    """One page of what was found, with a link to the next."""
    size, skip = _number(call, "$top", tenant.manners.page), _number(call, "$skip", 0)
    size = min(size, tenant.manners.page_cap)
    if tenant.manners.empty_pages and "$skip" not in call.query:
        size = 0
    checked(call)
    told: dict[str, Any] = dict(_context(mailbox))
    told["value"] = [shown(one, mailbox, call, view=view) for one in found[skip : skip + size]]
    if skip + size < len(found):
        told["@odata.nextLink"] = call.url(**{"$skip": str(skip + size)})
    return Reply(200, told, applied(call))


def filtered(raw: str | None) -> Callable[[Event], bool]:
    """What a $filter lets through: by an extended property, or by subject."""
    if not raw:
        return lambda _: True
    if match := _ANY.match(raw.strip()):
        _variable, identity, operator, value, function, part = match.groups()
        wanted = (value if function is None else part).replace("''", "'").lower()
        compare = COMPARISONS[(operator or function).lower()]
        return lambda event: compare(event.extended.get(identity.replace("''", "'")), wanted)
    if match := _SUBJECT.match(raw.strip()):
        if match[1] is not None:
            return lambda event: bool(event.fields["subject"].lower() == match[1].lower())
        return lambda event: bool(event.fields["subject"].lower().startswith(match[2].lower()))
    raise GraphError(400, "ErrorInvalidUrlQueryFilter", "The filter is not supported.")


COMPARISONS: dict[str, Callable[[str | None, str], bool]] = {
    "eq": lambda value, wanted: value is not None and value.lower() == wanted,
    "ne": lambda value, wanted: value is not None and value.lower() != wanted,
    "contains": lambda value, wanted: value is not None and wanted in value.lower(),
    "startswith": lambda value, wanted: value is not None and value.lower().startswith(wanted),
}
"""The value's case does not matter; that of the property's id does."""


def _sorted(found: Iterable[Occurrence]) -> list[Occurrence]:
    return sorted(found, key=lambda one: (instant(one.start, one.event.zone), one.event.number))


def _ordered(call: Call, found: list[Occurrence]) -> list[Occurrence]:
    """As $orderby has it; a 400 beside a filter, where Graph says that this is too much."""
    raw = call.query.get("$orderby")
    if not raw:
        return found
    if "$filter" in call.query:
        raise bad("The restriction or sort order is too complex.", "InefficientFilter")
    name, _, direction = raw.strip().partition(" ")
    if name not in ORDERS or direction.lower() not in ("", "asc", "desc"):
        raise bad(f"Sorting by '{raw}' is not supported.", "ErrorInvalidUrlQuery")
    return sorted(found, key=ORDERS[name], reverse=direction.lower() == "desc")


ORDERS: dict[str, Callable[[Occurrence], Any]] = {
    "createdDateTime": lambda one: one.event.created_at,
    "lastModifiedDateTime": lambda one: one.event.changed_at,
    "start/dateTime": lambda one: instant(one.start, one.event.zone),
    "end/dateTime": lambda one: instant(one.end, one.event.zone),
    "subject": lambda one: one.event.fields["subject"],
}


def _number(call: Call, name: str, otherwise: int) -> int:
    raw = call.query.get(name)
    if raw is None:
        return otherwise
    if not raw.isdigit():
        raise bad(f"Invalid value '{raw}' for {name}.", "ErrorInvalidUrlQuery")
    return int(raw)


def _context(mailbox: Mailbox) -> dict[str, str]:
    return {
        "@odata.context": f"https://graph.microsoft.com/v1.0/$metadata#users('{mailbox.id}')/events"
    }


def _chosen(told: dict[str, Any], call: Call) -> dict[str, Any]:
    names = call.query.get("$select")
    return told if not names else {n: told[n] for n in told if n in ("id", *names.split(","))}
