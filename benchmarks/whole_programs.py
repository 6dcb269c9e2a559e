"""Pairs of whole programs: what each event costs one of them, beside the other; their start taken off."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.harness import NotMeasured, Ratio

VARIABLE = "HJEMMEDAG_VDIRSYNCER"
"""Names the vdirsyncer to measure against; it lives in an environment of its own."""
MAILBOXES, EVENTS, ROUNDS = 30, 300, 7
Run = Callable[[], float]
"""Starts a program, waits for its end, and says how many CPU seconds it took."""


def beside_vdirsyncer(*names: str) -> Path | list[NotMeasured]:
    """The program to measure against; else why the named figures could not be taken."""
    program = os.environ.get(VARIABLE, "")
    if program:
        return Path(program)
    why = f"needs vdirsyncer in another environment, named by {VARIABLE}"
    return [NotMeasured(name, why) for name in names]


def cpu_of_program(words: Sequence[str], answer: str = "", **more: str) -> float:
    """CPU seconds of a process and all it started; ``more`` is added to its environment."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(  # noqa: S603
        words, input=answer, text=True, check=True, capture_output=True, env={**os.environ, **more}
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compare_programs(
    ours: tuple[Run, Run], theirs: tuple[Run, Run], also: Run | None = None
) -> tuple[Ratio, ...]:
    """An event of ours ÷ one of theirs, the whole ÷ the whole, and an event of another run of ours.

    Of each side a run with all events and one with none, in turns; the first round warms up.
    """
    found: list[tuple[float, ...]] = []
    for _ in range(ROUNDS + 1):
        (full, bare), (their_full, their_bare) = (
            [run() for run in side] for side in (ours, theirs)
        )
        an_event = their_full - their_bare
        more = ((also() - bare) / an_event,) if also else ()
        found.append(((full - bare) / an_event, full / their_full, *more))
    return tuple(_ratio(ratios) for ratios in zip(*found[1:], strict=True))


def _ratio(ratios: Sequence[float]) -> Ratio:
    return Ratio(statistics.median(ratios), min(ratios), max(ratios))
