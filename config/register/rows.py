"""A register as plain rows, key by key as register.toml has them: what every form is written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction

from config.day_values import ENGLISH
from config.register.file import SHAPE
from policy.register import CallIn, IndividualAgreement, LocalAgreement, Register
from policy.register_memory import RegisterRow

Plain = str | int | date | list[str] | list[list[str]]
"""A value as TOML has it: numbers that are not whole, and times of day, are texts."""

PlainRow = Mapping[str, Plain]

FIELDS = {"from": "start", "to": "end"}
"""Keys that a field cannot be called."""


def rows_of(register: Register) -> dict[str, list[PlainRow]]:
    """All rows of all tables, in their order; what is not given has no key."""
    return {
        "local_agreements": [plain(row) for row in register.local_agreements],
        "individual_agreements": [plain(row) for row in register.individual_agreements],
        "suitability_decisions": [plain(row) for row in register.suitability_decisions],
        "call_ins": [plain(row) for row in register.call_ins],
    }


def plain(row: RegisterRow) -> PlainRow:
    """One row; a scope that is the usual one is left out, as people leave it out."""
    found = {}
    for key in SHAPE[table_of(row)]:
        value = getattr(row, FIELDS.get(key, key))
        if value is not None and value != () and (key, value) != ("scope", "fixed"):
            found[key] = FORMS.get(key, _as_it_is)(value)
    return found


def table_of(row: RegisterRow) -> str:
    """The table a row belongs to."""
    if isinstance(row, LocalAgreement):
        return "local_agreements"
    if isinstance(row, IndividualAgreement):
        return "individual_agreements"
    return "call_ins" if isinstance(row, CallIn) else "suitability_decisions"


def _as_it_is(value: Plain) -> Plain:
    return value


def _texts(value: Iterable[str]) -> list[str]:
    return list(value)


def _weeks(value: Iterable[frozenset[int]]) -> list[list[str]]:
    return [[ENGLISH[day] for day in sorted(week)] for week in value]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def number(value: Fraction) -> str | int:
    """``2``, ``"2.5"`` or ``"7/3"``; ``"0.25/300001"`` where no other way can be read again."""
    if value.denominator == 1:
        return value.numerator
    for digits in (1, *range(21)):
        scaled = value * 10**digits
        if scaled.denominator < (10**6 if digits != 1 else 2):
            whole, rest = divmod(scaled.numerator, 10**digits)
            decimals = f".{rest:0{digits}d}" if digits else ""
            under = f"/{scaled.denominator}" if scaled.denominator > 1 else ""
            if whole < 10**6:
                return f"{whole}{decimals}{under}"
    return str(value)


FORMS: Mapping[str, Callable[..., Plain]] = {
    "units": _texts,
    "staff_groups": _texts,
    "pattern": _weeks,
    "max_days_per_week": number,
    "from": _clock,
    "to": _clock,
}
