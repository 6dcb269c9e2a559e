"""The rules and an oracle that was written apart from them say the same of random organisations."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.oracle import oracle
from tests.oracle.day_status import status_of
from tests.oracle.judged import judged
from tests.oracle.weeks import days_read
from tests.oracle.world import World
from tests.oracle.worlds import a_world

SEEDS = int(os.environ.get("HJEMMEDAG_ORACLE", "200"))
FIRST_SEED = int(os.environ.get("HJEMMEDAG_ORACLE_SEED", "0"))
BATCH = 10


def _batches(seeds: int) -> pytest.MarkDecorator:
    """Module-wide, so that the tests of one batch follow each other and share its worlds."""
    firsts = range(FIRST_SEED, FIRST_SEED + seeds, BATCH)
    return pytest.mark.parametrize("first", firsts, scope="module")


batches, some_batches = _batches(SEEDS), _batches(SEEDS // 10)


def worlds(first: int, number: int = BATCH) -> Iterator[tuple[int, World]]:
    for seed in range(first, first + number):
        yield seed, a_world(seed)


@batches
def test_every_day_has_the_status_share_and_kind_that_the_text_gives_it(first: int) -> None:
    for seed, world in worlds(first):
        for who in world.organisation.employees:
            days = judged(world).days(who.id)
            for day in days_read(world, who):
                expected, found = status_of(world, who, day), days[day]
                home = found.home
                got = (home.share, home.fixed_share, str(home.kind)) if home else (0, 0, "")
                assert (found.status, found.available, got) == (
                    expected.status,
                    expected.available,
                    (expected.share, expected.fixed, expected.kind),
                ), f"seed {seed}, {who.id}, {day}"


@batches
def test_the_rules_find_of_everybody_what_the_text_says(first: int) -> None:
    for seed, world in worlds(first):
        for person in world.people:
            expected = oracle.findings(world, person)
            found = judged(world).findings(person)
            assert found == expected, f"seed {seed}, {person}"


@batches
def test_the_rules_find_of_every_unit_and_local_agreement_what_the_text_says(first: int) -> None:
    for seed, world in worlds(first):
        assert judged(world).unit_findings() == oracle.unit_findings(world), f"seed {seed}"


SPOKEN = {
    ("on_site_conflict", "conflict", "K6"),
    ("on_site_conflict", "question", "K6"),
    ("on_site_conflict", "question", "K1"),
    ("on_site_day", "question", "K6"),
    ("on_site_day", "question", "P2"),
    ("local_agreement_missing", "question", "K2"),
    ("individual_agreement_missing", "question", "K5"),
    ("agreement_deviation", "question", "K5"),
    ("agreement_over_cap", "question", "K4"),
    ("average_exceeded", "question", "K4"),
    ("average_exceeded", "question", "L-"),
    ("looks_fixed", "question", "K1"),
    ("tasks_unsuited", "question", "K8"),
    ("reason_missing", "question", "K8"),
    ("agreement_expiring", "hint", "K5"),
    ("agreement_expiring", "hint", "K7"),
    ("review_due", "hint", "K5"),
    ("review_due", "hint", "K7"),
    ("review_due", "hint", "P3"),
    ("coverage_low", "hint", "P4"),
    ("working_environment", "hint", "AT"),
}


def test_the_worlds_are_rich_enough_to_try_every_rule_in_every_voice() -> None:
    found: Counter[tuple[str, str, str]] = Counter()
    for _, world in worlds(0, 80):
        about = [said for person in world.people for said in oracle.findings(world, person)]
        about += [said for units in oracle.unit_findings(world).values() for said in units]
        found.update((s.rule, s.severity, s.clause[:2]) for s in about)

    assert set(found) == SPOKEN
    assert min(found.values()) > 1, found
