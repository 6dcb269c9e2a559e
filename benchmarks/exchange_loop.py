"""The whole loop over EWS – read, judge, write the notes that are due – for as many as an agency has."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

from benchmarks.corpus import TODAY
from benchmarks.exchange_server import PASSWORD, exchange
from benchmarks.harness import Figure, NotMeasured, Ratio, cpu_of
from config.bootstrap import build
from sync.runner import run_pass

PEOPLE, FEW = 4_500, 450
PATIENCE = 600.0
"""Seconds; a machine that is busy with other things is not waited for without an end."""
SECRET = "HJEMMEDAG_BENCH_EWS"  # noqa: S105 – the name of a variable
SETTINGS = f"""
[service]
organisation = "organisation.toml"
informed_on = 2026-01-05
activation_date = 2026-01-05
[store]
url = "sqlite:///hjemmedag.db"
[connections.exchange]
kind = "ews"
url = "{{url}}"
auth = "basic"
user = "svc"
password = "env:{SECRET}"
[brake]
max_share = 1
"""


class LateError(Exception):
    """The figure takes too long here."""


def figures() -> list[Figure | NotMeasured]:
    """Two figures from one loop over everybody, one over a tenth, and the tenth's next."""
    os.environ[SECRET] = PASSWORD
    late = time.monotonic() + PATIENCE
    with exchange(people=PEOPLE + FEW) as url, tempfile.TemporaryDirectory() as folder:
        try:
            tenth = _loop(Path(folder) / "tenth", url, range(PEOPLE, PEOPLE + FEW), late)
            after = _loop(Path(folder) / "tenth", url, range(PEOPLE, PEOPLE + FEW), late)
            whole = _loop(Path(folder) / "whole", url, range(PEOPLE), late)
        except LateError:
            return [NotMeasured("Loop (EWS)", f"took more than {PATIENCE:.0f} s here")]
    what = (
        f"the whole loop over EWS, {PEOPLE:,} mailboxes read and judged and a note written in each "
        f"÷ ten times one of {FEW} (one round)"
    )
    rest = (
        f"the pass after it, which sees its own notes and writes nothing, {FEW} ÷ {FEW} (one round)"
    )
    return [
        Figure("Loop (EWS)", what, _once(whole / (10 * tenth)), goal=1.15, step_one=1.5),
        Figure("Loop, next (EWS)", rest, _once(after / tenth)),
    ]


def _loop(folder: Path, url: str, numbers: range, late: float) -> float:
    """CPU seconds of one pass; the first in a folder writes to everybody, the next to nobody."""
    first = not folder.exists()
    if first:
        _installation(folder, url, numbers)
    service = build(folder / "hjemmedag.toml", TODAY)

    def step(*_: object) -> None:
        if time.monotonic() > late:
            raise LateError

    def one_pass() -> None:
        result = run_pass(service, confirm=True, step=step)
        assert not result.failed
        assert result.mailboxes == len(numbers)
        assert result.notices.created == (len(numbers) if first else 0)
        assert result.notices.updated == 0

    return cpu_of(one_pass)


def _installation(folder: Path, url: str, numbers: range) -> None:
    folder.mkdir()
    people = "".join(
        f'[[employees]]\nid = "p{n}"\nmailbox = "p{n}@x.example"\n'
        'connection = "exchange"\nunit = "u"\n'
        for n in numbers
    )
    (folder / "organisation.toml").write_text(f'[[units]]\nid = "u"\n{people}')
    (folder / "hjemmedag.toml").write_text(SETTINGS.format(url=url))


def _once(value: float) -> Ratio:
    return Ratio(value, value, value)
