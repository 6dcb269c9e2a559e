"""Writes the table of the corpus for the reference: one line a shape."""

from __future__ import annotations

from pathlib import Path

from tests.corpus.corpus import samples, shapes

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "broken-calendars.md"
HEAD = """# Calendars as the world writes them

No calendar file makes the service stumble: each entry is either read right, or set aside with a reason that
`check` lists under `unreadable`; what stands beside it is read. Nothing of an entry's text is in the reason.
A file of the corpus costs at most one second of CPU, and the process that reads them all at most 200 MB.

The tests hold {files} files in {shapes} shapes against that, all of our own making. What each must give
stands beside it in `tests/corpus`, written by hand. This page is made from there by
`python -m tests.corpus.table`, and a test says when it is old. `make fuzz SECONDS=600` changes bytes of these
files at random and holds the same against the outcome.

| shape | written by | what we do | files |
|---|---|---|---:|
"""
TAIL = """
## Limits

| more than | then |
|---|---|
| 20 MB a file | the file is set aside |
| 30 years from a series' start to the window | the series is set aside |
| 30 years from an entry's start to its end or to its `RECURRENCE-ID` | the entry is set aside |
| 2,000 `RDATE` or `EXDATE`, 4 rules, 2,000 occurrences in the window | the series is set aside |
| one `BYHOUR`, `BYMINUTE` or `BYSECOND`; 5 in `BYSETPOS` | the series is set aside |
| once a day (`FREQ` below `DAILY`); also any `EXRULE` | the series is set aside |
| 1,000,000 days that all series of a file must look through | further series are set aside |
| 20,000 occurrences in the window | what is beyond is set aside, named once |
| 1,000 lines of `VTIMEZONE` that are needed, in a file | further zones count as custom zones without rules |
"""


def page() -> str:
    """The whole page."""
    lines: list[str] = []
    files = 0
    for shape in shapes():
        found = [s for name, s in samples().items() if name.startswith(f"{shape.name}/")]
        count = sum(len(sample.files) for sample in found)
        files += count
        title = shape.title.replace("|", "\\|")
        lines.append(f"| {title} | {shape.writer} | {shape.does} | {count} |\n")
    return HEAD.format(files=files, shapes=len(lines)) + "".join(lines) + TAIL


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
