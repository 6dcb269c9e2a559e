"""What would hold if a unit set something else: the organisation and the register as they would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any

from policy.case import Book
from policy.model import Employee
from policy.organisation import KEYS, Organisation
from policy.register import AVERAGING_WEEKS, LocalAgreement, Register

TERMS = ("max_days_per_week", "averaging_weeks", "reading", "counts")
"""What the local parties negotiate in a local agreement."""


def with_value(organisation: Organisation, unit: str, key: str, value: object) -> Organisation:
    """As if the unit had set ``key`` itself all along; what units above set still adds up."""
    at = organisation.units[unit]
    units = {**organisation.units, unit: replace(at, values={**at.values, key: value})}
    dated = (p for p in organisation.parameters if (p.unit, p.key) != (unit, key))
    return replace(organisation, units=units, parameters=tuple(dated))


def with_term(
    organisation: Organisation, register: Register, unit: str, term: tuple[str, object]
) -> Register:
    """As if every local agreement that covers the unit had that term there, and only there.

    An agreement that covers other units too is parted: ``LA/nord`` is what it would be in nord.
    """
    covering = {a.id: a for a in agreements_of(organisation, register, unit)}
    changed: list[LocalAgreement] = []
    for agreement in register.local_agreements:
        here = covering.get(agreement.id)
        if here is None:
            changed.append(agreement)
        else:
            changed += _parted(agreement, here, unit, term)
    return replace(register, local_agreements=tuple(changed))


def _parted(
    agreement: LocalAgreement, here: LocalAgreement, unit: str, term: tuple[str, object]
) -> Iterator[LocalAgreement]:
    elsewhere = tuple(u for u in agreement.units if u != unit)
    if elsewhere:
        yield replace(agreement, units=elsewhere)
    changes: dict[str, Any] = {"units": (unit,), term[0]: term[1]}
    yield replace(here, id=f"{agreement.id}/{unit}" if elsewhere else agreement.id, **changes)


def agreements_of(
    organisation: Organisation, register: Register, unit: str
) -> tuple[LocalAgreement, ...]:
    """The agreements that cover somebody of the unit, each for the groups it covers there.

    A unit's own beats one from above, group by group, on the days on which it is in force.
    """
    found: list[LocalAgreement] = []
    for at in organisation.upwards(unit):
        nearer = tuple(found)
        for agreement in register.local_agreements:
            if at.id in agreement.units and agreement.id not in {a.id for a in nearer}:
                found += _left_to(agreement, nearer)
    return tuple(found)


def _left_to(
    agreement: LocalAgreement, nearer: Iterable[LocalAgreement]
) -> tuple[LocalAgreement, ...]:
    """The agreement without the groups that nearer ones cover for as long as it lasts."""
    lasting = [n for n in nearer if _outlasts(n, agreement)]
    if any(not n.staff_groups for n in lasting):
        return ()
    taken = {group for n in lasting for group in n.staff_groups}
    groups = tuple(g for g in agreement.staff_groups if g not in taken)
    if agreement.staff_groups and not groups:
        return ()
    return (replace(agreement, staff_groups=groups),)


def _outlasts(one: LocalAgreement, other: LocalAgreement) -> bool:
    last, other_last = (a.valid_to or date.max for a in (one, other))
    return one.valid_from <= other.valid_from and last >= other_last


def term_of(agreement: LocalAgreement, term: str) -> object:
    """What an agreement says about a term, or what holds where it is silent."""
    return {
        "max_days_per_week": agreement.cap,
        "averaging_weeks": agreement.averaging_weeks or AVERAGING_WEEKS,
        "reading": agreement.reading or "all-weeks",
        "counts": agreement.counts or "fixed",
    }[term]


class Difference:
    """Whom a change touches: for whom something else holds on one of ``days``."""

    def __init__(self, before: Book, after: Book, days: Sequence[date]) -> None:
        self._books = (before, after)
        self._days = days
        self._units: dict[tuple[str, str], bool] = {}
        self._groups: dict[tuple[str, str | None], bool] = {}

    def touches(self, before: Employee, after: Employee) -> bool:
        """Whether anything the rules go by differs for one person."""
        if before != after or self._own(before.id):
            return True
        unit, group = before.unit, before.staff_group
        if (unit, "") not in self._units:
            self._units[unit, ""] = self._unit_differs(unit)
        if (unit, group) not in self._groups:
            self._groups[unit, group] = self._group_differs(unit, group)
        return self._units[unit, ""] or self._groups[unit, group]

    def _own(self, person: str) -> bool:
        one, other = (_rows_about(book.register, person) for book in self._books)
        return one != other

    def _unit_differs(self, unit: str) -> bool:
        one, other = (list(self._unit(book, unit)) for book in self._books)
        return one != other

    def _unit(self, book: Book, unit: str) -> Iterator[object]:
        way = _way(book, unit)
        yield from (c for c in book.register.call_ins if c.unit in way and c.date in self._dates)
        for day in self._days:
            yield book.day_off(unit, day)
            yield from (book.organisation.value(unit, key, day) for key in KEYS)

    @cached_property
    def _dates(self) -> frozenset[date]:
        return frozenset(self._days)

    def _group_differs(self, unit: str, group: str | None) -> bool:
        one, other = (
            [_terms(book.register.local(_way(book, unit), group, day)) for day in self._days]
            for book in self._books
        )
        return one != other


def _terms(agreement: LocalAgreement | None) -> LocalAgreement | None:
    """An agreement but for the list of where else it holds."""
    return agreement and replace(agreement, units=())


def _way(book: Book, unit: str) -> tuple[str, ...]:
    return tuple(u.id for u in book.organisation.upwards(unit))


def _rows_about(register: Register, person: str) -> tuple[object, ...]:
    decisions = (d for d in register.suitability_decisions if d.employee == person)
    call_ins = (c for c in register.call_ins if c.employee == person)
    return (*register.individuals(person), *decisions, *call_ins)
