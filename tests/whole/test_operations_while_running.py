"""Every operator's command works beside a running service, and it goes on (issue 5, item 5)."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.installation import Answer, Installation
from tests.running_service import LOGGED, RunningService, running

TODAY = datetime.now(UTC).date()
TUESDAY = TODAY + timedelta(days=(1 - TODAY.weekday()) % 7 or 7)
PEOPLE = ("e1", "e2", "e3")

pytestmark = pytest.mark.skipif(os.name == "nt", reason="stops the service with SIGTERM")


def meet(place: Installation, person: str, day: date = TUESDAY) -> None:
    place.add("Hjemmearbejde fast", day, person=person, name=f"home-{day}")
    start = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Møde (fysisk)", start, person=person, name=f"meeting-{day}")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Three people, each of whom is to get a note."""
    folder = tmp_path_factory.mktemp("running") / "place"
    place = Installation(folder, TODAY, employees=PEOPLE, more=LOGGED)
    for person in PEOPLE:
        meet(place, person)
    return place


@pytest.fixture(scope="module")
def service(place: Installation) -> Iterator[RunningService]:
    """One service for all tests of this file, each of which leaves it at work."""
    with running(place.folder) as service:
        service.until(lambda: all(place.notes(p) for p in PEOPLE), "no notes")
        yield service


@pytest.fixture(autouse=True)
def goes_on(service: RunningService) -> Iterator[None]:
    """Whatever was asked, the service is at work afterwards."""
    yield
    assert service.process.poll() is None
    assert service.events("tick_failed") == service.events("uncaught") == []


def quickly(place: Installation, command: str, *words: str) -> tuple[Answer, float]:
    """The answer, and the shortest of five times: the machine may be busy with other tests."""
    times = []
    for _ in range(5):
        began = time.monotonic()
        answer = place.run(command, *words)
        times.append(time.monotonic() - began)
    return answer, min(times)


@pytest.mark.parametrize("words", [("sync",), ("withdraw", "--all")])
def test_a_second_writer_is_refused_within_a_second(
    place: Installation, service: RunningService, words: tuple[str, ...]
) -> None:
    answer, took = quickly(place, *words)

    assert (answer.code, took < 1) == (2, True)
    assert "another hjemmedag" in answer.err


def test_a_second_service_is_refused(place: Installation, service: RunningService) -> None:
    answer, took = quickly(place, "run")

    assert (answer.code, took < 2) == (2, True)
    assert "another hjemmedag" in answer.err


def test_status_and_doctor_need_no_lock(place: Installation, service: RunningService) -> None:
    status, doctor = place.run("status", "--format", "json"), place.run("doctor")

    assert (status.code, doctor.code) == (0, 0), doctor.out
    assert status.json["running"] is True
    assert status.json["mailboxes"]["known"] == 3
    assert status.json["last_read"] is not None
    assert "at work" in doctor.out
    assert "is at work" in place.run("status").out


def test_a_pause_is_kept_by_the_service_until_it_is_taken_back(
    place: Installation, service: RunningService
) -> None:
    paused = place.run("pause", "e2@x.example", "--until", str(TODAY + timedelta(days=30)))
    shown = place.run("status", "--format", "json").json["troubled"]
    resumed = place.run("resume", "e2")

    assert (paused.code, resumed.code) == (0, 0)
    assert "paused: 1" in paused.out
    assert [(t["person"], t["state"]) for t in shown] == [("e2", "paused")]
    assert "resumed: 1" in resumed.out
    assert place.run("status", "--format", "json").json["troubled"] == []
    assert [e["what"] for e in service.events("request_done")][-2:] == ["pause", "resume"]


def test_resync_has_a_mailbox_read_at_once(place: Installation, service: RunningService) -> None:
    meet(place, "e3", TUESDAY + timedelta(days=1))

    answer = place.run("resync", "--all")

    assert (answer.code, "3 mailboxes" in answer.out) == (0, True)
    service.until(lambda: len(place.notes("e3")) == 2, "the new note did not come at once")


def test_confirm_says_that_nothing_is_held(place: Installation, service: RunningService) -> None:
    shown, released = place.run("confirm"), place.run("confirm", "abcdef")

    assert (shown.code, "Nothing is held" in shown.out) == (0, True)
    assert (released.code, "nothing is held as abcdef" in released.err) == (2, True)


def test_a_copy_is_made_while_it_runs(
    place: Installation, service: RunningService, tmp_path: Path
) -> None:
    answer = place.run("backup", str(tmp_path / "copy.db"))

    assert answer.code == 0
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        assert db.execute("SELECT count(*) FROM mailbox").fetchone() == (3,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    refused, took = quickly(place, "restore", str(tmp_path / "copy.db"))
    assert (refused.code, took < 1) == (2, True)


def test_migrate_has_nothing_to_do(place: Installation, service: RunningService) -> None:
    assert (place.run("migrate").code, place.run("migrate", "--check").code) == (0, 0)


def test_whoever_is_handed_out_is_handed_out_now(
    place: Installation, service: RunningService
) -> None:
    answer = place.run("export", "e2", "--format", "json").json

    assert len(answer["store"]["entry"]) == 1
    assert answer["store"]["mailbox"][0]["person"] == "e2"


def test_whoever_is_forgotten_is_forgotten_by_the_service(
    place: Installation, service: RunningService
) -> None:
    answer = place.run("forget", "e1")

    assert (answer.code, answer.out.startswith("forgotten")) == (0, True)
    service.until(lambda: not place.notes("e1"), "the note stands")
    meet(place, "e1", TUESDAY + timedelta(days=2))
    place.run("resync", "--all")
    service.until(lambda: service.events("round")[-1]["reads"], "nothing was read")
    assert place.notes("e1") == []
    assert len(place.notes("e2")) == 1


def test_the_pages_say_that_all_is_well(place: Installation, service: RunningService) -> None:
    alive, ready, metrics = (service.get(f"/{p}") for p in ("healthz", "readyz", "metrics"))

    assert (alive[0], ready[0], metrics[0]) == (200, 200, 200)
    assert json.loads(ready[1]) == {"ready": True, "why": []}
    assert 'hjemmedag_writes_total{outcome="created"}' in metrics[1]
    assert not any(person in metrics[1] for person in ("e1", "e2", "x.example"))


def test_it_stops_when_told_and_everything_works_without_it(
    tmp_path: Path,
) -> None:
    place = Installation(tmp_path, TODAY, employees=PEOPLE, more=LOGGED)
    for person in PEOPLE:
        meet(place, person)
    with running(place.folder) as service:
        service.until(lambda: all(place.notes(p) for p in PEOPLE), "no notes")
        assert service.stop() == 0

    assert place.run("status", "--format", "json").json["running"] is False
    assert "paused: 1" in place.run("pause", "e1").out
    assert "resumed: 1" in place.run("resume", "e1").out
    assert "3 mailboxes" in place.run("resync", "--all").out
    assert place.run("confirm").code == 0
    assert place.run("forget", "e3").code == 0
    assert place.notes("e3") == []
    assert place.sync()["notices"]["unchanged"] == 2
