"""A home series that the leader accepted, on an Exchange server: what is asked, and what is made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.crash.on_server import Place
from tests.simulators.ews.item import Item
from tests.simulators.ews.meetings import respond
from tests.simulators.ews.owner import Owner, weekly_on
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import COPENHAGEN, Server, serving
from tests.simulators.ews.store import Delegate
from tests.simulators.ews.zones import wire
from tests.whole.test_agreed_in_the_calendar import ASKING, BOSS, FRAME, MONDAY, NOT_ASKING, TUESDAY

SERVICE, PASSWORD = "svc@x.example", "hemmelig"
DAY = timedelta(days=1)
CONNECTION = """[connections.there]
kind = "ews"
url = "{url}"
auth = "basic"
user = "svc"
password = "env:EWS_PASSWORD"
access = "{access}"
"""


@dataclass
class World:
    """The leader and one employee on a server."""

    here: Place
    server: Server

    def invite(self, first: date = TUESDAY) -> Item:
        """The employee invites the leader to her home days."""
        owner = self.owner()
        return owner.meet(
            "Hjemmearbejde", first, first + DAY, [BOSS], recurrence=weekly_on(first, None)
        )

    def answer(self, series: Item, said: str) -> None:
        """The leader answers."""
        respond(self.server.exchange, BOSS, series.uid, said)

    def move(self, series: Item, first: date) -> None:
        """The employee moves the series to another weekday; Exchange forgets who said yes."""
        series.fields["Recurrence"] = weekly_on(first, None)
        midnight = datetime.combine(first, time(), COPENHAGEN)
        self.owner().edit(series, Start=wire(midnight), End=wire(midnight + DAY))
        self.answer(series, "NoResponseReceived")

    def owner(self) -> Owner:
        """The employee's hands."""
        return Owner(self.server.exchange, self.server.exchange.store.mailboxes["e1@x.example"])

    def missing(self) -> Any:
        """The question about the agreement."""
        return self.here.findings("e1")["individual_agreement_missing"]


@pytest.fixture(params=["calendar-folder", "impersonation"])
def world(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    monkeypatch.setenv("EWS_PASSWORD", PASSWORD)
    people = ("boss", "e1")
    scope = frozenset(f"{person}@x.example" for person in people)
    with serving([User("svc", PASSWORD, SERVICE, scope)], schemes=("Basic",)) as server:
        for address in scope:
            mailbox = server.exchange.store.add_mailbox(address, COPENHAGEN)
            mailbox.delegates[SERVICE] = Delegate()
        more = CONNECTION.format(url=server.url, access=request.param)
        place = Place(tmp_path, MONDAY, units=ASKING, employees=people, register=FRAME, more=more)
        yield World(place, server)
    assert server.crashes == []


def test_what_the_leader_accepted_seems_agreed_and_stays_so(world: World) -> None:
    series = world.invite()
    assert "agreed" not in world.missing()["facts"]
    world.answer(series, "Accept")
    assert world.missing()["facts"] == {"weekdays": [1], "repeated": True, "agreed": True}
    world.here.sync("--confirm")
    notes = [item.text("Body") for item in world.owner().mailbox.items.values() if item.extended]
    assert ["har aftalt din faste hjemmedag" in note for note in notes] == [True]

    world.answer(series, "Decline")
    world.here.sync("--confirm")
    assert world.missing()["facts"]["agreed"]


def test_a_yes_to_tuesdays_is_none_to_wednesdays(world: World) -> None:
    series = world.invite()
    world.answer(series, "Accept")
    world.here.sync("--confirm")

    world.move(series, TUESDAY + DAY)
    world.here.sync("--confirm")
    assert world.missing()["facts"]["weekdays"] == [2]
    assert "agreed" not in world.missing()["facts"]


def test_a_unit_that_does_not_ask_asks_the_server_for_nobody_s_answer(world: World) -> None:
    world.answer(world.invite(), "Accept")
    world.here.units = NOT_ASKING
    world.here.configure()
    asked: list[bytes] = []
    world.server.exchange.watch = lambda request, _: asked.append(request)

    assert "agreed" not in world.missing()["facts"]
    assert sum(b"calendar:Recurrence" in request for request in asked) == 1
    assert not any(b"Attendees" in request or b"item:Body" in request for request in asked)
