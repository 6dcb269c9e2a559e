"""The hands of a mailbox's owner in Outlook: entries written, changed, moved, copied and deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.item import Element, Item, value_of
from tests.simulators.ews.soap import T
from tests.simulators.ews.store import Mailbox
from tests.simulators.ews.zones import windows_name, wire

When = date | datetime


@dataclass(frozen=True)
class Owner:
    """Acts in one mailbox, without the network."""

    exchange: Exchange
    mailbox: Mailbox

    def add(
        self,
        subject: str,
        start: When,
        end: When,
        *,
        recurrence: Element | None = None,
        zone_id: str | None = None,
        **more: str,
    ) -> Item:
        """Write an entry; ``more``: other properties by name. ``zone_id``: what its zone is called."""
        fields = {name: T(name, value) for name, value in more.items()}
        fields["Subject"] = T.Subject(subject)
        fields |= self._times(start, end)
        if recurrence is not None:
            fields["Recurrence"] = recurrence
        name = windows_name(_zone(start, self.mailbox.zone)) if zone_id is None else zone_id
        fields["StartTimeZone"] = T.StartTimeZone(Id=name)
        fields["EndTimeZone"] = T.EndTimeZone(Id=name)
        return self.exchange.store.add(self.mailbox, fields, {})

    def add_weekly(self, subject: str, start: datetime, count: int | None) -> Item:
        """Write an hour a week, ``count`` times or without an end."""
        rule = weekly_on(start.date(), count)
        return self.add(subject, start, start + timedelta(hours=1), recurrence=rule)

    def meet(
        self,
        subject: str,
        start: When,
        end: When,
        required: Sequence[str],
        *,
        optional: Sequence[str] = (),
        rooms: Sequence[str] = (),
        **more: str,
    ) -> Item:
        """Invite others to a meeting."""
        from tests.simulators.ews.meetings import invite

        item = self.add(subject, start, end, **more)
        lists = {"RequiredAttendees": required, "OptionalAttendees": optional, "Resources": rooms}
        for name, people in lists.items():
            if people:
                item.fields[name] = T(name, *(_attendee(person) for person in people))
        invite(self.exchange, item)
        return item

    def edit(self, item: Item, **changed: str) -> None:
        """Change properties of an entry."""
        for name, value in changed.items():
            item.fields[name] = T(name, value)
        self.mailbox.touch(item)

    def edit_one(self, item: Item, day: date, **changed: str | datetime) -> None:
        """Change one occurrence of a series, by the day on which it was."""
        fields = {
            name: T(name, wire(value) if isinstance(value, datetime) else value)
            for name, value in changed.items()
        }
        self.exchange.store.change(item, self.original(item, day), fields)

    def delete_one(self, item: Item, day: date) -> None:
        """Delete one occurrence of a series."""
        self.exchange.store.drop(item, self.original(item, day))

    def delete(self, item: Item) -> None:
        """Delete an entry."""
        self.exchange.store.remove(item)

    def copy(self, item: Item) -> Item:
        """Copy an entry: a younger one with the same properties stands beside it."""
        fields = {name: value for name, value in item.fields.items() if name != "UID"}
        copied = self.exchange.store.add(self.mailbox, fields, dict(item.extended))
        copied.created_at = wire(datetime.fromisoformat(item.created_at) + timedelta(hours=1))
        return copied

    def spoil(self) -> Item:
        """An item that nobody can read."""
        noon = datetime.combine(date(2026, 11, 24), time(12), UTC)
        item = self.add("hemmeligt", noon, noon + timedelta(hours=1))
        item.broken = True
        return item

    def with_value(self, value: str) -> list[Item]:
        """The entries with an extended property of a value, oldest first."""
        found = self.mailbox.items.values()
        return [i for i in found if any(value in value_of(p) for p in i.extended.values())]

    def original(self, item: Item, day: date) -> datetime:
        """The instant at which the occurrence of a day was to begin."""
        zone = self.mailbox.zone
        local = item.start.astimezone(zone)
        return datetime.combine(day, local.time(), zone).astimezone(UTC)

    def _times(self, start: When, end: When) -> Mapping[str, Element]:
        if isinstance(start, datetime) and isinstance(end, datetime):
            return {"Start": T.Start(wire(start)), "End": T.End(wire(end))}
        first, last = (
            datetime.combine(day, time.min, self.mailbox.zone).astimezone(UTC)
            for day in (start, end)
        )
        whole_day = {"IsAllDayEvent": T.IsAllDayEvent("true")}
        return {"Start": T.Start(wire(first)), "End": T.End(wire(last)), **whole_day}


def weekly_on(first: date, count: int | None) -> Element:
    """A day a week, ``count`` times or without an end."""
    begins = first.isoformat()
    pattern = T.WeeklyRecurrence(
        T.Interval("1"), T.DaysOfWeek(f"{first:%A}"), T.FirstDayOfWeek("Monday")
    )
    bounds = (
        T.NoEndRecurrence(T.StartDate(begins))
        if count is None
        else T.NumberedRecurrence(T.StartDate(begins), T.NumberOfOccurrences(str(count)))
    )
    return T.Recurrence(pattern, bounds)


def _zone(start: When, otherwise: ZoneInfo) -> ZoneInfo:
    zone = start.tzinfo if isinstance(start, datetime) else None
    return zone if isinstance(zone, ZoneInfo) else otherwise


def _attendee(address: str) -> Element:
    name = address.partition("@")[0].title()
    box = T.Mailbox(T.Name(name), T.EmailAddress(address), T.RoutingType("SMTP"))
    return T.Attendee(box, T.ResponseType("Unknown"))
