"""The whole loop in Exchange Online: the demo's people, days, notes and overviews, over TLS and msal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.desk import COPENHAGEN
from tests.installation import Installation
from tests.simulators.ews.owner import Owner as EwsOwner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server as ExchangeServer
from tests.simulators.ews.server import serving as exchange_serving
from tests.simulators.ews.store import Delegate
from tests.simulators.graph.owner import Owner
from tests.simulators.graph.server import Server, serving
from tests.simulators.graph.signing_in import TENANT, App
from tests.simulators.graph_from_ics import lay_in
from tests.simulators.moving import move_to_cloud
from tests.whole.demo_on_server import (
    SERVICE,
    Demo,
    calendars_of,
    people_of,
    says_the_same,
    writes_rests_heeds_and_withdraws,
)

APP = "5f3c2a10-1111-4222-8333-444455556666"
CONNECTION = f"""[connections.kalendere]
kind = "graph"
authority = "{{login}}/{TENANT}"
url = "{{graph}}"
client_id = "{APP}"
client_secret = "env:GRAPH_SECRET"
ca_file = "{{ca_file}}"
"""


class InCloud(Demo):
    """The calendars in the Graph simulator."""

    def __init__(self, folder: Path, server: Server) -> None:
        where = {"login": server.login, "graph": server.graph, "ca_file": server.ca_file}
        super().__init__(folder, CONNECTION.format(**where))
        self.server = server

    @property
    def store(self) -> Any:
        return self.server.tenant.store

    def owner(self, address: str) -> Owner:
        return Owner(self.server.tenant, self.store.mailboxes[address])

    def notes(self) -> list[tuple[str, str]]:
        """Those in others' calendars alone."""
        return sorted(
            (mailbox.address, value)
            for mailbox in self.store.mailboxes.values()
            if mailbox.address != SERVICE
            for event in mailbox.events.values()
            for name, value in event.extended.items()
            if name.endswith("HjemmedagKey") and not event.cancelled
        )


@pytest.fixture
def demo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    monkeypatch.setenv("GRAPH_SECRET", "hemmelig")
    people = people_of(tmp_path)
    with serving([App(APP, secrets={"hemmelig": None})], tls=True) as server:
        server.tenant.store.add_mailbox(SERVICE, COPENHAGEN)
        for address in people:
            calendars = calendars_of(tmp_path, address)
            if calendars is not None:
                mailbox = server.tenant.store.add_mailbox(address, COPENHAGEN)
                for content in calendars:
                    lay_in(Owner(server.tenant, mailbox), content)
        yield InCloud(tmp_path, server)
    assert server.crashes == []


def test_the_same_calendars_say_the_same_in_the_cloud_as_in_files(demo: Demo) -> None:
    says_the_same(demo)


def test_the_loop_writes_rests_heeds_what_people_do_and_withdraws(demo: Demo) -> None:
    writes_rests_heeds_and_withdraws(demo)


MIXED = f"""[connections.sky]
kind = "graph"
authority = "{{login}}/{TENANT}"
url = "{{graph}}"
client_id = "{APP}"
client_secret = "env:GRAPH_SECRET"
ca_file = "{{ca_file}}"
fallback = "premises"
[connections.premises]
kind = "ews"
url = "{{ews}}"
auth = "basic"
user = "svc"
password = "env:EWS_PASSWORD"
"""
MONDAY, TUESDAY = date(2026, 11, 30), date(2026, 12, 1)


@dataclass
class Mixed:
    """e1 has files, e2 is in the cloud, e3 on premises and asked for in the cloud first."""

    place: Installation
    cloud: Server
    premises: ExchangeServer

    def configure(self) -> None:
        path = self.place.folder / "organisation.toml"
        head, *people = path.read_text(encoding="utf-8").split("[[employees]]")
        for number in (1, 2):
            people[number] = people[number].replace('connection = "files"', 'connection = "sky"')
        path.write_text("[[employees]]".join([head, *people]), encoding="utf-8")

    def notes(self) -> tuple[int, int, int]:
        """How many notes stand in files, in the cloud and on premises."""
        in_files = len(self.place.notes())
        boxes = self.cloud.tenant.store.mailboxes.values()
        in_cloud = sum(bool(event.extended) for box in boxes for event in box.events.values())
        there = self.premises.exchange.store.mailboxes.values()
        on_premises = sum(bool(item.extended) for box in there for item in box.items.values())
        return in_files, in_cloud, on_premises


