"""Calendars as the world writes them are read right, or set aside with a reason, in time."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.corpus.corpus import samples, shapes
from tests.corpus.ical import calendar, event
from tests.corpus.mailboxes import read_mailbox, write_mailbox
from tests.corpus.shape import Sample
from tests.corpus.table import PAGE, page

SECONDS, MEGABYTES = 1.0, 200
ADDRESS = "m@example.dk"


@pytest.mark.parametrize("name", samples())
def test_a_file_is_read_right_or_set_aside_in_time(name: str, tmp_path: Path) -> None:
    sample = samples()[name]
    write_mailbox(tmp_path, ADDRESS, sample.files)
    outcome = read_mailbox(tmp_path, ADDRESS, sample)
    assert outcome.read == tuple(sorted(sample.read))
    assert outcome.aside == tuple(sorted(sample.aside))
    assert outcome.seconds <= SECONDS


def test_the_corpus_is_large_enough() -> None:
    assert len(shapes()) >= 60
    assert sum(len(sample.files) for sample in samples().values()) >= 300


def test_no_two_samples_hold_the_same_bytes() -> None:
    seen: dict[object, str] = {}
    for name, sample in samples().items():
        key = (sample.files, sample.window, sample.zone)
        assert key not in seen, f"{name} is {seen[key]}"
        seen[key] = name


def test_no_file_costs_more_memory_than_it_may(tmp_path: Path) -> None:
    """A process of its own reads all of them; its peak, with all libraries, stays below."""
    child = [sys.executable, "-m", "tests.corpus.peak", str(tmp_path)]
    root = Path(__file__).parents[2]
    answer = subprocess.run(child, capture_output=True, text=True, cwd=root, timeout=120)
    assert answer.returncode == 0, answer.stderr
    told = json.loads(answer.stdout)
    assert told["mailboxes"] == len(samples())
    assert told["peak_megabytes"] <= MEGABYTES


@pytest.mark.parametrize("together", [True, False], ids=["one file", "a hundred files"])
def test_one_bad_of_a_hundred_hides_none(together: bool, tmp_path: Path) -> None:
    good = [
        event("DTSTART;VALUE=DATE:20261126", uid=f"g{n}", subject=f"God {n}") for n in range(99)
    ]
    bad = {
        name: sample
        for name, sample in samples().items()
        if sample.aside and len(sample.files) == 1 and len(sample.files[0]) < 5_000
    }
    assert len(bad) > 60
    wanted = {f"2026-11-26 God {n}" for n in range(99)}
    for number, (name, sample) in enumerate(bad.items()):
        sound = (calendar(*good),) if together else tuple(calendar(one) for one in good)
        address = f"{number}@example.dk"
        write_mailbox(tmp_path, address, (*sound[:50], *sample.files, *sound[50:]))
        outcome = read_mailbox(tmp_path, address, Sample(name, ()))
        assert wanted <= set(outcome.read), name
        assert outcome.aside, name
        if not together and number >= 20:
            break


def test_the_table_in_the_reference_is_current() -> None:
    hint = "make it anew: python -m tests.corpus.table"
    assert PAGE.read_text(encoding="utf-8") == page(), hint
