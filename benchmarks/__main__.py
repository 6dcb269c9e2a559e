"""``python -m benchmarks``: every figure in turn, then the table and the versions it holds for."""

from __future__ import annotations

import platform
import sqlite3
import sys
from importlib.metadata import version

from benchmarks import (
    cloud,
    exchange,
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
    cloud,
    whole_loop,
)
PACKAGES = ("exchangelib", "icalendar", "recurring-ical-events", "sqlalchemy", "python-dateutil")


def main() -> None:
    """Print the table in Markdown, as it stands in docs/reference/measured.md."""
    lines: list[str] = []
    for part in PARTS:
        sys.stderr.write(f"{part.__name__}\n")
        lines += [_line(one) for one in part.figures()]
    print("| figure | what ÷ what | ratio (range) | goal | step one | verdict |")
    print("|---|---|---|---|---|---|")
    print("\n".join(lines))
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
    main()