@pytest.fixture
def mixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mixed]:
    monkeypatch.setenv("GRAPH_SECRET", "hemmelig")
    monkeypatch.setenv("EWS_PASSWORD", "hemmelig")
    user = User("svc", "hemmelig", "svc@x.example")
    with (
        serving([App(APP, secrets={"hemmelig": None})], tls=True) as cloud,
        exchange_serving([user], schemes=("Basic",)) as premises,
    ):
        where = {"login": cloud.login, "graph": cloud.graph, "ca_file": cloud.ca_file}
        more = MIXED.format(**where, ews=premises.url)
        people = ("e1", "e2", "e3")
        place = Installation(tmp_path / "run", MONDAY, employees=people, more=more)
        found = Mixed(place, cloud, premises)
        found.configure()
        mailbox = premises.exchange.store.add_mailbox("e3@x.example", COPENHAGEN)
        mailbox.delegates["svc@x.example"] = Delegate()
        hands = [
            Owner(cloud.tenant, cloud.tenant.store.add_mailbox("e2@x.example", COPENHAGEN)),
            EwsOwner(premises.exchange, mailbox),
        ]
        meeting = datetime(2026, 12, 1, 10, tzinfo=COPENHAGEN)
        place.add("Hjemmearbejde", TUESDAY)
        place.add("Møde (fysisk)", meeting)
        for owner in hands:
            owner.add("Hjemmearbejde", TUESDAY, TUESDAY + timedelta(days=1))
            owner.add("Møde (fysisk)", meeting, meeting + timedelta(hours=1))
        yield found
    assert (cloud.crashes, premises.crashes) == ([], [])


def test_files_cloud_and_premises_in_one_pass(mixed: Mixed) -> None:
    first = mixed.place.sync("--confirm")
    assert first["failed"] == []
    written = mixed.notes()
    assert len(set(written)) == 1
    assert written[0] >= 1
    again = mixed.place.sync()
    assert again["notices"]["created"] == again["notices"]["updated"] == 0
    assert mixed.notes() == written


@pytest.mark.parametrize(
    ("person", "code"),
    [
        ("e2", "ErrorAccessDenied"),
        ("e3", "ErrorAccessDenied"),
        ("e3", "ErrorNonExistentMailbox"),
        ("e3", "ErrorAccountDisabled"),
    ],
)
def test_f5_65_66_mailboxes_that_are_closed_for_a_while_lose_no_note(
    mixed: Mixed, person: str, code: str
) -> None:
    address = f"{person}@x.example"
    mixed.place.sync("--confirm")
    written = mixed.notes()
    store = mixed.cloud.tenant.store if person == "e2" else mixed.premises.exchange.store
    store.mailboxes[address].spoiled = code
    closed = mixed.place.sync()
    assert [one["mailbox"] for one in closed["failed"]] == [address]
    store.mailboxes[address].spoiled = None
    assert mixed.place.sync()["failed"] == []
    assert mixed.notes() == written


def _with_key(extended: Mapping[Any, Any]) -> bool:
    return any("HjemmedagKey" in str(name) for name in extended)


def test_the_loop_heeds_what_people_do_in_each_of_them_and_withdraws(mixed: Mixed) -> None:
    mixed.place.sync("--confirm")
    assert mixed.notes()[0] == 1
    cloud, premises = mixed.cloud.tenant, mixed.premises.exchange
    there = cloud.store.mailboxes["e2@x.example"]
    (event,) = [one for one in there.events.values() if _with_key(one.extended)]
    Owner(cloud, there).delete(event)
    here = premises.store.mailboxes["e3@x.example"]
    (item,) = [one for one in here.items.values() if _with_key(one.extended)]
    EwsOwner(premises, here).delete(item)
    mixed.place.notes()[0].unlink()

    told = mixed.place.sync()

    assert told["notices"]["told"] == 3
    assert mixed.notes() == (0, 0, 0)
    assert mixed.place.sync()["notices"]["created"] == 0


