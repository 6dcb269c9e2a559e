"""The hands of a mailbox's owner in Outlook: entries written, changed, moved, copied and deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.simulators.ews.zones import windows_name
from tests.simulators.graph import meetings
from tests.simulators.graph.body import plain
from tests.simulators.graph.event import Event
from tests.simulators.graph.recurrence import DAYS
from tests.simulators.graph.store import Mailbox
from tests.simulators.graph.tenant import Tenant
from tests.simulators.graph.zones import When


@dataclass(frozen=True)
class Owner:
    """Acts in one mailbox, without the network."""

    tenant: Tenant
    mailbox: Mailbox

    def add(self, subject: str, start: When, end: When, **more: Any) -> Event:
        """Write an entry; ``more``: other properties by Graph's names, ``zone_name``: its zone's."""
        zone = self.mailbox.zone
        name = more.pop("zone_name", windows_name(zone))
        times = [t.astimezone(UTC) if isinstance(t, datetime) else t for t in (start, end)]
        fields = {**plain(more), "subject": subject}
        return self.tenant.store.add(self.mailbox, times[0], times[1], name, zone, fields)

    def add_weekly(
        self, subject: str, start: When, count: int | None, end: When | None = None, **more: Any
    ) -> Event:
        """Write an hour a week (or until ``end``), ``count`` times or without an end."""
        local = start.astimezone(self.mailbox.zone) if isinstance(start, datetime) else start
        bounds: dict[str, Any] = {
            "type": "noEnd" if count is None else "numbered",
            "startDate": f"{local:%Y-%m-%d}",
            "endDate": "0001-01-01",
            "recurrenceTimeZone": windows_name(self.mailbox.zone),
            "numberOfOccurrences": count or 0,
        }
        pattern = {
            "type": "weekly",
            "interval": 1,
            "month": 0,
            "dayOfMonth": 0,
            "daysOfWeek": [DAYS[local.weekday()]],
            "firstDayOfWeek": "monday",
            "index": "first",
        }
        length = timedelta(hours=1) if isinstance(start, datetime) else timedelta(days=1)
        rule = {"pattern": pattern, "range": bounds}
        return self.add(subject, start, end or start + length, recurrence=rule, **more)

    def meet(
        self,
        subject: str,
        start: When,
        end: When,
        required: Sequence[str],
        *,
        optional: Sequence[str] = (),
        rooms: Sequence[str] = (),
        **more: Any,
    ) -> Event:
        """Invite others to a meeting."""
        lists = {"required": required, "optional": optional, "resource": rooms}
        guests = [
            {"type": kind, "emailAddress": {"address": address}}
            for kind, addresses in lists.items()
            for address in addresses
        ]
        event = self.add(subject, start, end, attendees=guests, **more)
        meetings.invite(self.tenant, event)
        return event

    def edit(self, event: Event, **changed: Any) -> None:
        """Change properties of an entry; ``start`` and ``end`` as dates or instants."""
        for name in ("start", "end"):
            if name in changed:
                setattr(event, name, _settled(changed.pop(name)))
        event.fields |= plain(changed)
        self.tenant.store.touch(event)

    def edit_one(self, event: Event, day: date, **changed: Any) -> None:
        """Change one occurrence of a series, by the day on which it was."""
        times: dict[str, Any] = {}
        for name in ("start", "end"):
            if name in changed:
                times[name] = _settled(changed.pop(name))
        self.tenant.store.change(event, self.original(event, day), {**plain(changed), **times})

    def delete_one(self, event: Event, day: date) -> None:
        """Delete one occurrence of a series."""
        self.tenant.store.drop(event, self.original(event, day))

    def delete(self, event: Event) -> None:
        """Delete an entry."""
        self.tenant.store.remove(event)

    def move(self, event: Event) -> None:
        """Move an entry to another folder and back: its mutable id changes."""
        self.tenant.store.move(event)

    def reimport(self, event: Event) -> Event:
        """Export and import an entry: both its ids change."""
        return self.tenant.store.reimport(event)

    def copy(self, event: Event) -> Event:
        """Copy an entry: a younger one with the same properties stands beside it."""
        copied = self.tenant.store.add(
            self.mailbox,
            event.start,
            event.end,
            event.zone_name,
            event.zone,
            event.fields,
            extended=dict(event.extended),
        )
        copied.created_at = event.created_at + timedelta(hours=1)
        return copied

    def answer(self, event: Event, answer: str, *, mails: bool = True) -> None:
        """Accept, tentativelyAccept or decline an invitation."""
        meetings.respond(self.tenant, self.mailbox, event, answer, mails=mails)

    def spoil(self) -> Event:
        """An entry that nobody can read: it has neither start nor end."""
        noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
        event = self.add("hemmeligt", noon, noon + timedelta(hours=1))
        event.broken = True
        return event

    def with_value(self, value: str) -> list[Event]:
        """The entries with an extended property of a value, oldest first."""
        return [e for e in self.mailbox.events.values() if value in e.extended.values()]

    def original(self, event: Event, day: date) -> When:
        """The instant at which the occurrence of a day was to begin; the day where it is all-day."""
        if not isinstance(event.start, datetime):
            return day
        local = event.start.astimezone(event.zone)
        return datetime.combine(day, time(local.hour, local.minute), event.zone).astimezone(UTC)


def _settled(when: When) -> When:
    return when.astimezone(UTC) if isinstance(when, datetime) else when
