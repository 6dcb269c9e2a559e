"""The whole loop on an Exchange server: the demo's people, their days, notes and overviews."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.desk import COPENHAGEN
from tests.simulators.ews.item import value_of
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server, serving
from tests.simulators.ews.store import Delegate
from tests.simulators.ews_from_ics import lay_in
from tests.whole.demo_on_server import (
    SERVICE,
    Demo,
    calendars_of,
    people_of,
    says_the_same,
    writes_rests_heeds_and_withdraws,
)

PASSWORD = "hemmelig"  # noqa: S105 – of the test's own server
CONNECTION = """[connections.kalendere]
kind = "ews"
url = "{url}"
user = "HJEM\\\\svc"
password = "env:EWS_PASSWORD"
access = "{access}"
"""


class OnPremises(Demo):
    """The calendars in the EWS simulator."""

    def __init__(self, folder: Path, server: Server, access: str) -> None:
        super().__init__(folder, CONNECTION.format(url=server.url, access=access))
        self.server = server

    @property
    def store(self) -> Any:
        return self.server.exchange.store

    def owner(self, address: str) -> Owner:
        return Owner(self.server.exchange, self.store.mailboxes[address])

    def notes(self) -> list[tuple[str, str]]:
        return sorted(
            (mailbox.address, value_of(value)[0])
            for mailbox in self.store.mailboxes.values()
            for item in mailbox.items.values()
            for key, value in item.extended.items()
            if key[1] == "HjemmedagKey" and not item.cancelled
        )


@pytest.fixture
def access(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "calendar-folder"))


@pytest.fixture
def demo(tmp_path: Path, access: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    monkeypatch.setenv("EWS_PASSWORD", PASSWORD)
    people = people_of(tmp_path)
    with serving([User("HJEM\\svc", PASSWORD, SERVICE, frozenset(people))]) as server:
        for address in people:
            calendars = calendars_of(tmp_path, address)
            if calendars is not None:
                mailbox = server.exchange.store.add_mailbox(address, COPENHAGEN)
                mailbox.delegates[SERVICE] = Delegate()
                for content in calendars:
                    lay_in(Owner(server.exchange, mailbox), content)
        yield OnPremises(tmp_path, server, access)
    assert server.crashes == []


def test_the_same_calendars_say_the_same_on_a_server_as_in_files(demo: Demo) -> None:
    as_files, there = says_the_same(demo)
    assert there["failed"] == as_files["failed"]


@pytest.mark.parametrize("access", ["impersonation"], indirect=True)
def test_the_loop_writes_rests_heeds_what_people_do_and_withdraws(demo: Demo) -> None:
    writes_rests_heeds_and_withdraws(demo)
