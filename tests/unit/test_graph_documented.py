"""The parser reads every event that Microsoft's documentation shows, where its examples are at hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from connectors.graph_parse import event_of, read_events
from connectors.graph_series import series_of
from connectors.graph_wire import Event, Page, page
from connectors.ics_times import UnfitError
from connectors.model import Mailbox
from tests.conformance.desk import COPENHAGEN
from tests.simulators.graph_schema import DOCUMENTED, MOCKS, needs_documents, needs_mocks

MAILBOX = Mailbox("samanthab@contoso.com", COPENHAGEN)


def _bodies() -> Iterator[Any]:
    if DOCUMENTED.exists():
        for pair in json.loads(DOCUMENTED.read_text(encoding="utf-8"))["pairs"]:
            yield pair["response_body"]
    if MOCKS.exists():
        for mock in json.loads(MOCKS.read_text(encoding="utf-8"))["mocks"]:
            yield mock["response"].get("body")


def documented() -> list[dict[str, Any]]:
    """Every event with a start and an end, in whatever answer it stands."""
    found = []
    for body in _bodies():
        items = body.get("value", [body]) if isinstance(body, dict) else []
        for item in items if isinstance(items, list) else [items]:
            whole = isinstance(item, dict) and isinstance(item.get("start"), dict)
            if whole and "dateTime" in item["start"] and "dateTime" in item.get("end", {}):
                found.append(item)
    return found


@needs_documents
@needs_mocks
def test_documented_events_are_read() -> None:
    read = 0
    for item in documented():
        raw = msgspec.json.decode(json.dumps(item), type=Event)
        if raw.id:
            event = event_of(raw, MAILBOX)
            assert event.id == item["id"]
            assert event.all_day == bool(item.get("isAllDay"))
            read += 1
    assert read > 30


@needs_documents
def test_documented_recurrences_are_described() -> None:
    described = 0
    for item in documented():
        raw = msgspec.json.decode(json.dumps(item), type=Event)
        if raw.recurrence is not None and raw.id:
            try:
                assert series_of(raw, MAILBOX).pattern
                described += 1
            except UnfitError:
                continue
    assert described > 0


@needs_documents
def test_documented_events_on_one_page_are_all_there() -> None:
    items = [item for item in documented() if item.get("id")]
    whole = json.dumps({"value": items, "@odata.nextLink": None}).encode()
    events, odd, link = page(whole)
    assert (len(events), odd, link) == (len(items), [], None)
    assert msgspec.json.decode(whole, type=Page).value == events
    found = read_events(events, MAILBOX, date(2000, 1, 1), date(2040, 1, 1))
    assert not found.unreadable
