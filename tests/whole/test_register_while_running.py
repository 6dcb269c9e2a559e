"""The register changes while the service runs: rows that go are remembered, and HR is answered."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.bootstrap import build
from config.register.keeping import AGAIN, RegisterKeeping
from config.reloading import Reloading
from sync.hours import Maintenance, Rhythm
from sync.lanes import Inline
from sync.running import Running
from sync.store import Store
from tests.installation import Installation
from tests.running_service import LOGGED, RunningService, running
from tests.workplace import Clock, Heard, scratch

__all__ = ["scratch"]

TODAY = datetime.now(UTC).date()
TUESDAY = TODAY + timedelta(days=(1 - TODAY.weekday()) % 7 or 7)
BEGAN = TODAY - timedelta(days=150)
LOCAL = f'[[local_agreements]]\nid = "L1"\nunits = ["u"]\nvalid_from = {BEGAN}\n'
E1, E2 = (
    f'[[individual_agreements]]\nemployee = "{e}"\nvalid_from = {BEGAN}\npattern = [["tuesday"]]\n'
    for e in ("e1", "e2")
)
SVAR = "register.svar.xlsx"


def keep(place: Installation, text: str) -> None:
    """HR saves the register, and nothing else is touched."""
    place.register = text
    saved = place.folder / "saved.tmp"
    saved.write_text(text, encoding="utf-8")
    saved.replace(place.folder / "register.toml")


def asked(place: Installation) -> list[list[Any]]:
    """The lines of HR's answers; none where there is no file."""
    if not (place.folder / SVAR).exists():
        return []
    book = openpyxl.load_workbook(place.folder / SVAR)
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)]


def remembered(place: Installation) -> dict[str, str | None]:
    """The rows that the store remembers, and since when they are gone."""
    with closing(sqlite3.connect(place.folder / "hjemmedag.db")) as db:
        return dict(db.execute("SELECT key, vanished_on FROM register_row"))


def installed(folder: Path, **more: Any) -> Installation:
    place = Installation(folder, TODAY, employees=("e1", "e2"), register=LOCAL + E1 + E2, **more)
    for person in ("e1", "e2"):
        place.add("Fast hjemmearbejde", TUESDAY, person=person, name="home")
    return place


beside = pytest.mark.skipif(os.name == "nt", reason="stops the service with SIGTERM")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("register") / "place"
    return installed(folder, service="poll_seconds = 10", more=LOGGED)


@pytest.fixture(scope="module")
def service(place: Installation) -> Iterator[RunningService]:
    with running(place.folder) as service:
        yield service


@beside
def test_a_row_that_is_gone_is_used_on_and_asked_about(
    place: Installation, service: RunningService
) -> None:
    keep(place, LOCAL + E2)

    service.until(lambda: asked(place), "nobody asked")
    [line] = asked(place)
    assert line[1].endswith(f"individual:e1:{BEGAN}")
    assert remembered(place)[f"individual:e1:{BEGAN}"] == str(TODAY)
    assert place.notes() == []


@beside
def test_once_dropped_it_is_used_no_more_and_needs_no_signal(
    place: Installation, service: RunningService
) -> None:
    answer = place.run("register", "drop", f"individual:e1:{BEGAN}")

    assert answer.code == 0
    service.until(place.notes, "no note about the agreement that is missing")
    assert f"individual:e1:{BEGAN}" not in remembered(place)
    service.until(lambda: "intet" in str(asked(place)), "HR is still asked")
    assert len(service.events("configuration_read")) == 2


@beside
def test_of_whoever_is_forgotten_no_row_is_kept_whatever_the_register_says(
    place: Installation, service: RunningService
) -> None:
    assert place.run("forget", "e2").code == 0
    before = len(service.events("configuration_read"))

    keep(place, f"# saved once more\n{LOCAL}{E2}")

    service.until(lambda: len(service.events("configuration_read")) > before, "not read")
    service.until(lambda: "local:L1" in remembered(place), "nothing remembered")
    assert [key for key in remembered(place) if ":e2" in key] == []
    assert service.events("tick_failed") == []


class Desk:
    """The keeper of an installation's register, with a clock that a test sets."""

    def __init__(self, place: Installation) -> None:
        self.place, self.heard = place, Heard()
        self.clock = Clock(datetime.now(UTC))
        file = place.folder / "hjemmedag.toml"
        service = replace(build(file, None), clock=self.clock)
        self.running = Running(service, Store.open(service.store_url), Inline(), self.heard)
        self.reloading = Reloading(file, self.heard)
        self.keeping = RegisterKeeping(file, self.reloading)

    def look(self) -> None:
        self.running.service = self.reloading.renewed(self.running.service)
        self.keeping.look(self.running)


@pytest.fixture
def desk(scratch: Path) -> Iterator[Desk]:
    desk = Desk(installed(scratch / "place"))
    desk.look()
    yield desk
    desk.running.store.close()


def test_answers_that_cannot_be_written_are_told_once_and_tried_again(desk: Desk) -> None:
    hrs_own = desk.place.folder / SVAR
    openpyxl.Workbook().save(hrs_own)
    keep(desk.place, LOCAL + E2)
    desk.look()
    hrs_own.unlink()

    desk.look()
    assert not hrs_own.exists()
    desk.clock.go(AGAIN)
    desk.look()

    assert len(asked(desk.place)) == 1
    assert desk.heard.named("answers_not_written") == [
        {"why": f"{SVAR} is not ours: it is left as it is"}
    ]


def test_in_maintenance_nothing_is_written_beside_the_register_either(desk: Desk) -> None:
    keep(desk.place, LOCAL + E2)
    service, now = desk.running.service, desk.clock.now
    window = Maintenance(now, now + timedelta(hours=1))
    desk.running.service = replace(service, rhythm=Rhythm(maintenance=(window,)))
    desk.keeping.look(desk.running)
    assert asked(desk.place) == []

    desk.clock.go(timedelta(hours=1))
    desk.look()

    assert len(asked(desk.place)) == 1


def test_a_row_dropped_beside_a_broken_file_is_asked_for_once(desk: Desk) -> None:
    keep(desk.place, LOCAL + E2)
    desk.look()
    (desk.place.folder / "organisation.toml").write_text("[[", encoding="utf-8")
    desk.look()
    with desk.running.store.transaction() as db:
        db.exec_driver_sql("DELETE FROM register_row WHERE vanished_on IS NOT NULL")

    for _ in range(4):
        desk.look()

    assert len(desk.heard.named("configuration_refused")) == 2


def test_3_a_secret_that_ends_long_after_the_last_start_is_told_once_a_day(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPH_SECRET", "hemmelig")
    place = installed(scratch / "place")
    ends = f"{datetime.now(UTC) + timedelta(days=21):%Y-%m-%d}"
    with (place.folder / "hjemmedag.toml").open("a", encoding="utf-8") as settings:
        settings.write(
            '[connections.sky]\nkind = "graph"\ntenant = "example.onmicrosoft.com"\n'
            f'client_id = "app"\nclient_secret = "env:GRAPH_SECRET"\nsecret_expires = {ends}\n'
        )
    desk = Desk(place)
    for days in (1, 2, 3):
        desk.look()
        desk.look()
        told = desk.heard.named("connection_warns")
        assert len(told) == days
        assert str(told[-1]["why"]).startswith("connections.sky: the client secret ends in 20 days")
        desk.clock.go(timedelta(days=1))
    desk.running.store.close()
