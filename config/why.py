"""Why a finding was made, for programs and for people: entries, parameters, rows of the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from policy.grounds import RegisterRow
from policy.model import Parameter
from policy.register import CallIn, IndividualAgreement, LocalAgreement, SuitabilityDecision
from policy.workdays import WEEKDAYS
from sync.interpret import ReadEvent
from sync.review import Why

Json = dict[str, Any]
TABLES: Mapping[type, str] = {
    LocalAgreement: "local_agreements",
    IndividualAgreement: "individual_agreements",
    SuitabilityDecision: "suitability_decisions",
    CallIn: "call_ins",
}
UNSAID = frozenset({"reason"})
"""What a row holds and nobody is shown: that there is a reason, never which."""

HOURS: Mapping[str, str] = {"start": "from", "end": "to"}
"""A call-in's fields by the keys they have in the register."""


def parameter_json(parameter: Parameter) -> Json:
    """A parameter with where it is set, from when, and who decided and discussed it."""
    return {
        "key": parameter.key,
        "value": plain_value(parameter.value),
        "unit": parameter.unit or None,
        "valid_from": plain_value(parameter.valid_from),
        "valid_to": plain_value(parameter.valid_to),
        "decided_by": parameter.decided_by,
        "discussed_on": plain_value(parameter.discussed_on),
    }


def row_json(row: RegisterRow) -> Json:
    """A row of the register: its table and what stands in it."""
    return {"table": TABLES[type(row)], **dict(_cells(row))}


def _cells(row: RegisterRow) -> Iterator[tuple[str, object]]:
    for field in fields(row):
        value = getattr(row, field.name)
        if value is not None and value != () and field.name not in UNSAID:
            yield _cell(row, field.name, value)


def _cell(row: RegisterRow, name: str, value: Any) -> tuple[str, object]:  # noqa: ANN401 - any field
    """A field as the register has it: weekdays by name, a call-in's minutes by the clock."""
    if name == "pattern":
        return name, _pattern(value)
    if isinstance(row, CallIn) and name in HOURS:
        return HOURS[name], f"{value // 60:02d}:{value % 60:02d}"
    return name, plain_value(value)


def _pattern(weeks: tuple[frozenset[int], ...]) -> list[list[str]]:
    return [[WEEKDAYS[day] for day in sorted(week)] for week in weeks]


def plain_value(value: object) -> object:
    """A value as JSON has it: dates and fractions as text, lists as lists."""
    if isinstance(value, date | Fraction):
        return str(value)
    if isinstance(value, tuple | frozenset):
        return [plain_value(item) for item in value]
    return value


def series_json(read: ReadEvent) -> Json | None:
    """How regular the entry's series is; None where it is of none."""
    series = read.event.series
    return {"endless": series.endless, "weeks": series.weeks} if series else None


def series_in_words(read: ReadEvent) -> str:
    """ "series without end", "series over 5 weeks"; empty where it is of none."""
    series = read.event.series
    if series is None:
        return ""
    return "series without end" if series.endless else f"series over {series.weeks} weeks"


def day_of_entry(read: ReadEvent) -> date:
    """The local date on which an entry begins."""
    start = read.event.start
    return start.date() if isinstance(start, datetime) else start


def reasons(why: Why) -> Iterator[str]:
    """The parameters and rows behind a finding, a line each."""
    for parameter in why.grounds.parameters:
        yield f"parameter {parameter.key} = {_said(parameter.value)}, {_set(parameter)}"
    for row in why.grounds.rows:
        cells = ", ".join(f"{name} {_said(value)}" for name, value in _cells(row))
        yield f"register, {TABLES[type(row)]}: {cells}"


def _set(parameter: Parameter) -> str:
    where = f"set in unit {parameter.unit}" if parameter.unit else "as it is for all units"
    parts = [where]
    parts += [f"from {parameter.valid_from}"] if parameter.valid_from else []
    parts += [f"to {parameter.valid_to}"] if parameter.valid_to else []
    parts += [f"decided by {parameter.decided_by}"] if parameter.decided_by else []
    parts += [f"discussed on {parameter.discussed_on}"] if parameter.discussed_on else []
    return ", ".join(parts)


def _said(value: object) -> str:
    value = plain_value(value)
    if isinstance(value, list):
        return " ".join(_said(item) if item else "–" for item in value)
    return str(value).lower() if isinstance(value, bool) else str(value)
