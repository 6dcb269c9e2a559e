"""Calendar files laid into mailboxes of the Graph simulator, as their owners would have written them."""

from __future__ import annotations

from tests.simulators.ews.exchange import Exchange
from tests.simulators.ews.owner import Owner as EwsOwner
from tests.simulators.ews_from_ics import lay_in as lay_in_ews
from tests.simulators.graph.owner import Owner
from tests.simulators.moving import copied


def lay_in(owner: Owner, content: bytes) -> None:
    """Put all entries of a calendar file into a mailbox; what cannot be read becomes an odd event.

    They go by way of an Exchange server of their own: one reading of iCalendar for both.
    """
    exchange = Exchange(())
    there = exchange.store.add_mailbox(owner.mailbox.address, owner.mailbox.zone)
    lay_in_ews(EwsOwner(exchange, there), content)
    for item in sorted(there.items.values(), key=lambda item: item.number):
        copied(item, owner.tenant, owner.mailbox)
