"""The very first call is one of ours and names its mailbox, whatever the server says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from connectors.errors import Rejected
from connectors.ews_writes import NOBODY, create, note
from tests.conformance.suite import NOTICE
from tests.simulators.ews import faults
from tests.simulators.ews.soap import VERSIONS
from tests.simulators.ews_desk import EwsDesk, ews_desk
from tests.unit.ews_cases import ANNA, DAY, TUESDAY, subjects


@pytest.fixture(params=["calendar-folder", "impersonation"])
def desk(request: pytest.FixtureRequest) -> Iterator[EwsDesk]:
    with ews_desk(request.param) as desk:
        desk.add_mailbox(ANNA.address)
        desk.add(ANNA.address, "Hjemme", TUESDAY, TUESDAY + DAY)
        yield desk


def is_read_and_written(desk: EwsDesk) -> None:
    assert subjects(desk) == ["Hjemme"]
    ref = desk.connector.put(ANNA, NOTICE, None)
    ref = desk.connector.put(ANNA, replace(NOTICE, body="Nyt"), ref)
    assert desk.connector.find(ANNA, NOTICE.key, None) == ref
    desk.connector.remove(ANNA, NOTICE.key, ref)
    assert subjects(desk) == ["Hjemme"]


def test_every_call_names_its_mailbox_the_very_first_too(desk: EwsDesk) -> None:
    is_read_and_written(desk)
    asked = desk.server.exchange.counters.asked
    assert asked[0].operation == "SyncFolderItems"
    assert {one.anchor for one in asked} == {ANNA.address}


def test_a_server_without_convert_id_is_read_and_written(desk: EwsDesk) -> None:
    desk.server.exchange.manners.convert_id = False
    is_read_and_written(desk)
    assert desk.connector.calls.version == "15.2.2562.17"


def test_a_server_that_does_not_name_its_version_is_read_and_written(desk: EwsDesk) -> None:
    desk.server.exchange.manners.build = None
    is_read_and_written(desk)
    assert desk.connector.calls.version == ""


@pytest.mark.parametrize("build", [(16, 3, 1, 1), (6, 5, 7638, 0)])
def test_a_version_that_nobody_knows_keeps_from_nothing(
    desk: EwsDesk, build: tuple[int, int, int, int]
) -> None:
    desk.server.exchange.manners.build = build
    is_read_and_written(desk)
    assert desk.connector.calls.version == ".".join(map(str, build))


@pytest.mark.parametrize("named", [True, False])
def test_an_older_server_is_spoken_to_in_its_own_version(desk: EwsDesk, named: bool) -> None:
    older = VERSIONS[: VERSIONS.index("Exchange2013") + 1]
    desk.server.exchange.manners.api_versions = older
    if not named:
        desk.server.exchange.manners.build = None
    seen: list[bytes] = []
    desk.server.exchange.watch = lambda asked, _: seen.append(asked)
    is_read_and_written(desk)
    assert all(b'Version="Exchange2013"' in asked for asked in seen)


def test_a_write_is_not_sent_again_in_another_version(desk: EwsDesk) -> None:
    refusal = faults.fault("ErrorInvalidServerVersion")
    desk.server.exchange.faults.add("CreateItem", refusal, times=-1)
    payload = create(ANNA.address, note(NOTICE, ANNA.zone), NOBODY)
    with pytest.raises(Rejected):
        desk.connector.calls.write("CreateItem", payload, ANNA.address)
    assert desk.server.exchange.counters.operations() == ["CreateItem"]
