"""The documented messages of EWS: the simulator takes every request and answers in the schema's words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lxml import etree

from tests.simulators.conftest import SERVICE
from tests.simulators.ews.operations import OPERATIONS
from tests.simulators.ews.server import Server
from tests.simulators.ews.soap import SOAP
from tests.simulators.ews_schema import DOCUMENTED, broken_in, needs_documents, needs_schema


def documented(operation: str) -> list[bytes]:
    """The documented requests of an operation that keep the schema themselves."""
    if not DOCUMENTED.exists():
        return []
    messages: list[dict[str, Any]] = json.loads(DOCUMENTED.read_text(encoding="utf-8"))
    return [
        message["xml"].replace(SOAP.replace("http:", "https:"), SOAP).encode()
        for message in messages
        if message["op"] == operation and message["kind"] == "request" and message["valid"]
    ]


@needs_documents
@needs_schema
@pytest.mark.parametrize("operation", sorted(set(OPERATIONS) - {"ConvertId", "GetServerTimeZones"}))
def test_documented_requests_are_answered_in_the_schema(server: Server, operation: str) -> None:
    taken = 0
    for content in documented(operation):
        reply = server.exchange.answer(content, SERVICE.address, None)
        assert reply.status in (200, 500)
        if reply.status == 200:
            assert list(broken_in(reply.body)) == []
            taken += 1
        else:
            assert etree.fromstring(reply.body).find(".//{*}ResponseCode").text.startswith("Error")
    assert taken or operation == "SyncFolderItems"


@needs_documents
def test_calendar_items_as_documented_are_created(server: Server) -> None:
    """Whatever the documentation puts into one's own calendar ends up there, with its subject."""
    mine = server.exchange.store.mailboxes[SERVICE.address]
    elsewhere = (b"ExchangeImpersonation", b"<t:Mailbox>\r\n            <t:EmailAddress>primary")
    wanted = set()
    for content in documented("CreateItem"):
        subjects = [
            e.text for e in etree.fromstring(content).iterfind(".//{*}CalendarItem/{*}Subject")
        ]
        if subjects and not any(mark in content for mark in elsewhere):
            server.exchange.answer(content, SERVICE.address, None)
            wanted.update(subjects)
    assert {item.text("Subject") for item in mine.items.values()} == wanted
    assert len(wanted) > 3
