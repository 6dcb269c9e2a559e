"""What holds of the findings of every random organisation, whatever is in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.oracle.judged import register_findings, rules_findings
from tests.oracle.oracle import Entry, Said, World, days_read, local_agreement, status_of
from tests.oracle.test_oracle import FIRST_SEED, SEEDS, worlds
from tests.oracle.turned import (
    in_another_order,
    later,
    moved,
    with_entry,
    without_any_home,
    without_entry,
    without_home,
)

BATCH = 10
batches = pytest.mark.parametrize("first", range(FIRST_SEED, FIRST_SEED + SEEDS // 5, BATCH))
AGREEMENTS = ("local_agreement_missing", "individual_agreement_missing", "agreement_over_cap")


def of(findings: list[Said], *rules: str) -> list[Said]:
    return [f for f in findings if f.rule in rules]


def keys(world: World) -> set[str]:
    return {f.key for f in rules_findings(world)}


def asked_days(world: World) -> set[tuple[str, date]]:
    """Rule and day of every finding that asks about days by themselves."""
    found = (f for f in rules_findings(world) if f.rule != "average_exceeded")
    return {(f.rule, day) for f in found for day in f.days}


def drawn(world: World, seed: int, number: int) -> Iterator[date]:
    """Some days of the window on which the diary has home entries."""
    days = [d for d in days_read(world) if world.diary[d].home]
    yield from Random(seed).sample(days, min(number, len(days)))


@batches
def test_another_ad_hoc_entry_never_makes_a_finding_about_agreements(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        before = rules_findings(world)
        draw = Random(seed)
        for day in draw.sample(days_read(world), min(3, len(days_read(world)))):
            after = rules_findings(with_entry(world, day, Entry("ad_hoc")))
            assert of(after, *AGREEMENTS) == of(before, *AGREEMENTS), (seed, day)


@batches
def test_ad_hoc_entries_are_not_counted_unless_a_local_agreement_says_so(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        days = days_read(world)
        counting = [a for a in (local_agreement(world, d) for d in days) if a and a.counts == "all"]
        free = [d for d in days if not counting and not world.diary[d].home]
        before = of(rules_findings(world), "average_exceeded")
        for day in free[:: len(free) // 3 + 1]:
            after = rules_findings(with_entry(world, day, Entry("ad_hoc")))
            assert of(after, "average_exceeded") == before, (seed, day)


@batches
def test_a_home_day_less_never_makes_a_finding_nor_asks_about_another_day(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        found, days = keys(world), asked_days(world)
        for day in drawn(world, seed, 3):
            fewer = without_home(world, day)
            assert keys(fewer) <= found, (seed, day)
            assert asked_days(fewer) <= days, (seed, day)


@batches
def test_a_home_entry_less_never_makes_a_finding(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        found = keys(world)
        several = [d for d in days_read(world) if len(world.diary[d].home) > 1]
        for day in several[:3]:
            for number in range(len(world.diary[day].home)):
                assert keys(without_entry(world, day, number)) <= found, (seed, day)


@batches
def test_nobody_is_ever_asked_for_more_home_days(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        left = rules_findings(without_any_home(world))
        assert left == of(rules_findings(world), "agreement_over_cap"), seed


@batches
def test_every_asked_day_is_a_home_day_from_today_on(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        for finding in rules_findings(world):
            assert list(finding.days) == sorted(set(finding.days)), seed
            for day in finding.days:
                assert day >= world.as_of, seed
                assert status_of(world, day).status == "home", (seed, day)


@batches
def test_the_same_weeks_later_are_judged_the_same(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        by = timedelta(weeks=Random(seed).choice((-60, -53, -1, 1, 5, 52, 105)))
        quiet = replace(world, holidays={})
        expected = [shifted(f, by) for f in rules_findings(quiet)]
        assert rules_findings(later(quiet, by)) == expected, (seed, by)


def shifted(finding: Said, by: timedelta) -> Said:
    parts = finding.key.split(":")
    if len(parts) > 2:
        parts[2] = str(date.fromisoformat(parts[2]) + by)
    return replace(
        finding,
        days=tuple(d + by for d in finding.days),
        key=":".join(parts),
        more=tuple((name, moved(value, by)) for name, value in finding.more),
    )


@batches
def test_rows_entries_and_days_may_stand_in_any_order(first: int) -> None:
    for seed, world in worlds(first, BATCH):
        turned = in_another_order(world, Random(seed))
        assert rules_findings(turned) == rules_findings(world), seed
        assert set(register_findings(turned)) == set(register_findings(world)), seed
