"""The demo organisation twice: as files, and with its calendars on a server of some kind."""

from __future__ import annotations

import re
import shutil
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from config.demo import AS_OF
from config.demo.files import build
from tests.installation import Installation
from tests.simulators.ews_from_ics import files_of

SERVICE = "hjemmedag@demo.kriminalforsorgen.example"
_CALENDARS = "[connections.kalendere]"


class Place(Installation):
    """An installation whose files are there already."""

    def __post_init__(self) -> None:
        """Nothing to write."""


class Demo(ABC):
    """``files`` and ``there``: the same people, days and rules in two places."""

    def __init__(self, folder: Path, connection: str) -> None:
        """``connection``: the settings of the server, in place of those of the files."""
        shutil.copytree(folder / "files", folder / "there")
        settings = folder / "there" / "hjemmedag.toml"
        head, _, tail = settings.read_text(encoding="utf-8").partition(_CALENDARS)
        rest = tail.partition("\n# Ledere")[2]
        settings.write_text(f"{head}{connection}\n# Ledere{rest}", encoding="utf-8")
        shutil.rmtree(folder / "there" / "calendars")
        self.files, self.there = (Place(folder / name, AS_OF) for name in ("files", "there"))

    @property
    @abstractmethod
    def store(self) -> Any:
        """All that lies on the server."""

    @abstractmethod
    def owner(self, address: str) -> Any:
        """The hands of a mailbox's owner."""

    @abstractmethod
    def notes(self) -> list[tuple[str, str]]:
        """Whose notes and overviews stand on the server, and their keys."""


def people_of(folder: Path) -> list[str]:
    """Build the demo's files; the addresses in it, each once."""
    build(folder / "files", AS_OF)
    text = (folder / "files" / "organisation.toml").read_text(encoding="utf-8")
    return list(dict.fromkeys(re.findall(r'mailbox = "([^"]+)"', text)))


def calendars_of(folder: Path, address: str) -> list[bytes] | None:
    """The calendar files of an address; None where it has no calendar."""
    place = folder / "files" / "calendars" / address
    there = place.is_dir() or place.with_name(f"{address}.ics").exists()
    return list(files_of(place)) if there else None


def says_the_same(demo: Demo) -> tuple[Any, Any]:
    """The same calendars say the same in both places; the two answers."""
    as_files, there = demo.files.check(), demo.there.check()
    assert len(there["failed"]) == len(as_files["failed"])
    assert _days(there) == _days(as_files)
    assert _findings(there) == _findings(as_files)
    return as_files, there


def writes_rests_heeds_and_withdraws(demo: Demo) -> None:
    """The loop writes what it writes into files, rests, heeds what people do, and withdraws."""
    as_files = demo.files.sync()
    first = demo.there.sync("--confirm")
    assert first["notices"] == as_files["notices"]
    assert first["invites"] == as_files["invites"]
    written = demo.notes()
    mails = list(demo.store.mails)
    again = demo.there.sync()
    assert again["notices"]["created"] == again["notices"]["updated"] == 0
    assert (demo.notes(), demo.store.mails) == (written, mails)
    address, key = next(note for note in written if note[1].startswith("day:"))
    owner = demo.owner(address)
    owner.delete(owner.with_value(key)[0])
    told = demo.there.sync()
    assert told["notices"]["told"] >= 1
    assert (address, key) not in demo.notes()
    assert demo.there.sync()["notices"]["created"] == 0
    assert demo.there.run("withdraw", "--all").code == 0
    assert demo.notes() == []


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
