"""The answers that Microsoft documents are read: every calendar item becomes an event or is set aside."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from connectors.errors import ConnectorError
from connectors.ews_errors import ToldError, in_words
from connectors.ews_messages import each
from connectors.ews_names import GarbledError, parsed
from connectors.ews_parse import read_page
from tests.conformance.desk import ANNA
from tests.simulators.ews_schema import DOCUMENTED, needs_documents


def answers() -> list[bytes]:
    """The documented answers, their namespaces put right."""
    messages: list[dict[str, Any]] = json.loads(DOCUMENTED.read_text(encoding="utf-8"))
    return [
        m["xml"].replace("https://schemas.", "http://schemas.").encode()
        for m in messages
        if m["kind"] == "response"
    ]


@needs_documents
def test_every_documented_answer_is_taken_apart_or_refused_in_words() -> None:
    read = garbled = failed = 0
    for content in answers():
        try:
            root = parsed(content)
        except GarbledError:
            garbled += 1
            continue
        messages = root.find(".//{*}ResponseMessages")
        if messages is None:
            continue
        try:
            for message in each(list(messages)):
                read += not isinstance(message, ToldError)
                failed += isinstance(message, ToldError)
                if isinstance(message, ToldError):
                    assert isinstance(in_words(message), ConnectorError)
        except GarbledError:
            garbled += 1
    assert read > 100
    assert failed > 3
    assert garbled < 25


@needs_documents
def test_every_documented_calendar_item_is_an_event_or_set_aside() -> None:
    found = aside = 0
    for content in answers():
        try:
            root = parsed(content)
        except GarbledError:
            continue
        items = list(
            root.iter("{http://schemas.microsoft.com/exchange/services/2006/types}CalendarItem")
        )
        page = read_page(items, ANNA, date(1990, 1, 1), date(2040, 1, 1))
        found += len(page.events)
        aside += len(page.unreadable)
    # Most documented items carry an id and nothing else.
    assert found >= 2
    assert aside > 0
