"""What becomes of register rows that were there and are not any more: a question, never an ending.

A row is known by its key: what it is about and since when. A row that is gone stays in use, except
where HR's own rows say something for the same days, and is asked about until it is over.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, product
from typing import TypeVar

from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)

Agreement = TypeVar("Agreement", LocalAgreement, IndividualAgreement)
RegisterRow = LocalAgreement | IndividualAgreement | SuitabilityDecision | CallIn
DAY = timedelta(days=1)
KEPT = timedelta(weeks=7)
"""How long a row that is over still matters: the rules look six whole weeks back."""


@dataclass(frozen=True, slots=True)
class Vanished:
    """A row that the register has no more, as it is still used."""

    key: str
    row: RegisterRow


@dataclass(frozen=True, slots=True)
class Recalled:
    """The register with what vanished; ``asked``: what HR is asked about; ``kept``: keys in use."""

    register: Register
    asked: tuple[Vanished, ...] = ()
    kept: frozenset[str] = frozenset()


def rows_in(register: Register) -> tuple[RegisterRow, ...]:
    """All rows, in the order of the file."""
    return (
        *register.local_agreements,
        *register.individual_agreements,
        *register.suitability_decisions,
        *register.call_ins,
    )


def register_of(rows: Iterable[RegisterRow]) -> Register:
    """The register of these rows."""
    rows = tuple(rows)
    return Register(
        tuple(r for r in rows if isinstance(r, LocalAgreement)),
        tuple(r for r in rows if isinstance(r, IndividualAgreement)),
        tuple(r for r in rows if isinstance(r, SuitabilityDecision)),
        tuple(r for r in rows if isinstance(r, CallIn)),
    )


def keyed(register: Register) -> dict[str, RegisterRow]:
    """All rows by key, such as ``individual:anna:2026-01-05``; equal keys are numbered."""
    found: dict[str, RegisterRow] = {}
    for row in rows_in(register):
        key, number = key_of(row), 2
        while key in found:
            key, number = f"{key_of(row)}#{number}", number + 1
        found[key] = row
    return found


def key_of(row: RegisterRow) -> str:
    """What a row is about and since when."""
    if isinstance(row, LocalAgreement):
        return f"local:{row.id}"
    if isinstance(row, IndividualAgreement):
        return f"individual:{row.employee}:{row.valid_from}"
    if isinstance(row, SuitabilityDecision):
        return f"decision:{row.employee}:{row.decided_on}"
    timed = row.start is not None or row.end is not None
    hours = f":{_clock(row.start)}-{_clock(row.end)}" if timed else ""
    whom = f"unit:{row.unit}" if row.unit else str(row.employee)
    return f"call-in:{row.date}:{whom}{hours}"


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02d}:{minutes % 60:02d}"


def recall(
    own: Register,
    remembered: Mapping[str, RegisterRow],
    today: date,
    people: Container[str],
    units: Container[str],
) -> Recalled:
    """HR's own rows, and those of ``remembered`` that are in none of them and still matter."""
    here = keyed(own)
    used: dict[str, tuple[RegisterRow, ...]] = {}
    # Of two that are gone, the one that began later is what was meant from then on.
    for key, row in sorted(remembered.items(), key=lambda item: begins(item[1]), reverse=True):
        known = None if key in here else _of_those(row, people, units)
        others = (*rows_in(own), *chain.from_iterable(used.values()))
        left = _beside(known, others) if known else ()
        if matters := tuple(piece for piece in left if _last(piece) + KEPT >= today):
            used[key] = matters
    kept = [Vanished(key, row) for key in remembered for row in used.get(key, ())]
    asked = tuple(v for v in kept if _last(v.row) >= today)
    return Recalled(register_of((*rows_in(own), *(v.row for v in kept))), asked, frozenset(used))


