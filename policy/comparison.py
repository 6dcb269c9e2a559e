"""Two readings of the same days side by side: which findings come and go, in counts that name nobody.

A unit of fewer than five people is left out. In the others a number is exact where leader or HR
are told the question by name anyway and the change is not aimed at fewer than five of them; else a
row with a number of people from one to four says only "none", "under 5" or "at least 5" – all its
numbers, since two of them would give away the third.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from policy.model import Finding

SMALLEST_GROUP = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say about one person, before and after. ``touched``: other rules apply."""

    person: str
    unit: str
    before: tuple[Finding, ...]
    after: tuple[Finding, ...]
    touched: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings, and about how many people (0 where they are about a unit)."""

    findings: int = 0
    people: int = 0


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule in one unit. What stays is neither in ``come`` nor in ``go``."""

    rule: str
    before: Tally
    after: Tally
    come: Tally
    go: Tally
    exact: bool

    @property
    def changes(self) -> bool:
        """Whether anything comes or goes."""
        return bool(self.come.findings or self.go.findings)


@dataclass(frozen=True, slots=True)
class UnitChange:
    """One unit; ``people`` 0: too few to be counted, so only its agreements are spoken of."""

    unit: str
    people: int
    touched: int
    rules: tuple[RuleChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All units with something to count; ``left_out``: those with fewer than five people."""

    units: tuple[UnitChange, ...]
    left_out: tuple[str, ...]


Findings = Sequence[Finding]
Told = Callable[[Finding], bool]
"""Whether leader or HR are told such a finding by name in the ordinary course of things."""


def compare(
    people: Iterable[Judged],
    about_units: Mapping[str, tuple[Findings, Findings]],
    rules: Sequence[str],
    told: Told,
) -> Comparison:
    """``about_units``: findings about units and their agreements, before and after.

    Units stand sorted by id, rules in the order of ``rules``, unknown ones last.
    """
    members: dict[str, list[Judged]] = {}
    for one in people:
        members.setdefault(one.unit, []).append(one)
    units = (
        _unit(unit, members.get(unit, ()), about_units.get(unit, ((), ())), rules, told)
        for unit in sorted({*members, *about_units})
    )
    small = sorted(u for u, group in members.items() if len(group) < SMALLEST_GROUP)
    return Comparison(tuple(u for u in units if u.people or u.rules), tuple(small))


def _unit(
    unit: str,
    group: Sequence[Judged],
    about: tuple[Findings, Findings],
    rules: Sequence[str],
    told: Told,
) -> UnitChange:
    counted = group if len(group) >= SMALLEST_GROUP else ()
    before = [f for one in counted for f in one.before]
    after = [f for one in counted for f in one.after]
    touched = sum(one.touched for one in counted)
    open_to_leaders = not 0 < touched < SMALLEST_GROUP
    order = {rule: n for n, rule in enumerate(rules)}
    names = {f.rule for f in (*before, *after, *about[0], *about[1])}
    found = []
    for rule in sorted(names, key=lambda r: (order.get(r, len(order)), r)):
        pair = (_of(rule, before), _of(rule, after))
        beside = (_of(rule, about[0]), _of(rule, about[1]))
        known = open_to_leaders and all(told(f) for side in pair for f in side)
        found.append(_change(rule, pair, beside, known=known))
    return UnitChange(unit, len(counted), touched, tuple(found))


def _change(
    rule: str,
    people: tuple[Findings, Findings],
    about: tuple[Findings, Findings],
    *,
    known: bool,
) -> RuleChange:
    keys = [{f.key for f in (*p, *a)} for p, a in zip(people, about, strict=True)]
    sides = [
        (people[0], about[0]),
        (people[1], about[1]),
        (_without(people[1], keys[0]), _without(about[1], keys[0])),
        (_without(people[0], keys[1]), _without(about[0], keys[1])),
    ]
    before, after, come, go = (_tally(*side) for side in sides)
    few = any(0 < tally.people < SMALLEST_GROUP for tally in (before, after, come, go))
    return RuleChange(rule, before, after, come, go, known or not few)


def _tally(people: Findings, about: Findings) -> Tally:
    return Tally(len(people) + len(about), len({f.subject for f in people}))


def _of(rule: str, findings: Findings) -> Findings:
    return [f for f in findings if f.rule == rule]


def _without(findings: Findings, keys: set[str]) -> Findings:
    return [f for f in findings if f.key not in keys]
