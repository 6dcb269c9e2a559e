"""The service on calendar files, killed at every I/O boundary, must converge to the same calendars.

Each seed makes an installation, runs a first pass, changes the calendars, and then for every n
kills the next pass at its n-th boundary and runs it again until it writes nothing more.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sqlite3
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from icalendar import Calendar
from sqlalchemy import Connection, Engine, event

from config.bootstrap import build
from sync.runner import run_pass
from sync.service import Service
from tests.crash.naive import naive_pass
from tests.installation import Installation

SEEDS = int(os.environ.get("HJEMMEDAG_CRASH_SEEDS", "20"))
MONDAY = date(2026, 11, 30)
PAIRS = 2
LANGUAGES = ("da", "en")
LED = '[[units]]\nid = "u"\nleader = "e1"\n'
DELIVERY = '[delivery]\ninvites = "files"\norganizer = "hjemmedag@x.example"\n'
BOUNDARIES = ("open", "write", "fsync", "replace", "unlink")
ABREAST = 2
"""So many boundaries are tried side by side, each in a folder of its own."""
Pass = Callable[[Service], object]
Files = dict[str, bytes]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A folder in memory where there is one: many small files are copied and synced."""
    shared = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module", autouse=True)
def warm(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Make one pass here, so that every child is born with modules and templates loaded.

    The store is closed again before anything is forked.
    """
    for seed in (0, 5, 8):
        folder = tmp_path_factory.mktemp("warm") / "place"
        scenario(folder, seed, real_pass)
        run_pass(build(folder / "hjemmedag.toml", MONDAY), confirm=True)
    gc.collect()
    gc.freeze()


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_pass_killed_anywhere_converges(scratch: Path, seed: int) -> None:
    kills = 0
    for folder, killed in every_kill(scratch, seed, real_pass):
        kills += killed
        wrong = what_is_wrong(folder, scratch / "calm")
        assert not wrong, f"seed {seed}, boundary {kills}: {wrong}"
    assert kills > 3


def test_the_naive_protocol_fails_the_same_test(scratch: Path) -> None:
    """The test of the test: record after create, without find, must double a note."""
    wrong = [
        what_is_wrong(folder, scratch / "calm")
        for seed in range(3)
        for folder, _ in every_kill(scratch / str(seed), seed, naive_pass, calm_into=scratch)
    ]

    assert any("doubled" in found for one in wrong for found in one)


def real_pass(service: Service) -> object:
    return run_pass(service, confirm=True)


def every_kill(
    scratch: Path, seed: int, one_pass: Pass, calm_into: Path | None = None
) -> Iterator[tuple[Path, bool]]:
    """For every n: the folder after a kill at boundary n and passes until one writes nothing.

    The folder stands until the next one is asked for.
    """
    start, calm = scratch / "start", (calm_into or scratch) / "calm"
    shutil.rmtree(calm, ignore_errors=True)
    scenario(start, seed, one_pass)
    shutil.copytree(start, calm)
    until_it_rests(calm, build(calm / "hjemmedag.toml", MONDAY), one_pass)
    folders = [scratch / f"run-{n}" for n in range(ABREAST)]
    for first in count(1, ABREAST):
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(start, folder)
        services = [build(folder / "hjemmedag.toml", MONDAY) for folder in folders]
        children = [begun(s, one_pass, first + n) for n, s in enumerate(services)]
        killed = [was_killed(child) for child in children]
        resting = [begun(s, rests(f, one_pass)) for f, s in zip(folders, services, strict=True)]
        assert [was_killed(child) for child in resting] == [False] * ABREAST
        for folder, dead in zip(folders, killed, strict=True):
            yield folder, dead
            if not dead:
                return


def scenario(folder: Path, seed: int, one_pass: Pass) -> None:
    """Calendars with notes in them, and changes that ask for new, other and fewer notes.

    In every third seed, a leader is due an overview as well.
    """
    random = Random(seed)
    people = ("e1", "e2")
    led = {"units": LED, "more": DELIVERY} if seed % 3 == 2 else {}
    place = Installation(folder, MONDAY, employees=people, register=register(random), **led)
    export_of("e2", place, random)
    for person in people:
        for number in range(PAIRS):
            add_pair(place, person, number, random)
    if seed % 4:
        in_child(build(folder / "hjemmedag.toml", MONDAY), one_pass)
        for person in people:
            change(place, person, random)
        if random.random() < 0.3:
            place.employee_keys = 'language = "en"'
            place.configure()


def register(random: Random) -> str:
    if random.random() < 0.5:
        return ""
    return '[[local_agreements]]\nid = "LA"\nunits = ["u"]\nvalid_from = 2025-01-06\n'


def export_of(person: str, place: Installation, random: Random) -> None:
    """Sometimes a mailbox is one exported file, with our notes in a folder beside it."""
    if random.random() < 0.5:
        event_file = place.add("Afdelingsmøde", MONDAY, person=person)
        target = place.mailbox(person).with_name(f"{place.mailbox(person).name}.ics")
        target.write_bytes(event_file.read_bytes())


def add_pair(place: Installation, person: str, number: int, random: Random) -> None:
    day = MONDAY + timedelta(days=7 * random.randrange(4) + random.randrange(5))
    word = random.choice(("Hjemmearbejde", "Hjemmearbejde fast", "Hjemme til kl. 12"))
    start = datetime(day.year, day.month, day.day, random.randrange(8, 14))  # noqa: DTZ001
    place.add(word, day, person=person, name=f"home-{number}")
    if number == 0 or random.random() < 0.5:
        place.add("Møde (fysisk)", start, person=person, name=f"meeting-{number}")


def change(place: Installation, person: str, random: Random) -> None:
    for number in range(PAIRS):
        act = random.choice(("keep", "move", "drop", "answer"))
        meeting = place.mailbox(person) / f"meeting-{number}.ics"
        if act == "move":
            add_pair(place, person, number, random)
        elif act == "drop":
            meeting.unlink(missing_ok=True)
        elif act == "answer" and place.notes(person):
            random.choice(place.notes(person)).unlink()


def in_child(service: Service, one_pass: Pass, kill_at: int = 0) -> bool:
    """Run a pass in a forked child; True if it was killed."""
    return was_killed(begun(service, one_pass, kill_at))


def begun(service: Service, one_pass: Pass, kill_at: int = 0) -> int:
    """A forked child at its pass. The store is opened after the fork."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # fork beside pytest's own threads
        child = os.fork()
    if child == 0:
        gc.disable()
        code = 70
        try:
            armed(kill_at)
            one_pass(service)
            code = 0
        finally:
            os._exit(code)
    return child


def was_killed(child: int) -> bool:
    """Wait for a child; whether it was killed rather than came to its end."""
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return True
    assert os.waitstatus_to_exitcode(status) == 0
    return False


def armed(kill_at: int) -> None:
    """Count every write to disk and every commit of a change; end the process before the n-th."""
    if kill_at == 0:
        return
    boundary = count(1)
    changes: dict[int, int] = {}

    def committing(connection: Connection) -> None:
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        if changes.get(id(raw), 0) != raw.total_changes:
            changes[id(raw)] = raw.total_changes
            tick()

    def tick(*_: object) -> None:
        if next(boundary) == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def wrapper(*args: object, **kwargs: object) -> object:
            tick()
            return call(*args, **kwargs)

        return wrapper

    for name in BOUNDARIES:
        setattr(os, name, counted(getattr(os, name)))
    event.listen(Engine, "commit", committing)


def until_it_rests(folder: Path, service: Service, one_pass: Pass) -> None:
    """Passes until one changes no file of any calendar; the last proves the rest."""
    in_child(service, rests(folder, one_pass))


def rests(folder: Path, one_pass: Pass) -> Pass:
    """The passes of :func:`until_it_rests`, as one thing to do."""

    def passes(service: Service) -> None:
        for _ in range(4):
            before = calendars(folder)
            one_pass(service)
            if calendars(folder) == before:
                return
        raise AssertionError("the passes never come to rest")

    return passes


def calendars(folder: Path) -> Files:
    root = folder / "calendars"
    files = (p for p in root.rglob("*") if p.is_file())
    return {str(p.relative_to(root)): p.read_bytes() for p in files}


def what_is_wrong(folder: Path, calm: Path) -> list[str]:
    """Against the same installation that nobody killed: notes doubled, lost, stale; bytes touched."""
    wrong = []
    ours, theirs = notes(folder), notes(calm)
    if len(ours) != len(set(ours)):
        wrong.append("doubled")
    wrong += [f"lost {n}" for n in theirs if n not in ours]
    wrong += [f"stale {n}" for n in ours if n not in theirs]
    if foreign(folder) != foreign(calm):
        wrong.append("somebody else's bytes were changed")
    if [name for name in calendars(folder) if "/." in name]:
        wrong.append("a dot-file was left behind")
    return wrong


def foreign(folder: Path) -> Files:
    return {k: v for k, v in calendars(folder).items() if "hjemmedag-" not in k}


def notes(folder: Path) -> list[tuple[str, str, str, str]]:
    """Every note: whose, its day, subject and text."""
    found = []
    for name, content in sorted(calendars(folder).items()):
        if "hjemmedag-" in name and "/." not in name:
            entry = Calendar.from_ical(content).walk("VEVENT")[0]
            whose = name.split("/")[0].removesuffix(".hjemmedag")
            text = str(entry["DESCRIPTION"])
            found.append((whose, str(entry["DTSTART"].dt), str(entry["SUMMARY"]), text))
    return found
