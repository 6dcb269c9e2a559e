"""Checks rows against their pydantic models and keeps what is valid: no mistake hides another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from typing import Annotated, ClassVar, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, PlainValidator, ValidationError

from config import day_values, values
from config.problems import Report, Row, quoted, unknown

AS_TEXT = PlainValidator(values.text)
AS_TEXTS = PlainValidator(values.texts)
AS_MAILBOX = PlainValidator(values.mailbox)
AS_DAY = PlainValidator(day_values.day)
AS_BOOLEAN = PlainValidator(values.boolean)
AS_LANGUAGE = PlainValidator(partial(values.one_of, ("da", "en")))

Text = Annotated[str, AS_TEXT]
OptionalText = Annotated[str | None, AS_TEXT]
Texts = Annotated[tuple[str, ...], AS_TEXTS]
Day = Annotated[date, AS_DAY]
OptionalDay = Annotated[date | None, AS_DAY]
OptionalEnd = Annotated[date | None, PlainValidator(day_values.last_day)]


class RowModel(BaseModel):
    """A table's keys; no others are allowed."""

    model_config = ConfigDict(
        extra="forbid",
        validate_assignment=True,
        arbitrary_types_allowed=True,
        protected_namespaces=(),
    )
    table: ClassVar[str]

    @classmethod
    def key_names(cls) -> tuple[str, ...]:
        """The keys as they stand in a file."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())


M = TypeVar("M", bound=RowModel)


class Checked(Generic[M]):
    """A row and what is valid of it: a key that is missing or wrong reads as None."""

    __slots__ = ("model", "row")

    def __init__(self, row: Row, model: M) -> None:
        self.row = row
        self.model = model


def checked(model: type[M], rows: Iterable[Row], report: Report) -> list[Checked[M]]:
    """Every row with its valid values; what is wrong with the others goes into the report."""
    return [Checked(row, check(model, row, report)) for row in rows]


def check(model: type[M], row: Row, report: Report) -> M:
    """The row as its model; where something is wrong, the valid part of it."""
    try:
        return model.model_validate(dict(row.values))
    except ValidationError as error:
        wrong = {str(e["loc"][0]): _message(model, row, dict(e)) for e in error.errors()}
    for key, message in wrong.items():
        report.row(row, key, message)
    return _valid_part(model, row.values, wrong)


def _message(model: type[RowModel], row: Row, error: Mapping[str, object]) -> str:
    place = error["loc"]
    key = str(place[0]) if isinstance(place, tuple) else ""
    if error["type"] == "missing":
        return f"is missing; {row.table} needs {_needed(model)}"
    if error["type"] == "extra_forbidden":
        return unknown("key", key, model.key_names())
    context = error.get("ctx")
    return str(context.get("error", "")) if isinstance(context, dict) else str(error["msg"])


def _needed(model: type[RowModel]) -> str:
    return ", ".join(f.alias or n for n, f in model.model_fields.items() if f.is_required())


def _valid_part(model: type[M], given: Mapping[str, object], wrong: Mapping[str, str]) -> M:
    required = {name: None for name, field in model.model_fields.items() if field.is_required()}
    part = model.model_construct(None, **required)
    for name, field in model.model_fields.items():
        key = field.alias or name
        if key in given and key not in wrong:
            setattr(part, name, given[key])
    return part


def check_unique(rows: Iterable[Checked[M]], key: str, report: Report, within: str = "") -> None:
    """Report every ``key`` (upper and lower case alike) that an earlier row has, per ``within``."""
    first: dict[tuple[str, object], Row] = {}
    for entry in rows:
        value = getattr(entry.model, key)
        if not isinstance(value, str):
            continue
        at = (value.casefold(), getattr(entry.model, within) if within else None)
        earlier = first.setdefault(at, entry.row)
        if earlier is not entry.row:
            scope = f" within one {within}" if within else ""
            message = f"{quoted(value)} is taken by {earlier.place()}; it must be unique{scope}"
            report.row(entry.row, key, message)


def check_known(
    rows: Iterable[Checked[M]], key: str, what: str, known: Iterable[str], report: Report
) -> None:
    """Report every value of ``key`` (one or a list) that is not among ``known``."""
    allowed = set(known)
    for entry in rows:
        value = getattr(entry.model, key)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, str) and item not in allowed:
                report.row(entry.row, key, unknown(what, item, allowed))


def check_order(rows: Iterable[Checked[M]], first: str, last: str, report: Report) -> None:
    """Report every row whose ``last`` date lies before its ``first``."""
    for entry in rows:
        begins, ends = getattr(entry.model, first), getattr(entry.model, last)
        if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
            message = f"{ends} lies before {first} ({begins}); it must not"
            report.row(entry.row, last, message)
