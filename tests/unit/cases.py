"""One person's weeks for tests of rules: home days, meetings and absence, without any calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from fractions import Fraction

from policy.case import Book, Case, case_of
from policy.model import (
    DayFacts,
    Employee,
    EntryKind,
    Evidence,
    Finding,
    HomeFacts,
    OnSite,
    Span,
    Unit,
)
from policy.organisation import Organisation
from policy.register import (
    IndividualAgreement,
    LocalAgreement,
    Register,
    SuitabilityDecision,
)
from policy.ruleset import evaluate, window_of

TODAY = date(2026, 11, 30)
START = TODAY - timedelta(weeks=6)
WHOLE, HALF = Fraction(1), Fraction(1, 2)
ALL_DAY = (Span(360, 1080),)
PERSON = Employee("e1", "e1@x.example", "files", "u")


def day(number: int) -> date:
    """Counted from today, a Monday."""
    return TODAY + timedelta(days=number)


def home(
    kind: EntryKind = EntryKind.FIXED,
    share: Fraction = WHOLE,
    spans: tuple[Span, ...] = ALL_DAY,
    series: str | None = None,
) -> HomeFacts:
    fixed = share if kind is EntryKind.FIXED else Fraction(0)
    still_open = share if kind is not EntryKind.AD_HOC else Fraction(0)
    halves = not spans
    return HomeFacts(kind, share, fixed, still_open, spans, halves, "home-word", series, series)


def meeting(
    on: date,
    first: int = 10,
    last: int = 12,
    evidence: Evidence = Evidence.SURE,
    series: str | None = None,
) -> OnSite:
    start, end = (datetime(on.year, on.month, on.day, h).astimezone() for h in (first, last))
    return OnSite(start, end, Span(first * 60, last * 60), evidence, "room", series, series)


def facts(
    homes: Mapping[date, HomeFacts],
    meetings: Iterable[tuple[date, OnSite]] = (),
    away: Iterable[date] = (),
) -> tuple[DayFacts, ...]:
    meetings, away = tuple(meetings), frozenset(away)
    days = {*homes, *(d for d, _ in meetings), *away}
    return tuple(
        DayFacts(
            d,
            "absence" if d in away else None,
            home=homes.get(d),
            on_site=tuple(o for at, o in meetings if at == d),
        )
        for d in sorted(days)
    )


def book(*rows: object, unit: Mapping[str, object] | None = None) -> Book:
    """``rows`` of the register in any order; one unit ``u``."""
    values = {"home_work": "all", **(unit or {})}
    organisation = Organisation({"u": Unit("u", values=values)}, (PERSON,))
    register = Register(
        tuple(r for r in rows if isinstance(r, LocalAgreement)),
        tuple(r for r in rows if isinstance(r, IndividualAgreement)),
        tuple(r for r in rows if isinstance(r, SuitabilityDecision)),
        tuple(r for r in rows if type(r).__name__ == "CallIn"),  # type: ignore[misc]
    )
    return Book(organisation, register, {})


def case(
    homes: Mapping[date, HomeFacts],
    *rows: object,
    meetings: Iterable[tuple[date, OnSite]] = (),
    away: Iterable[date] = (),
    today: date = TODAY,
    unit: Mapping[str, object] | None = None,
) -> Case:
    window = window_of(today, 4, None)
    return case_of(book(*rows, unit=unit), PERSON, window, facts(homes, meetings, away))


def found(one: Case) -> dict[str, list[Finding]]:
    """Findings by rule."""
    by_rule: dict[str, list[Finding]] = {}
    for finding in evaluate(one):
        by_rule.setdefault(finding.rule, []).append(finding)
    return by_rule


def local(**terms: object) -> LocalAgreement:
    return LocalAgreement("LA", ("u",), date(2025, 1, 6), **terms)  # type: ignore[arg-type]


def own(*pattern: Iterable[int], start: date = START, **ends: date) -> IndividualAgreement:
    return IndividualAgreement("e1", start, tuple(map(frozenset, pattern)), **ends)  # type: ignore[arg-type]
