"""Common words of the tests of the EWS connector."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from connectors.errors import ConnectorError
from connectors.model import CalendarEvent, Mailbox, ReadRequest, Snapshot, Unchanged
from tests.conformance.desk import ANNA, COPENHAGEN, MONDAY, TUESDAY, WINDOW_END
from tests.simulators.ews_desk import EwsDesk

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=COPENHAGEN)

__all__ = ["ANNA", "COPENHAGEN", "DAY", "HOUR", "MONDAY", "TEN", "TUESDAY", "UTC", "WINDOW_END"]


def outcome(
    desk: EwsDesk, cursor: str | None = None, mailbox: Mailbox = ANNA
) -> Unchanged | Snapshot | ConnectorError:
    """What reading one mailbox comes to."""
    request = ReadRequest(mailbox, MONDAY, WINDOW_END, cursor)
    (result,) = desk.connector.read([request])
    return result.outcome


def snapshot(desk: EwsDesk, mailbox: Mailbox = ANNA, cursor: str | None = None) -> Snapshot:
    """A snapshot of one mailbox."""
    found = outcome(desk, cursor, mailbox)
    assert isinstance(found, Snapshot), found
    return found


def subjects(desk: EwsDesk) -> list[str]:
    """The subjects in Anna's window."""
    return [event.subject for event in snapshot(desk).events]


def one(desk: EwsDesk) -> CalendarEvent:
    """The one event in Anna's window."""
    (event,) = snapshot(desk).events
    return event


def several(desk: EwsDesk, count: int) -> list[Mailbox]:
    """So many mailboxes, each with a home day."""
    boxes = [Mailbox(f"p{number}@example.dk", COPENHAGEN) for number in range(count)]
    for box in boxes:
        desk.add_mailbox(box.address)
        desk.add(box.address, "Hjemme", TUESDAY, TUESDAY + DAY)
    return boxes


def read_all(desk: EwsDesk, boxes: list[Mailbox]) -> dict[str, object]:
    """Outcomes by address."""
    requests = [ReadRequest(box, MONDAY, WINDOW_END) for box in boxes]
    return {r.mailbox.address: r.outcome for r in desk.connector.read(requests)}


def day_of(number: int) -> date:
    """A day of the window."""
    return MONDAY + number * DAY
