"""The running service, killed at every boundary and at random, loses, doubles and repeats nothing.

Each kill is a SIGKILL of a process; the next one begins where the store and the calendars are.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from icalendar import Calendar

from config.bootstrap import build
from sync.hours import Rhythm
from sync.lanes import Inline, Lanes, Threads
from sync.runner import run_pass
from sync.running import Running
from sync.service import Service
from sync.store import Store, writer_lock
from sync.tick import tick
from tests.crash.test_crash import (
    DELIVERY,
    MONDAY,
    calendars,
    every_kill,
    foreign,
    in_child,
    scratch,
    warm,
    what_is_wrong,
)
from tests.installation import Installation

CAMPAIGN = "HJEMMEDAG_CRASH_SEEDS" in os.environ
SEEDS = int(os.environ.get("HJEMMEDAG_CRASH_SEEDS", "1"))
KILLS = 100 if CAMPAIGN else 12
COMMANDS = 100 if CAMPAIGN else 2
AT_ONCE = Rhythm(poll=timedelta(milliseconds=20))
PEOPLE = ("e1", "e2", "e3", "boss")
UNITS = '[[units]]\nid = "u"\nleader = "boss"\n'
__all__ = ["scratch", "warm"]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def served(service: Service, lanes: Lanes, go_on: Callable[[int], bool]) -> None:
    """The service as a process has it: lock, store, one tick after the other."""
    service = replace(service, rhythm=AT_ONCE)
    with writer_lock(service.store_url):
        store = Store.open(service.store_url)
        running = Running(service, store, lanes)
        number = 0
        while go_on(number):
            tick(running)
            number += 1
            time.sleep(0.02)
        store.close()


def some_ticks(service: Service) -> None:
    """Enough ticks that everything due is done, without threads, so that boundaries are the same."""
    served(service, Inline(), lambda number: number < 3)


def for_ever(service: Service) -> None:
    served(service, Threads(idle=0.2, at_most=1.0), lambda number: True)


@pytest.mark.parametrize("seed", range(2, SEEDS + 2))
def test_ticks_killed_anywhere_converge(scratch: Path, seed: int) -> None:
    kills = 0
    for folder, killed in every_kill(scratch, seed, some_ticks):
        kills += killed
        wrong = what_is_wrong(folder, scratch / "calm")
        assert not wrong, f"seed {seed}, boundary {kills}: {wrong}"
    assert kills > 3


def test_killed_at_random_and_started_again_it_loses_doubles_and_repeats_nothing(
    scratch: Path,
) -> None:
    random = Random(KILLS)
    place = Installation(scratch / "run", MONDAY, employees=PEOPLE, units=UNITS, more=DELIVERY)
    service = build(place.folder / "hjemmedag.toml", MONDAY)
    answered: set[Path] = set()
    at_work, pace = 0, pace_of(service)
    for number in range(KILLS):
        change(place, random)
        before = calendars(place.folder)
        kill_after(service, random.uniform(0.0, 3 * pace))
        at_work += calendars(place.folder) != before
        if number % 4 == 3:
            in_child(service, some_ticks)
            answered |= answer(place, random)
    assert at_work > KILLS / 4, "too few were killed at work"
    until_quiet(place, service)

    assert not [path for path in answered if path.exists()]
    assert sorted(days(place)) == sorted(expected(place, answered))
    assert not [name for name in calendars(place.folder) if "/." in name]
    overviews = list(place.mailbox("boss").glob("hjemmedag-*.ics"))
    assert len(overviews) <= 2
    run_pass(service)
    assert sorted(days(place)) == sorted(expected(place, answered))


def pace_of(service: Service) -> float:
    """How many seconds a start and its first ticks take on this machine, as busy as it is."""
    in_child(service, some_ticks)
    began = time.monotonic()
    in_child(service, some_ticks)
    return time.monotonic() - began


def kill_after(service: Service, seconds: float) -> None:
    """Start a service and kill it; the lock falls with it."""
    child = os.fork()
    if child == 0:
        try:
            for_ever(service)
        finally:
            os._exit(70)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def change(place: Installation, random: Random) -> None:
    """Somebody's meeting is put on one of a few days, or taken off again."""
    person = random.choice(PEOPLE[:3])
    day = MONDAY + timedelta(days=random.choice((1, 2, 8, 9, 15)))
    meeting = place.mailbox(person) / f"meeting-{day}.ics"
    if meeting.with_name(f"kept-{day}.ics").exists():
        return
    if meeting.exists():
        meeting.unlink()
        return
    ten = datetime(day.year, day.month, day.day, 10)  # noqa: DTZ001 – wall time in a file
    place.add("Hjemmearbejde", day, person=person, name=f"home-{day}")
    place.add("Møde (fysisk)", ten, person=person, name=f"meeting-{day}")


