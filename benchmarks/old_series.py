"""S9: a daily series that is ten years old, beside one that began with the window."""

from __future__ import annotations

from benchmarks.corpus import TODAY, daily_series
from benchmarks.harness import Figure, compare
from benchmarks.reading_exports import MAILBOX
from connectors import ics_parse
from policy.ruleset import window_of

SERIES = 20


def figures() -> list[Figure]:
    """One figure; both give the same number of occurrences."""
    window = window_of(TODAY, 4, None)
    old = daily_series(SERIES, window.start.replace(year=window.start.year - 10))
    new = daily_series(SERIES, window.start)

    def occurrences(content: bytes) -> int:
        source = ics_parse.Source("series.ics", content)
        return len(ics_parse.parse([source], MAILBOX, window.start, window.end).events)

    assert occurrences(old) == occurrences(new) == SERIES * (window.end - window.start).days
    ratio = compare(lambda: occurrences(old), lambda: occurrences(new))
    what = "a ten-year-old daily series ÷ one that began with the window, both over 10 weeks"
    return [Figure("S9", what, ratio, goal=1.2, step_one=1.2)]
