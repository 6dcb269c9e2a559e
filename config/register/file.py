"""Reads register.toml, or its tables as CSV or a workbook, into the policy's ``Register``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import Field, PlainValidator

from config import day_values, values
from config.people_named import Directory
from config.problems import Report, Row
from config.register.words import NAMES, word_of
from config.rows import (
    AS_TEXT,
    Day,
    OptionalDay,
    OptionalEnd,
    OptionalText,
    RowModel,
    Text,
    Texts,
    check_known,
    check_order,
    check_unique,
    checked,
)
from config.tables import Tables, read_tables
from policy.organisation import Organisation
from policy.register import (
    CallIn,
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)

AS_CLOCK = PlainValidator(day_values.clock)
AS_NUMBER = PlainValidator(values.number)
AS_WEEKS = PlainValidator(partial(values.whole, 1, 52))
AS_READING = PlainValidator(partial(word_of, ("all-weeks", "active-weeks")))
AS_KINDS = PlainValidator(partial(word_of, ("fixed", "all")))


class LocalRow(RowModel):
    """``[[local_agreements]]``"""

    table: ClassVar[str] = "local_agreements"
    id: Text
    units: Annotated[tuple[str, ...], PlainValidator(values.some_texts)]
    valid_from: Day
    organisation: OptionalText = None
    staff_groups: Texts = ()
    owner: OptionalText = None
    valid_to: OptionalEnd = None
    max_days_per_week: Annotated[Fraction | None, AS_NUMBER] = None
    averaging_weeks: Annotated[int | None, AS_WEEKS] = None
    reading: Annotated[str | None, AS_READING] = None
    counts: Annotated[str | None, AS_KINDS] = None
    review_by: OptionalDay = None


class IndividualRow(RowModel):
    """``[[individual_agreements]]``"""

    table: ClassVar[str] = "individual_agreements"
    employee: Text
    valid_from: Day
    pattern: Annotated[tuple[frozenset[int], ...], PlainValidator(day_values.pattern)]
    leader: OptionalText = None
    valid_to: OptionalEnd = None
    withdrawn_on: OptionalDay = None
    review_by: OptionalDay = None


class DecisionRow(RowModel):
    """``[[suitability_decisions]]``"""

    table: ClassVar[str] = "suitability_decisions"
    employee: Text
    decided_by: Text
    decided_on: Day
    reason: Annotated[str | None, PlainValidator(values.prose)] = None
    explained_on: OptionalDay = None
    valid_to: OptionalEnd = None
    scope: Annotated[str, AS_KINDS] = "fixed"
    review_by: OptionalDay = None
    raised_on: OptionalDay = None
    raised_to: OptionalText = None
    settled_on: OptionalDay = None


class CallInRow(RowModel):
    """``[[call_ins]]``"""

    table: ClassVar[str] = "call_ins"
    date: Annotated[date, PlainValidator(day_values.day)]
    employee: Annotated[str | None, AS_TEXT] = None
    unit: Annotated[str | None, AS_TEXT] = None
    start: Annotated[int | None, AS_CLOCK] = Field(default=None, alias="from")
    end: Annotated[int | None, AS_CLOCK] = Field(default=None, alias="to")


SHAPE = {row.table: row.key_names() for row in (LocalRow, IndividualRow, DecisionRow, CallInRow)}


def read_register(path: Path, organisation: Organisation | None, report: Report) -> Register:
    """The register as far as it is valid; without an organisation names are not looked up."""
    tables = read_tables(path, SHAPE, report, NAMES)
    return Register() if tables is None else register_of(tables, organisation, report)


def register_of(tables: Tables, organisation: Organisation | None, report: Report) -> Register:
    """The register that rows give, wherever they come from."""
    if organisation is not None:
        directory = Directory(organisation)
        tables = {t: tuple(directory.with_ids(row) for row in rows) for t, rows in tables.items()}
    return _Reader(tables, report).read(organisation)


class _Reader:
    def __init__(self, tables: Tables, report: Report) -> None:
        self._report = report
        self._local = checked(LocalRow, tables["local_agreements"], report)
        self._individual = checked(IndividualRow, tables["individual_agreements"], report)
        self._decisions = checked(DecisionRow, tables["suitability_decisions"], report)
        self._call_ins = checked(CallInRow, tables["call_ins"], report)

    def read(self, organisation: Organisation | None) -> Register:
        if organisation is not None:
            self._check_names(organisation)
        check_unique(self._local, "id", self._report)
        self._check_periods()
        self._check_overlaps()
        self._check_call_ins()
        return Register(
            tuple(LocalAgreement(**dict(entry.model)) for entry in self._local),
            tuple(IndividualAgreement(**dict(entry.model)) for entry in self._individual),
            tuple(SuitabilityDecision(**dict(entry.model)) for entry in self._decisions),
            tuple(CallIn(**dict(entry.model)) for entry in self._call_ins),
        )

    def _check_names(self, organisation: Organisation) -> None:
        report, units, people = self._report, organisation.units, organisation.people
        check_known(self._local, "units", "unit", units, report)
        check_known(self._individual, "employee", "person", people, report)
        check_known(self._individual, "leader", "person", people, report)
        check_known(self._decisions, "employee", "person", people, report)
        check_known(self._call_ins, "employee", "person", people, report)
        check_known(self._call_ins, "unit", "unit", units, report)

    def _check_periods(self) -> None:
        check_order(self._local, "valid_from", "valid_to", self._report)
        check_order(self._individual, "valid_from", "valid_to", self._report)
        check_order(self._individual, "valid_from", "withdrawn_on", self._report)
        check_order(self._decisions, "decided_on", "valid_to", self._report)
        check_order(self._decisions, "raised_on", "settled_on", self._report)

    def _check_overlaps(self) -> None:
        for row, others in _overlaps(
            [(e.row, e.model, _person(e.model)) for e in self._individual]
        ):
            message = "an agreement of the same person is in force on the same day"
            self._report.row(row, "valid_from", f"{message}: {others}")
        for row, others in _overlaps([(e.row, e.model, _groups(e.model)) for e in self._local]):
            message = "an agreement of the same unit and staff group is in force on the same day"
            self._report.row(row, "valid_from", f"{message}: {others}")

    def _check_call_ins(self) -> None:
        for entry in self._call_ins:
            row, model = entry.row, entry.model
            if ("employee" in row.values) == ("unit" in row.values):
                self._report.row(row, "", "exactly one of employee and unit is needed")
            if model.start is not None and model.end is not None and model.end <= model.start:
                self._report.row(row, "to", "to must be later than from on the same day")


Scope = frozenset[tuple[str, ...]]
"""What only one agreement may hold on a day: a person, or a staff group of a unit."""

Claim = tuple[Row, LocalRow | IndividualRow, Scope]


def _person(model: IndividualRow) -> Scope:
    return frozenset({(model.employee,)} if model.employee else ())


def _groups(model: LocalRow) -> Scope:
    """Everybody of a unit ("") stands beside its staff groups: who names the group goes first."""
    return frozenset(product(model.units or (), model.staff_groups or ("",)))


def _overlaps(claims: list[Claim]) -> Iterator[tuple[Row, str]]:
    """Every row that meets earlier ones in scope and time, with words for where and when."""
    held: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        row, model, scope = claim
        met = {e[0].where(): e for part in sorted(scope) for e in held.get(part, ())}
        others = [_meeting(model, e) for e in met.values() if _meet(model, e[1])]
        if others:
            yield row, "; ".join(others)
        for part in scope:
            held.setdefault(part, []).append(claim)


def _meet(one: LocalRow | IndividualRow, other: LocalRow | IndividualRow) -> bool:
    first, last = _common(one, other)
    return first <= last


def _meeting(model: LocalRow | IndividualRow, earlier: Claim) -> str:
    first, last = _common(model, earlier[1])
    return f"{earlier[0].place()}, from {first}" + ("" if last == date.max else f" to {last}")


def _common(one: LocalRow | IndividualRow, other: LocalRow | IndividualRow) -> tuple[date, date]:
    (a, b), (c, d) = _in_force(one), _in_force(other)
    return max(a, c), min(b, d)


def _in_force(model: LocalRow | IndividualRow) -> tuple[date, date]:
    """First and last day in force; a period whose start is not valid meets no other."""
    ends = [model.valid_to or date.max]
    if isinstance(model, IndividualRow) and model.withdrawn_on:
        ends.append(model.withdrawn_on - timedelta(days=1))
    return model.valid_from or date.max, min(ends)
