"""A running service whose calendars are on a server: Exchange or Graph, behind one set of words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sync.observed import Round
from tests.conformance.desk import COPENHAGEN
from tests.simulators.ews.zones import wire
from tests.simulators.ews_desk import ews_desk
from tests.simulators.graph_desk import graph_desk
from tests.workplace import MONDAY, Workplace

DAY = timedelta(days=1)
NAMES = {
    "view": {"ews": "FindItem", "graph": "view"},
    "update": {"ews": "UpdateItem", "graph": "update"},
    "create": {"ews": "CreateItem", "graph": "create"},
}
"""What a call is named on each of them."""


class Served(Workplace):
    """``off``: by how much our clock is ahead of the server's."""

    def __init__(
        self, folder: Path, kind: str, desk: Any, people: Sequence[str], **more: Any
    ) -> None:
        self.kind, self.desk, self.off = kind, desk, timedelta()
        super().__init__(folder, people, calendars=desk, **more)
        self.change(connections={"memory": desk.connector})

        def there() -> datetime:
            return self.clock.now - self.off

        if kind == "ews":
            desk.server.clock = there
        else:
            desk.tenant.store.clock = there

    @property
    def server(self) -> Any:
        """What has the faults and the counters."""
        return self.desk.server.exchange if self.kind == "ews" else self.desk.tenant

    def fault(self, call: str, answer: Any, **when: Any) -> None:
        """Let a call be answered otherwise."""
        self.server.faults.add(NAMES[call][self.kind], answer, **when)

    def count(self, call: str) -> int:
        """How often it was made."""
        return int(self.server.counters.count(NAMES[call][self.kind]))

    def wrong(self, by: timedelta) -> None:
        """Our clock jumps, and the server's does not."""
        self.clock.go(by)
        self.off += by
        self.desk.now = self.clock.now

    def tick(self) -> Round:
        """One tick; the connector's clock is ours."""
        self.desk.now = self.clock.now
        return super().tick()

    def meet(self, person: str = "e1", day: date = MONDAY + timedelta(days=8)) -> None:
        """A home day with a meeting on site."""
        address = f"{person}@x.example"
        ten = datetime(day.year, day.month, day.day, 10, tzinfo=COPENHAGEN)
        self.desk.add(address, "Hjemmearbejde", day, day + DAY)
        self.desk.add(address, "Møde (fysisk)", ten, ten + timedelta(hours=1))

    def entries(self, person: str = "e1") -> list[Any]:
        """All that lies in a calendar, as the simulator has it."""
        mailbox = self.server.store.mailboxes[f"{person}@x.example"]
        return list((mailbox.items if self.kind == "ews" else mailbox.events).values())

    def ours(self, person: str = "e1") -> list[Any]:
        """Our notes there."""
        return [entry for entry in self.entries(person) if entry.extended]

    def subject(self, entry: Any) -> str:
        """What an entry is called."""
        return str(entry.text("Subject") if self.kind == "ews" else entry.fields["subject"])

    def words(self, entry: Any) -> str:
        """What an entry says."""
        return str(entry.text("Body") if self.kind == "ews" else entry.fields["body"]["content"])

    def edit(self, entry: Any, subject: str, person: str = "e1") -> None:
        """Its owner makes it theirs."""
        name = "Subject" if self.kind == "ews" else "subject"
        self.desk.owner(f"{person}@x.example").edit(entry, **{name: subject})

    def drag(self, entry: Any, by: timedelta, person: str = "e1") -> None:
        """Its owner pulls it to another day."""
        owner = self.desk.owner(f"{person}@x.example")
        if self.kind == "ews":
            at = [datetime.fromisoformat(entry.text(name)) + by for name in ("Start", "End")]
            owner.edit(entry, Start=wire(at[0]), End=wire(at[1]))
        else:
            owner.edit(entry, start=entry.start + by, end=entry.end + by)

    def touch(self, entry: Any, person: str = "e1") -> None:
        """Something that is no edit of it gives it another version."""
        changed = {"ReminderIsSet": "true"} if self.kind == "ews" else {"isReminderOn": True}
        self.desk.owner(f"{person}@x.example").edit(entry, **changed)

    def before(self, act: Callable[[], object]) -> Callable[..., Any]:
        """A fault that acts first and lets the call happen then."""

        def answer(_: object, handle: Callable[[], Any]) -> Any:
            act()
            return handle()

        return answer

    def notes(self, person: str = "e1") -> list[str]:
        """The days on which notes of ours stand."""
        return sorted(self._day(entry).isoformat() for entry in self.ours(person))

    def _day(self, note: Any) -> date:
        if self.kind == "ews":
            return datetime.fromisoformat(note.text("Start")).astimezone(COPENHAGEN).date()
        assert not isinstance(note.start, datetime)
        return date.fromisoformat(str(note.start))


@contextmanager
def served(
    kind: str, folder: Path, people: Sequence[str] = ("e1",), **more: Any
) -> Iterator[Served]:
    """A service at work on a server of a kind, ``ews`` or ``graph``."""
    desk = ews_desk("calendar-folder") if kind == "ews" else graph_desk()
    with desk as found:
        place = Served(folder, kind, found, people, **more)
        yield place
        place.store.close()
