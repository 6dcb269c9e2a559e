"""Checks that people are told before they are read: the gates of every unit stand in order."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from itertools import pairwise

from config.problems import Report, Row
from policy.model import Unit
from policy.organisation import GATES, Organisation

Pair = tuple[date | None, date | None]


def check_gates(organisation: Organisation, rows: Mapping[str, Row], report: Report) -> None:
    """Report, where it arises, every pair of gates that is out of order after inheritance."""
    for unit in organisation.units.values():
        for first, later in pairwise(GATES):
            pair = _pair(organisation, unit, first, later)
            if _out_of_order(pair) and pair != _above(organisation, unit, first, later):
                key = later if later in rows[unit.id].values else first
                message = out_of_order(first, later, pair)
                report.row(rows[unit.id], key, f"unit {unit.id}: {message}")


def check_service_gates(row: Row, defaults: Mapping[str, object], report: Report) -> None:
    """The same for the dates that hold where no unit sets its own."""
    top = Organisation({"": Unit("")}, (), defaults=defaults)
    for first, later in pairwise(GATES):
        pair = _pair(top, top.units[""], first, later)
        if _out_of_order(pair):
            key = later if later in row.values else first
            report.row(row, key, out_of_order(first, later, pair))


def out_of_order(first: str, later: str, pair: Pair) -> str:
    """``read_from (2026-01-01) lies before informed_on (2026-02-01)``, and what is allowed."""
    order = " ≤ ".join(GATES)
    return f"{later} ({pair[1]}) lies before {first} ({pair[0]}). Allowed: {order}."


def _out_of_order(pair: Pair) -> bool:
    return pair[0] is not None and pair[1] is not None and pair[1] < pair[0]


def _above(organisation: Organisation, unit: Unit, first: str, later: str) -> Pair:
    """The pair as it holds for the parent, or for the service above the top unit."""
    if unit.parent is not None:
        return _pair(organisation, organisation.units[unit.parent], first, later)
    top = Organisation({"": Unit("")}, (), defaults=organisation.defaults)
    return _pair(top, top.units[""], first, later)


def _pair(organisation: Organisation, unit: Unit, first: str, later: str) -> Pair:
    return organisation.gate(unit.id, first), organisation.gate(unit.id, later)
