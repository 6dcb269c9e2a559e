"""S10: all rules for a few hundred people over the read window, beside checks on bit masks."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from benchmarks.corpus import TODAY
from benchmarks.harness import Figure, Ratio, compare
from policy.case import Book, Case, case_of
from policy.model import (
    WHOLE_DAY,
    DayFacts,
    Employee,
    EntryKind,
    Evidence,
    HomeFacts,
    OnSite,
    Span,
    Unit,
    Window,
)
from policy.organisation import Organisation
from policy.register import IndividualAgreement, LocalAgreement, Register
from policy.ruleset import evaluate, window_of
from policy.workdays import DAY, dates

FEW, MANY = 450, 1_350
KERNEL_TURNS = 100
HOME = HomeFacts(
    kind=EntryKind.OPEN,
    share=Fraction(1),
    share_fixed=Fraction(0),
    share_open=Fraction(1),
    spans=(Span(360, 1080),),
    halves=False,
    reason="home-word",
)
# The goal names a packed NumPy kernel. NumPy is no dependency, so the masks stand in for it; side
# by side, when the goals were set, that kernel took 0.3 µs a person and the masks 0.7.
NUMPY_TO_MASKS = 0.3 / 0.7


@dataclass(frozen=True, slots=True)
class Masks:
    """One person's window, a bit a day."""

    home: int
    on_site: int
    closed: int
    agreed: int
    available: int


@dataclass(frozen=True, slots=True)
class Crowd:
    """So many people with all that is known of them."""

    window: Window
    book: Book
    facts: Sequence[tuple[DayFacts, ...]]

    def cases(self) -> list[Case]:
        """Everybody's days, judged."""
        people = zip(self.book.organisation.employees, self.facts, strict=True)
        return [case_of(self.book, person, self.window, facts) for person, facts in people]


def figures() -> list[Figure]:
    """The rules alone, the rules with every day judged before them, and how both grow."""
    few, many = _crowd(FEW), _crowd(MANY)
    cases = few.cases()
    kernel = _kernel_of([_masks(case) for case in cases])
    bounds = {"goal": 5 * NUMPY_TO_MASKS, "step_one": 100 * NUMPY_TO_MASKS}

    def rules() -> int:
        # A fresh Case: it remembers its home days.
        fresh = (Case(few.book, c.employee, few.window, c.days) for c in cases)
        return sum(len(evaluate(case)) for case in fresh)

    def kernel_often() -> int:
        return sum(kernel() for _ in range(KERNEL_TURNS))

    assert rules() == _whole(few)
    alone = _scaled(compare(rules, kernel_often), KERNEL_TURNS)
    whole = _scaled(compare(lambda: _whole(few), kernel_often), KERNEL_TURNS)
    growth = _scaled(compare(lambda: _whole(many), lambda: _whole(few), 7), FEW / MANY)
    scope = f"{FEW} people × 10 weeks ÷ four checks on int masks"
    return [
        Figure("S10", f"all rules with their facts, {scope}", alone, **bounds),
        Figure("S10 days", f"the same with every day judged first, {scope}", whole),
        Figure("S10 flat", f"the latter a person, {MANY:,} people ÷ {FEW}", growth, 1.3, 1.3),
    ]


def _whole(crowd: Crowd) -> int:
    return sum(len(evaluate(case)) for case in crowd.cases())


def _scaled(ratio: Ratio, by: float) -> Ratio:
    return Ratio(ratio.median * by, ratio.lowest * by, ratio.highest * by)


def _crowd(count: int) -> Crowd:
    """Two home days a week on average, a meeting now and then, an agreement for two in three."""
    chance = random.Random(10)
    window = window_of(TODAY, 4, None)
    people = tuple(Employee(f"p{n}", f"p{n}@x.example", "files", "u") for n in range(count))
    agreements = tuple(
        IndividualAgreement(p.id, date(2026, 1, 5), (frozenset({1, 3}),))
        for p in people
        if chance.random() < 0.67
    )
    local = LocalAgreement("L", ("u",), date(2026, 1, 5))
    unit = Unit("u", values={"on_site_days": (2,)})
    organisation = Organisation({"u": unit}, people)
    register = Register(local_agreements=(local,), individual_agreements=agreements)
    facts = [_facts(chance, window) for _ in people]
    return Crowd(window, Book(organisation, register, {}), facts)


def _facts(chance: random.Random, window: Window) -> tuple[DayFacts, ...]:
    return tuple(
        DayFacts(
            day,
            home=HOME if chance.random() < 0.4 else None,
            on_site=(_meeting(day),) if chance.random() < 0.1 else (),
        )
        for day in dates(window.start, window.end)
        if day.weekday() < 5
    )


def _meeting(day: date) -> OnSite:
    return OnSite(day, day + DAY, WHOLE_DAY, Evidence.SURE, "on-site-word")


def _masks(case: Case) -> Masks:
    days = list(case.days.values())
    return Masks(
        home=_mask(d.home is not None for d in days),
        on_site=_mask(bool(d.on_site) for d in days),
        closed=_mask(d.day.weekday() == 2 for d in days),
        agreed=_mask(bool((a := case.individual(d.day)) and a.names(d.day)) for d in days),
        available=_mask(d.available for d in days),
    )


def _mask(bits: Iterable[bool]) -> int:
    return sum(1 << at for at, bit in enumerate(bits) if bit)


def _kernel_of(masks: Sequence[Masks]) -> Callable[[], int]:
    """On-site, closed day, no agreement, and the average over every four weeks."""
    month = (1 << 28) - 1
    windows = [month << at for at in range(0, 43, 7)]

    def kernel() -> int:
        found = 0
        for one in masks:
            found += (one.home & one.on_site).bit_count()
            found += (one.home & one.closed).bit_count()
            fixed = one.home & one.agreed
            found += bool(one.home & ~one.agreed)
            counted = fixed & one.available
            found += any((counted & w).bit_count() > 8 for w in windows)
        return found

    return kernel
