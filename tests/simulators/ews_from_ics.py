"""Calendar files laid into mailboxes of the EWS simulator, as their owners would have written them there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from icalendar import Calendar
from icalendar.error import BrokenCalendarProperty

from connectors.zones import zone_named
from tests.simulators.ews.item import Item
from tests.simulators.ews.owner import Owner, When
from tests.simulators.ews.soap import Element, T
from tests.simulators.ews.zones import windows_name, wire

DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
INDEX = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", -1: "Last"}
RESPONSES = {"ACCEPTED": "Accept", "TENTATIVE": "Tentative", "DECLINED": "Decline"}
BUSY = {
    "FREE": "Free",
    "TENTATIVE": "Tentative",
    "OOF": "OOF",
    "WORKINGELSEWHERE": "WorkingElsewhere",
}


def lay_in(owner: Owner, content: bytes) -> None:
    """Put all entries of a calendar file into a mailbox; what cannot be read becomes an odd item."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for event in Calendar.from_ical(content).walk("VEVENT"):
        groups[str(event["UID"])].append(event)
    for events in groups.values():
        masters = [event for event in events if "RECURRENCE-ID" not in event]
        try:
            item = _add(owner, masters[0])
        except BrokenCalendarProperty:
            owner.spoil()
            continue
        for event in events:
            if "RECURRENCE-ID" in event:
                _change(owner, item, event)


def files_of(place: Path) -> Iterator[bytes]:
    """The bytes of a mailbox as a folder or as an export."""
    if place.is_dir():
        yield from (path.read_bytes() for path in sorted(place.glob("*.ics")))
    else:
        yield place.with_name(f"{place.name}.ics").read_bytes()


def _add(owner: Owner, event: Any) -> Item:
    start, end = _moment(event["DTSTART"]), _moment(event["DTEND"])
    fields = {"Location": str(event.get("LOCATION", "")), "UID": str(event["UID"])}
    if str(event.get("CLASS", "PUBLIC")) != "PUBLIC":
        fields["Sensitivity"] = "Private"
    fields["LegacyFreeBusyStatus"] = _busy(event)
    recurrence = _recurrence(event, start) if "RRULE" in event else None
    zone = start.tzinfo if isinstance(start, datetime) else owner.mailbox.zone
    item = owner.add(
        str(event.get("SUMMARY", "")),
        start,
        end,
        recurrence=recurrence,
        zone_id=windows_name(zone),  # type: ignore[arg-type]
        **fields,
    )
    _words(event, item.fields)
    _people(owner, event, item)
    item.cancelled = str(event.get("STATUS", "")) == "CANCELLED"
    for gone in _dates(event.get("EXDATE")):
        owner.exchange.store.drop(item, _original(owner, item, gone))
    return item


def _change(owner: Owner, item: Item, event: Any) -> None:
    original = _original(owner, item, _moment(event["RECURRENCE-ID"]))
    start, end = _moment(event["DTSTART"]), _moment(event["DTEND"])
    changed = {
        "Subject": T.Subject(str(event.get("SUMMARY", ""))),
        "Location": T.Location(str(event.get("LOCATION", ""))),
        "Start": T.Start(wire(_instant(owner, start))),
        "End": T.End(wire(_instant(owner, end))),
    }
    _words(event, changed)
    owner.exchange.store.change(item, original, changed)


def _words(event: Any, fields: dict[str, Element]) -> None:
    categories = event.get("CATEGORIES")
    if categories is not None:
        fields["Categories"] = T.Categories(*(T.String(str(name)) for name in categories.cats))
    if "DESCRIPTION" in event:
        fields["Body"] = T.Body(str(event["DESCRIPTION"]), BodyType="Text")


def _people(owner: Owner, event: Any, item: Item) -> None:
    attendees = event.get("ATTENDEE", [])
    lists: dict[str, list[Element]] = defaultdict(list)
    for attendee in attendees if isinstance(attendees, list) else [attendees]:
        address = str(attendee).removeprefix("mailto:").lower()
        answer = RESPONSES.get(str(attendee.params.get("PARTSTAT", "")), "NoResponseReceived")
        box = T.Mailbox(T.Name(str(attendee.params.get("CN", address))), T.EmailAddress(address))
        lists[_list_of(attendee.params)].append(T.Attendee(box, T.ResponseType(answer)))
        if address == owner.mailbox.address:
            item.response = answer
    for name, found in lists.items():
        item.fields[name] = T(name, *found)
    organizer = str(event.get("ORGANIZER", "")).removeprefix("mailto:").lower()
    if organizer and attendees:
        item.organizer = organizer
        item.response = "Organizer" if organizer == owner.mailbox.address else item.response


def _list_of(params: Any) -> str:
    if str(params.get("CUTYPE", "")).upper() in ("ROOM", "RESOURCE"):
        return "Resources"
    optional = str(params.get("ROLE", "")).upper() == "OPT-PARTICIPANT"
    return "OptionalAttendees" if optional else "RequiredAttendees"


def _busy(event: Any) -> str:
    word = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return BUSY.get(word, "Free" if free and not word else "Busy")


def _recurrence(event: Any, start: When) -> Element:
    rule = event["RRULE"]
    interval = T.Interval(str(rule.get("INTERVAL", [1])[0]))
    days = [str(day) for day in rule.get("BYDAY", [f"{start:%a}"[:2].upper()])]
    frequency = str(rule["FREQ"][0])
    first = (start.date() if isinstance(start, datetime) else start).isoformat()
    if frequency == "DAILY":
        pattern = T.DailyRecurrence(interval)
    elif frequency == "WEEKLY":
        names = " ".join(DAYS[day] for day in days)
        pattern = T.WeeklyRecurrence(interval, T.DaysOfWeek(names), T.FirstDayOfWeek("Monday"))
    elif "BYDAY" in rule:
        nth = int(days[0][:-2] or rule.get("BYSETPOS", [1])[0])
        names = " ".join(DAYS[day[-2:]] for day in days)
        pattern = T.RelativeMonthlyRecurrence(
            interval, T.DaysOfWeek(names), T.DayOfWeekIndex(INDEX[nth])
        )
    else:
        pattern = T.AbsoluteMonthlyRecurrence(interval, T.DayOfMonth(str(start.day)))
    return T.Recurrence(pattern, _bounds(rule, T.StartDate(first)))


def _bounds(rule: Any, start: Element) -> Element:
    if "COUNT" in rule:
        return T.NumberedRecurrence(start, T.NumberOfOccurrences(str(rule["COUNT"][0])))
    if "UNTIL" in rule:
        until = rule["UNTIL"][0]
        last = until.date() if isinstance(until, datetime) else until
        return T.EndDateRecurrence(start, T.EndDate(last.isoformat()))
    return T.NoEndRecurrence(start)


def _moment(prop: Any) -> When:
    found = prop.dt
    if not isinstance(found, datetime):
        return date(found.year, found.month, found.day)
    zone = zone_named(str(prop.params.get("TZID", "UTC")))
    return found.replace(tzinfo=zone) if zone is not None else found


def _dates(prop: Any) -> Iterator[When]:
    for one in prop if isinstance(prop, list) else [prop] if prop is not None else []:
        for value in one.dts:
            value.params = one.params
            yield _moment(value)


def _instant(owner: Owner, value: When) -> datetime:
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, datetime.min.time(), owner.mailbox.zone)


def _original(owner: Owner, item: Item, value: When) -> datetime:
    """The instant that an occurrence has in its series."""
    moment = _instant(owner, value)
    return moment.astimezone(item.start.tzinfo) + timedelta()