def test_withdrawing_takes_the_notes_out_of_each_of_them(mixed: Mixed) -> None:
    mixed.place.sync("--confirm")
    assert mixed.notes() == (1, 1, 1)

    assert mixed.place.run("withdraw", "--all").code == 0

    assert mixed.notes() == (0, 0, 0)


def test_7_36_a_mailbox_that_moves_to_the_cloud_keeps_its_note_and_gets_no_other(
    mixed: Mixed,
) -> None:
    mixed.place.sync("--confirm")
    assert mixed.notes() == (1, 1, 1)
    move_to_cloud(mixed.premises.exchange, mixed.cloud.tenant, "e3@x.example")

    moved = mixed.place.sync()

    assert moved["failed"] == []
    assert {name for name, number in moved["notices"].items() if number} == {"unchanged"}
    assert mixed.notes() == (1, 2, 0)
    assert mixed.place.run("withdraw", "--all").code == 0
    assert mixed.notes() == (0, 0, 0)


def test_68_a_marked_word_in_the_cloud_is_nowhere_but_there(mixed: Mixed) -> None:
    cloud, word = mixed.cloud.tenant, "Kvidderfugl"
    owner = Owner(cloud, cloud.store.mailboxes["e2@x.example"])
    fields = {
        "location": {"displayName": f"{word}-sted"},
        "body": {"contentType": "html", "content": f"<p>{word}-krop</p>"},
        "categories": [f"{word}-kategori"],
    }
    for hour, sensitivity in enumerate(("private", "normal"), 13):
        meeting = datetime(2026, 12, 1, hour, tzinfo=COPENHAGEN)
        more = {**fields, "sensitivity": sensitivity}
        owner.add(f"{word} møde", meeting, meeting + timedelta(hours=1), **more)

    said = [
        mixed.place.run(*words)
        for words in (("sync", "--confirm"), ("sync", "--format", "json"), ("doctor",), ("status",))
    ]

    assert mixed.notes()[1] >= 1
    assert not any(word in answer.out + answer.err for answer in said)
    files = [path for path in mixed.place.folder.rglob("*") if path.is_file()]
    assert files
    assert not any(word.encode() in path.read_bytes() for path in files)


def test_doctor_tries_files_cloud_and_premises(mixed: Mixed) -> None:
    mixed.place.run("sync", "--confirm")
    written = mixed.notes()
    before = {p: p.read_bytes() for p in mixed.place.folder.rglob("*") if p.is_file()}
    answer = mixed.place.run("doctor", "--write", "--format", "json")
    steps = answer.json["steps"]
    sky = [s for s in steps if s["part"] == "connection sky"]
    assert [s for s in sky if not s["well"]] == [], sky
    said = [s["said"] for s in sky]
    assert "in the cloud: the token service gives a token" in said
    assert any(
        "on premises: the first mailbox's calendar can be read and written" in s for s in said
    )
    gone = "a note was written, found again by its mark, changed, and taken away"
    assert [s for s in said if s.endswith(gone)] == [
        f"in the cloud: {gone}",
        f"on premises: {gone}",
    ]
    assert "@" not in answer.out
    assert sum("only ids and kinds were asked for" in s for s in said) == 2
    assert mixed.notes() == written
    assert {p: p.read_bytes() for p in mixed.place.folder.rglob("*") if p.is_file()} == before


def test_60_a_pass_says_whose_clock_differs_and_writes_where_they_agree(mixed: Mixed) -> None:
    mixed.cloud.tenant.store.clock = lambda: datetime.now(UTC) + timedelta(hours=1)
    held = mixed.place.run("sync", "--confirm", "--format", "json")
    assert held.code == 3
    assert held.json["held"] is True
    (line,) = held.json["clocks"]
    assert re.fullmatch(
        r"connection sky: our clock is 3,(59\d|60\d) seconds behind the server's; one of the two is "
        r"wrong: set it \(NTP\)\. Nothing is written over this connection until they agree",
        line,
    )
    assert mixed.notes() == (1, 0, 0)
    said = mixed.place.run("sync").out.replace("\n", " ")
    assert "connection sky: our clock is 3," in said

    mixed.cloud.tenant.store.clock = lambda: datetime.now(UTC)
    said = mixed.place.run("sync", "--format", "json")
    assert (said.code, "clocks" in said.json) == (0, False)
    assert mixed.notes() == (1, 1, 1)
