"""Writes samples as mailboxes and reads them through the connector."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from connectors.files import Files
from connectors.model import Mailbox, ReadRequest, Snapshot
from tests.corpus.shape import Sample, told


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a sample: as its expected lines say it, and the CPU seconds it took."""

    read: tuple[str, ...]
    aside: tuple[str, ...]
    seconds: float


def write_mailbox(root: Path, address: str, files: tuple[bytes, ...]) -> None:
    """A folder with these files, by number."""
    folder = root / address
    folder.mkdir(parents=True)
    for number, content in enumerate(files):
        (folder / f"{number}.ics").write_bytes(content)


def read_mailbox(root: Path, address: str, sample: Sample) -> Outcome:
    """Read it as the service does."""
    mailbox = Mailbox(address, ZoneInfo(sample.zone))
    begun = time.process_time()
    (result,) = Files(root, _clock).read([ReadRequest(mailbox, *sample.window)])
    seconds = time.process_time() - begun
    snapshot = result.outcome
    assert isinstance(snapshot, Snapshot), snapshot
    assert len({event.id for event in snapshot.events}) == len(snapshot.events)
    read = sorted(told(event) for event in snapshot.events)
    aside = sorted(item.reason for item in snapshot.unreadable)
    return Outcome(tuple(read), tuple(aside), seconds)


def _clock() -> datetime:
    return datetime(2026, 11, 23, 8, tzinfo=UTC)
