"""Files as Outlook, Exchange, Google, Apple and Nextcloud write them are read as they were meant.

Beside each ``data/NAME.ics`` stands ``NAME.json``: every event with the fields that the sample is
about, in order, and the reason for every item that is set aside.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.ics_parse import Parsed, Source, parse
from connectors.model import CalendarEvent, Mailbox

SAMPLES = sorted((Path(__file__).parent / "data").glob("*.ics"))


def _read(path: Path, expected: dict[str, Any]) -> Parsed:
    zone = ZoneInfo(expected.get("zone", "Europe/Copenhagen"))
    mailbox = Mailbox("anna@example.dk", zone, tuple(expected.get("aliases", ())))
    first = date.fromisoformat(expected.get("start", "2026-11-23"))
    last = date.fromisoformat(expected.get("end", "2026-12-21"))
    return parse([Source(path.name, path.read_bytes())], mailbox, first, last)


def _field(event: CalendarEvent, name: str) -> object:
    value: object = event
    for step in name.split("."):
        value = getattr(value, step)
    if name in {"start", "end"}:
        return getattr(event, name).isoformat()
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_is_read_as_it_was_meant(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    parsed = _read(path, expected)
    events = list(parsed.events)
    wanted = expected["events"]
    if expected.get("unordered"):
        events.sort(key=lambda event: event.subject)
        wanted.sort(key=lambda event: event["subject"])
    read = [
        {name: _field(event, name) for name in fields}
        for event, fields in zip(events, wanted, strict=False)
    ]
    assert read == wanted
    assert [event.subject for event in events[len(wanted) :]] == []
    reasons = sorted(item.reason for item in parsed.unreadable)
    assert reasons == sorted(expected["unreadable"])


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_is_set_aside_tells_nothing_of_its_text(path: Path) -> None:
    parsed = _read(path, json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    told = " ".join(item.id + item.reason for item in parsed.unreadable)
    assert "hemmeligt" not in told
    assert len({event.id for event in parsed.events}) == len(parsed.events)


def test_there_are_samples_of_every_client() -> None:
    clients = {path.stem.split("_", maxsplit=1)[0] for path in SAMPLES}
    assert clients >= {"outlook", "exchange", "google", "apple", "nextcloud"}
    assert len(SAMPLES) >= 25
