"""What ``register …`` answers, for programs and for people; ids unless names are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from config.people_named import Directory
from config.plain_text import plain as safe
from config.problems import Problem
from config.register.answers import in_language, lines_of
from config.register.cells import Style
from config.register.changes import Changes, as_text, shown
from config.register.look import Look, holds
from config.register.rows import Plain, PlainRow, plain, table_of
from policy.register import Register
from policy.register_memory import keyed, rows_in

Json = dict[str, Any]


def check_answer(look: Look, written: Path | None) -> Json:
    """``register check --format json``."""
    return {
        "as_of": look.today.isoformat(),
        "register": str(look.path) if look.path else None,
        "rows": _counted(look.own),
        "problems": [_problem(in_language(p, look.settings.language)) for p in look.problems],
        "questions": [
            {"what": q.what, "key": q.key, "on": q.on.isoformat() if q.on else None}
            for q in look.questions
        ],
        "written": str(written) if written else None,
    }


def check_lines(look: Look) -> Iterator[str]:
    """``register check`` for people: how much there is, then a line for each question."""
    counted = ", ".join(f"{table} {n}" for table, n in _counted(look.own).items())
    yield f"As of {look.today}. Rows: {counted}. Questions: {len(look.questions)}."
    if not look.problems:
        for what, where, row, answer in lines_of(look):
            yield safe(f"{where}: {what}")
            yield safe(f"  {row}")
            yield safe(f"  {answer}")


def spoken(look: Look) -> tuple[Problem, ...]:
    """All problems in HR's language."""
    return tuple(in_language(problem, look.settings.language) for problem in look.problems)


def list_answer(look: Look) -> Json:
    """``register list --format json``: rows as register.toml has them, with their keys."""
    found: dict[str, list[Json]] = {table: [] for table in _counted(look.own)}
    for key, table, row, asked in _in_force(look):
        found[table].append({"key": key, "asked": asked, **_json(row)})
    return {"as_of": look.today.isoformat(), **found}


def list_lines(look: Look, directory: Directory | None) -> Iterator[str]:
    """``register list`` for people: a line for each row in force, by table."""
    style, last = Style("en", directory), ""
    for _, table, row, asked in _in_force(look):
        if table != last:
            yield table
            last = table
        gone = " (gone from the register; HR is asked)" if asked else ""
        yield safe(f"  {as_text(style.cells(row))}{gone}")
    if not last:
        yield f"Nothing is in force on {look.today}."


def import_answer(found: Changes, written: tuple[Path, ...] | None) -> Json:
    """``register import --format json``; ``written``: None where nothing was asked to be."""
    return {
        "added": list(found.added),
        "changed": [
            {
                "key": c.key,
                "ends": c.ends,
                "changes": {key: [_plain(old), _plain(new)] for key, old, new in c.changes},
            }
            for c in found.changed
        ],
        "vanished": list(dict.fromkeys(v.key for v in found.vanished)),
        "replaced": list(found.replaced),
        "unchanged": found.unchanged,
        "written": None if written is None else [str(path) for path in written],
    }


def import_lines(found: Changes) -> Iterator[str]:
    """``register import`` for people: what would change, row by row."""
    for key in found.added:
        yield safe(f"new: {key}")
    for changed in found.changed:
        yield safe(f"{'ends' if changed.ends else 'changed'}: {changed.key}")
        for key, old, new in changed.changes:
            yield safe(f"  {key}: {shown(old)} → {shown(new)}")
    for gone in found.vanished:
        yield safe(f"gone, and kept until you answer: {gone.key}")
        yield safe(f"  {as_text(plain(gone.row))}")
    for key in found.replaced:
        yield safe(f"goes: {key} (dropped, over, or another row speaks of the same days)")
    yield f"Unchanged rows: {found.unchanged}."


def _problem(problem: Problem) -> Json:
    return {
        "file": problem.file,
        "line": problem.line,
        "where": problem.where,
        "message": problem.message,
    }


def _counted(register: Register) -> dict[str, int]:
    return {
        "local_agreements": len(register.local_agreements),
        "individual_agreements": len(register.individual_agreements),
        "suitability_decisions": len(register.suitability_decisions),
        "call_ins": len(register.call_ins),
    }


def _in_force(look: Look) -> Iterator[tuple[str, str, PlainRow, bool]]:
    """Key, table and values of every row in force, and whether HR is asked about it."""
    keys = {id(row): key for key, row in keyed(look.recalled.register).items()}
    asked = {id(v.row) for v in look.recalled.asked}
    rows = sorted(rows_in(look.recalled.register), key=lambda row: TABLES.index(table_of(row)))
    for row in rows:
        if holds(row, look.today):
            yield keys[id(row)], table_of(row), plain(row), id(row) in asked


TABLES = ("local_agreements", "individual_agreements", "suitability_decisions", "call_ins")


def _json(row: PlainRow) -> Json:
    return {key: _plain(value) for key, value in row.items()}


def _plain(value: Plain | None) -> object:
    return value.isoformat() if isinstance(value, date) else value
