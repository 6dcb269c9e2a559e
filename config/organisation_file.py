"""Reads organisation.toml, or its tables as CSV, into the policy's ``Organisation``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar

from pydantic import PlainValidator

from config import day_values, values
from config.connection_rows import NOTES, READING, check_use
from config.gates import check_gates
from config.problems import Report
from config.rows import (
    AS_BOOLEAN,
    AS_LANGUAGE,
    AS_MAILBOX,
    Checked,
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
from config.unit_keys import BY_KEY, dated_key
from policy.model import MONDAY_TO_FRIDAY, Contact, Employee, Parameter, Unit
from policy.organisation import KEYS, Organisation

ROLES = ("union", "hr", "hr_area", "hr_directorate")


def _as(key: str) -> PlainValidator:
    return PlainValidator(BY_KEY[key])


class UnitRow(RowModel):
    """``[[units]]``"""

    table: ClassVar[str] = "units"
    id: Text
    name: OptionalText = None
    parent: OptionalText = None
    leader: OptionalText = None
    deputy: OptionalText = None
    time_zone: Annotated[str | None, _as("time_zone")] = None
    country: Annotated[str | None, _as("country")] = None
    places: Annotated[tuple[str, ...], _as("places")] = ()
    on_site_days: Annotated[tuple[int | date, ...], _as("on_site_days")] = ()
    local_days_off: Annotated[tuple[date, ...], _as("local_days_off")] = ()
    local_working_days: Annotated[tuple[date, ...], _as("local_working_days")] = ()
    home_work: Annotated[str | None, _as("home_work")] = None
    max_home_share: Annotated[Fraction | None, _as("max_home_share")] = None
    lead_weeks: Annotated[int | None, _as("lead_weeks")] = None
    working_environment: Annotated[bool | None, AS_BOOLEAN] = None
    detail: Annotated[str | None, _as("detail")] = None
    summary: Annotated[str | None, _as("summary")] = None
    informed_on: OptionalDay = None
    read_from: OptionalDay = None
    activation_date: OptionalDay = None
    leaders_from: OptionalDay = None
    agreements_from_calendar: Annotated[bool | None, AS_BOOLEAN] = None


class EmployeeRow(RowModel):
    """``[[employees]]``"""

    table: ClassVar[str] = "employees"
    id: Text
    mailbox: Annotated[str, AS_MAILBOX]
    connection: Text
    unit: Text
    name: OptionalText = None
    leader: OptionalText = None
    deputy: OptionalText = None
    working_days: Annotated[frozenset[int], PlainValidator(day_values.weekdays)] = MONDAY_TO_FRIDAY
    staff_group: OptionalText = None
    language: Annotated[str | None, AS_LANGUAGE] = None
    initials: Texts = ()
    aliases: Texts = ()
    enrolled: Annotated[bool | date | None, PlainValidator(day_values.enrolled)] = None
    notices: OptionalText = None


class ContactRow(RowModel):
    """``[[contacts]]``"""

    table: ClassVar[str] = "contacts"
    unit: Text
    role: Annotated[str, PlainValidator(partial(values.one_of, ROLES))]
    name: Text
    address: Annotated[str, PlainValidator(values.text)] = ""


class ParameterRow(RowModel):
    """``[[parameters]]``; ``value`` is read as its key's."""

    table: ClassVar[str] = "parameters"
    unit: Text
    key: Annotated[str, PlainValidator(dated_key)]
    value: object
    valid_from: OptionalDay = None
    valid_to: OptionalEnd = None
    decided_by: OptionalText = None
    discussed_on: OptionalDay = None


SHAPE = {row.table: row.key_names() for row in (UnitRow, EmployeeRow, ContactRow, ParameterRow)}


def read_organisation(
    path: Path,
    connections: Mapping[str, str] | None,
    defaults: Mapping[str, object],
    report: Report,
) -> Organisation | None:
    """The organisation as far as it is valid; None where the file cannot be read.

    ``connections``: the names there are and their kinds, None where they are not known.
    """
    tables = read_tables(path, SHAPE, report)
    return None if tables is None else _Reader(tables, report).read(connections, defaults)


