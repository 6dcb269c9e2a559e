"""S12: one mailbox's days, ledger row and cursor in one transaction, beside bare sqlite3."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from benchmarks.corpus import TODAY
from benchmarks.harness import Figure, compare
from policy.model import WHOLE_DAY, DayFacts, EntryKind, Evidence, HomeFacts, OnSite, Span
from policy.ruleset import window_of
from policy.workdays import DAY, dates
from sync import ledger_rows, records
from sync.ledger import Entry
from sync.records import Kept
from sync.store import Store

TURNS = 100
HOME = HomeFacts(
    kind=EntryKind.OPEN,
    share=Fraction(1),
    share_fixed=Fraction(0),
    share_open=Fraction(1),
    spans=(Span(360, 1080),),
    halves=False,
    reason="home-word",
)
KEPT = Kept("p", "files", "p@x.example", "Europe/Copenhagen", "c", "r", 130, None, 1)
ENTRY = Entry("files", "p", "day:p:2026-12-08", date(2026, 12, 9))


def figures() -> list[Figure]:
    """One figure; both databases hold the same rows, in the same tables, equally durable."""
    with tempfile.TemporaryDirectory() as folder:
        mine, bare = Path(folder) / "ours.db", Path(folder) / "bare.db"
        store = Store.open(f"sqlite:///{mine}")
        Store.open(f"sqlite:///{bare}").close()
        for path in (mine, bare):
            _seed(path)
        days = _days()
        connection = sqlite3.connect(bare, isolation_level=None)
        connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        rows = [_row(d) for d in days]
        meetings = [_meeting_row(d.day, o) for d in days for o in d.on_site]

        def ours() -> None:
            for turn in range(TURNS):
                with store.transaction() as db:
                    records.save_mailbox(db, replace(KEPT, cursor=str(turn), generation=turn))
                    records.replace_facts(db, "p", days)
                    ledger_rows.save_entry(db, replace(ENTRY, version=turn, id=1))

        def theirs() -> None:
            for turn in range(TURNS):
                _bare(connection, rows, meetings, turn)

        ratio = compare(ours, theirs)
        assert _contents(mine) == _contents(bare)
        store.close()
        connection.close()
    what = (
        f"a mailbox's {len(rows)} days, {len(meetings)} meetings, ledger row and cursor in one "
        "transaction ÷ sqlite3 executemany and commit"
    )
    return [Figure("S12", what, ratio, goal=1.3, step_one=2.0)]


def _days() -> tuple[DayFacts, ...]:
    """A full window: two home days a week and a meeting on most working days."""
    window = window_of(TODAY, 4, None)
    return tuple(
        DayFacts(
            day,
            home=HOME if day.weekday() in (1, 3) else None,
            on_site=(OnSite(day, day + DAY, WHOLE_DAY, Evidence.SURE, "on-site-word"),),
        )
        for day in dates(window.start, window.end)
        if day.weekday() < 5
    )


def _seed(path: Path) -> None:
    store = Store.open(f"sqlite:///{path}")
    with store.transaction() as db:
        records.save_mailbox(db, KEPT)
        ledger_rows.save_entry(db, ENTRY)
    store.close()


def _bare(
    connection: sqlite3.Connection,
    rows: Sequence[dict[str, Any]],
    meetings: Sequence[dict[str, Any]],
    turn: int,
) -> None:
    """The same statements, as short as they can be written."""
    run = connection.execute
    run("BEGIN IMMEDIATE")
    run(
        "UPDATE mailbox SET connection=?, address=?, zone=?, cursor=?, reading=?, events_seen=?, "
        "judged=?, generation=?, completed_at=? WHERE person=?",
        ("files", "p@x.example", KEPT.zone, str(turn), "r", 130, None, turn, None, "p"),
    )
    run("DELETE FROM day WHERE person=?", ("p",))
    run("DELETE FROM on_site WHERE person=?", ("p",))
    connection.executemany(_insert("day", rows[0]), rows)
    connection.executemany(_insert("on_site", meetings[0]), meetings)
    run("UPDATE entry SET version=? WHERE id=1", (turn,))
    run("COMMIT")


def _insert(table: str, row: dict[str, Any]) -> str:
    names = ", ".join(f'"{name}"' for name in row)
    places = ", ".join(f":{name}" for name in row)
    return f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608 – our own column names


def _row(facts: DayFacts) -> dict[str, Any]:
    home = facts.home
    return {
        "person": "p",
        "day": facts.day.isoformat(),
        "presence": 0,
        "kind": home and home.kind.value,
        "share": home and str(home.share),
        "share_fixed": home and str(home.share_fixed),
        "share_open": home and str(home.share_open),
        "spans": "[[360, 1080]]" if home else "null",
        "halves": 0 if home else None,
        "reason": home and home.reason,
        "away_all_day": 0,
    }


def _meeting_row(day: date, meeting: OnSite) -> dict[str, Any]:
    return {
        "person": "p",
        "day": day.isoformat(),
        "start": meeting.start.isoformat(),
        "end": meeting.end.isoformat(),
        "span": "[0, 1440]",
        "evidence": meeting.evidence.value,
        "reason": meeting.reason,
    }


def _contents(path: Path) -> list[list[tuple[Any, ...]]]:
    """Days, meetings and ledger; row numbers aside."""
    db = sqlite3.connect(path)
    queries = (
        "SELECT * FROM day ORDER BY day",
        'SELECT day, start, "end", span, evidence, reason FROM on_site ORDER BY day',
        "SELECT * FROM entry",
        "SELECT * FROM mailbox",
    )
    found = [db.execute(q).fetchall() for q in queries]
    db.close()
    return found
