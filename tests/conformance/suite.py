"""What every connector promises at its doors, stated once; each connector subclasses it.

A subclass gives the fixture ``desk``: the connector under test, and the hands of the mailbox's
owner. A promise that a connector does not keep is not skipped; it is a missing door.
"""

from __future__ import annotations

from tests.conformance.desk import (
    ANNA,
    COPENHAGEN,
    MONDAY,
    NOTICE,
    TUESDAY,
    WINDOW_END,
    Connector,
    Desk,
    Weekly,
)
from tests.conformance.evidence import Answer, EvidencePromises
from tests.conformance.inviting import INVITE, LATER, InviteDesk, InviterPromises, Standing
from tests.conformance.reading import ReaderPromises
from tests.conformance.writing import WriterPromises

__all__ = [
    "ANNA",
    "COPENHAGEN",
    "INVITE",
    "LATER",
    "MONDAY",
    "NOTICE",
    "TUESDAY",
    "WINDOW_END",
    "Answer",
    "Connector",
    "Desk",
    "EvidencePromises",
    "InviteDesk",
    "InviterPromises",
    "ReaderPromises",
    "Standing",
    "Weekly",
    "WriterPromises",
]
