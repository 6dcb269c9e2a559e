"""Bytes changed at random: reading never raises, ends in time, and hides no other file.

``HJEMMEDAG_FUZZ_SECONDS`` says for how long (20), ``HJEMMEDAG_FUZZ_SEED`` where to begin (0); a
failure names the seed, which gives the same bytes again.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from tests.corpus.changes import changed
from tests.corpus.corpus import samples
from tests.corpus.ical import calendar, event
from tests.corpus.mailboxes import read_mailbox
from tests.corpus.shape import Sample

SECONDS = float(os.environ.get("HJEMMEDAG_FUZZ_SECONDS", "20"))
FIRST_SEED = int(os.environ.get("HJEMMEDAG_FUZZ_SEED", "0"))
CPU_SECONDS = 2.0
ADDRESS = "m@example.dk"
SOUND = {f"2026-12-{day} Står fast" for day in ("01", "08", "15")}


@pytest.mark.timeout(SECONDS * 2 + 60)
def test_whatever_the_bytes_the_other_files_are_read(tmp_path: Path) -> None:
    whole = [f for sample in samples().values() for f in sample.files if len(f) < 100_000]
    folder = tmp_path / ADDRESS
    folder.mkdir()
    series = ["DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=WEEKLY;COUNT=3"]
    sound = calendar(event(*series, uid="sound-7f3a", subject="Står fast"))
    (folder / "sound.ics").write_bytes(sound)
    until, seed = time.monotonic() + SECONDS, FIRST_SEED
    while time.monotonic() < until:
        dice = random.Random(seed)
        (folder / "changed.ics").write_bytes(changed(dice.choice(whole), dice, whole))
        try:
            outcome = read_mailbox(tmp_path, ADDRESS, Sample("changed", ()))
        except Exception as error:
            raise AssertionError(f"seed {seed}: {error!r}") from error
        assert set(outcome.read) >= SOUND, f"seed {seed}: another file's entries are gone"
        assert outcome.seconds <= CPU_SECONDS, f"seed {seed}: {outcome.seconds:.1f} s"
        seed += 1
    assert seed > FIRST_SEED + SECONDS
