"""Row 67: an answer of 50 MB is not taken in; what it hides is looked for, and the rest is read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from connectors.errors import Unavailable
from connectors.model import JoinLink
from tests.simulators.ews import faults
from tests.simulators.ews.soap import T
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, DAY, HOUR, TEN, outcome, snapshot

LARGE = b"x" * (50 * 1024 * 1024)
TOO_LARGE = "the answer is larger than 32 MB"


@pytest.fixture
def desk() -> Iterator[EwsDesk]:
    with ews_desk("calendar-folder") as desk:
        desk.add_mailbox(ANNA.address)
        for number in range(4):
            start = TEN + number * DAY
            desk.add(ANNA.address, "Stort" if number == 2 else "Møde", start, start + HOUR)
        yield desk


def grown(name: bytes) -> faults.Answer:
    """The property of one item alone is larger than an answer may be."""
    return faults.rewritten(name, name + LARGE)


def test_67_an_endless_answer_is_one_failed_mailbox_in_words(desk: EwsDesk) -> None:
    desk.server.exchange.faults.add("SyncFolderItems", grown(b"<m:SyncState>"))
    found = outcome(desk)
    assert isinstance(found, Unavailable)
    assert str(found) == TOO_LARGE
    assert len(snapshot(desk).events) == 4


def test_67_one_item_too_large_is_set_aside_and_the_rest_is_read(desk: EwsDesk) -> None:
    desk.server.exchange.faults.add("*", grown(b"<t:Subject>Stort"), times=-1)
    found = snapshot(desk)
    assert [event.subject for event in found.events] == ["Møde"] * 3
    assert [item.reason for item in found.unreadable] == [TOO_LARGE]


def test_67_one_body_too_large_tells_nothing_and_hides_no_other(desk: EwsDesk) -> None:
    ids = [event.id for event in snapshot(desk).events]
    store = desk.server.exchange.store.mailboxes[ANNA.address]
    item = next(i for i in store.items.values() if i.text("Subject") == "Stort")
    item.fields["Body"] = T.Body("stort", BodyType="Text")
    desk.server.exchange.faults.add("GetItem", grown(b">stort"), times=-1)

    found = desk.connector.details(ANNA, ids)
    assert list(found) == [ids[0], ids[1], ids[3]]
    assert {details.join_link for details in found.values()} <= {JoinLink.NO, JoinLink.UNKNOWN}