class _Reader:
    def __init__(self, tables: Tables, report: Report) -> None:
        self._report = report
        self._units = checked(UnitRow, tables["units"], report)
        self._employees = checked(EmployeeRow, tables["employees"], report)
        self._contacts = checked(ContactRow, tables["contacts"], report)
        self._parameters = checked(ParameterRow, tables["parameters"], report)
        self._unit_ids = _ids(self._units)
        self._people = _ids(self._employees)

    def read(
        self, connections: Mapping[str, str] | None, defaults: Mapping[str, object]
    ) -> Organisation:
        parameters = tuple(self._parameter(entry) for entry in self._parameters)
        self._check_ids()
        self._check_references()
        if connections is not None:
            self._check_connections(connections)
        check_order(self._parameters, "valid_from", "valid_to", self._report)
        parents = self._parents()
        found = Organisation(
            {u.model.id: _unit(u, parents.get(u.model.id)) for u in self._units if u.model.id},
            tuple(_employee(e.model) for e in self._employees if e.model.id),
            tuple(Contact(**dict(c.model)) for c in self._contacts),
            tuple(p for p in parameters if p is not None),
            defaults,
        )
        check_gates(found, {u.model.id: u.row for u in self._units}, self._report)
        return found

    def _check_ids(self) -> None:
        check_unique(self._units, "id", self._report)
        check_unique(self._employees, "id", self._report)
        check_unique(self._employees, "mailbox", self._report, within="connection")

    def _check_references(self) -> None:
        report, units, people = self._report, self._unit_ids, self._people
        check_known(self._units, "parent", "unit", units, report)
        check_known(self._units, "leader", "person", people, report)
        check_known(self._units, "deputy", "person", people, report)
        check_known(self._employees, "unit", "unit", units, report)
        check_known(self._employees, "leader", "person", people, report)
        check_known(self._employees, "deputy", "person", people, report)
        check_known(self._contacts, "unit", "unit", units, report)
        check_known(self._parameters, "unit", "unit", units, report)

    def _check_connections(self, connections: Mapping[str, str]) -> None:
        check_known(self._employees, "connection", "connection", connections, self._report)
        notices = {*connections, "none"}
        check_known(self._employees, "notices", "connection", notices, self._report)
        for entry in self._employees:
            row, report = entry.row, self._report
            check_use(row, "connection", connections, READING, "reads no calendars", report)
            check_use(row, "notices", connections, NOTES, "writes no notes", report)

    def _parameter(self, entry: Checked[ParameterRow]) -> Parameter | None:
        model = entry.model
        if not model.key or model.value is None:
            return None
        try:
            value = BY_KEY[model.key](model.value)
        except ValueError as error:
            self._report.row(entry.row, "value", f"{model.key}: {error}")
            return None
        return Parameter(**{**dict(model), "value": value})

    def _parents(self) -> dict[str, str]:
        """Every unit's parent, without those that are unknown or close a cycle (reported)."""
        parents = {
            u.model.id: u.model.parent
            for u in self._units
            if u.model.id and u.model.parent in self._unit_ids and u.model.parent
        }
        rows = {u.model.id: u.row for u in self._units}
        for cycle in _cycles(parents):
            way = " → ".join((*cycle, cycle[0]))
            self._report.row(rows[cycle[0]], "parent", f"the units go round in a circle: {way}")
            del parents[cycle[0]]
        return parents


def _ids(rows: Iterable[Checked[UnitRow]] | Iterable[Checked[EmployeeRow]]) -> frozenset[str]:
    return frozenset(entry.model.id for entry in rows if entry.model.id)


def _cycles(parents: Mapping[str, str]) -> Iterator[list[str]]:
    """Each circle of units once."""
    settled: set[str] = set()
    for start in list(parents):
        way: list[str] = []
        at: str | None = start
        while at is not None and at not in settled and at not in way:
            way.append(at)
            at = parents.get(at)
        if at in way:
            yield way[way.index(at) :]
        settled.update(way)


def _unit(entry: Checked[UnitRow], parent: str | None) -> Unit:
    model = entry.model
    own = {key: getattr(model, key) for key in KEYS if key in model.model_fields_set}
    return Unit(model.id, model.name or model.id, parent, model.leader, model.deputy, own)


def _employee(model: EmployeeRow) -> Employee:
    fields = dict(model)
    return Employee(**{**fields, "name": model.name or model.id})