def _of_those(
    row: RegisterRow, people: Container[str], units: Container[str]
) -> RegisterRow | None:
    """The row as far as it is about anybody; nobody is asked about somebody who has left."""
    if isinstance(row, LocalAgreement):
        here = tuple(unit for unit in row.units if unit in units)
        return replace(row, units=here) if here else None
    if isinstance(row, CallIn) and row.unit:
        return row if row.unit in units else None
    return row if row.employee in people else None


def _beside(row: RegisterRow, others: Sequence[RegisterRow]) -> tuple[RegisterRow, ...]:
    """What others leave of the row, in several rows where they speak only of a part of it."""
    if isinstance(row, LocalAgreement):
        return tuple(_joined(row, (_until(piece, others) for piece in _pieces(row))))
    if isinstance(row, IndividualAgreement):
        left = _until(row, others)
        return (left,) if left is not None else ()
    return (row,)


def _pieces(row: LocalAgreement) -> Iterator[LocalAgreement]:
    """The agreement for each of its units and staff groups alone."""
    for unit, group in product(row.units, row.staff_groups or ("",)):
        yield replace(row, units=(unit,), staff_groups=(group,) if group else ())


def _joined(
    row: LocalAgreement, pieces: Iterable[LocalAgreement | None]
) -> Iterator[LocalAgreement]:
    """Pieces that end alike in one row again, first by staff group, then by unit.

    An agreement's id is its own, so that of several rows each after the first is numbered: L1/2.
    """
    groups: dict[tuple[str, date | None], tuple[str, ...]] = {}
    for piece in pieces:
        if piece is not None:
            at = (piece.units[0], piece.valid_to)
            groups[at] = (*groups.get(at, ()), *piece.staff_groups)
    units: dict[tuple[tuple[str, ...], date | None], tuple[str, ...]] = {}
    for (unit, end), covered in groups.items():
        units[covered, end] = (*units.get((covered, end), ()), unit)
    for number, ((covered, end), where) in enumerate(units.items(), start=1):
        own = row.id if number == 1 else f"{row.id}/{number}"
        yield replace(row, id=own, units=where, staff_groups=covered, valid_to=end)


def _until(row: Agreement, others: Iterable[RegisterRow]) -> Agreement | None:
    """The row up to the day before others speak of the same; None where nothing is left."""
    last = last_day(row) or date.max
    rivals = [(begins(o), ends(o) or date.max) for o in others if _alike(row, o)]
    starts = [first for first, end in rivals if first <= last and end >= row.valid_from]
    if not starts:
        return row
    if min(starts) <= row.valid_from:
        return None
    return replace(row, valid_to=min(last, min(starts) - DAY))


def _alike(one: RegisterRow, other: RegisterRow) -> bool:
    """Whether both cannot hold on one day: one person, or a unit and a staff group of it."""
    if isinstance(one, IndividualAgreement):
        return isinstance(other, IndividualAgreement) and other.employee == one.employee
    if not (isinstance(one, LocalAgreement) and isinstance(other, LocalAgreement)):
        return False
    groups = {*(one.staff_groups or ("",))} & {*(other.staff_groups or ("",))}
    return bool(groups) and bool({*one.units} & {*other.units})


def last_day(row: LocalAgreement | IndividualAgreement) -> date | None:
    """The last day in force; None while it is open."""
    withdrawn = row.withdrawn_on if isinstance(row, IndividualAgreement) else None
    ends = [d for d in (row.valid_to, withdrawn and withdrawn - DAY) if d]
    return min(ends, default=None)


def begins(row: RegisterRow) -> date:
    """The first day on which a row says something."""
    if isinstance(row, CallIn):
        return row.date
    return row.decided_on if isinstance(row, SuitabilityDecision) else row.valid_from


def ends(row: RegisterRow) -> date | None:
    """The last day on which a row says something; None while it is open."""
    if isinstance(row, CallIn):
        return row.date
    return row.valid_to if isinstance(row, SuitabilityDecision) else last_day(row)


def _last(row: RegisterRow) -> date:
    """The last day as a date to count with: the last of all, less room, while the row is open."""
    return ends(row) or date.max - KEPT
