"""``python -m benchmarks [PART …]``: every figure as it comes, as a table, then the versions it holds for."""

from __future__ import annotations

import platform
import sqlite3
import sys
from collections.abc import Sequence
from importlib.metadata import version

from benchmarks import (
    cloud,
    exchange,
    exchange_shipped,
    first_cloud_sync,
    first_sync,
    judging,
    keeping,
    old_series,
    polling,
    reading_exports,
    serving,
    whole_loop,
)
from benchmarks.harness import ROUNDS, Figure, NotMeasured

PARTS = (
    polling,
    first_cloud_sync,
    first_sync,
    reading_exports,
    old_series,
    judging,
    keeping,
    serving,
    exchange,
    exchange_shipped,
    cloud,
    whole_loop,
)
PACKAGES = ("exchangelib", "icalendar", "recurring-ical-events", "sqlalchemy", "python-dateutil")


def main(names: Sequence[str]) -> None:
    """Print the table in Markdown, as it stands in docs/reference/measured.md; of some parts, if named."""
    print("| figure | what ÷ what | ratio (range) | goal | step one | verdict |")
    print("|---|---|---|---|---|---|")
    for part in PARTS:
        name = part.__name__.rpartition(".")[2]
        if not names or name in names:
            sys.stderr.write(f"{name}\n")
            for one in part.figures():
                print(_line(one), flush=True)
    print(f"\n{_versions()}")


def _line(one: Figure | NotMeasured) -> str:
    if isinstance(one, NotMeasured):
        return f"| {one.id} | {one.why} | – | – | – | not measured |"
    ratio = f"{one.ratio.median:.3g} ({one.ratio.lowest:.3g}–{one.ratio.highest:.3g})"
    bounds = [f"≤ {b:.3g}" if b is not None else "–" for b in (one.goal, one.step_one)]
    return f"| {one.id} | {one.what} | {ratio} | {' | '.join(bounds)} | {one.verdict} |"


def _versions() -> str:
    packages = ", ".join(f"{p} {version(p)}" for p in PACKAGES)
    return (
        f"CPU time; median (and range) of 7 to {ROUNDS} interleaved rounds in one run. "
        f"Python {platform.python_version()}, {packages}, SQLite {sqlite3.sqlite_version}, "
        f"{platform.system()} {platform.machine()}."
    )


if __name__ == "__main__":
    main(sys.argv[1:])