def answer(place: Installation, random: Random) -> set[Path]:
    """Somebody deletes a note; the meeting behind it stays from now on."""
    found = [path for person in PEOPLE[:3] for path in place.notes(person)]
    if not found:
        return set()
    path = random.choice(found)
    day = Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]["DTSTART"].dt
    path.unlink()
    # Renamed, so that nobody takes the meeting off and puts it on again: that would be news.
    meeting = path.parent / f"meeting-{day}.ics"
    meeting.rename(path.parent / f"kept-{day}.ics")
    return {path}


def until_quiet(place: Installation, service: Service) -> None:
    for _ in range(5):
        before = calendars(place.folder)
        in_child(service, some_ticks)
        if calendars(place.folder) == before:
            return
    raise AssertionError("the service never comes to rest")


def days(place: Installation) -> list[tuple[str, str]]:
    """Whose notes stand on which day; one that is doubled is there twice."""
    return [
        (person, str(Calendar.from_ical(path.read_bytes()).walk("VEVENT")[0]["DTSTART"].dt))
        for person in PEOPLE[:3]
        for path in place.notes(person)
    ]


def expected(place: Installation, answered: set[Path]) -> list[tuple[str, str]]:
    """A note for every meeting on a home day that its owner has not answered."""
    return [
        (person, path.stem.removeprefix("meeting-"))
        for person in PEOPLE[:3]
        for path in place.mailbox(person).glob("meeting-*.ics")
        if not (path.parent / f"kept-{path.stem.removeprefix('meeting-')}.ics").exists()
    ]


def test_the_command_killed_and_started_again_writes_each_note_once(scratch: Path) -> None:
    """The real command, a real SIGKILL, at any time between its start and its first notes."""
    today = datetime.now().astimezone().date()
    place = Installation(scratch / "run", today, employees=PEOPLE, units=UNITS)
    tuesday = today + timedelta(days=(1 - today.weekday()) % 7 + 7)
    random = Random(1)
    for person in PEOPLE[:3]:
        ten = datetime(tuesday.year, tuesday.month, tuesday.day, 10)  # noqa: DTZ001
        place.add("Hjemmearbejde", tuesday, person=person, name="home")
        place.add("Møde (fysisk)", ten, person=person, name="meeting")
    before = foreign(place.folder)
    for _ in range(COMMANDS):
        service = start(place)
        time.sleep(random.uniform(0.5, 4.0))
        service.kill()
        service.wait()

    service = start(place)
    wait_for(lambda: all(place.notes(p) for p in PEOPLE[:3]))
    service.send_signal(signal.SIGTERM)

    assert service.wait(30) == 0
    assert [len(place.notes(p)) for p in PEOPLE[:3]] == [1, 1, 1]
    assert foreign(place.folder) == before


def start(place: Installation) -> subprocess.Popen[bytes]:
    """``hjemmedag run`` in a process of its own."""
    command = [sys.executable, "-c", "from config.cli import main; main()", "run"]
    return subprocess.Popen([*command, "--config", str(place.folder / "hjemmedag.toml")])


def wait_for(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds; fails if it does not in time."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)
