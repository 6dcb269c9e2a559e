"""Takes subscriptions away while no service is at work: for one who is forgotten, or for everybody.

What cannot be taken away just now ends by itself within days, and what it tells is ignored.
"""

from __future__ import annotations

from contextlib import suppress

from connectors.errors import ConnectorError
from sync.service import Service
from sync.subscription_rows import Subscribed


def unsubscribe(service: Service, row: Subscribed | None) -> None:
    """Take one away."""
    door = service.notifier(row.connection) if row else None
    if row is not None and door is not None and row.remote_id is not None:
        with suppress(ConnectorError):
            door.drop(row.remote_id)


def unsubscribe_all(service: Service) -> None:
    """Take away all that tell at our addresses."""
    for name in service.connections:
        door = service.notifier(name)
        if door is None or door.url is None:
            continue
        with suppress(ConnectorError):
            for one in door.listed():
                if one.ours:
                    door.drop(one.id)
