"""The whole loop on an Exchange server: the demo's people, their days, notes and overviews."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from config.demo import AS_OF
from config.demo.files import build
from tests.installation import Installation
from tests.simulators.ews.item import value_of
from tests.simulators.ews.owner import Owner
from tests.simulators.ews.rights import User
from tests.simulators.ews.server import Server, serving
from tests.simulators.ews.store import Delegate
from tests.simulators.ews_from_ics import files_of, lay_in

SERVICE, PASSWORD = "hjemmedag@demo.kriminalforsorgen.example", "hemmelig"
CONNECTION = """[connections.kalendere]
kind = "ews"
url = "{url}"
user = "HJEM\\\\svc"
password = "env:EWS_PASSWORD"
access = "{access}"
"""


@dataclass
class Demo:
    """The demo organisation twice: as files, and on a server."""

    files: Installation
    exchange: Installation
    server: Server

    def owner(self, address: str) -> Owner:
        return Owner(self.server.exchange, self.server.exchange.store.mailboxes[address])

    def notes(self) -> list[tuple[str, str]]:
        """Whose notes and overviews stand on the server, and their keys."""
        return sorted(
            (mailbox.address, value_of(value)[0])
            for mailbox in self.server.exchange.store.mailboxes.values()
            for item in mailbox.items.values()
            for key, value in item.extended.items()
            if key[1] == "HjemmedagKey" and not item.cancelled
        )


class Place(Installation):
    """An installation whose files are there already."""

    def __post_init__(self) -> None:
        """Nothing to write."""


@pytest.fixture
def access(request: pytest.FixtureRequest) -> str:
    return str(getattr(request, "param", "calendar-folder"))


@pytest.fixture
def demo(tmp_path: Path, access: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Demo]:
    monkeypatch.setenv("EWS_PASSWORD", PASSWORD)
    build(tmp_path / "files", AS_OF)
    people = re.findall(r'mailbox = "([^"]+)"', (tmp_path / "files/organisation.toml").read_text())
    with serving([User("HJEM\\svc", PASSWORD, SERVICE, frozenset(people))]) as server:
        _fill(server, tmp_path / "files" / "calendars", people)
        _move(tmp_path, CONNECTION.format(url=server.url, access=access))
        files, exchange = (Place(tmp_path / name, AS_OF) for name in ("files", "exchange"))
        yield Demo(files, exchange, server)
    assert server.crashes == []


def _fill(server: Server, calendars: Path, people: list[str]) -> None:
    for address in dict.fromkeys(people):
        place = calendars / address
        if not place.is_dir() and not place.with_name(f"{address}.ics").exists():
            continue
        zone = server.exchange.store.mailboxes[SERVICE].zone
        mailbox = server.exchange.store.add_mailbox(address, zone)
        mailbox.delegates[SERVICE] = Delegate()
        for content in files_of(place):
            lay_in(Owner(server.exchange, mailbox), content)


def _move(folder: Path, connection: str) -> None:
    """The same installation, its calendars on a server."""
    shutil.copytree(folder / "files", folder / "exchange")
    settings = folder / "exchange" / "hjemmedag.toml"
    text = settings.read_text(encoding="utf-8")
    head, _, tail = text.partition("[connections.kalendere]")
    rest = tail.partition("\n# Ledere")[2]
    settings.write_text(f"{head}{connection}\n# Ledere{rest}", encoding="utf-8")
    shutil.rmtree(folder / "exchange" / "calendars")


def _findings(answer: Any) -> list[Any]:
    return [
        (e["id"], f["rule"], f["days"], f["severity"], f["to"])
        for e in answer["employees"]
        for f in e["findings"]
    ]


def _days(answer: Any) -> dict[tuple[str, str], Any]:
    """Every day as it is judged; whether a room comes with a link is asked only on home days."""
    return {
        (e["id"], day["date"]): (
            *(day[key] for key in ("status", "share", "kind", "reason")),
            [place for place in day["on_site"] if place["evidence"] == "sure"],
        )
        for e in answer["employees"]
        for day in e["days"]
        if day["status"] != "unknown" or any(o["evidence"] == "sure" for o in day["on_site"])
    }


def test_the_same_calendars_say_the_same_on_a_server_as_in_files(demo: Demo) -> None:
    there, here = demo.files.check(), demo.exchange.check()
    assert here["failed"] == there["failed"]
    assert _days(here) == _days(there)
    assert _findings(here) == _findings(there)


@pytest.mark.parametrize("access", ["impersonation"], indirect=True)
def test_the_loop_writes_rests_heeds_what_people_do_and_withdraws(demo: Demo) -> None:
    there = demo.files.sync()
    first = demo.exchange.sync("--confirm")
    assert first["notices"] == there["notices"]
    assert first["invites"] == there["invites"]
    written = demo.notes()
    mails = list(demo.server.exchange.store.mails)
    again = demo.exchange.sync()
    assert again["notices"]["created"] == again["notices"]["updated"] == 0
    assert (demo.notes(), demo.server.exchange.store.mails) == (written, mails)
    address, key = next(note for note in written if note[1].startswith("day:"))
    owner = demo.owner(address)
    owner.delete(owner.with_value(key)[0])
    told = demo.exchange.sync()
    assert told["notices"]["told"] >= 1
    assert (address, key) not in demo.notes()
    assert demo.exchange.sync()["notices"]["created"] == 0
    assert demo.exchange.run("withdraw", "--all").code == 0
    assert demo.notes() == []
